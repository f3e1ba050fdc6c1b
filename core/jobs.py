"""Training as a plain function that says how far it is: ``on_progress`` is told, and what it raises cancels the job.

Nothing is written before the end, so a cancelled job leaves no half result.
"""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.data import store
from core.data.records import Probes
from core.data.transform import check_kind, split
from core.errors import AppError
from core.experiments import find_experiment
from core.model import registry
from core.model.architectures import Architecture
from core.model.cards import Card
from core.model.sets import Sets, prepare_sets
from core.model.training import Epoch, Schedule, classification_metrics, pearson, schedule
from core.motifs import HASTY_LOOK, LOOK, top_kmers
from core.sequence import profile_of
from core.settings import settings

DENSITY_BINS = 60


@dataclass(frozen=True)
class Recipe:
    """How a model is made.

    network, variant, inputs, task : as of `core.model.architectures.Architecture`.
    transform : of the scores, ``log`` or ``clip``; of a classifier always ``label``.
    epochs : at most this many, instead of the schedule's own number.
    seed : of the split, the initial weights, the order of probes and the dropout.

    Raises
    ------
    ModelError : an unknown network, variant, kind of input or task.
    AppError : an unknown schedule or transform, or a number out of its range.
    """

    network: str = "residualbind"
    variant: str = "paper"
    inputs: str = "sequence"
    task: str = "regression"
    transform: str = "log"
    schedule: str = "quick"
    epochs: int | None = None
    seed: int = 0

    def __post_init__(self):
        if self.architecture(1).is_own:
            raise AppError("an own network is not trained here; bring it trained: python -m core import-network FILE")
        schedule(self.schedule)
        check_kind(self.transform)
        if self.epochs is not None and not 1 <= self.epochs <= 10_000:
            raise AppError(f"the number of epochs is {self.epochs}; use a whole number from 1 to 10,000.")
        if not 0 <= self.seed < 2**32:
            raise AppError(f"the seed is {self.seed}; use a whole number from 0 to {2**32 - 1}.")

    def architecture(self, outputs: int) -> Architecture:
        return Architecture(self.network, self.variant, self.inputs, self.task, outputs)


class TrainingReport(NamedTuple):
    """A finished training: Pearson on validation and on set B, epochs run, seconds spent in them.

    model : the name that this model is asked by. metrics : of a classifier, ``auroc`` and ``aupr`` on set B.
    """

    id: str
    validation_pearson: float
    test_pearson: float
    epochs: int
    seconds: float
    model: str
    metrics: dict[str, float]


def train(
    experiment_id: str,
    recipe: Recipe | None = None,
    on_progress: Callable[[Epoch], None] | None = None,
    folder: Path | None = None,
) -> TrainingReport:
    """Train a model on set A of an experiment, measure it on set B, and keep it with its card.

    Parameters
    ----------
    folder : where the model is kept; the person's own folder unless said.

    Raises
    ------
    DataError : an unknown experiment, one without probes here, or scores that cannot be learned from.
    ModelError : a folder that cannot be written.
    """
    return train_together([experiment_id], recipe, on_progress, folder)[0]


def train_together(
    experiment_ids: Sequence[str],
    recipe: Recipe | None = None,
    on_progress: Callable[[Epoch], None] | None = None,
    folder: Path | None = None,
    on_folded: Callable[[int, int], None] | None = None,
) -> list[TrainingReport]:
    """Train one model on several experiments (multi-task: one trunk, an output for each), and report on each.

    A probe counts for the experiments in which it has a score. Of one experiment this is `train`; errors as there.

    Parameters
    ----------
    on_folded : is told (probes folded, all) before a network with structure inputs is trained; those that were
        folded before count at once.
    """
    recipe = recipe or Recipe()
    genes = [find_experiment(name).gene for name in experiment_ids]
    if len(set(experiment_ids)) < len(experiment_ids) or not experiment_ids:
        raise AppError(f"the experiments are {', '.join(experiment_ids) or 'none'}; name each once.")
    probes = [store.load(name) for name in experiment_ids]
    for name, loaded in zip(experiment_ids, probes, strict=True):
        store.check_trainable(loaded, name)
    registry.prepare(folder)
    architecture = recipe.architecture(len(probes))
    model = architecture.fresh(recipe.seed)
    sets = prepare_sets(probes, recipe.transform, recipe.inputs, recipe.task, recipe.seed, on_folded)
    plan = _plan(recipe, len(sets.training.letters))
    history = architecture.fitter(model, plan, sets.training, sets.validation, recipe.seed, on_progress)
    specs = _specs(experiment_ids, probes, recipe, architecture, plan)
    cards = _measure(model, architecture, history, sets, specs, genes)
    registry.save(model, cards, folder)
    return [
        TrainingReport(
            card.experiment,
            card.validation_pearson,
            card.test_pearson,
            len(history),
            history[-1].seconds,
            card.name,
            card.metrics,
        )
        for card in cards
    ]


def kept_card(experiment_id: str, recipe: Recipe, folder: Path | None = None) -> Card | None:
    """The card of the model that `train` would make again, where it is there: same recipe, same probes.

    Raises
    ------
    DataError : no probes of that experiment on this machine.
    """
    probes = store.load(experiment_id)
    training, _ = split(int((~probes.in_b).sum()), recipe.seed)
    (spec,) = _specs([experiment_id], [probes], recipe, recipe.architecture(1), _plan(recipe, len(training)))
    return registry.kept(spec, folder)


def _plan(recipe: Recipe, n: int) -> Schedule:
    """The schedule of a recipe for n training probes."""
    plan = schedule(recipe.schedule).sized(n)
    return dataclasses.replace(plan, epochs=recipe.epochs or plan.epochs)


def _specs(
    ids: Sequence[str], probes: list[Probes], recipe: Recipe, architecture: Architecture, plan: Schedule
) -> Iterator[dict]:
    """The spec of each experiment's card; what is as usual is left out, so that old and new cards agree."""
    usual = Architecture().to_dict()
    described = architecture.to_dict()
    always = {name: described[name] for name in ("name", "variant", "inputs")}
    more = {name: value for name, value in described.items() if name not in always and value != usual[name]}
    for output, (name, loaded) in enumerate(zip(ids, probes, strict=True)):
        spec = {
            "experiment": name,
            "architecture": {**always, **more},
            "transform": "label" if recipe.task == "classification" else recipe.transform,
            "schedule": recipe.schedule,
            "epochs": plan.epochs,
            "seed": recipe.seed,
            "data": loaded.digest,
        }
        if plan.revision > 1:
            spec["revision"] = plan.revision
        if architecture.folds:
            spec["energies"] = settings().energies
        if len(ids) > 1:
            spec |= {"experiments": list(ids), "output": output, "data": [each.digest for each in probes]}
        yield spec


def _measure(
    model, architecture: Architecture, history: list[Epoch], sets: Sets, specs: Iterator[dict], genes: list[str]
) -> list[Card]:
    """The cards of a trained model: set B is asked here, once."""
    from core.model.predictor import Network, Predictor

    network = Network(model, architecture)
    look = HASTY_LOOK if architecture.folds else LOOK
    predicted = network.outputs(sets.test.letters, sets.test_contexts)
    best = max(epoch.validation_pearson for epoch in history)
    cards = []
    for output, (spec, gene) in enumerate(zip(specs, genes, strict=True)):
        measured = sets.test.binding_scores[:, output]
        known = ~np.isnan(measured)
        letters, measured, scores = sets.test.letters[known], measured[known], predicted[known, output]
        profile, coverage = profile_of(letters)
        score = Predictor(network, output)
        card = Card(
            experiment=spec["experiment"],
            gene=gene,
            spec=spec,
            transform=sets.transforms[output].to_dict(),
            validation_pearson=best,
            test_pearson=pearson(measured, scores),
            n_train=int((~np.isnan(sets.training.binding_scores[:, output])).sum()),
            n_validation=int((~np.isnan(sets.validation.binding_scores[:, output])).sum()),
            n_test=len(letters),
            profile=profile.round(5).tolist(),
            coverage=coverage.round(5).tolist(),
            density=density(measured, scores),
            top_kmers=[[kmer, round(importance, 4)] for kmer, importance in top_kmers(score, profile, look=look)],
            history=[[round(epoch.loss, 5), round(epoch.validation_pearson, 5)] for epoch in history],
            seconds=round(history[-1].seconds, 1),
            versions={name: version(name) for name in ("keras", "numpy")},
            trained=datetime.now(UTC).isoformat(timespec="seconds"),
            metrics=classification_metrics(measured, scores) if architecture.task == "classification" else {},
        )
        cards.append(card)
    return cards


def density(measured: np.ndarray, predicted: np.ndarray) -> dict:
    """Counts of measured (rows) against predicted (columns) score on set B: a picture of the fit without the probes."""
    counts, measured_edges, predicted_edges = np.histogram2d(measured, predicted, bins=DENSITY_BINS)
    return {
        "measured_edges": measured_edges.round(4).tolist(),
        "predicted_edges": predicted_edges.round(4).tolist(),
        "counts": counts.astype(int).tolist(),
    }
