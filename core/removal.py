"""Deleting a trained model, and what that means for everything that asks it."""

from typing import NamedTuple

from core.errors import ModelError
from core.model import registry
from core.settings import settings


class Removal(NamedTuple):
    """What goes, and what stands in its place.

    name : of the model. others : the models of other experiments that are outputs of the same network, and go with it.
    lost : experiments that have no model then. instead : by experiment, the model that is in use then, where that is
        another than now. weights_bytes : what becomes free.
    """

    name: str
    others: tuple[str, ...]
    lost: tuple[str, ...]
    instead: dict[str, str]
    weights_bytes: int


def plan_removal(name: str) -> Removal:
    """What `remove_model` would do; nothing is touched.

    Raises
    ------
    ModelError : no such model, or one that comes with the app.
    """
    found = registry.card(name)
    gone = _files(found)
    if not gone:
        raise ModelError(
            f"{found.name} comes with GIA Explorer and stays; only models that were trained here can be deleted."
        )
    rest = registry.by_experiment([card for path, card in registry.everything() if path not in gone])
    now = registry.cards()
    lost, instead = [], {}
    for experiment in sorted({card.experiment for card in gone.values()}):
        then = next(iter(rest.get(experiment, {}).values()), None)
        if then is None:
            lost.append(experiment)
        elif then.key != now[experiment].key:
            instead[experiment] = then.name
    others = tuple(sorted(card.name for card in gone.values() if card.experiment != found.experiment))
    return Removal(found.name, others, tuple(lost), instead, found.weights_bytes)


def remove_model(name: str) -> Removal:
    """Delete a model's cards and weights, of all experiments that it was trained on; errors as `plan_removal`."""
    plan = plan_removal(name)
    found = registry.card(name)
    registry.forget(list(_files(found)), found.weights)
    return plan


def is_shipped(name: str) -> bool:
    """Whether a model comes with the app; errors as `core.card`."""
    return not _files(registry.card(name))


def _files(found: registry.Card) -> dict:
    """The cards of a network in the person's own folder, by file."""
    own = settings().models
    return {path: card for path, card in registry.everything() if path.parent == own and card.weights == found.weights}
