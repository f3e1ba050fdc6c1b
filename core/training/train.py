"""Training as a plain function that reports its progress to ``on_progress`` and is cancelled by its exceptions.

A model is written only at the end, so a cancelled job leaves no half result. The state is kept after every epoch: the
same training, asked again, resumes there (`core.training.unfinished` lists and discards unfinished trainings).
"""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import NamedTuple

from core.checks import check_seed
from core.data import store
from core.data.transform import kinds_of, split
from core.errors import AppError, ModelError
from core.library.experiments import find_experiment, full_names
from core.models import registry
from core.models.architectures import Architecture
from core.models.card import TRANSFORMS, Card, training_key
from core.models.networks.keras_backend import backend_name
from core.models.weights import round_kernels
from core.progress import OnProgress
from core.settings import settings
from core.training.checkpoints import Keeper
from core.training.distillation import spec_of, taught
from core.training.evaluation import measured
from core.training.fitters import fitter
from core.training.loop import Epoch, Schedule, schedule
from core.training.splits import prepare_splits, rows_of


@dataclass(frozen=True)
class Recipe:
    """The recipe of a model.

    network, variant, inputs, task : as in `core.models.architectures.Architecture`.
    transform : of the scores, ``log`` or ``clip``; ``both`` gives each experiment an output for each; a classifier
        always has ``label``.
    epochs : maximum, in place of the schedule's number.
    teacher : variant of a model on this machine, otherwise of the same recipe, whose predictions are learned together
        with the measured scores (`core.training.distillation`).
    seed : of the split, the initial weights, the order of probes and the dropout.

    Raises
    ------
    ModelError : an unknown network, variant, kind of input or task, or a network that does not support them.
    AppError : an unknown schedule or transform, or a number out of range.
    """

    network: str = "residualbind"
    variant: str = "paper"
    inputs: str = "sequence"
    task: str = "regression"
    transform: str = "log"
    schedule: str = "quick"
    epochs: int | None = None
    teacher: str | None = None
    seed: int = 0

    def __post_init__(self):
        architecture = self.architecture(1)
        if architecture.is_external:
            raise AppError("an external model is not trained here; bring it with: python -m core import-network FILE")
        architecture.check()
        schedule(self.schedule)
        kinds_of(self.transform)
        if self.teacher is not None:
            dataclasses.replace(self, variant=self.teacher, teacher=None)
        if self.epochs is not None and not 1 <= self.epochs <= 10_000:
            raise AppError(f"the number of epochs is {self.epochs}; use a whole number from 1 to 10,000.")
        check_seed(self.seed)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The transforms that it learns; every experiment has an output for each of them."""
        return ("label",) if self.task == "classification" else kinds_of(self.transform)

    def architecture(self, outputs: int) -> Architecture:
        """Return the architecture of the network, with this many outputs."""
        return Architecture(self.network, self.variant, self.inputs, self.task, outputs)


class TrainingReport(NamedTuple):
    """A finished training: Pearson on validation and on set B, epochs run, seconds spent in them.

    model : its name. metrics : ``auroc`` and ``aupr`` of a classifier on set B.
    """

    id: str
    validation_pearson: float | None
    test_pearson: float | None
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

    An interrupted training of the same recipe and probes resumes after its last whole epoch, with the same result as
    without the break (on the same version and backend of Keras).

    Parameters
    ----------
    folder : where the model is kept; by default the user's own folder.

    Raises
    ------
    DataError : an unknown experiment, one without probes here, or scores that cannot be trained on.
    ModelError : a folder that cannot be written.
    """
    return train_together([experiment_id], recipe, on_progress, folder)[0]


def train_together(
    experiment_ids: Sequence[str],
    recipe: Recipe | None = None,
    on_progress: Callable[[Epoch], None] | None = None,
    folder: Path | None = None,
    on_folded: OnProgress | None = None,
) -> list[TrainingReport]:
    """Train one model on several experiments (multi-task: one trunk, an output for each), and report on each.

    A probe counts for the experiments in which it has a score. With one experiment this is `train`; errors as there.

    Parameters
    ----------
    on_folded : called with (probes folded, total) before a network with structure inputs is trained; probes folded
        before count at once.
    """
    recipe, experiment_ids = recipe or Recipe(), full_names(experiment_ids)
    genes = check_ids(experiment_ids)
    probes = [store.load(name) for name in experiment_ids]
    for name, loaded in zip(experiment_ids, probes, strict=True):
        store.check_trainable(loaded, name)
    registry.prepare(folder)
    architecture = recipe.architecture(len(probes) * len(recipe.kinds))
    model = architecture.fresh(recipe.seed)
    splits = prepare_splits(probes, recipe.transform, recipe.inputs, recipe.task, recipe.seed, on_folded)
    plan = plan_of(recipe, len(splits.training.letters))
    specs = list(_specs(experiment_ids, [one.digest for one in probes], recipe, plan))
    keeper = _keeper(experiment_ids, recipe, plan, specs[0])
    if recipe.teacher:
        splits = taught(splits, _teacher(experiment_ids, recipe, recipe.teacher))
    parts = splits.training, splits.validation
    history = fitter(architecture)(model, plan, *parts, recipe.seed, on_progress, keeper)
    if architecture.name == "residualbind":
        round_kernels(model)
    cards = measured(model, architecture, history, splits, specs, genes * len(recipe.kinds))
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
    """Return the RBPs of the experiments that one model is to be trained on.

    Raises
    ------
    DataError : an unknown experiment. AppError : no experiment, or the same one twice.
    """
    genes = [find_experiment(name).gene for name in experiment_ids]
    if len(set(experiment_ids)) < len(experiment_ids) or not experiment_ids:
        raise AppError(f"the experiments are {', '.join(experiment_ids) or 'none'}; name each once.")
    return genes


def kept_card(experiment_id: str, recipe: Recipe, folder: Path | None = None) -> Card | None:
    """Return the card of the model that `train` would make, same recipe and same probes, if it exists.

    Raises
    ------
    DataError : no probes of that experiment on this machine.
    """
    found = kept_cards([experiment_id], recipe, folder)
    return found[0] if found else None


def kept_cards(experiment_ids: Sequence[str], recipe: Recipe, folder: Path | None = None) -> list[Card]:
    """Return the cards of the model that `train_together` would make, one per experiment; none if one is missing."""
    found = [registry.kept(spec, folder) for spec in specs_of(experiment_ids, recipe)[0]]
    kept = [card for card in found if card]
    return kept if len(kept) == len(found) else []


def specs_of(experiment_ids: Sequence[str], recipe: Recipe) -> tuple[list[dict], Schedule]:
    """Make the specs of the cards that a training will have, and its schedule for these probes.

    Errors as `kept_card`.
    """
    digests, n, _ = _size_of(_places(experiment_ids))
    plan = plan_of(recipe, len(split(n, recipe.seed)[0]))
    return list(_specs(experiment_ids, digests, recipe, plan)), plan


class Size(NamedTuple):
    """The size of a training: probes of each set, the most epochs, and probes per step."""

    n_train: int
    n_validation: int
    n_test: int
    epochs: int
    batch_size: int


def training_size(experiment_ids: Sequence[str], recipe: Recipe) -> Size:
    """Compute the size of a training; probes that several experiments share count once.

    Raises
    ------
    DataError : an unknown experiment, one without probes here, or with too few to train on.
    AppError : no experiment, or the same one twice.
    """
    experiment_ids = full_names(experiment_ids)
    check_ids(experiment_ids)
    plan = specs_of(experiment_ids, recipe)[1]
    _, n_a, n_b = _size_of(_places(experiment_ids))
    training, validation = split(n_a, recipe.seed)
    return Size(len(training), len(validation), n_b, plan.epochs, plan.batch_size)


def keeper_of(experiment_ids: Sequence[str], recipe: Recipe) -> Keeper:
    """Return the place where such a training keeps its state; errors as `kept_card`."""
    specs, plan = specs_of(experiment_ids, recipe)
    return _keeper(experiment_ids, recipe, plan, specs[0])


def plan_of(recipe: Recipe, n: int) -> Schedule:
    """Return the schedule of a recipe for n training probes."""
    plan = schedule(recipe.schedule).sized(n)
    return dataclasses.replace(plan, epochs=recipe.epochs or plan.epochs)


def _places(experiment_ids: Sequence[str]) -> tuple[tuple[Path, str], ...]:
    return tuple((store.locate(name), name) for name in experiment_ids)


@lru_cache(maxsize=64)
def _size_of(places: tuple[tuple[Path, str], ...]) -> tuple[list[str], int, int]:
    """Return the digests of the experiments' probes, and row counts of sets A and B; file names follow content."""
    probes = [store.load(name) for _, name in places]
    for loaded, (_, name) in zip(probes, places, strict=True):
        store.check_trainable(loaded, name)
    return [one.digest for one in probes], *rows_of(probes)


def _keeper(ids: Sequence[str], recipe: Recipe, plan: Schedule, spec: dict) -> Keeper:
    made_by = {"keras": version("keras"), "backend": backend_name()}
    about = {"experiments": list(ids), "recipe": dataclasses.asdict(recipe), "total": plan.epochs, "by": made_by}
    return Keeper(training_key(spec), about)


def _specs(ids: Sequence[str], digests: Sequence[str], recipe: Recipe, plan: Schedule) -> Iterator[dict]:
    """Yield the spec of each experiment's card; defaults are left out, so that old and new cards agree."""
    outputs = [(kind, *one) for kind, one in product(recipe.kinds, zip(ids, digests, strict=True))]
    kinds, names, data = map(list, zip(*outputs, strict=True))
    architecture = recipe.architecture(len(outputs))
    taught_by = spec_of(_teacher(ids, recipe, recipe.teacher)) if recipe.teacher else {}
    for output, (kind, name, digest) in enumerate(outputs):
        spec = {
            "experiment": name,
            "architecture": architecture.described(),
            "transform": kind,
            "schedule": recipe.schedule,
            "epochs": plan.epochs,
            "seed": recipe.seed,
            "data": digest,
        }
        if plan.revision > 1:
            spec["revision"] = plan.revision
        if architecture.reads_structure:
            spec["energies"] = settings().energies
        if len(outputs) > 1:
            spec |= {"experiments": names, "output": output, "data": data}
        if len(recipe.kinds) > 1:
            spec[TRANSFORMS] = kinds
        yield spec | taught_by


def _teacher(ids: Sequence[str], recipe: Recipe, variant: str) -> list[Card]:
    """Return the cards of the model that teaches a recipe, one for each output.

    Raises
    ------
    ModelError : it is not on this machine. The teacher differs from the recipe only in its variant, so that it has
        never seen the validation probes.
    """
    of_teacher = dataclasses.replace(recipe, variant=variant, teacher=None)
    if found := kept_cards(ids, of_teacher):
        return found
    told = f" --transform {recipe.transform} --schedule {recipe.schedule} --seed {recipe.seed}"
    more = f" --epochs {recipe.epochs}" if recipe.epochs else ""
    raise ModelError(
        f"there is no {variant} model that could teach: of the same experiments and recipe otherwise; train it "
        f"first with: python -m core train {' '.join(ids)} --variant {variant}{told}{more}"
    )
