"""Table files (CSV, TSV, semicolons, Parquet, each also gzipped): their kind, their beginning and their columns.

A file is read in pieces, after its size was checked against `core.data.limits`.
"""

import codecs
import gzip
import io
import re
import tempfile
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from core.data import limits
from core.data.table_columns import Columns, Gathering, is_text
from core.data.table_head import BOM, CURE, has_old_ends, head_of
from core.errors import DataError

PIECE = 1 << 20
BLOCK = 1 << 23
"""Bytes of text that become one batch of rows."""
BATCH = 1 << 14
"""Rows of a Parquet file that are read at a time."""
_BLANK = re.compile(rb"^[ \r]*\n", re.MULTILINE)


def read_columns(path: Path) -> Columns:
    """Read every column of a file, with stripped and unique names.

    Raises
    ------
    DataError : a file that is missing, empty, too large, damaged or not a table; rows or column names that do not fit.
    """
    start = peek(path, 4096)
    check_there(path)
    if start[:4] == b"PAR1":
        columns = _read_parquet(path)
    elif start[:4] == b"PK\x03\x04":
        raise DataError(
            f"{path.name} is a spreadsheet or zip archive; save the sheet as CSV, or unpack the archive, and give that."
        )
    elif kind := _other_kind(start):
        raise DataError(f"{path.name} is {kind}.")
    elif b"\0" in start:
        raise DataError(f"{path.name} is neither Parquet nor a text table; {CURE} (text in UTF-8).")
    else:
        columns = _read_text(path)
    if not len(columns.rows):
        raise DataError(f"{path.name} has a header but no rows; {CURE} and a probe in each row.")
    return columns


def peek(path: Path, size: int = 65536) -> bytes:
    """Read the first bytes of a file, unpacked if it is gzipped; empty for a file that cannot be read."""
    try:
        with _unpacked(path) as file:
            return file.read(size)
    except (OSError, EOFError, zlib.error):
        return b""


def check_there(path: Path) -> None:
    """Raise a DataError for a file that cannot be read or holds nothing but blanks; errors as `pieces`."""
    if not any(piece.strip() for piece in pieces(path)):
        raise DataError(f"{path.name} is empty; {CURE}.")


def pieces(path: Path) -> Iterator[bytes]:
    """Yield the content of a file in pieces, unpacked if it is gzipped.

    Raises
    ------
    DataError : a file that is missing or damaged, or has more than `limits.MOST_BYTES`.
    """
    done = 0
    try:
        with _unpacked(path) as file:
            while piece := file.read(PIECE):
                done += len(piece)
                limits.check_bytes(path.name, done)
                yield piece
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(path, error) from error


def _text_pieces(path: Path) -> Iterator[bytes]:
    """Yield the pieces of a text file with every line ending in a line feed; errors as `pieces`."""
    is_old = None
    for piece in pieces(path):
        is_old = has_old_ends(piece) if is_old is None else is_old
        yield piece.replace(b"\r", b"\n") if is_old else piece


def lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a text file without their ends, unpacked if it is gzipped, within `limits`.

    Raises
    ------
    DataError : as `pieces`; also too many lines, or a line that is too long.
    """
    n, rest = 0, b""
    for piece in _text_pieces(path):
        *whole, rest = (rest + piece).split(b"\n")
        n += len(whole)
        limits.check_rows(path.name, n)
        _check_line(path, n, rest)
        yield from whole
    yield rest


@contextmanager
def _unpacked(path: Path) -> Iterator[BufferedIOBase]:
    """Open a file for reading, unpacked if it is gzipped."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if packed:
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield unpacked
        else:
            yield file


def _unreadable(path: Path, error: Exception) -> DataError:
    return DataError(f"{path.name} cannot be read ({error}); get the file again or check its permissions.")


def _check_line(path: Path, place: int, line: bytes) -> None:
    if len(line) > limits.LONGEST_LINE:
        if not place:
            raise DataError(f"the first row of {path.name} is not the header of a table; {CURE}.")
        raise DataError(f"row {place + 1} of {path.name} is longer than {limits.LONGEST_LINE / 1e6:.0f} MB; {CURE}.")


def _other_kind(data: bytes) -> str:
    """Say what a file is that people take for a table, and what to do; "" for a possible table."""
    start = data[:512].removeprefix(BOM).lstrip().lower()
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return "an Excel workbook; save the sheet as CSV, and give that"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "text in UTF-16; save it as UTF-8 (in Excel: CSV UTF-8), and give that"
    if data[:6] == b"\xfd7zXZ\x00" or data[:3] == b"BZh" or data[:4] == b"\x28\xb5\x2f\xfd":
        return "packed by xz, bzip2 or zstd; unpack it, or pack it by gzip, and give that"
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head")):
        return "a web page or XML, not a table; get the file of measurements itself, or save the sheet as CSV"
    if start.startswith(b">"):
        return f"FASTA, sequences without binding scores; {CURE}, a sequence and its scores in each row"
    return ""


def _read_parquet(path: Path) -> Columns:
    try:
        with seekable(path) as source:
            return _gather_parquet(path, source)
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{path.name} is a damaged Parquet file ({_first_line(error)}); get the file again.") from error


def _gather_parquet(path: Path, source: BinaryIO) -> Columns:
    file = pa.parquet.ParquetFile(source)
    about, schema = file.metadata, file.schema_arrow
    limits.check_scores(path.name, about.num_rows, len(schema.names))
    limits.check_bytes(path.name, sum(about.row_group(place).total_byte_size for place in range(about.num_row_groups)))
    gathering = Gathering(path.name, schema.names, about.num_rows)
    flat = [field.name for field in schema if not pa.types.is_nested(field.type)]
    texts = [field.name for field in schema if is_text(field.type) or pa.types.is_binary(field.type)]
    encoded = pa.parquet.ParquetFile(source, read_dictionary=texts, pre_buffer=False)  # a repeated text is held once
    for batch in encoded.iter_batches(BATCH, columns=flat, use_threads=False):
        found = dict(zip(batch.schema.names, batch.columns, strict=True))
        rows = np.arange(gathering.n_rows, gathering.n_rows + batch.num_rows) + 2
        gathering.add([found.get(name) for name in schema.names], rows)
    return gathering.columns()


@contextmanager
def seekable(path: Path) -> Iterator[BinaryIO]:
    """Open a file that can be read from any place: itself, or a temporary unpacked copy."""
    with path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            file.seek(0)
            yield file
            return
    with tempfile.TemporaryFile() as copy:
        for piece in pieces(path):
            copy.write(piece)
        copy.seek(0)
        yield copy


def _read_text(path: Path) -> Columns:
    start = peek(path, limits.LONGEST_LINE + 2)
    _check_utf8(path, start[:PIECE])
    head = head_of(path, start)
    limits.check_columns(path.name, len(head.names))
    n_lines = _count_lines(path)
    limits.check_scores(path.name, n_lines - head.skipped - 1, len(head.names))
    gathering = Gathering(path.name, head.names, n_lines - head.skipped - 1, head.separator)
    lines_kept = _WithoutBlankLines(path, head.skipped)
    misfits: list[pa.csv.InvalidRow] = []

    def keep_first(row: pa.csv.InvalidRow) -> str:
        if not misfits:
            misfits.append(row)
        return "skip"

    places = [str(place) for place in range(len(head.names))]
    try:
        batches = pa.csv.open_csv(
            lines_kept,
            read_options=pa.csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=places, skip_rows=1),
            parse_options=pa.csv.ParseOptions(delimiter=head.separator, invalid_row_handler=keep_first),
            convert_options=pa.csv.ConvertOptions(column_types=dict.fromkeys(places, pa.string())),
        )
        for batch in batches:
            _check_fit(path, misfits, lines_kept)
            gathering.add(batch.columns, lines_kept.rows(gathering.n_rows + 1, batch.num_rows))
    except pa.ArrowException as error:
        _check_fit(path, misfits, lines_kept)
        if "Empty CSV" in str(error):
            return gathering.columns()
        raise DataError(f"{path.name} cannot be read as a table ({_first_line(error)}); {CURE}.") from error
    _check_fit(path, misfits, lines_kept)
    return gathering.columns()


def _check_utf8(path: Path, start: bytes) -> None:
    """Check the beginning; Arrow checks the rest, but cannot name the row of a bad text."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} cannot be read as a table (it is not text in UTF-8); {CURE}.") from error


def _count_lines(path: Path) -> int:
    """Count the lines of a text file, blank lines included, before any is kept; errors as `lines`."""
    n, longest = 0, 0
    last = b"\n"
    for piece in _text_pieces(path):
        ends = piece.count(b"\n")
        longest = len(piece) - piece.rfind(b"\n") - 1 if ends else longest + len(piece)
        n, last = n + ends, piece[-1:]
        limits.check_rows(path.name, n - 1)
        if longest > limits.LONGEST_LINE:
            _check_line(path, n, b"x" * longest)
    return n + (last != b"\n")


def _check_fit(path: Path, misfits: list[pa.csv.InvalidRow], lines_kept: "_WithoutBlankLines") -> None:
    if misfits:
        first = misfits[0]
        raise DataError(
            f"row {lines_kept.rows(first.number - 1, 1)[0]} of {path.name} has {first.actual_columns} values, but the "
            f"header names {first.expected_columns} columns; give every row as many (decimals with a point, not a "
            "comma)."
        )


class _WithoutBlankLines(io.RawIOBase):
    """A text file without blank lines and without what precedes its header; it remembers which rows it left out."""

    def __init__(self, path: Path, skipped: int):
        self._pieces, self._skipped, self._rest, self._ready = _text_pieces(path), skipped, b"", b""
        self._row, self._known = 1, np.arange(0)
        self._kept: deque[np.ndarray] = deque()  # Arrow reads in a thread of its own
        self._first = True

    def readable(self) -> bool:
        """Say that the file can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read the next bytes, at most ``size``; none at the end."""
        while not self._ready:
            piece = next(self._pieces, None)
            if piece is None:
                self._ready, self._rest = self._take(self._rest + b"\n" if self._rest else b""), b""
                break
            if self._first:
                piece, self._first = piece.removeprefix(BOM), False
            whole, end, self._rest = (self._rest + piece).rpartition(b"\n")
            self._ready = self._take(whole + end)
        given, self._ready = (self._ready, b"") if size < 0 else (self._ready[:size], self._ready[size:])
        return given

    def _take(self, text: bytes) -> bytes:
        """Drop blank lines and lines above the header from whole lines, and note the rows of the others."""
        while self._skipped and text:
            text, self._skipped, self._row = text.partition(b"\n")[2], self._skipped - 1, self._row + 1
        n = text.count(b"\n")
        rows = np.arange(self._row, self._row + n, dtype=np.int32)
        self._row += n
        if _BLANK.search(text):
            listed = text.split(b"\n")[:-1]
            full = [place for place, line in enumerate(listed) if line.strip(b" \r")]
            rows, text = rows[full], b"".join(listed[place] + b"\n" for place in full)
        self._kept.append(rows)
        return text

    def rows(self, first: int, n: int) -> np.ndarray:
        """Return the rows in the file, from 1, of n lines from the ``first`` on; line 0 is the header."""
        if len(self._known) < first + n:
            noted = [self._kept.popleft() for _ in range(len(self._kept))]
            self._known = np.concatenate([self._known, *noted])
        return self._known[first : first + n]


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")
