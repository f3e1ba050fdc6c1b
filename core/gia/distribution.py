"""Summaries that a plot shows in place of many values: box, density, dots, bars. Values in, small arrays out."""

from typing import NamedTuple

import numpy as np

WHISKER = 1.5
"""Whiskers end at the furthest value within 1.5 interquartile ranges of the box, as in matplotlib and the paper."""
GRID = 80
"""Points at which a density is evaluated."""
DOTS = 200
"""Default for the most dots of a condition."""
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
    """A density at points (GRID,) from the lowest to the highest value, relative to its maximum."""

    at: np.ndarray
    height: np.ndarray


class Dots(NamedTuple):
    """Some of the values (m,), lowest first, and the offset of each dot from the middle line, from -1 to 1."""

    values: np.ndarray
    aside: np.ndarray


class Bars(NamedTuple):
    """Bars of equal width: their middles (b,), and the share of the values in each."""

    at: np.ndarray
    share: np.ndarray


def box(values: np.ndarray) -> Box:
    """Compute quartiles (linear interpolation) and whisker ends of values (n,), as matplotlib draws them."""
    q1, median, q3 = (float(quartile) for quartile in np.percentile(values, [25, 50, 75]))
    reach = WHISKER * (q3 - q1)
    inside = values[(values >= q1 - reach) & (values <= q3 + reach)]
    return Box(min(float(inside.min()), q1), q1, median, q3, max(float(inside.max()), q3))


def density(values: np.ndarray) -> Density:
    """Estimate the density of values (n,) by a Gaussian kernel, cut at the lowest and the highest value.

    The bandwidth follows Scott's rule. Values are counted on the grid first, so that ten thousand take as long as ten.
    If they do not vary, the density is flat.

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
    """Choose at most ``most`` of the values (n,), evenly spaced by rank, the lowest and highest among them.

    The denser the values lie, the further the dots spread sideways, in an order that looks random but never changes.
    """
    ordered = np.sort(values)
    if len(ordered) > most:
        ordered = ordered[np.linspace(0, len(ordered) - 1, most).round().astype(int)]
    thick = density(values) if len(values) > 1 else Density(ordered, np.ones(len(ordered)))
    height = np.interp(ordered, thick.at, thick.height)
    return Dots(ordered, (2 * (np.arange(1, len(ordered) + 1) * GOLDEN % 1) - 1) * height)


def bars(values: np.ndarray) -> Bars:
    """Count values (n,), of which there may be only one, into a histogram."""
    counts, edges = np.histogram(values, min(BARS, max(1, len(values) // 5)))
    return Bars((edges[:-1] + edges[1:]) / 2, counts / len(values))
