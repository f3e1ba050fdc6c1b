"""Models whose every answer is known by hand: letters (N, L) in, predictions (N,) out."""

import numpy as np

from core.discovery.motifs import Look
from core.sequence import ALPHABET, encode


def count_u(letters):
    """The number of U."""
    return (letters == ALPHABET.index("U")).sum(axis=1).astype(np.float32)


def position_of_g(letters):
    """Position p (from 1) adds p when it holds G."""
    return ((letters == ALPHABET.index("G")) * np.arange(1, letters.shape[1] + 1)).sum(axis=1).astype(np.float32)


def count_sites(kmer):
    """A model that counts the places where a k-mer stands."""
    pattern = encode([kmer], len(kmer))[0]

    def score(letters):
        windows = np.lib.stride_tricks.sliding_window_view(letters, len(pattern), axis=1)
        return (windows == pattern).all(axis=2).sum(axis=1).astype(np.float32)

    return score


A_GLANCE = Look(first=2, kept=32, second=50)
"""Finds a planted motif among all 6-mers; the usual look takes longer than the training of a small set."""
