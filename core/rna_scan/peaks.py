"""Peaks of a track: its local maxima, merged if they share a site, and their p against shuffled RNA."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.rna_scan.sites import SITE, Site
from core.statistics import empirical_p, q_values


class Peak(NamedTuple):
    """A site in a window that is predicted higher than every window that begins within half a window of it.

    model : name. rank : among the model's peaks on this RNA, 1 is the highest. rna : its name.
    first, last, position : of the window and its middle letter (of two, the left one), from 1.
    letters : of the window, as they were typed. prediction : of the window, in the model's unit.
    percentile : share (0 to 100) of random backgrounds that are predicted lower.
    p : how often a local maximum of this RNA, its dinucleotides shuffled, is as high as ``site_prediction``.
    q : p corrected for all local maxima of the model on this RNA (Benjamini and Hochberg 1995).
    site, site_first : the most sensitive letters of the window by ISM, and the position of the first of them, from 1.
    site_prediction : the prediction that the site is ranked by: that of the window; for a further site in the same
        window, the prediction left when the letters of the earlier sites are replaced by random letters.
    kmer, mismatches : the model's best k-mer, and the mismatches of its best match in the window; "" and None if the
        model's best k-mer is not known.
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
    site_prediction: float
    kmer: str
    mismatches: int | None


class Maximum(NamedTuple):
    """A local maximum of a track: index of its window, height, and p as in `Peak`."""

    window: int
    height: float
    p: float


class Chance(NamedTuple):
    """Heights that occur by chance, for one model on one RNA.

    null : (K,) heights of the local maxima of the RNA's shuffles. random : (B,) predictions of random backgrounds,
    sorted. threshold : a local maximum above it is a peak.
    """

    null: np.ndarray
    random: np.ndarray
    threshold: float


class Row(NamedTuple):
    """A listed site: number of its maximum, index of its first letter in that window; the rest as in `Peak`."""

    maximum: int
    first: int
    prediction: float
    p: float
    q: float


def find_maxima(values: np.ndarray, distance: int, null: np.ndarray) -> list[Maximum]:
    """List the local maxima of a track (W,), highest first; ``null`` (K,) holds heights of maxima of shuffled RNA."""
    places = local_maxima(values, distance)
    heights = values[places].astype(np.float64)
    p = empirical_p(heights, null)
    return [Maximum(int(places[n]), float(heights[n]), float(p[n])) for n in np.argsort(-heights, kind="stable")]


def list_sites(
    maxima: Sequence[Maximum], starts: Sequence[int], sites: Sequence[Sequence[Site]], null: np.ndarray
) -> list[Row]:
    """Give every site one row; if two windows see the same letters, the higher window gets the site.

    Parameters
    ----------
    maxima : all maxima of a track, highest first. starts, sites : for the first few of them, index of the first letter
        and the sites of the window. null : as in `find_maxima`.
    """
    taken: list[int] = []
    kept: list[tuple[int, int, Site]] = []
    for n, (start, found) in enumerate(zip(starts, sites, strict=True)):
        for place, site in enumerate(found):
            if all(abs(start + site.first - other) >= SITE for other in taken):
                taken.append(start + site.first)
                kept.append((n, place, site))
    further = [site.prediction for _, place, site in kept if place]
    tested = [*(one.p for one in maxima), *empirical_p(np.array(further), null)]
    q = q_values(np.array(tested))
    numbers = iter(range(len(maxima), len(tested)))
    rows = [(n, site, next(numbers) if place else n) for n, place, site in kept]
    heights = [site.prediction if row >= len(maxima) else maxima[n].height for n, site, row in rows]
    return [
        Row(n, site.first, height, float(tested[row]), float(q[row]))
        for (n, site, row), height in zip(rows, heights, strict=True)
    ]


def local_maxima(values: np.ndarray, distance: int) -> np.ndarray:
    """Find the local maxima of a track (W,), at least ``distance`` apart: of two that are closer, the higher stays.

    Returns
    -------
    Their indices. nan counts as no value, and a track rises from its ends. A plateau counts at its middle, the left of
    two.
    """
    from scipy.signal import find_peaks

    known = np.where(np.isnan(values), -np.inf, values).astype(np.float64)
    walled = np.concatenate([[-np.inf], known, [-np.inf]])
    return find_peaks(walled, distance=max(1, distance))[0] - 1


def heights_of_maxima(values: np.ndarray, distance: int) -> np.ndarray:
    """Find the heights of the local maxima (`local_maxima`) of tracks of one length (K, W), pooled."""
    walled = np.full((len(values), values.shape[1] + distance), -np.inf)
    walled[:, : values.shape[1]] = values
    return walled.ravel()[local_maxima(walled.ravel(), distance)]
