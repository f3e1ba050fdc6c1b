"""Local importance of each condition as in the paper's Fig 2: box, violin or dots. Records in, plain figure out."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from components.figures.condition_labels import fit, numbers_above, numbers_height, plain_text, tick
from components.figures.theme import ACCENT, INK, MUTED, axis, base_layout
from core.formatting import NONE, SCORE, Unit, share_an_axis
from core.gia.copies import CopiesLine
from core.gia.distribution import DOTS, Box, box, density, dots
from core.gia.importance import ConditionResult, GiaResult

MEAN = {False: "#2b8a3e", True: "#51cf66"}
BOX = {False: ("#868e96", "rgba(134,142,150,0.22)"), True: ("#a6adb4", "rgba(166,173,180,0.22)")}
ACTIVE_BOX = {False: (ACCENT[False], "rgba(59,91,219,0.20)"), True: (ACCENT[True], "rgba(145,167,255,0.26)")}
AIR = 0.06
"""Share of the range left free above and below."""
MARGINS = 72
"""Pixels left and right of the boxes."""
TITLE, PANEL_TITLE = 24, 20
"""Pixels of the subtitle, and of the models' names if there are several."""
HOVER = 70
"""Pixels around a mean in which its numbers show."""
GAP, GAP_OF_AXES = 0.03, 0.12
"""Share of the width between two panels, without and with an axis each."""
MOST_DOTS = 2400
"""Most dots of a panel, so that a page stays quick with many conditions."""
HALF = 0.38
"""Half the greatest width of a violin, and of the dots; 0.5 would touch the neighbour."""


class Panel(NamedTuple):
    """The result of one model, its title if there are several models, the lines through copies, and its unit."""

    result: GiaResult
    title: str = ""
    lines: Sequence[CopiesLine] = ()
    unit: Unit = SCORE


class Heights(NamedTuple):
    """Pixels above the boxes: of the numbers, and of everything."""

    numbers: int
    all: int


class Look(NamedTuple):
    """The appearance of results.

    numbers : the number a condition has on the page, one for each of the results' conditions.
    active : the number of the condition to highlight.
    kind : ``box``, ``violin`` or ``strip``.
    """

    numbers: Sequence[int]
    active: int | None
    dark: bool
    kind: str = "box"


def least_width(n_conditions: int, panels: int = 1) -> int:
    """Return the pixels that the figure of n conditions needs, so that neither labels nor numbers overlap."""
    return MARGINS + panels * n_conditions * fit(panels * n_conditions).width


def importance_figure(panels: list[Panel], look: Look) -> dict[str, Any]:
    """Draw local importance of each condition, with its mean as a green triangle, 95% interval and numbers above.

    Panels share the axis of importance if they share a unit; otherwise each has its own. For a single background only
    the mean is drawn.
    """
    own_axes = not share_an_axis([panel.unit for panel in panels])
    gap = GAP_OF_AXES if own_axes else GAP
    data, axes, notes = [], {}, []
    for place, panel in enumerate(panels):
        x, y = _axis_name("x", place), _axis_name("y", place if own_axes else 0)
        data += [{**trace, "xaxis": x, "yaxis": y} for trace in _traces(panel, look)]
        axes[_axis_name("xaxis", place)] = {**_x_axis(place, panels, look, gap), "anchor": y}
        if place == 0 or own_axes:
            axes[_axis_name("yaxis", place)] = {**_y_axis([panel] if own_axes else panels, look), "anchor": x}
        notes += numbers_above(panel.result, look.numbers, look.active, x, len(panels), look.dark)
    above = heights(panels)
    titled = [_panel_title(place, panels, look.dark, above.numbers) for place in range(len(panels))]
    layout = base_layout(look.dark, **axes, dragmode=False, hoverdistance=HOVER)
    layout |= {"margin": {"l": 60, "r": 12, "t": above.all, "b": 48}, "title": _title(panels[0].result, look.dark)}
    return {"data": data, "layout": {**layout, "annotations": [*(titled if len(panels) > 1 else []), *notes]}}


def heights(panels: list[Panel]) -> Heights:
    """Return the pixels above the boxes."""
    numbers = numbers_height(len(panels) * len(panels[0].result.conditions))
    return Heights(numbers, TITLE + numbers + (PANEL_TITLE if len(panels) > 1 else 0))


def _y_axis(panels: list[Panel], look: Look) -> dict[str, Any]:
    return axis(
        look.dark,
        f"Local importance ({panels[0].unit.short})",
        range=_reach([panel.result for panel in panels], look.kind),
        zeroline=True,
        zerolinewidth=2,
        fixedrange=True,
    )


def subtitle(result: GiaResult) -> str:
    """Describe the backgrounds of the boxes: number, background model and seed."""
    design = result.design
    kind, _, given = design.background.partition(":")
    if kind == "sequences":
        return f"N = {design.n:,} own sequence{'s' if design.n > 1 else ''}"
    name = f"{kind} {given}".strip() if kind == "stem-loop" else kind
    return f"N = {design.n:,} {name} backgrounds, seed {design.seed}"


def dots_of(result: GiaResult) -> int:
    """Return the number of dots for the values of each condition."""
    return min(DOTS, result.design.n, MOST_DOTS // max(1, len(result.conditions)))


def _traces(panel: Panel, look: Look) -> list[dict[str, Any]]:
    result = panel.result
    strip = partial(_strip, most=dots_of(result))
    kinds: dict[str, Callable[..., list[dict[str, Any]]]] = {"box": _box, "violin": _violin, "strip": strip}
    drawn = kinds[look.kind]
    spread = [
        trace
        for place, (number, condition) in enumerate(zip(look.numbers, result.conditions, strict=True))
        for trace in drawn(place, f"{number}. {condition.text}", condition, number == look.active, look.dark)
    ]
    spread = spread if result.design.n > 1 else []
    return [*spread, *(_line(line, look.dark) for line in panel.lines), _means(result, look)]


def _axis_name(axis_name: str, place: int) -> str:
    return axis_name if place == 0 else f"{axis_name}{place + 1}"


def _x_axis(place: int, panels: list[Panel], look: Look, gap: float) -> dict[str, Any]:
    count, result = len(panels), panels[place].result
    names = result.design.names or [""] * len(result.conditions)
    form = fit(count * len(result.conditions))
    ticks = [
        tick(number, one.text, name, (ACCENT if number == look.active else INK)[look.dark], form)
        for number, one, name in zip(look.numbers, result.conditions, names, strict=True)
    ]
    width = (1 - gap * (count - 1)) / count
    return axis(
        look.dark,
        domain=[place * (width + gap), place * (width + gap) + width],
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
        "pad": {"t": 2},
    }


def _panel_title(place: int, panels: list[Panel], dark: bool, above: int) -> dict[str, Any]:
    return {
        "text": f"<b>{plain_text(panels[place].title)}</b>",
        "x": 0,
        "xref": f"{_axis_name('x', place)} domain",
        "xanchor": "left",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": above,
        "showarrow": False,
        "font": {"size": 14, "color": INK[dark]},
    }


def _reach(results: list[GiaResult], kind: str) -> list[float]:
    """Return the range of the axis: everything drawn and the zero line, with a margin."""
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
    """Draw the line through copies at each of its conditions."""
    fitted = [fit.intercept + fit.slope * copies for copies in fit.copies]
    trace = _stroke(f"line through copies of {fit.pattern}", list(fit.rows), fitted, INK[dark], 1.5)
    return {**trace, "line": {**trace["line"], "dash": "dash"}}


def _means(result: GiaResult, look: Look) -> dict[str, Any]:
    conditions = result.conditions
    means = [one.global_importance for one in conditions]
    names = result.design.names or [""] * len(conditions)
    said = [
        f"{plain_text(name)}: {one.text}" if name else one.text for name, one in zip(names, conditions, strict=True)
    ]
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
