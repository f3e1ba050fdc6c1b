"""Output of the library: numbers as text and as JSON, units, and colours of letters."""

from collections.abc import Sequence
from math import isfinite
from typing import Any, NamedTuple

import numpy as np

LETTERS = {"A": "#237032", "C": "#1864ab", "G": "#ad5400", "U": "#c92a2a"}
LETTERS_DARK = {"A": "#51cf66", "C": "#4dabf7", "G": "#ffa94d", "U": "#ff8787"}
"""The customary colours of the letters, on light and on dark ground, each with the contrast that small text needs.

Pages, style sheets (assets/app.css, assets/feel.css) and printed figures share them: tests/pages/test_letters.py.
"""
SAFE_LETTERS = {"A": "#0a7d68", "C": "#393665", "G": "#7e1405", "U": "#8b3cff"}
SAFE_LETTERS_DARK = {"A": "#2eefe0", "C": "#8f81ff", "G": "#f3d602", "U": "#f16182"}
"""Colours found by search: any two remain distinct for red-, green- and blue-blind eyes."""
NONE = "–"
"""Replaces a number that cannot be known, such as the interval of a single background."""
SMALLEST_P = 1e-300
"""Smallest p value that is given as a number; below it floating point carries no information."""


def capital(text: str) -> str:
    """Capitalise the first letter and leave the rest as it is, so that an error becomes a sentence."""
    return text[:1].upper() + text[1:]


def number_text(value: float | None, sign: bool = False, digits: int = 2) -> str:
    """Format a number with a true minus: 4.39, −0.15; with ``sign`` also +4.39; a dash for None and nan."""
    if value is None or not isfinite(value):
        return NONE
    text = f"{value:+.{digits}f}" if sign else f"{value:.{digits}f}"
    return (text if float(text) else text.lstrip("+-")).replace("-", "−")


def interval_text(low: float | None, high: float | None, digits: int = 2) -> str:
    """Format an interval: 4.32 to 4.46, or a dash if it is not known."""
    texts = [number_text(value, digits=digits) for value in (low, high)]
    return NONE if NONE in texts else " to ".join(texts)


def p_text(p: float | None) -> str:
    """Format a p value: p = 0.42, p = 0.0015, p = 3.2e-19, p < 1e-300, p –."""
    if p is None or not isfinite(p):
        return f"p {NONE}"
    if p < SMALLEST_P:
        return "p < 1e-300"
    if p < 0.001:
        return f"p = {p:.1e}"
    return f"p = {p:.4f}" if p < 0.01 else f"p = {p:.2f}"


def plain(value: Any, digits: int | None = None) -> Any:
    """Convert a value for JSON: lists for tuples and arrays, null for numbers that are not finite.

    digits : significant digits to round numbers to; None leaves them.
    """
    if isinstance(value, dict):
        return {str(key): plain(item, digits) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item, digits) for item in value]
    if isinstance(value, np.generic):
        return plain(value.item(), digits)
    if isinstance(value, float):
        return None if not np.isfinite(value) else float(f"{value:.{digits}g}") if digits else value
    return value


class Unit(NamedTuple):
    """Unit labels of one kind of model: suffix of a number, axis titles.

    of_measured : suffix of a measured score.
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
"""Units by the task of a model (``core.card(name).architecture.task``)."""
SCORE = UNITS["regression"]


def share_an_axis(units: Sequence[Unit]) -> bool:
    """Say whether models in these units can share an axis; each external network has a scale of its own."""
    return len(units) < 2 or (len(set(units)) == 1 and units[0] != UNITS["own"])
