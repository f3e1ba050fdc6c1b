"""Small things that the cards of several pages are made of."""

from collections.abc import Container
from typing import Any, cast

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from components.shared.attributes import aria
from core.sequence import ALPHABET


def fact(term: str, value: Any, class_name: str = "") -> Component:
    """Make a small heading with its value below."""
    return html.Div([html.Div(term, className="term"), html.Div(value, className="value")], className=class_name)


def labelled(label: str, control: Component) -> Component:
    """Make a control with a few words before it."""
    return html.Div([html.Span(label, className="quiet"), control], className="labelled")


def tip(text: str) -> dict[str, Any]:
    """Return the ``attributes`` that give a Mantine button a text on hover."""
    return {"root": {"title": text}}


def rna(sequence: str, marked: Container[int] = ()) -> Component:
    """RNA text with coloured letters that reads as one word; letters at the positions (from 1) ``marked`` stand out."""
    letters = [
        html.Span(letter, className=(letter if letter in ALPHABET else "") + " marked" * (position in marked))
        for position, letter in enumerate(sequence, start=1)
    ]
    return html.Span(letters, className="rna", role="img", **aria(label=sequence))


def loading(child: Component, target: str, text: str) -> Component:
    """Make a figure with a spinner that says what it waits for."""
    spinner = html.Div([dmc.Loader(size="sm"), html.Span(text)], className="waiting", role="status")
    return dcc.Loading(
        child,
        target_components=cast(Any, {target: "figure"}),  # Dash types ids as the names of the properties
        custom_spinner=spinner,
        overlay_style={"visibility": "visible", "opacity": 0.35},
        delay_show=250,
    )
