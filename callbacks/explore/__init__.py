"""What the parts of the Explore page do."""

from dash import Dash

from callbacks.explore import page, table


def register(app: Dash) -> None:
    """Register the callbacks of Explore."""
    for part in (page, table):
        part.register(app)
