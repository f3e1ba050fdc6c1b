"""Peaks of a track: local maxima, merged where they are near, and how often shuffled RNA has one as high."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Peak(NamedTuple):
    """A window that is predicted higher than all that begin within half a window of it.

    model : name. rank : among the model's peaks, 1 is the highest. rna : its name.
    first, last, position : of the window and its middle letter (of two, the left one), from 1.
    letters : of the window. prediction : in the model's unit.
    percentile : share (0 to 100) of random backgrounds that are predicted lower.
    p : how often a peak of shuffled RNA is as high; q : the same, corrected for all local maxima of the model
        (Benjamini and Hochberg 1995); nan where nothing was shuffled.
    site, site_first : the most sensitive letters of the window by ISM, and the position of their first, from 1.
    kmer, mismatches : the model's best k-mer, and how many letters its best match in the window lacks; "" and None
        where the model's best k-mer is not known.
    """

    model: str
    rank: int
    rna: str
    first: int
    last: int
    position: int
    letters: str
    prediction: float
    percentile: float
    p: float
    q: float
    site: str
    site_first: int
    kmer: str
    mismatches: int | None


class Maximum(NamedTuple):
    """A local maximum: which track, which window of it, how high; p and q as of `Peak`."""

    track: int
    window: int
    height: float
    p: float
    q: float


def find_maxima(tracks: Sequence[np.ndarray], distance: int, null: np.ndarray) -> list[Maximum]:
    """The local maxima of tracks (W,), highest first; ``null`` (K,) are heights of those of shuffled RNA."""
    places = [(t, int(w)) for t, values in enumerate(tracks) for w in local_maxima(values, distance)]
    heights = np.array([tracks[t][w] for t, w in places], np.float64)
    p = empirical_p(heights, null)
    q = q_values(p)
    order = np.argsort(-heights, kind="stable").tolist()
    return [Maximum(*places[row], float(heights[row]), float(p[row]), float(q[row])) for row in order]


def local_maxima(values: np.ndarray, distance: int) -> np.ndarray:
    """Indices of the local maxima of a track (W,), at least ``distance`` apart: the higher one of two stays.

    nan is no value; the ends count as the foot of a hill. Of a plateau it is the middle, the left of two.
    """
    from scipy.signal import find_peaks

    known = np.where(np.isnan(values), -np.inf, values).astype(np.float64)
    walled = np.concatenate([[-np.inf], known, [-np.inf]])
    return find_peaks(walled, distance=max(1, distance))[0] - 1


def empirical_p(heights: np.ndarray, null: np.ndarray) -> np.ndarray:
    """For each height (N,) the share of the null heights (K,) that reach it, with one added to both: never 0.

    nan where there is no null. Source: North, Curtis and Sham 2002, Am J Hum Genet 71: 439.
    """
    if not len(null):
        return np.full(len(heights), np.nan)
    reached = len(null) - np.searchsorted(np.sort(null), heights, side="left")
    return (1 + reached) / (1 + len(null))


def q_values(p: np.ndarray) -> np.ndarray:
    """The p values (N,) corrected for their number (Benjamini and Hochberg 1995, J R Stat Soc B 57: 289)."""
    from scipy.stats import false_discovery_control

    return false_discovery_control(p) if len(p) and np.isfinite(p).all() else p.copy()
