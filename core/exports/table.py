"""Numbers as a table that other programs read: CSV (RFC 4180), a unit in the name of every measured column."""

import csv
import io
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from core.errors import AppError

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell of text must not begin with: spreadsheets would carry it out."""


class Table(NamedTuple):
    """Rows by the names of their columns; what is not known is None or nan, an empty cell."""

    rows: list[dict[str, Any]]

    def column(self, name: str) -> list[Any]:
        return [row[name] for row in self.rows]

    @property
    def csv(self) -> str:
        """The text of the file; numbers are written so that they read back to the last bit."""
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list({name: None for row in self.rows for name in row}))
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in self.rows)
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
    if value is None or (isinstance(value, float | np.floating) and not np.isfinite(value)):
        return ""
    return value.item() if isinstance(value, np.generic) else value
