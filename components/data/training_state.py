"""What stands in the fields of the part Train: read from a link, checked, and made into a question. Plain data.

A state is ``{"path", "query": {"part", "rbp", "also": [more experiments], field: text}}``, its own link. Fields keep
what was typed, right or wrong; what is wrong is said beneath them.
"""

from dataclasses import asdict
from typing import Any

import core
from components.shared.cures import sentence
from components.shared.fields import SEED, Field, Form, Query, Reader, Texts, as_it_is, optional, whole
from core.data.transform import KINDS
from core.errors import AppError
from core.models.architectures import CHANNELS, NETWORKS, TASKS
from core.models.networks.residualbind import VARIANTS
from core.models.registry import split_name
from core.training import unfinished
from core.training.loop import SCHEDULES

PATH, PART = "/data", "train"
EXPERIMENTS = "experiments"
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
"""The options of each choice, by the names on the page."""


def texts(query: Query) -> Texts:
    """Take the texts of a link or a state; nothing is refused here, `check` says what is wrong."""
    named = CHOSEN.texts(query)
    first = split_name(named["rbp"])[0]
    ids = [one for one in (first, *named["also"]) if one]
    return {EXPERIMENTS: list(dict.fromkeys(ids)), **FORM.texts(query)}


def state(fields: Texts) -> dict[str, Any]:
    """Return the state of these fields, which is the link that restores them."""
    first, *rest = fields[EXPERIMENTS] or [None]
    return {"path": PATH, "query": {"part": PART, "rbp": first, "also": rest, **FORM.link(fields)}}


def check(fields: Texts) -> tuple[core.Recipe | None, core.Size | None, dict[str, str]]:
    """Return the recipe and the size of the training, if all can be read, and what is wrong by field."""
    values, problems = FORM.read(fields)
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


def question(fields: Texts, recipe: core.Recipe) -> dict[str, Any]:
    """Return everything that a training depends on, its probes included."""
    ids = fields[EXPERIMENTS]
    return {EXPERIMENTS: ids, "recipe": asdict(recipe), "key": unfinished.key_of(ids, recipe)}


def cost(size: core.Size, recipe: core.Recipe) -> str:
    """Say in a line what a training will take."""
    text = f"{size.n_train:,} probes to train on, {size.n_validation:,} to validate, {size.n_test:,} of set B to test; "
    if recipe.network == "kmer-ridge":
        return f"{text}solved exactly, without epochs."
    text += f"at most {size.epochs} epochs in batches of {size.batch_size}. The first epoch shows how long it takes"
    return f"{text}; before it, each probe is folded once." if recipe.inputs != "sequence" else f"{text}."


def _of_recipe(name: str, read: Reader = as_it_is) -> Reader:
    """Make the reader of one part of a recipe, whose own check says what is wrong."""

    def checked(label: str, text: str) -> Any:
        value = read(label, text)
        core.Recipe(**{name: value})
        return value

    return checked


CHOSEN = Form(Field("rbp", most=200), Field("also", default=(), several=True, most=200))
"""The experiments as they stand in a link: the RBP of the page, and more."""
FORM = Form(
    Field("network", _of_recipe("network"), "residualbind"),
    Field("variant", _of_recipe("variant"), "paper"),
    Field("inputs", _of_recipe("inputs"), "sequence"),
    Field("task", _of_recipe("task"), "regression"),
    Field("transform", _of_recipe("transform"), "log"),
    Field("schedule", _of_recipe("schedule"), "quick"),
    Field("epochs", _of_recipe("epochs", optional(whole(1, 10_000))), "", "number of epochs"),
    Field("seed", _of_recipe("seed", SEED.read), SEED.default, SEED.label),
)
"""The parts of a recipe that the page asks for."""
