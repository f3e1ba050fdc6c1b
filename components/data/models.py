"""The models on this machine: their cards, side by side."""

from dash import html
from dash.development.base_component import Component


def layout(query: dict[str, list[str]]) -> Component:
    return html.Div()
