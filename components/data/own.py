"""A Keras network of one's own, asked as the others are."""

from dash import html
from dash.development.base_component import Component


def layout(query: dict[str, list[str]]) -> Component:
    return html.Div()
