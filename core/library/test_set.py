"""Set B of an experiment, measured and predicted: asked of a model by its name, and remembered."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.data import store
from core.data.records import Probes
from core.data.transform import KINDS, Transform, fit_transform, split
from core.errors import DataError
from core.library.analyses import card, open_model, registry_name
from core.models import registry
from core.models.scoring import Model
from core.progress import OnProgress
from core.sequence import decode
from core.storage.cache import recall, remembered

PART = 4096
"""Probes predicted between two reports of progress: a fraction of a second."""


class TestScores(NamedTuple):
    """Set B of an experiment: sequences (N,), measured and predicted binding scores (N,) as z-scores, their Pearson."""

    sequences: np.ndarray
    measured: np.ndarray
    predicted: np.ndarray
    pearson: float


TestScores.__test__ = False  # type: ignore[attr-defined]  # pytest's mark of a class that is no test


class Evaluation(NamedTuple):
    """Pearson of measured and predicted binding scores over the n probes of set B.

    test_pearson : on scores transformed with the parameters of the training scores, as everywhere in this app.
    test_pearson_refitted : on scores transformed with parameters of set B itself (its own minimum or 99.9th percentile,
        mean and SD), as in the authors' code: the number to compare with the paper's. None for a classifier.
    metrics : ``auroc`` and ``aupr`` of a classifier.
    """

    id: str
    test_pearson: float
    n: int
    metrics: dict[str, float]
    test_pearson_refitted: float | None = None


def test_scores(model: str | Model, transform: str | None = None) -> TestScores:
    """Return measured and predicted binding scores of set B; a large set takes seconds at first, then is remembered.

    For a model made by `core.wrap_model`, set B is the probes and binding scores that it was given.

    Parameters
    ----------
    transform : ``log`` or ``clip`` shows the measured scores in another transform than the model's own (None), fitted
        on the same training probes; the predictions stay as they are, so that Pearson compares two scales.

    Raises
    ------
    DataError : an unknown experiment, one whose probes are not on this machine, an unknown transform, or a wrapped
        model without binding scores.
    ModelError : no model, or a damaged one.
    """
    name = registry_name(model)
    if not name:
        return _scores_of_wrapped(open_model(model), transform)
    found = card(name)
    registry.weights_path(found)
    kind = None if transform == found.kind else transform
    return _test_scores(name, found.answers_key, store.locate(found.experiment), kind)


def has_test_scores(model_name: str) -> bool:
    """Say whether predictions of set B are remembered, so that `test_scores` need not ask the model; errors alike."""
    found = card(model_name)
    return recall(_key(found.answers_key, store.locate(found.experiment), found.experiment)) is not None


def predict_test_probes(model_name: str, on_progress: OnProgress | None = None) -> int:
    """Predict set B and keep the predictions for `test_scores`; return the number of probes.

    Parameters
    ----------
    on_progress : called with (probes predicted, total); an exception it raises cancels the run, and nothing is kept.

    Raises
    ------
    DataError, ModelError : as `test_scores`.
    """
    found = card(model_name)
    registry.weights_path(found)
    path = store.locate(found.experiment)
    probes = store.load(found.experiment)
    letters, ask = probes.letters[probes.in_b], registry.predictor(model_name)

    def predicted() -> np.ndarray:
        parts = []
        for start in range(0, len(letters), PART):
            if on_progress:
                on_progress(start, len(letters))
            parts.append(ask(letters[start : start + PART]))
        return np.concatenate(parts)

    return len(remembered(_key(found.answers_key, path, found.experiment), predicted))


def _key(answers_key: str, probes_path: Path, experiment: str) -> tuple:
    """Build the key of remembered predictions of set B; the file of an import is named by its content."""
    return "test scores", answers_key, probes_path.name, probes_path.stat().st_size, experiment


def _scores_of_wrapped(model: Model, transform: str | None) -> TestScores:
    if transform is not None:
        raise DataError(
            f"{model.name} has binding scores of its own, which are not transformed here; leave the transform out."
        )
    from core.statistics import pearson

    letters, measured = model.probes()
    known = np.isfinite(measured)
    if not known.any():
        raise DataError(f"{model.name} has no binding scores to compare with; give wrap_model those of its sequences.")
    letters, measured = letters[known], measured[known]
    predicted = model.score(letters)
    return TestScores(np.array(decode(letters)), measured, predicted, pearson(measured, predicted))


def evaluate(model: str | Model) -> Evaluation:
    """Compute a model's test Pearson on set B of this machine, or on its own probes; errors as `test_scores`."""
    scores, name = test_scores(model), registry_name(model)
    n = len(scores.measured)
    if not name:
        return Evaluation(open_model(model).name, scores.pearson, n, {})
    from core.statistics import classification_metrics, pearson

    found = card(name)
    if found.architecture.task == "classification":
        return Evaluation(name, scores.pearson, n, classification_metrics(scores.measured, scores.predicted))
    probes = store.load(found.experiment)
    raw = probes.scores[probes.in_b]
    refitted = fit_transform(raw, found.kind).apply(raw) if found.kind in KINDS else scores.measured
    return Evaluation(name, scores.pearson, n, {}, pearson(refitted, scores.predicted))


@lru_cache(maxsize=6)
def _test_scores(model_name: str, model: str, probes_path: Path, kind: str | None) -> TestScores:
    """Compute `test_scores`; ``model`` is the key of its answers, and the file of probes is named by its content."""
    from core.statistics import pearson

    found = registry.card(model_name)
    probes = store.load(found.experiment)
    letters = probes.letters[probes.in_b]
    is_kept = kind is None and found.transform
    transform = Transform.from_dict(found.transform) if is_kept else _refit(found, probes, kind or found.kind)
    measured = transform.apply(probes.scores[probes.in_b])
    predicted = remembered(_key(model, probes_path, found.experiment), lambda: registry.predictor(model_name)(letters))
    return TestScores(_test_sequences(probes_path, found.experiment), measured, predicted, pearson(measured, predicted))


@lru_cache(maxsize=4)
def _test_sequences(_probes_path: Path, experiment: str) -> np.ndarray:
    """Load the sequences of set B as one array for all models and transforms, so that their letters are read once."""
    probes = store.load(experiment)
    return probes.sequences[probes.in_b]


def _refit(found: registry.Card, probes: Probes, kind: str) -> Transform:
    """Fit the other transform on the probes that the model was trained on."""
    if found.was_trained_together:
        raise DataError(
            f"{found.name} was trained on several experiments, so its training probes are not those of this one; "
            f"show its scores as {found.kind}."
        )
    scores = probes.scores[~probes.in_b]
    training, _ = split(len(scores), found.seeds[0])
    return fit_transform(scores[training], kind)
