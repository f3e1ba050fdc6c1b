"""The figure of a k-mer scan: the best k-mers, each with its global importance and interval."""

from typing import TYPE_CHECKING

import numpy as np

from core.discovery.kmer_scan import KmerScan
from core.figures.drawing import BLUE, MUTED
from core.figures.sheet import Panel
from core.formatting import LETTERS, SCORE, Unit

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

A_ROW, WIDTH = 0.13, 3.6
"""Inches: height of a k-mer, and width of the panel."""
MOST = 60
"""Most k-mers of a figure; the table has all."""


def kmers_panel(scan: KmerScan, unit: Unit = SCORE) -> Panel:
    """Draw the best k-mers of a scan from the top down, at most `MOST`."""
    best = scan.kmers[:MOST]

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        means = np.array([one.global_importance for one in best])
        ends = np.array([(one.ci_low, one.ci_high) for one in best]).T
        axes.axvline(0, color=MUTED, linewidth=0.5, zorder=0)
        spread = np.nan_to_num(np.abs(ends - means))
        axes.errorbar(means, range(len(best)), xerr=spread, fmt="o", color=BLUE, markersize=3, elinewidth=0.8)
        axes.set_yticks(range(len(best)), [""] * len(best))
        for row, one in enumerate(best):
            _kmer(axes, row, one.kmer)
        axes.set(ylim=(len(best) - 0.4, -0.6), xlabel=f"Global importance ({unit.short})")

    title = f"The best {len(best)} of {len(scan.kmers)} that were asked for" if len(scan.kmers) > MOST else ""
    return Panel(
        title, draw, {"kmers": list(scan.kmers)}, "k-mer discovery", (scan.model,), (WIDTH, 0.6 + A_ROW * len(best))
    )


def _kmer(axes, row: int, kmer: str) -> None:
    """Write letters in their colours, left of the axis."""
    for back, letter in enumerate(reversed(kmer)):
        place = {"xy": (0, row), "xycoords": axes.get_yaxis_transform(), "textcoords": "offset points"}
        style = {"color": LETTERS[letter], "family": "DejaVu Sans Mono", "weight": "bold", "size": 6}
        axes.annotate(
            letter, xytext=(-6 - 4.2 * back, 0), ha="right", va="center", annotation_clip=False, **place, **style
        )
