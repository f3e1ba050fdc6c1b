"""Results that took seconds, kept on disk; the folder can be deleted at any time."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock

from core.settings import settings

SIZE_LIMIT = 2**30
_computing = Lock()


def remembered(key: tuple, compute: Callable):
    """What ``compute`` returned for this key the first time it was asked; two askers compute once."""
    cache = _open(settings().cache)
    with _computing:
        if (value := cache.get(key)) is None:
            value = compute()
            cache.set(key, value)
    return value


@lru_cache(maxsize=4)
def _open(folder: Path):
    import diskcache

    return diskcache.Cache(folder, size_limit=SIZE_LIMIT)
