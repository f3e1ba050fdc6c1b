"""Table files (CSV, TSV, semicolons, Parquet, each also gzipped) as columns, with the row of each record."""

import codecs
import csv
import gzip
import io
import re
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from core.errors import DataError

SEPARATORS = "\t,;"
CURE = "give a CSV, TSV or Parquet file with one header row, plain or gzipped"


class Columns(NamedTuple):
    """The columns of one file by name (names stripped, each unique), and where its records stand.

    rows : (N,) row of each record as a spreadsheet counts: the header is row 1.
    """

    by_name: dict[str, pa.ChunkedArray]
    rows: np.ndarray


def read_columns(path: Path) -> Columns:
    """Every column of a file: text columns of a text file, typed columns of a Parquet file.

    Raises
    ------
    DataError : a file that is missing, empty, damaged or no table; rows or column names that do not fit.
    """
    data = read_bytes(path)
    if data[:4] == b"PAR1":
        table, rows = _read_parquet(path, data)
    elif data[:4] == b"PK\x03\x04":
        raise DataError(
            f"{path.name} is a spreadsheet or zip archive; save the sheet as CSV, or unpack the archive, and give that."
        )
    elif kind := _other_kind(data):
        raise DataError(f"{path.name} is {kind}.")
    elif b"\0" in data[:4096]:
        raise DataError(f"{path.name} is neither Parquet nor a text table; {CURE} (text in UTF-8).")
    else:
        _check_utf8(path, data)
        table, rows = _read_text(path, data)
    if not table.num_rows:
        raise DataError(f"{path.name} has a header but no rows; {CURE} and a probe in each row.")
    return Columns(dict(zip(_unique_names(path, table.column_names), table.columns, strict=True)), rows)


def peek(path: Path, size: int = 65536) -> bytes:
    """The first bytes of a file, unpacked if it is gzipped; none of a file that cannot be read."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            return gzip.GzipFile(fileobj=file).read(size) if packed else file.read(size)
    except (OSError, EOFError, zlib.error):
        return b""


def read_bytes(path: Path) -> bytes:
    """The content of a file, unpacked if it is gzipped.

    Raises
    ------
    DataError : a file that is missing, empty or damaged.
    """
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(
            f"{path.name} cannot be read ({error}); get the file again or check its permissions."
        ) from error
    if not data.strip():
        raise DataError(f"{path.name} is empty; {CURE}.")
    return data


def _other_kind(data: bytes) -> str:
    """What a file is that people take for a table, and what to do; "" for one that may be a table."""
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return "an Excel workbook; save the sheet as CSV, and give that"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "text in UTF-16; save it as UTF-8 (in Excel: CSV UTF-8), and give that"
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head")):
        return "a web page or XML and no table; get the file of measurements itself, or save the sheet as CSV"
    if start.startswith(b">"):
        return f"FASTA, sequences without binding scores; {CURE}, a sequence and its scores in each row"
    return ""


def _check_utf8(path: Path, data: bytes) -> None:
    """Of the beginning; Arrow checks what follows, but cannot name a row that is no text."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data[:1_000_000])
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} cannot be read as a table (it is not text in UTF-8); {CURE}.") from error


def _read_parquet(path: Path, data: bytes) -> tuple[pa.Table, np.ndarray]:
    try:
        table = pa.parquet.read_table(pa.BufferReader(data))
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{path.name} is a damaged Parquet file ({_first_line(error)}); get the file again.") from error
    return table, np.arange(table.num_rows) + 2


def _read_text(path: Path, data: bytes) -> tuple[pa.Table, np.ndarray]:
    data, rows = _without_blank_lines(data.removeprefix(b"\xef\xbb\xbf"))
    header = data.split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r")
    separator = max(SEPARATORS, key=header.count)
    if separator not in header and re.search(r"\S[ |:]+\S", header):
        raise DataError(f"the columns of {path.name} are not separated by tabs, commas or semicolons; {CURE}.")
    try:
        names = next(csv.reader(io.StringIO(header), delimiter=separator), [])
    except csv.Error as error:  # line ends of other kinds, or a line of 128 kB
        raise DataError(f"the first row of {path.name} is no header of a table; {CURE}.") from error
    misfits: list[pa.csv.InvalidRow] = []

    def keep_misfit(row: pa.csv.InvalidRow) -> str:
        misfits.append(row)
        return "skip"

    try:
        table = pa.csv.read_csv(
            pa.BufferReader(data),
            read_options=pa.csv.ReadOptions(use_threads=False),  # only then do misfits know their row
            parse_options=pa.csv.ParseOptions(delimiter=separator, invalid_row_handler=keep_misfit),
            convert_options=pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except pa.ArrowException as error:
        raise DataError(f"{path.name} cannot be read as a table ({_first_line(error)}); {CURE}.") from error
    if misfits:
        first = misfits[0]
        raise DataError(
            f"row {rows[first.number - 1]} of {path.name} has {first.actual_columns} values, but the header names "
            f"{first.expected_columns} columns; give every row as many (decimals with a point, not a comma)."
        )
    return table, rows[1 : table.num_rows + 1]


def _without_blank_lines(data: bytes) -> tuple[bytes, np.ndarray]:
    """The text without blank lines, and the row in the file, from 1, of each line kept."""
    if not (re.match(rb"[ \r]*\n", data) or re.search(rb"\n[ \r]*\n", data)):
        return data, np.arange(data.count(b"\n") + 1) + 1
    lines = data.split(b"\n")
    kept = [row for row, line in enumerate(lines) if line.strip(b" \r")]
    return b"\n".join(lines[row] for row in kept), np.array(kept) + 1


def _unique_names(path: Path, names: list[str]) -> list[str]:
    stripped = [name.strip() or f"unnamed: {place}" for place, name in enumerate(names)]
    for name in stripped:
        if stripped.count(name) > 1:
            raise DataError(f"{path.name} has {stripped.count(name)} columns named {name!r}; give each its own name.")
    return stripped


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")
