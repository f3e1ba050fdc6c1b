"""Distributions of scores and of probe lengths. Records in, plain figures out."""

from itertools import pairwise
from typing import Any

from components.figures.theme import ACCENT, axis, base_layout

SET_B = {False: "#e8590c", True: "#ffa94d"}
"""The colour of set B; set A has the accent."""
HEIGHT = 230
"""Pixels."""


def score_figure(histogram: dict[str, Any], title: str, dark: bool) -> dict[str, Any]:
    """Draw scores of sets A and B on one scale, stacked.

    histogram : {"edges": one more than bins, "a", "b": probes in each bin}.
    """
    edges = histogram["edges"]
    centres = [round((low + high) / 2, 5) for low, high in pairwise(edges)]
    width = edges[1] - edges[0]
    colors = {"a": ACCENT[dark], "b": SET_B[dark]}
    data = [
        {
            "type": "bar",
            "name": f"set {half.upper()}",
            "x": centres,
            "y": histogram[half],
            "width": width,
            "marker": {"color": colors[half]},
            "hovertemplate": f"%{{y:,}} probes of set {half.upper()} near %{{x:.3g}}<extra></extra>",
        }
        for half in ("a", "b")
    ]
    return {"data": data, "layout": _layout(dark, title)}


def length_figure(lengths: dict[str, int], dark: bool) -> dict[str, Any]:
    """Draw the number of probes of each length; lengths are texts, as in JSON."""
    bars = {
        "type": "bar",
        "name": "probes",
        "x": [int(length) for length in lengths],
        "y": list(lengths.values()),
        "marker": {"color": ACCENT[dark]},
        "hovertemplate": "%{y:,} probes of %{x} nt<extra></extra>",
    }
    return {"data": [bars], "layout": _layout(dark, "Length of the probe, nt")}


def _layout(dark: bool, title: str) -> dict[str, Any]:
    return base_layout(
        dark,
        barmode="stack",
        bargap=0.05,
        height=HEIGHT,
        dragmode=False,
        margin={"l": 52, "r": 8, "t": 8, "b": 42},
        xaxis=axis(dark, title, fixedrange=True, nticks=6),
        yaxis=axis(dark, "Probes", fixedrange=True, nticks=5, rangemode="tozero"),
    )
