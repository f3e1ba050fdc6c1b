"""What questions of the Discover page ask of `core`. Imports no Dash, as jobs read it."""

from typing import Any

from core.errors import SequenceError
from core.sequence import PROBE_LENGTH

GRID_STEP = 2
"""Step of positions in a map over both: asking every position would take four times as long."""


def pair_arguments(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of the protocol interaction for a map."""
    a, b = asked["a"], asked["b"]
    if len(a) + len(b) > PROBE_LENGTH:
        raise SequenceError(
            f"{a} and {b} have {len(a) + len(b)} letters together; give two patterns that fit into {PROBE_LENGTH}."
        )
    last = PROBE_LENGTH - max(len(a), len(b)) + 1
    positions = tuple(range(1, last + 1, GRID_STEP)) if asked["map"] == "positions" else None
    return {"pattern": a, "other": b, "gaps": None, "positions": positions}
