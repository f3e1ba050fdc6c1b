"""Results that took seconds, kept on disk with a checksum; the folder can be deleted at any time.

A value that was damaged on the disk is dropped and computed again: it never answers, for its own key or another's.
"""

import hashlib
import pickle
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from core.settings import settings

SIZE_LIMIT = 2**30
_asking = Lock()
_computing: WeakValueDictionary[tuple, Lock] = WeakValueDictionary()
"""The lock of each key that somebody asks at this moment."""


def remembered(key: tuple, compute: Callable):
    """Return what ``compute`` returned for this key the first time it was asked; two askers compute once.

    Where nothing can be kept (a folder that cannot be written, a full disk), it is computed each time.
    """
    with _asking:
        computing = _computing.setdefault(key, Lock())
    with computing:
        value = recall(key)
        if value is None:
            value = compute()
            keep(key, value)
        return value


def recall(key: tuple) -> Any:
    """Return what is kept under a key; None where nothing is, or it is damaged. Computes nothing."""
    with suppress(OSError, sqlite3.OperationalError):
        try:
            sealed = _open(settings().cache).get(key)
            if sealed is None:
                return None
            value = unseal(key, sealed)
            if value is None:
                _open(settings().cache).delete(key)
            return value
        except (OSError, sqlite3.OperationalError):
            raise
        except Exception:  # whatever a damaged index makes of a row
            _begin_anew()
    return None


def keep(key: tuple, value: Any) -> None:
    """Keep a value that was computed, where it can be kept."""
    with suppress(OSError, sqlite3.OperationalError):
        try:
            _open(settings().cache).set(key, seal(key, value))
        except sqlite3.DatabaseError:
            _begin_anew()


def seal(key: Any, value: Any) -> bytes:
    """Return a value as bytes that begin with the SHA-256 of key and value."""
    content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return _checksum(key, content) + content


def unseal(key: Any, sealed: Any) -> Any:
    """Return the value that `seal` made bytes of; None for damaged bytes, those of another key or an older code."""
    if isinstance(sealed, bytes) and sealed[:32] == _checksum(key, sealed[32:]):
        with suppress(Exception):  # a class that is named otherwise now
            return pickle.loads(sealed[32:])
    return None


def _checksum(key: Any, content: bytes) -> bytes:
    return hashlib.sha256(repr(key).encode() + b"\0" + content).digest()


def _begin_anew() -> None:
    """Delete a store whose index is damaged."""
    with suppress(Exception):
        _open(settings().cache).close()
    _open.cache_clear()
    for path in settings().cache.glob("cache.db*"):
        path.unlink(missing_ok=True)
    for folder in settings().cache.glob("[0-9a-f][0-9a-f]"):
        shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=4)
def _open(folder: Path):
    import diskcache

    return diskcache.Cache(folder, size_limit=SIZE_LIMIT)
