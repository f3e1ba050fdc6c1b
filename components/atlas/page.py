"""The Atlas: all RBPs side by side."""

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

LEAD = "All RBPs side by side: how good their models are, and what they have learned."


def layout(query: dict[str, list[str]]) -> Component:
    """The page of ``/atlas``."""
    return html.Div([dmc.Title("Atlas", order=1), html.P(LEAD, className="lead")], className="atlas")
