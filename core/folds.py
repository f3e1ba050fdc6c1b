"""RNAs that were folded before, kept on disk; the folder can be deleted at any time.

An SQLite table with a row for each RNA, because thousands of small values are asked and kept at once: diskcache, which
keeps other results (`core.cache`), does so one by one, and takes two to five times as long. Where nothing can be read
or written, nothing is found and nothing is kept: folding goes on.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from core.settings import settings

MOST = 2_000_000
"""RNAs that are kept, about 1 kB each with their place in the index; the oldest are dropped first."""
PATIENCE = 1.0
"""Seconds to wait for another process that writes, which takes milliseconds, before going on without."""

_opening = Lock()
_TABLE = "CREATE TABLE IF NOT EXISTS folds (rna TEXT, energies TEXT, contexts BLOB, UNIQUE (rna, energies))"
_LOOK_UP = """
SELECT rna, contexts FROM json_each(?) CROSS JOIN folds ON rna = value AND energies = ?
WHERE length(contexts) = 20 * length(rna)
"""
"""Each RNA asked, by the index; one whose contexts are not five float32 a nucleotide was damaged, and is not found."""
_DROP = "DELETE FROM folds WHERE rowid <= (SELECT max(rowid) FROM folds) - ?"


def look_up(rnas: Iterable[str], energies: str) -> dict[str, bytes]:
    """Those of the RNAs that were kept, each with its contexts: five float32 for each nucleotide."""
    with _harmless_faults(), _opened() as store:
        return dict(store.execute(_LOOK_UP, (json.dumps([*rnas]), energies)))
    return {}


def keep(folded: Mapping[str, bytes], energies: str) -> None:
    """Keep RNAs with their contexts, which `look_up` gives back."""
    rows = [(rna, energies, contexts) for rna, contexts in folded.items()]
    with _harmless_faults(), _opened() as store, store:
        store.executemany("INSERT OR REPLACE INTO folds VALUES (?, ?, ?)", rows)
        store.execute(_DROP, (MOST,))


def _folder() -> Path:
    return settings().cache / "folds"


@contextmanager
def _opened() -> Iterator[sqlite3.Connection]:
    """The table, opened for one question: that takes 1 ms, and a folder that was deleted meanwhile comes back.

    One at a time in this process: whoever opens a store while the last one that had it open tidies up is turned away
    at once, however patient.
    """
    _folder().mkdir(parents=True, exist_ok=True)
    with _opening, closing(sqlite3.connect(_folder() / "folds.sqlite", timeout=PATIENCE)) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = OFF")
        store.execute(_TABLE)
        yield store


@contextmanager
def _harmless_faults() -> Iterator[None]:
    """What fails inside ends quietly; a damaged file (nothing waits for the disk, so a power cut may) is deleted."""
    try:
        yield
    except (OSError, sqlite3.OperationalError):
        return
    except sqlite3.DatabaseError:
        shutil.rmtree(_folder(), ignore_errors=True)
