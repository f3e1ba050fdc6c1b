"""A model as analyses see it: one of the registry by its name, or any callable."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from core.errors import DataError, ModelError, SequenceError
from core.sequence import ALPHABET, PROBE_LENGTH, encode, profile_of

Score = Callable[[np.ndarray], np.ndarray]
"""Anything that can be asked: letters (N, L) int8 to predictions (N,).

An output of a `core.models.inference.network.Network` has the network as ``network``, and its index as ``output``.
"""


class TestProbes(NamedTuple):
    """The probes of set B.

    letters : (N, L) int8, padded at the 3' end. measured : binding scores (N,) on any scale, NaN where missing.
    """

    letters: np.ndarray
    measured: np.ndarray


TestProbes.__test__ = False  # type: ignore[attr-defined]  # tells pytest that this class is not a test


@dataclass(frozen=True)
class Model:
    """The object that GIA, ISM and k-mer discovery ask.

    key : of remembered results; two models with one key give the same answers.
    name : in results: an experiment, or EXPERIMENT:LABEL.
    score : letters (N, L) int8 to predictions (N,).
    profile : (L, 4) letter frequencies at each position of the test probes, for the profile backgrounds.
    probes : returns the test probes, for the shuffled and quartile backgrounds, or raises a DataError that says why
        not.
    """

    key: str
    name: str = field(compare=False)
    score: Score = field(compare=False)
    profile: np.ndarray = field(compare=False)
    probes: Callable[[], TestProbes] = field(compare=False)


def predict_variants(
    scores: Sequence[Score],
    letters: np.ndarray,
    written: np.ndarray,
    slides: bool = False,
    backgrounds: np.ndarray | None = None,
) -> np.ndarray:
    """Predict (S, C, N) by S scores: C variants of each of N sequences.

    Outputs of one network share a forward pass.

    Parameters
    ----------
    letters : (C, N, L) int8.
    written : (C, L) numbers from 0; two variants with the same number at a position have the same letter there in each
        of the N sequences. A network computes what variants share only once.
    slides : whether equal numbers also mean equal letters at different positions, as in windows that slide along an
        RNA.
    backgrounds : (N, L) that the variants are made from, if more variants of them are likely to follow: a network may
        keep what it computes for them. With several networks, which would take turns, nothing is kept.
    """
    networks = {id(network) for score in scores if (network := getattr(score, "network", None)) is not None}
    kept = backgrounds if len(networks) == 1 else None
    outputs: dict[int, np.ndarray] = {}
    predictions = np.empty((len(scores), *letters.shape[:2]))
    for row, score in enumerate(scores):
        network, output = getattr(score, "network", None), getattr(score, "output", 0)
        if network is None:
            predictions[row] = np.reshape(score(letters.reshape(-1, letters.shape[-1])), letters.shape[:2])
            continue
        if id(network) not in outputs:
            outputs[id(network)] = network.variants(letters, written, slides, kept)
        predictions[row] = outputs[id(network)][..., output]
    return predictions


def wrap_model(
    score: Score,
    sequences: Sequence[str] | None = None,
    measured: Sequence[float] | None = None,
    name: str = "own model",
) -> Model:
    """Make a model of any Python callable from letters to predictions (a PyTorch or JAX network, a rule).

    Parameters
    ----------
    score : letters (N, 41) int8, index in ``ACGU`` or 4 for padding, to N numbers.
    sequences : N probes, from which backgrounds are made; without them, profile backgrounds are uniform.
    measured : their N binding scores, for the quartile backgrounds.

    Raises
    ------
    SequenceError : as `core.sequence.encode`, or binding scores that are not numbers; also, whenever the model is
        asked, an answer that is not one finite number for each sequence.
    DataError : different numbers of binding scores and sequences.
    ModelError : ``score`` cannot be called.
    """
    if not callable(score):
        raise ModelError(
            f"wrap_model takes a function of letters, and not {score!r}; "
            "a model of this machine is opened by its name: core.open_model."
        )
    letters = encode([] if sequences is None else sequences)
    scores = np.full(len(letters), np.nan)
    if measured is not None:
        scores = _numbers(measured, "the binding scores are", "give one number for each sequence")
        if scores.shape != (len(letters),):
            given = len(scores) if scores.ndim == 1 else f"an array of shape {scores.shape} of"
            raise DataError(f"there are {given} binding scores for {len(letters)} sequences; give one for each.")

    def probes() -> TestProbes:
        if not len(letters):
            raise DataError(f"{name} has no probes; give wrap_model its sequences, and for quartiles binding scores.")
        return TestProbes(letters, scores)

    profile = profile_of(letters)[0] if len(letters) else np.full((PROBE_LENGTH, len(ALPHABET)), 1 / len(ALPHABET))
    return Model(uuid.uuid4().hex, name, _checked(score, name), profile, probes)


def _checked(score: Score, name: str) -> Score:
    """Wrap the callable so that its answers are checked: a float64 array of one number per sequence."""

    def scored(letters: np.ndarray) -> np.ndarray:
        predictions = _numbers(score(letters), f"{name} returned", "it must return one number each")
        if predictions.shape != (len(letters),):
            raise SequenceError(
                f"{name} returned an array of shape {predictions.shape} for {len(letters)} sequences; "
                f"it must return one number each: shape ({len(letters)},)."
            )
        if not np.isfinite(predictions).all():
            n = int((~np.isfinite(predictions)).sum())
            raise SequenceError(
                f"{name} returned nan or inf for {n} of {len(letters)} sequences; it must return a number for each."
            )
        return predictions

    return scored


def _numbers(given: object, what: str, cure: str) -> np.ndarray:
    """Convert the result of foreign code, or a list, to a float64 array."""
    try:
        return np.asarray(given, np.float64)
    except (TypeError, ValueError, RuntimeError) as error:  # of a torch tensor with a gradient it is a RuntimeError
        kind = type(given).__name__
        raise SequenceError(f"{what} {kind!r}, which is not an array of numbers ({error}); {cure}.") from error
