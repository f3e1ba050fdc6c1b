"""One RNA on one axis: ISM logo, paired or unpaired, and the ISM heatmap."""

from typing import Any

import numpy as np

from components.figures.glyphs import glyph_path
from components.figures.theme import GRID, INK, MUTED, SURFACE, axis, base_layout, letter_colors
from components.figures.units import SCORE, Unit
from core.mutagenesis import Ism
from core.sequence import ALPHABET
from core.structure import Structure

GLYPH_WIDTH = 0.9
"""Of a letter, in positions; the rest is the gap to its neighbour."""
LOGO, TRACK, HEATMAP = (0.60, 1.0), (0.415, 0.55), (0.0, 0.355)
"""Heights of the three panels, from the bottom of the figure."""
DIVERGING = {
    False: ("#2166ac", "#92c5de", "#ffffff", "#f4a582", "#b2182b"),
    True: ("#74c0fc", "#2f6ea5", SURFACE[True], "#a34a45", "#ff8787"),
}
"""Loss to gain through white, or through the ground in dark mode; plotly's own RdBu has no white middle."""
PAIRED = {False: "#343a40", True: "#dee2e6"}
UNPAIRED = {False: "#adb5bd", True: "#5c636a"}
CLEAR = {"color": "rgba(0,0,0,0)"}


def sequence_figure(
    ism: Ism, structure: Structure, dark: bool, unit: Unit = SCORE, safe: bool = False
) -> dict[str, Any]:
    """ISM logo (height: sensitivity), PU track and ISM heatmap (mutant minus wild type) of one RNA, positions 1 to L.

    unit : of the predictions that the ISM compares; safe : letters in the colours for colour-blind eyes.
    """
    length = len(ism.sequence)
    paired = np.clip(structure.paired, 0, 1)
    top = max(float(ism.sensitivity.max()) * 1.06, 0.1)
    heatmap, letters = _heatmap(ism, dark, unit)
    shapes = _logo(ism, letter_colors(dark, safe)) + _pairing(paired, dark)
    layout = base_layout(
        dark,
        margin={"l": 66, "r": 8, "t": 8, "b": 48},
        shapes=shapes,
        dragmode=False,
        bargap=0,
        xaxis=_positions(length, dark),
        yaxis=_panel(dark, f"Sensitivity ({unit.short})", LOGO, range=[0, top], nticks=5),
        yaxis2=_panel(dark, "P / U", TRACK, range=[0, 1], tickvals=[0, 1]),
        yaxis3=_panel(
            dark, "Change to", HEATMAP, type="category", categoryorder="array", categoryarray=list(ALPHABET[::-1])
        ),
    )
    return {"data": [_logo_hover(ism, top), _pairing_hover(paired, ism.sequence), heatmap, letters], "layout": layout}


def signed(value: float) -> str:
    """A score with its sign and a real minus: +1.23 or −1.23."""
    return f"{round(value, 2) + 0.0:+.2f}".replace("-", "−")  # adding 0.0 turns −0 into 0


def _logo(ism: Ism, colors: dict[str, str]) -> list[dict[str, Any]]:
    boxes = zip(ism.sequence, ism.sensitivity.tolist(), strict=True)
    return [
        _glyph(letter, position, 0, height, colors[letter], "y") for position, (letter, height) in enumerate(boxes, 1)
    ]


def _pairing(paired: np.ndarray, dark: bool) -> list[dict[str, Any]]:
    shapes = []
    for position, share in enumerate(paired.tolist(), start=1):
        shapes.append(_glyph("U", position, 0, 1 - share, UNPAIRED[dark], "y2"))
        shapes.append(_glyph("P", position, 1 - share, share, PAIRED[dark], "y2"))
    return shapes


def _glyph(letter: str, position: int, bottom: float, height: float, color: str, yref: str) -> dict[str, Any]:
    path = glyph_path(letter, position - GLYPH_WIDTH / 2, bottom, GLYPH_WIDTH, height)
    return {"type": "path", "path": path, "fillcolor": color, "line": {"width": 0}, "xref": "x", "yref": yref}


def _logo_hover(ism: Ism, top: float) -> dict[str, Any]:
    """Invisible bars over the full height of the logo: paths themselves cannot be hovered."""
    places = list(enumerate(zip(ism.sequence, ism.sensitivity.tolist(), strict=True), start=1))
    texts = [f"<b>{letter}{position}</b> sensitivity {height:.2f}" for position, (letter, height) in places]
    return _hover_bars("Sensitivity", texts, top, "y")


def _pairing_hover(paired: np.ndarray, sequence: str) -> dict[str, Any]:
    places = enumerate(zip(sequence, paired.tolist(), strict=True), start=1)
    texts = [f"<b>{letter}{at}</b> paired {share:.2f}, unpaired {1 - share:.2f}" for at, (letter, share) in places]
    return _hover_bars("Paired or unpaired", texts, 1.0, "y2")


def _hover_bars(name: str, texts: list[str], height: float, yaxis: str) -> dict[str, Any]:
    n = len(texts)
    return {
        "type": "bar",
        "name": name,
        "x": list(range(1, n + 1)),
        "y": [height] * n,
        "marker": CLEAR,
        "customdata": texts,
        "hovertemplate": "%{customdata}<extra></extra>",
        "xaxis": "x",
        "yaxis": yaxis,
    }


def _heatmap(ism: Ism, dark: bool, unit: Unit) -> tuple[dict[str, Any], dict[str, Any]]:
    """The heatmap, letters A, C, G, U down, and the wild-type letters written into their cells."""
    positions = list(range(1, len(ism.sequence) + 1))
    most = max(float(np.abs(ism.delta).max()), 0.1)
    heatmap = {
        "type": "heatmap",
        "x": positions,
        "y": list(ALPHABET),
        "z": np.asarray(ism.delta, float).T.round(4).tolist(),
        "customdata": [[_change(ism, at, letter) for at in positions] for letter in range(len(ALPHABET))],
        "hovertemplate": "%{customdata}<extra></extra>",
        "colorscale": diverging(dark),
        "zmin": -most,
        "zmax": most,
        "xgap": 1,
        "ygap": 1,
        "xaxis": "x",
        "yaxis": "y3",
        "colorbar": _colorbar(dark, unit),
    }
    letters = {"type": "scatter", "mode": "text", "x": positions, "y": list(ism.sequence), "text": list(ism.sequence)}
    letters |= {"textfont": {"size": 11, "color": MUTED[dark]}, "hoverinfo": "skip", "xaxis": "x", "yaxis": "y3"}
    return heatmap, letters


def _change(ism: Ism, position: int, letter: int) -> str:
    wild_type, mutant = ism.sequence[position - 1], ALPHABET[letter]
    if wild_type == mutant:
        return f"<b>{wild_type}{position}</b> wild type"
    return f"<b>{wild_type}{position}→{mutant}</b>: {signed(float(ism.delta[position - 1, letter]))}"


def diverging(dark: bool) -> list[list]:
    """Colour scale from loss (blue) to gain (red); no change looks like nothing."""
    return [[stop / 4, color] for stop, color in enumerate(DIVERGING[dark])]


def _colorbar(dark: bool, unit: Unit) -> dict[str, Any]:
    bottom, top = HEATMAP
    return {
        "len": top - bottom,
        "y": (top + bottom) / 2,
        "thickness": 10,
        "outlinewidth": 0,
        "tickfont": {"size": 11, "color": MUTED[dark]},
        "nticks": 5,
        "title": {"text": f"Δ ({unit.short})", "font": {"size": 12, "color": INK[dark]}},
    }


def _positions(length: int, dark: bool) -> dict[str, Any]:
    return axis(
        dark,
        "Position (5′ → 3′)",
        range=[0.4, length + 0.6],
        tickvals=[1, *range(5, length + 1, 5)],
        anchor="y3",
        showgrid=False,
        fixedrange=True,
        showspikes=True,
        spikemode="across",
        spikethickness=1,
        spikedash="dot",
        spikecolor=MUTED[dark],
    )


def _panel(dark: bool, title: str, domain: tuple[float, float], **more: Any) -> dict[str, Any]:
    panel = axis(dark, title, domain=list(domain), showgrid=False, fixedrange=True, showline=True, **more)
    panel["linecolor"] = GRID[dark]
    panel["automargin"] = False
    return panel
