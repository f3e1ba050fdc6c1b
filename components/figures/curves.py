"""Training curves: validation Pearson and loss by epoch, of one training or more. Records in, plain figure out."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from components.figures.theme import ACCENT, MUTED, axis, base_layout, empty_figure

SECOND = {False: "#c2255c", True: "#faa2c1"}
"""Colour of a second training; it is dashed, too."""
EMPTY = "No epoch has ended yet."


class Curve(NamedTuple):
    """One training: its name, and loss and validation Pearson of each epoch; ``kept`` of them ran before a break."""

    name: str
    losses: Sequence[float]
    pearsons: Sequence[float]
    kept: int = 0


def curves_figure(curves: Sequence[Curve], dark: bool, most: int | None = None) -> dict[str, Any]:
    """Draw validation Pearson above and loss below, on one axis of epochs.

    most : largest number of epochs, so that curves grow into a fixed frame.
    """
    shown = [curve for curve in curves if len(curve.losses)]
    if not shown:
        return empty_figure(EMPTY, dark)
    longest = max(most or 0, *(len(curve.losses) for curve in shown))
    data = [trace for n, curve in enumerate(shown) for trace in _traces(curve, n, dark)]
    layout = base_layout(
        dark,
        height=420,
        margin={"l": 60, "r": 12, "t": 12, "b": 44},
        showlegend=len(shown) > 1,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12}},
        xaxis=axis(
            dark, "Epoch", range=[0.5, longest + 0.5], anchor="y2", fixedrange=True, tick0=1, dtick=_step(longest)
        ),
        yaxis=axis(dark, "Validation Pearson", domain=[0.54, 1], fixedrange=True, nticks=6),
        yaxis2=axis(dark, "Loss", domain=[0, 0.44], fixedrange=True, rangemode="tozero", nticks=5),
        shapes=[_break(curve.kept, dark) for curve in shown if curve.kept],
        dragmode=False,
        hovermode="x",
    )
    return {"data": data, "layout": layout}


def _step(epochs: int) -> int:
    """Return the epochs between two ticks: one for few, so that there are at most a dozen."""
    return -(-epochs // 12)


def _traces(curve: Curve, number: int, dark: bool) -> list[dict[str, Any]]:
    color = (ACCENT, SECOND)[number % 2][dark]
    epochs = list(range(1, len(curve.losses) + 1))
    shared = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": epochs,
        "line": {"color": color, "width": 2, "dash": ("solid", "dash")[number % 2]},
        "marker": {"size": 6, "color": color},
        "legendgroup": str(number),
    }
    best = max(range(len(epochs)), key=lambda n: curve.pearsons[n])
    sizes = [11 if n == best else 6 for n in range(len(epochs))]
    return [
        {
            **shared,
            "name": curve.name,
            "y": list(curve.pearsons),
            "marker": {"size": sizes, "color": color},
            "hovertemplate": "Pearson %{y:.4f}<extra>epoch %{x}</extra>",
        },
        {
            **shared,
            "name": f"{curve.name}, loss",
            "y": list(curve.losses),
            "yaxis": "y2",
            "showlegend": False,
            "hovertemplate": "loss %{y:.4f}<extra>epoch %{x}</extra>",
        },
    ]


def _break(kept: int, dark: bool) -> dict[str, Any]:
    """Draw a line where a training was interrupted and resumed."""
    line = {"color": MUTED[dark], "width": 1, "dash": "dot"}
    return {
        "type": "line",
        "x0": kept + 0.5,
        "x1": kept + 0.5,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": line,
        "layer": "below",
    }
