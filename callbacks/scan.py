"""What the page `components.scan` does."""

from dash import Dash


def register(app: Dash) -> None:
    pass
