"""What the parts of the Data & models page do."""

from dash import Dash

from callbacks.data import measurements, models, own, training


def register(app: Dash) -> None:
    for part in (measurements, training, models, own):
        part.register(app)
