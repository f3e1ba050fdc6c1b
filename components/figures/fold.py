"""The drawing of a secondary structure: letters in their colours, bonds between pairs, both ends marked."""

from typing import Any

import numpy as np

from components.figures.part import WHOLE, Part
from components.figures.theme import GRID, INK, MUTED, SURFACE, base_layout, letter_colors
from core.structure.fold import MfeStructure, Structure

WIDTH, LEAST_HEIGHT, MOST_HEIGHT = 560, 90, 260
"""Pixels of a drawing: its height follows the structure."""
STEP = 25
"""Distance of neighbours in the drawing, in its own units."""


def fold_figure(
    mfe: MfeStructure,
    structure: Structure,
    dark: bool,
    marked: tuple[int, ...] = (),
    safe: bool = False,
    part: Part = WHOLE,
) -> dict[str, Any]:
    """Draw a structure as in papers; a hover on a nucleotide tells its position and how likely it is paired.

    Parameters
    ----------
    structure : probabilities of the same RNA, over all its structures.
    marked : positions in the drawing, from 1, to put a ring around.
    safe : letters in the colours for colour-blind eyes.
    part : the names of letters and positions.
    """
    x, y = mfe.xy.T
    step = STEP * min(WIDTH / np.ptp(_around(x)), MOST_HEIGHT / np.ptp(_around(y)))
    layout = base_layout(
        dark,
        height=drawing_height(mfe),
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        dragmode=False,
        xaxis={"visible": False, "range": _around(x), "fixedrange": True, "constrain": "domain"},
        yaxis={"visible": False, "range": _around(y), "fixedrange": True, "scaleanchor": "x", "constrain": "domain"},
        annotations=_ends(x, y, dark),
    )
    letters = _letters(mfe.sequence, x, y, dark, marked, part)
    letters["customdata"] = _said(mfe, structure, part)
    colors = letter_colors(dark, safe)
    letters["textfont"]["color"] = [colors[letter] for letter in mfe.sequence]
    letters["textfont"]["size"] = min(max(step * 0.55, 8), 13)
    letters["marker"]["size"] = min(max(step * 0.75, 10), 18)
    return {"data": [_backbone(x, y, dark), _bonds(mfe, x, y, dark), letters], "layout": layout}


def drawing_height(mfe: MfeStructure) -> int:
    """Return the pixels of height that a drawing needs at a width of `WIDTH`."""
    wide, high = (np.ptp(_around(values)) for values in mfe.xy.T)
    return int(np.clip(high / wide * WIDTH, LEAST_HEIGHT, MOST_HEIGHT))


def drawing_width(mfe: MfeStructure) -> int:
    """Return the pixels of width below which letters of a drawing of that height would overlap."""
    wide, high = (np.ptp(_around(values)) for values in mfe.xy.T)
    return int(min(WIDTH, drawing_height(mfe) * wide / high))


def _around(values: np.ndarray) -> list[float]:
    """Return a range with room for the letters and the marks of the ends."""
    return [float(values.min()) - 1.6 * STEP, float(values.max()) + 1.6 * STEP]


def _backbone(x: np.ndarray, y: np.ndarray, dark: bool) -> dict[str, Any]:
    line = {"color": MUTED[dark], "width": 1.5}
    return {"type": "scatter", "mode": "lines", "x": x.tolist(), "y": y.tolist(), "line": line, "hoverinfo": "skip"}


def _bonds(mfe: MfeStructure, x: np.ndarray, y: np.ndarray, dark: bool) -> dict[str, Any]:
    """Draw one line per pair, with gaps between."""
    ends = [(float(x[a]), float(y[a]), float(x[b]), float(y[b])) for a, b in mfe.pairs]
    across = [value for x0, _, x1, _ in ends for value in (x0, x1, None)]
    up = [value for _, y0, _, y1 in ends for value in (y0, y1, None)]
    line = {"color": INK[dark], "width": 2.5}
    return {"type": "scatter", "mode": "lines", "name": "base pairs", "x": across, "y": up, "line": line} | {
        "hoverinfo": "skip"
    }


def _letters(
    sequence: str, x: np.ndarray, y: np.ndarray, dark: bool, marked: tuple[int, ...], part: Part
) -> dict[str, Any]:
    rims = [INK[dark] if at in marked else GRID[dark] for at in range(1, len(sequence) + 1)]
    widths = [2.5 if at in marked else 1 for at in range(1, len(sequence) + 1)]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": "nucleotides",
        "x": x.tolist(),
        "y": y.tolist(),
        "text": [f"<b>{letter}</b>" for letter in part.typed(sequence)],
        "textfont": {},
        "marker": {"color": SURFACE[dark], "line": {"color": rims, "width": widths}},
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _said(mfe: MfeStructure, structure: Structure, part: Part) -> list[str]:
    """Write the hover text of each nucleotide."""
    partners = {a: b for pair in mfe.pairs for a, b in (pair, pair[::-1])}
    named = [f"{letter}{part.first + at}" for at, letter in enumerate(part.typed(mfe.sequence))]
    whom = [f"pairs with {named[partners[at]]}" if at in partners else "unpaired" for at in range(len(named))]
    return [
        f"<b>{one}</b> {with_whom} here<br>paired in {paired:.0%} of all structures"
        for one, with_whom, paired in zip(named, whom, structure.paired, strict=True)
    ]


def _ends(x: np.ndarray, y: np.ndarray, dark: bool) -> list[dict[str, Any]]:
    """Write 5′ and 3′ next to the first and last nucleotide, away from their neighbours."""
    marks = []
    for text, end, neighbour in (("5′", 0, min(1, len(x) - 1)), ("3′", -1, max(-2, -len(x)))):
        away = np.array([x[end] - x[neighbour], y[end] - y[neighbour]])
        length = np.linalg.norm(away)
        shift = away / length * 18 if length else np.array([-18.0 if end == 0 else 18.0, 0.0])
        marks.append(
            {"text": f"<b>{text}</b>", "x": float(x[end]), "y": float(y[end]), "showarrow": False}
            | {"xshift": float(shift[0]), "yshift": float(shift[1]), "font": {"size": 13, "color": INK[dark]}}
        )
    return marks
