"""Local and global importance of conditions (Koo et al. 2021, Eq. 2), with intervals and paired tests."""

from typing import NamedTuple

import numpy as np

from core.gia.design import Condition, Design
from core.mutagenesis import Score
from core.sequence import ALPHABET

CONFIDENCE = 0.95


class ConditionResult(NamedTuple):
    """Local importance (n,) of one condition, and its mean, the global importance, with a 95% interval of the mean."""

    text: str
    local: np.ndarray
    global_importance: float
    ci_low: float
    ci_high: float
    median: float
    sd: float


class Comparison(NamedTuple):
    """Second condition minus first on the same backgrounds: mean, its 95% interval, p of the paired t-test."""

    first: str
    second: str
    difference: float
    ci_low: float
    ci_high: float
    p_value: float


class GiaResult(NamedTuple):
    """The conditions of a design, and each later one against the first."""

    design: Design
    conditions: list[ConditionResult]
    comparisons: list[Comparison]


def embed(backgrounds: np.ndarray, condition: Condition) -> np.ndarray:
    """Write every pattern of a condition into every background.

    Parameters
    ----------
    backgrounds : (N, L) letters.

    Returns
    -------
    (N, L), a new array; letters outside the patterns, and under an N, are unchanged, padding included.
    """
    embedded = backgrounds.copy()
    for placement in condition.placements:
        for index, letter in enumerate(placement.pattern, start=placement.position):
            if letter != "N":
                embedded[:, index] = ALPHABET.index(letter)
    return embedded


def local_importance(
    score: Score, backgrounds: np.ndarray, condition: Condition, null: np.ndarray | None = None
) -> np.ndarray:
    """Prediction with the patterns minus prediction without, (N,) float64, one number per background.

    ``null`` are the predictions of the bare backgrounds, where they are known already.

    Source: Koo et al. 2021, Eq. 2.
    """
    null = score(backgrounds) if null is None else null
    return score(embed(backgrounds, condition)).astype(np.float64) - null


def summarise(text: str, local: np.ndarray) -> ConditionResult:
    """Global importance and its interval from local importance (n,), n at least 2."""
    mean, low, high = _mean_interval(local)
    return ConditionResult(text, local, mean, low, high, float(np.median(local)), float(local.std(ddof=1)))


def compare(first: ConditionResult, second: ConditionResult) -> Comparison:
    """Paired t-test of two conditions that were scored on the same backgrounds; p is 1 where they never differ."""
    from scipy.stats import ttest_rel

    difference = second.local - first.local
    mean, low, high = _mean_interval(difference)
    if np.ptp(difference) == 0:
        p_value = 1.0 if mean == 0 else 0.0
    else:
        p_value = float(ttest_rel(second.local, first.local).pvalue)
    return Comparison(first.text, second.text, mean, low, high, p_value)


def _mean_interval(values: np.ndarray) -> tuple[float, float, float]:
    """The mean and the 95% interval of the mean by Student's t."""
    from scipy.special import stdtrit

    mean = float(values.mean())
    half = float(stdtrit(len(values) - 1, (1 + CONFIDENCE) / 2) * values.std(ddof=1) / np.sqrt(len(values)))
    return mean, mean - half, mean + half
