"""A model as analyses ask it, whatever it is inside: one of the registry by its name, or any callable of one's own."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from core.errors import DataError, ModelError, SequenceError
from core.sequence import ALPHABET, PROBE_LENGTH, encode, profile_of

Score = Callable[[np.ndarray], np.ndarray]
"""Anything that is asked: letters (N, L) int8 to predictions (N,).

One that is an output of a `core.models.inference.network.Network` has it as ``network``, and its number as ``output``.
"""


class TestProbes(NamedTuple):
    """The probes of set B.

    letters : (N, L) int8, padded at the 3' end. measured : binding scores (N,) of any scale, NaN where there is none.
    """

    letters: np.ndarray
    measured: np.ndarray


TestProbes.__test__ = False  # type: ignore[attr-defined]  # pytest's mark of a class that is no test


@dataclass(frozen=True)
class Model:
    """What GIA, ISM and k-mer discovery ask.

    key : what results are remembered by; two models of one key give the same answers.
    name : what results call it: an experiment, or EXPERIMENT:MODEL.
    score : letters (N, L) int8 to predictions (N,).
    profile : (L, 4) letter frequencies at each position of the test probes, for the profile backgrounds.
    probes : gives the test probes, for the shuffled and quartile backgrounds, or raises a DataError that says why not.
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
    """Predictions (S, C, N) that S scores make of C variants of each of N sequences.

    Several outputs of one network are one forward pass.

    Parameters
    ----------
    letters : (C, N, L) int8.
    written : (C, L) numbers from 0; where two variants bear the same number, their letters are the same in each of the
        N sequences. A network computes what variants share once.
    slides : whether equal numbers stand for equal letters at different positions too, as where the variants are windows
        that slide along an RNA.
    backgrounds : (N, L), what the variants are made of, if more variants of them are likely to be asked: a network
        may keep what it computes for them. With several networks, which would take turns, nothing is kept.
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
    """Any Python callable from letters to predictions (a PyTorch or JAX network, a rule) as a model to be asked.

    Parameters
    ----------
    score : letters (N, 41) int8, index in ``ACGU`` or 4 for padding, to N numbers.
    sequences : N probes, from which backgrounds are made; without them, profile backgrounds are uniform.
    measured : their N binding scores, for the quartile backgrounds.

    Raises
    ------
    SequenceError : as `core.sequence.encode`, or binding scores that are no numbers; and whenever the model is asked,
        where its answer is not one finite number for each sequence.
    DataError : another number of binding scores than of sequences.
    ModelError : what is given cannot be called.
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
    """The callable, its answers as a float64 array of one number a sequence."""

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
    """Return what somebody's code or list holds as a float64 array."""
    try:
        return np.asarray(given, np.float64)
    except (TypeError, ValueError, RuntimeError) as error:  # of a torch tensor with a gradient it is a RuntimeError
        kind = type(given).__name__
        raise SequenceError(f"{what} {kind!r}, which is no array of numbers ({error}); {cure}.") from error
