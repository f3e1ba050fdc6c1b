"""Results that took seconds, kept on disk; the folder can be deleted at any time."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock
from weakref import WeakValueDictionary

from core.settings import settings

SIZE_LIMIT = 2**30
_asking = Lock()
_computing: WeakValueDictionary[tuple, Lock] = WeakValueDictionary()
"""The lock of each key that somebody asks at this moment."""


def remembered(key: tuple, compute: Callable):
    """What ``compute`` returned for this key the first time it was asked; two askers compute once.

    Where nothing can be kept (a folder that cannot be written, a full disk), it is computed each time.
    """
    with _asking:
        computing = _computing.setdefault(key, Lock())
    with computing:
        try:
            cache = _open(settings().cache)
            value = cache.get(key)
        except (OSError, sqlite3.Error):
            return compute()
        if value is None:
            value = compute()
            with suppress(OSError, sqlite3.Error):
                cache.set(key, value)
        return value


def recall(key: tuple):
    """What is kept under a key; None where nothing is, or nothing can be read. Computes nothing."""
    try:
        return _open(settings().cache).get(key)
    except (OSError, sqlite3.Error):
        return None


def keep(key: tuple, value) -> None:
    """Keep a value that was computed, where it can be kept."""
    with suppress(OSError, sqlite3.Error):
        _open(settings().cache).set(key, value)


@lru_cache(maxsize=4)
def _open(folder: Path):
    import diskcache

    return diskcache.Cache(folder, size_limit=SIZE_LIMIT)
