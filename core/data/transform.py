"""Transforms of raw scores into what a model learns (parameters from training scores only), and the split of set A."""

from dataclasses import asdict, dataclass

import numpy as np

from core.errors import DataError

KINDS = ("log", "clip")
"""Transforms for regression; classification uses ``label``."""
BOTH = "both"
"""The choice that gives each experiment an output for each of `KINDS`."""
CEILING_PERCENTILE = 99.9
BOUND_PERCENTILE = 95
"""Percentile of the training scores above which a score that is not a label yet counts as bound."""


@dataclass(frozen=True)
class Transform:
    """A strictly monotonic (``log``) or clipped (``clip``) transform, then z-scores; or labels (``label``).

    ``log``: log(S - minimum + 1); a score under the training minimum counts as the minimum, because the log of the
    paper is not defined far below it. ``clip``: at most ``ceiling``. ``mean`` and ``sd`` are of the transformed
    training scores. ``label``: 1 (bound) above ``threshold``, else 0. Parameters that a kind does not use are None.

    Source: Koo et al. 2021, Methods; the authors' code fits the parameters per split instead.
    """

    kind: str
    minimum: float | None
    ceiling: float | None
    mean: float | None
    sd: float | None
    threshold: float | None = None

    def apply(self, scores: np.ndarray) -> np.ndarray:
        """Convert raw scores (N,) to z-scores or labels (N,) float32; NaN, a missing score, stays NaN."""
        if self.kind == "label":
            return np.where(np.isnan(scores), np.nan, scores > self.parameter("threshold")).astype(np.float32)
        bound = self.parameter("minimum" if self.kind == "log" else "ceiling")
        values = _shape(np.asarray(scores, np.float64), self.kind, bound)
        return ((values - self.parameter("mean")) / self.parameter("sd")).astype(np.float32)

    def parameter(self, name: str) -> float:
        """Return a parameter that this kind of transform uses; a ValueError if it has no such number."""
        value = getattr(self, name)
        if value is None:
            raise ValueError(f"the {self.kind} transform has no {name}")
        return value

    def to_dict(self) -> dict:
        """Return the parameters as plain JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, fields: dict) -> "Transform":
        """Make the transform of a JSON form."""
        return cls(**fields)


def kinds_of(transform: str) -> tuple[str, ...]:
    """List the transforms that a training learns: one of `KINDS`, or all; a DataError for anything else."""
    if transform == BOTH:
        return KINDS
    check_kind(transform)
    return (transform,)


def check_kind(kind: str) -> None:
    """Raise a DataError unless there is a transform of that name."""
    if kind not in KINDS:
        raise DataError(f"transform {kind!r} is not known; use {' or '.join(KINDS)}.")


def fit_transform(training_scores: np.ndarray, kind: str) -> Transform:
    """Fit the parameters of a transform to the training scores (N,).

    Raises
    ------
    DataError : an unknown kind, or scores that cannot be scaled: no scores, or all the same.
    """
    check_kind(kind)
    scores = np.asarray(training_scores, np.float64)
    if not len(scores):
        raise DataError("there are no training scores; choose an experiment with scores in set A.")
    is_log = kind == "log"
    bound = float(scores.min() if is_log else np.percentile(scores, CEILING_PERCENTILE))
    values = _shape(scores, kind, bound)
    if values.min() == values.max():
        raise DataError(
            f"all {len(scores)} training scores are the same after the {kind} transform, so there is nothing to learn; "
            "choose an experiment whose scores differ."
        )
    mean, sd = float(values.mean()), float(values.std())
    return Transform(kind, bound if is_log else None, None if is_log else bound, mean, sd)


def fit_labels(training_scores: np.ndarray) -> Transform:
    """Fit the transform to labels: scores of two values are labels already; of others the top twentieth is bound.

    Raises
    ------
    DataError : scores that are all the same, so that there is one class only.
    """
    scores = np.asarray(training_scores, np.float64)
    values = np.unique(scores)
    if len(values) < 2:
        raise DataError(
            f"all {len(scores)} training scores are the same, so there is one class only; choose an experiment whose "
            "scores differ."
        )
    threshold = float(values.mean() if len(values) == 2 else np.percentile(scores, BOUND_PERCENTILE))
    return Transform("label", None, None, None, None, min(threshold, float(values[-2])))


def split(n: int, seed: int, share: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """Split n indices into training and validation: a random ``share`` (at least one) validates. Both are sorted."""
    order = np.random.default_rng(seed).permutation(n)
    n_validation = max(1, round(n * share))
    return np.sort(order[n_validation:]), np.sort(order[:n_validation])


def _shape(scores: np.ndarray, kind: str, bound: float) -> np.ndarray:
    """Take logarithms of scores (N,) above their minimum, or clip them at their ceiling, before they are scaled."""
    return np.log1p(np.maximum(scores, bound) - bound) if kind == "log" else np.minimum(scores, bound)
