"""Shared parts of the Atlas's figures: a mark for each RBP, real or simulated, that opens the RBP when clicked.

A *mark* is a plain dict: gene, simulated, link (opened by a click), text (shown by a hover), and its numbers.
"""

from collections.abc import Sequence
from typing import Any

from components.figures.theme import ACCENT, INK, MUTED, SURFACE

Mark = dict[str, Any]
COLORS = {False: ACCENT, True: {False: "#c25e00", True: "#ffa94d"}}
"""Colours of real and of simulated experiments, in light and dark."""
NAMES = {False: "Real", True: "Simulated"}
SYMBOLS = {False: "circle", True: "diamond"}
TICK_LETTERS = 40


def kinds(marks: Sequence[Mark]) -> list[tuple[bool, list[Mark]]]:
    """Split the marks into real and simulated experiments, leaving out an empty part."""
    split = [(simulated, [mark for mark in marks if mark["simulated"] is simulated]) for simulated in (False, True)]
    return [(simulated, some) for simulated, some in split if some]


def points(
    marks: Sequence[Mark], x: Sequence, y: Sequence, simulated: bool, dark: bool, size: float = 10, **more: Any
) -> dict[str, Any]:
    """Make a trace of one kind of marks; a click finds the link, a hover the text."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": NAMES[simulated],
        "x": list(x),
        "y": list(y),
        "customdata": [mark["link"] for mark in marks],
        "text": [mark["text"] for mark in marks],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "color": COLORS[simulated][dark],
            "size": size,
            "symbol": SYMBOLS[simulated],
            "line": {"width": 1, "color": SURFACE[dark]},
        },
        **more,
    }


def legend(marks: Sequence[Mark]) -> dict[str, Any]:
    """Add a legend above the plot if both kinds are shown."""
    shown = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12}}
    return {"showlegend": len(kinds(marks)) > 1, "legend": {**shown, "itemclick": False, "itemdoubleclick": False}}


def reference(value: float, dark: bool, along: str = "x") -> dict[str, Any]:
    """Draw a dotted line, across the whole plot, at a value that means no effect."""
    other = "y" if along == "x" else "x"
    ends = {f"{along}0": value, f"{along}1": value, f"{other}0": 0, f"{other}1": 1, f"{other}ref": "paper"}
    return {"type": "line", **ends, "line": {"color": MUTED[dark], "width": 1, "dash": "dot"}, "layer": "below"}


def bars(lows: Sequence, highs: Sequence, at: Sequence, color: str) -> dict[str, Any]:
    """Make error bars of 95% intervals; none for an unknown interval."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [0 if high is None else high - value for high, value in zip(highs, at, strict=True)],
        "arrayminus": [0 if low is None else value - low for low, value in zip(lows, at, strict=True)],
        "thickness": 1,
        "width": 0,
        "color": color,
    }


def ticks(names: Sequence[str], dark: bool) -> dict[str, Any]:
    """Make an axis of names at 0, 1, 2, …, long names cut."""
    shown = [name if len(name) <= TICK_LETTERS else f"{name[: TICK_LETTERS - 1]}…" for name in names]
    style = {"size": 12 if len(names) <= 60 else 9, "color": INK[dark]}
    return {"tickvals": list(range(len(names))), "ticktext": shown, "tickfont": style, "fixedrange": True}
