"""One RNA on one axis: ISM logo, structure track and ISM heat map, with its original below if it was mutated."""

from typing import Any, NamedTuple

import numpy as np

from components.figures.glyphs import glyph_path
from components.figures.part import WHOLE, Part
from components.figures.structure_track import track_bars, track_legend, track_texts
from components.figures.theme import ACCENT, GRID, INK, MUTED, SURFACE, axis, base_layout, letter_colors
from core.discovery.ism import LOGOS, Ism
from core.formatting import SCORE, Unit
from core.sequence import ALPHABET
from core.structure.fold import Structure

GLYPH_WIDTH = 0.9
"""Width of a letter, in positions; the rest is the gap to its neighbour."""
HEATMAP, TRACK, LOGO, LOGO_BEFORE = 120, 30, 134, 104
"""Heights of the panels in pixels, ``LOGO_BEFORE`` of an original for comparison."""
GAPS = {"y": 12, "y2": 14, "y3": 44, "y4": 6, "y5": 16}
"""Pixels under each panel; the positions are under the heat map."""
MARGIN = {"l": 62, "r": 74, "t": 8, "b": 0}
DIVERGING = {
    False: ("#2166ac", "#92c5de", "#ffffff", "#f4a582", "#b2182b"),
    True: ("#74c0fc", "#2f6ea5", SURFACE[True], "#a34a45", "#ff8787"),
}
"""Loss to gain through white, or through the ground in dark mode; plotly's own RdBu has no white middle."""
CLEAR = {"color": "rgba(0,0,0,0)"}
STRETCH = "stretch"
"""``name`` of the shape that marks the stretch; assets/explore.js moves it."""


class Look(NamedTuple):
    """An RNA as the model sees it."""

    ism: Ism
    structure: Structure


class Style(NamedTuple):
    """The appearance of an RNA.

    unit : of the predictions behind the ISM.
    contexts : ``pu`` (paired, unpaired) or ``phime`` (five contexts) in the track.
    logo : the height of the letters, one of `core.discovery.ism.LOGOS`.
    safe : letters in the colours for colour-blind eyes.
    part : names of letters and positions: those of the RNA itself, or of a longer RNA that it was cut from.
    """

    dark: bool
    unit: Unit = SCORE
    contexts: str = "pu"
    logo: str = "sensitivity"
    safe: bool = False
    part: Part = WHOLE


def sequence_figure(
    now: Look, style: Style, before: Look | None = None, stretch: tuple[int, int] | None = None
) -> dict[str, Any]:
    """Draw ISM logo, structure track and ISM heat map (mutant minus wild type) over the positions.

    Parameters
    ----------
    before : the original that ``now`` is a mutant of; its logo and track are below, on the same scales.
    stretch : first and last position to mark.
    """
    dark, contexts, first = style.dark, style.contexts, style.part.first
    looks = {"y": now, "y5": before} if before else {"y": now}
    tracks = {"y2": now, "y4": before} if before else {"y2": now}
    ends = _ends([look.ism.heights(style.logo) for look in looks.values()])
    domains = _domains(before is not None)
    traces = [_logo_hover(look.ism, style, ends, axis_name) for axis_name, look in looks.items()]
    for axis_name, look in tracks.items():
        traces += track_bars(look.structure, contexts, dark, axis_name, style.part)
        traces.append(_context_hover(look, style, axis_name))
    traces += _heatmap(now.ism, style, domains["y3"])
    shapes = [shape for axis_name, look in looks.items() for shape in _logo(look.ism, style, axis_name)]
    if before:
        traces.append(_originals(now, before, style))
        shapes += [_band(at, at, dark, MUTATED[dark]) for at in _mutated(now, before, first)]
    if stretch:
        shapes.append({**_band(*stretch, dark, CHOSEN_BAND[dark]), "name": STRETCH})
    layout = base_layout(
        dark,
        height=figure_height(before is not None),  # without it a mutant is drawn in the old height first, and jumps
        margin=MARGIN,
        shapes=shapes,
        annotations=[track_legend(contexts, dark, sum(domains[axis_name]) / 2) for axis_name in tracks],
        dragmode="select",
        selectdirection="h",
        newselection={"line": {"color": ACCENT[dark], "width": 1.5, "dash": "dot"}},
        bargap=0,
        barmode="overlay",
        xaxis=_positions(first, len(now.ism.sequence), dark),
        **_panels(before is not None, ends, style),
    )
    return {"data": traces, "layout": layout}


def _ends(heights: list[np.ndarray]) -> tuple[float, float]:
    """Return the range of the logos: all letters with a margin, and the axis."""
    low, high = min(0.0, *(float(h.min()) for h in heights)), max(0.0, *(float(h.max()) for h in heights))
    air = 0.06 * (high - low)
    return low - air if low else 0.0, max(high + air, 0.1)


def figure_height(is_compared: bool) -> int:
    """Return the pixels that the figure needs."""
    heights = _heights(is_compared)
    return sum(heights.values()) + sum(GAPS[key] for key in heights) + MARGIN["t"] + MARGIN["b"]


def _heights(is_compared: bool) -> dict[str, int]:
    """Return the panels from the bottom of the figure, with their heights in pixels.

    The original is lowest, so that a click on the heat map does not move the heat map.
    """
    heights = {"y3": HEATMAP, "y2": TRACK, "y": LOGO}
    return {"y4": TRACK, "y5": LOGO_BEFORE, **heights} if is_compared else heights


def _domains(is_compared: bool) -> dict[str, list[float]]:
    """Return where each panel begins and ends, as shares of the whole."""
    heights = _heights(is_compared)
    whole = sum(heights.values()) + sum(GAPS[key] for key in heights)
    domains, bottom = {}, 0
    for key, height in heights.items():
        bottom += GAPS[key]
        domains[key] = [bottom / whole, (bottom + height) / whole]
        bottom += height
    return domains


def _panels(is_compared: bool, ends: tuple[float, float], style: Style) -> dict[str, Any]:
    domains, dark = _domains(is_compared), style.dark
    track = {"range": [0, 1], "tickvals": [0, 1]}
    logo = {"range": list(ends), "nticks": 5, "zeroline": ends[0] < 0}
    what = "Now" if is_compared else LOGOS[style.logo]
    axes = {
        "yaxis": _panel(dark, f"{what} ({style.unit.short})", domains["y"], **logo),
        "yaxis2": _panel(dark, "Fold", domains["y2"], **track),
        "yaxis3": _panel(dark, "Change to", domains["y3"], **_letter_axis(style.part)),
    }
    if is_compared:
        axes["yaxis4"] = _panel(dark, "Fold", domains["y4"], **track)
        axes["yaxis5"] = _panel(dark, f"Original ({style.unit.short})", domains["y5"], **logo)
    return axes


MUTATED = {False: "rgba(245, 159, 0, 0.20)", True: "rgba(255, 212, 59, 0.18)"}
CHOSEN_BAND = {False: "rgba(59, 91, 219, 0.10)", True: "rgba(145, 167, 255, 0.16)"}


def _letter_axis(part: Part) -> dict[str, Any]:
    """Put A on top: reversed by range, as plotly.js would sort ``z``, but not the text, by reversed categories."""
    ordered = {"categoryorder": "array", "categoryarray": list(part.typed(ALPHABET))}
    return {"type": "category", "autorange": "reversed", **ordered}


def _band(first: int, last: int, dark: bool, color: str) -> dict[str, Any]:
    """Draw a band at positions ``first`` to ``last`` behind all panels."""
    line = {"width": 1, "color": color}
    return {"type": "rect", "x0": first - 0.5, "x1": last + 0.5, "y0": 0, "y1": 1} | {
        "xref": "x", "yref": "paper", "layer": "below", "fillcolor": color, "line": line,
    }  # fmt: skip


def _mutated(now: Look, before: Look, first: int) -> list[int]:
    letters = enumerate(zip(now.ism.sequence, before.ism.sequence, strict=True), start=first)
    return [position for position, (new, old) in letters if new != old]


def _originals(now: Look, before: Look, style: Style) -> dict[str, Any]:
    """Draw a ring around each letter of the original that has changed: a click on it brings it back."""
    dark, part = style.dark, style.part
    at = _mutated(now, before, part.first)
    trace: dict[str, Any] = {"type": "scatter", "mode": "markers", "name": "original letter", "x": at}
    trace["hoverinfo"] = "skip"
    trace["y"] = [part.typed(before.ism.sequence[position - part.first]) for position in at]
    trace["marker"] = {
        "symbol": "square-open",
        "size": 13,
        "color": INK[dark],
        "line": {"width": 2, "color": INK[dark]},
    }
    return {**trace, "xaxis": "x", "yaxis": "y3"}


def signed(value: float) -> str:
    """Format a score with its sign and a real minus: +1.23 or −1.23."""
    return f"{round(value, 2) + 0.0:+.2f}".replace("-", "−")  # adding 0.0 turns −0 into 0


def _logo(ism: Ism, style: Style, yref: str) -> list[dict[str, Any]]:
    """Draw letters at their heights; a letter with a height below 0 hangs below the axis, upside down."""
    colors, heights = letter_colors(style.dark, style.safe), ism.heights(style.logo).tolist()
    boxes = enumerate(zip(style.part.typed(ism.sequence), heights, strict=True), start=style.part.first)
    return [_glyph(letter, position, 0, height, colors[letter], yref) for position, (letter, height) in boxes]


def _glyph(letter: str, position: int, bottom: float, height: float, color: str, yref: str) -> dict[str, Any]:
    path = glyph_path(letter, position - GLYPH_WIDTH / 2, bottom, GLYPH_WIDTH, height)
    return {"type": "path", "path": path, "fillcolor": color, "line": {"width": 0}, "xref": "x", "yref": yref}


def _logo_hover(ism: Ism, style: Style, ends: tuple[float, float], yaxis: str) -> dict[str, Any]:
    """Add invisible bars over the full height of the logo, because paths cannot be hovered."""
    texts, part, heights = [], style.part, ism.heights(style.logo).tolist()
    for position, (letter, height) in enumerate(zip(part.typed(ism.sequence), heights, strict=True), part.first):
        value = f"{height:.2f}" if style.logo == "sensitivity" else signed(height)
        texts.append(f"<b>{letter}{position}</b> {LOGOS[style.logo].lower()} {value}")
    return _hover_bars(LOGOS[style.logo], part.positions(len(texts)), texts, ends, yaxis)


def _context_hover(look: Look, style: Style, yaxis: str) -> dict[str, Any]:
    texts = track_texts(look.ism.sequence, look.structure, style.contexts, style.part)
    return _hover_bars("Structure", style.part.positions(len(texts)), texts, (0, 1), yaxis)


def _hover_bars(
    name: str, positions: list[int], texts: list[str], ends: tuple[float, float], yaxis: str
) -> dict[str, Any]:
    n = len(texts)
    return {
        "type": "bar",
        "name": name,
        "x": positions,
        "y": [ends[1] - ends[0]] * n,
        "base": [ends[0]] * n,
        "marker": CLEAR,
        "customdata": texts,
        "hovertemplate": "%{customdata}<extra></extra>",
        "xaxis": "x",
        "yaxis": yaxis,
    }


def _heatmap(ism: Ism, style: Style, domain: list[float]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw the heat map, letters A, C, G, U down, with the wild-type letters in their cells."""
    dark, part = style.dark, style.part
    positions, written = part.positions(len(ism.sequence)), list(part.typed(ism.sequence))
    most = max(float(np.abs(ism.delta).max()), 0.1)
    heatmap = {
        "type": "heatmap",
        "x": positions,
        "y": list(part.typed(ALPHABET)),
        "z": np.asarray(ism.delta, float).T.round(4).tolist(),
        "customdata": [
            [_change(ism, at, letter, part) for at in range(len(written))] for letter in range(len(ALPHABET))
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "colorscale": diverging(dark),
        "zmin": -most,
        "zmax": most,
        "xgap": 1,
        "ygap": 1,
        "xaxis": "x",
        "yaxis": "y3",
        "colorbar": _colorbar(dark, style.unit, domain),
    }
    letters: dict[str, Any] = {"type": "scatter", "mode": "text", "x": positions, "y": written, "text": written}
    font = {"color": MUTED[dark]}
    letters |= {"textfont": {"size": 11, **font}, "hoverinfo": "skip", "xaxis": "x", "yaxis": "y3"}
    letters |= {"selected": {"textfont": font}, "unselected": {"textfont": font}}  # a stretch dims nothing
    return heatmap, letters


def _change(ism: Ism, at: int, letter: int, part: Part) -> str:
    wild_type, mutant, position = part.typed(ism.sequence[at]), part.typed(ALPHABET[letter]), part.first + at
    if wild_type == mutant:
        return f"<b>{wild_type}{position}</b> wild type"
    return f"<b>{wild_type}{position}→{mutant}</b>: {signed(float(ism.delta[at, letter]))}"


def diverging(dark: bool) -> list[list]:
    """Make the colour scale from loss (blue) to gain (red); no change has the colour of the ground."""
    return [[stop / 4, color] for stop, color in enumerate(DIVERGING[dark])]


def _colorbar(dark: bool, unit: Unit, domain: list[float]) -> dict[str, Any]:
    return {
        "lenmode": "fraction",
        "len": 1.15 * (domain[1] - domain[0]),
        "y": domain[1],
        "yanchor": "top",
        "ypad": 0,
        "thickness": 10,
        "outlinewidth": 0,
        "tickfont": {"size": 11, "color": MUTED[dark]},
        "nticks": 5,
        "title": {"text": f"Δ ({unit.short})", "font": {"size": 12, "color": INK[dark]}},
    }


NEAR = 3
"""Letters from the first position within which no other position is named."""


def _positions(first: int, length: int, dark: bool) -> dict[str, Any]:
    return axis(
        dark,
        "Position (5′ → 3′)",
        range=[first - 0.6, first + length - 0.4],
        tickvals=[first, *(at for at in range(first + NEAR, first + length) if at % 5 == 0)],
        tickformat=",d",
        anchor="y3",
        automargin=False,
        showgrid=False,
        fixedrange=True,
        showspikes=True,
        spikemode="across",
        spikethickness=1,
        spikedash="dot",
        spikecolor=MUTED[dark],
    )


def _panel(dark: bool, title: str, domain: list[float], **more: Any) -> dict[str, Any]:
    panel = axis(dark, title, domain=domain, showgrid=False, fixedrange=True, showline=True, **more)
    panel["linecolor"] = GRID[dark]
    panel["automargin"] = False
    return panel
