"""The figure of a scan along one RNA: a line for each model with its peaks, and local structure beneath."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.figures.drawing import BLUE, GREEN, INK, MUTED, ORANGE, PALE, PURPLE, SKY, YELLOW
from core.figures.sheet import WIDTH, Panel
from core.transcript import RnaScan
from core.units import SCORE, Unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

COLORS = (BLUE, ORANGE, GREEN, PURPLE, SKY, YELLOW, INK, MUTED)
HEIGHT = 3.0
"""Inches."""
NAMED = 6
"""Peaks of a model whose site is written beside them."""


def tracks_panel(scan: RnaScan, rna: int, titles: Sequence[str], unit: Unit = SCORE) -> Panel:
    """Predictions along one RNA of a scan (its index), the highest peaks with their sites, and unpaired letters."""
    track = scan.tracks[rna]
    length = len(track.rna.sequence)

    def draw(cell: "SubFigure") -> None:
        upper, lower = cell.subplots(2, 1, sharex=True, height_ratios=[2.4, 0.8])
        for m, title in enumerate(titles):
            _line(upper, scan, rna, m, title)
        upper.set(ylabel=unit.predicted, xlim=(0.5, length + 0.5))
        upper.margins(y=0.12)
        upper.legend(loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0)
        lower.fill_between(np.arange(1, length + 1), track.unpaired, color=PALE, linewidth=0)
        lower.plot(np.arange(1, length + 1), track.unpaired, color=MUTED, linewidth=0.4, rasterized=length > 5000)
        lower.set(ylim=(0, 1), yticks=[0, 1], ylabel="Unpaired", xlabel=f"Position in {track.rna.name}")

    numbers = {"rna": track.rna.name, "predictions": track.predictions, "unpaired": track.unpaired}
    return Panel("", draw, numbers, "scan of an RNA", scan.models, (WIDTH, HEIGHT))


def _line(axes: "Axes", scan: RnaScan, rna: int, m: int, title: str) -> None:
    track = scan.tracks[rna]
    x = scan.middle(track.starts, len(track.rna.sequence))
    color = COLORS[m % len(COLORS)]
    axes.plot(x, track.predictions[m], color=color, linewidth=0.7, label=title, marker="." if len(x) == 1 else None)
    axes.axhline(float(scan.thresholds[m]), color=color, linewidth=0.5, linestyle=":")
    peaks = [one for one in scan.peaks if one.model == scan.models[m] and one.rna == track.rna.name]
    axes.plot([one.position for one in peaks], [one.prediction for one in peaks], "v", color=color, markersize=3)
    for one in peaks[:NAMED]:
        place = {"xy": (one.position, one.prediction), "xytext": (0, 4), "textcoords": "offset points"}
        axes.annotate(f"{one.site} {one.site_first:,}", ha="center", va="bottom", size=5, color=INK, **place)
