"""A motif as a logo of glyph paths: heights (W, 4) in, plain dict figure out."""

from typing import Any

import numpy as np

from components.figures.glyphs import glyph_path
from components.figures.theme import axis, base_layout, letter_colors
from core.sequence import ALPHABET

GLYPH_WIDTH = 0.92
"""Width of a letter, in columns."""


def motif_logo(
    heights: list[list[float]], title: str, dark: bool, top: float | None = None, safe: bool = False
) -> dict[str, Any]:
    """Stack letters in each column, the highest on top; only heights above 0 are drawn.

    Parameters
    ----------
    heights : (W, 4) in the order of ``ACGU``. title : of the y axis, with its unit.
    top : upper end of the y axis; by default a little above the highest column.
    safe : letters in the colours for colour-blind eyes.
    """
    colors = letter_colors(dark, safe)
    stacks = np.clip(np.asarray(heights, float), 0, None)
    most = float(stacks.sum(axis=1).max()) or 1.0
    columns = len(stacks)
    layout = base_layout(
        dark,
        margin={"l": 52, "r": 8, "t": 8, "b": 32},
        shapes=[shape for column in range(columns) for shape in _stack(column, stacks[column], colors)],
        dragmode=False,
        bargap=0,
        xaxis=axis(
            dark,
            range=[0.4, columns + 0.6],
            tickvals=list(range(1, columns + 1)),
            showgrid=False,
            fixedrange=True,
        ),
        yaxis=axis(dark, title, range=[0, top or 1.06 * most], nticks=4, fixedrange=True, showgrid=False),
    )
    return {"data": [_hover(stacks, top or most)], "layout": layout}


def _stack(column: int, heights: np.ndarray, colors: dict[str, str]) -> list[dict[str, Any]]:
    bottom, shapes = 0.0, []
    for code in np.argsort(heights, kind="stable").tolist():
        height = float(heights[code])
        if height <= 0:
            continue
        letter = ALPHABET[code]
        path = glyph_path(letter, column + 1 - GLYPH_WIDTH / 2, bottom, GLYPH_WIDTH, height)
        shapes.append({"type": "path", "path": path, "fillcolor": colors[letter], "line": {"width": 0}})
        bottom += height
    return shapes


def _hover(stacks: np.ndarray, top: float) -> dict[str, Any]:
    """Add invisible bars over the full height, because paths cannot be hovered."""
    texts = []
    for number, heights in enumerate(stacks.tolist(), start=1):
        order = sorted(range(len(ALPHABET)), key=heights.__getitem__, reverse=True)
        parts = [f"{ALPHABET[code]} {heights[code]:.2f}" for code in order if heights[code] > 0]
        texts.append(f"<b>{number}</b> {', '.join(parts) or 'any letter'}")
    return {
        "type": "bar",
        "x": list(range(1, len(stacks) + 1)),
        "y": [top] * len(stacks),
        "marker": {"color": "rgba(0,0,0,0)"},
        "customdata": texts,
        "hovertemplate": "%{customdata}<extra></extra>",
    }
