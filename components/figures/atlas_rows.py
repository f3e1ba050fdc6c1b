"""Figures of the Atlas with a row for each RBP or method: a sorted strip, a heat map, violins. Plain dict figures."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from components.figures.atlas_marks import COLORS, Mark, bars, kinds, legend, points, reference, ticks
from components.figures.sequence import diverging
from components.figures.theme import ACCENT, GRID, INK, MUTED, SURFACE, axis, base_layout
from core.gia.distribution import box, density, dots

FEWEST_FOR_A_VIOLIN = 5
A_METHOD = 54
"""Pixels of the row of a method."""
FILL = {False: "rgba(134,142,150,0.24)", True: "rgba(166,173,180,0.24)"}
QUIET = {False: "rgba(92,99,106,0.45)", True: "rgba(166,173,180,0.5)"}
"""Colour of the dots of experiments without a model here."""
HALF = 0.3


def row_height(count: int) -> int:
    """Return the pixels of one RBP in a strip or heat map."""
    return 26 if count <= 12 else 18 if count <= 60 else 12


def strip(marks: Sequence[Mark], title: str, dark: bool) -> dict[str, Any]:
    """Draw RBPs from the top down in the given order, each with ``value`` and 95% interval (``low``, ``high``)."""
    traces = []
    for simulated, some in kinds(marks):
        rows = [row for row, mark in enumerate(marks) if mark["simulated"] is simulated]
        values = [mark["value"] for mark in some]
        trace = points(some, values, rows, simulated, dark, 9 if len(marks) <= 60 else 6)
        lows, highs = ([mark[name] for mark in some] for name in ("low", "high"))
        trace["error_x"] = bars(lows, highs, values, COLORS[simulated][dark]) | {"thickness": 2}
        traces.append(trace)
    names = ticks([mark["gene"] for mark in marks], dark)
    x_axis = axis(dark, title, fixedrange=True, nticks=7, side="bottom")
    y_axis = axis(dark, range=[len(marks) - 0.4, -0.6], gridcolor=GRID[dark], **{**names, "showgrid": len(marks) <= 60})
    margin = {"l": 60, "r": 14, "t": 34 if len(traces) > 1 else 10, "b": 48}
    layout = base_layout(dark, xaxis=x_axis, yaxis=y_axis, margin=margin, shapes=[reference(0, dark)], dragmode=False)
    height = margin["t"] + margin["b"] + row_height(len(marks)) * max(3, len(marks))
    return {"data": traces, "layout": {**layout, "height": height, **legend(marks)}}


class Cells(NamedTuple):
    """A row for each name, a column for each place: values (R, P), NaN if unknown.

    links, texts : (R, P) address opened by a click on a cell, and text shown by a hover.
    """

    names: Sequence[str]
    places: Sequence[int]
    values: np.ndarray
    links: Sequence[Sequence[str]]
    texts: Sequence[Sequence[str]]


def position_heatmap(cells: Cells, unit: str, is_below_best: bool, dark: bool) -> dict[str, Any]:
    """Draw RBPs by positions: the importance of a site there.

    Parameters
    ----------
    is_below_best : whether values are differences to the best position, 0 at most; otherwise they lie around 0.
    """
    known = cells.values[np.isfinite(cells.values)]
    most = float(np.abs(known).max(initial=0)) or 1.0
    colors = {"colorscale": _rising(dark) if is_below_best else diverging(dark), "zmin": -most}
    colors["zmax"] = 0 if is_below_best else most
    return _heatmap(cells, colors, ("Position of the first letter", unit), {"dtick": 5, "tick0": 1}, dark)


def gap_heatmap(cells: Cells, unit: str, dark: bool) -> dict[str, Any]:
    """Draw RBPs by the gap between two sites: their importance over twice one; colours end at 0 and 2, around 1."""
    colors = {"colorscale": diverging(dark), "zmin": 0, "zmid": 1, "zmax": 2}
    return _heatmap(cells, colors, ("Letters between the two sites", unit), {"dtick": 2, "tick0": 0}, dark)


def _heatmap(cells: Cells, colors: dict, titles: tuple[str, str], x: dict, dark: bool) -> dict[str, Any]:
    """Draw a heat map. titles : of the axis of places, and of the colours."""
    z = [[None if np.isnan(value) else round(float(value), 4) for value in line] for line in cells.values]
    heat = {
        "type": "heatmap",
        "x": list(cells.places),
        "y": list(range(len(cells.names))),
        "z": z,
        "customdata": [list(line) for line in cells.links],
        "text": [list(line) for line in cells.texts],
        "hovertemplate": "%{text}<extra></extra>",
        "hoverongaps": False,
        **colors,
        "xgap": 1,
        "ygap": 1,
        "colorbar": {
            "thickness": 10,
            "outlinewidth": 0,
            "nticks": 6,
            "orientation": "h",
            "y": 1,
            "yanchor": "bottom",
            "x": 0,
            "xanchor": "left",
            "len": 0.6,
            "tickfont": {"size": 11, "color": MUTED[dark]},
            "title": {"text": titles[1], "side": "top", "font": {"size": 12, "color": INK[dark]}},
        },
    }
    x_axis = axis(dark, titles[0], fixedrange=True, showgrid=False, **x)
    y_axis = axis(dark, showgrid=False, range=[len(cells.names) - 0.5, -0.5], **ticks(cells.names, dark))
    height = 118 + row_height(len(cells.names)) * max(3, len(cells.names))
    margin = {"l": 60, "r": 12, "t": 64, "b": 46}
    layout = base_layout(dark, xaxis=x_axis, yaxis=y_axis, margin=margin, height=height, dragmode=False)
    return {"data": [heat], "layout": layout}


def methods(rows: Sequence[tuple[str, Sequence[Mark]]], title: str, dark: bool) -> dict[str, Any]:
    """Draw a row for each method: violin, box and mean of its values, and every experiment as a dot.

    Parameters
    ----------
    rows : titles, and marks with ``value`` and ``quiet`` (true without a model here).
    """
    data: list[dict[str, Any]] = []
    for place, (name, marks) in enumerate(rows):
        values = np.array([mark["value"] for mark in marks], float)
        is_many = len(values) >= FEWEST_FOR_A_VIOLIN
        data += [_violin(place, values, dark)] if is_many else []
        data += _dots(place, marks, dark)
        data += [_box(place, name, values, dark), _mean(place, name, values, dark)] if is_many else []
    labels = [_label(place, name, marks, dark) for place, (name, marks) in enumerate(rows)]
    y_axis = axis(dark, range=[len(rows) - 0.5, -0.75], showticklabels=False, fixedrange=True, showgrid=False)
    x_axis = axis(dark, title, fixedrange=True, nticks=8)
    margin = {"l": 12, "r": 14, "t": 8, "b": 46}
    layout = base_layout(dark, xaxis=x_axis, yaxis=y_axis, margin=margin, dragmode=False, annotations=labels)
    return {"data": data, "layout": {**layout, "height": 60 + A_METHOD * len(rows)}}


def _label(place: int, name: str, marks: Sequence[Mark], dark: bool) -> dict[str, Any]:
    """Write the name of a method, its mean and number, above its row."""
    mean = sum(mark["value"] for mark in marks) / len(marks)
    text = f"<b>{name}</b>  {mean:.3f}{f' (n = {len(marks)})' if len(marks) > 1 else ''}"
    at = {"x": 0, "xref": "paper", "xanchor": "left", "y": place - 0.36, "yanchor": "bottom", "showarrow": False}
    return {"text": text, **at, "font": {"size": 12, "color": INK[dark]}}


def _mean(place: int, name: str, values: np.ndarray, dark: bool) -> dict[str, Any]:
    look = {"symbol": "triangle-up", "size": 10, "color": INK[dark], "line": {"width": 1, "color": SURFACE[dark]}}
    said = f"{name}: mean {values.mean():.3f}, n = {len(values)}<extra></extra>"
    trace = {"type": "scatter", "mode": "markers", "marker": look, "hovertemplate": said, "showlegend": False}
    return {**trace, "x": [round(float(values.mean()), 4)], "y": [place]}


def _violin(place: int, values: np.ndarray, dark: bool) -> dict[str, Any]:
    shape = density(values)
    half = HALF * shape.height
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.concatenate([shape.at, shape.at[::-1]]).round(4).tolist(),
        "y": np.concatenate([place - half, place + half[::-1]]).round(4).tolist(),
        "fill": "toself",
        "fillcolor": FILL[dark],
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _box(place: int, name: str, values: np.ndarray, dark: bool) -> dict[str, Any]:
    found = box(values)
    ends = {"q1": [found.q1], "median": [found.median], "q3": [found.q3]}
    whiskers = {"lowerfence": [found.lower], "upperfence": [found.upper]}
    style = {"width": 0.16, "line": {"color": INK[dark], "width": 1.2}, "fillcolor": SURFACE[dark], "hoverinfo": "skip"}
    return {"type": "box", "orientation": "h", "name": name, "y": [place], **ends, **whiskers, **style}


def _dots(place: int, marks: Sequence[Mark], dark: bool) -> list[dict[str, Any]]:
    """Draw a dot for each experiment; dots without a model here are pale."""
    traces = []
    for simulated, some in kinds(marks):
        for quiet in (True, False):
            shown = sorted((mark for mark in some if mark["quiet"] is quiet), key=lambda mark: mark["value"])
            if not shown:
                continue
            values = [mark["value"] for mark in shown]
            aside = dots(np.array(values), len(values)).aside if len(values) > 3 else np.zeros(len(values))
            y = (place + HALF * 0.8 * aside).round(3).tolist()
            trace = points(shown, values, y, simulated, dark, 5 if quiet else 10, showlegend=False)
            if quiet:
                trace["marker"] = {**trace["marker"], "color": QUIET[dark], "line": {"width": 0}}
            traces.append(trace)
    return traces


def _rising(dark: bool) -> list[list]:
    """Make the colour scale from the ground, far below the best position, to the accent, the best."""
    return [[0, SURFACE[dark]], [0.5, "#aebcf2" if not dark else "#3d4a82"], [1, ACCENT[dark]]]
