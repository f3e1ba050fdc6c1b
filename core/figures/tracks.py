"""The figure of a scan along one RNA: a line for each model with its peaks, and local structure beneath."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from core.figures.drawing import BLUE, GREEN, INK, MUTED, ORANGE, PALE, PURPLE, SKY, YELLOW
from core.figures.sheet import WIDTH, Panel
from core.formatting import SCORE, Unit
from core.rna_scan import Peak, RnaScan

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

COLORS = (BLUE, ORANGE, GREEN, PURPLE, SKY, YELLOW, INK, MUTED)
ALONE, TOGETHER, STRUCTURE = 2.1, 1.1, 0.9
"""Heights in inches: a single model, each of several models, and local structure."""
NAMED = 6
"""Most peaks of a model with their site written beside them, if there is room."""
NAMES_NEED = 0.35
"""Inches above the highest point, for the names of peaks below the panel's title."""
ROOM = 0.11
"""Share of the RNA's length that a name takes."""


def tracks_panel(scan: RnaScan, rna: int, titles: Sequence[str], unit: Unit = SCORE) -> Panel:
    """Draw predictions along one RNA of a scan (its index), a panel for each model, and unpaired letters beneath.

    Each panel has its own scale and threshold; the highest peaks have their sites beside them.
    """
    track = scan.tracks[rna]
    length = len(track.rna.sequence)
    each = ALONE if len(titles) == 1 else TOGETHER

    def draw(cell: "SubFigure") -> None:
        *upper, lower = cell.subplots(
            len(titles) + 1,
            1,
            sharex=True,
            height_ratios=[*[each] * len(titles), STRUCTURE],
            gridspec_kw={"hspace": 0.08},
        )
        for m, (axes, title) in enumerate(zip(upper, titles, strict=True)):
            _line(axes, scan, rna, m)
            axes.set_title(title, loc="left", size=7, color=COLORS[m % len(COLORS)], pad=2)
            axes.set(xlim=(0.5, length + 0.5))
            low, high = axes.get_ylim()
            axes.set_ylim(low, high + NAMES_NEED / each * (high - low))
        upper[len(upper) // 2].set_ylabel(unit.predicted)
        lower.fill_between(np.arange(1, length + 1), track.unpaired, color=PALE, linewidth=0)
        lower.plot(np.arange(1, length + 1), track.unpaired, color=MUTED, linewidth=0.4, rasterized=length > 5000)
        lower.set(ylim=(0, 1), yticks=[0, 1], ylabel="Unpaired", xlabel=f"Position in {track.rna.name}")

    numbers = {"rna": track.rna.name, "predictions": track.predictions, "unpaired": track.unpaired}
    return Panel("", draw, numbers, "scan of an RNA", scan.models, (WIDTH, each * len(titles) + STRUCTURE))


def _line(axes: "Axes", scan: RnaScan, rna: int, m: int) -> None:
    track = scan.tracks[rna]
    x = scan.middle(track.starts, len(track.rna.sequence))
    color = COLORS[m % len(COLORS)]
    axes.plot(x, track.predictions[m], color=color, linewidth=0.7, marker="." if len(x) == 1 else None)
    axes.axhline(float(scan.thresholds[m]), color=color, linewidth=0.5, linestyle=":")
    peaks = [one for one in scan.peaks if one.model == scan.models[m] and one.rna == track.rna.name]
    axes.plot([one.position for one in peaks], [one.prediction for one in peaks], "v", color=color, markersize=3)
    for one in _named(peaks, len(track.rna.sequence)):
        above: dict[str, Any] = {"xytext": (0, 4), "textcoords": "offset points", "ha": "center", "va": "bottom"}
        axes.annotate(f"{one.site} {one.site_first:,}", (one.position, one.prediction), size=5, color=INK, **above)


def _named(peaks: Sequence[Peak], length: int) -> list[Peak]:
    """Select the highest peaks whose names do not overlap."""
    named: list[Peak] = []
    for peak in peaks:
        if len(named) < NAMED and all(abs(peak.position - one.position) > ROOM * length for one in named):
            named.append(peak)
    return named
