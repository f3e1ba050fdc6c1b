"""Short tables in which people list things, read whole and by the same rules as measurements."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from core.data.files import peek
from core.data.table_head import head_of
from core.errors import DataError

LARGEST = 1_000_000
"""Most bytes of a short table."""


def read_rows(path: Path, example: Sequence[str]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Read the names of the columns of a table, and each row that is not blank, with its number in the file.

    CSV, TSV or semicolons, plain or gzipped; a byte order mark, quoted cells, and lines above the header that begin
    with ``#`` are read as in a table of measurements.

    Parameters
    ----------
    example : names of columns, for the error of a table without a header.

    Raises
    ------
    DataError : no header of a table, or a file that is too large.
    OSError, UnicodeDecodeError, csv.Error : a file that cannot be read.
    """
    start = peek(path, LARGEST + 1)
    if not start:
        raise FileNotFoundError(path)
    if len(start) > LARGEST:
        raise DataError(f"{path.name} has more than {LARGEST / 1e6:.0f} MB; give a table of one row for each pattern.")
    text = start.decode("utf-8-sig")
    head = head_of(path, start, example)
    below = io.StringIO("".join(text.splitlines(keepends=True)[head.skipped + 1 :]))
    rows = csv.reader(below, delimiter=head.separator)
    listed = [(head.skipped + 1 + rows.line_num, row) for row in rows]
    return [name.strip() for name in head.names], [(at, row) for at, row in listed if any(map(str.strip, row))]
