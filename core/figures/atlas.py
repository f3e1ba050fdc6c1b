"""The figures of the atlas for print: methods, histograms, both ends against each other, heat map, sorted strips."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from core.atlas.arrange import SCALES, answered, gap_map, heatmap, ranked, title_of
from core.atlas.methods import BEST, CLIP, OURS, PUBLISHED
from core.atlas.overall import clear_rows
from core.atlas.paired import Comparison
from core.atlas.performance import Performance, method_title
from core.errors import DataError
from core.figures.drawing import BLUE, GREY, INK, MUTED, ORANGE, against, corner, histogram, violins
from core.figures.sheet import WIDTH, Panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

Row = dict[str, Any]
COLORS = {"real": BLUE, "simulated": ORANGE}
A_ROW = 0.13
"""Inches per RBP in a strip or heat map; less if there are many."""
TALLEST = 9.0
BINS = 25
SOURCE = "the atlas of core"


def performance_panel(found: Performance) -> Panel:
    """Draw test Pearson by method and of replicate spots as violins, and ours against the best published method."""
    groups = {}
    for method in [*found.methods, found.ceiling]:
        for kind, pearson in found.by_kind(method).items():
            if pearson:
                title = f"{method.title}{', simulated' if kind == 'simulated' else ''}, n = {len(pearson)}"
                is_ours = method in found.methods and not method.is_published
                color = COLORS[kind] if is_ours else GREY
                groups[title] = np.array(list(pearson.values())), color
    pair = _best_pair(found.comparisons)

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots(1, 2 if pair else 1, width_ratios=[3, 1.2] if pair else None, squeeze=False)[0]
        left = axes[0]
        values, colors = zip(*groups.values(), strict=True)
        violins(left, dict(zip(groups, values, strict=True)), colors, "Test Pearson (set B)")
        names, places = list(groups), range(1, len(groups) + 1)
        left.set_xticks(places, names, rotation=60, ha="right", rotation_mode="anchor", size=5)
        if pair:
            _, y, x = zip(*pair.points, strict=True)
            against(axes[1], np.array(x), np.array(y), (pair.second, method_title(pair.first)))

    _check(groups)
    return Panel("", draw, {"rows": found.rows}, SOURCE, size=(WIDTH, 3.4))


def _best_pair(comparisons: Sequence[Comparison]) -> Comparison | None:
    """Choose the comparison of ours, on clipped scores if possible, with the best published method."""
    known = [one for one in comparisons if one.points and one.first in (CLIP, OURS) and one.second in PUBLISHED]
    return min(known, key=lambda one: (one.is_mixed, one.second != BEST), default=None)


def additivity_panel(rows: Sequence[Row]) -> Panel:
    """Draw R² of importance over copies, as in the paper's Fig 2g, and every RBP's copies, as in Fig 2b and c."""
    known = clear_rows("additivity", rows)
    _check(known)
    values = _by_kind(known, "r_squared")
    edges = np.linspace(min(0.98, *(row["r_squared"] for row in known)), 1, BINS)
    by_gain = sorted(known, key=lambda row: (row["source"] == "simulated", -row["slope"]))

    def draw(cell: "SubFigure") -> None:
        left, right = cell.subplots(1, 2)
        histogram(left, values, edges, "R² of importance over copies", tuple(COLORS.values()))
        for place, row in enumerate(by_gain):
            color, places = COLORS[_kind(row)], [place] * len(row["importance"])
            right.plot(row["importance"], places, "-o", color=color, markersize=2, linewidth=0.5)
        right.axvline(0, color=MUTED, linewidth=0.5, zorder=0)
        _names(right, by_gain)
        right.set(ylim=(len(by_gain) - 0.4, -0.6), xlabel="Importance of 1, 2, 3 copies (SD)")

    size = (WIDTH, max(2.4, 0.7 + _height(len(known))))
    return Panel("", draw, {"rows": known}, "Koo et al. 2021, Fig 2b, c, g", size=size)


def spacing_panel(rows: Sequence[Row], order: str = "cluster") -> Panel:
    """Draw two sites over twice one, RBPs by gaps, as in the paper's Fig 2d."""
    found = gap_map(clear_rows("spacing", rows), order)
    _check(found.rows)

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        extent = (found.positions[0] - 0.5, found.positions[-1] + 0.5, len(found.rows) - 0.5, -0.5)
        image = axes.imshow(found.values, "RdBu_r", aspect="auto", interpolation="nearest", extent=extent)
        image.set_clim(0, 2)
        _names(axes, found.rows)
        axes.set_xlabel("Letters between two sites of the best k-mer")
        bar = cell.colorbar(image, ax=axes, fraction=0.05, pad=0.01)
        bar.set_label("Importance over twice one site")

    size = (4.4, 0.9 + _height(len(found.rows)))
    return Panel("", draw, {"rows": found.rows}, "Koo et al. 2021, Fig 2d", size=size)


def gc_panel(rows: Sequence[Row]) -> Panel:
    """Draw the effect of GC at both ends, as in the paper's Fig 4d and e, and one end against the other."""
    known = clear_rows("gc", rows)
    _check(known)
    both = np.array([[row["effect_3"], row["effect_5"]] for row in known])
    edges = np.linspace(min(0.5, both.min()), max(1.5, both.max()), BINS)

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots(1, 3)
        for end, one in zip(("3", "5"), axes, strict=False):
            values = _by_kind(known, f"effect_{end}")
            histogram(one, values, edges, f"Effect of GC at the {end}' end", tuple(COLORS.values()))
            one.axvline(1, ymax=0.74, color=INK, linewidth=0.6, linestyle=":")
        _ends(axes[2], known)

    return Panel("", draw, {"rows": known}, "Koo et al. 2021, Fig 4d, e", size=(WIDTH, 2.3))


def positions_panel(rows: Sequence[Row], order: str = "cluster", scale: str = "max") -> Panel:
    """Draw positional bias, RBPs by positions."""
    found = heatmap(rows, order, scale)
    _check(found.rows)
    height = _height(len(found.rows))

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        most = float(np.nanmax(np.abs(found.values))) or 1.0
        colors, highest = ("Blues", 0.0) if scale == "max" else ("RdBu_r", most)
        extent = (found.positions[0] - 0.5, found.positions[-1] + 0.5, len(found.rows) - 0.5, -0.5)
        image = axes.imshow(found.values, colors, aspect="auto", interpolation="nearest", extent=extent)
        image.set_clim(-most, highest)
        _names(axes, found.rows)
        axes.set_xlabel("Position of the first letter")
        bar = cell.colorbar(image, ax=axes, fraction=0.03, pad=0.01)
        bar.set_label("SD of score" if scale == "max" else "SD over positions")

    return Panel(SCALES[scale], draw, {"rows": found.rows}, "positional bias", size=(WIDTH, 0.9 + height))


def motifs_panel(rows: Sequence[Row]) -> Panel:
    """Draw the global importance of the best k-mer of each RBP."""
    known = sorted(answered(rows), key=lambda row: -row["importance"])
    values = [(row["importance"], row["importance_low"], row["importance_high"]) for row in known]
    names = [f"{title_of(row)}  {row['pattern']}" for row in known]
    return _strip(known, values, names, "Global importance of the best k-mer (SD)")


def design_panel(rows: Sequence[Row], shown: str) -> Panel:
    """Draw one condition of a design, or the difference of two, for every RBP, sorted."""
    known = ranked(rows, shown)
    values = [(row["value"], row["value_low"], row["value_high"]) for row in known]
    title = "Difference" if "-" in shown else "Global importance"
    return _strip(known, values, [title_of(row) for row in known], f"{title} (SD)")


def _strip(rows: list[Row], values: list[tuple], names: list[str], label: str) -> Panel:
    _check(rows)

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        axes.axvline(0, color=MUTED, linewidth=0.5, zorder=0)
        for place, (row, (value, low, high)) in enumerate(zip(rows, values, strict=True)):
            color = COLORS[_kind(row)]
            spread = None if low is None else [[value - low], [high - value]]
            axes.errorbar([value], [place], xerr=spread, fmt="o", color=color, markersize=2.5, elinewidth=0.8)
        _names(axes, rows, names)
        axes.set(ylim=(len(rows) - 0.4, -0.6), xlabel=label)
        _key(axes, rows)

    return Panel("", draw, {"rows": rows}, SOURCE, size=(4.4, 0.7 + _height(len(rows))))


def _ends(axes: "Axes", rows: list[Row]) -> None:
    for kind, color in COLORS.items():
        some = [row for row in rows if _kind(row) == kind]
        x, y = ([row[f"effect_{end}"] for row in some] for end in ("5", "3"))
        spreads = [
            [
                [row[f"effect_{end}"] - row[f"effect_{end}_low"] for row in some],
                [row[f"effect_{end}_high"] - row[f"effect_{end}"] for row in some],
            ]
            for end in ("5", "3")
        ]
        axes.errorbar(x, y, spreads[1], spreads[0], fmt="o", color=color, markersize=2.5, elinewidth=0.5)
    for line in (axes.axvline, axes.axhline):
        line(1, color=INK, linewidth=0.6, linestyle=":")
    axes.set(xlabel="Effect at the 5' end", ylabel="Effect at the 3' end")


def _names(axes: "Axes", rows: list[Row], names: list[str] | None = None) -> None:
    size = 6 if len(rows) <= 60 else 3
    axes.set_yticks(range(len(rows)), names or [title_of(row) for row in rows], size=size)
    for tick, row in zip(axes.get_yticklabels(), rows, strict=True):
        tick.set_color(COLORS["simulated"] if _kind(row) == "simulated" else INK)


def _key(axes: "Axes", rows: list[Row]) -> None:
    """Explain the colours if there are simulated and real rows."""
    if {_kind(row) for row in rows} == set(COLORS):
        corner(axes, "blue: real; orange: simulated", right=True, bottom=True)


def _kind(row: Row) -> str:
    return "simulated" if row["source"] == "simulated" else "real"


def _by_kind(rows: list[Row], name: str) -> dict[str, list[float]]:
    return {kind: [row[name] for row in rows if _kind(row) == kind] for kind in COLORS}


def _height(count: int) -> float:
    return min(TALLEST, A_ROW * max(3, count))


def _check(known: Any) -> None:
    if not known:
        raise DataError("no RBP has an answer to draw; ask some first, with: python -m core atlas")


PANELS: dict[str, Callable[..., Panel]] = {
    "performance": performance_panel,
    "additivity": additivity_panel,
    "spacing": spacing_panel,
    "gc": gc_panel,
    "positions": positions_panel,
    "motifs": motifs_panel,
    "design": design_panel,
}
"""Panels by part of the atlas."""
