"""The models that figures ask: all models at hand as subjects, and one question put to all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from core.errors import AppError, DataError
from core.gia.protocols.affinity import Affinities
from core.gia.protocols.protocol import Outcome
from core.library.analyses import card, open_model
from core.library.experiments import Experiment, find_experiment, list_experiments
from core.models.card import Card
from core.models.scoring import Model

USUAL = "residualbind"
"""Label of the model that reads sequence only and was trained on log scores; titles leave it out."""


@dataclass(frozen=True)
class Request:
    """The settings of the figures.

    model_name, hairpin : names of the models of Figure 2 and of Figure 3.
    affinities : KD by pattern, for Figure 2f, or None.
    n, seed : of the backgrounds. tell : called during questions; an exception it raises cancels the run.
    """

    model_name: str
    hairpin: str
    affinities: Affinities | None
    n: int
    seed: int
    tell: Callable[..., None]

    @property
    def asked(self) -> dict[str, Any]:
        """Arguments that all questions to a model share."""
        return {"n": self.n, "seed": self.seed, "on_progress": self.tell}


class Subject(NamedTuple):
    """A model to ask: its name with its label, its title, gene, best k-mers, and whether it is simulated."""

    name: str
    title: str
    gene: str
    kmers: tuple[str, ...]
    is_simulated: bool
    model: Model


def subject(model_name: str) -> Subject:
    """Describe the model of that name.

    Raises
    ------
    DataError, ModelError : an unknown experiment, one without a usable model, or a model without a known best k-mer.
    """
    experiment, found = find_experiment(model_name), card(model_name)
    if not found.top_kmers:
        cure = f"train it again: python -m core train {model_name}"
        raise DataError(f"the best k-mers of {model_name} are not in its card; {cure}")
    kmers = tuple(kmer for kmer, _ in found.top_kmers)
    name = f"{experiment.id}:{found.label}"
    is_simulated = experiment.source == "simulated"
    return Subject(name, title_of(experiment, found), experiment.gene, kmers, is_simulated, open_model(name))


def title_of(experiment: Experiment, found: Card) -> str:
    """Compose a model's title: gene, experiment, the label unless it is the usual one, and whether simulated."""
    about = [
        experiment.id if experiment.id != experiment.gene else "",
        found.label if found.label != USUAL else "",
        "simulated" if experiment.source == "simulated" else "",
    ]
    said = ", ".join(filter(None, about))
    return f"{experiment.gene} ({said})" if said else experiment.gene


class Answers(NamedTuple):
    """One question put to the model in use of every experiment: the answers, and why some are missing."""

    answers: list[tuple[Subject, Outcome]]
    missing: list[str]

    def by_kind(self, values: list[float]) -> dict[str, np.ndarray]:
        """Split numbers, one per answer, into real and simulated experiments, leaving out those that are not finite."""
        known = [(asked.is_simulated, v) for (asked, _), v in zip(self.answers, values, strict=True) if np.isfinite(v)]
        kinds = (("real", False), ("simulated", True))
        return {kind: np.array([v for is_simulated, v in known if is_simulated is wanted]) for kind, wanted in kinds}

    @property
    def models(self) -> tuple[str, ...]:
        """Names of the models that answered."""
        return tuple(asked.name for asked, _ in self.answers)


def ask_every(ask: Callable[[Subject], Outcome]) -> Answers:
    """Put one question to the model in use of every experiment that has a model."""
    answers, missing = [], []
    for experiment in list_experiments():
        if experiment.has_model:
            try:
                asked = subject(experiment.id)
                answers.append((asked, ask(asked)))
            except AppError as error:
                missing.append(str(error))
    if not answers:
        raise DataError("no experiment has a model that can be asked; train one with: python -m core train ID")
    return Answers(answers, missing)


def numbers(outcome: Outcome) -> dict[str, Any]:
    """Collect all numbers of an outcome, including local importance (n,) of each condition."""
    local = [condition.local for result in outcome.results for condition in result.conditions]
    return {**outcome.to_dict(), "local_importance": local}
