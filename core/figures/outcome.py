"""The figure of any protocol's outcome: the value of each condition, setting by setting, or a map of two positions."""

from collections.abc import Iterable, Sequence
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.figures.drawing import BLUE, GREEN, GREY, INK, MUTED, ORANGE, PURPLE, SKY, STYLE, YELLOW
from core.figures.sheet import WIDTH, Panel, describe, draw_sheet, write_sheet
from core.formatting import capital
from core.gia.protocols.protocol import PROTOCOLS, Outcome, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

COLORS = (BLUE, ORANGE, GREEN, PURPLE, SKY, YELLOW, INK, GREY)
MARKERS = "os^Dv"
FIGURES = {
    "interaction": ("interaction", "interaction_low", "interaction_high"),
    "": ("global_importance", "ci_low", "ci_high"),
}
"""The value that a protocol's rows are drawn by, with its interval."""
NOTE = "Mean over backgrounds; bars, where they are longer than the mark: its 95% interval."


def draw_outcome(outcome: Outcome, out: Path) -> list[Path]:
    """Draw an outcome as ``NAME.svg`` and ``.png``, and its numbers as ``.json``, into a folder.

    Every condition has a place on the x axis, with its 95% interval over backgrounds; colours tell background models
    apart, marks tell models and seeds. An interaction over two positions becomes a map.

    Raises
    ------
    AppError : the folder cannot be written.
    """
    from matplotlib import rc_context

    panels = {"a": outcome_panel(outcome)}
    with rc_context(STYLE):
        figure = draw_sheet(title_of(outcome.protocol), panels, [NOTE])
        return write_sheet(out, outcome.protocol, figure, describe(panels))


def outcome_panel(outcome: Outcome) -> Panel:
    """Draw an outcome as one panel of a figure; `NOTE` explains the marks."""
    return Panel(
        f"Asked of {outcome.model}",
        lambda cell: _draw(cell, outcome),
        outcome.to_dict(),
        "a protocol of core.gia.protocols.named",
        tuple(outcome.model.split(", ")),
        (4.8, 4.2) if _is_map(outcome) else (WIDTH, 3.4),
    )


def title_of(protocol: str) -> str:
    """Return a protocol's title on the pages; for a protocol not in `core.PROTOCOLS`, its name in words."""
    known = PROTOCOLS.get(protocol)
    return known.title if known else capital(protocol.replace("-", " "))


def _draw(cell: "SubFigure", outcome: Outcome) -> None:
    axes = cell.subplots()
    if _is_map(outcome):
        _map(cell, axes, outcome.summary["positions"], np.array(outcome.summary["interaction"], np.float64))
    else:
        _strip(axes, outcome)


def _is_map(outcome: Outcome) -> bool:
    return outcome.protocol == "interaction" and "positions" in outcome.summary


def _strip(axes: "Axes", outcome: Outcome) -> None:
    """Draw means with intervals: conditions along x, settings side by side."""
    figures = FIGURES.get(outcome.protocol, FIGURES[""])
    labels = list(dict.fromkeys(row["label"] for row in outcome.rows))
    colors = _styles((row["background"] for row in outcome.rows), COLORS)
    markers = _styles(map(_asked, outcome.rows), MARKERS)
    settings = list(dict.fromkeys((_asked(row), row["background"]) for row in outcome.rows))
    width = 0.7 / len(settings)
    axes.axhline(0, color=MUTED, linewidth=0.5, zorder=0)
    for row in outcome.rows:
        place = settings.index((_asked(row), row["background"])) - (len(settings) - 1) / 2
        mean, low, high = (np.nan if row[name] is None else row[name] for name in figures)
        x, ends, mark = labels.index(row["label"]) + place * width, [[mean - low], [high - mean]], markers[_asked(row)]
        axes.errorbar([x], [mean], ends, fmt=mark, color=colors[row["background"]], markersize=3, elinewidth=0.8)
    crowded = len(labels) > 6 or max(map(len, labels)) > 90 / len(labels)
    axes.set_xticks(range(len(labels)), labels, rotation=45 if crowded else 0, ha="right" if crowded else "center")
    axes.set_xlim(-0.6, len(labels) - 0.4)
    axes.set_ylabel(f"{figures[0].replace('_', ' ').capitalize()} (SD)")
    if len(settings) > 1:
        _legend(axes, colors, markers)


def _asked(row: Row) -> str:
    """Name the model, if rows have one, and the seed."""
    return f"{row['model']}, seed {row['seed']}" if "model" in row else f"seed {row['seed']}"


def _styles(names: Iterable[str], styles: Sequence[str]) -> dict[str, str]:
    """Assign a colour or mark to each different name, from the first again when they run out."""
    return dict(zip(dict.fromkeys(names), cycle(styles), strict=False))


def _legend(axes: "Axes", colors: dict[str, str], markers: dict[str, str]) -> None:
    from matplotlib.lines import Line2D

    dot: dict[str, Any] = {"linestyle": "", "markersize": 4}
    marks = [Line2D([], [], color=MUTED, marker=mark, label=name, **dot) for name, mark in markers.items()]
    hues = [Line2D([], [], color=color, marker="s", label=name, **dot) for name, color in colors.items()]
    axes.legend(handles=[*marks, *hues], loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0)


def _map(cell: "SubFigure", axes: "Axes", positions: list[int], interaction: np.ndarray) -> None:
    """Draw the interaction of two patterns over both positions, empty where they would overlap."""
    most = float(np.nanmax(np.abs(interaction))) or 1.0
    image = axes.imshow(interaction.T, cmap="RdBu_r", vmin=-most, vmax=most, origin="lower")
    axes.set_xticks(range(len(positions)), list(map(str, positions)))
    axes.set_yticks(range(len(positions)), list(map(str, positions)))
    axes.set(xlabel="Position of the first pattern", ylabel="Position of the other")
    bar = cell.colorbar(image, ax=axes, fraction=0.05, pad=0.02)
    bar.set_label("Interaction (SD)")
    bar.outline.set_linewidth(0.4)
