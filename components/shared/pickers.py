"""Fields of a form on a page: a text box, a choice."""

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash.development.base_component import Component

from components.shared.parts import tip
from core.glossary import WORDS

NUMERIC = {"inputMode": "numeric"}
"""Input properties of a number: a phone shows its digits."""


def text_box(id: Any, label: str, value: str, **more: Any) -> Component:
    """Make a box whose text counts when it is left, also for numbers: number fields change bad values silently.

    A label that the glossary knows is explained on hover.
    """
    explained = {"attributes": tip(WORDS[label])} if label in WORDS else {}
    return dmc.TextInput(id=id, label=label, value=value, debounce=True, size="xs", **{**explained, **more})


def choice(id: Any, label: str, chosen: str, known: Mapping[str, str], **more: Any) -> Component:
    """Make a choice among texts by value; a value of a link that is not among them is listed as well."""
    options = [{"value": value, "label": text} for value, text in known.items()]
    options += [{"value": chosen, "label": chosen}] if chosen and chosen not in known else []
    return dmc.Select(id=id, label=label, data=options, value=chosen or None, allowDeselect=False, size="xs", **more)


def wide_choice(id: Any, label: str, chosen: str, known: Mapping[str, str], width: int) -> Component:
    """Make a choice of a given width whose list is as wide as its texts need."""
    list_ = {"width": "min(320px, 92vw)", "position": "bottom-start"}
    return choice(id, label, chosen, known, w=width, maxDropdownHeight=400, comboboxProps=list_)
