"""Dependence of an answer on the training seed: the interval over models beside that over backgrounds."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.gia.importance import GiaResult
from core.statistics import mean_interval

MEANING = (
    "These networks differ only in their random start. Over models: how much the answer changes from one training to "
    "the next; over backgrounds: how well one model's answer is known."
)


class OverSeeds(NamedTuple):
    """Global importance of one condition over models that differ only in their seed.

    global_importance : the mean over models; ci_low, ci_high : its 95% interval over the n models (Student's t).
    background_low, background_high : the same mean, with the average width of the models' own intervals over
    backgrounds; nan on a single background.
    """

    text: str
    n_models: int
    global_importance: float
    ci_low: float
    ci_high: float
    background_low: float
    background_high: float


def over_seeds(results: Sequence[GiaResult]) -> list[OverSeeds]:
    """Combine the answers of several models to one design, condition by condition.

    Parameters
    ----------
    results : of the same design on the same backgrounds, one for each model.
    """
    rows = []
    for found in zip(*(result.conditions for result in results), strict=True):
        mean, low, high = mean_interval(np.array([one.global_importance for one in found]))
        half = float(np.mean([(one.ci_high - one.ci_low) / 2 for one in found]))
        rows.append(OverSeeds(found[0].text, len(found), mean, low, high, mean - half, mean + half))
    return rows
