"""What stands in the fields of the part Train: read from a link, checked, and made into a question. Plain data.

A state is ``{"path", "query": {"part", "rbp", "also": [more experiments], field: text}}``, its own link. Fields keep
what was typed, right or wrong; what is wrong is said beneath them.
"""

from dataclasses import asdict
from typing import Any

import core
from components.shared.cures import sentence
from core.checks import number_between
from core.data.transform import KINDS
from core.errors import AppError
from core.models.architectures import CHANNELS, NETWORKS, TASKS
from core.models.networks.residualbind import VARIANTS
from core.models.registry import split_name
from core.training import unfinished
from core.training.loop import SCHEDULES

PATH, PART = "/data", "train"
EXPERIMENTS = "experiments"
DEFAULTS = {
    "network": "residualbind",
    "variant": "paper",
    "inputs": "sequence",
    "task": "regression",
    "transform": "log",
    "schedule": "quick",
    "epochs": "",
    "seed": "0",
}
VARIANT_NAMES = {
    "paper": "As the paper's text",
    "code": "As the authors' program",
    "joint": "Joint: one network for many experiments, a head for each",
    "wide": "Wide: like joint, with twice the filters",
}
CHOICES: dict[str, dict[str, str]] = {
    "network": {name: network.title for name, network in NETWORKS.items()},
    "variant": {name: VARIANT_NAMES[name] for name in VARIANTS},
    "inputs": {
        name: {"sequence": "Sequence", "pu": "Sequence + paired or not", "phime": "Sequence + five contexts"}[name]
        for name in CHANNELS
    },
    "task": {name: {"regression": "Binding score", "classification": "Bound or not"}[name] for name in TASKS},
    "transform": {name: name for name in KINDS},
    "schedule": {
        name: {
            "quick": "Quick: one cycle, minutes",
            "paper": "The paper's: up to 300 epochs",
            "together": "Together: one cycle for many experiments",
        }[name]
        for name in SCHEDULES
    },
}
"""What each choice offers, by what people read for it."""
NUMBERS = {"epochs": ("number of epochs", 1, 10_000), "seed": ("seed", 0, 2**32 - 1)}


def read_query(query: dict[str, list[str]]) -> dict[str, Any]:
    """The fields of a link; nothing is refused here, the fields say what is wrong."""
    first = split_name(query.get("rbp", [""])[0])[0]
    ids = [one[:200] for one in (first, *query.get("also", [])) if one]
    fields = {name: query.get(name, [usual])[0].strip()[:200] for name, usual in DEFAULTS.items()}
    return {EXPERIMENTS: list(dict.fromkeys(ids)), **fields}


def state(fields: dict[str, Any]) -> dict[str, Any]:
    """The state of these fields, which is the link that restores them."""
    first, *rest = fields[EXPERIMENTS] or [None]
    changed = {name: fields[name] for name, usual in DEFAULTS.items() if fields[name] != usual}
    return {"path": PATH, "query": {"part": PART, "rbp": first, "also": rest, **changed}}


def fields_of(made: dict[str, Any]) -> dict[str, Any]:
    """The fields of a state."""
    query = made["query"]
    ids = [one for one in (query.get("rbp"), *query.get("also", [])) if one]
    return {EXPERIMENTS: ids, **{name: query.get(name, usual) for name, usual in DEFAULTS.items()}}


def check(fields: dict[str, Any]) -> tuple[core.Recipe | None, core.Size | None, dict[str, str]]:
    """The recipe and the size of the training, where all can be read; and by field what is wrong with it."""
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name in DEFAULTS:
        try:
            values[name] = _number(name, fields[name]) if name in NUMBERS else fields[name]
            core.Recipe(**{name: values[name]})
        except AppError as error:
            problems[name] = sentence(error)
    recipe = size = None
    if not problems:
        try:
            recipe = core.Recipe(**values)
        except AppError as error:
            problems["network"] = sentence(error)
    try:
        if not fields[EXPERIMENTS]:
            raise AppError("no experiment is chosen; choose one or more that have measurements on this machine.")
        size = core.training_size(fields[EXPERIMENTS], recipe or core.Recipe())
    except AppError as error:
        problems[EXPERIMENTS] = sentence(error)
    return recipe, size, problems


def question(fields: dict[str, Any], recipe: core.Recipe) -> dict[str, Any]:
    """All that a training depends on, its probes included."""
    ids = fields[EXPERIMENTS]
    return {EXPERIMENTS: ids, "recipe": asdict(recipe), "key": unfinished.key_of(ids, recipe)}


def cost(size: core.Size, recipe: core.Recipe) -> str:
    """What a training will take, in a line."""
    text = f"{size.n_train:,} probes to train on, {size.n_validation:,} to validate, {size.n_test:,} of set B to test; "
    if recipe.network == "kmer-ridge":
        return f"{text}solved exactly, without epochs."
    text += f"at most {size.epochs} epochs in batches of {size.batch_size}. The first epoch tells how long it takes"
    return f"{text}; before it, each probe is folded once." if recipe.inputs != "sequence" else f"{text}."


def _number(name: str, text: str) -> int | None:
    label, low, high = NUMBERS[name]
    if name == "epochs" and not text.strip():
        return None
    return number_between(label, text, low, high)
