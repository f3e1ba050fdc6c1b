"""Shared marks of figures: ink, colours, box plots, scatter plots, histograms, logos, heat maps. Numbers in, marks out.

The pages have interactive figures of their own (components/figures); these are for print.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from core.formatting import LETTERS
from core.sequence import ALPHABET

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure
    from matplotlib.typing import RcKeyType

BLUE, ORANGE, GREEN, PURPLE, SKY, YELLOW = "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"
"""Colours that colour-blind people can tell apart (Okabe and Ito 2008)."""
INK, MUTED, GREY, PALE = "#212529", "#5c636a", "#adb5bd", "#dee2e6"
STYLE: "dict[RcKeyType, Any]" = {
    "font.family": "DejaVu Sans",
    "font.size": 6.5,
    "axes.labelsize": 6.5,
    "axes.linewidth": 0.6,
    "axes.edgecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.labelsize": 6,
    "ytick.labelsize": 6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "legend.fontsize": 5.5,
    "legend.frameon": False,
    "legend.handletextpad": 0.3,
    "lines.linewidth": 0.9,
    "svg.fonttype": "none",
    "svg.hashsalt": "gia-explorer",
    "figure.constrained_layout.w_pad": 0.06,
    "figure.constrained_layout.h_pad": 0.05,
}
"""Matplotlib settings for drawing and writing sheets; equal input gives equal SVG."""
LOCAL_IMPORTANCE = "Local importance (SD)"
BOXES = "Boxes: quartiles, median (line), mean (green triangle), whiskers up to 1.5 times the height of the box."
FEWEST_FOR_A_BOX = 5
"""Fewest numbers for a box; of fewer, points say more."""


def boxes(axes: "Axes", groups: Mapping[str, np.ndarray], ylabel: str = LOCAL_IMPORTANCE) -> np.ndarray:
    """Draw a box per group at 1, 2, …: quartiles, median line, whiskers to 1.5 box heights, mean as a green triangle.

    Returns
    -------
    (groups,) their means.
    """
    axes.axhline(0, color=MUTED, linewidth=0.5, zorder=0)
    axes.boxplot(
        list(groups.values()),
        tick_labels=list(groups),
        widths=0.55,
        showmeans=True,
        meanprops={"marker": "^", "markerfacecolor": GREEN, "markeredgecolor": GREEN, "markersize": 4},
        medianprops={"color": ORANGE, "linewidth": 1},
        boxprops={"linewidth": 0.7},
        whiskerprops={"linewidth": 0.7},
        capprops={"linewidth": 0.7},
        flierprops={"marker": ".", "markersize": 1.5, "markeredgecolor": MUTED, "rasterized": True},
    )
    axes.set_ylabel(ylabel)
    return np.array([np.mean(group) for group in groups.values()])


def violins(axes: "Axes", groups: Mapping[str, np.ndarray], colors: Sequence[str], ylabel: str) -> None:
    """Draw a violin with a box per group at 1, 2, …; few numbers are drawn as points."""
    for x, (values, color) in enumerate(zip(groups.values(), colors, strict=True), start=1):
        if len(values) < FEWEST_FOR_A_BOX or np.ptp(values) == 0:
            axes.plot(np.full(len(values), x), values, "o", color=color, markersize=3.5, alpha=0.8)
            continue
        parts: dict[str, Any] = axes.violinplot(values, [x], widths=0.8, showextrema=False)
        [body] = parts["bodies"]
        body.set(facecolor=color, alpha=0.3, linewidth=0)
        line = {"color": color, "linewidth": 0.8}
        axes.boxplot(
            values,
            positions=[x],
            widths=0.22,
            showfliers=False,
            showmeans=True,
            meanprops={"marker": "^", "markerfacecolor": GREEN, "markeredgecolor": GREEN, "markersize": 3.5},
            boxprops=line,
            whiskerprops=line,
            capprops=line,
            medianprops={**line, "linewidth": 1.2},
        )
    axes.set_xticks(range(1, len(groups) + 1), list(groups))
    axes.set_xlim(0.4, len(groups) + 0.6)
    axes.set_ylabel(ylabel)


def straight_line(axes: "Axes", slope: float, intercept: float, ends: Sequence[float], text: str) -> None:
    """Draw a dashed line between two x, with its text in the upper left corner; nothing if there is no line."""
    if not np.isfinite(intercept):
        return
    x = np.asarray(ends, np.float64)
    axes.plot(x, slope * x + intercept, "--", color=BLUE, linewidth=0.8, zorder=1)
    corner(axes, text)


def corner(axes: "Axes", text: str, right: bool = False, bottom: bool = False) -> None:
    """Write small text into a corner of the axes, by default the upper left one."""
    x, y = (0.97 if right else 0.03), (0.03 if bottom else 0.97)
    ha, va = "right" if right else "left", "bottom" if bottom else "top"
    axes.text(x, y, text, transform=axes.transAxes, size=6, color=INK, ha=ha, va=va)


def beside(axes: "Axes", x: np.ndarray, y: np.ndarray, labels: Sequence[str]) -> None:
    """Write labels of points in a column right of the axes, as near to their heights as they fit without overlap."""
    low, high = axes.get_ylim()
    step = 0.075 * (high - low)  # the height of a label
    for index, place in enumerate(space_out(y, step, high)):
        axes.annotate(
            labels[index],
            (x[index], y[index]),
            (1.04, place),
            textcoords=axes.get_yaxis_transform(),
            size=5.5,
            va="center",
            family="DejaVu Sans Mono",
            arrowprops={"arrowstyle": "-", "linewidth": 0.3, "color": MUTED, "shrinkA": 1, "shrinkB": 2},
        )


def space_out(y: np.ndarray, step: float, highest: float) -> np.ndarray:
    """Spread heights (n,) at least a step apart, in the order of y, not above the highest; a crowd keeps its middle."""
    order = np.argsort(y, kind="stable")
    steps = step * np.arange(len(y))
    pushed_up = np.maximum.accumulate(y[order] - steps) + steps
    pushed_down = np.minimum.accumulate((y[order] - steps)[::-1])[::-1] + steps
    places = np.empty(len(y))
    places[order] = (pushed_up + pushed_down) / 2
    return places - max(0, places.max() - highest)


def against(
    axes: "Axes", x: np.ndarray, y: np.ndarray, labels: tuple[str, str], color: str = BLUE, name: str = ""
) -> None:
    """Draw paired numbers as points around the line of equality, on equal axes that hold them all."""
    from matplotlib.ticker import MaxNLocator

    axes.plot(x, y, "o", color=color, markersize=3, alpha=0.75, markeredgewidth=0, label=name or None)
    low, high = axes.dataLim.intervalx.min(), axes.dataLim.intervalx.max()
    low, high = min(low, axes.dataLim.intervaly.min()), max(high, axes.dataLim.intervaly.max())
    margin = max(0.06 * (high - low), (0.2 - (high - low)) / 2)  # a few points do not make a microscope
    ends = (low - margin, high + margin)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(4))
    axes.axline((ends[0], ends[0]), slope=1, color=MUTED, linewidth=0.6, zorder=0)
    axes.set(xlim=ends, ylim=ends, xlabel=labels[0], ylabel=labels[1], aspect="equal")


def histogram(
    axes: "Axes",
    groups: Mapping[str, Sequence[float] | np.ndarray],
    edges: np.ndarray,
    xlabel: str,
    colors: Sequence[str],
) -> None:
    """Draw stacked counts of experiments; empty groups do not appear."""
    shown = {name: (values, color) for (name, values), color in zip(groups.items(), colors, strict=True) if len(values)}
    axes.hist(
        [values for values, _ in shown.values()],
        edges.tolist(),
        stacked=True,
        color=[color for _, color in shown.values()],
        label=[f"{name} (n = {len(values)})" for name, (values, _) in shown.items()],
        edgecolor="white",
        linewidth=0.4,
    )
    axes.locator_params(axis="y", integer=True)
    axes.set_ylim(top=1.35 * axes.get_ylim()[1])  # room for the legend
    axes.set(xlabel=xlabel, ylabel="Experiments")
    axes.legend(loc="upper left", borderaxespad=0.2)


def logo(axes: "Axes", sequence: str, heights: np.ndarray, ylabel: str) -> None:
    """Draw the letters of a sequence (L) at their heights (L,), positions from 1; empty if no letter matters.

    A letter with a height below 0 hangs from the axis, upside down.
    """
    import logomaker
    import pandas as pd

    frame = pd.DataFrame(0.0, index=range(1, len(sequence) + 1), columns=list(ALPHABET))
    for position, (letter, height) in enumerate(zip(sequence, heights, strict=True), start=1):
        frame.loc[position, letter] = float(height)
    if np.any(heights):
        logomaker.Logo(frame, ax=axes, color_scheme=LETTERS, show_spines=False, baseline_width=0.4)
    axes.spines[["left", "bottom"]].set_visible(True)
    axes.set_xlim(0.4, max(len(sequence), 2) + 0.6)
    axes.set_xticks(range(1, len(sequence) + 1) if len(sequence) < 12 else [1, *range(5, len(sequence) + 1, 5)])
    axes.set_ylabel(ylabel)


def mutant_map(figure: "SubFigure", axes: "Axes", kmer: str, matrix: np.ndarray) -> None:
    """Draw the differences (k, 4) of all single mutants of a k-mer; a dot marks the wild type."""
    most = float(np.abs(matrix).max()) or 1.0
    image = axes.imshow(matrix.T, cmap="RdBu_r", vmin=-most, vmax=most, aspect="auto")
    axes.plot(range(len(kmer)), [ALPHABET.index(letter) for letter in kmer], ".", color=INK, markersize=3)
    axes.set_xticks(range(len(kmer)), list(kmer))
    axes.set_yticks(range(len(ALPHABET)), list(ALPHABET))
    for tick in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        tick.set_color(LETTERS[tick.get_text()])
        tick.set_fontweight("bold")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    bar = figure.colorbar(image, ax=axes, fraction=0.05, pad=0.02)
    bar.set_label("Difference (SD)")
    bar.outline.set_linewidth(0.4)
