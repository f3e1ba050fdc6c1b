"""What the part `components.data.measurements` does."""

from dash import Dash


def register(app: Dash) -> None:
    pass
