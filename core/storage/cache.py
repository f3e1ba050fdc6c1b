"""Results that took seconds, kept on disk with a checksum; the folder may be deleted at any time.

A value damaged on the disk is dropped and computed again; it is never returned, for its own key or for another.
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
"""The lock of each key that is being asked."""


def remembered(key: tuple, compute: Callable):
    """Return what ``compute`` returned for this key when it was first asked; two askers at once compute once.

    If nothing can be kept (a folder that cannot be written, a full disk), it is computed each time.
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
    """Return the value kept under a key, without computing it; None if there is none or it is damaged."""
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
    """Keep a computed value if the disk allows it."""
    with suppress(OSError, sqlite3.OperationalError):
        try:
            _open(settings().cache).set(key, seal(key, value))
        except sqlite3.DatabaseError:
            _begin_anew()


def seal(key: Any, value: Any) -> bytes:
    """Pack a value into bytes that begin with the SHA-256 of key and value."""
    content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return _checksum(key, content) + content


def unseal(key: Any, sealed: Any) -> Any:
    """Unpack a value from the bytes of `seal`; None if they are damaged, or belong to another key or older code."""
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
