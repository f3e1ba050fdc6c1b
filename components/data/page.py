"""The Data & models page: its parts, one at a time."""

from collections.abc import Callable

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from components.data import external, measurements, models, training
from components.shared.attributes import aria
from components.shared.links import page_href

Query = dict[str, list[str]]
PARTS: dict[str, tuple[str, Callable[[Query], Component]]] = {
    "measurements": ("Measurements", measurements.layout),
    "train": ("Train", training.layout),
    "models": ("Models", models.layout),
    "own": ("External model", external.layout),
}
"""The parts by their name in the address: title, and function that makes the layout."""


def layout(query: Query) -> Component:
    """Make the page of ``/data?part=train&...``; the default is the part of the measurements."""
    part = query.get("part", [""])[0]
    part = part if part in PARTS else next(iter(PARTS))
    _, make = PARTS[part]
    return html.Div([dmc.Title("Data & models", order=1), _parts(part, query), make(query)], className="data")


def _parts(chosen: str, query: Query) -> Component:
    model_name = query.get("rbp", [None])[0]
    links = [
        dcc.Link(
            name,
            href=page_href("/data", model_name, part=part),
            className="part-link active" if part == chosen else "part-link",
        )
        for part, (name, _) in PARTS.items()
    ]
    return html.Nav(links, className="parts", **aria(label="Parts of this page"))
