"""Training as a plain function that says how far it is: ``on_progress`` is told, and what it raises cancels the job.

A model is written at the end alone, so a cancelled job leaves no half result. What was trained is kept after every
epoch: the same training, asked again, goes on there (`core.trainings` lists and discards what is unfinished).
"""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.data import store
from core.data.transform import check_kind, split
from core.errors import AppError
from core.experiments import find_experiment
from core.model import registry
from core.model.architectures import Architecture
from core.model.cards import Card, training_key
from core.model.checkpoints import Keeper
from core.model.keras_backend import backend_name
from core.model.sets import Sets, prepare_sets, replicate_pearson, rows_of
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
    ModelError : an unknown network, variant, kind of input or task, or a network that has not that input or task.
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
        architecture = self.architecture(1)
        if architecture.is_own:
            raise AppError("an own network is not trained here; bring it trained: python -m core import-network FILE")
        architecture.check()
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

    A training of the same recipe and probes that was cancelled or killed goes on after its last whole epoch, and gives
    what it would have given without a break (on the same version and backend of Keras).

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
    genes = check_ids(experiment_ids)
    probes = [store.load(name) for name in experiment_ids]
    for name, loaded in zip(experiment_ids, probes, strict=True):
        store.check_trainable(loaded, name)
    registry.prepare(folder)
    architecture = recipe.architecture(len(probes))
    model = architecture.fresh(recipe.seed)
    sets = prepare_sets(probes, recipe.transform, recipe.inputs, recipe.task, recipe.seed, on_folded)
    plan = plan_of(recipe, len(sets.training.letters))
    specs = list(_specs(experiment_ids, [one.digest for one in probes], recipe, plan))
    keeper = _keeper(experiment_ids, recipe, plan, specs[0])
    parts = sets.training, sets.validation
    history = architecture.fitter(model, plan, *parts, recipe.seed, on_progress, keeper)
    cards = _measure(model, architecture, history, sets, specs, genes)
    registry.save(model, cards, folder)
    keeper.drop()
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


def check_ids(experiment_ids: Sequence[str]) -> list[str]:
    """The RBPs of experiments that one model shall be trained on.

    Raises
    ------
    DataError : an unknown experiment. AppError : none, or one named twice.
    """
    genes = [find_experiment(name).gene for name in experiment_ids]
    if len(set(experiment_ids)) < len(experiment_ids) or not experiment_ids:
        raise AppError(f"the experiments are {', '.join(experiment_ids) or 'none'}; name each once.")
    return genes


def kept_card(experiment_id: str, recipe: Recipe, folder: Path | None = None) -> Card | None:
    """The card of the model that `train` would make again, where it is there: same recipe, same probes.

    Raises
    ------
    DataError : no probes of that experiment on this machine.
    """
    found = kept_cards([experiment_id], recipe, folder)
    return found[0] if found else None


def kept_cards(experiment_ids: Sequence[str], recipe: Recipe, folder: Path | None = None) -> list[Card]:
    """The cards of the model that `train_together` would make again, one for each experiment; none where one lacks."""
    found = [registry.kept(spec, folder) for spec in specs_of(experiment_ids, recipe)[0]]
    return found if all(found) else []


def specs_of(experiment_ids: Sequence[str], recipe: Recipe) -> tuple[list[dict], Schedule]:
    """The specs of the cards that a training will have, and its schedule for these probes; errors as `kept_card`."""
    digests, n, _ = _size_of(_places(experiment_ids))
    plan = plan_of(recipe, len(split(n, recipe.seed)[0]))
    return list(_specs(experiment_ids, digests, recipe, plan)), plan


class Size(NamedTuple):
    """How large a training is: probes of each set, the most epochs, and probes a step."""

    n_train: int
    n_validation: int
    n_test: int
    epochs: int
    batch_size: int


def training_size(experiment_ids: Sequence[str], recipe: Recipe) -> Size:
    """How large a training would be; probes that several experiments share count once.

    Raises
    ------
    DataError : an unknown experiment, one without probes here, or with too few to train on.
    AppError : no experiment, or one named twice.
    """
    check_ids(experiment_ids)
    plan = specs_of(experiment_ids, recipe)[1]
    _, n_a, n_b = _size_of(_places(experiment_ids))
    training, validation = split(n_a, recipe.seed)
    return Size(len(training), len(validation), n_b, plan.epochs, plan.batch_size)


def keeper_of(experiment_ids: Sequence[str], recipe: Recipe) -> Keeper:
    """Where such a training keeps its state; errors as `kept_card`."""
    specs, plan = specs_of(experiment_ids, recipe)
    return _keeper(experiment_ids, recipe, plan, specs[0])


def plan_of(recipe: Recipe, n: int) -> Schedule:
    """The schedule of a recipe for n training probes."""
    plan = schedule(recipe.schedule).sized(n)
    return dataclasses.replace(plan, epochs=recipe.epochs or plan.epochs)


def _places(experiment_ids: Sequence[str]) -> tuple[tuple[Path, str], ...]:
    return tuple((store.locate(name), name) for name in experiment_ids)


@lru_cache(maxsize=64)
def _size_of(places: tuple[tuple[Path, str], ...]) -> tuple[list[str], int, int]:
    """Digest of the probes of each experiment, and rows of set A and B together; files are named by their content."""
    probes = [store.load(name) for _, name in places]
    for loaded, (_, name) in zip(probes, places, strict=True):
        store.check_trainable(loaded, name)
    return [one.digest for one in probes], *rows_of(probes)


def _keeper(ids: Sequence[str], recipe: Recipe, plan: Schedule, spec: dict) -> Keeper:
    made_by = {"keras": version("keras"), "backend": backend_name()}
    about = {"experiments": list(ids), "recipe": dataclasses.asdict(recipe), "total": plan.epochs, "by": made_by}
    return Keeper(training_key(spec), about)


def _specs(ids: Sequence[str], digests: Sequence[str], recipe: Recipe, plan: Schedule) -> Iterator[dict]:
    """The spec of each experiment's card; what is as usual is left out, so that old and new cards agree."""
    architecture = recipe.architecture(len(ids))
    usual = Architecture().to_dict()
    described = architecture.to_dict()
    always = {name: described[name] for name in ("name", "variant", "inputs")}
    more = {name: value for name, value in described.items() if name not in always and value != usual[name]}
    for output, (name, digest) in enumerate(zip(ids, digests, strict=True)):
        spec = {
            "experiment": name,
            "architecture": {**always, **more},
            "transform": "label" if recipe.task == "classification" else recipe.transform,
            "schedule": recipe.schedule,
            "epochs": plan.epochs,
            "seed": recipe.seed,
            "data": digest,
        }
        if plan.revision > 1:
            spec["revision"] = plan.revision
        if architecture.folds:
            spec["energies"] = settings().energies
        if len(ids) > 1:
            spec |= {"experiments": list(ids), "output": output, "data": list(digests)}
        yield spec


def _measure(
    model, architecture: Architecture, history: list[Epoch], sets: Sets, specs: list[dict], genes: list[str]
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
            replicate_pearson=replicate_pearson(letters, measured),
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
