"""Training on what another model predicts: a small network learns more from a large one than from noisy scores."""

from collections.abc import Sequence

import numpy as np

from core.models import registry
from core.models.card import TAUGHT_BY, Card, training_key
from core.training.splits import Splits

SHARE = 0.5
"""Of the teacher's prediction in what a probe of the training set is said to bind; the rest is its measured score."""


def taught(splits: Splits, teacher: Sequence[Card], share: float = SHARE) -> Splits:
    """The splits with training scores that are ``share`` the teacher's; a missing one is the teacher's alone.

    Validation and test stay as they were measured.

    Parameters
    ----------
    teacher : the cards of one network, in the order of its outputs, which are those of the splits.

    Source: Hinton, Vinyals and Dean 2015, arXiv:1503.02531 (distillation), here for regression.
    """
    measured = splits.training.binding_scores
    predicted = registry.predictor(teacher[0].name).network.outputs(splits.training.letters)
    blended = np.where(np.isnan(measured), predicted, measured + share * (predicted - measured))
    return splits._replace(training=splits.training._replace(binding_scores=blended))


def spec_of(teacher: Sequence[Card]) -> dict[str, str]:
    """What stands in the spec of a training of its teacher."""
    return {"teacher": teacher[0].architecture.variant, TAUGHT_BY: training_key(teacher[0].spec)}
