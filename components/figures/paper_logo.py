"""The ISM logo as the paper prints it, for slides and manuscripts: drawn by Logomaker as SVG text.

Logomaker takes a fraction of a second, so the page draws its own logo from glyph paths (components/figures/sequence).
"""

import io

from components.figures.theme import LETTERS
from components.figures.units import SCORE, Unit
from core.mutagenesis import Ism
from core.sequence import ALPHABET

INCHES_A_LETTER, HEIGHT = 0.19, 1.7


def paper_logo(ism: Ism, unit: Unit = SCORE) -> str:
    """SVG of the wild-type letters at the height of their sensitivity (L2 norm over variants; Koo et al. 2021)."""
    import logomaker
    import pandas as pd
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    length = len(ism.sequence)
    heights = pd.DataFrame(0.0, index=range(1, length + 1), columns=list(ALPHABET))
    for position, letter, height in zip(heights.index, ism.sequence, ism.sensitivity, strict=True):
        heights.loc[position, letter] = float(height)
    figure = Figure(figsize=(INCHES_A_LETTER * length + 1, HEIGHT), layout="constrained")
    axes = figure.subplots()
    logomaker.Logo(heights, ax=axes, color_scheme=LETTERS, show_spines=False)
    axes.set_xlim(0.5, max(length, 2) + 0.5)
    axes.set_xticks([1, *range(5, length + 1, 5)])
    axes.set_xlabel("Position")
    axes.set_ylabel(f"Sensitivity ({unit.short})")
    axes.spines[["left", "bottom"]].set_visible(True)
    text = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "gia-explorer"}):
        figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()
