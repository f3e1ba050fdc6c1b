"""Small logos in tables and lists: columns of letters as data, and the outlines that the browser draws them with.

`assets/logo.js` draws; letters take the colours of the classes A, C, G and U.
"""

import numpy as np

from components.figures.glyphs import glyph_path
from core.sequence import ALPHABET

FEWEST_BITS = 0.02
"""Smallest height of a letter that is visible in a logo of a table row."""


def logo_columns(heights: np.ndarray) -> list[list[list]]:
    """Convert letter heights (W, 4) to ``[[letter, height], …]`` per column, the lowest letter first."""
    columns = np.round(np.asarray(heights, float), 2).tolist()
    return [
        sorted(([a, height] for a, height in zip(ALPHABET, column, strict=True) if height >= FEWEST_BITS), key=_height)
        for column in columns
    ]


def _height(item: list) -> float:
    return item[1]


def glyph_symbols() -> str:
    """Return the letters' outlines as SVG symbols ``#glyph-A`` …, once per page; ``<use>`` fits them to any box."""
    symbols = "".join(
        f'<symbol id="glyph-{letter}" viewBox="0 0 1 1" preserveAspectRatio="none">'
        f'<path fill="currentColor" d="{glyph_path(letter, 0, 1, 1, -1)}"/></symbol>'
        for letter in ALPHABET
    )
    return f'<svg width="0" height="0" aria-hidden="true" focusable="false" class="glyphs">{symbols}</svg>'
