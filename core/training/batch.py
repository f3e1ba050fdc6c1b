"""Batch training: many trainings in one run, which continues after a failure, and resumes after a restart."""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from core.data import store
from core.data.transform import fit_transform
from core.errors import AppError
from core.library.experiments import find_experiment
from core.models.card import Card
from core.models.networks.keras_backend import use_cores
from core.storage.parallel import parallel_map
from core.training.ensembles import make_ensemble
from core.training.fine_tuning import fine_tune, tuned_card
from core.training.heads import outputs_of, take_out
from core.training.loop import Epoch
from core.training.train import Recipe, kept_card, kept_cards, train, train_together

CORES_A_TRAINING = 2
"""Cores that one training uses well; a machine with more cores runs several side by side."""

log = logging.getLogger(__name__)


class Training(NamedTuple):
    """One training of a batch, or an ensemble of trainings that differ only in their seed.

    seed : None for an ensemble, which has no validation Pearson either.
    status : ``trained`` now, ``kept`` if a model of the same recipe and probes was there already, ``ensemble``, or
        ``failed``.
    problem : why it failed, one sentence; "" otherwise.
    """

    experiment: str
    gene: str
    seed: int | None
    status: str
    model: str | None
    validation_pearson: float | None
    test_pearson: float | None
    seconds: float
    problem: str


OnTraining = Callable[[int, int, Training], None]


def train_all(
    experiment_ids: Sequence[str],
    recipes: Sequence[Recipe],
    jobs: int | None = None,
    on_progress: OnTraining | None = None,
    folder: Path | None = None,
) -> list[Training]:
    """Train every experiment by every recipe, each on its own, unless that model exists already.

    Each model is kept as soon as it is trained, so that an interrupted batch resumes with what is missing. A training
    that fails stops no other. At the end, recipes that differ only in their seed get an ensemble for each experiment.

    Parameters
    ----------
    recipes : for example one for each seed of an ensemble.
    jobs : trainings side by side, each in a process with its share of the cores; by default as many as the machine has
        cores for. On a graphics processor give 1.
    on_progress : called with (trainings done, total, the finished training), then likewise for ensembles, which raise
        the total; an exception it raises cancels the run.
    folder : where models are kept and looked for; by default the user's own folder. Elsewhere no ensemble is made.

    Returns
    -------
    One training for each experiment and recipe, by experiment, then recipe; then the ensembles.

    Raises
    ------
    DataError : an unknown experiment. AppError : no experiment, the same one twice, or fewer than 1 job.
    """
    genes = _genes(experiment_ids)
    if jobs is not None and jobs < 1:
        raise AppError(f"the number of jobs is {jobs}; use a whole number from 1.")
    asked = [(name, genes[name], recipe, folder) for name in experiment_ids for recipe in recipes]
    done: dict[int, Training] = {}
    for place, one in _carried_out(asked, jobs or max(1, _cores() // CORES_A_TRAINING)):
        done[place] = one
        if on_progress:
            on_progress(len(done), len(asked), one)
    rows = [done[place] for place in range(len(asked))]
    kinds = [replace(recipe, seed=0) for _ in experiment_ids for recipe in recipes]
    return rows if folder else _with_ensembles(rows, kinds, on_progress)


def train_all_together(
    experiment_ids: Sequence[str],
    recipes: Sequence[Recipe],
    on_progress: OnTraining | None = None,
    on_epoch: Callable[[Epoch], None] | None = None,
    is_tuned: bool = False,
) -> list[Training]:
    """Train one network on all experiments by every recipe, and keep a network of its own for each experiment.

    Convolutions learn from all experiments, and each experiment has a head of its own (by default variant ``joint``):
    this takes minutes for tens of experiments, not minutes for each. A network of the same recipe and probes is not
    trained again; an interrupted training resumes after its last epoch. An unsuitable experiment stops no other.

    Parameters
    ----------
    on_progress, recipes : as in `train_all`. on_epoch : called after every epoch of every network.
    is_tuned : whether each experiment's network is then trained further on that experiment alone (`core.fine_tune`).

    Returns
    -------
    One row for each experiment's network, by recipe, then transform, then experiment; then the ensembles.

    Raises
    ------
    DataError : an unknown experiment. AppError : no experiment, or the same one twice.
    """
    genes = _genes(experiment_ids)
    checked = {name: _attempt(name, genes[name], None, partial(_sound, name)) for name in experiment_ids}
    rows = [one for one in checked.values() if one.problem]
    sound = [name for name, one in checked.items() if not one.problem]
    kinds: list[Any] = [None] * len(rows)
    for number, recipe in enumerate(recipes, start=1):
        found = _each_of_its_own(sound, genes, recipe, on_epoch, is_tuned)
        rows += found
        kinds += [one.model and one.model.removesuffix(f"-seed{recipe.seed}") for one in found]
        for place, one in enumerate(found, start=len(rows) - len(found) + 1):
            if on_progress:
                on_progress(place, len(rows) + len(found) * (len(recipes) - number), one)
    return _with_ensembles(rows, kinds, on_progress)


def _sound(experiment_id: str) -> tuple:
    probes = store.load(experiment_id)
    store.check_trainable(probes, experiment_id)
    fit_transform(probes.scores[~probes.in_b], "clip")
    return "sound", None, None, None


def _each_of_its_own(
    names: Sequence[str],
    genes: dict[str, str],
    recipe: Recipe,
    on_epoch: Callable[[Epoch], None] | None,
    is_tuned: bool,
) -> list[Training]:
    """Train one network of several experiments; return a row for each experiment's network, or why it has none."""
    joint = replace(recipe, variant="joint") if recipe.variant == "paper" else recipe
    cards: list[Card] = []

    def work() -> tuple:
        if len(names) < 2:
            raise AppError("training together takes two or more experiments; train a single one with: train ID.")
        is_kept = bool(kept_cards(names, joint))
        if not is_kept:
            train_together(names, joint, on_epoch)
        outputs = kept_cards(names, joint)
        cards.extend(outputs_of(outputs[0]) if is_tuned else take_out(outputs[0].name))
        return "kept" if is_kept else "trained", None, None, None

    all_of_them = _attempt("", "", recipe.seed, work)
    if all_of_them.problem:
        return [all_of_them._replace(experiment=name, gene=genes[name]) for name in names]
    if is_tuned:
        return [_attempt(one.experiment, one.gene, recipe.seed, partial(_tuned, one.name, on_epoch)) for one in cards]
    return [
        all_of_them._replace(
            experiment=card.experiment,
            gene=card.gene,
            model=card.name,
            validation_pearson=card.validation_pearson,
            test_pearson=card.test_pearson,
        )
        for card in cards
    ]


def _tuned(model_name: str, on_epoch: Callable[[Epoch], None] | None) -> tuple:
    is_kept = tuned_card(model_name) is not None
    card = fine_tune(model_name, on_epoch=on_epoch)
    return "kept" if is_kept else "trained", card.name, card.validation_pearson, card.test_pearson


def _genes(experiment_ids: Sequence[str]) -> dict[str, str]:
    genes = {name: find_experiment(name).gene for name in experiment_ids}
    if not genes or len(genes) < len(experiment_ids):
        raise AppError(f"the experiments are {', '.join(experiment_ids) or 'none'}; name each once.")
    return genes


def _with_ensembles(rows: list[Training], kinds: Sequence[Any], on_progress: OnTraining | None) -> list[Training]:
    """Add to the trainings an ensemble of each family: two or more that share experiment and kind but not seed."""
    families = _families(rows, kinds)
    total = len(rows) + len(families)
    for name, gene, model in families:
        rows = [*rows, _attempt(name, gene, None, partial(_make_ensemble, model))]
        if on_progress:
            on_progress(len(rows), total, rows[-1])
    return rows


def _families(rows: Sequence[Training], kinds: Sequence[Any]) -> list[tuple[str, str, str]]:
    """List experiment, gene and one model of each family."""
    found: dict[tuple, dict[str, tuple[str, str, str]]] = {}
    for row, kind in zip(rows, kinds, strict=True):
        if row.model:
            found.setdefault((row.experiment, kind), {})[row.model] = row.experiment, row.gene, row.model
    return [next(iter(family.values())) for family in found.values() if len(family) > 1]


def _make_ensemble(model: str) -> tuple:
    card = make_ensemble(model)[0]
    return "ensemble", card.name, None, card.test_pearson


def _carried_out(asked: list[tuple], jobs: int) -> Iterator[tuple[int, Training]]:
    if jobs == 1:
        yield from ((place, _train(*one)) for place, one in enumerate(asked))
        return
    from joblib import parallel_config

    how = dict(os.environ), max(1, _cores() // jobs)
    with parallel_config("loky", inner_max_num_threads=how[1]):
        calls = [(*how, place, one) for place, one in enumerate(asked)]
        yield from parallel_map(_train_beside, calls, min(jobs, len(asked)), in_order=False, batch=1)


def _train_beside(environment: dict[str, str], cores: int, place: int, one: tuple) -> tuple[int, Training]:
    """Run `_train` in a worker process, which keeps to its share of the cores and may come from another environment."""
    os.environ.update(environment)
    use_cores(cores)
    return place, _train(*one)


def _train(experiment_id: str, gene: str, recipe: Recipe, folder: Path | None) -> Training:
    return _attempt(experiment_id, gene, recipe.seed, partial(_kept_or_trained, experiment_id, recipe, folder))


def _kept_or_trained(experiment_id: str, recipe: Recipe, folder: Path | None) -> tuple:
    if card := kept_card(experiment_id, recipe, folder):
        return "kept", card.name, card.validation_pearson, card.test_pearson
    report = train(experiment_id, recipe, folder=folder)
    return "trained", report.model, report.validation_pearson, report.test_pearson


def _attempt(experiment_id: str, gene: str, seed: int | None, work: Callable[[], tuple]) -> Training:
    """Run work that returns status, model, validation and test Pearson; report these, or why it failed."""
    started = perf_counter()
    try:
        status, model, validation, test = work()
        return Training(experiment_id, gene, seed, status, model, validation, test, perf_counter() - started, "")
    except AppError as error:
        problem = str(error)
    except Exception as error:  # the batch goes on: a fault of one training says nothing about the next
        log.exception("the training of %s failed", experiment_id)
        problem = f"{type(error).__name__}: {error}"
    return Training(experiment_id, gene, seed, "failed", None, None, None, perf_counter() - started, problem)


def _cores() -> int:
    from joblib import cpu_count

    return cpu_count()
