"""Numbers as a table that other programs read: CSV (RFC 4180), with a unit in the name of every measured column."""

import csv
import io
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from core.errors import AppError

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""Signs that a cell or a column's name must not begin with: spreadsheets would execute it as a formula."""
SIGNIFICANT = 6
"""Significant digits of a number: beyond its precision, and as many as a float32 holds."""
EXACT = 2**53
"""Bound below which whole numbers are written with all their digits."""


class Table(NamedTuple):
    """Rows by the names of their columns; an unknown value is None or nan, an empty cell.

    Every CSV file of the page or of a script is such a table. names : of the columns, in case there is no row.
    """

    rows: list[dict[str, Any]]
    names: tuple[str, ...] = ()

    @property
    def csv(self) -> str:
        """The text of the file: numbers with six significant digits, no text that a spreadsheet takes for a formula."""
        text = io.StringIO(newline="")
        names = list(dict.fromkeys([*self.names, *(name for row in self.rows for name in row)]))
        writer = csv.writer(text)
        writer.writerow(map(_cell, names))
        writer.writerows([_cell(row.get(name)) for name in names] for row in self.rows)
        return text.getvalue()

    def save(self, path: str | Path) -> "Table":
        """Write it as a CSV file.

        Raises
        ------
        AppError : the file cannot be written.
        """
        try:
            Path(path).write_text(self.csv, encoding="utf-8", newline="")
        except OSError as error:
            raise AppError(f"{path} cannot be written ({error.strerror}); name a folder that you can write.") from error
        return self


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    value = value.item() if isinstance(value, np.generic) else value
    if value is None or (isinstance(value, float) and not np.isfinite(value)):
        return ""
    if not isinstance(value, float):
        return value
    return str(int(value)) if value.is_integer() and abs(value) < EXACT else f"{value:.{SIGNIFICANT}g}"
