"""What the part `components.data.training` does."""

from dash import Dash


def register(app: Dash) -> None:
    pass
