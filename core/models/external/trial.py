"""A trial of an external network: whether it answers as a model must, and which order of letters fits best."""

import time
from itertools import permutations
from typing import Any, NamedTuple

import numpy as np

from core.errors import ModelError
from core.models.architectures import EXTERNAL, Architecture
from core.models.external.network import Reading
from core.models.networks.keras_backend import backend_errors
from core.sequence import ALPHABET, PROBE_LENGTH

TRIED = 128
"""RNAs of the first predictions."""
SLOWEST = 60.0
"""Seconds per 1,000 predictions from which a network is refused."""


class Trial(NamedTuple):
    """A network that answers: how to ask it, and the seconds that 1,000 predictions take here."""

    network: Any
    reading: Reading
    architecture: Architecture
    output: int
    seconds: float

    def __call__(self, letters: np.ndarray) -> np.ndarray:
        """Predict letters (N, L): (N,)."""
        return self.network.outputs(letters)[:, self.output]


def try_network(model, reading: Reading, name: str, output: int, outputs: int) -> Trial:
    """Ask a Keras model for random RNAs.

    Raises
    ------
    ModelError : it fails, takes too long, or does not give numbers that differ.
    """
    from core.models.inference.keras_network import KerasNetwork

    architecture = Architecture(EXTERNAL, name, "sequence", EXTERNAL, outputs)
    trial = Trial(KerasNetwork(model, architecture, reading), reading, architecture, output, 0.0)
    letters = np.random.default_rng(0).integers(0, len(ALPHABET), (TRIED, PROBE_LENGTH)).astype(np.int8)
    try:
        trial(letters)
        started = time.perf_counter()
        scores = trial(letters)
    except backend_errors() as error:
        raise ModelError(
            f"the network fails when it is asked for {TRIED} RNAs ({type(error).__name__}); where it was made, try "
            f"model.predict on zeros of the shape ({TRIED}, {reading.length or PROBE_LENGTH}, 4)."
        ) from error
    seconds = (time.perf_counter() - started) / TRIED * 1000
    _check_scores(scores, seconds)
    return trial._replace(seconds=seconds)


def correlations(trial: Trial, letters: np.ndarray, scores: np.ndarray) -> dict[str, float]:
    """Correlate binding scores (N,) with predictions of letters (N, L), for each alphabet of the channels."""
    from core.statistics import pearson

    found = {}
    for alphabet in map("".join, permutations(ALPHABET)):
        fed = [trial.reading.alphabet[alphabet.index(letter)] for letter in ALPHABET]
        codes = np.array([*(ALPHABET.index(letter) for letter in fed), len(ALPHABET)], np.int8)
        found[alphabet] = pearson(scores, trial(codes[letters]))
    return found


def _check_scores(scores: np.ndarray, seconds: float) -> None:
    if not np.isfinite(scores).all():
        raise ModelError(
            f"the network predicts no number for {int((~np.isfinite(scores)).sum())} of {TRIED} RNAs; check its "
            "weights for NaN, and save it again."
        )
    if np.ptp(scores) == 0:
        raise ModelError(
            f"the network predicts {scores[0]:.4g} for every RNA, so there is nothing to ask; check that it was saved "
            "after training."
        )
    if seconds > SLOWEST:
        raise ModelError(
            f"the network takes {seconds:,.0f} s for 1,000 predictions; at most {SLOWEST:.0f} s make sense here, so "
            "bring a smaller one."
        )
