"""Local importance of each condition as in the paper's Fig 2: box, violin or dots. Records in, plain figure out."""

from collections.abc import Sequence
from functools import partial
from textwrap import wrap
from typing import Any, NamedTuple

import numpy as np

from components.figures.theme import ACCENT, INK, MONO, MUTED, axis, base_layout
from core.gia.copies import CopiesLine
from core.gia.importance import ConditionResult, GiaResult
from core.gia.spread import DOTS, Box, box, density, dots
from core.numbers import NONE
from core.units import SCORE, Unit

MEAN = {False: "#2b8a3e", True: "#51cf66"}
BOX = {False: ("#868e96", "rgba(134,142,150,0.22)"), True: ("#a6adb4", "rgba(166,173,180,0.22)")}
ACTIVE_BOX = {False: (ACCENT[False], "rgba(59,91,219,0.20)"), True: (ACCENT[True], "rgba(145,167,255,0.26)")}
MOST_LINES = 5
AIR = 0.06
"""Share of the range left free above and below."""
LONGEST_PATTERN, LONGEST_NAME = 12, 12
BOX_WIDTH, NARROW_WIDTH = 80, 19
"""Pixels a box and its label need; narrower pages scroll the plot."""
MOST_WIDE = 12
"""Conditions up to which a box stands over its placements; with more of them, over its number alone."""
HEIGHT = 380
"""Pixels; without it plotly.js takes that of the page's flow, which is none while it draws."""
HOVER = 70
"""Pixels around a mean in which its numbers show."""
GAP = 0.03
"""Share of the width between two panels."""
MOST_DOTS = 2400
"""Dots of a panel, so that a page stays quick however many conditions there are."""
HALF = 0.38
"""Half the width of a violin at its densest place, and of the dots; 0.5 meets the neighbour."""


class Panel(NamedTuple):
    """The result of one model: its title where there are several, and the lines through copies that are shown."""

    result: GiaResult
    title: str = ""
    lines: Sequence[CopiesLine] = ()


class Look(NamedTuple):
    """How results are drawn.

    numbers : the number a condition has on the page, one for each of the results' conditions.
    active : the number of the condition to highlight.
    kind : ``box``, ``violin`` or ``strip``.
    """

    numbers: Sequence[int]
    active: int | None
    dark: bool
    kind: str = "box"
    unit: Unit = SCORE


def least_width(n_conditions: int, panels: int = 1) -> int:
    """Pixels that the boxes of n conditions need."""
    return panels * n_conditions * (BOX_WIDTH if n_conditions <= MOST_WIDE else NARROW_WIDTH)


def importance_figure(panels: list[Panel], look: Look) -> dict[str, Any]:
    """Local importance of each condition, its mean as a green triangle with the 95% interval; panels share the axis.

    Of a single background there is the mean alone.
    """
    results = [panel.result for panel in panels]
    traces = [
        {**trace, "xaxis": _axis_name("x", place)}
        for place, panel in enumerate(panels)
        for trace in _traces(panel, look)
    ]
    y_axis = axis(
        look.dark,
        f"Local importance ({look.unit.long})",
        range=_reach(results, look.kind),
        zeroline=True,
        zerolinewidth=2,
        fixedrange=True,
    )
    x_axes = {_axis_name("xaxis", place): _x_axis(place, len(panels), results[0], look) for place in range(len(panels))}
    titled = [_panel_title(place, panels, look.dark) for place in range(len(panels))] if len(panels) > 1 else []
    margin = {"l": 60, "r": 12, "t": 62 if titled else 40, "b": 60}
    layout = base_layout(look.dark, **x_axes, yaxis=y_axis, margin=margin, dragmode=False, hoverdistance=HOVER)
    return {"data": traces, "layout": {**layout, "title": _title(results[0], look.dark), "annotations": titled}}


def subtitle(result: GiaResult) -> str:
    """What the boxes are of: number of backgrounds, background model and seed."""
    design = result.design
    kind, _, given = design.background.partition(":")
    if kind == "sequences":
        return f"N = {design.n:,} own sequence{'s' if design.n > 1 else ''}"
    name = f"{kind} {given}".strip() if kind == "stem-loop" else kind
    return f"N = {design.n:,} {name} backgrounds, seed {design.seed}"


def dots_of(result: GiaResult) -> int:
    """How many dots stand for the values of each condition."""
    return min(DOTS, result.design.n, MOST_DOTS // max(1, len(result.conditions)))


def _traces(panel: Panel, look: Look) -> list[dict[str, Any]]:
    result = panel.result
    strip = partial(_strip, most=dots_of(result))
    drawn = {"box": _box, "violin": _violin, "strip": strip}[look.kind]
    spread = [
        trace
        for place, (number, condition) in enumerate(zip(look.numbers, result.conditions, strict=True))
        for trace in drawn(place, f"{number}. {condition.text}", condition, number == look.active, look.dark)
    ]
    spread = spread if result.design.n > 1 else []
    return [*spread, *(_line(line, look.dark) for line in panel.lines), _means(result, look)]


def _axis_name(axis_name: str, place: int) -> str:
    return axis_name if place == 0 else f"{axis_name}{place + 1}"


def _x_axis(place: int, count: int, result: GiaResult, look: Look) -> dict[str, Any]:
    conditions = result.conditions
    names = result.design.names or [""] * len(conditions)
    wide = len(conditions) <= MOST_WIDE
    ticks = [
        _tick(
            number,
            one.text if wide else "",
            name if wide else "",
            (ACCENT if number == look.active else INK)[look.dark],
        )
        for number, one, name in zip(look.numbers, conditions, names, strict=True)
    ]
    width = (1 - GAP * (count - 1)) / count
    return axis(
        look.dark,
        domain=[place * (width + GAP), place * (width + GAP) + width],
        tickvals=list(range(len(ticks))),
        ticktext=ticks,
        range=[-0.5, len(ticks) - 0.5],
        showgrid=False,
        fixedrange=True,
        tickangle=0,
        tickfont={"size": 12, "color": INK[look.dark]},
    )


def _title(result: GiaResult, dark: bool) -> dict[str, Any]:
    return {
        "text": subtitle(result),
        "font": {"size": 13, "color": MUTED[dark]},
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"t": 10},
    }


def _panel_title(place: int, panels: list[Panel], dark: bool) -> dict[str, Any]:
    return {
        "text": f"<b>{_plain(panels[place].title)}</b>",
        "x": 0,
        "xref": f"{_axis_name('x', place)} domain",
        "xanchor": "left",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 14, "color": INK[dark]},
    }


def _reach(results: list[GiaResult], kind: str) -> list[float]:
    """The range of the axis: all that is drawn and the zero line, with some air."""
    locals_ = [condition.local for result in results for condition in result.conditions]
    if kind == "box":
        ends = [end for local in locals_ for end in (box(local).lower, box(local).upper)]
    else:
        ends = [float(end) for local in locals_ for end in (local.min(), local.max())]
    low, high = min(0.0, *ends), max(0.0, *ends)
    air = AIR * (high - low or 1.0)
    return [low - air, high + air]


def _box(place: int, name: str, condition: ConditionResult, active: bool, dark: bool) -> list[dict[str, Any]]:
    stats = box(condition.local)
    line, fill = (ACTIVE_BOX if active else BOX)[dark]
    trace = {
        "type": "box",
        "name": name,
        "x": [place],
        "q1": [stats.q1],
        "median": [stats.median],
        "q3": [stats.q3],
        "lowerfence": [stats.lower],
        "upperfence": [stats.upper],
        "width": 0.5,
        "whiskerwidth": 0.5,
        "line": {"color": line, "width": 2 if active else 1.5},
        "fillcolor": fill,
        "hoverinfo": "skip",  # the mean tells all; plotly's seven labels hide the neighbours
    }
    return [trace]


def _violin(place: int, name: str, condition: ConditionResult, active: bool, dark: bool) -> list[dict[str, Any]]:
    shape, stats = density(condition.local), box(condition.local)
    line, fill = (ACTIVE_BOX if active else BOX)[dark]
    half = np.round(HALF * shape.height, 4)
    outline = {
        "type": "scatter",
        "name": name,
        "mode": "lines",
        "x": [*(place + half).tolist(), *(place - half)[::-1].tolist()],
        "y": np.round([*shape.at, *shape.at[::-1]], 4).tolist(),
        "fill": "toself",
        "fillcolor": fill,
        "line": {"color": line, "width": 1.5},
        "hoverinfo": "skip",
    }
    quartiles = _stroke(f"{name}, quartiles", [place, place], [stats.q1, stats.q3], line, 6)
    return [outline, quartiles, _median(place, name, stats, line)]


def _strip(
    place: int, name: str, condition: ConditionResult, active: bool, dark: bool, most: int
) -> list[dict[str, Any]]:
    some = dots(condition.local, most)
    color = (ACTIVE_BOX if active else BOX)[dark][0]
    points = {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": np.round(place + HALF * some.aside, 4).tolist(),
        "y": np.round(some.values, 4).tolist(),
        "marker": {"size": 4, "color": color, "opacity": 0.55},
        "hoverinfo": "skip",
    }
    return [points, _median(place, name, box(condition.local), INK[dark])]


def _median(place: int, name: str, stats: Box, color: str) -> dict[str, Any]:
    return _stroke(f"{name}, median", [place - 0.2, place + 0.2], [stats.median] * 2, color, 2)


def _stroke(name: str, x: list[float], y: list[float], color: str, width: float) -> dict[str, Any]:
    line = {"color": color, "width": width}
    return {"type": "scatter", "name": name, "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def _line(fit: CopiesLine, dark: bool) -> dict[str, Any]:
    """What the line through copies says for each of its conditions, from place to place."""
    fitted = [fit.intercept + fit.slope * copies for copies in fit.copies]
    trace = _stroke(f"line through copies of {fit.pattern}", list(fit.rows), fitted, INK[dark], 1.5)
    return {**trace, "line": {**trace["line"], "dash": "dash"}}


def _means(result: GiaResult, look: Look) -> dict[str, Any]:
    conditions = result.conditions
    means = [one.global_importance for one in conditions]
    names = result.design.names or [""] * len(conditions)
    said = [f"{_plain(name)}: {one.text}" if name else one.text for name, one in zip(names, conditions, strict=True)]
    trace = {
        "type": "scatter",
        "name": "mean (global importance)",
        "mode": "markers",
        "x": list(range(len(conditions))),
        "y": means,
        "marker": {"symbol": "triangle-up", "size": 11, "color": MEAN[look.dark]},
    }
    if result.design.n == 1:
        named = [list(pair) for pair in zip(look.numbers, said, strict=True)]
        return {**trace, "customdata": named, "hovertemplate": f"{HEAD}<br>95% interval {NONE} (one background){TAIL}"}
    error = {
        "type": "data",
        "array": [one.ci_high - one.global_importance for one in conditions],
        "arrayminus": [one.global_importance - one.ci_low for one in conditions],
        "color": MEAN[look.dark],
        "thickness": 1.5,
        "width": 4,
    }
    known = [
        [number, text, one.ci_low, one.ci_high, one.median, one.sd, *box(one.local)]
        for number, text, one in zip(look.numbers, said, conditions, strict=True)
    ]
    return {**trace, "error_y": error, "customdata": known, "hovertemplate": HEAD + SPREAD + TAIL}


HEAD = "<b>%{customdata[0]}. %{customdata[1]}</b><br>global importance %{y:.2f}"
SPREAD = (
    "<br>95% interval %{customdata[2]:.2f} to %{customdata[3]:.2f}"
    "<br>median %{customdata[4]:.2f}, quartiles %{customdata[7]:.2f} and %{customdata[9]:.2f}"
    "<br>whiskers %{customdata[6]:.2f} and %{customdata[10]:.2f}, SD %{customdata[5]:.2f}"
)
TAIL = "<extra></extra>"


def _tick(number: int, text: str, name: str, color: str) -> str:
    """A tick label: the condition's number, then its name, or without one its placements, one a line."""
    lines = _wrap(name) if name else [_shorten(placement) for placement in text.split(",") if placement]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], "…" if name else f"and {len(lines) - MOST_LINES + 1} more"]
    style = f"color:{color};font-size:11px" + ("" if name else f";font-family:{_MONO}")
    size = "" if lines else ";font-size:10px"
    head = f'<b style="color:{color}{size}">{number}</b>'
    return "<br>".join([head, *(f'<span style="{style}">{line}</span>' for line in lines)])


_MONO = MONO.replace('"', "")


def _wrap(name: str) -> list[str]:
    """A name in lines that fit under a box."""
    return [_plain(line) for line in wrap(name, LONGEST_NAME)]


def _plain(text: str) -> str:
    """Text that plotly shows as it is, where it would read tags in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _shorten(placement: str) -> str:
    pattern, _, position = placement.partition("@")
    if len(pattern) > LONGEST_PATTERN:
        pattern = f"{pattern[: LONGEST_PATTERN - 1]}…"
    return f"{pattern}@{position}"
