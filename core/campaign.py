"""Many trainings as one piece of work: it goes on after a failure, and after a restart with what is missing."""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from core.cores import spread
from core.errors import AppError
from core.experiments import find_experiment
from core.jobs import Recipe, kept_card, train
from core.model.keras_backend import use_cores

CORES_A_TRAINING = 2
"""Cores that one training uses well; on a machine with more of them several run side by side."""

log = logging.getLogger(__name__)


class Training(NamedTuple):
    """One training of a campaign.

    status : ``trained`` now, ``kept`` where a model of the same recipe and probes was there, or ``failed``.
    problem : why it failed, one sentence; "" otherwise.
    """

    experiment: str
    gene: str
    seed: int
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
    """Train every experiment by every recipe, each on its own, unless a model of that recipe and those probes is there.

    Each model is kept as soon as it is trained, so that a campaign which was cut goes on with what is missing. One
    that fails stops no other.

    Parameters
    ----------
    recipes : such as one for each seed of an ensemble.
    jobs : trainings side by side, each in a process with its share of the cores; as many as the machine has cores for
        unless said. On a graphics processor give 1.
    on_progress : is told (trainings done, all, the one that ended); what it raises ends the campaign.
    folder : where models are kept and looked for; the person's own folder unless said.

    Returns
    -------
    As many as experiments times recipes, in the order of experiments, then recipes.

    Raises
    ------
    DataError : an unknown experiment. AppError : none given, one given twice, or a number of jobs under 1.
    """
    genes = {name: find_experiment(name).gene for name in experiment_ids}
    if not genes or len(genes) < len(experiment_ids):
        raise AppError(f"the experiments are {', '.join(experiment_ids) or 'none'}; name each once.")
    if jobs is not None and jobs < 1:
        raise AppError(f"the number of jobs is {jobs}; use a whole number from 1.")
    asked = [(name, genes[name], recipe, folder) for name in experiment_ids for recipe in recipes]
    done: dict[int, Training] = {}
    for place, one in _carried_out(asked, jobs or max(1, _cores() // CORES_A_TRAINING)):
        done[place] = one
        if on_progress:
            on_progress(len(done), len(asked), one)
    return [done[place] for place in range(len(asked))]


def _carried_out(asked: list[tuple], jobs: int) -> Iterator[tuple[int, Training]]:
    if jobs == 1:
        yield from ((place, _train(*one)) for place, one in enumerate(asked))
        return
    from joblib import parallel_config

    how = dict(os.environ), max(1, _cores() // jobs)
    with parallel_config("loky", inner_max_num_threads=how[1]):
        calls = [(*how, place, one) for place, one in enumerate(asked)]
        yield from spread(_train_beside, calls, min(jobs, len(asked)), in_order=False, batch=1)


def _train_beside(environment: dict[str, str], cores: int, place: int, one: tuple) -> tuple[int, Training]:
    """As `_train`, in a worker that keeps to its share of the cores; it may be an older one, of another environment."""
    os.environ.update(environment)
    use_cores(cores)
    return place, _train(*one)


def _train(name: str, gene: str, recipe: Recipe, folder: Path | None) -> Training:
    started = perf_counter()
    try:
        card = kept_card(name, recipe, folder)
        if card:
            figures = card.name, card.validation_pearson, card.test_pearson
        else:
            report = train(name, recipe, folder=folder)
            figures = report.model, report.validation_pearson, report.test_pearson
        status = "kept" if card else "trained"
        return Training(name, gene, recipe.seed, status, *figures, perf_counter() - started, "")
    except AppError as error:
        problem = str(error)
    except Exception as error:  # the campaign goes on: what is wrong with one training says nothing about the next
        log.exception("the training of %s failed", name)
        problem = f"{type(error).__name__}: {error}"
    return Training(name, gene, recipe.seed, "failed", None, None, None, perf_counter() - started, problem)


def _cores() -> int:
    from joblib import cpu_count

    return cpu_count()
