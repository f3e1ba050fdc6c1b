"""What the columns of a measurement file mean: sequence, set, experiment, scores, or an annotation that is left out."""

import hashlib
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.data.files import Columns
from core.errors import DataError, SequenceError
from core.sequence import ALPHABET, PROBE_LENGTH, clean

SEQUENCE_NAMES = ("sequence", "seq", "rna_seq", "rna_sequence", "rna", "probe_sequence", "probe_seq")
SET_NAMES = ("probe_set", "probeset", "set", "split", "fold", "fold_id")
EXPERIMENT_NAMES = ("rncmpt", "rncmpt_id", "experiment", "experiment_id")
ANNOTATION_NAMES = (
    *("id", "name", "index", "row", "probe", "probe_id", "probe_name", "event_id", "gene", "gene_name", "rbp"),
    *("protein", "species", "length", "description", "comment", "note", "notes"),
)
SET_VALUES = {"A": False, "TRAIN": False, "TRAINING": False, "VALIDATION": False, "VALID": False, "VAL": False}
SET_VALUES |= {"B": True, "TEST": True, "SETA": False, "SETB": True}
PROTEIN_ONLY = frozenset("EFILPQ")
"""Letters of amino acids that no letter of IUPAC's nucleotides is."""
MISSING = ("", "NaN", "nan", "NA")


def key(name: str) -> str:
    """A column name as it is compared: lower case, ``_`` for spaces and hyphens."""
    return re.sub(r"[\s\-]+", "_", name.strip().lower())


def sequence_column(columns: Columns, where: str) -> str:
    """The name of the column with the probes; ``where`` names the file in errors."""
    found = [name for name in columns.by_name if key(name) in SEQUENCE_NAMES]
    if not found:
        raise DataError(
            f"{where} has no sequence column among {_list(columns.by_name)}; name it {_list(SEQUENCE_NAMES, 'or')}."
        )
    if len(found) > 1:
        raise DataError(f"{where} has several sequence columns: {_list(found)}; keep one of them.")
    return found[0]


def set_column(columns: Columns) -> str | None:
    """The name of the column with the sets, or None."""
    return _one_of(columns, SET_NAMES, "set")


def set_column_by_values(columns: Columns) -> str | None:
    """Return the name of the text column that holds nothing but names of sets, or None; a DataError for several."""
    return _single(
        [
            name
            for name, column in columns.by_name.items()
            if _is_text(column.type) and set(_set_texts(column).unique()) <= set(SET_VALUES)
        ],
        "set",
    )


def experiment_column(columns: Columns) -> str | None:
    """The name of the text column that says which experiment a row belongs to, or None."""
    name = _one_of(columns, EXPERIMENT_NAMES, "experiment")
    return name if name and _has_text(columns.by_name[name]) else None


def texts(column: pa.ChunkedArray) -> np.ndarray:
    """A column as (N,) trimmed text, missing as None."""
    return _trimmed(column).to_numpy()


def sequences(columns: Columns, name: str, where: str) -> np.ndarray:
    """The probes (N,) in upper case with U for T, each checked; ``where`` names the file in errors.

    Raises
    ------
    SequenceError : naming the row of the first bad one.
    DataError : some rows are DNA (T), others RNA (U): two sources were probably pasted together.
    """
    upper = pc.utf8_upper(pc.fill_null(_trimmed(columns.by_name[name]), ""))
    rna = pc.replace_substring(upper, "T", "U")
    good = pc.match_substring_regex(rna, f"^[{ALPHABET}]{{1,{PROBE_LENGTH}}}$").to_numpy()
    for place in np.flatnonzero(~good):
        _check_no_protein(upper[int(place)].as_py(), int(columns.rows[place]), where)
        clean(upper[int(place)].as_py(), f"sequence in row {columns.rows[place]}")
    _check_one_alphabet(upper, columns.rows, where)
    return np.array(rna.to_pylist(), f"U{PROBE_LENGTH}")


def sets(columns: Columns, name: str, where: str) -> np.ndarray:
    """The set of each probe (N,) bool, True in B: A, SetA, train, training, validation, valid, val; B, SetB, test."""
    in_b = _set_texts(columns.by_name[name]).map(SET_VALUES)
    if in_b.isna().any():
        place = int(np.argmax(in_b.isna()))
        raise DataError(
            f"column {name!r} of {where} has {columns.by_name[name][place].as_py()!r} in row {columns.rows[place]}; "
            "use A, train or validation for training and B or test for testing."
        )
    in_b = in_b.to_numpy(bool)
    if in_b.all() or not in_b.any():
        missing, there = ("A (train)", "B (test)") if in_b.all() else ("B (test)", "A (train)")
        raise DataError(
            f"column {name!r} of {where} puts every probe in set {there}; mark some probes {missing}, "
            "or remove the column to have them split half and half."
        )
    return in_b


def halves(probes: np.ndarray) -> np.ndarray:
    """Half of the different sequences in set B (N,) bool, by their hash: the same sequences, the same halves."""
    different, inverse = np.unique(probes, return_inverse=True)
    if len(different) < 2:
        raise DataError("all rows have the same sequence, so there is nothing to test on; give at least two probes.")
    order = np.argsort([hashlib.sha256(probe.encode()).digest() for probe in different.tolist()])
    in_b = np.zeros(len(different), bool)
    in_b[order[1::2]] = True
    return in_b[inverse]


def scores(columns: Columns, where: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The score columns as an (N, E) float32 frame, and the names of the columns left out.

    Raises
    ------
    DataError : a column with numbers and text, an infinite number, or no numeric column at all.
    """
    found, left_out = {}, []
    for name, column in columns.by_name.items():
        values = None if _is_annotation(name) else _numbers(column, name, columns.rows, where)
        if values is None:
            left_out.append(name)
        else:
            found[name] = values
    if not found:
        there = f"; its other columns are {_list(left_out)}" if left_out else ""
        raise DataError(f"{where} has no numeric column{there}; add a column of binding scores for each experiment.")
    return pd.DataFrame(found), tuple(left_out)


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


def _set_texts(column: pa.ChunkedArray) -> pd.Series:
    return pd.Series(pc.fill_null(pc.utf8_upper(_trimmed(column)), "").to_numpy())


def _numbers(column: pa.ChunkedArray, name: str, rows: np.ndarray, where: str) -> np.ndarray | None:
    """Numbers (N,) float32 with NaN where missing; None where not one is a number."""
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        values = column.cast(pa.float64()).to_numpy()
    elif _is_text(kind):
        values = _parse(_trimmed(column), name, rows, where)
    else:
        return None
    if values is None or np.isnan(values).all():
        return None
    with np.errstate(over="ignore"):
        values = values.astype(np.float32)
    if np.isinf(values).any():
        row = rows[np.argmax(np.isinf(values))]
        raise DataError(f"column {name!r} of {where} has an infinite score in row {row}; leave missing scores empty.")
    return values


def _parse(text: pa.ChunkedArray, name: str, rows: np.ndarray, where: str) -> np.ndarray | None:
    try:
        return text.cast(pa.float64()).to_numpy()
    except pa.ArrowInvalid:
        series = text.to_pandas()
    values = pd.to_numeric(series, errors="coerce").to_numpy(np.float64)
    wrong = np.flatnonzero(series.notna().to_numpy() & np.isnan(values))
    first = series[wrong[0]] if len(wrong) else ""
    if re.fullmatch(r"[-+]?\d+,\d+", first):
        raise DataError(
            f"column {name!r} of {where} has the decimal comma {first!r} in row {rows[wrong[0]]}; "
            "write decimals with a point."
        )
    if np.isnan(values).all():
        return None
    if len(wrong):
        raise DataError(
            f"column {name!r} of {where} has the text {first!r} in row {rows[wrong[0]]} among its numbers; "
            "give a number, or leave it empty where the score is missing."
        )
    return values


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as text without spaces around it, missing values as null."""
    try:
        text = pc.utf8_trim_whitespace(column.cast(pa.large_string()))
    except pa.ArrowException as error:
        raise DataError(
            f"a column of {column.type} values cannot be read; store sequences and sets as text."
        ) from error
    missing = pc.is_in(text, value_set=pa.array(MISSING, pa.large_string()))
    return pc.if_else(missing, pa.scalar(None, pa.large_string()), text)


def _has_text(column: pa.ChunkedArray) -> bool:
    return _is_text(column.type) and pd.to_numeric(_trimmed(column).to_pandas(), errors="coerce").isna().all()


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


def _is_annotation(name: str) -> bool:
    return key(name) in ANNOTATION_NAMES or bool(re.fullmatch(r"unnamed:_\d+|__index_level_\d+__", key(name)))


def _one_of(columns: Columns, names: tuple[str, ...], what: str) -> str | None:
    return _single([name for name in columns.by_name if key(name) in names], what)


def _single(found: list[str], what: str) -> str | None:
    """The only name that was found, None where none was, a DataError where several were."""
    if len(found) > 1:
        raise DataError(f"there are several {what} columns: {_list(found)}; keep one of them.")
    return found[0] if found else None


def _list(names, last: str = "and") -> str:
    """Names as people list them, the first twelve."""
    names = list(names)
    if len(names) > 12:
        return f"{', '.join(names[:12])} {last} {len(names) - 12} more"
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
