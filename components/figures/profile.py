"""The profile that backgrounds are drawn from: share of letters, and of probes, at each position. Plain figure out."""

from typing import Any

from components.figures.theme import INK, axis, base_layout, letter_colors
from core.sequence import ALPHABET

DASHES = ("solid", "dash", "dot", "dashdot")
"""Dashes of A, C, G, U, which are distinct even without colours."""


def profile_figure(profile: list[list[float]], coverage: list[float], dark: bool, safe: bool = False) -> dict[str, Any]:
    """Draw lines over the positions, from 1: profile (L, 4) in the order of ``ACGU``, coverage (L,), both as shares."""
    colors, positions = letter_colors(dark, safe), list(range(1, len(profile) + 1))
    lines = [
        _line(letter, [row[n] for row in profile], colors[letter], DASHES[n], positions)
        for n, letter in enumerate(ALPHABET)
    ]
    reach = {**_line("probes that reach it", coverage, INK[dark], "solid", positions), "yaxis": "y2"}
    layout = base_layout(
        dark,
        height=340,
        margin={"l": 56, "r": 12, "t": 12, "b": 44},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12}},
        xaxis=axis(dark, "Position", anchor="y2", fixedrange=True, tick0=1, dtick=5, range=[0.5, len(profile) + 0.5]),
        yaxis=axis(dark, "Letters", domain=[0.42, 1], tickformat=".0%", rangemode="tozero", fixedrange=True, nticks=5),
        yaxis2=axis(dark, "Probes", domain=[0, 0.3], tickformat=".0%", range=[0, 1.05], fixedrange=True, nticks=3),
        hovermode="x",
        dragmode=False,
    )
    return {"data": [*lines, reach], "layout": layout}


def _line(name: str, values: list[float], color: str, dash: str, positions: list[int]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": positions,
        "y": values,
        "line": {"color": color, "width": 2, "dash": dash},
        "hovertemplate": f"{name} %{{y:.1%}}<extra></extra>",
    }
