"""The beginning of a text table: lines above its header, its separator and the names of its columns."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from core.data import limits
from core.data.table_columns import SEQUENCE_NAMES, key
from core.errors import DataError

SEPARATORS = "\t;,"
CURE = "give a CSV, TSV or Parquet file with one header row, plain or gzipped"
BOM = b"\xef\xbb\xbf"
TITLES = 6
"""Lines, blank lines included, in which the header of a table is sought under a title."""
_SEP_LINE = re.compile(rb'"?sep=.?"?', re.IGNORECASE)


class Head(NamedTuple):
    """The beginning of a text table. skipped : lines above its header; names : as written in it."""

    skipped: int
    separator: str
    names: list[str]


def head_of(path: Path, start: bytes, example: Sequence[str] = ("sequence", "score")) -> Head:
    """Find the header of a text table in its first bytes.

    It is the first line that is not blank, not a comment (#), and not ``sep=;``. If there is no such header, the last
    comment counts as one.

    Raises
    ------
    DataError : no header of a table.
    """
    comment = None
    start = start.replace(b"\r", b"\n") if has_old_ends(start) else start
    for place, line in enumerate(io.BytesIO(start.removeprefix(BOM))):
        line = line.rstrip(b"\n")
        if not _is_above(line):
            break
        comment = (place, line.lstrip()) if line.lstrip().startswith(b"#") else comment
    else:
        line = b"x" * (limits.LONGEST_LINE + 1)
    if len(line) > limits.LONGEST_LINE:
        raise DataError(f"the first row of {path.name} is not the header of a table; {CURE}.")
    _check_no_title(path, place, start)
    head = _head(path, place, line)
    if comment and _is_data(head.names):
        names = comment[1].lstrip(b"# ").decode("utf-8", "replace").rstrip("\r").split(head.separator)
        head = Head(comment[0], head.separator, names) if len(names) == len(head.names) else head
    if _is_data(head.names):
        row = head.separator.join(head.names)
        raise DataError(
            f"{path.name} has no header row: its row {place + 1} is {row[:50]!r}; write the names of the columns above "
            f"it, such as {head.separator.join(example)}."
        )
    return head


def _head(path: Path, place: int, line: bytes) -> Head:
    text = line.decode("utf-8", "replace").rstrip("\r")
    separator = max(SEPARATORS, key=text.count)
    if separator not in text and re.search(r"\S[ |:]+\S", text):
        raise DataError(f"the columns of {path.name} are not separated by tabs, commas or semicolons; {CURE}.")
    try:
        return Head(place, separator, next(csv.reader(io.StringIO(text), delimiter=separator), []))
    except csv.Error as error:  # line ends of other kinds, or a line of 128 kB
        raise DataError(f"the first row of {path.name} is not the header of a table; {CURE}.") from error


def _check_no_title(path: Path, place: int, start: bytes) -> None:
    """Raise a DataError if one of the next few lines, and not this one, names a column of sequences."""
    near = start.removeprefix(BOM).split(b"\n", place + TITLES)[place : place + TITLES]
    texts = [line[:100_000].decode("utf-8", "replace").strip() for line in near]
    headers = [row for row, text in enumerate(texts) if _cells(text) & {*SEQUENCE_NAMES}]
    if headers and headers[0] > 0:
        raise DataError(
            f"row {place + 1} of {path.name} is {texts[0][:50]!r}, and the names of its columns are in row "
            f"{place + headers[0] + 1}; delete the lines above, or begin them with #."
        )


def _cells(text: str) -> set[str]:
    """Return the normalised column names of a line; empty if it has a single column."""
    parts = re.split(f"[{SEPARATORS}]", text)
    return {key(part.strip('"')) for part in parts} if len(parts) > 1 else set()


def _is_above(line: bytes) -> bool:
    """Say whether a line may precede the header of a table."""
    bare = line.strip(b" \r\t")
    return not bare or bare.startswith(b"#") or _SEP_LINE.fullmatch(bare) is not None


def _is_data(cells: Iterable[str]) -> bool:
    """Say whether cells hold data and not names: a sequence and a number, or nothing but decimal numbers."""
    cells = [cell.strip() for cell in cells]
    numbers = [cell for cell in cells if re.fullmatch(r"[-+]?(\d+[.,]?\d*|[.,]\d+)([eE][-+]?\d+)?", cell)]
    probes = [cell for cell in cells if re.fullmatch(r"[ACGUTN]{4,}", cell, re.IGNORECASE)]
    return bool(numbers) and (bool(probes) or (len(numbers) == len(cells) and any("." in one for one in numbers)))


def has_old_ends(start: bytes) -> bool:
    """Say whether lines end with a lone carriage return, as on old Macs and in Excel's "CSV (Macintosh)"."""
    return b"\r" in start and b"\n" not in start
