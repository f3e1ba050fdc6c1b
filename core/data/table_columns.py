"""The columns of a table, gathered batch by batch into what an import needs: probes, few names, or numbers."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.data.number_texts import THOUSANDS_POINT, advice, is_number_written_otherwise
from core.errors import DataError, SequenceError
from core.sequence import PROBE_LENGTH

SEQUENCE_NAMES = ("sequence", "seq", "rna_seq", "rna_sequence", "rna", "probe_sequence", "probe_seq")
SET_NAMES = ("probe_set", "probeset", "set", "split", "fold", "fold_id")
EXPERIMENT_NAMES = ("rncmpt", "rncmpt_id", "experiment", "experiment_id")
ANNOTATION_NAMES = (
    *("id", "name", "index", "row", "probe", "probe_id", "probe_name", "event_id", "gene", "gene_name", "rbp"),
    *("protein", "species", "length", "description", "comment", "note", "notes"),
)
MISSING = ("", "NaN", "nan", "NA")
FEW, MOST_NAMES = 16, 2_000
"""Most different texts kept of a column that may hold sets, and of a column named like sets or experiments."""
OTHERS = 20
"""Most texts among numbers that are kept, to explain what is wrong with the first."""
LONGEST_TEXT = 1_000
"""Most letters of a text."""


def key(name: str) -> str:
    """Normalise a column name for comparison: lower case, ``_`` for spaces and hyphens."""
    return re.sub(r"[\s\-]+", "_", name.strip().lower())


def is_annotation(name: str) -> bool:
    """Say whether a column has a name of columns that describe probes."""
    return key(name) in ANNOTATION_NAMES or bool(re.fullmatch(r"unnamed:_\d+|__index_level_\d+__", key(name)))


class Columns(NamedTuple):
    """The columns of one file by name, and the rows of its records.

    rows : (N,) row of each record as a spreadsheet counts, from 1.
    matrix : (C, N) float32 that holds the numbers of the columns.
    """

    by_name: dict[str, "Column"]
    rows: np.ndarray
    matrix: np.ndarray


class Column:
    """The content of one column.

    texts : trimmed probes of a column with a name of sequences, missing as null; None for any other column.
    codes, values : (N,) index of each row's text among the few different texts, -1 if missing; None if there are many.
    has_texts : whether it holds any text. more : the text and row at which there were too many.
    """

    def __init__(self, name: str, matrix_row: np.ndarray, separator: str):
        plain = key(name)
        self.name, self.separator, self.unread = name, separator, ""
        self.is_sequence = plain in SEQUENCE_NAMES
        self.is_names = plain in (*SET_NAMES, *EXPERIMENT_NAMES)
        self.texts: list[pa.Array] = []
        self.has_texts, self.has_numbers = False, False
        self.more: tuple[str, int] | None = None
        self._codes: list[np.ndarray] | None = []
        self._places: dict[str, int] = {}
        self._numbers, self._start = matrix_row, 0
        self._wrong: list[tuple[str, int]] = []
        self._infinite: int | None = None
        self._points, self._only_thousands = False, True

    @property
    def codes(self) -> np.ndarray | None:
        """The index of each row's text among `values`, (N,); None if there are too many texts."""
        return None if self._codes is None else np.concatenate([np.zeros(0, np.int16), *self._codes])

    @property
    def values(self) -> list[str]:
        """The different texts."""
        return [*self._places]

    def numbers(self, where: str) -> np.ndarray | None:
        """Return its numbers (N,) float32 with NaN where missing; None if nothing in it is a number.

        Raises
        ------
        DataError : a text among numbers, a number in another notation, or an infinite number.
        """
        first, row = self._wrong[0] if self._wrong else ("", 0)
        if first and (self.has_numbers or is_number_written_otherwise(first)):
            what, cure = advice(first, [text for text, _ in self._wrong])
            among = " among its numbers" if what.startswith("the text") else ""
            raise DataError(f"column {self.name!r} of {where} has {what} in row {row}{among}; {cure}.")
        if self._infinite is not None:
            raise DataError(
                f"column {self.name!r} of {where} has an infinite score in row {self._infinite}; "
                "leave missing scores empty."
            )
        return self._numbers if self.has_numbers else None

    @property
    def may_have_thousands(self) -> bool:
        """Whether each point of its numbers may separate thousands."""
        return self.separator == ";" and self.has_numbers and self._points and self._only_thousands

    def add(self, array: pa.Array | pa.ChunkedArray, rows: np.ndarray) -> None:
        """Add the next batch of values, which come from these rows."""
        if self.is_sequence:
            self.texts.append(trimmed(array, rows, is_probe=True))
        elif not is_annotation(self.name):
            if self.is_names or is_text(array.type):
                text = trimmed(array, rows)
                self._add_names(text, rows)
                self._add_texts(text, rows)
            elif pa.types.is_integer(array.type) or pa.types.is_floating(array.type) or pa.types.is_decimal(array.type):
                self._add_numbers(array.cast(pa.float64()).to_numpy(zero_copy_only=False), rows)
        self._start += len(rows)

    def _add_names(self, text: pa.Array, rows: np.ndarray) -> None:
        if self._codes is None:
            return
        encoded = text.dictionary_encode()
        for value in encoded.dictionary.to_pylist():
            self._places.setdefault(value, len(self._places))
        if len(self._places) > (MOST_NAMES if self.is_names else FEW):
            self._codes, self.more = None, (self.values[-1], int(rows[pc.index(text, self.values[-1]).as_py()]))
            return
        places = np.array([self._places[value] for value in encoded.dictionary.to_pylist()] + [-1], np.int16)
        self._codes.append(places[pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)])

    def _add_texts(self, text: pa.Array, rows: np.ndarray) -> None:
        try:
            values = text.cast(pa.float64()).to_numpy(zero_copy_only=False)
        except pa.ArrowInvalid:
            series = text.to_pandas()
            values = pd.to_numeric(series, errors="coerce").to_numpy(np.float64)
            wrong = np.flatnonzero(series.notna().to_numpy() & np.isnan(values))
            self.has_texts |= len(wrong) > 0
            self._wrong += [(series[place], int(rows[place])) for place in wrong[: OTHERS - len(self._wrong)]]
        if self.separator == ";" and self._only_thousands:
            pointed = text.filter(pc.match_substring(text, "."))
            self._points |= len(pointed) > 0
            self._only_thousands = bool(
                pc.all(pc.match_substring_regex(pointed, THOUSANDS_POINT), min_count=0).as_py()
                and not pc.any(pc.match_substring_regex(text, r"^[-+]?\d{4,}$"), min_count=0).as_py()
            )
        self._add_numbers(values, rows)

    def _add_numbers(self, values: np.ndarray, rows: np.ndarray) -> None:
        if np.isnan(values).all():
            if self.has_numbers:
                self._numbers[self._start : self._start + len(rows)] = np.nan
            return
        if not self.has_numbers:
            self.has_numbers = True
            self._numbers[: self._start] = np.nan
        part = self._numbers[self._start : self._start + len(rows)]
        with np.errstate(over="ignore"):  # too large is infinite, which is refused
            part[:] = values
        if self._infinite is None and np.isinf(part).any():
            self._infinite = int(rows[np.argmax(np.isinf(part))])


class Gathering:
    """A table being read batch by batch.

    Parameters
    ----------
    where : name of the file, for errors. names : of its columns. most : maximum number of rows.
    separator : of the columns of a text file; "" for any other.

    Raises
    ------
    DataError : two columns with one name.
    """

    def __init__(self, where: str, names: Sequence[str], most: int, separator: str = ""):
        self.where, self.n_rows = where, 0
        self._matrix = np.empty((len(names), max(0, most)), np.float32)  # takes no memory where nothing is written
        listed = zip(_unique_names(where, names), self._matrix, strict=True)
        self._columns = [Column(name, row, separator) for name, row in listed]
        self._rows: list[np.ndarray] = []

    def add(self, arrays: Sequence[pa.Array | None], rows: np.ndarray) -> None:
        """Add the next rows, an array for each column; None for a column that cannot be read."""
        for column, array in zip(self._columns, arrays, strict=True):
            if array is not None:
                column.add(array, rows)
            elif column.is_sequence or column.is_names:
                raise DataError(f"column {column.name!r} cannot be read; store sequences and sets as text.")
        self._rows.append(np.asarray(rows, np.int32))
        self.n_rows += len(rows)

    def columns(self) -> Columns:
        """Return the gathered columns."""
        rows = np.concatenate([np.zeros(0, np.int32), *self._rows])
        for column in self._columns:
            column._numbers = column._numbers[: self.n_rows]
        return Columns({column.name: column for column in self._columns}, rows, self._matrix[:, : self.n_rows])


def trimmed(array: pa.Array | pa.ChunkedArray, rows: np.ndarray, is_probe: bool = False) -> pa.Array:
    """Convert an array to text without spaces around it, missing values as null.

    Raises
    ------
    DataError : values that are not text. SequenceError : a probe that is too long.
    """
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if pa.types.is_dictionary(array.type):  # one long text may stand in many rows
        return trimmed(array.dictionary, rows[:0], is_probe).take(array.indices)
    try:
        text = array.cast(pa.large_string())
    except pa.ArrowException as error:
        raise DataError(f"a column of {array.type} values cannot be read; store sequences and sets as text.") from error
    longest = pc.max(pc.utf8_length(text)).as_py() or 0
    if longest > LONGEST_TEXT:
        if is_probe:
            place = pc.index(pc.utf8_length(text), longest).as_py()
            row = f" in row {rows[place]}" if len(rows) else ""
            raise SequenceError(f"a sequence{row} has {longest:,} nt; give 1 to {PROBE_LENGTH} nt.")
        text = pc.utf8_slice_codeunits(text, 0, LONGEST_TEXT)
    text = pc.utf8_trim_whitespace(text)
    missing = pc.is_in(text, value_set=pa.array(MISSING, pa.large_string()))
    return pc.if_else(missing, pa.scalar(None, pa.large_string()), text)


def is_text(kind: pa.DataType) -> bool:
    """Say whether an Arrow type holds text."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


def _unique_names(where: str, names: Sequence[str]) -> list[str]:
    stripped = [name.strip() or f"unnamed: {place}" for place, name in enumerate(names)]
    for name, following in pairwise(sorted(stripped)):
        if name == following:
            raise DataError(f"{where} has {stripped.count(name)} columns named {name!r}; give each its own name.")
    return stripped
