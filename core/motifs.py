"""Motifs of a model and of sequences: the best k-mers, and how well a sequence matches one."""

import numpy as np

from core.gia.backgrounds import sample_profile
from core.mutagenesis import Score
from core.sequence import decode, encode, kmers

CENTRE = 17
"""Index of the first letter of scanned k-mers; the paper embeds 6-mers at positions 18 to 23."""


def top_kmers(score: Score, profile: np.ndarray, k: int = 6, most: int = 10, seed: int = 0) -> list[tuple[str, float]]:
    """The k-mers of highest global importance in the middle of profile backgrounds, best first.

    Two rounds: all k-mers on 16 backgrounds, then the best 128 on 500, whose means are returned. A first look that
    costs seconds: the standard error of the first round is far below the distance from the best to the 128th of a
    model that has a motif.

    Parameters
    ----------
    profile : (L, 4) letter frequencies per position.

    Source: Koo et al. 2021, Methods (k-mer discovery), which scores all k-mers on 1,000 backgrounds.
    """
    candidates = kmers(k)
    for n, kept in ((16, 128), (500, most)):
        importance = _importance(score, sample_profile(profile, n, seed), candidates)
        order = np.argsort(-importance, kind="stable")[:kept]
        candidates, importance = candidates[order], importance[order]
    return list(zip(decode(candidates), importance.tolist(), strict=True))


def _importance(score: Score, backgrounds: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    """Global importance of each k-mer; scored in slices so that memory stays bounded."""
    n, k = len(backgrounds), candidates.shape[1]
    null = score(backgrounds).mean(dtype=np.float64)
    importance = np.empty(len(candidates))
    step = max(1, 50_000 // n)
    for start in range(0, len(candidates), step):
        part = candidates[start : start + step]
        embedded = np.tile(backgrounds, (len(part), 1, 1))
        embedded[:, :, CENTRE : CENTRE + k] = part[:, None]
        predictions = score(embedded.reshape(-1, backgrounds.shape[1])).reshape(len(part), n)
        importance[start : start + step] = predictions.mean(axis=1, dtype=np.float64) - null
    return importance


def mismatches(letters: np.ndarray, kmer: str) -> np.ndarray:
    """Mismatches (N,) of each sequence to a k-mer at its best matching place (paper, Fig 2a); padding never matches."""
    pattern = encode([kmer], len(kmer))[0]
    windows = np.lib.stride_tricks.sliding_window_view(letters, len(pattern), axis=1)
    return (windows != pattern).sum(axis=2).min(axis=1)
