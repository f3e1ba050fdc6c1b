"""Sentences of `core` for pages: a command is replaced by the page that does the same, if there is one."""

import re

from dash import dcc
from dash.development.base_component import Component

from components.shared.links import page_href
from core.formatting import capital

WHERE = " on the page Data & models"
AT_COMMAND_LINE = r" at the command line: {core} \1"
"""Place of what no page does: ensembles, multi-task runs, recipes with a teacher or both transforms."""
_OPTION = r" --[\w-]+(?: [\w-]+)?"
_COMMANDS = [
    (
        r"(?: with)?:? python -m core download --import and a model with:? python -m core train {id}",
        f" and train a model{WHERE}",
    ),
    (r"(?: with)?:? python -m core (ensemble {id}|train-all(?:{option})*)", AT_COMMAND_LINE),
    (
        r"(?: with)?:? python -m core (train(?: {id})*(?:{option})*? --(?:teacher|transform both)(?:{option})*)",
        AT_COMMAND_LINE,
    ),
    (r"(?: with)?:? python -m core (?:import PATH|import-network FILE|datasets|download(?: --import)?)", WHERE),
    (r"(?: with)?:? python -m core train(?: {id})*(?:{option})*", WHERE),
    (r",? with:? python -m core atlas", " on the page Atlas"),
    (r"all: python -m core experiments", "all: the page RBPs"),
    (r"use ids of: python -m core experiments", "use ids of the page RBPs"),
]
_ID = r"(?:'[^']*'|(?!-)[\w:.-]*\w)"
RULES = [(re.compile(command.replace("{id}", _ID).replace("{option}", _OPTION)), place) for command, place in _COMMANDS]
"""Replacements for the commands in sentences of `core`."""


def sentence(error: Exception | str) -> str:
    """Write the sentence of an error for a page: a capital first, and pages in place of commands."""
    text = str(error)
    for command, place in RULES:
        text = command.sub(place, text)
    return capital(text.replace("{core}", "python -m core"))


def bring_href(model_name: str | None) -> str:
    """Return the address of the page where measurements are brought."""
    return page_href("/data", model_name, part="measurements")


def train_href(experiment: str | None, **fields: str) -> str:
    """Return the address of the page where a model is trained; ``fields`` : those with other than default values."""
    return page_href("/data", experiment, part="train", **fields)


def bring_probes(model_name: str | None) -> Component:
    """Make the link for people who lack the measured probes of an experiment."""
    return dcc.Link("bring them on Data & models", href=bring_href(model_name))
