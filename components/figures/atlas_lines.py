"""Figures of the Atlas with several numbers in the row of each RBP: copies of a site, methods. Plain dict figures."""

from collections.abc import Sequence
from typing import Any

from components.figures.atlas_marks import COLORS, NAMES, SYMBOLS, Mark, kinds, legend, reference, ticks
from components.figures.atlas_rows import row_height
from components.figures.theme import GRID, INK, MUTED, SURFACE, axis, base_layout

SIZES = (6, 8, 10, 12)
"""Pixels of the dots of one copy, two, and more."""
BESIDE = {
    "reference": {"symbol": "circle-open", "size": 9},
    "floor": {"symbol": "x-thin-open", "size": 8},
    "ceiling": {"symbol": "line-ns-open", "size": 15},
}
"""Marks of methods other than ours, by name of their number, in the order of the legend."""


def copies(marks: Sequence[Mark], title: str, dark: bool) -> dict[str, Any]:
    """Draw RBPs from the top down in the given order, each with ``values`` for one copy of a site, two, and so on."""
    traces = []
    for simulated, some in kinds(marks):
        rows = [row for row, mark in enumerate(marks) if mark["simulated"] is simulated]
        color = COLORS[simulated][dark]
        trace: dict[str, list] = {name: [] for name in ("x", "y", "text", "customdata", "size")}
        for row, mark in zip(rows, some, strict=True):
            count = len(mark["values"])
            trace["x"] += [*mark["values"], None]
            trace["y"] += [row] * count + [None]
            trace["text"] += [f"{mark['text']}<br>{_copies(n + 1)}: {x:.2f} SD" for n, x in enumerate(mark["values"])]
            trace["text"].append("")
            trace["customdata"] += [mark["link"]] * count + [""]
            trace["size"] += [SIZES[min(n, len(SIZES) - 1)] for n in range(count)] + [0]
        edge = {"width": 1, "color": SURFACE[dark]}
        look = {"color": color, "size": trace.pop("size"), "symbol": SYMBOLS[simulated], "line": edge}
        about = {"type": "scatter", "mode": "lines+markers", "name": NAMES[simulated], "connectgaps": False}
        about |= {"line": {"color": color, "width": 1.5}, "hovertemplate": "%{text}<extra></extra>"}
        traces.append({**about, **trace, "marker": look})
    layout = _rows_layout([mark["gene"] for mark in marks], title, dark, len(traces) > 1)
    return {"data": traces, "layout": {**layout, "shapes": [reference(0, dark)], **legend(marks)}}


def by_experiment(marks: Sequence[Mark], names: dict[str, str], title: str, dark: bool) -> dict[str, Any]:
    """Draw experiments from the top down: our number and those of others, replicate spots as a bar.

    Parameters
    ----------
    marks : with ``ours``, ``reference``, ``floor`` and ``ceiling``, each a number or None.
    names : of these four in the legend.
    """
    traces = []
    for rank, (name, look) in enumerate(BESIDE.items(), start=3):
        color = INK[dark] if name == "ceiling" else MUTED[dark]
        width = 2 if name != "reference" else 1.6
        marker = {**look, "color": color, "line": {"width": width, "color": color}}
        traces += _series(list(enumerate(marks)), name, names[name], marker, rank)
    for simulated, _ in kinds(marks):
        some = [(row, mark) for row, mark in enumerate(marks) if mark["simulated"] is simulated]
        marker = {"color": COLORS[simulated][dark], "size": 10, "symbol": SYMBOLS[simulated]}
        marker["line"] = {"width": 1, "color": SURFACE[dark]}
        name = f"{names['ours']}{', simulated' if simulated else ''}"
        traces += _series(some, "ours", name, marker, 1 + simulated)
    shown = {"orientation": "h", "x": 0, "y": 1.01, "yanchor": "bottom", "font": {"size": 12}}
    layout = _rows_layout([mark["gene"] for mark in marks], title, dark, True)
    key = {"showlegend": True, "legend": {**shown, "itemclick": False, "itemdoubleclick": False}}
    return {"data": traces, "layout": {**layout, **key}}


def _series(rows: Sequence[tuple[int, Mark]], number: str, name: str, marker: dict, rank: int) -> list[dict[str, Any]]:
    """Draw one number of the rows that have it; rank : of its name in the legend."""
    known = [(row, mark) for row, mark in rows if mark[number] is not None]
    if not known:
        return []
    about = {"type": "scatter", "mode": "markers", "name": name, "hovertemplate": "%{text}<extra></extra>"}
    return [
        {
            **about,
            "x": [round(mark[number], 4) for _, mark in known],
            "y": [row for row, _ in known],
            "text": [mark["text"] for _, mark in known],
            "customdata": [mark["link"] for _, mark in known],
            "marker": marker,
            "legendrank": rank,
        }
    ]


def _rows_layout(names: Sequence[str], title: str, dark: bool, has_legend: bool) -> dict[str, Any]:
    """Lay out a row for each name, a line across each, one axis below."""
    x_axis = axis(dark, title, fixedrange=True, nticks=8, side="bottom")
    rows = {**ticks(names, dark), "range": [len(names) - 0.4, -0.6], "gridcolor": GRID[dark]}
    y_axis = axis(dark, **{**rows, "showgrid": len(names) <= 60})
    margin = {"l": 60, "r": 14, "t": 40 if has_legend else 10, "b": 48}
    height = margin["t"] + margin["b"] + row_height(len(names)) * max(3, len(names))
    return base_layout(dark, xaxis=x_axis, yaxis=y_axis, margin=margin, dragmode=False, height=height)


def _copies(n: int) -> str:
    return f"{n} cop{'y' if n == 1 else 'ies'}"
