"""A figure of one panel that leaves the app: for a slide, a manuscript, a notebook or a report."""

import io
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from core.errors import AppError
from core.figures.drawing import STYLE
from core.figures.sheet import WIDTH, Panel, draw_sheet

DPI = 300
"""Of a PNG, and of the points in an SVG that are too many to be shapes: what journals ask for."""
KINDS = ("svg", "png")
A_LETTER = 0.08
"""Inches, of the header."""

_drawing = Lock()
"""Matplotlib's settings are those of the whole process, and pages are served by many threads."""


class Picture(NamedTuple):
    """A panel with a header and notes; drawn afresh each time it is asked for, the same every time."""

    header: str
    panel: Panel
    notes: tuple[str, ...]

    @property
    def svg(self) -> str:
        return self.drawn("svg").decode()

    @property
    def png(self) -> bytes:
        return self.drawn("png")

    @property
    def width(self) -> float:
        """Inches: what the panel takes, and the header above it."""
        return max(self.panel.size[0], min(WIDTH, A_LETTER * len(self.header) + 0.2))

    def drawn(self, kind: str) -> bytes:
        """The picture as a file of one of `KINDS`."""
        from matplotlib import rc_context

        file = io.BytesIO()
        with _drawing, rc_context(STYLE):
            figure = draw_sheet(self.header, {"": self.panel}, self.notes, self.width)
            figure.savefig(file, format=kind, dpi=DPI, metadata={"Date": None} if kind == "svg" else None)
        return file.getvalue()

    def save(self, path: str | Path) -> "Picture":
        """Write it as the SVG or PNG that the file's name says.

        Raises
        ------
        AppError : another kind of file, or one that cannot be written.
        """
        path = Path(path)
        kind = path.suffix.lstrip(".").lower()
        if kind not in KINDS:
            raise AppError(f"a picture cannot be saved as {path.name}; use a name that ends in .svg or .png.")
        try:
            path.write_bytes(self.drawn(kind))
        except OSError as error:
            raise AppError(f"{path} cannot be written ({error.strerror}); name a folder that you can write.") from error
        return self

    def _repr_svg_(self) -> str:
        """How a notebook shows it."""
        return self.svg
