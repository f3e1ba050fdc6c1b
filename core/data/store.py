"""The measurements on this machine: imported ones under the user's folder, simulated ones that come with the code.

A data set is a Parquet file named by the digest of its content, with a JSON file that describes it. Only this module
reads and writes them. Arrow and pandas are imported late, so that the list of experiments does not wait for them.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.data import probe_file
from core.data.catalogue import gene as catalogued
from core.data.catalogue import is_public
from core.data.records import ImportSummary, Probes, ProbeTable
from core.errors import DataError
from core.settings import settings
from core.storage import files
from core.storage.files import DAY, disk_errors, write_json, write_whole
from core.storage.index import Index, Kind

FEWEST_A, FEWEST_B = 20, 3
SIMULATED = "simulated"


class Entry(NamedTuple):
    """One experiment that has probes.

    source : ``simulated``, ``rnacompete2013`` (the public set, recognised by its digest) or ``imported``.
    note : one line about it.
    """

    id: str
    gene: str
    species: str
    source: str
    note: str


class Dataset(NamedTuple):
    """One imported file, or the simulated set. path : its Parquet file; date : ISO, of the last import."""

    entries: tuple[Entry, ...]
    file_name: str
    layout: str
    date: str
    n_a: int
    n_b: int
    path: Path

    @property
    def name(self) -> str:
        """The digest of its content; ``simulated`` for the simulated set."""
        return self.path.stem

    @property
    def n_bytes(self) -> int:
        """Its size on disk."""
        files = (self.path, self.path.with_suffix(".json"))
        return sum(file.stat().st_size for file in files if file.exists())


class Damaged(NamedTuple):
    """A description that cannot be used. problem : one sentence that names the file."""

    path: Path
    problem: str


def import_file(path: str | Path, layout: str | None = None) -> ImportSummary:
    """Read measurements, check them all, and only then keep them; importing them again changes nothing.

    Raises
    ------
    DataError, SequenceError : as `core.data.layouts.read`; also an experiment with the name of a simulated one.
    """
    from core.data.layouts import read

    table, layout = read(path, layout)
    check_names(list(table.scores.columns))
    return keep(table, layout, Path(path).name, table.left_out)._replace(notes=table.notes)


def refusal(ids: list[str]) -> str:
    """Say why experiments with these names cannot be kept; "" if they can."""
    taken = {entry.id for dataset in _simulated() for entry in dataset.entries}
    if clash := [name for name in ids if name in taken]:
        return f"column {clash[0]!r} is named as a simulated experiment; rename the column and import again."
    return ""


def check_names(ids: list[str]) -> None:
    """Raise a DataError if experiments with these names cannot be kept."""
    if problem := refusal(ids):
        raise DataError(problem)


def keep(table: ProbeTable, layout: str, file_name: str, left_out: tuple[str, ...]) -> ImportSummary:
    """Write a table of measurements to disk, whole or not at all."""
    n_b = int(table.in_b.sum())
    ids = list(table.scores.columns)
    summary = ImportSummary(ids, len(table.in_b), len(table.in_b) - n_b, n_b, left_out, layout)
    path = settings().probes / f"{table.digest}.parquet"
    write_parquet(table, path)
    _describe_import(path, summary, file_name)
    return summary


def take_in(written: Path, summary: ImportSummary, file_name: str) -> None:
    """Move a table that `write_parquet` wrote elsewhere to its digest, whole or not at all."""
    path = settings().probes / written.name
    with disk_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        if written.exists() or not path.exists():  # else it was moved by an import that was killed
            written.replace(path)
    _describe_import(path, summary, file_name)


def sweep(older: float = DAY) -> None:
    """Remove what imports killed more than ``older`` seconds ago left behind."""
    files.sweep(settings().probes, older, _is_left)


def _is_left(path: Path) -> bool:
    return path.name.startswith(".") or (path.suffix == ".parquet" and not path.with_suffix(".json").exists())


def load(experiment_id: str) -> Probes:
    """Load the probes that have a score in one experiment, from the newest import that holds it.

    Raises
    ------
    DataError : no probes of that experiment on this machine, or a damaged file.
    """
    return read_experiment(locate(experiment_id), experiment_id)


def locate(experiment_id: str) -> Path:
    """Find the file that holds the probes of an experiment, named by its content; errors as `load`."""
    _check_namesakes(experiment_id)
    for dataset in datasets():
        if any(entry.id == experiment_id for entry in dataset.entries):
            return dataset.path
    check_descriptions()
    raise DataError(
        f"there are no probes of experiment {experiment_id!r} on this machine; "
        "import a file that has them: python -m core import PATH"
    )


def datasets() -> list[Dataset]:
    """List every data set on this machine, the simulated one first, then newest first.

    A data set with a damaged description is left out, so that it hides no other; `check_descriptions` names it.
    """
    imported = [one for one in _described().values() if isinstance(one, Dataset)]
    return _simulated() + sorted(imported, key=lambda dataset: dataset.date, reverse=True)


def check_descriptions() -> None:
    """Raise a DataError if a data set has a damaged description, which may name what is missing."""
    for _path, sentence in damaged():
        raise DataError(sentence)


def damaged() -> list[tuple[Path, str]]:
    """List damaged descriptions of data sets, each with a sentence about it."""
    return [(one.path, one.problem) for one in _described().values() if isinstance(one, Damaged)]


def _check_namesakes(experiment_id: str) -> None:
    """Raise a DataError if a damaged data set may hold an experiment: an older import must not answer for it."""
    for path, sentence in damaged():
        there = probe_file.experiments_in(path.with_suffix(".parquet"))
        if there is None or experiment_id in there:
            raise DataError(sentence)


def entries() -> dict[str, Entry]:
    """Return every experiment that has probes on this machine, by id."""
    return entries_of(datasets())


def entries_of(listed: Sequence[Dataset]) -> dict[str, Entry]:
    """Return every experiment that data sets have probes of, by id; of several data sets the first counts."""
    return {entry.id: entry for dataset in reversed(listed) for entry in dataset.entries}


def describe(experiment_id: str) -> Entry:
    """Describe an experiment by its id alone: the protein of an RNAcompete 2013 id, or nothing but the import."""
    known = catalogued(experiment_id)
    if known is None:
        return Entry(experiment_id, "", "", "imported", "")
    return Entry(experiment_id, known.gene, known.species, "rnacompete2013", "")


def check_trainable(probes: Probes, experiment_id: str) -> None:
    """Raise a DataError unless there are enough probes for training and testing."""
    n_b = int(probes.in_b.sum())
    n_a = len(probes.in_b) - n_b
    if n_a < FEWEST_A or n_b < FEWEST_B:
        raise DataError(
            f"experiment {experiment_id!r} has scores for {n_a} probes of set A and {n_b} of set B; "
            f"import at least {FEWEST_A} of A (training) and {FEWEST_B} of B (test)."
        )


def write_parquet(table: ProbeTable, path: Path, score_type: type = np.float32) -> None:
    """Write a table of probes, scores as ``score_type``, whole or not at all."""
    write_whole(path, lambda file: probe_file.write(table, file, score_type))


def _describe_import(path: Path, summary: ImportSummary, file_name: str) -> None:
    digests = probe_file.digests(path)
    document = {
        "file_name": file_name,
        "layout": summary.layout,
        "date": datetime.now(UTC).isoformat(),
        "n_a": summary.n_a,
        "n_b": summary.n_b,
        "left_out": list(summary.left_out),
        "experiments": [_entry(name, digests)._asdict() for name in summary.experiments],
    }
    document["checksum"] = checksum(document)
    write_json(path.with_suffix(".json"), document)  # last: a dataset is there once its description is


def _entry(name: str, digests: dict[str, str]) -> Entry:
    """Describe an imported experiment; it belongs to the public set by its measurements, not by its name."""
    entry = describe(name)
    return entry if is_public(digests, name) else entry._replace(source="imported")


def checksum(document: dict) -> str:
    """Return the SHA-256 (hex) of a description without its own checksum."""
    content = {name: value for name, value in document.items() if name != "checksum"}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _simulated() -> list[Dataset]:
    found = _index(settings().shipped).look(f"{SIMULATED}.json")
    if isinstance(found, Damaged):
        raise DataError(found.problem)
    return [found] if found else []


def _described() -> dict[str, Dataset | Damaged]:
    return _index(settings().probes).contents().found


@lru_cache(maxsize=8)
def _index(folder: Path) -> Index[Dataset | Damaged]:
    return Index(folder, Kind(".json", _describe, lambda path, _: _damaged(path)))


def _describe(path: Path) -> Dataset | Damaged:
    content = path.read_bytes()
    try:
        document = json.loads(content)
        found = tuple(Entry(**{key: item[key] for key in Entry._fields}) for item in document["experiments"])
        about = {key: document[key] for key in ("file_name", "layout", "date", "n_a", "n_b")}
        if document.get("checksum", "") not in ("", checksum(document)):  # older code wrote none
            return _damaged(path)
    except (ValueError, KeyError, TypeError, AttributeError):
        return _damaged(path)
    return Dataset(found, **about, path=path.with_suffix(".parquet"))


def _damaged(path: Path) -> Damaged:
    return Damaged(path, f"{path} is damaged; delete it and import its measurements again.")


def read_experiment(path: Path, experiment_id: str) -> Probes:
    """Read the probes that have a score in one experiment of a file written by `write_parquet`.

    Raises
    ------
    DataError : a damaged file, or one without that experiment.
    """
    found = probe_file.read(path, [experiment_id])
    scores = found.scores[experiment_id].to_numpy()
    measured = ~np.isnan(scores)
    return Probes(found.sequences[measured], found.in_b[measured], scores[measured])
