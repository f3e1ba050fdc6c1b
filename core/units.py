"""What the numbers of a model are in: the one place that says so."""

from collections.abc import Sequence
from typing import NamedTuple


class Unit(NamedTuple):
    """What stands behind a number, on an axis of importance, and on the axes of measured and predicted scores.

    of_measured : what stands behind a measured score.
    """

    short: str
    long: str
    measured: str
    predicted: str
    of_measured: str


UNITS = {
    "regression": Unit(
        "SD", "SD of binding score", "Measured binding score (SD)", "Predicted binding score (SD)", "SD"
    ),
    "classification": Unit(
        "probability",
        "probability of being bound",
        "Measured: bound (1) or not (0)",
        "Predicted probability of being bound",
        "probability",
    ),
    "own": Unit(
        "own units",
        "the network's own units",
        "Measured binding score (SD)",
        "Predicted score (the network's own units)",
        "SD",
    ),
}
"""By the task of a model (``core.card(name).architecture.task``)."""
SCORE = UNITS["regression"]


def share_an_axis(units: Sequence[Unit]) -> bool:
    """Whether models in these units can share an axis; each network that was brought has a scale of its own."""
    return len(units) < 2 or (len(set(units)) == 1 and units[0] != UNITS["own"])
