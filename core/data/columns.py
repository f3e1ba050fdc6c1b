"""The meaning of a measurement file's columns: sequence, set, experiment, scores, or an annotation to leave out."""

import hashlib

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.data.limits import MOST_COLUMNS
from core.data.table_columns import EXPERIMENT_NAMES, SEQUENCE_NAMES, SET_NAMES, Column, Columns, key
from core.errors import DataError, SequenceError
from core.sequence import ALPHABET, PROBE_LENGTH, clean

SET_VALUES = {"A": False, "TRAIN": False, "TRAINING": False, "VALIDATION": False, "VALID": False, "VAL": False}
SET_VALUES |= {"B": True, "TEST": True, "SETA": False, "SETB": True}
PROTEIN_ONLY = frozenset("EFILPQ")
"""Letters of amino acids that are not nucleotide codes of IUPAC."""


def sequence_column(columns: Columns, where: str) -> str:
    """Find the name of the column with the probes; ``where`` names the file in errors."""
    found = [name for name in columns.by_name if key(name) in SEQUENCE_NAMES]
    if not found:
        raise DataError(
            f"{where} has no sequence column among {_list(columns.by_name)}; name it {_list(SEQUENCE_NAMES, 'or')}."
        )
    if len(found) > 1:
        raise DataError(f"{where} has several sequence columns: {_list(found)}; keep one of them.")
    return found[0]


def set_column(columns: Columns) -> str | None:
    """Find the name of the column with the sets, or None."""
    return _one_of(columns, SET_NAMES, "set")


def set_column_by_values(columns: Columns) -> str | None:
    """Find the text column that holds nothing but names of sets, or None; a DataError for several."""
    return _single([name for name, column in columns.by_name.items() if _names_sets(column)], "set")


def experiment_column(columns: Columns) -> str | None:
    """Find the text column that names the experiment of each row, or None."""
    name = _one_of(columns, EXPERIMENT_NAMES, "experiment")
    if name is None or columns.by_name[name].has_numbers or not columns.by_name[name].has_texts:
        return None
    return name


def texts(columns: Columns, name: str, where: str) -> np.ndarray:
    """Return a column of names as (N,) trimmed text, None where missing.

    Raises
    ------
    DataError : more different names than the number of experiments allowed.
    """
    column = columns.by_name[name]
    if column.codes is None:
        raise DataError(
            f"column {name!r} of {where} names more than {MOST_COLUMNS:,} experiments, the most that can be read; "
            "put the experiments you need into a file of their own."
        )
    return np.array([*column.values, None], object)[column.codes]


def sequences(columns: Columns, name: str, where: str) -> np.ndarray:
    """Return the checked probes (N,) in upper case with U for T; ``where`` names the file in errors.

    Raises
    ------
    SequenceError : a bad sequence; the error names the row of the first.
    DataError : some rows are DNA (T), others RNA (U): two sources were probably pasted together.
    """
    upper = pc.utf8_upper(pc.fill_null(pa.chunked_array(columns.by_name[name].texts, pa.large_string()), ""))
    rna = pc.replace_substring(upper, "T", "U")
    good = pc.match_substring_regex(rna, f"^[{ALPHABET}]{{1,{PROBE_LENGTH}}}$").to_numpy()
    for place in np.flatnonzero(~good):
        _check_no_protein(upper[int(place)].as_py(), int(columns.rows[place]), where)
        clean(upper[int(place)].as_py(), f"sequence in row {columns.rows[place]}")
    _check_one_alphabet(upper, columns.rows, where)
    return np.array(rna.to_pylist(), f"U{PROBE_LENGTH}")


def sets(columns: Columns, name: str, where: str) -> np.ndarray:
    """Return whether each probe is in set B (N,): A, SetA, train, training, validation, valid, val; B, SetB, test."""
    column = columns.by_name[name]
    text, row = column.more or ("", 0)
    if column.codes is not None:
        known = np.array([SET_VALUES.get(value.upper(), -1) for value in column.values] + [-1], np.int8)
        found = known[column.codes]
        place = int(np.argmax(found < 0))
        text, row = ([*column.values, ""][column.codes[place]], columns.rows[place]) if found[place] < 0 else ("", 0)
    if row:
        raise DataError(
            f"column {name!r} of {where} has {text!r} in row {row}; "
            "use A, train or validation for training and B or test for testing."
        )
    in_b = found > 0
    if in_b.all() or not in_b.any():
        missing, there = ("A (train)", "B (test)") if in_b.all() else ("B (test)", "A (train)")
        raise DataError(
            f"column {name!r} of {where} puts every probe in set {there}; mark some probes {missing}, "
            "or remove the column to have them split half and half."
        )
    return in_b


def halves(probes: np.ndarray) -> np.ndarray:
    """Put half of the different sequences into set B (N,) bool by their hash, so that the halves never change."""
    inverse, different = pd.factorize(pd.array(probes, dtype="str"))  # takes a tenth of the memory of np.unique
    if len(different) < 2:
        raise DataError("all rows have the same sequence, so there is nothing to test on; give at least two probes.")
    order = np.argsort([hashlib.sha256(probe.encode()).digest() for probe in different])
    in_b = np.zeros(len(different), bool)
    in_b[order[1::2]] = True
    return in_b[inverse]


def scores(columns: Columns, where: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the score columns as an (N, E) float32 frame, and the names of the columns left out.

    Raises
    ------
    DataError : a column with numbers and text, an infinite number, or no numeric column at all.
    """
    found, left_out = {}, []
    for name, column in columns.by_name.items():
        values = column.numbers(where)
        if values is None:
            left_out.append(name)
        else:
            found[name] = values
    if not found:
        there = f"; its other columns are {_list(left_out)}" if left_out else ""
        raise DataError(f"{where} has no numeric column{there}; add a column of binding scores for each experiment.")
    matrix = columns.matrix
    for place, values in enumerate(found.values()):  # each stands there already, or further down
        matrix[place] = values
    return pd.DataFrame(matrix[: len(found)].T, columns=[*found], copy=False), tuple(left_out)


def thousands(columns: Columns) -> tuple[str, ...]:
    """Warn of columns of scores whose points may separate thousands."""
    names = [name for name, column in columns.by_name.items() if column.may_have_thousands]
    if not names:
        return ()
    return (
        f"Every point in {_list(names)} precedes three digits, and columns are separated by semicolons: 1.234 is "
        "read as 1.234 and not as 1234. If thousands are meant, write them without points.",
    )


def _check_no_protein(text: str, row: int, where: str) -> None:
    if set(text) & PROTEIN_ONLY:
        raise SequenceError(
            f"the sequence in row {row} of {where} looks like a protein ({text[:20]}{'…' * (len(text) > 20)}); "
            "give RNA or DNA, in the letters A, C, G and U or T."
        )


def _check_one_alphabet(upper: pa.ChunkedArray, rows: np.ndarray, where: str) -> None:
    has_t, has_u = (pc.match_substring(upper, letter).to_numpy() for letter in "TU")
    if (has_t & has_u).any():
        row = rows[np.argmax(has_t & has_u)]
        raise SequenceError(f"the sequence in row {row} of {where} has both T and U; write U for every T.")
    if has_t.any() and has_u.any():
        raise DataError(
            f"{where} mixes DNA and RNA: row {rows[np.argmax(has_t)]} is written with T, row {rows[np.argmax(has_u)]} "
            "with U; write every sequence with U, or every one with T."
        )


def _names_sets(column: Column) -> bool:
    """Say whether a column holds nothing but names of sets."""
    if not column.has_texts or column.codes is None or -1 in column.codes:
        return False
    return {value.upper() for value in column.values} <= SET_VALUES.keys()


def _one_of(columns: Columns, names: tuple[str, ...], what: str) -> str | None:
    return _single([name for name in columns.by_name if key(name) in names], what)


def _single(found: list[str], what: str) -> str | None:
    """Return the only name found; None if there is none, a DataError if there are several."""
    if len(found) > 1:
        raise DataError(f"there are several {what} columns: {_list(found)}; keep one of them.")
    return found[0] if found else None


def _list(names, last: str = "and") -> str:
    """Join the first twelve names as people list them."""
    names = list(names)
    if len(names) > 12:
        return f"{', '.join(names[:12])} {last} {len(names) - 12} more"
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
