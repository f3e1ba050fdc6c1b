"""Predictions along a long RNA, a line for each RBP, and how likely each letter is unpaired, on one axis to zoom."""

from typing import Any

import numpy as np

from components.figures.theme import GRID, INK, MUTED, SURFACE, axis, base_layout, letter_colors
from core.transcript import Peak, RnaScan, Track
from core.units import SCORE, Unit

HEIGHT = 540
"""Pixels."""
LINES = {
    False: ("#0b6bcb", "#c2410c", "#0f766e", "#9d174d", "#6d28d9", "#4d7c0f", "#92400e", "#334155"),
    True: ("#74c0fc", "#ffa94d", "#63e6be", "#faa2c1", "#b197fc", "#c0eb75", "#ffd8a8", "#ced4da"),
}
"""One colour for each RBP; dashes tell apart what colours alone do not."""
DASHES = ("solid", "solid", "dash", "dash", "dot", "dot", "dashdot", "dashdot")
MOST_POINTS = 3000
"""Points of a line that are drawn; of a longer one the highest and lowest of each few, until it is zoomed into. SVG
draws 12,000 points of four lines in seconds, these at once."""
LETTERS = "letters"
"""``name`` of the trace whose letters assets/scan.js writes when one has zoomed in."""
PREDICTED, LETTER_STRIP, STRUCTURE = (0.42, 1.0), (0.335, 0.385), (0.115, 0.31)
"""Where the panels begin and end, as shares of the whole; beneath them is the slider."""


def tracks_figure(
    scan: RnaScan, rna: int, titles: list[str], dark: bool, unit: Unit = SCORE, safe: bool = False
) -> dict[str, Any]:
    """Predictions, peaks, thresholds and local structure of one RNA of a scan (its index).

    Parameters
    ----------
    titles : what people read for each model.
    safe : letters in the colours for colour-blind eyes.
    """
    track = scan.tracks[rna]
    length = len(track.rna.sequence)
    traces = [
        *(_line(scan, track, m, title, dark, unit) for m, title in enumerate(titles)),
        *(_peaks(scan, track, m, dark, unit) for m in range(len(titles))),
        _structure(track, dark),
        _letters(track, dark, safe),
    ]
    x = axis(
        dark,
        f"Position in {track.rna.name} (5′ → 3′)",
        range=[0.5, length + 0.5],
        anchor="y2",
        showgrid=False,
        tickformat=",d",
        rangeslider=_slider(length, dark),
    )
    layout = base_layout(
        dark,
        height=HEIGHT,
        margin={"l": 60, "r": 14, "t": 34, "b": 24},
        xaxis=x,
        yaxis=axis(dark, unit.predicted, domain=list(PREDICTED), fixedrange=True),
        yaxis2=axis(dark, "Unpaired", domain=list(STRUCTURE), range=[0, 1], tickvals=[0, 0.5, 1], fixedrange=True),
        yaxis3={"domain": list(LETTER_STRIP), "range": [-1, 1], "visible": False, "fixedrange": True},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "font": {"size": 12}},
        shapes=[_threshold(scan, m, length, dark) for m in range(len(titles))],
        dragmode="zoom",
        clickmode="event",
        uirevision=f"{track.rna.name} {length}",
    )
    return {"data": traces, "layout": layout}


def _slider(length: int, dark: bool) -> dict[str, Any]:
    """The whole RNA, to drag what is in sight over; of all panels it shows the predictions."""
    out_of_sight = {"rangemode": "fixed", "range": [2, 3]}
    look = {"thickness": 0.06, "bgcolor": SURFACE[dark], "bordercolor": GRID[dark], "borderwidth": 1}
    return {"visible": True, "range": [0.5, length + 0.5], **look, "yaxis2": out_of_sight, "yaxis3": out_of_sight}


def thinned(values: np.ndarray, most: int = MOST_POINTS) -> np.ndarray:
    """Indices of the values (W,) to draw: all, or the lowest and the highest of each few, so that no peak is lost."""
    n = len(values)
    if n <= most:
        return np.arange(n)
    each = -(-2 * n // most)
    padded = np.full(-(-n // each) * each, np.nan)
    padded[:n] = values
    parts = padded.reshape(-1, each)
    lows, highs = np.where(np.isnan(parts), np.inf, parts), np.where(np.isnan(parts), -np.inf, parts)
    first = np.arange(len(parts)) * each
    kept = np.unique(np.concatenate([first + lows.argmin(axis=1), first + highs.argmax(axis=1), [0, n - 1]]))
    return kept[kept < n]


def _line(scan: RnaScan, track: Track, m: int, title: str, dark: bool, unit: Unit) -> dict[str, Any]:
    values = track.predictions[m]
    at = thinned(values)
    x = scan.middle(track.starts[at], len(track.rna.sequence))
    return {
        "type": "scatter",
        "mode": "lines" if len(values) > 1 else "markers",
        "name": title,
        "x": x.tolist(),
        "y": _listed(values[at]),
        "line": {"color": LINES[dark][m], "width": 1.6, "dash": DASHES[m]},
        "marker": {"color": LINES[dark][m], "size": 9},
        "meta": {
            "model": m + 1,
            "before": (min(scan.window, len(track.rna.sequence)) - 1) // 2,
            **_all(at, scan.middle(track.starts, len(track.rna.sequence)), values),
        },
        "connectgaps": False,
        "hovertemplate": f"<b>{title}</b> %{{x:,d}}: %{{y:.2f}} {unit.short}<extra></extra>",
    }


def _peaks(scan: RnaScan, track: Track, m: int, dark: bool, unit: Unit) -> dict[str, Any]:
    """A mark for each window with peaks, which tells all of its sites."""
    windows: dict[int, list[Peak]] = {}
    for peak in scan.peaks:
        if peak.model == scan.models[m] and peak.rna == track.rna.name:
            windows.setdefault(peak.first, []).append(peak)
    firsts = [peaks[0] for peaks in windows.values()]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": f"peaks {m + 1}",
        "showlegend": False,
        "x": [one.position for one in firsts],
        "y": [round(one.prediction, 3) for one in firsts],
        "customdata": [[m + 1, one.first] for one in firsts],
        "text": ["<br>".join([f"{_ranks(peaks)}, {peaks[0].first:,}–{peaks[0].last:,}",
                              *(f"site {one.site} at {one.site_first:,}" for one in peaks)])
                 for peaks in windows.values()],
        "marker": {"symbol": "triangle-down", "size": 11, "color": LINES[dark][m]}
        | {"line": {"width": 1, "color": SURFACE[dark]}},
        "hovertemplate": f"<b>%{{text}}</b><br>%{{y:.2f}} {unit.short}<extra></extra>",
    }  # fmt: skip


def _ranks(peaks: list[Peak]) -> str:
    return f"peak{'s' * (len(peaks) > 1)} {', '.join(str(one.rank) for one in peaks)}"


def _structure(track: Track, dark: bool) -> dict[str, Any]:
    at = thinned(track.unpaired)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "unpaired",
        "showlegend": False,
        "x": (at + 1).tolist(),
        "y": _listed(track.unpaired[at]),
        "fill": "tozeroy",
        "fillcolor": {False: "rgba(92, 99, 106, 0.22)", True: "rgba(166, 173, 180, 0.25)"}[dark],
        "line": {"color": MUTED[dark], "width": 1},
        "meta": _all(at, np.arange(1, len(track.unpaired) + 1), track.unpaired),
        "yaxis": "y2",
        "hovertemplate": "%{x:,d}: unpaired %{y:.2f}<extra></extra>",
    }


def _letters(track: Track, dark: bool, safe: bool) -> dict[str, Any]:
    """No letter yet: the browser writes those in sight, in their colours."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": LETTERS,
        "showlegend": False,
        "x": [],
        "y": [],
        "text": [],
        "textfont": {"size": 12, "color": INK[dark], "weight": 700},
        "meta": {"sequence": track.rna.sequence, "colors": {**letter_colors(dark, safe), "N": MUTED[dark]}},
        "yaxis": "y3",
        "hoverinfo": "skip",
    }


def _threshold(scan: RnaScan, m: int, length: int, dark: bool) -> dict[str, Any]:
    height = float(scan.thresholds[m])
    line = {"color": LINES[dark][m], "width": 1, "dash": "dot"}
    place = {"x0": 0, "x1": 1, "xref": "paper", "y0": height, "y1": height, "yref": "y"}
    return {"type": "line", **place, "line": line, "layer": "below", "name": "threshold"}


def _all(at: np.ndarray, x: np.ndarray, values: np.ndarray) -> dict[str, Any]:
    """What assets/scan.js draws of a thinned line where one has zoomed in: every value, from the first x in steps."""
    if len(at) == len(values):
        return {}
    return {"first": int(x[0]), "step": int(x[1] - x[0]), "values": _listed(values)}


def _listed(values: np.ndarray) -> list[float | None]:
    return [None if value != value else value for value in np.round(values.astype(float), 3).tolist()]
