"""Train a network, and watch it learn."""

from dash import html
from dash.development.base_component import Component


def layout(query: dict[str, list[str]]) -> Component:
    return html.Div()
