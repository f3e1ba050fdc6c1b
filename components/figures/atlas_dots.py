"""Figures of the Atlas with a clickable dot per RBP: histograms, and two numbers against each other. Plain dicts."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from components.figures.atlas_marks import COLORS, Mark, bars, kinds, legend, points, reference
from components.figures.theme import MUTED, axis, base_layout

BINS = 30
HEIGHT = 250
"""Pixels of a histogram."""
LARGEST = 13
"""Pixels of a dot if there is room."""


def dot_histogram(
    marks: Sequence[Mark],
    title: str,
    dark: bool,
    line: float | None = None,
    ends: tuple[float, float] | None = None,
    height: int = HEIGHT,
) -> dict[str, Any]:
    """Stack RBPs by their ``value`` in `BINS` bins.

    Parameters
    ----------
    line : a value that means no effect. ends : lowest and highest value that the axis must hold.
    """
    values = np.array([mark["value"] for mark in marks], float)
    low, high = _reach(values, ends, line)
    edges = np.linspace(low, high, BINS + 1)
    places = np.clip(np.digitize(values, edges) - 1, 0, BINS - 1)
    heights = _stacked(places, [mark["simulated"] for mark in marks])
    tallest = max(5, int(heights.max(initial=1)))
    size = min(LARGEST, 0.85 * (height - 90) / tallest)
    traces = []
    for simulated, some in kinds(marks):
        rows = [row for row, mark in enumerate(marks) if mark["simulated"] is simulated]
        middles = (edges[places[rows]] + edges[places[rows] + 1]) / 2
        traces.append(points(some, middles.tolist(), heights[rows].tolist(), simulated, dark, size))
    air = 0.02 * (high - low)
    x_axis = axis(dark, title, range=[low - air, high + air], fixedrange=True, nticks=8)
    y_axis = axis(dark, "RBPs", range=[0.3, tallest + 0.9], fixedrange=True, nticks=5, tickformat="d", dtick=None)
    margin = {"l": 52, "r": 12, "t": 34 if len(traces) > 1 else 12, "b": 46}
    shapes = [] if line is None else [reference(line, dark)]
    layout = base_layout(dark, xaxis=x_axis, yaxis=y_axis, margin=margin, shapes=shapes, dragmode=False)
    return {"data": traces, "layout": {**layout, "height": height, **legend(marks)}}


def effects(marks: Sequence[Mark], titles: tuple[str, str], dark: bool, line: float = 1.0) -> dict[str, Any]:
    """Draw two effects of each RBP (``x``, ``y``, with ``x_low`` … ``y_high``) against each other, with 95% intervals.

    titles : of both axes. line : the value that means no effect.
    """
    traces = []
    for simulated, some in kinds(marks):
        color = COLORS[simulated][dark]
        x, y = ([mark[name] for mark in some] for name in ("x", "y"))
        trace = points(some, x, y, simulated, dark, 10)
        trace["error_x"] = bars([mark["x_low"] for mark in some], [mark["x_high"] for mark in some], x, color)
        trace["error_y"] = bars([mark["y_low"] for mark in some], [mark["y_high"] for mark in some], y, color)
        traces.append(trace)
    shapes = [reference(line, dark), reference(line, dark, "y")]
    x_axis, y_axis = (
        axis(
            dark, title, range=_ends([mark[f"{name}{part}"] for mark in marks for part in ("", "_low", "_high")], line)
        )
        for title, name in zip(titles, ("x", "y"), strict=True)
    )
    layout = base_layout(dark, xaxis=x_axis, yaxis=y_axis, shapes=shapes, dragmode="pan")
    margin = {"l": 60, "r": 14, "t": 34, "b": 50}
    return {"data": traces, "layout": {**layout, "margin": margin, **legend(marks)}}


def against(marks: Sequence[Mark], titles: tuple[str, str], dark: bool) -> dict[str, Any]:
    """Draw paired numbers (``x``, ``y``) around the line of equality, on axes with one range."""
    traces = [
        points(some, [mark["x"] for mark in some], [mark["y"] for mark in some], simulated, dark, 10)
        for simulated, some in kinds(marks)
    ]
    known = [mark[name] for mark in marks for name in ("x", "y")]
    low, high = min(known), max(known)
    margin = max(0.06 * (high - low), (0.2 - (high - low)) / 2)
    ends = [low - margin, high + margin]
    x_axis = axis(dark, titles[0], range=ends, nticks=6)
    y_axis = axis(dark, titles[1], range=ends, nticks=6, scaleanchor="x", constrain="domain")
    layout = base_layout(dark, xaxis=x_axis, yaxis=y_axis, shapes=[diagonal(dark, ends)], dragmode="pan")
    around = {"l": 60, "r": 14, "t": 34, "b": 50}
    return {"data": traces, "layout": {**layout, "margin": around, **legend(marks)}}


def diagonal(dark: bool, ends: Sequence[float]) -> dict[str, Any]:
    """Draw the line of equality."""
    line = {"color": MUTED[dark], "width": 1}
    return {"type": "line", "x0": ends[0], "y0": ends[0], "x1": ends[1], "y1": ends[1], "line": line, "layer": "below"}


def _ends(values: Sequence[float | None], line: float) -> list[float]:
    """Return the range of an axis that holds all values and the line, with a margin."""
    held = [value for value in values if value is not None] + [line]
    air = 0.08 * (max(held) - min(held)) or 0.1
    return [min(held) - air, max(held) + air]


def _reach(values: np.ndarray, ends: tuple[float, float] | None, line: float | None) -> tuple[float, float]:
    """Return the ends of the axis: all values, the required values, and some width if all are equal."""
    held = [*values.tolist(), *(ends or ()), *([] if line is None else [line])]
    low, high = min(held, default=0.0), max(held, default=1.0)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _stacked(places: np.ndarray, simulated: Sequence[bool]) -> np.ndarray:
    """Return the height of each dot in its bin, from 1: real ones below simulated ones."""
    heights = np.zeros(len(places), int)
    filled: dict[int, int] = {}
    for row in sorted(range(len(places)), key=lambda row: simulated[row]):
        filled[places[row]] = filled.get(places[row], 0) + 1
        heights[row] = filled[places[row]]
    return heights
