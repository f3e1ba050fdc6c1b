"""What the part `components.data.models` does."""

from dash import Dash


def register(app: Dash) -> None:
    pass
