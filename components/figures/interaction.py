"""Interaction of two patterns: a line over the gap between them, or a map over both positions. Plain dict figures."""

from typing import Any

from components.figures.sequence import diverging
from components.figures.theme import ACCENT, INK, MUTED, axis, base_layout
from core.formatting import Unit, interval_text, number_text, p_text

Row = dict[str, Any]
BAND = {False: "rgba(59,91,219,0.16)", True: "rgba(145,167,255,0.22)"}


def gap_line(rows: list[Row], links: list[str], dark: bool, unit: Unit) -> dict[str, Any]:
    """Draw interaction over the letters between two patterns, with its 95% interval as a band.

    rows : of the protocol ``interaction``, over gaps. links : address opened by a click on each, as customdata.
    """
    gaps = [row["gap"] for row in rows]
    band = {
        "type": "scatter",
        "mode": "lines",
        "line": {"width": 0},
        "hoverinfo": "skip",
        "x": [*gaps, *gaps[::-1]],
        "y": [*(row["interaction_high"] for row in rows), *(row["interaction_low"] for row in rows[::-1])],
        "fill": "toself",
        "fillcolor": BAND[dark],
    }
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": gaps,
        "y": [row["interaction"] for row in rows],
        "line": {"color": ACCENT[dark], "width": 2},
        "marker": {"color": ACCENT[dark], "size": 8},
        "customdata": links,
        "text": [_hover(row, unit) for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
    }
    x_axis = axis(dark, "Letters between them", dtick=2, fixedrange=True, showgrid=False)
    y_axis = axis(dark, f"Interaction ({unit.short})", zeroline=True, zerolinewidth=2, fixedrange=True, nticks=6)
    known = [band] if rows[0]["interaction_low"] is not None else []
    return {"data": [*known, line], "layout": base_layout(dark, xaxis=x_axis, yaxis=y_axis, dragmode=False)}


def position_map(rows: list[Row], links: list[str], names: tuple[str, str], dark: bool, unit: Unit) -> dict[str, Any]:
    """Draw interaction over both positions as a heat map, empty where the patterns would overlap.

    rows, links : as in `gap_line`, over positions. names : the patterns of the rows and of the columns of the map.
    """
    firsts = sorted({row["position"] for row in rows})
    others = sorted({row["other_position"] for row in rows})
    at = {(row["position"], row["other_position"]): index for index, row in enumerate(rows)}
    cells = [[at.get((first, other)) for other in others] for first in firsts]
    most = max(max(abs(row["interaction"]) for row in rows), 0.05)
    heatmap = {
        "type": "heatmap",
        "x": others,
        "y": firsts,
        "z": [[None if i is None else rows[i]["interaction"] for i in line] for line in cells],
        "customdata": [["" if i is None else links[i] for i in line] for line in cells],
        "text": [["" if i is None else _hover(rows[i], unit) for i in line] for line in cells],
        "hovertemplate": "%{text}<extra></extra>",
        "hoverongaps": False,
        "colorscale": diverging(dark),
        "zmin": -most,
        "zmax": most,
        "xgap": 1,
        "ygap": 1,
        "colorbar": {
            "thickness": 10,
            "outlinewidth": 0,
            "nticks": 5,
            "tickfont": {"size": 11, "color": MUTED[dark]},
            "title": {"text": f"Δ ({unit.short})", "font": {"size": 12, "color": INK[dark]}},
        },
    }
    x_axis = axis(dark, f"Position of {names[1]}", fixedrange=True, showgrid=False, dtick=6, tick0=1)
    y_axis = axis(dark, f"Position of {names[0]}", fixedrange=True, showgrid=False, dtick=6, tick0=1)
    return {"data": [heatmap], "layout": base_layout(dark, xaxis=x_axis, yaxis=y_axis, dragmode=False)}


def _hover(row: Row, unit: Unit) -> str:
    interval = interval_text(row["interaction_low"], row["interaction_high"])
    value = number_text(row["interaction"], sign=True)
    return (
        f"<b>{row['label']}</b>, gap {row['gap']}<br>interaction {value} {unit.short}"
        f"<br>95% interval {interval}, {p_text(row['p_adjusted'])} (Holm)"
    )
