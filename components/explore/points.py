"""The points of a large scatter: the model is asked about all probes once, as long work, while the density shows."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.shared.long_work import controls, stores
from core.errors import AppError

JOB = "points"
AT_ONCE = 20_000
"""Most probes that a model answers within a second or two, without long work."""
WAITING = "Where all probes lie. The points to click come once the model has been asked about each of them."
NOT_YET = "the model is being asked about the probes; they are listed as soon as the points are there."


class NotYet(AppError):
    """Probes whose predictions are still being made."""


def are_ready(model_name: str) -> bool:
    """Say whether the predictions of set B are kept, or can be made at once."""
    n = core.card(model_name).n_test or 0
    return n <= AT_ONCE or core.has_test_scores(model_name)


def check_ready(model_name: str) -> None:
    """Raise a `NotYet` if `are_ready` is false."""
    if not are_ready(model_name):
        raise NotYet(NOT_YET)


def question(model_name: str | None) -> dict[str, Any] | None:
    """Return the question to answer before there are points; None if there is none."""
    if not model_name or not core.find_experiment(model_name).has_probes or are_ready(model_name):
        return None
    return {"rbp": model_name, "model": core.card(model_name).answers_key}


def is_done(answer: dict | None) -> bool:
    """Say whether the work has ended with the answer to the question."""
    return bool(answer and "record" in answer)


def work(model_name: str) -> Component:
    """Make progress bar and Cancel; hidden while there is nothing to wait for."""
    return html.Div(
        [
            *stores(JOB),
            dcc.Store(id=ids.EXPLORE_POINTS_OF, data=model_name),
            dcc.Store(id=ids.EXPLORE_POINTS_BEGUN),
            controls(JOB, "Show the points"),
        ],
        id=ids.EXPLORE_POINTS,
        hidden=True,
    )
