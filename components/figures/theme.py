"""The shared theme of figures: letter colours, ink, axes, the empty figure.

Figures are plain dicts: one with 123 shapes takes 5 ms, as ``go.Figure`` 89 ms.
"""

from typing import Any

from core.formatting import LETTERS, LETTERS_DARK, SAFE_LETTERS, SAFE_LETTERS_DARK

FONT = 'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace'

INK = {False: "#212529", True: "#e9ecef"}
MUTED = {False: "#5c636a", True: "#a6adb4"}
GRID = {False: "#e4e7eb", True: "#3a3f45"}
SURFACE = {False: "#ffffff", True: "#1f2226"}
ACCENT = {False: "#3b5bdb", True: "#91a7ff"}


def letter_colors(dark: bool, safe: bool = False) -> dict[str, str]:
    """Return the colour of each letter on light or dark ground, customary or safe for colour-blind eyes; T is as U."""
    field, colourblind = (LETTERS_DARK, SAFE_LETTERS_DARK) if dark else (LETTERS, SAFE_LETTERS)
    colors = colourblind if safe else field
    return {**colors, "T": colors["U"]}


def base_layout(dark: bool, **more: Any) -> dict[str, Any]:
    """Make a layout with the theme's transparent paper, ink, font and hover label; ``more`` adds or replaces keys."""
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": INK[dark]},
        "margin": {"l": 60, "r": 16, "t": 16, "b": 48},
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": SURFACE[dark],
            "bordercolor": GRID[dark],
            "font": {"family": FONT, "size": 13, "color": INK[dark]},
        },
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": MUTED[dark], "activecolor": ACCENT[dark]},
        "showlegend": False,
        **more,
    }


def axis(dark: bool, title: str = "", **more: Any) -> dict[str, Any]:
    """Make an axis with the grid and ink of the theme; ``more`` adds or replaces keys."""
    return {
        "title": {"text": title, "font": {"size": 13, "color": INK[dark]}, "standoff": 8},
        "gridcolor": GRID[dark],
        "linecolor": GRID[dark],
        "zerolinecolor": MUTED[dark],
        "zeroline": False,
        "tickfont": {"size": 12, "color": MUTED[dark]},
        "automargin": True,
        **more,
    }


def empty_figure(text: str, dark: bool = False) -> dict[str, Any]:
    """Make a figure that says in one line why there is nothing to see."""
    note = {"text": text, "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False}
    hidden = {"visible": False, "fixedrange": True}
    note["font"] = {"size": 14, "color": MUTED[dark]}
    return {"data": [], "layout": base_layout(dark, xaxis=hidden, yaxis=hidden, annotations=[note])}


def graph_config(filename: str, **more: Any) -> Any:
    """Return the ``config`` of a dcc.Graph: an SVG file as download, no logo, only the buttons that help; then more."""
    return {
        "displaylogo": False,
        "responsive": True,
        "toImageButtonOptions": {"format": "svg", "filename": filename},
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "zoomIn2d", "zoomOut2d"],
        **more,
    }
