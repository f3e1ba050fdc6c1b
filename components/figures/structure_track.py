"""The structure of one RNA as a track: the probabilities of its contexts at each position, stacked in colours."""

from typing import Any

import numpy as np

from components.figures.part import WHOLE, Part
from components.figures.theme import MUTED
from core.structure.fold import Structure

CONTEXTS = {
    "paired": ("paired", {False: "#0072b2", True: "#4aa3d8"}),
    "hairpin": ("hairpin loop", {False: "#d55e00", True: "#ff8a3d"}),
    "internal": ("internal loop or bulge", {False: "#e69f00", True: "#ffc857"}),
    "multi": ("multiloop", {False: "#cc79a7", True: "#e3a3c6"}),
    "external": ("exterior", {False: "#dee2e6", True: "#4a5057"}),
    "unpaired": ("unpaired", {False: "#dee2e6", True: "#4a5057"}),
}
"""Name of each context in a hover, and its colour on light ground, as in exports, and on dark ground."""
SHOWN = {
    "pu": ("paired", "unpaired"),
    "phime": ("paired", "hairpin", "internal", "multi", "external"),
}
"""Contexts of a track from the axis up, by the name of the track on the page."""


SHORT = {"hairpin": "hairpin", "internal": "internal"}
"""Short names of contexts for the legend, which has little room."""


def shares_of(structure: Structure, contexts: str) -> dict[str, np.ndarray]:
    """Return the probabilities (L,) of each context of a track, the lowest first."""
    values = structure._asdict() | {"unpaired": 1 - np.asarray(structure.paired)}
    return {name: np.clip(values[name], 0, 1) for name in SHOWN[contexts]}


def track_bars(structure: Structure, contexts: str, dark: bool, yaxis: str, part: Part = WHOLE) -> list[dict[str, Any]]:
    """Make a trace of bars per context, stacked, without hover texts of their own (`track_texts`)."""
    bars, bottom = [], np.zeros(len(structure.paired))
    for name, values in shares_of(structure, contexts).items():
        heights = np.minimum(values, 1 - bottom).clip(min=0)
        bars.append(
            {
                "type": "bar",
                "name": CONTEXTS[name][0],
                "x": part.positions(len(heights)),
                "y": heights.round(4).tolist(),
                "base": bottom.round(4).tolist(),
                "width": 1,
                "marker": {"color": CONTEXTS[name][1][dark], "line": {"width": 0}},
                "hoverinfo": "skip",
                "xaxis": "x",
                "yaxis": yaxis,
            }
        )
        bottom = bottom + heights
    return bars


def track_texts(sequence: str, structure: Structure, contexts: str, part: Part = WHOLE) -> list[str]:
    """Write the hover text of each position."""
    shares = [(CONTEXTS[name][0], values) for name, values in shares_of(structure, contexts).items()]
    return [
        f"<b>{letter}{part.first + at}</b> " + ", ".join(f"{name} {values[at]:.2f}" for name, values in shares)
        for at, letter in enumerate(part.typed(sequence))
    ]


def track_legend(contexts: str, dark: bool, middle: float) -> dict[str, Any]:
    """Write the names of the contexts right of the track, in their colours; ``middle`` : its height on the paper."""
    lines = [
        f'<span style="color:{CONTEXTS[name][1][dark]}">■</span> {SHORT.get(name, CONTEXTS[name][0])}'
        for name in reversed(SHOWN[contexts])
    ]
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": middle, "yref": "paper", "yanchor": "middle"}
    place["yshift"] = 0 if contexts == "pu" else 6
    return {"text": "<br>".join(lines), **place, "align": "left", "showarrow": False} | {
        "font": {"size": 10 if contexts == "pu" else 9, "color": MUTED[dark]}
    }
