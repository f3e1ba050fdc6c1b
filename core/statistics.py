"""Statistics of every analysis: intervals, tests, corrections and correlations. Arrays in, numbers out."""

from typing import NamedTuple

import numpy as np

CONFIDENCE = 0.95
FEWEST_FOR_P = 6
"""Fewest pairs with which the Wilcoxon test can reach a p below 0.05."""
MOST_EXACT = 50
"""Most pairs for which p is computed exactly."""
TIE = 1e-5
"""Predictions that differ by less count as equal: batches change the last digits of the same window's prediction."""


def paired_p(difference: np.ndarray) -> float:
    """Compute p of the t-test that differences (n,) are 0 on average; nan for n = 1; 1 or 0 if they do not vary."""
    from scipy.special import stdtr

    if len(difference) < 2:
        return np.nan
    if np.ptp(difference) == 0:
        return 1.0 if difference[0] == 0 else 0.0
    t = difference.mean() / (difference.std(ddof=1) / np.sqrt(len(difference)))
    return float(2 * stdtr(len(difference) - 1, -abs(t)))


def holm(p_values: list[float]) -> list[float]:
    """Correct p values (m,) so that the chance of any false positive is that of a single test; nan stays nan.

    Source: Holm 1979, Scand J Stat 6: 65.
    """
    p = np.array(p_values, np.float64)
    order = np.argsort(p, kind="stable")  # nan last
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1)
    return adjusted.tolist()


def mean_interval(values: np.ndarray) -> tuple[float, float, float]:
    """Compute the mean of values (n,) and its 95% interval by Student's t, nan for a single value."""
    from scipy.special import stdtrit

    mean = float(values.mean())
    if len(values) < 2:
        return mean, np.nan, np.nan
    half = float(stdtrit(len(values) - 1, (1 + CONFIDENCE) / 2) * values.std(ddof=1) / np.sqrt(len(values)))
    return mean, mean - half, mean + half


class Difference(NamedTuple):
    """A mean difference, its 95% interval and the p of a difference of 0; nan on a single background."""

    difference: float
    ci_low: float
    ci_high: float
    p_value: float


def difference(values: np.ndarray) -> Difference:
    """Average paired differences (n,), with Student's t."""
    return Difference(*mean_interval(values), paired_p(values))


def unpaired_difference(first: np.ndarray, second: np.ndarray) -> Difference:
    """Subtract the mean of the first from that of the second, each on other backgrounds, with Welch's t."""
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
    """Fit the least-squares line: slope, intercept, r, r_squared, p; all nan if x or y does not vary."""
    from scipy.stats import linregress

    names = ("slope", "intercept", "r", "r_squared", "p_value")
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return dict.fromkeys(names, np.nan)
    fit = linregress(x, y)
    return dict(zip(names, map(float, (fit.slope, fit.intercept, fit.rvalue, fit.rvalue**2, fit.pvalue)), strict=True))


def ratio(first: np.ndarray, second: np.ndarray) -> tuple[float, float, float]:
    """Divide the mean of the first (n,) by that of the second, on the same backgrounds, with a 95% interval.

    The interval is nan if the second cannot be told from 0.

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


def wilcoxon_p(difference: np.ndarray) -> float | None:
    """Compute p of Wilcoxon's signed-rank test that paired differences (n,) lie around 0; None for too few pairs.

    Differences of 0 are left out, as by Wilcoxon himself; p is 1 if all are 0. It is exact for up to `MOST_EXACT`
    remaining pairs, otherwise by the normal approximation.
    """
    from scipy.stats import wilcoxon

    if len(difference) < FEWEST_FOR_P:
        return None
    difference = difference[difference != 0]
    if not len(difference):
        return 1.0
    is_exact = len(difference) <= MOST_EXACT and len(np.unique(np.abs(difference))) == len(difference)
    return float(wilcoxon(difference, method="exact" if is_exact else "asymptotic").pvalue)


def empirical_p(heights: np.ndarray, null: np.ndarray) -> np.ndarray:
    """Compute for each height (N,) the share of the null heights (K,) that reach it, with one added to both: never 0.

    nan if there is no null. Source: North, Curtis and Sham 2002, Am J Hum Genet 71: 439.
    """
    if not len(null):
        return np.full(len(heights), np.nan)
    reached = len(null) - np.searchsorted(np.sort(null), heights - TIE, side="left")
    return (1 + reached) / (1 + len(null))


def q_values(p: np.ndarray) -> np.ndarray:
    """Correct the p values (N,) for their number (Benjamini and Hochberg 1995, J R Stat Soc B 57: 289)."""
    from scipy.stats import false_discovery_control

    return false_discovery_control(p) if len(p) and np.isfinite(p).all() else p.copy()


def pearson(measured: np.ndarray, predicted: np.ndarray) -> float:
    """Correlate measured with predicted values, ignoring NaN; 0 if one side is constant, so that it never is NaN."""
    known = ~np.isnan(measured)
    measured, predicted = measured[known], predicted[known]
    if not len(measured):
        return 0.0
    if np.ptp(measured) == 0 or np.ptp(predicted) == 0:
        return 0.0
    return float(np.corrcoef(measured, predicted)[0, 1])


def classification_metrics(labels: np.ndarray, scores: np.ndarray) -> dict[str, float]:
    """Compute the areas under the ROC curve and under precision over recall; none if there is one class only."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    if len(np.unique(labels)) < 2:
        return {}
    return {
        "auroc": float(roc_auc_score(labels, scores)),
        "aupr": float(average_precision_score(labels, scores)),
    }
