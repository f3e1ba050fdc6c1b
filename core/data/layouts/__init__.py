"""File layouts of measurements. Each reader returns a `ProbeTable`; `read` finds the layout that fits.

Table layouts are read here, ``koo`` and ``rnacontext`` in modules of their own.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from core.data import columns as parse
from core.data import limits
from core.data.files import peek, read_columns
from core.data.layouts.koo import is_koo, read_koo
from core.data.layouts.long_form import pivot
from core.data.layouts.rnacontext import is_rnacontext, read_rnacontext
from core.data.records import ProbeTable
from core.data.table_columns import Columns
from core.data.table_head import head_of
from core.errors import DataError

DEEPBIND_FILES = ("sequences.tsv", "targets.tsv")


class Layout(NamedTuple):
    """A file layout of measurements: whether a path looks like it, and how to read it."""

    fits: Callable[[Path], bool]
    read: Callable[[Path], ProbeTable]


def read(path: str | Path, layout: str | None = None) -> tuple[ProbeTable, str]:
    """Read the measurements of a file or folder; also return the name of their layout.

    Parameters
    ----------
    path : a file; for ``deepbind`` and ``rnacontext`` also the folder of its files.
    layout : a name in ``LAYOUTS``; None finds the one that fits.

    Raises
    ------
    DataError : no such path or layout, a damaged file, or a table that does not fit the layout.
    SequenceError : a sequence that is empty, too long, or has letters other than A, C, G, U, T.
    """
    path = Path(path).expanduser()
    if not path.exists():
        raise DataError(f"there is no file {path}; check the path.")
    if not (path.is_file() or path.is_dir()):
        raise DataError(f"{path} is a device or a pipe, not a file; save the measurements in a file, and give that.")
    if layout is None:
        layout = next((name for name in LAYOUTS if LAYOUTS[name].fits(path)), None)
        if layout is None:
            raise DataError(
                f"{path} is a folder without {DEEPBIND_FILES[0]}.gz and {DEEPBIND_FILES[1]}.gz (deepbind) and without "
                "files of scores and sequences such as VTS1_training_sequences.txt (rnacontext); "
                "give the file with the measurements."
            )
    if layout not in LAYOUTS:
        raise DataError(f"layout {layout!r} is not known; use {', '.join(LAYOUTS)}.")
    return LAYOUTS[layout].read(path), layout


def read_table(path: Path) -> ProbeTable:
    """Read a table with a sequence column, an optional set column and one or more numeric columns.

    Instead of one column per experiment there may be one score column and a column that names the experiment.
    """
    columns, where = _columns_of_file(path)
    sequence_name = parse.sequence_column(columns, where)
    set_name = parse.set_column(columns)
    sequences = parse.sequences(columns, sequence_name, where)
    in_b = parse.sets(columns, set_name, where) if set_name else parse.halves(sequences)
    rest = _without(columns, sequence_name, set_name)
    experiment_name = parse.experiment_column(rest)
    long = (experiment_name, parse.texts(rest, experiment_name, where)) if experiment_name else None
    rest = _without(rest, experiment_name)
    scores, left_out = parse.scores(rest, where)
    table = ProbeTable(sequences, in_b, scores, left_out, parse.thousands(rest))
    if long is None:
        return table
    name, experiment_ids = long
    return pivot(table, experiment_ids, name, columns.rows)


def read_hughes(path: Path) -> ProbeTable:
    """Read ``norm_data.txt.gz``: Probe_Set (SetA, SetB), RNA_Seq, Probe_ID, then a column for each RNCMPT id.

    The columns come in any order; the set column may have another name, since it is recognised by its values. Unlike in
    a table, the sets must be given: random halves would mix the two halves that the array was designed in.

    Source: the supplementary data of Ray et al. 2013, tab-separated, 241,357 rows, missing scores are `` NaN``.
    """
    columns, where = _columns_of_file(path)
    sequence_name = parse.sequence_column(columns, where)
    experiments = [name for name in columns.by_name if name.upper().startswith("RNCMPT")]
    if not experiments:
        raise DataError(f"{where} has no column named by an RNCMPT id; give norm_data.txt.gz, or use the layout table.")
    rest = _without(columns, sequence_name, *experiments)
    set_name = parse.set_column(rest) or parse.set_column_by_values(rest)
    if set_name is None:
        raise DataError(f"{where} has no column Probe_Set; add it with SetA (training) or SetB (test) in each row.")
    sequences = parse.sequences(columns, sequence_name, where)
    in_b = parse.sets(columns, set_name, where)
    measured = _without(columns, sequence_name, *rest.by_name)
    scores, left_out = parse.scores(measured, where)
    annotations = tuple(name for name in rest.by_name if name != set_name)
    return ProbeTable(sequences, in_b, scores, annotations + left_out, parse.thousands(measured))


def read_deepbind(path: Path) -> ProbeTable:
    """Read ``sequences.tsv`` (Fold ID, Event ID, seq) with ``targets.tsv`` (one column per experiment), row by row.

    Either may be gzipped; the path is their folder or one of the files.

    Source: the data of Alipanahi et al. 2015 (DeepBind).
    """
    sequences_path, targets_path = deepbind_pair(path)
    columns, targets = read_columns(sequences_path), read_columns(targets_path)
    if len(columns.rows) != len(targets.rows):
        raise DataError(
            f"{sequences_path.name} has {len(columns.rows)} rows, {targets_path.name} has {len(targets.rows)}; "
            "give two files whose rows belong together."
        )
    where = sequences_path.name
    set_name = parse.set_column(columns)
    if set_name is None:
        raise DataError(f"{where} has no column Fold ID; add it with A (training) or B (test) in each row.")
    sequences = parse.sequences(columns, parse.sequence_column(columns, where), where)
    scores, left_out = parse.scores(targets, targets_path.name)
    return ProbeTable(sequences, parse.sets(columns, set_name, where), scores, left_out, parse.thousands(targets))


def _columns_of_file(path: Path) -> tuple[Columns, str]:
    if path.is_dir():
        raise DataError(f"{path} is a folder; give the table file in it.")
    return read_columns(path), path.name


def _without(columns: Columns, *names: str | None) -> Columns:
    kept = {name: column for name, column in columns.by_name.items() if name not in names}
    return columns._replace(by_name=kept)


def deepbind_pair(path: Path) -> tuple[Path, Path]:
    """Find the files of sequences and of targets, given their folder or either file.

    Raises
    ------
    DataError : one of them is not there.
    """
    folder = path if path.is_dir() else path.parent
    found = []
    for name in DEEPBIND_FILES:
        candidates = [folder / f"{name}.gz", folder / name]
        existing = [candidate for candidate in candidates if candidate.is_file()]
        if not existing:
            raise DataError(
                f"{folder} has no {name}.gz; put {DEEPBIND_FILES[0]}.gz and {DEEPBIND_FILES[1]}.gz in one folder "
                "or upload, or name the layout table for a table of another kind."
            )
        found.append(path if path in existing else existing[0])
    return found[0], found[1]


def _is_deepbind(path: Path) -> bool:
    if path.is_dir():
        return any((path / f"{name}{end}").is_file() for name in DEEPBIND_FILES for end in ("", ".gz"))
    return path.name.removesuffix(".gz") in DEEPBIND_FILES


def _is_hughes(path: Path) -> bool:
    """Say whether the header names RNA_Seq, an RNCMPT id, and Probe_ID or Probe_Set."""
    if path.is_dir():
        return False
    try:
        names = {parse.key(name) for name in head_of(path, peek(path, limits.LONGEST_LINE)).names}
    except DataError:
        return False
    has_experiments = any(name.startswith("rncmpt0") for name in names)
    return has_experiments and "rna_seq" in names and bool(names & {"probe_id", "probe_set"})


LAYOUTS = {
    "deepbind": Layout(_is_deepbind, read_deepbind),
    "koo": Layout(is_koo, read_koo),
    "hughes": Layout(_is_hughes, read_hughes),
    "rnacontext": Layout(is_rnacontext, read_rnacontext),
    "table": Layout(Path.is_file, read_table),
}
"""Layouts by name, in the order in which `read` tries them."""
