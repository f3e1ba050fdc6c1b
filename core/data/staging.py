"""Previewed measurements that wait for a day to be kept; keeping all of them or some experiments.

They lie next to imported measurements, in the same form and named by the same digest, so that keeping all is a rename.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from core.data import probe_file, store
from core.data.records import ImportSummary, Probes, ProbeTable
from core.errors import DataError
from core.settings import settings
from core.storage import files


def lay_aside(table: ProbeTable, summary: ImportSummary, file_name: str) -> str:
    """Write a table to disk without importing it, and return its digest; remove what has waited for over a day."""
    sweep()
    digest = table.digest
    path = _folder() / f"{digest}.parquet"
    store.write_parquet(table, path)
    note = {**summary._asdict(), "file_name": file_name}
    files.write_json(path.with_suffix(".json"), {**note, "checksum": store.checksum(note)})
    return digest


def keep_previewed(digest: str, experiments: Sequence[str] | None = None) -> ImportSummary:
    """Import what was laid aside, all of it or the named experiments, whole or not at all.

    Raises
    ------
    DataError : nothing with that digest waits any more, an unknown experiment, none, or an experiment with the name of
        a simulated one.
    """
    waiting = _folder() / f"{_checked(digest)}.parquet"
    summary, file_name = _note(waiting)
    chosen = list(summary.experiments) if experiments is None else _chosen(summary.experiments, experiments)
    store.check_names(chosen)
    if len(chosen) < len(summary.experiments):
        kept = store.keep(_some(waiting, chosen), summary.layout, file_name, summary.left_out)
    else:
        store.take_in(waiting, summary, file_name)
        kept = summary
    forget(digest)
    return kept


def forget(digest: str) -> None:
    """Remove what was laid aside; an unknown digest is ignored."""
    for end in ("parquet", "json"):
        (_folder() / f"{_checked(digest)}.{end}").unlink(missing_ok=True)


def sweep() -> None:
    """Remove what has waited for over a day, here and after killed imports."""
    files.sweep(_folder())
    store.sweep()


def probes(digest: str, experiment_id: str) -> Probes:
    """Load the probes of one experiment that waits or was imported.

    Raises
    ------
    DataError : nothing with that digest, or a damaged file.
    """
    for folder in (_folder(), settings().probes):
        path = folder / f"{_checked(digest)}.parquet"
        if path.exists():
            return store.read_experiment(path, experiment_id)
    raise DataError(GONE)


GONE = "these measurements are no longer laid aside, because a preview is kept for one day; choose the file again."


def _folder() -> Path:
    return settings().home / "staged"


def _checked(digest: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", digest or ""):
        raise DataError(f"{str(digest)[:20]!r} names no preview; choose the file again.")
    return digest


def _note(waiting: Path) -> tuple[ImportSummary, str]:
    """Return the summary of what waits and its file name; also repair an import killed after its table was moved."""
    import json

    try:
        document = json.loads(waiting.with_suffix(".json").read_text(encoding="utf-8"))
        if document.pop("checksum", None) not in (None, store.checksum(document)):  # older code wrote none
            raise ValueError("another content than was written")
        file_name = document.pop("file_name")
        lists = {name: tuple(document.get(name, ())) for name in ("left_out", "notes")}
        return ImportSummary(**{**document, **lists}), file_name
    except OSError as error:
        raise DataError(GONE) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DataError("the preview of these measurements was damaged on the disk; choose the file again.") from error


def _chosen(there: Sequence[str], asked: Sequence[str]) -> list[str]:
    if unknown := sorted(set(asked) - set(there)):
        raise DataError(f"there is no experiment {unknown[0]!r} in this preview; choose among those it lists.")
    if not asked:
        raise DataError("no experiment is chosen; choose at least one to keep.")
    return [name for name in there if name in set(asked)]


def _some(path: Path, chosen: list[str]) -> ProbeTable:
    """Select some experiments of a table, without the probes that none of them measured."""
    table = probe_file.read(path, chosen)
    measured = table.scores.notna().any(axis=1).to_numpy()
    return ProbeTable(table.sequences[measured], table.in_b[measured], table.scores[measured].reset_index(drop=True))
