"""A sheet: the panels of one figure laid out on paper, written as SVG, PNG and a JSON of all numbers behind them."""

import json
import tempfile
import textwrap
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from core.errors import AppError
from core.figures.drawing import MUTED
from core.formatting import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure, SubFigure
    from matplotlib.transforms import Bbox

WIDTH = 7.2
"""Inches: the width of two columns in a journal."""
HEADER, LINE = 0.32, 0.11
"""Inches: height of the header, and of a line of the foot."""
NARROW = 0.1
"""Inches too narrow for a column of their own, since the layout's padding would not fit."""
DPI = 200
SIGNIFICANT = 6
"""Significant digits of the numbers in a JSON document."""
DIGITS = 5
"""Decimals of places, which are shares of the figure."""
LETTERS_AN_INCH = 19
"""Letters of a title per inch."""
PAD = 0.05
"""Inches above a title."""
LIBRARIES = ("keras", "matplotlib", "numpy", "scipy", "viennarna")


class Panel(NamedTuple):
    """One panel, asked and ready to be drawn.

    draw : draws it into a subfigure; asks nothing.
    numbers : everything that is drawn, including arrays and records.
    source : the figure that it redraws, and the origin of numbers that are not ours.
    models : names of the models that were asked.
    size : width and height in inches; a panel is at most `WIDTH` wide.
    missing : what is missing, why, and what to do.
    """

    title: str
    draw: Callable[["SubFigure"], None]
    numbers: dict[str, Any]
    source: str
    models: tuple[str, ...] = ()
    size: tuple[float, float] = (2.4, 2.1)
    missing: tuple[str, ...] = ()


class FigureReport(NamedTuple):
    """The result of a figure: letters of the panels drawn, sentences on what is missing, and the files."""

    figure: int
    panels: list[str]
    missing: list[str]
    files: list[Path]


def draw_sheet(header: str, panels: dict[str, Panel], notes: Sequence[str], width: float = WIDTH) -> "Figure":
    """Lay out panels by letter, side by side and row by row in their order, with notes below.

    Call it, and write the figure, under `core.figures.drawing.STYLE`. ``width`` is in inches and at least a panel's.
    """
    from matplotlib.figure import Figure

    rows = _rows(panels)
    foot = "\n".join(
        line for text in notes for line in textwrap.wrap(text, int(150 * width / WIDTH), subsequent_indent="   ")
    )
    heights = [HEADER, *(max(panels[letter].size[1] for letter in row) for row in rows)]
    heights.append(LINE * (foot.count("\n") + 2))
    figure = Figure(figsize=(width, sum(heights)), layout="constrained")
    strips = figure.subfigures(len(heights), 1, squeeze=False, height_ratios=heights, hspace=0)[:, 0]
    strips[0].text(0.01, 0.5, header, weight="bold", size=8, va="center")
    strips[-1].text(0.01, 1, foot, size=5.5, color=MUTED, va="top", linespacing=1.3)
    for strip, row, height in zip(strips[1:-1], rows, heights[1:-1], strict=True):
        widths = [panels[letter].size[0] for letter in row]
        if (rest := width - sum(widths)) > NARROW:
            widths.append(rest)
        cells = strip.subfigures(1, len(widths), squeeze=False, width_ratios=widths, wspace=0)
        for cell, letter in zip(cells[0], row, strict=False):
            _draw_panel(cell, letter, panels[letter], height)
    _settle(figure)
    return figure


def write_sheet(out: Path, name: str, figure: "Figure", document: dict) -> list[Path]:
    """Write SVG, PNG and JSON of one figure, all or none, and return their paths.

    Raises
    ------
    AppError : the folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out) as temporary:
            drafts = [Path(temporary) / f"{name}{suffix}" for suffix in (".svg", ".png", ".json")]
            figure.savefig(drafts[0], metadata={"Date": None}, dpi=DPI)
            figure.savefig(drafts[1], dpi=DPI)
            drafts[2].write_text(_json(plain(document, SIGNIFICANT)), encoding="utf-8")
            return [draft.replace(out / draft.name) for draft in drafts]
    except OSError as error:
        raise AppError(f"{out} cannot be written ({error.strerror}); name a folder that you can write.") from error


def describe(panels: dict[str, Panel], **more: Any) -> dict[str, Any]:
    """Make the JSON document of a figure: ``more``, date, versions, and each panel's title, source, models, numbers."""
    shown = ("title", "source", "models", "numbers")
    listed = [{"panel": letter, **{name: getattr(p, name) for name in shown}} for letter, p in panels.items()]
    versions = {library: version(library) for library in LIBRARIES}
    return {**more, "date": datetime.now(UTC).date().isoformat(), "versions": versions, "panels": listed}


def _json(document: dict) -> str:
    """Write a document as JSON, one field per line."""
    fields = [f"{json.dumps(name)}: {json.dumps(value, allow_nan=False)}" for name, value in document.items()]
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _rows(panels: dict[str, Panel]) -> list[list[str]]:
    """Arrange letters in rows, each as full as possible."""
    rows: list[list[str]] = []
    used = WIDTH
    for letter, panel in panels.items():
        if used + panel.size[0] > WIDTH + 1e-6:
            rows.append([])
            used = 0
        rows[-1].append(letter)
        used += panel.size[0]
    return rows


def _settle(figure: "Figure") -> None:
    """Lay out once, and round: the solver's last digits differ from run to run, but files must not."""
    from matplotlib.figure import SubFigure
    from matplotlib.transforms import Bbox

    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for cell in figure.findobj(SubFigure):
        cell.bbox_relative.set_points(_rounded(cell.bbox_relative))
    for axes in figure.axes:
        axes.set_position(Bbox(_rounded(axes.get_position(original=True))))


def _rounded(box: "Bbox") -> np.ndarray:
    """Round the corners of a box, without negative zeros."""
    return box.get_points().round(DIGITS) + 0.0


def _draw_panel(cell: "SubFigure", letter: str, panel: Panel, height: float) -> None:
    width = panel.size[0]

    cell.text(0.06 / width, 1 - 0.6 * PAD / height, letter, weight="bold", size=9, va="top", ha="left")
    title = "\n".join(textwrap.wrap(panel.title, int((width - 0.3) * LETTERS_AN_INCH)))
    cell.suptitle(title, x=0.22 / width, ha="left", size=7)
    panel.draw(cell)
