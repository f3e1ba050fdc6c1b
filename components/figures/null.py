"""Predictions of the bare backgrounds, the zero of local importance. Records in, plain figure out."""

from typing import Any

from components.figures.theme import ACCENT, INK, axis, base_layout
from core.formatting import SCORE, Unit
from core.gia.distribution import bars
from core.gia.importance import ConditionResult

FILL = {False: "rgba(134,142,150,0.5)", True: "rgba(166,173,180,0.5)"}
ROW = 130
"""Pixels of the histogram of one model."""


def null_figure(nulls: list[ConditionResult], titles: list[str], dark: bool, unit: Unit = SCORE) -> dict[str, Any]:
    """Draw a histogram per model, one below another on one axis, with mean (line) and standard deviation (bar)."""
    data: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"xaxis": axis(dark, unit.predicted, fixedrange=True, anchor=_axis(len(nulls) - 1))}
    for row, null in enumerate(nulls):
        top = 1 - row / len(nulls)
        layout[f"yaxis{row + 1 if row else ''}"] = axis(
            dark,
            "Share",
            domain=[top - 0.9 / len(nulls), top - 0.1 / len(nulls)],
            tickformat=".0%",
            nticks=4,
            fixedrange=True,
            rangemode="tozero",
        )
        data += [{**trace, "yaxis": _axis(row)} for trace in _traces(null, titles[row], dark)]
    layout["annotations"] = [_label(row, title, len(nulls), dark) for row, title in enumerate(titles) if title]
    margin = {"l": 60, "r": 12, "t": 10, "b": 40}
    height = 50 + ROW * len(nulls)
    return {
        "data": data,
        "layout": base_layout(dark, **layout, margin=margin, height=height, dragmode=False, bargap=0.04),
    }


def _axis(row: int) -> str:
    return f"y{row + 1 if row else ''}"


def _traces(null: ConditionResult, title: str, dark: bool) -> list[dict[str, Any]]:
    found = bars(null.local)
    peak = float(found.share.max())
    histogram = {
        "type": "bar",
        "name": f"bare backgrounds {title}".strip(),
        "x": found.at.round(4).tolist(),
        "y": found.share.round(5).tolist(),
        "marker": {"color": FILL[dark]},
        "hovertemplate": "%{y:.1%} of the backgrounds near %{x:.2f}<extra></extra>",
    }
    mean = null.global_importance
    line = {
        "type": "scatter",
        "name": f"mean {title}".strip(),
        "mode": "lines",
        "x": [mean, mean],
        "y": [0, 1.06 * peak],
        "line": {"color": ACCENT[dark], "width": 2},
        "hoverinfo": "skip",
    }
    if null.sd != null.sd:  # of one background there is none
        return [histogram, line]
    spread = {**line, "name": f"SD {title}".strip(), "x": [mean - null.sd, mean + null.sd], "y": [1.06 * peak] * 2}
    return [histogram, line, {**spread, "mode": "lines+markers", "marker": {"symbol": "line-ns-open", "size": 9}}]


def _label(row: int, title: str, rows: int, dark: bool) -> dict[str, Any]:
    return {
        "text": f"<b>{title}</b>",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": 1 - row / rows,
        "yref": "paper",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 13, "color": INK[dark]},
    }
