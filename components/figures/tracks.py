"""Predictions along a long RNA, a panel per RBP, and unpaired probabilities, on one axis to zoom."""

from typing import Any

import numpy as np

from components.figures.theme import GRID, INK, MUTED, SURFACE, axis, base_layout, letter_colors
from core.formatting import SCORE, Unit
from core.rna_scan import Peak, RnaScan, Track

ALONE, TOGETHER, BENEATH = 300, 128, 240
"""Pixels of a single RBP's panel, of each of several, and of everything beneath them."""
LINES = {
    False: ("#0b6bcb", "#c2410c", "#0f766e", "#9d174d", "#6d28d9", "#4d7c0f", "#92400e", "#334155"),
    True: ("#74c0fc", "#ffa94d", "#63e6be", "#faa2c1", "#b197fc", "#c0eb75", "#ffd8a8", "#ced4da"),
}
"""One colour for each RBP."""
MOST_POINTS = 3000
"""Most points of a line to draw; of a longer line, the highest and lowest of each few, until it is zoomed into. SVG
takes seconds for 12,000 points of four lines, but draws these at once."""
LETTERS = "letters"
"""``name`` of the trace whose letters assets/scan.js writes after zooming in."""
LETTER_STRIP, UNPAIRED, SLIDER, GAP = (178, 206), (62, 165), 32, 14
"""Pixels from the bottom of the plot: letters, local structure; height of the slider, and the gap between panels."""
MARGIN = {"l": 60, "r": 14, "t": 34, "b": 38}


def figure_height(n_models: int) -> int:
    """Return the pixels of the whole figure: a panel for each RBP."""
    return BENEATH + (ALONE if n_models == 1 else n_models * TOGETHER) + MARGIN["t"] + MARGIN["b"]


def tracks_figure(
    scan: RnaScan, rna: int, titles: list[str], dark: bool, unit: Unit = SCORE, safe: bool = False
) -> dict[str, Any]:
    """Draw predictions, peaks, thresholds and local structure of one RNA of a scan (its index).

    Parameters
    ----------
    titles : of the models.
    safe : letters in the colours for colour-blind eyes.
    """
    track = scan.tracks[rna]
    length = len(track.rna.sequence)
    traces = [
        *(_line(scan, track, m, title, dark, unit) for m, title in enumerate(titles)),
        *(_peaks(scan, track, m, dark, unit) for m in range(len(titles))),
        {**_structure(track, dark), "yaxis": f"y{len(titles) + 1}"},
        {**_letters(track, dark, safe), "yaxis": f"y{len(titles) + 2}"},
    ]
    n, height = len(titles), figure_height(len(titles))
    x = axis(
        dark,
        f"Position in {track.rna.name} (5′ → 3′)",
        range=[0.5, length + 0.5],
        anchor=f"y{n + 1}",
        showgrid=False,
        tickformat=",d",
        rangeslider=_slider(length, n, height, dark),
    )
    layout = base_layout(
        dark,
        height=height,
        margin=MARGIN,
        xaxis=x,
        **{
            f"yaxis{m + 1 if m else ''}": axis(dark, unit.short, domain=_domain(m, n, height), fixedrange=True)
            for m in range(n)
        },
        **{
            f"yaxis{n + 1}": axis(
                dark, "Unpaired", domain=_share(UNPAIRED, height), range=[0, 1], tickvals=[0, 0.5, 1], fixedrange=True
            ),
            f"yaxis{n + 2}": {"domain": _share(LETTER_STRIP, height), "range": [-1, 1], "visible": False}
            | {"fixedrange": True},
        },
        annotations=[_title(title, m, n, height, dark) for m, title in enumerate(titles)],
        showlegend=False,
        shapes=[_threshold(scan, m, dark) for m in range(n)],
        dragmode="zoom",
        clickmode="event",
        uirevision=f"{track.rna.name} {length}",
    )
    return {"data": traces, "layout": layout}


def _axis(m: int) -> str:
    """Name the vertical axis of a model's panel, as traces do."""
    return f"y{m + 1}" if m else "y"


def _share(pixels: tuple[float, float], height: int) -> list[float]:
    """Convert a stretch of pixels from the bottom of the plot to shares of it."""
    whole = height - MARGIN["t"] - MARGIN["b"]
    return [pixel / whole for pixel in pixels]


def _domain(m: int, n: int, height: int) -> list[float]:
    """Return the extent of a model's panel; the first model is on top."""
    each = ALONE if n == 1 else TOGETHER
    bottom = BENEATH + (n - 1 - m) * each
    return _share((bottom, bottom + each - (GAP if n > 1 else 0)), height)


def _title(title: str, m: int, n: int, height: int, dark: bool) -> dict[str, Any]:
    """Write the name of an RBP in the upper left corner of its panel."""
    place = {
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "yref": "paper",
        "y": _domain(m, n, height)[1],
        "yanchor": "bottom",
    }
    return {"text": f"<b>{title}</b>", "showarrow": False, "font": {"size": 12, "color": LINES[dark][m]}, **place}


def _slider(length: int, n: int, height: int, dark: bool) -> dict[str, Any]:
    """Make the slider over the whole RNA; of all panels it shows the first."""
    out_of_sight = {"rangemode": "fixed", "range": [1e6, 1e6 + 1]}
    look = {
        "thickness": _share((0, SLIDER), height)[1],
        "bgcolor": SURFACE[dark],
        "bordercolor": GRID[dark],
        "borderwidth": 1,
    }
    hidden = {f"yaxis{number}": out_of_sight for number in range(2, n + 3)}
    return {"visible": True, "range": [0.5, length + 0.5], **look, **hidden}


def thinned(values: np.ndarray, most: int = MOST_POINTS) -> np.ndarray:
    """Choose values (W,) to draw, as indices: all, or the lowest and highest of each few, so that no peak is lost."""
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
        "yaxis": _axis(m),
        "line": {"color": LINES[dark][m], "width": 1.6},
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
    """Draw a mark for each window with peaks, with a hover on all of its sites."""
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
        "yaxis": _axis(m),
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
        "hovertemplate": "%{x:,d}: unpaired %{y:.2f}<extra></extra>",
    }


def _letters(track: Track, dark: bool, safe: bool) -> dict[str, Any]:
    """Make an empty trace: the browser writes the visible letters, in their colours."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": LETTERS,
        "showlegend": False,
        "x": [],
        "y": [],
        "text": [],
        "textfont": {"size": 12, "color": INK[dark], "weight": 700},
        "meta": {
            "sequence": track.rna.typed(track.rna.sequence),
            "colors": {**letter_colors(dark, safe), "N": MUTED[dark]},
        },
        "hoverinfo": "skip",
    }


def _threshold(scan: RnaScan, m: int, dark: bool) -> dict[str, Any]:
    height = float(scan.thresholds[m])
    line = {"color": LINES[dark][m], "width": 1, "dash": "dot"}
    place = {"x0": 0, "x1": 1, "xref": "paper", "y0": height, "y1": height, "yref": _axis(m)}
    return {"type": "line", **place, "line": line, "layer": "below", "name": "threshold"}


def _all(at: np.ndarray, x: np.ndarray, values: np.ndarray) -> dict[str, Any]:
    """Return every value of a thinned line, from the first x in steps, for assets/scan.js to draw after zooming in."""
    if len(at) == len(values):
        return {}
    return {"first": int(x[0]), "step": int(x[1] - x[0]), "values": _listed(values)}


def _listed(values: np.ndarray) -> list[float | None]:
    return [None if value != value else value for value in np.round(values.astype(float), 3).tolist()]
