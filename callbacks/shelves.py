"""The shelf that results of long work and its signs of life stand on: on this machine, or in Redis. Imports no Dash."""

import json
import os
import sqlite3
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.settings import Settings, settings
from core.storage.cache import seal, unseal

if TYPE_CHECKING:
    from diskcache import Cache

BYTES = 2**28


class DiskShelf:
    """Small JSON by name, in the folder of the jobs; what was damaged on the disk is not there any more."""

    def __init__(self, cache: "Cache"):
        self._cache = cache

    def get(self, name: str) -> Any:
        """Return a value; None if there is none."""
        return unseal(name, self._cache.get(name))

    def put(self, name: str, value: Any, seconds: float) -> None:
        """Keep a value for so many seconds."""
        self._cache.set(name, seal(name, value), expire=seconds)

    def claim(self, name: str, value: Any, seconds: float) -> bool:
        """Put it where nothing stands; whether it was put."""
        return self._cache.add(name, seal(name, value), expire=seconds)

    def drop(self, name: str) -> None:
        """Forget a value."""
        self._cache.delete(name)


class RedisShelf:
    """As `DiskShelf`, in the Redis that the workers share."""

    def __init__(self, url: str):
        from redis import Redis

        self._redis: Any = Redis.from_url(url)  # its answers may be awaited, of an asynchronous client

    def get(self, name: str) -> Any:
        """Return a value; None if there is none."""
        text = self._redis.get(name)
        return None if text is None else json.loads(text)

    def put(self, name: str, value: Any, seconds: float) -> None:
        """Keep a value for so many seconds."""
        self._redis.set(name, json.dumps(value), px=int(1000 * seconds))

    def claim(self, name: str, value: Any, seconds: float) -> bool:
        """Put it where nothing stands; whether it was put."""
        return bool(self._redis.set(name, json.dumps(value), px=int(1000 * seconds), nx=True))

    def drop(self, name: str) -> None:
        """Forget a value."""
        self._redis.delete(name)


Shelf = DiskShelf | RedisShelf


def shelf() -> Shelf:
    """Return the shelf that web processes and jobs with these settings share."""
    return _shelf(settings())


def job_now() -> int | str:
    """Return what ends the job of this process: its number, or the id of the task that a Celery worker does."""
    if settings().redis_url is None:
        return os.getpid()
    from celery import current_task

    return current_task.request.id


def disk() -> "Cache":
    """Open the cache of this machine that jobs and web processes share."""
    return _disk(settings().jobs)


@cache
def _shelf(where: Settings) -> Shelf:
    return RedisShelf(where.redis_url) if where.redis_url else DiskShelf(_disk(where.jobs))


def opened(folder: Path | str) -> "Cache":
    """Open the cache of a folder."""
    import diskcache

    return diskcache.Cache(folder, size_limit=BYTES)


@cache
def _disk(folder: Path) -> "Cache":
    try:
        return opened(folder)
    except (OSError, sqlite3.Error):  # a folder that cannot be written: this process remembers, the next does not
        return opened(tempfile.mkdtemp(prefix="gia-jobs-"))
