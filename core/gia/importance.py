"""Local and global importance of conditions (Koo et al. 2021, Eq. 2), with intervals and paired tests."""

from typing import NamedTuple

import numpy as np

from core.gia.design import Condition, Design
from core.gia.embedding import Pairs, embed
from core.models.scoring import Score
from core.statistics import Difference, difference, holm, mean_interval, paired_p


class ConditionResult(NamedTuple):
    """Local importance (n,) of one condition, and its mean, the global importance, with a 95% interval of the mean.

    On a single background the interval and the standard deviation are nan.
    """

    text: str
    local: np.ndarray
    global_importance: float
    ci_low: float
    ci_high: float
    median: float
    sd: float


class Comparison(NamedTuple):
    """Second condition minus first on the same backgrounds: mean, its 95% interval, p of the paired t-test.

    ``p_adjusted`` is p corrected for the number of comparisons (Holm); both are nan on a single background.
    """

    first: str
    second: str
    difference: float
    ci_low: float
    ci_high: float
    p_value: float
    p_adjusted: float


class GiaResult(NamedTuple):
    """The answer to a design: its conditions, their comparisons with the reference, predictions (n,) without patterns.

    Unless the design names another reference, the first condition is it.
    """

    design: Design
    conditions: list[ConditionResult]
    comparisons: list[Comparison]
    null: np.ndarray | None = None

    @property
    def compared(self) -> list[Comparison | None]:
        """The comparison of each condition: None for the reference, and for all if there is no reference."""
        reference = self.design.reference
        if reference is None:
            return [None] * len(self.conditions)
        return [*self.comparisons[:reference], None, *self.comparisons[reference:]]


def local_importance(
    score: Score,
    backgrounds: np.ndarray,
    condition: Condition,
    null: np.ndarray | None = None,
    pairs: Pairs = (),
    seed: int = 0,
) -> np.ndarray:
    """Subtract the prediction without the patterns from that with them: (N,) float64, one number per background.

    ``null`` holds the predictions of the bare backgrounds if they are known already; ``pairs`` and ``seed`` as in
    `embed`.

    Source: Koo et al. 2021, Eq. 2.
    """
    null = score(backgrounds) if null is None else null
    return np.asarray(score(embed(backgrounds, condition, pairs, seed)), np.float64) - null


def summarise(text: str, local: np.ndarray) -> ConditionResult:
    """Average local importance (n,) into global importance with its interval."""
    sd = float(local.std(ddof=1)) if len(local) > 1 else np.nan
    return ConditionResult(text, local, *mean_interval(local), float(np.median(local)), sd)


def compare(first: ConditionResult, second: ConditionResult) -> Comparison:
    """Test two conditions on the same backgrounds by a paired t-test; p is 1 if they never differ."""
    difference = second.local - first.local
    p_value = paired_p(difference)
    return Comparison(first.text, second.text, *mean_interval(difference), p_value, p_value)


def compare_all(conditions: list[ConditionResult], reference: int | None = 0) -> list[Comparison]:
    """Compare every condition with the reference (an index; None for no comparison), p corrected for their number."""
    if reference is None or not conditions:
        return []
    others = [condition for index, condition in enumerate(conditions) if index != reference]
    comparisons = [compare(conditions[reference], condition) for condition in others]
    adjusted = holm([comparison.p_value for comparison in comparisons])
    return [comparison._replace(p_adjusted=p) for comparison, p in zip(comparisons, adjusted, strict=True)]


def trend(x: np.ndarray, conditions: list[ConditionResult]) -> Difference:
    """Fit the slope of global importance over x (conditions,); interval and p come from each background's slope."""
    centred = np.asarray(x, np.float64) - np.mean(x)
    return difference(centred @ np.stack([condition.local for condition in conditions]) / (centred @ centred))
