"""What can be asked of an experiment's model by its id: the same functions for pages, command line and scripts."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Event
from typing import NamedTuple

import numpy as np

from core.cache import remembered
from core.data import store
from core.data.transform import Transform
from core.experiments import find_experiment
from core.gia.backgrounds import sample_profile
from core.gia.design import Design, parse_condition
from core.gia.importance import GiaResult, compare, local_importance, summarise
from core.model import registry
from core.mutagenesis import Ism
from core.mutagenesis import ism as mutate
from core.sequence import encode

_warm = Event()


class TestScores(NamedTuple):
    """Set B of an experiment: sequences (N,), measured and predicted binding scores (N,) as z-scores, their Pearson."""

    __test__ = False  # the name is the field's; pytest shall not collect it
    sequences: np.ndarray
    measured: np.ndarray
    predicted: np.ndarray
    pearson: float


class Evaluation(NamedTuple):
    """Pearson of measured and predicted binding scores over the n probes of set B."""

    id: str
    test_pearson: float
    n: int


def card(experiment_id: str) -> registry.Card:
    """The card of an experiment's model: how it was made and how good it is.

    Raises
    ------
    DataError : an unknown experiment.
    ModelError : no model, or a damaged card.
    """
    find_experiment(experiment_id)
    return registry.card(experiment_id)


def predict(experiment_id: str, sequences: Sequence[str]) -> np.ndarray:
    """Predicted binding scores (N,) float32, in standard deviations of the transformed score.

    Raises
    ------
    SequenceError : a sequence that is empty, too long, or has letters other than A, C, G, U, T.
    DataError, ModelError : an unknown experiment, or one without a sound model.
    """
    letters = encode(sequences)
    return _predictor(experiment_id)(letters)


def ism(experiment_id: str, sequence: str) -> Ism:
    """In silico mutagenesis of one sequence; errors as `predict`."""
    return mutate(_predictor(experiment_id), sequence)


def run_gia(design: Design) -> GiaResult:
    """Every condition of a design on the same backgrounds, and each later one against the first.

    Conditions that were asked before, of the same model, background model, number and seed, are not computed again.

    Raises
    ------
    DataError, ModelError : an unknown experiment, or one without a sound model.

    Source: Koo et al. 2021, Eq. 2.
    """
    _predictor(design.experiment)
    question = (
        design.experiment,
        registry.card(design.experiment).weights_sha256,
        design.background,
        design.n,
        design.seed,
    )
    results = [summarise(c.text, _local_importance(*question, c.text)) for c in design.conditions]
    return GiaResult(design, results, [compare(results[0], result) for result in results[1:]])


def test_scores(experiment_id: str) -> TestScores:
    """Measured and predicted binding scores of set B; seconds at first for a large set, remembered after.

    Raises
    ------
    DataError : an unknown experiment, or one whose probes are not on this machine.
    ModelError : no model, or a damaged one.
    """
    model = card(experiment_id)
    registry.weights_path(model)
    return _test_scores(experiment_id, model.weights_sha256, store.locate(experiment_id))


def evaluate(experiment_id: str) -> Evaluation:
    """Test Pearson of an experiment's model on the set B that is on this machine; errors as `test_scores`."""
    scores = test_scores(experiment_id)
    return Evaluation(experiment_id, scores.pearson, len(scores.measured))


def warm_up() -> None:
    """Load the network's engine and compile its batch shapes, so that the first question is quick.

    Compiled is the architecture, not a model: it needs none, and serves every experiment.
    """
    from core.model import residualbind
    from core.model.predictor import Predictor

    Predictor(residualbind.build()).warm_up()
    _warm.set()


def is_warm() -> bool:
    """Whether `warm_up` has finished in this process."""
    return _warm.is_set()


def _predictor(experiment_id: str):
    find_experiment(experiment_id)
    return registry.predictor(experiment_id)


@lru_cache(maxsize=4)
def _test_scores(experiment_id: str, model: str, probes_path: Path) -> TestScores:
    """As `test_scores`; ``model`` is the digest of its weights, and the file of the probes is named by its content."""
    from core.model.training import pearson

    probes = store.load(experiment_id)
    letters = probes.letters[probes.in_b]
    transform = Transform.from_dict(registry.card(experiment_id).transform)
    measured = transform.apply(probes.scores[probes.in_b])
    predicted = remembered(("test scores", model, probes.digest), lambda: _predictor(experiment_id)(letters))
    return TestScores(probes.sequences[probes.in_b], measured, predicted, pearson(measured, predicted))


@lru_cache(maxsize=32)
def _backgrounds(experiment_id: str, model: str, background: str, n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Background letters and their null predictions, read-only; ``model`` is the digest of its weights."""
    letters = sample_profile(np.array(registry.card(experiment_id).profile), n, seed)
    null = registry.predictor(experiment_id)(letters)
    letters.setflags(write=False)
    null.setflags(write=False)
    return letters, null


@lru_cache(maxsize=256)
def _local_importance(experiment_id: str, model: str, background: str, n: int, seed: int, text: str) -> np.ndarray:
    letters, null = _backgrounds(experiment_id, model, background, n, seed)
    local = local_importance(registry.predictor(experiment_id), letters, parse_condition(text), null)
    local.setflags(write=False)
    return local
