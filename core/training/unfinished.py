"""Trainings that were cancelled or interrupted: listing them, their progress, and discarding one.

`core.training.train.train` resumes them by itself; `core.training.checkpoints` holds what is kept.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from core.errors import AppError
from core.library.experiments import full_names
from core.models.card import Card
from core.training import checkpoints
from core.training.loop import Epoch
from core.training.train import Recipe, check_ids, keeper_of, kept_cards

SHORTEST_KEY = 4


class Unfinished(NamedTuple):
    """A training that can be resumed.

    key : its name. epochs : the finished epochs; total : the most there can be.
    changed : end of its last epoch, ISO.
    """

    key: str
    experiments: tuple[str, ...]
    recipe: Recipe
    epochs: tuple[Epoch, ...]
    total: int
    changed: str


def list_trainings() -> list[Unfinished]:
    """List every unfinished training that can be read, newest epoch first."""
    found = []
    for key, about, path in checkpoints.listed():
        try:
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
            found.append(_read(key, about, changed))
        except (AppError, KeyError, TypeError, OSError):  # of another version, or finished this moment
            continue
    return sorted(found, key=lambda one: one.changed, reverse=True)


def unfinished(experiment_ids: Sequence[str], recipe: Recipe | None = None) -> Unfinished | None:
    """Find the state of exactly that training, which `train` would resume; None if it would begin anew.

    Raises
    ------
    DataError : an unknown experiment, or one without probes here.
    """
    check_ids(experiment_ids := full_names(experiment_ids))
    keeper = keeper_of(experiment_ids, recipe or Recipe())
    kept = keeper.kept()
    if kept is None:
        return None
    return _read(keeper.key, kept.about, datetime.now(UTC).isoformat(timespec="seconds"))


def discard_training(key: str) -> Unfinished:
    """Discard an unfinished training, so that it begins anew; return what was discarded.

    key : of `Unfinished`, or its first letters.

    Raises
    ------
    AppError : no training has that key, or several do.
    """
    listed = list_trainings()
    found = [one for one in listed if one.key.startswith(key)] if len(key) >= SHORTEST_KEY else []
    if len(found) != 1:
        known = ", ".join(one.key[:10] for one in listed) or "none is unfinished"
        raise AppError(f"{key!r} names {len(found) or 'no'} unfinished training; use one of: {known}.")
    checkpoints.drop(found[0].key)
    return found[0]


def key_of(experiment_ids: Sequence[str], recipe: Recipe) -> str:
    """Return the key of a training, which depends on its probes, too; errors as `unfinished`."""
    check_ids(experiment_ids := full_names(experiment_ids))
    return keeper_of(experiment_ids, recipe).key


def begin_anew(experiment_ids: Sequence[str], recipe: Recipe | None = None) -> None:
    """Discard the state of that training, if there is any; errors as `unfinished`."""
    check_ids(experiment_ids := full_names(experiment_ids))
    keeper_of(experiment_ids, recipe or Recipe()).drop()


def trained_already(experiment_ids: Sequence[str], recipe: Recipe | None = None) -> list[Card]:
    """Return the cards, one for each experiment, of the model that this training would make; errors as `unfinished`."""
    check_ids(experiment_ids := full_names(experiment_ids))
    return kept_cards(experiment_ids, recipe or Recipe())


def _read(key: str, about: dict, changed: str) -> Unfinished:
    epochs = tuple(Epoch(*one) for one in about["epochs"])
    return Unfinished(key, tuple(about["experiments"]), Recipe(**about["recipe"]), epochs, about["total"], changed)
