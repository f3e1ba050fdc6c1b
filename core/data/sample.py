"""The raw content of a file before it is interpreted: its columns, data sets or files, and the beginning of each."""

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from core.data import limits
from core.data.files import peek, seekable
from core.data.integrity import SIGNATURE
from core.data.layouts import deepbind_pair
from core.data.layouts.rnacontext import files_of, parse_name
from core.data.records import ProbeTable
from core.data.table_columns import (
    ANNOTATION_NAMES,
    EXPERIMENT_NAMES,
    LONGEST_TEXT,
    MISSING,
    SEQUENCE_NAMES,
    SET_NAMES,
    key,
)
from core.data.table_head import head_of
from core.errors import DataError

ROWS = 200
"""Number of first rows examined."""
SHOWN = 3
"""Number of first values shown of a part."""
LONGEST = 60
"""Most letters shown of a value."""
SEQUENCE, SET, EXPERIMENT, SCORES, LEFT_OUT = "sequence", "set", "experiment", "scores", "left out"
BOTH = "scores and sequences"
"""The roles of a part of a file."""


class Part(NamedTuple):
    """One column of a table, data set of an HDF5 file, or file of a folder.

    role : one of the names above. why : the reason for this role, in a few words. values : the first values as written.
    """

    name: str
    role: str
    why: str
    values: tuple[str, ...]


def files_read(path: Path, layout: str) -> dict[str, Path]:
    """Return the files that a layout reads of a path, by their names within the folder that holds them all."""
    if layout == "rnacontext":
        return _named(files_of(path), path)
    if layout == "deepbind":
        return _named(deepbind_pair(path), path)
    return {path.name: path}


def parts(path: Path, layout: str, table: ProbeTable) -> list[Part]:
    """List the parts of a file with the roles they had when it was read as ``table``."""
    if layout == "koo":
        return _of_hdf5(path)
    files = files_read(path, layout)
    if layout == "rnacontext":
        return _of_folder(files, path)
    read = files.values()
    return [_part(name, values, layout, table) for file in read for name, values in first_rows(file).items()]


def first_rows(path: Path) -> dict[str, list[str]]:
    """Return the columns of a table file by name, each with its first values as text; empty if it is not a table."""
    start = peek(path, 4)
    if start == b"PAR1":
        return _of_parquet(path)
    start = peek(path, limits.LONGEST_LINE)
    try:
        head = head_of(path, start)
        lines = [line for line in start.splitlines()[head.skipped + 1 :] if line.strip()]
        text = "\n".join(line.decode("utf-8", "replace") for line in lines[:ROWS])
        rows = list(csv.reader(io.StringIO(text), delimiter=head.separator))
    except (csv.Error, DataError):
        return {}
    return {
        name.strip() or f"unnamed: {place}": [row[place] for row in rows if place < len(row)]
        for place, name in enumerate(head.names)
    }


def is_dna(found: list[Part]) -> bool | None:
    """Say whether the sequences are written with T; None if no text of them can be seen."""
    texts = [text.upper() for part in found if part.role in (SEQUENCE, BOTH) for text in part.values]
    letters = {letter for text in texts for letter in text}
    return "T" in letters if letters & {"T", "U"} else None


def _part(name: str, values: list[str], layout: str, table: ProbeTable) -> Part:
    role, why = _role(name, values, layout, table)
    shown = [text.strip()[:LONGEST] for text in values[:SHOWN]]
    return Part(name, role, why, tuple(shown))


def _role(name: str, values: list[str], layout: str, table: ProbeTable) -> tuple[str, str]:
    plain = key(name)
    if name in table.left_out or (layout == "deepbind" and plain == "event_id"):
        if not any(text.strip() not in MISSING for text in values):
            return LEFT_OUT, "has no values in its first rows"
        known = plain in ANNOTATION_NAMES
        return LEFT_OUT, "describes the probes" if known else "holds no plain numbers"
    if name in table.scores.columns:
        return SCORES, "holds numbers: one experiment"
    if plain in SEQUENCE_NAMES:
        return SEQUENCE, "has a name of sequences"
    if plain in SET_NAMES or layout == "hughes":
        return SET, "says A (trains) or B (tests)"
    if plain in EXPERIMENT_NAMES:
        return EXPERIMENT, "says which experiment each row belongs to"
    return SCORES, "holds numbers: scores of all experiments"


def _of_parquet(path: Path) -> dict[str, list[str]]:
    import pyarrow as pa
    import pyarrow.parquet

    with seekable(path) as source:
        file = pa.parquet.ParquetFile(source, pre_buffer=False)
        flat = [field.name for field in file.schema_arrow if not pa.types.is_nested(field.type)]
        batch = next(file.iter_batches(ROWS, columns=flat, use_threads=False))
    return {name.strip(): [_text(value) for value in batch[name].to_pylist()] for name in flat}


def _text(value: object) -> str:
    return "" if value is None else str(value)[:LONGEST_TEXT]


def _of_hdf5(path: Path) -> list[Part]:
    import h5py

    found: list[Part] = []

    def look(name: str, item: object) -> None:
        if not isinstance(item, h5py.Dataset):
            return
        last = name.rpartition("/")[2]
        kind, _, half = last.partition("_")
        shape = " × ".join(map(str, item.shape)) or "one value"
        if last == "experiment":
            found.append(Part(name, EXPERIMENT, "names the columns of scores", (shape,)))
        elif half in ("train", "valid", "test") and kind in ("X", "Y"):
            role = SEQUENCE if kind == "X" else SCORES
            half_of = "set B (test)" if half == "test" else "set A (training)"
            more = "; channels 5 to 9 are left out" if kind == "X" and item.ndim == 3 and item.shape[1] > 4 else ""
            found.append(Part(name, role, f"{half_of}{more}", (shape,)))
        else:
            found.append(Part(name, LEFT_OUT, "no data set of this layout", (shape,)))

    if peek(path, 8) == SIGNATURE:
        with h5py.File(path, "r") as file:
            file.visititems(look)
    return found


def _of_folder(files: dict[str, Path], path: Path) -> list[Part]:
    found = []
    for name, file in files.items():
        experiment, in_b = parse_name(file)
        lines = peek(file, 4096).decode("utf-8", "replace").splitlines()
        values = tuple(line.strip()[:LONGEST] for line in lines[:SHOWN])
        found.append(Part(name, BOTH, f"set {'AB'[bool(in_b)]} of {experiment}", values))
    there = _named((file for file in path.rglob("*") if file.is_file()), path) if path.is_dir() else {}
    left_out = [name for name in there if name not in files and not name.startswith(".")]
    return found + [Part(name, LEFT_OUT, "its name or lines are not of this layout", ()) for name in left_out]


def _named(files: Iterable[Path], path: Path) -> dict[str, Path]:
    """Name files by their path within a folder, or within the folder that they share with a file."""
    files = sorted(files)
    shared = path if path.is_dir() else Path(os.path.commonpath([path.parent, *(file.parent for file in files)]))
    return {file.relative_to(shared).as_posix(): file for file in files}
