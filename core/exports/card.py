"""A model's card as a view, optionally with another training: how it learned, how it was made, how good it is."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.about import PAPER
from core.discovery.motifs import measured_at
from core.exports.answer import Answer, Passage, Rna, notes
from core.exports.code import Cell, value
from core.exports.subject import columns, subject, written_by
from core.exports.table import Table
from core.figures.curves import curves_panel
from core.figures.picture import Picture
from core.formatting import number_text
from core.library import analyses
from core.library.comparison import differences
from core.models.again import recipe_of
from core.models.card import TAKEN_FROM, TUNED, Card
from core.models.registry import file_stem
from core.training.train import Recipe

BEST = "The weights are those of the epoch of best validation Pearson; set B was asked once, after the last epoch."


@dataclass(frozen=True)
class CardView:
    """The card of a model; ``other`` is a second training of the same or another experiment, "" for none."""

    model_name: str
    other: str = ""

    def ask(self) -> list[Card]:
        """Load the cards; errors as `core.card`."""
        return [analyses.card(name) for name in self._names]

    @property
    def _names(self) -> list[str]:
        return [name for name in (self.model_name, self.other) if name]

    def answer(self, asked: list[Card]) -> Answer:
        """Compose the content of all files of this view."""
        subjects, stem = [subject(card.name) for card in asked], f"card_{file_stem(asked[0].name)}"
        told = differences(*asked) if len(asked) > 1 else []
        document: dict[str, Any] = {**written_by(subjects[0]), "card": asdict(asked[0])}
        if len(asked) > 1:
            document |= {"other": asdict(asked[1]), "differences": [one._asdict() for one in told]}
        return Answer(
            stem=stem,
            title=f"Training: {' and '.join(one.title for one in subjects)}",
            subjects=subjects,
            table=history_table(asked),
            document=document,
            picture=draw_training(asked),
            method=[f"ResidualBind and its training: {PAPER}.", _how(asked[0])],
            passages=_passages(asked, told),
            cells=self._cells(asked, stem),
        )

    def _cells(self, asked: list[Card], stem: str) -> list[Cell]:
        names = value(self._names)
        return [
            Cell("", "import core\nfrom core.exports import draw_training, history_table"),
            Cell(
                "The cards: how each model was made, and how good it is on set B.",
                f"cards = [core.card(name) for name in {names}]\nfor card in cards:\n"
                "    print(card.name, card.test_pearson, card.n_test, card.spec)",
            ),
            Cell(
                "The numbers, and the figure.",
                f'history_table(cards).save("{stem}.csv")\ndraw_training(cards).save("{stem}.svg")',
            ),
            _again(asked[0]),
        ]


def _again(card: Card) -> Cell:
    if card.is_ensemble:
        return Cell("To make the first one again (of its networks):", f"# core.make_ensemble({value(card.name)})")
    if TAKEN_FROM in card.spec:
        made = "# python -m core train-all --schedule together" + " --fine-tune" * (TUNED in card.spec)
        return Cell("The first one was extracted from a network of many experiments; to train such a network:", made)
    usual = asdict(Recipe())
    recipe = ", ".join(f"{name}={value(given)}" for name, given in recipe_of(card.spec).items() if given != usual[name])
    ids = value(list(dict.fromkeys(card.spec.get("experiments", [card.experiment]))))
    lines = f"reports = core.train_together({ids}, core.Recipe({recipe}))".splitlines()
    made = "\n".join(f"# {line}" for line in lines)  # ids of many experiments take a line each
    return Cell("To train the first one again (minutes; needs its measurements on this machine):", made)


def _how(card: Card) -> str:
    if card.is_ensemble:
        return f"It predicts the mean of {card.mean_of}; set B was asked once."
    return BEST


def history_table(cards: Sequence[Card]) -> Table:
    """Tabulate each training, a row per epoch."""
    return Table(
        [
            {"epoch": epoch, "loss": loss, "validation_pearson": pearson, **columns(subject(card.name))}
            for card in cards
            for epoch, (loss, pearson) in enumerate(card.history, start=1)
        ]
    )


def draw_training(cards: Sequence[Card]) -> Picture:
    """Draw validation Pearson and loss by epoch; `Picture.save` writes SVG or PNG."""
    subjects = [subject(card.name) for card in cards]
    header = f"Training: {' and '.join(one.title for one in subjects)}"
    return Picture(header, curves_panel(cards, [card.name for card in cards]), notes([_how(cards[0])], subjects))


def _passages(asked: list[Card], told: list) -> list[Passage]:
    passages = []
    if told:
        rows = [{"": one.what, asked[0].name: one.first, asked[1].name: one.second} for one in told]
        passages.append(Passage("Differences of the trainings", rows=rows))
    kmers = [{"k-mer": Rna(kmer), "Global importance": number_text(found)} for kmer, found in asked[0].top_kmers[:10]]
    if kmers:
        passages.append(Passage(f"Best 6-mers, {measured_at(asked[0].architecture)}", rows=kmers))
    epochs = [
        {"Epoch": str(n), "Loss": number_text(loss, digits=4), "Validation Pearson": number_text(pearson, digits=4)}
        for n, (loss, pearson) in enumerate(asked[0].history, start=1)
    ]
    return [*passages, *([Passage("Epochs", rows=epochs)] if epochs else [])]
