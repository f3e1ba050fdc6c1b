"""Background models: the sequences without the feature, over which GIA averages (the paper's null models)."""

import numpy as np

from core.sequence import ALPHABET, PAD

BACKGROUNDS = {"profile": "Each position drawn on its own from the letter frequencies of the test probes there."}
"""Background models by name, with their one-line help."""


def profile_of(letters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Letter frequencies per position (L, 4) and coverage (L,), the share of the probes that reach the position.

    Padding does not count. Where no probe reaches, the letters are uniform: nothing is known there, and the coverage of
    0 says so.
    """
    counts = np.stack([(letters == code).sum(axis=0) for code in range(len(ALPHABET))], axis=1)
    reaching = counts.sum(axis=1)
    uniform = np.full(counts.shape, 1 / len(ALPHABET))
    profile = np.divide(counts, reaching[:, None], out=uniform, where=reaching[:, None] > 0)
    return profile, (letters != PAD).mean(axis=0)


def sample_profile(profile: np.ndarray, n: int, seed: int) -> np.ndarray:
    """n sequences of independent draws from the letter frequencies (L, 4) of each position: (n, L) int8.

    Source: Koo et al. 2021, Methods (profile background).
    """
    draws = np.random.default_rng(seed).random((n, len(profile), 1))
    edges = np.cumsum(profile, axis=1)[:, :-1]
    return (draws >= edges).sum(axis=2).astype(np.int8)
