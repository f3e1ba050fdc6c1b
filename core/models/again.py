"""The command that makes a model again, from the recipe in its card."""

import shlex

from core.models.architectures import EXTERNAL
from core.models.card import TAKEN_FROM, TRANSFORMS, TUNED, Card

USUAL = {
    "network": "residualbind",
    "variant": "paper",
    "inputs": "sequence",
    "task": "regression",
    "teacher": None,
    "transform": "log",
    "schedule": "quick",
    "epochs": None,
    "seed": 0,
}
"""The fields of a recipe with their default values, in the order of the options."""


def recipe_of(spec: dict) -> dict:
    """Return the fields of the recipe that a card's spec names."""
    architecture = dict(spec.get("architecture", {}))
    named = {"network": architecture.pop("name", USUAL["network"]), **architecture, **spec}
    named["transform"] = "both" if TRANSFORMS in spec else named.get("transform", USUAL["transform"])
    if named["transform"] == "label":
        del named["transform"]
    return {name: given for name, given in named.items() if name in USUAL}


def make_again(card: Card, what: str = "") -> str:
    """Name the command that makes a model again: ``train again with: python -m core train ID --inputs pu``.

    what : its name in the sentence, followed by a blank.
    """
    if EXTERNAL in card.spec:
        return f"bring {what or 'the network '}again"
    if card.is_ensemble:
        return f"make {what or 'it '}again with: python -m core ensemble {shlex.quote(card.name)}"
    given = {name: value for name, value in recipe_of(card.spec).items() if value != USUAL[name]}
    if TAKEN_FROM in card.spec:
        seeds = f" --seeds {given.pop('seed')}" if "seed" in given else ""
        tuned = " --fine-tune" if TUNED in card.spec else ""
        return f"train {what}again with: python -m core train-all{_options(given)}{seeds}{tuned}"
    ids = " ".join(map(shlex.quote, dict.fromkeys(card.spec.get("experiments", [card.experiment]))))
    return f"train {what}again with: python -m core train {ids}{_options(given)}"


def _options(given: dict) -> str:
    return "".join(f" --{name} {shlex.quote(str(value))}" for name, value in given.items())
