"""The title of the browser's tab: RBP, part of the page, page, app."""

from collections import Counter
from typing import Any

import core
from components.atlas import state as atlas
from components.data import page as data
from components.shared.models import known, named
from components.shell import PAGES
from core.models.registry import split_name

APP = "GIA Explorer"
MOST_NAMES = 2
"""Most RBPs to name; further ones are counted."""
PARTS = {"/data": {name: title for name, (title, _) in data.PARTS.items()}, "/atlas": atlas.PARTS}


def title(about: dict[str, Any], chosen: str | None) -> str:
    """Return the title of a tab, such as ``RBFOX1 · GIA bench · GIA Explorer``.

    about : ``path`` of the page; ``rbp``, ``part`` and ``model`` of its address, a list of texts each. A model under
        Models goes before the RBP.
    chosen : the RBP of a page whose address names none.
    """
    path = about["path"]
    if path not in PAGES:
        return APP
    listed = {one.id: one for one in core.list_experiments()} if path != "/" else {}
    asked = about["model"] or about["rbp"] or [chosen]
    names = dict.fromkeys(_name(found, listed) for one in asked if one and (found := known(named(one), listed)))
    return " · ".join([*_together(list(names)), *_part(path, about["part"]), PAGES[path], APP])


def _name(model: str, listed: dict[str, core.Experiment]) -> str:
    """Return the gene, with the experiment's id if the gene has several, and the model if it is not the default."""
    experiment_id, label = split_name(model)
    experiment = listed[experiment_id]
    genes = Counter(one.gene for one in listed.values())
    more = [experiment_id] if genes[experiment.gene] > 1 else []
    more += [label] if label and label != experiment.models[0] else []
    return " ".join([experiment.gene, *more])


def _together(names: list[str]) -> list[str]:
    others = len(names) - MOST_NAMES
    return [", ".join(names[:MOST_NAMES]) + (f" and {others} more" if others > 0 else "")] if names else []


def _part(path: str, given: list[str]) -> list[str]:
    parts = PARTS.get(path, {})
    first = next(iter(parts), "")
    part = given[0] if given and given[0] in parts else first
    return [parts[part]] if part and (path == "/data" or part != first) else []
