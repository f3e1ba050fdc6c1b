"""How far the answers of a model can be trusted: one rule, and one sentence, for every page, export and command."""

import math
from typing import NamedTuple

from core.formatting import interval_text, number_text

GOOD, WEAK, NONE, UNTESTED = "good", "weak", "none", "untested"
LEAST = {"regression": (0.2, 0.5), "classification": (0.1, 0.25)}
"""Test Pearson from which a model is weak, and from which it is good, by task; other tasks count as regression.

Regression: 4% and 25% of the variance. Classification: of labels of which 5% are bound, AUROC 0.63 and 0.80.
"""
NOISE, NOISY, CLEAN = 0.1, 0.5, 0.8
"""Replicate Pearson below which measurements are mostly noise, or noisy, and from which they are not at fault."""
DEVIATES = 1.96
"""Standard errors on each side of a 95% interval."""
WIDE = 0.02
"""Least width of an interval that is mentioned."""


class Reliability(NamedTuple):
    """How far a model can be trusted.

    level : ``good``, ``weak``, ``none`` (it knows next to nothing) or ``untested``. text : one sentence that says so.
    pearson, ci_low, ci_high : of measured and predicted scores of ``n`` test probes, with a 95% interval; None if
    nothing was measured. replicate_pearson : between replicate spots, None if it is not known.
    """

    level: str
    text: str
    pearson: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    n: int = 0
    replicate_pearson: float | None = None

    @property
    def is_good(self) -> bool:
        """Whether its level is ``good``."""
        return self.level == GOOD


def reliability(
    pearson: float | None, n: int, replicate_pearson: float | None = None, task: str = "regression"
) -> Reliability:
    """Judge a model by its test Pearson on n probes and by how well replicate spots correlate.

    A model knows next to nothing if its Pearson is below the first number of `LEAST`, or if 0 is in its 95% interval.
    It is weak below the second number, or if the interval reaches below the first. Replicates change no level: they
    show whether the measurements or the model are at fault.

    Parameters
    ----------
    pearson : None or NaN if nothing was measured. task : as in `core.models.architectures.Architecture`.
    """
    if pearson is None or math.isnan(pearson):
        return Reliability(UNTESTED, "Untested model: no test probes say how well it predicts.")
    low, high = pearson_interval(pearson, n)
    level = _level(pearson, low, *LEAST.get(task, LEAST["regression"]))
    interval = f" (95% interval {interval_text(low, high)})" if high - low > WIDE else ""
    measured = f"test Pearson {number_text(pearson, digits=3)} on {n:,} probes of set B{interval}"
    if high < 0:
        text = f"This model predicts the opposite of what was measured: {measured}; turn the sign of its output."
    else:
        nothing = "This model knows next to nothing" if low > 0 else "This model cannot be told from chance"
        said = {GOOD: "Good model", WEAK: "Weak model", NONE: nothing}[level]
        advice = {GOOD: "", WEAK: "; trust large effects only", NONE: "; take none of its answers for binding"}[level]
        text = f"{said}: {measured}{_replicates(level, replicate_pearson)}{advice}."
    return Reliability(level, text, pearson, low, high, n, replicate_pearson)


def pearson_interval(pearson: float, n: int, deviates: float = DEVIATES) -> tuple[float, float]:
    """Compute the interval of a Pearson correlation of n pairs by Fisher's z, by default the 95% interval.

    deviates : standard errors on each side. With fewer than four pairs the interval is -1 to 1.
    """
    if n < 4:
        return -1.0, 1.0
    z, error = math.atanh(max(-1 + 1e-12, min(1 - 1e-12, pearson))), deviates / math.sqrt(n - 3)
    return math.tanh(z - error), math.tanh(z + error)


def _level(pearson: float, low: float, weak: float, good: float) -> str:
    if low <= 0 or pearson < weak:
        return NONE
    return GOOD if pearson >= good and low >= weak else WEAK


def _replicates(level: str, replicate_pearson: float | None) -> str:
    if replicate_pearson is None:
        return ""
    said = f"; replicate spots correlate {number_text(replicate_pearson)}"
    if replicate_pearson < NOISE:
        return f"{said}, so the measurements are mostly noise"
    if replicate_pearson < NOISY:
        return f"{said}, so the measurements are noisy"
    is_at_fault = level != GOOD and replicate_pearson >= CLEAN
    return f"{said}, so the model falls short, not the measurements" if is_at_fault else said
