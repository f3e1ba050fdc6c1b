"""The figure of one RNA: logo, structure and every mutation on one axis of positions, as in the paper's Fig 2e."""

from typing import TYPE_CHECKING

import numpy as np

from core.discovery.ism import LOGOS, Ism
from core.figures.drawing import BLUE, GREY, INK, ORANGE, PALE, PURPLE, SKY, YELLOW
from core.figures.drawing import logo as draw_logo
from core.figures.sheet import WIDTH, Panel
from core.formatting import LETTERS, SCORE, Unit
from core.sequence import ALPHABET
from core.structure.fold import Structure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

CONTEXTS = {"paired": BLUE, "hairpin": ORANGE, "internal": YELLOW, "multi": PURPLE, "external": PALE}
"""Colours of the structural contexts, from the axis up."""
NAMES = {"multi": "multiloop", "external": "exterior", "internal": "internal loop", "hairpin": "hairpin loop"}
HEIGHT, NARROWEST, A_LETTER = 3.2, 3.2, 0.145
"""Inches: height and least width of the panel, and width of a letter."""
LETTERS_SAY = {
    "sensitivity": "The taller a letter, the more a mutation there changes the prediction (L2 norm over the three "
    "mutations).",
    "signed": "Height of a letter: the mean loss by its three mutations; letters below the axis lower binding.",
}
"""Meaning of the heights in each logo of `core.discovery.ism.LOGOS`."""
NOTES = (
    "Map: mutant minus wild type; dots: the letter of the RNA. Structure: probability of each context (ViennaRNA).",
)


def rna_panel(
    ism: Ism, structure: Structure, unit: Unit = SCORE, original: str | None = None, logo: str = "sensitivity"
) -> Panel:
    """Draw the ISM logo of an RNA, its structural contexts and the map of all its single mutations.

    original : the RNA that this one was mutated from; positions that differ are marked if both are equally long.
    logo : the height of its letters, one of `core.discovery.ism.LOGOS`.
    """
    length = len(ism.sequence)

    def draw(cell: "SubFigure") -> None:
        rows = cell.subplots(3, 1, sharex=True, height_ratios=[1.5, 0.6, 0.9])
        draw_logo(rows[0], ism.sequence, ism.heights(logo), f"{LOGOS[logo]} ({unit.short})")
        _contexts(rows[1], structure)
        _map(cell, rows[2], ism, unit)
        for place in changed(ism.sequence, original):
            for axes in rows[:2]:
                axes.axvspan(place + 0.5, place + 1.5, color=SKY, alpha=0.35, linewidth=0, zorder=-5)
        rows[2].set_xlabel("Position")

    size = (min(WIDTH, max(NARROWEST, 1.5 + A_LETTER * length)), HEIGHT)
    numbers = {"sequence": ism.sequence, "prediction": ism.prediction, "delta": ism.delta, **structure._asdict()}
    return Panel("", draw, numbers, "in silico mutagenesis", (), size)


def changed(sequence: str, original: str | None) -> list[int]:
    """Return the indices at which an RNA differs from its original; empty if their lengths differ."""
    if original is None or len(original) != len(sequence):
        return []
    return [i for i, (now, before) in enumerate(zip(sequence, original, strict=True)) if now != before]


def _contexts(axes: "Axes", structure: Structure) -> None:
    places = np.arange(1, len(structure.paired) + 1)
    bottom = np.zeros(len(places))
    for context, color in CONTEXTS.items():
        values = getattr(structure, context)
        axes.bar(places, values, 1.0, bottom, color=color, linewidth=0, label=NAMES.get(context, context))
        bottom = bottom + values
    axes.set(ylim=(0, 1), yticks=[0, 1], ylabel="Structure")
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.1), borderaxespad=0, handlelength=0.8, labelspacing=0.15)


def _map(cell: "SubFigure", axes: "Axes", ism: Ism, unit: Unit) -> None:
    length = len(ism.sequence)
    most = float(np.abs(ism.delta).max()) or 1.0
    extent = (0.5, length + 0.5, len(ALPHABET) - 0.5, -0.5)
    image = axes.imshow(ism.delta.T, cmap="RdBu_r", vmin=-most, vmax=most, aspect="auto", extent=extent)
    axes.plot(range(1, length + 1), [ALPHABET.index(letter) for letter in ism.sequence], ".", color=INK, markersize=2.5)
    axes.set_yticks(range(len(ALPHABET)), list(ALPHABET))
    for tick in axes.get_yticklabels():
        tick.set_color(LETTERS[tick.get_text()])
        tick.set_fontweight("bold")
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_color(GREY)
    bar = cell.colorbar(image, cax=axes.inset_axes((1.015, 0, 0.015, 1)))
    bar.set_label(f"Change ({unit.short})")
    bar.outline.set_linewidth(0.4)
