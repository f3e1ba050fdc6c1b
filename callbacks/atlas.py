"""What the page `components.atlas` does."""

from dash import Dash


def register(app: Dash) -> None:
    pass
