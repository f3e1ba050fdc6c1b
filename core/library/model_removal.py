"""Deletion of a trained model, and what that changes for everything that asks it."""

from typing import NamedTuple

from core.errors import ModelError
from core.library.experiments import find_experiment, full_name
from core.models import lookup, registry
from core.models.card import MEMBERS
from core.settings import settings


class Removal(NamedTuple):
    """The models and cards that go, and the models that take their place.

    name : of the model. others : models that are other outputs of the same network and go with it.
    ensembles : ensembles that this network is a member of, which go with it, too; their other members stay.
    lost : experiments left without a model. instead : by experiment, the model that will be in use, if that changes.
    weights_bytes : disk space that becomes free.
    """

    name: str
    others: tuple[str, ...]
    lost: tuple[str, ...]
    instead: dict[str, str]
    weights_bytes: int
    ensembles: tuple[str, ...] = ()


def plan_removal(model_name: str) -> Removal:
    """Say what `remove_model` would delete, without touching anything.

    Raises
    ------
    ModelError : no such model, or a model that comes with the app.
    """
    find_experiment(model_name := full_name(model_name))
    found = registry.card(model_name)
    gone = _files(found)
    if not gone:
        raise ModelError(
            f"{found.name} comes with GIA Explorer and stays; only models that were trained here can be deleted."
        )
    rest = lookup.by_experiment([card for path, card in registry.everything() if path not in gone])
    now = registry.cards()
    lost, instead = [], {}
    for experiment in sorted({card.experiment for card in gone.values()}):
        then = next(iter(rest.get(experiment, {}).values()), None)
        if then is None:
            lost.append(experiment)
        elif then.key != now[experiment].key:
            instead[experiment] = then.name
    others, ensembles = [], []
    for card in gone.values():
        if card.is_ensemble and not found.is_ensemble:
            ensembles.append(card.name)
        elif card.name != found.name:
            others.append(card.name)
    more = tuple(sorted(others)), tuple(lost), instead, found.weights_bytes, tuple(sorted(ensembles))
    return Removal(found.name, *more)


def remove_model(model_name: str) -> Removal:
    """Delete a model's cards and weights, of all experiments that it was trained on, and ensembles that need it.

    For an ensemble only its cards are deleted: its networks stay. Errors as `plan_removal`.
    """
    plan = plan_removal(model_name)
    found = registry.card(plan.name)
    registry.forget(list(_files(found)), found.weights)
    return plan


def is_shipped(model_name: str) -> bool:
    """Say whether a model comes with the app; errors as `core.card`."""
    return not _files(registry.card(model_name))


def _files(found: registry.Card) -> dict:
    """List the cards of a network in the user's own folder, and of ensembles that need it, by file."""
    own = {path: card for path, card in registry.everything() if path.parent == settings().models}
    same = (found.weights, found.weights_sha256)
    gone = {path: card for path, card in own.items() if (card.weights, card.weights_sha256) == same}
    keys = {card.key for card in gone.values()}
    needing = {path: card for path, card in own.items() if keys & set(card.spec.get(MEMBERS, ()))}
    return gone | needing
