"""What is read off local importance: lines, differences and ratios, each with a 95% interval."""

from typing import NamedTuple

import numpy as np

from core.gia.importance import CONFIDENCE, ConditionResult, mean_interval, paired_p


class Difference(NamedTuple):
    """A mean difference, its 95% interval and the p that it is 0; nan on a single background."""

    difference: float
    ci_low: float
    ci_high: float
    p_value: float


def difference(values: np.ndarray) -> Difference:
    """The mean of paired differences (n,), with Student's t."""
    return Difference(*mean_interval(values), paired_p(values))


def unpaired_difference(first: np.ndarray, second: np.ndarray) -> Difference:
    """Mean of the second minus mean of the first, of other backgrounds each, with Welch's t."""
    from scipy.special import stdtr, stdtrit

    mean = float(second.mean() - first.mean())
    if min(len(first), len(second)) < 2:
        return Difference(mean, np.nan, np.nan, np.nan)
    errors = [values.var(ddof=1) / len(values) for values in (first, second)]
    error = np.sqrt(sum(errors))
    if error == 0:
        return Difference(mean, mean, mean, 1.0 if mean == 0 else 0.0)
    free = sum(errors) ** 2 / sum(e**2 / (len(v) - 1) for e, v in zip(errors, (first, second), strict=True))
    half = float(stdtrit(free, (1 + CONFIDENCE) / 2) * error)
    return Difference(mean, mean - half, mean + half, float(2 * stdtr(free, -abs(mean) / error)))


def line(x: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """The least-squares line through points: slope, intercept, r, r_squared, p; all nan where x or y does not vary."""
    from scipy.stats import linregress

    names = ("slope", "intercept", "r", "r_squared", "p_value")
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return dict.fromkeys(names, np.nan)
    fit = linregress(x, y)
    return dict(zip(names, map(float, (fit.slope, fit.intercept, fit.rvalue, fit.rvalue**2, fit.pvalue)), strict=True))


def trend(x: np.ndarray, conditions: list[ConditionResult]) -> Difference:
    """The slope of global importance over x (conditions), its interval and p from the slope on each background."""
    centred = np.asarray(x, np.float64) - np.mean(x)
    return difference(centred @ np.stack([condition.local for condition in conditions]) / (centred @ centred))


def ratio(first: np.ndarray, second: np.ndarray) -> tuple[float, float, float]:
    """Mean of the first (n,) over mean of the second, of the same backgrounds, and its 95% interval.

    The interval is nan where the second cannot be told from 0.

    Source: Fieller 1954, J R Stat Soc B 16: 175.
    """
    from scipy.special import stdtrit

    a, b, n = float(first.mean()), float(second.mean()), len(first)
    if n < 2 or b == 0:
        return (a / b if b else np.nan), np.nan, np.nan
    t2 = stdtrit(n - 1, (1 + CONFIDENCE) / 2) ** 2
    (aa, ab), (_, bb) = np.cov(first, second) / n
    bottom = b**2 - t2 * bb
    if bottom <= 0:
        return a / b, np.nan, np.nan
    middle = a * b - t2 * ab
    root = np.sqrt(max(middle**2 - (a**2 - t2 * aa) * bottom, 0))
    return a / b, float((middle - root) / bottom), float((middle + root) / bottom)
