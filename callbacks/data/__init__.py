"""What the parts of the Data & models page do."""

from dash import Dash

from callbacks.data import external, measurements, models, training


def register(app: Dash) -> None:
    """Register the callbacks of all parts of the page."""
    for part in (measurements, training, models, external):
        part.register(app)
