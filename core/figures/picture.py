"""A figure of one panel for use outside the app: for a slide, a manuscript, a notebook or a report."""

import io
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from core.errors import AppError
from core.figures.drawing import STYLE
from core.figures.sheet import WIDTH, Panel, draw_sheet

DPI = 300
"""Resolution of a PNG, and of points in an SVG that are too many to be shapes: the one that journals ask for."""
KINDS = ("svg", "png")
A_LETTER = 0.08
"""Inches per letter of the header."""

_drawing = Lock()
"""Guards Matplotlib's settings, which belong to the whole process, while many threads serve pages."""


class Picture(NamedTuple):
    """A panel with a header and notes, drawn afresh on each request and always the same."""

    header: str
    panel: Panel
    notes: tuple[str, ...]

    @property
    def svg(self) -> str:
        """The picture as the text of an SVG file."""
        return self.drawn("svg").decode()

    @property
    def png(self) -> bytes:
        """The picture as a PNG file."""
        return self.drawn("png")

    @property
    def width(self) -> float:
        """Inches: the width of the panel, or of the header above it if that is wider."""
        return max(self.panel.size[0], min(WIDTH, A_LETTER * len(self.header) + 0.2))

    def drawn(self, kind: str) -> bytes:
        """Draw the picture as a file of one of `KINDS`."""
        from matplotlib import rc_context

        file = io.BytesIO()
        with _drawing, rc_context(STYLE):
            figure = draw_sheet(self.header, {"": self.panel}, self.notes, self.width)
            figure.savefig(file, format=kind, dpi=DPI, metadata={"Date": None} if kind == "svg" else None)
        return file.getvalue()

    def save(self, path: str | Path) -> "Picture":
        """Write it as SVG or PNG, whichever the file's name says.

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
        """Return the form that a notebook shows."""
        return self.svg
