"""Numbers as people read them: two decimals, a true minus, a dash where there is nothing to say."""

from math import isfinite

NONE = "–"
"""Stands where a number cannot be known, such as the interval of a single background."""
SMALLEST_P = 1e-300
"""Below this a p value is said as a bound: floating point has nothing more to tell."""


def number_text(value: float | None, sign: bool = False, digits: int = 2) -> str:
    """A number with a true minus: 4.39, −0.15; with ``sign`` also +4.39; a dash for None and nan."""
    if value is None or not isfinite(value):
        return NONE
    text = f"{value:+.{digits}f}" if sign else f"{value:.{digits}f}"
    return (text if float(text) else text.lstrip("+-")).replace("-", "−")


def interval_text(low: float | None, high: float | None, digits: int = 2) -> str:
    """An interval: 4.32 to 4.46, or a dash where it is not known."""
    texts = [number_text(value, digits=digits) for value in (low, high)]
    return NONE if NONE in texts else " to ".join(texts)


def p_text(p: float | None) -> str:
    """A p value as people write it: p = 0.42, p = 0.0015, p = 3.2e-19, p < 1e-300, p –."""
    if p is None or not isfinite(p):
        return f"p {NONE}"
    if p < SMALLEST_P:
        return "p < 1e-300"
    if p < 0.001:
        return f"p = {p:.1e}"
    return f"p = {p:.4f}" if p < 0.01 else f"p = {p:.2f}"
