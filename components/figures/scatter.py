"""Measured against predicted binding score on set B: a density of all probes, and some to click (paper, Fig 2a).

121,000 points in WebGL take 7 s in a software renderer; a density with about a thousand SVG points takes a fraction.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from components.figures.probe_classes import Classes, classify
from components.figures.theme import ACCENT, GRID, INK, MUTED, SURFACE, axis, base_layout, empty_figure
from core.formatting import SCORE, Unit
from core.library.probes import ProbeList
from core.library.test_set import TestScores

EXTREMES = 100
"""Clickable probes from each end: highest and lowest measured, highest and lowest predicted, worst predicted."""
SAMPLED = 500
"""Clickable probes drawn from all others, more evenly over the cloud than their density."""
BINS = 80
DENSITY_COLORS = {False: ("#e3e6ea", "#adb5bf", "#6b7581"), True: ("#30353b", "#566069", "#8d97a2")}
CHOSEN = "chosen"
"""``meta`` of the trace that rings the chosen probe."""


def scatter_figure(
    probes: ProbeList,
    dark: bool,
    color: str = "mismatches",
    chosen: str | None = None,
    region: Sequence[tuple[float, float]] = (),
    unit: Unit = SCORE,
) -> dict[str, Any]:
    """Draw the density of all probes of set B with clickable ones on it, coloured by a property of their sequences.

    Parameters
    ----------
    probes : set B in ``unit``.
    color : one of `probe_classes.COLORS`.
    chosen : sequence to put a ring around, if it is among the probes.
    region : corners (measured, predicted) of the selected box (2) or polygon.
    """
    counts, measured_edges, predicted_edges = np.histogram2d(probes.measured, probes.predicted, bins=BINS)
    classes = classify(probes, color, dark)
    traces = [*_points(probes, classes, dark, unit), _ring(chosen_at(probes, chosen), dark)]
    title = correlation_text(probes.pearson, len(probes.measured))
    density = _density(counts, measured_edges, predicted_edges, dark)
    figure = _figure([density, *traces], measured_edges, title, dark, unit, classes.title)
    figure["layout"]["selections"] = _selections(region, dark)
    return figure


NOT_MEASURED = "Nobody measured what this model predicts, so there is nothing to compare with."


def density_figure(
    density: dict[str, list], pearson: float | None, n: int, dark: bool, unit: Unit = SCORE
) -> dict[str, Any]:
    """Draw the density that a model card keeps, with nothing to click; a sentence for a card without one."""
    if not density or pearson is None:
        return empty_figure(NOT_MEASURED, dark)
    measured_edges = np.array(density["measured_edges"])
    heatmap = _density(np.array(density["counts"]), measured_edges, np.array(density["predicted_edges"]), dark)
    return _figure([heatmap], measured_edges, correlation_text(pearson, n), dark, unit)


def pair_density(
    counts: list, first_edges: list, second_edges: list, titles: list[str], pearson: float, dark: bool
) -> dict[str, Any]:
    """Draw predictions of two models for the same probes: counts (first, second) within the edges of each."""
    edges = np.array(first_edges)
    heatmap = _density(np.array(counts), edges, np.array(second_edges), dark)
    figure = _figure([heatmap], edges, f"Pearson r = {pearson:.3f}", dark, SCORE)
    for name, title in zip(("xaxis", "yaxis"), titles, strict=True):
        figure["layout"][name] = axis(dark, f"Prediction of {title}")
    return {**figure, "layout": {**figure["layout"], "height": 420, "dragmode": False}}


def clickable(scores: ProbeList, extremes: int = EXTREMES, sampled: int = SAMPLED, seed: int = 0) -> np.ndarray:
    """Choose probes to click, as sorted indices: those at the ends, the worst predicted, a sample of the rest."""
    measured, predicted = np.asarray(scores.measured), np.asarray(scores.predicted)
    if len(measured) <= 5 * extremes + sampled:
        return np.arange(len(measured))
    worst = -np.abs(measured - predicted)
    is_picked = np.zeros(len(measured), bool)
    for keys in (measured, -measured, predicted, -predicted, worst):
        is_picked[np.argpartition(keys, extremes)[:extremes]] = True
    picked, rest = np.flatnonzero(is_picked), np.flatnonzero(~is_picked)
    chances = 1 / np.sqrt(_crowd(measured[rest], predicted[rest]))
    sample = np.random.default_rng(seed).choice(rest, sampled, replace=False, p=chances / chances.sum())
    return np.sort(np.concatenate([picked, sample]))


def _crowd(measured: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Count the probes that share the bin of each probe, itself included."""
    measured_bin, predicted_bin = (
        np.digitize(values, np.linspace(values.min(), values.max(), BINS + 1)[1:-1]) for values in (measured, predicted)
    )
    cells = measured_bin * BINS + predicted_bin
    return np.bincount(cells)[cells]


def correlation_text(pearson: float, n: int) -> str:
    """Format Pearson r and N for a figure's title."""
    return f"Pearson r = {pearson:.3f}, N = {n:,}"


def _points(probes: ProbeList, classes: Classes, dark: bool, unit: Unit) -> list[dict[str, Any]]:
    """Make a trace for each class that has probes; the first class is drawn last, on top."""
    rows = clickable(probes)
    count = np.bincount(classes.of, minlength=len(classes.names)).tolist()
    return [
        _markers(probes, rows[classes.of[rows] == n], classes, n, count[n], dark, unit)
        for n in reversed(range(len(classes.names)))
        if count[n]
    ]


def _markers(
    probes: ProbeList, rows: np.ndarray, classes: Classes, n: int, count: int, dark: bool, unit: Unit
) -> dict[str, Any]:
    said = f"<br>{classes.what}: {classes.names[n]}" if classes.what else ""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": f"{classes.names[n]} ({count:,})",
        "x": probes.measured[rows].round(3).tolist(),
        "y": probes.predicted[rows].round(3).tolist(),
        "customdata": [[sequence] for sequence in probes.sequences[rows].tolist()],  # NumPy would vanish from clickData
        "marker": {
            "color": classes.colors[n],
            "size": 6.5,
            "opacity": 0.85,
            "line": {"color": SURFACE[dark], "width": 0.6},
        },
        "unselected": {"marker": {"opacity": 0.25}},
        "hovertemplate": "<b>%{customdata[0]}</b><br>measured %{x:.2f} "
        f"{unit.of_measured}, predicted %{{y:.2f}} {unit.short}{said}<extra></extra>",
    }


def _selections(region: Sequence[tuple[float, float]], dark: bool) -> list[dict[str, Any]]:
    """Outline the selected region as it was drawn."""
    if len(region) < 2:
        return []
    line = {"color": ACCENT[dark], "width": 1.5, "dash": "dot"}
    if len(region) == 2:
        (x0, y0), (x1, y1) = region
        return [{"type": "rect", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": line}]
    path = "M" + "L".join(f"{x},{y}" for x, y in region) + "Z"
    return [{"type": "path", "path": path, "line": line}]


def chosen_at(scores: TestScores | ProbeList, sequence: str | None) -> dict[str, list[float]]:
    """Return measured (x) and predicted (y) scores of a sequence: empty if it is not in set B, two if spotted twice."""
    rows = np.flatnonzero(np.asarray(scores.sequences) == sequence) if sequence else np.array([], int)
    return {"x": scores.measured[rows].tolist(), "y": scores.predicted[rows].tolist()}


def _ring(at: dict[str, list[float]], dark: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": CHOSEN,
        "name": "chosen probe",
        **at,
        "marker": {"symbol": "circle-open", "size": 17, "color": INK[dark], "line": {"width": 2.5, "color": INK[dark]}},
        "unselected": {"marker": {"opacity": 1}},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _density(counts: np.ndarray, measured_edges: np.ndarray, predicted_edges: np.ndarray, dark: bool) -> dict[str, Any]:
    """Draw counts (measured, predicted) as a heat map on a logarithmic scale; empty bins stay clear."""
    shown = np.log10(np.where(counts > 0, counts, 1)).T
    filled = [
        [round(value, 3) if count else None for value, count in zip(*row, strict=True)]
        for row in zip(shown.tolist(), counts.T.tolist(), strict=True)
    ]
    stops = DENSITY_COLORS[dark]
    return {
        "type": "heatmap",
        "x": _middles(measured_edges),
        "y": _middles(predicted_edges),
        "z": filled,
        "colorscale": [[0, stops[0]], [0.5, stops[1]], [1, stops[2]]],
        "showscale": False,
        "hoverinfo": "skip",
    }


def _middles(edges: np.ndarray) -> list[float]:
    return ((edges[1:] + edges[:-1]) / 2).round(4).tolist()


def _figure(
    traces: list[dict], measured_edges: np.ndarray, title: str, dark: bool, unit: Unit, legend_title: str = ""
) -> dict[str, Any]:
    ends = [float(measured_edges[0]), float(measured_edges[-1])]
    diagonal = {"type": "line", "x0": ends[0], "y0": ends[0], "x1": ends[1], "y1": ends[1], "layer": "below"}
    diagonal["line"] = {"color": MUTED[dark], "width": 1, "dash": "dot"}
    legend = {"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom", "itemsizing": "constant"}
    legend |= {"font": {"size": 12}}
    legend |= {"title": {"text": legend_title, "side": "top", "font": {"size": 12}}}
    layout = base_layout(
        dark,
        title={"text": title, "x": 0, "xref": "paper", "y": 0.985, "yref": "container", "yanchor": "top"}
        | {"font": {"size": 14, "color": INK[dark]}},
        margin={"l": 56, "r": 12, "t": 30, "b": 96 if legend_title else 46},
        xaxis=axis(dark, unit.measured),
        yaxis=axis(dark, unit.predicted),
        shapes=[diagonal] if unit.short == unit.of_measured else [],  # two scales have no line where they agree
        showlegend=bool(legend_title),
        legend={**legend, "traceorder": "reversed", "bgcolor": "rgba(0,0,0,0)", "bordercolor": GRID[dark]},
        dragmode="select",
        newselection={"line": {"color": ACCENT[dark], "width": 1.5, "dash": "dot"}},
        clickmode="event",
        uirevision="keep",
    )
    layout["modebar"]["activecolor"] = ACCENT[dark]
    return {"data": traces, "layout": layout}
