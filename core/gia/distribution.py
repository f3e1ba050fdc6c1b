"""What a plot shows of many values with few numbers: box, density, dots, bars. Values in, small arrays out."""

from typing import NamedTuple

import numpy as np

WHISKER = 1.5
"""Whiskers end at the furthest value within 1.5 interquartile ranges of the box, as in matplotlib and the paper."""
GRID = 80
"""Places at which a density is known."""
DOTS = 200
"""Dots of a condition at most unless said."""
BARS = 40
GOLDEN = (np.sqrt(5) - 1) / 2


class Box(NamedTuple):
    """Quartiles and whisker ends of some values."""

    lower: float
    q1: float
    median: float
    q3: float
    upper: float


class Density(NamedTuple):
    """How dense values lie: at places (GRID,) from the lowest to the highest value, relative to the densest place."""

    at: np.ndarray
    height: np.ndarray


class Dots(NamedTuple):
    """Some of the values (m,), lowest first, and where each stands beside the middle, from -1 to 1."""

    values: np.ndarray
    aside: np.ndarray


class Bars(NamedTuple):
    """Bars of equal width: their middles (b,), and the share of the values in each."""

    at: np.ndarray
    share: np.ndarray


def box(values: np.ndarray) -> Box:
    """Quartiles (linear interpolation) and whiskers of values (n,), as matplotlib draws them."""
    q1, median, q3 = (float(quartile) for quartile in np.percentile(values, [25, 50, 75]))
    reach = WHISKER * (q3 - q1)
    inside = values[(values >= q1 - reach) & (values <= q3 + reach)]
    return Box(min(float(inside.min()), q1), q1, median, q3, max(float(inside.max()), q3))


def density(values: np.ndarray) -> Density:
    """A Gaussian kernel density of values (n,), bandwidth by Scott's rule, cut at the lowest and highest value.

    Values are counted on the grid first, so that it takes as long for ten thousand as for ten. Where they do not
    vary, the density is flat.

    Source: Scott 1992, Multivariate Density Estimation.
    """
    from scipy.ndimage import gaussian_filter1d

    low, high = float(values.min()), float(values.max())
    at = np.linspace(low, high, GRID)
    if high == low:
        return Density(at, np.ones(GRID))
    step = at[1] - at[0]
    counts, _ = np.histogram(values, GRID, (low - step / 2, high + step / 2))
    width = values.std(ddof=1) * len(values) ** (-1 / 5) / step
    smooth = gaussian_filter1d(counts.astype(np.float64), width, mode="constant")
    return Density(at, smooth / smooth.max())


def dots(values: np.ndarray, most: int = DOTS) -> Dots:
    """At most ``most`` of the values (n,), evenly spaced by rank, the lowest and highest among them.

    They stand the further aside the denser the values lie, in an order that looks random and is always the same.
    """
    ordered = np.sort(values)
    if len(ordered) > most:
        ordered = ordered[np.linspace(0, len(ordered) - 1, most).round().astype(int)]
    thick = density(values) if len(values) > 1 else Density(ordered, np.ones(len(ordered)))
    height = np.interp(ordered, thick.at, thick.height)
    return Dots(ordered, (2 * (np.arange(1, len(ordered) + 1) * GOLDEN % 1) - 1) * height)


def bars(values: np.ndarray) -> Bars:
    """A histogram of values (n,), which may be one."""
    counts, edges = np.histogram(values, min(BARS, max(1, len(values) // 5)))
    return Bars((edges[:-1] + edges[1:]) / 2, counts / len(values))
