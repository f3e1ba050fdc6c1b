"""The structure cache: folded RNAs kept on disk, each with a checksum; the folder may be deleted at any time.

It is an SQLite table with a row per RNA, because thousands of small values are read and written at once: diskcache,
which keeps other results (`core.storage.cache`), handles them one by one and takes two to five times as long. If
nothing can be read or written, nothing is found or kept, and folding goes on.
"""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from core.settings import settings

MOST = 2_000_000
"""Most RNAs that are kept, about 1 kB each including the index; the oldest are dropped first."""
PATIENCE = 1.0
"""Seconds to wait for another process's write, which takes milliseconds, before going on without the cache."""

_opening = Lock()
_TABLE = "CREATE TABLE IF NOT EXISTS folds (rna TEXT, energies TEXT, contexts BLOB, UNIQUE (rna, energies))"
_LOOK_UP = "SELECT rna, contexts FROM json_each(?) CROSS JOIN folds ON rna = value AND energies = ?"
_CHECKSUM = 16
"""Bytes of the checksum after the contexts of an RNA."""
_DROP = "DELETE FROM folds WHERE rowid <= (SELECT max(rowid) FROM folds) - ?"


def look_up(rnas: Iterable[str], energies: str) -> dict[str, bytes]:
    """Return the RNAs that are in the cache, each with its contexts: five float32 per nucleotide.

    An entry with a wrong checksum was damaged on the disk: it is not found, and is replaced when the RNA is folded
    again.
    """
    asked = [*rnas]
    with _harmless_faults(), _opened() as store:
        found = dict(store.execute(_LOOK_UP, (json.dumps(asked), energies)))
        opened = {rna: _unseal(rna, energies, found[rna]) for rna in asked if rna in found}
        return {rna: contexts for rna, contexts in opened.items() if contexts is not None}
    return {}


def keep(folded: Mapping[str, bytes], energies: str) -> None:
    """Keep RNAs with their contexts, for `look_up`."""
    rows = [(rna, energies, contexts + _checksum(rna, energies, contexts)) for rna, contexts in folded.items()]
    with _harmless_faults(), _opened() as store, store:
        store.executemany("INSERT OR REPLACE INTO folds VALUES (?, ?, ?)", rows)
        store.execute(_DROP, (MOST,))


def _unseal(rna: str, energies: str, sealed: object) -> bytes | None:
    """Return the contexts of a row; None if the row has changed or comes from older code."""
    if not isinstance(sealed, bytes) or len(sealed) != 20 * len(rna) + _CHECKSUM:
        return None
    contexts = sealed[:-_CHECKSUM]
    return contexts if sealed[-_CHECKSUM:] == _checksum(rna, energies, contexts) else None


def _checksum(rna: str, energies: str, contexts: bytes) -> bytes:
    return hashlib.blake2b(f"{rna} {energies} ".encode() + contexts, digest_size=_CHECKSUM).digest()


def _folder() -> Path:
    return settings().cache / "folds"


@contextmanager
def _opened() -> Iterator[sqlite3.Connection]:
    """Open the table for one question: this takes 1 ms, and recreates a folder that was deleted meanwhile.

    Only one thread at a time opens it: SQLite refuses at once, despite the timeout, while the last connection closes.
    """
    _folder().mkdir(parents=True, exist_ok=True)
    with _opening, closing(sqlite3.connect(_folder() / "folds.sqlite", timeout=PATIENCE)) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = OFF")
        store.execute(_TABLE)
        yield store


@contextmanager
def _harmless_faults() -> Iterator[None]:
    """Ignore failures inside; delete a damaged file (writes do not wait for the disk, so a power cut may damage it)."""
    try:
        yield
    except (OSError, sqlite3.OperationalError):
        return
    except sqlite3.DatabaseError:
        shutil.rmtree(_folder(), ignore_errors=True)
