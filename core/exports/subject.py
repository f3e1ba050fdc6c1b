"""The model that a view asks, as every export names it: RBP, data, training and performance."""

from typing import Any, NamedTuple

from core.about import NAME, PAPER, VERSION
from core.figures.subjects import title_of
from core.formatting import UNITS, Unit
from core.gia.backgrounds import BACKGROUNDS, parse_background
from core.library import analyses
from core.library.experiments import find_experiment
from core.models.architectures import EXTERNAL
from core.models.card import Card

SOURCES = {
    "simulated": "simulated",
    "rnacompete2013": "RNAcompete 2013",
    "imported": "imported",
    "own": "none: only an external model",
}
INPUTS = {
    "sequence": "sequence",
    "pu": "sequence, and which letters are paired",
    "phime": "sequence, and five structural contexts",
}


class Subject(NamedTuple):
    """A model by the name it was asked for, its title in figures, its RBP and its card."""

    name: str
    title: str
    gene: str
    experiment: str
    species: str
    source: str
    unit: Unit
    card: Card

    @property
    def is_simulated(self) -> bool:
        """Whether its data are simulated."""
        return self.source == SOURCES["simulated"]

    @property
    def facts(self) -> dict[str, str]:
        """Facts about the model and its performance, by name."""
        card, spec = self.card, self.card.spec
        brought = spec.get(EXTERNAL, {})
        n_trained = f"{card.n_train:,} probes of set A ({card.n_validation:,} more to validate)"
        n_trained += ", drawn anew for each seed" if card.is_ensemble else ""
        facts = {
            "RBP": f"{self.gene}, {self.species}" if self.species else self.gene,
            "Experiment": self.experiment,
            "Data": f"{self.source}{': no measurement' if self.is_simulated else ''}",
            "Model": card.label,
            "Mean of": card.mean_of,
            "Reads": INPUTS.get(card.architecture.inputs, card.architecture.inputs),
            "Predicts": self.unit.long,
            "Transform of scores": str(spec.get("transform", "")),
            "Trained on": f"elsewhere; brought as {brought['file']}" if brought else n_trained,
            "Test Pearson": pearson_text(card),
            "How far to trust it": card.trust,
            "Brought" if brought else "Made" if card.is_ensemble else "Trained": card.trained[:10],
            "All weights (SHA-256)" if card.is_ensemble else "Weights (SHA-256)": card.weights_sha256[:16],
        }
        return {name: text for name, text in facts.items() if text}


def pearson_text(card: Card) -> str:
    """Say how good a model is; an external model may never have been measured."""
    if card.test_pearson is None:
        return "not known: no measurements"
    return f"{card.test_pearson:.3f} on {card.n_test:,} probes of set B"


def subject(model_name: str) -> Subject:
    """Describe the model of that name.

    Raises
    ------
    DataError, ModelError : an unknown experiment, or an experiment without a usable model.
    """
    experiment, card = find_experiment(model_name), analyses.card(model_name)
    return Subject(
        model_name,
        title_of(experiment, card),
        experiment.gene,
        experiment.id,
        experiment.species,
        SOURCES.get(experiment.source, experiment.source),
        UNITS[card.architecture.task],
        card,
    )


def columns(asked: Subject) -> dict[str, str]:
    """Return the columns that tell the origin of every row of a table."""
    level = asked.card.reliability.level
    return {"rbp": asked.gene, "model": asked.card.name, "data": asked.source, "reliability": level}


def written_by(asked: Subject) -> dict[str, Any]:
    """Return the entries that tell the origin of every JSON file."""
    return {
        "written_by": f"{NAME} {VERSION}",
        "method": PAPER,
        "rbp": asked.gene,
        "data": asked.source,
        "unit": asked.unit.long,
        "reliability": asked.card.reliability._asdict(),
    }


def backgrounds_text(background: str, n: int, seed: int) -> str:
    """Describe backgrounds in one sentence: number, kind and seed, and what they are."""
    model = parse_background(background)
    if model.kind == "sequences":
        return f"N = {n:,} given RNA{'s' * (n != 1)} as background{'s' * (n != 1)}."
    if model.kind == "occluded":
        first, end = model.stretch
        what = f"One RNA, its stretch {first + 1}-{end} replaced by letters drawn from the profile."
    else:
        what = BACKGROUNDS[model.kind]
    return f"N = {n:,} {model.kind} backgrounds, seed {seed}. {what}"
