"""Box plots of local importance, one box a condition, as in the paper's Fig 2. Record in, plain dict figure out."""

from typing import Any, NamedTuple

import numpy as np

from components.figures.numbers import NONE
from components.figures.theme import ACCENT, INK, MONO, MUTED, axis, base_layout
from components.figures.units import SCORE, Unit
from core.gia.importance import ConditionResult, GiaResult

WHISKER = 1.5
"""Whiskers end at the furthest value within 1.5 interquartile ranges of the box, as in matplotlib and the paper."""
MEAN = {False: "#2b8a3e", True: "#51cf66"}
BOX = {False: ("#868e96", "rgba(134,142,150,0.22)"), True: ("#a6adb4", "rgba(166,173,180,0.22)")}
ACTIVE_BOX = {False: (ACCENT[False], "rgba(59,91,219,0.20)"), True: (ACCENT[True], "rgba(145,167,255,0.26)")}
MOST_LINES = 5
AIR = 0.06
"""Share of the range left free above and below."""
LONGEST_PATTERN = 12
BOX_WIDTH, NARROW_WIDTH = 80, 19
"""Pixels a box and its label need; narrower pages scroll the plot."""
MOST_WIDE = 12
"""Conditions up to which a box stands over its placements; with more of them, over its number alone."""
HOVER = 70
"""Pixels around a mean in which its numbers show."""


class Box(NamedTuple):
    """Quartiles and whisker ends of some values."""

    lower: float
    q1: float
    median: float
    q3: float
    upper: float


def box(values: np.ndarray) -> Box:
    """Quartiles (linear interpolation) and whiskers of values (n,), as matplotlib draws them."""
    q1, median, q3 = (float(quartile) for quartile in np.percentile(values, [25, 50, 75]))
    reach = WHISKER * (q3 - q1)
    inside = values[(values >= q1 - reach) & (values <= q3 + reach)]
    return Box(min(float(inside.min()), q1), q1, median, q3, max(float(inside.max()), q3))


def least_width(n_conditions: int) -> int:
    """Pixels that the boxes of n conditions need."""
    return n_conditions * (BOX_WIDTH if n_conditions <= MOST_WIDE else NARROW_WIDTH)


def importance_boxes(
    result: GiaResult, numbers: list[int], active: int | None, dark: bool, unit: Unit = SCORE
) -> dict[str, Any]:
    """Local importance of each condition as a box, its mean as a green triangle with the 95% interval.

    Of a single background there is neither box nor interval.

    numbers : the number a condition has on the page, one for each of the result's conditions.
    active : the number of the condition to highlight.
    """
    conditions = list(zip(numbers, result.conditions, strict=True))
    boxes = [_box_trace(place, number, one, number == active, dark) for place, (number, one) in enumerate(conditions)]
    boxes = boxes if result.design.n > 1 else []
    placed = len(conditions) <= MOST_WIDE
    ticks = [
        _tick(number, one.text if placed else "", ACCENT[dark] if number == active else INK[dark])
        for number, one in conditions
    ]
    x_axis = axis(
        dark,
        tickvals=list(range(len(ticks))),
        ticktext=ticks,
        range=[-0.5, len(ticks) - 0.5],
        showgrid=False,
        fixedrange=True,
        tickangle=0,
        tickfont={"size": 12, "color": INK[dark]},
    )
    y_axis = axis(
        dark,
        f"Local importance ({unit.long})",
        range=_reach([box(one.local) for one in result.conditions]),
        zeroline=True,
        zerolinewidth=2,
        fixedrange=True,
    )
    title = {
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
    margin = {"l": 60, "r": 12, "t": 40, "b": 60}
    layout = base_layout(
        dark, xaxis=x_axis, yaxis=y_axis, title=title, margin=margin, dragmode=False, hoverdistance=HOVER
    )
    return {"data": [*boxes, _mean_trace(result, numbers, dark)], "layout": layout}


def subtitle(result: GiaResult) -> str:
    """What the boxes are of: number of backgrounds, background model and seed."""
    design = result.design
    kind, _, given = design.background.partition(":")
    if kind == "sequences":
        return f"N = {design.n:,} own sequence{'s' if design.n > 1 else ''}"
    name = f"{kind} {given}".strip() if kind == "stem-loop" else kind
    return f"N = {design.n:,} {name} backgrounds, seed {design.seed}"


def _reach(boxes: list[Box]) -> list[float]:
    """The range of the axis: all whiskers and the zero line, with some air."""
    low, high = min(0.0, *(one.lower for one in boxes)), max(0.0, *(one.upper for one in boxes))
    air = AIR * (high - low or 1.0)
    return [low - air, high + air]


def _box_trace(place: int, number: int, condition: ConditionResult, active: bool, dark: bool) -> dict[str, Any]:
    stats = box(condition.local)
    line, fill = (ACTIVE_BOX if active else BOX)[dark]
    return {
        "type": "box",
        "name": f"{number}. {condition.text}",
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


def _mean_trace(result: GiaResult, numbers: list[int], dark: bool) -> dict[str, Any]:
    conditions = result.conditions
    means = [one.global_importance for one in conditions]
    trace = {
        "type": "scatter",
        "name": "mean (global importance)",
        "mode": "markers",
        "x": list(range(len(conditions))),
        "y": means,
        "marker": {"symbol": "triangle-up", "size": 11, "color": MEAN[dark]},
    }
    if result.design.n == 1:
        named = [[number, one.text] for number, one in zip(numbers, conditions, strict=True)]
        return {**trace, "customdata": named, "hovertemplate": f"{HEAD}<br>95% interval {NONE} (one background){TAIL}"}
    error = {
        "type": "data",
        "array": [one.ci_high - one.global_importance for one in conditions],
        "arrayminus": [one.global_importance - one.ci_low for one in conditions],
        "color": MEAN[dark],
        "thickness": 1.5,
        "width": 4,
    }
    known = [
        [number, one.text, one.ci_low, one.ci_high, one.median, one.sd, *box(one.local)]
        for number, one in zip(numbers, conditions, strict=True)
    ]
    return {**trace, "error_y": error, "customdata": known, "hovertemplate": HEAD + SPREAD + TAIL}


HEAD = "<b>%{customdata[0]}. %{customdata[1]}</b><br>global importance %{y:.2f}"
SPREAD = (
    "<br>95% interval %{customdata[2]:.2f} to %{customdata[3]:.2f}"
    "<br>median %{customdata[4]:.2f}, quartiles %{customdata[7]:.2f} and %{customdata[9]:.2f}"
    "<br>whiskers %{customdata[6]:.2f} and %{customdata[10]:.2f}, SD %{customdata[5]:.2f}"
)
TAIL = "<extra></extra>"


def _tick(number: int, text: str, color: str) -> str:
    """A tick label with one placement a line: the condition's number, then its text form."""
    lines = [_shorten(placement) for placement in text.split(",") if placement]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"and {len(lines) - MOST_LINES + 1} more"]
    style = f"color:{color};font-family:{_MONO};font-size:11px"
    size = "" if lines else ";font-size:10px"
    head = f'<b style="color:{color}{size}">{number}</b>'
    return "<br>".join([head, *(f'<span style="{style}">{line}</span>' for line in lines)])


_MONO = MONO.replace('"', "")


def _shorten(placement: str) -> str:
    pattern, _, position = placement.partition("@")
    if len(pattern) > LONGEST_PATTERN:
        pattern = f"{pattern[: LONGEST_PATTERN - 1]}…"
    return f"{pattern}@{position}"
