"""Sites of a window: its most sensitive letters, and further letters that keep it high when the first are gone."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from core.discovery.ism import Ism
from core.models.scoring import Score
from core.rna_scan.windows import predict
from core.sequence import ALPHABET, PROBE_LENGTH, encode

SITE = 6
"""Letters of a site: the paper's k-mers."""
DRAWS = 15
"""Draws of random letters in place of a site; the median of their predictions counts."""


class Site(NamedTuple):
    """A stretch of a window: index of its first letter, and the prediction it is ranked by (`Peak.site_prediction`)."""

    first: int
    prediction: float


def find_sites(
    score: Score, isms: Sequence[Ism], threshold: float, seed: int = 0, tell: Callable[[int], None] | None = None
) -> list[list[Site]]:
    """Find the sites of windows, one after the other.

    The first is the stretch of `SITE` letters with the highest sum of sensitivities. Its letters are replaced by random
    letters. If the window is still predicted above the threshold, the most sensitive of the remaining stretches is a
    site too, and so on.

    Parameters
    ----------
    isms : of windows of up to 41 nt, predicted above ``threshold``. tell : as in `predict`.

    Returns
    -------
    The sites of each window, at least one; they do not overlap.
    """
    letters = encode([ism.sequence for ism in isms])
    noise = np.random.default_rng(seed).integers(len(ALPHABET), size=(DRAWS, PROBE_LENGTH)).astype(np.int8)
    found: list[list[Site]] = [[] for _ in isms]
    hidden = np.zeros(letters.shape, bool)
    left = np.array([ism.prediction for ism in isms])
    active = list(range(len(isms)))
    while active:
        going = []
        for n in active:
            first = _strongest(isms[n], [site.first for site in found[n]])
            if first is not None:
                found[n].append(Site(first, float(left[n])))
                hidden[n, first : min(first + SITE, len(isms[n].sequence))] = True
                going.append(n)
        if not going:
            break
        rows = np.where(hidden[going, None], noise, letters[going, None]).reshape(-1, PROBE_LENGTH)
        left[going] = np.median(predict([score], rows, tell)[0].reshape(len(going), DRAWS), axis=1)
        active = [n for n in going if left[n] > threshold]
    return found


def _strongest(ism: Ism, taken: Sequence[int]) -> int | None:
    """Find the start of the most sensitive stretch that overlaps none of the taken ones; None if none is left."""
    size = min(SITE, len(ism.sequence))
    sums = np.convolve(ism.sensitivity, np.ones(size), "valid")
    starts = np.arange(len(sums))
    free = np.all([abs(starts - first) >= size for first in taken], axis=0) if taken else np.ones(len(sums), bool)
    return int(np.where(free, sums, -np.inf).argmax()) if free.any() else None
