"""One RNA as a view: the effect of every mutation on its prediction, and its structure."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from core.about import PAPER
from core.discovery.ism import Ism
from core.exports.answer import Answer, Passage, Rna, notes
from core.exports.code import Cell, value
from core.exports.subject import columns, subject, written_by
from core.exports.table import Table
from core.figures.mutations import LETTERS_SAY, NOTES, changed, rna_panel
from core.figures.picture import Picture
from core.formatting import number_text
from core.library import analyses
from core.models.registry import file_stem
from core.sequence import ALPHABET
from core.settings import settings
from core.structure.fold import Structure, fold

METHOD = (
    "In silico mutagenesis: the prediction of every single-nucleotide change minus that of the RNA itself; a letter's "
    f"sensitivity is the L2 norm of its changes ({PAPER}, Methods), its contribution minus their mean."
)
STRUCTURE = "Structure: probability that each letter is paired, or in which loop (ViennaRNA, energies of Turner {})."


class Asked(NamedTuple):
    """The mutations and the structure of an RNA, and the mutations of its original, if it has one."""

    ism: Ism
    structure: Structure
    original: Ism | None


@dataclass(frozen=True)
class RnaView:
    """An RNA, asked of one model.

    original : the RNA that it was mutated from, if any.
    logo : the height of the letters in the figure, one of `core.discovery.ism.LOGOS`.
    """

    model_name: str
    sequence: str
    original: str | None = None
    logo: str = "sensitivity"

    def ask(self) -> Asked:
        """Mutate and fold the RNA; errors as `core.ism`."""
        sequences = [self.sequence, *([self.original] if self.original else [])]
        (isms,) = analyses.ism_together([self.model_name], sequences)
        return Asked(isms[0], fold(self.sequence), isms[1] if self.original else None)

    def answer(self, asked: Asked) -> Answer:
        """Compose the content of all files of this view."""
        asked_model, ism, original = subject(self.model_name), asked.ism, asked.original
        stem = f"ism_{file_stem(self.model_name)}"
        return Answer(
            stem=stem,
            title=f"One RNA, letter by letter: {asked_model.title}",
            subjects=[asked_model],
            table=ism_table(self.model_name, ism, asked.structure),
            document=self._document(asked) | written_by(asked_model),
            picture=draw_ism(self.model_name, ism, asked.structure, original and original.sequence, self.logo),
            method=[METHOD, STRUCTURE.format(settings().energies[-4:])],
            passages=[
                Passage("Predicted binding score", rows=_predictions(asked_model.unit.short, ism, original)),
                Passage("Letter by letter", rows=_glance(asked_model.unit.short, asked)),
            ],
            cells=self._cells(stem),
        )

    def _document(self, asked: Asked) -> dict[str, Any]:
        before = asked.original
        made_of = {"original": before.sequence, "original_prediction": before.prediction} if before else {}
        return {
            "model": self.model_name,
            "sequence": asked.ism.sequence,
            "prediction": asked.ism.prediction,
            **made_of,
            "letters": ALPHABET,
            "delta": asked.ism.delta,
            "sensitivity": asked.ism.sensitivity,
            "contribution": asked.ism.contribution,
            "structure": asked.structure._asdict(),
        }

    def _cells(self, stem: str) -> list[Cell]:
        given = ", original" if self.original else ""
        given += f", logo={value(self.logo)}" if self.logo != "sensitivity" else ""
        cells = [
            Cell("", "import core\nfrom core.exports import draw_ism, ism_table"),
            Cell("The model and the RNA.", f"model = {value(self.model_name)}\nsequence = {value(self.sequence)}"),
            Cell(
                "Ask the model about the RNA and its single mutations: `ism.delta` is mutant minus wild type, one row "
                "a letter, columns A, C, G, U.",
                "ism = core.ism(model, sequence)\nstructure = core.fold(sequence)\n"
                'print(f"prediction: {ism.prediction:.3f}")',
            ),
        ]
        if self.original:
            cells.append(
                Cell(
                    "The RNA that this one was mutated from.",
                    f"original = {value(self.original)}\nbefore = core.predict(model, [original])[0]\n"
                    'print(f"original: {before:.3f}, change: {ism.prediction - before:+.3f}")',
                )
            )
        return [
            *cells,
            Cell("The numbers: one row per letter.", f'ism_table(model, ism, structure).save("{stem}.csv")'),
            Cell(
                "The figure: logo, structure and every mutation on one axis; .png gives a PNG.",
                f'draw_ism(model, ism, structure{given}).save("{stem}.svg")',
            ),
        ]


def ism_table(model_name: str, ism: Ism, structure: Structure) -> Table:
    """Tabulate each letter: sensitivity, contribution, the change by each mutation, probabilities of structure."""
    asked = subject(model_name)
    unit = asked.unit.short
    rows = []
    for index, letter in enumerate(ism.sequence):
        changes = {f"to_{to} ({unit})": float(ism.delta[index, a]) for a, to in enumerate(ALPHABET)}
        folded = {f"p_{name}": float(values[index]) for name, values in structure._asdict().items()}
        sensitivity = {f"sensitivity ({unit})": float(ism.sensitivity[index])}
        sensitivity[f"contribution ({unit})"] = float(ism.contribution[index])
        whole = {f"prediction ({unit})": ism.prediction}
        rows.append(
            {"position": index + 1, "letter": letter, **sensitivity, **changes, **folded, **whole} | columns(asked)
        )
    return Table(rows)


def draw_ism(
    model_name: str, ism: Ism, structure: Structure, original: str | None = None, logo: str = "sensitivity"
) -> Picture:
    """Draw logo, structure and mutations of an RNA on one axis; `Picture.save` writes SVG or PNG.

    logo : the height of its letters: ``sensitivity`` (the paper's) or ``signed`` (`core.Ism.contribution`).
    """
    asked = subject(model_name)
    header = f"{asked.title}: predicted {number_text(ism.prediction)} {asked.unit.short}"
    marked = ("Blue: letters that differ from the original RNA.",) if changed(ism.sequence, original) else ()
    panel = rna_panel(ism, structure, asked.unit, original, logo)
    return Picture(header, panel, notes([f"Method: {PAPER}."], [asked], (LETTERS_SAY[logo], *NOTES, *marked)))


def _predictions(unit: str, ism: Ism, original: Ism | None) -> list[dict[str, str]]:
    rows = [{"": "this RNA", "RNA": Rna(ism.sequence), f"Predicted ({unit})": number_text(ism.prediction)}]
    if original is None:
        return rows
    change = number_text(ism.prediction - original.prediction, sign=True)
    before = {"": "original", "RNA": Rna(original.sequence), f"Predicted ({unit})": number_text(original.prediction)}
    return [{**before, "Change": ""}, {**rows[0], "Change": change}]


def _glance(unit: str, asked: Asked) -> list[dict[str, str]]:
    rows = []
    for index, letter in enumerate(asked.ism.sequence):
        delta = asked.ism.delta[index]
        changes = {
            f"to {to}": "" if to == letter else number_text(float(delta[a]), sign=True) for a, to in enumerate(ALPHABET)
        }
        sensitivity = {f"Sensitivity ({unit})": number_text(float(asked.ism.sensitivity[index]))}
        paired = {"Paired": number_text(float(asked.structure.paired[index]))}
        rows.append({"": str(index + 1), "Letter": Rna(letter), **sensitivity, **changes, **paired})
    return rows
