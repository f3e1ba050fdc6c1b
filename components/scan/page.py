"""The Scan page: where RBPs bind along RNAs of one's own, and what variants do."""

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

LEAD = "Paste an RNA, a 3'UTR say, and see where an RBP binds along it."


def layout(query: dict[str, list[str]]) -> Component:
    """The page of ``/scan``."""
    return html.Div([dmc.Title("Scan", order=1), html.P(LEAD, className="lead")], className="scan")
