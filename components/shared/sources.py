"""Names of the sources of measurements, and the badge of simulated ones."""

from dash import html
from dash.development.base_component import Component

SOURCES = {
    "simulated": "Simulated",
    "rnacompete2013": "RNAcompete 2013",
    "imported": "Imported",
    "own": "External model",
}
"""Names of the sources of experiments on pages."""


def simulated_badge(is_simulated: bool) -> list[Component]:
    """Make the badge of simulated measurements and of models trained on them; nothing for others."""
    return [html.Span("Simulated", className="source simulated")] if is_simulated else []
