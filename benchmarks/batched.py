"""The questions of a benchmark to a network that shares nothing, but is asked in large batches.

A stronger opponent than the loop over conditions, probes or k-mers: every distinct sequence once, in parts of one size.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from benchmarks.naive import embedded, written
from core.gia import Condition
from core.sequence import ALPHABET

BATCH = 1000
"""Sequences a call."""
Predict = Callable[[np.ndarray], np.ndarray]
"""A network: one-hot (N, L, 4) float32 to predictions (N,)."""


def gia(predict: Predict, backgrounds: np.ndarray, conditions: Sequence[Condition], batch: int = BATCH) -> np.ndarray:
    """Local importance (C, N) of conditions on backgrounds (N, L, 4)."""
    every = [backgrounds, *(embedded(backgrounds, condition) for condition in conditions)]
    null, *asked = np.split(_together(predict, np.concatenate(every), batch), len(every))
    return np.stack(asked) - null


def ism(predict: Predict, probes: np.ndarray, batch: int = BATCH) -> np.ndarray:
    """Mutant minus wild type (N, L, 4) of probes (N, L, 4)."""
    many = max(1, batch // _n_variants(probes.shape[1]))
    parts = (probes[start : start + many] for start in range(0, len(probes), many))
    return np.concatenate([_effects(predict, part) for part in parts])


def score_kmers(
    predict: Predict, backgrounds: np.ndarray, kmers: Iterable[str], position: int, batch: int = BATCH
) -> np.ndarray:
    """Predictions (K, N) of k-mers at a position, from 0, of backgrounds (N, L, 4)."""
    return np.stack([_together(predict, written(backgrounds, kmer, position), batch) for kmer in kmers])


def _n_variants(length: int) -> int:
    return 1 + (len(ALPHABET) - 1) * length


def _effects(predict: Predict, probes: np.ndarray) -> np.ndarray:
    """Effects (N, L, 4) of all mutants of a few probes, which with their wild types are one batch."""
    n, length, letters = probes.shape
    probe, position, letter = np.nonzero(probes == 0)
    mutants = probes[probe]
    mutants[np.arange(len(mutants)), position] = np.eye(letters, dtype=probes.dtype)[letter]
    predictions = predict(np.concatenate([probes, mutants]))
    effects = np.zeros((n, length, letters), np.float32)
    effects[probe, position, letter] = predictions[n:] - predictions[probe]
    return effects


def _together(predict: Predict, sequences: np.ndarray, batch: int) -> np.ndarray:
    """Predictions of sequences in parts of equal size: a compiler makes a program for each size."""
    parts = np.array_split(sequences, -(-len(sequences) // batch))
    return np.concatenate([predict(part) for part in parts])
