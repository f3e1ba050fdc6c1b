"""The loops over ``model.predict`` that people write today: one-hot in, a call for each condition, probe or k-mer."""

from collections.abc import Sequence

import numpy as np

from core.gia import Condition
from core.models import registry
from core.sequence import ALPHABET, encode, one_hot


def keras_model(name: str):
    """The trained Keras model of that name, as a notebook would load it."""
    card = registry.card(name)
    model = card.architecture.build()
    model.load_weights(registry.weights_path(card))
    return model


def gia(model, backgrounds: np.ndarray, conditions: Sequence[Condition]) -> np.ndarray:
    """Local importance (C, N) of conditions, on backgrounds (N, L, 4): a call for the bare ones, and one for each."""
    null = _predict(model, backgrounds)
    return np.stack([_predict(model, embedded(backgrounds, condition)) - null for condition in conditions])


def ism(model, probes: np.ndarray) -> np.ndarray:
    """Mutant minus wild type (N, L, 4) of probes (N, L, 4): a call each, all letters at all positions."""
    return np.stack([_mutant_effects(model, probe) for probe in probes])


def score_kmers(model, backgrounds: np.ndarray, kmers: Sequence[str], position: int) -> np.ndarray:
    """Predictions (K, N) of k-mers at a position, from 0, of backgrounds (N, L, 4): a call for each k-mer."""
    return np.stack([_predict(model, written(backgrounds, kmer, position)) for kmer in kmers])


def embedded(backgrounds: np.ndarray, condition: Condition) -> np.ndarray:
    """Write the placements of a condition into copies of backgrounds (N, L, 4)."""
    for pattern, position in condition.placements:
        backgrounds = written(backgrounds, pattern, position)
    return backgrounds


def written(backgrounds: np.ndarray, pattern: str, position: int) -> np.ndarray:
    """Write a pattern at a position, from 0, into copies of backgrounds (N, L, 4)."""
    copies = backgrounds.copy()
    copies[:, position : position + len(pattern)] = one_hot(encode([pattern], len(pattern))[0])
    return copies


def _mutant_effects(model, probe: np.ndarray) -> np.ndarray:
    length, letters = len(probe), np.eye(len(ALPHABET), dtype=np.float32)
    mutants = np.tile(probe, (length, len(ALPHABET), 1, 1))
    for position in range(length):
        mutants[position, :, position] = letters
    predictions = _predict(model, mutants.reshape(-1, *probe.shape)).reshape(probe.shape)
    return predictions - predictions[0, probe[0].argmax()]  # the letter that stands there makes the wild type


def _predict(model, sequences: np.ndarray) -> np.ndarray:
    return model.predict(sequences, verbose=0)[:, 0]
