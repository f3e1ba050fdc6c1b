"""Links that this version reads in part, such as those of a newer one: what was left out is said, the rest is shown."""

from collections.abc import Iterable

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component


def unknown(query: dict[str, list[str]], known: Iterable[str]) -> list[str]:
    """A sentence on the parts of a link that a page does not know; none where it knows all."""
    names = [name[:40] for name in query if name not in known]
    if not names:
        return []
    return [f"This version of the app does not know {', '.join(map(repr, names[:8]))}; it was left out."]


def notice(problems: list[str], title: str = "Not all of this link could be read") -> Component:
    """What could not be read, of a link unless ``title`` says otherwise; nothing when all could."""
    if not problems:
        return html.Div(hidden=True)
    texts = html.Ul([html.Li(problem) for problem in problems])
    return dmc.Alert(texts, title=title, color="red", variant="light", withCloseButton=True, className="page-error")
