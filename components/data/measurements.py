"""Measurements: what is on this machine, and how more comes in."""

from dash import html
from dash.development.base_component import Component


def layout(query: dict[str, list[str]]) -> Component:
    return html.Div()
