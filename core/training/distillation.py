"""Distillation: a small network learns more from a large one's predictions than from noisy scores."""

from collections.abc import Sequence

import numpy as np

from core.models import registry
from core.models.card import TAUGHT_BY, Card, training_key
from core.training.splits import Splits

SHARE = 0.5
"""Share of the teacher's prediction in the score a training probe is trained on; the rest is its measured score."""


def taught(splits: Splits, teacher: Sequence[Card], share: float = SHARE) -> Splits:
    """Blend training scores with ``share`` of the teacher's predictions; missing scores become predictions alone.

    Validation and test scores stay as measured.

    Parameters
    ----------
    teacher : the cards of one network, in the order of its outputs, which are the outputs of the splits.

    Source: Hinton, Vinyals and Dean 2015, arXiv:1503.02531 (distillation), here for regression.
    """
    measured = splits.training.binding_scores
    predicted = registry.predictor(teacher[0].name).network.outputs(splits.training.letters)
    blended = np.where(np.isnan(measured), predicted, measured + share * (predicted - measured))
    return splits._replace(training=splits.training._replace(binding_scores=blended))


def spec_of(teacher: Sequence[Card]) -> dict[str, str]:
    """Describe the teacher for the spec of a training."""
    return {"teacher": teacher[0].architecture.variant, TAUGHT_BY: training_key(teacher[0].spec)}
