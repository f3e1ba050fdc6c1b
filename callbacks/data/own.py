"""What the part `components.data.own` does."""

from dash import Dash


def register(app: Dash) -> None:
    pass
