"""Links between pages: how an address is written, and the notice on one that this version reads in part."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component


def page_href(path: str, rbp: str | None, **query: Any) -> str:
    """Return the address of a page: ``/explore?rbp=RNCMPT00168&sequence=…``; values of None are left out."""
    given = {key: value for key, value in {"rbp": rbp, **query}.items() if value is not None}
    return f"{path}?{urlencode(given, doseq=True, safe='@,:*')}" if given else path


def bench_href(model_name: str, conditions: Sequence[str], setting: dict[str, Any], preset: str = "") -> str:
    """Write the address of the bench with these conditions, the last one on the track.

    setting : background model, number and seed. preset : the protocol of the bench's menu that the conditions are of.
    """
    shown = {name: setting[name] for name in ("background", "n", "seed")} | ({"preset": preset} if preset else {})
    return page_href("/bench", model_name, c=list(conditions), active=len(conditions), **shown)


def unknown(query: dict[str, list[str]], known: Iterable[str]) -> list[str]:
    """Write a sentence on the parts of a link that a page does not know; nothing if it knows all."""
    names = [name[:40] for name in query if name not in known]
    if not names:
        return []
    return [f"This version of the app does not know {', '.join(map(repr, names[:8]))}; it was left out."]


def notice(problems: list[str], title: str = "Not all of this link could be read") -> Component:
    """List the parts (by default of a link) that could not be read; nothing if all could."""
    if not problems:
        return html.Div(hidden=True)
    texts = html.Ul([html.Li(problem) for problem in problems])
    return dmc.Alert(texts, title=title, color="red", variant="light", withCloseButton=True, className="page-error")
