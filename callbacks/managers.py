"""Where long work runs (this machine, or Celery with Redis), and the shelf with its answers and signs of life.

Both are Dash's own managers of background callbacks. Nothing heavy is imported before the first job.
"""

import json
import os
import sqlite3
import tempfile
from contextlib import suppress
from functools import cache, cached_property
from typing import Any

from dash import CeleryManager, DiskcacheManager
from flask import has_request_context, request

from components.shared.internals import OLD_JOB, JobManager, progress_key
from core.errors import AppError
from core.settings import settings
from core.storage.cache import seal, unseal

SHELF_BYTES = 2**28
FINISHED_JOB = 3600
"""Seconds for which an answer waits for the page that asked for it."""
Manager = DiskcacheManager | CeleryManager


class GoesOn(JobManager):
    """Mixin that keeps an earlier job when its page asks anew: Dash would end it, but others may have joined it."""

    def terminate_job(self, job) -> None:
        """Terminate a job, unless Dash asks for it only because the page was left."""
        if not (has_request_context() and OLD_JOB in request.args):
            super().terminate_job(job)


class Processes(GoesOn, DiskcacheManager):
    """Jobs as processes of this machine, forked from a server that has imported what they need and used none of it.

    A job that trains imports Keras in its own process. Forked from the web process itself, whose threads compute, jobs
    could hang without a word.
    """

    def __init__(self):
        self.expire = FINISHED_JOB
        JobManager.__init__(self, None)

    @cached_property
    def handle(self):
        """Open the cache that jobs and web processes share."""
        import diskcache

        try:
            return diskcache.Cache(settings().jobs, size_limit=SHELF_BYTES)
        except (OSError, sqlite3.Error):  # a folder that cannot be written: this process remembers, the next does not
            return diskcache.Cache(tempfile.mkdtemp(prefix="gia-jobs-"), size_limit=SHELF_BYTES)

    def make_job_fn(self, fn, progress, key=None):
        """Return a job as it is given to `call_job_fn`."""
        return fn, progress

    def call_job_fn(self, key, job_fn, args, context) -> int:
        """Start a job in a process of its own, and return the number of that process."""
        from callbacks import job_process

        target = super().make_job_fn(*job_fn)
        what = (dict(os.environ), target, key, progress_key(self, key), args, context)
        process = fork_server().Process(target=job_process.run, args=what, daemon=True)
        process.start()
        return process.pid

    def terminate_job(self, job) -> None:
        """Terminate a job as Dash does, but also if the job ends by itself meanwhile."""
        from psutil import NoSuchProcess

        with suppress(NoSuchProcess):
            super().terminate_job(job)

    def job_now(self) -> int:
        """Return what `terminate_job` takes to end the job of this process."""
        return os.getpid()

    def get_ready(self) -> None:
        """Start the server that jobs are forked from; returns at once."""
        server = fork_server()
        if server.get_start_method() == "forkserver":
            from multiprocess import forkserver

            forkserver.ensure_running()


class Workers(GoesOn, CeleryManager):
    """Jobs of Celery workers, on this machine or others; ``celery -A worker worker`` starts one (worker.py)."""

    def __init__(self, url: str):
        try:
            from celery import Celery
        except ImportError as error:
            raise AppError('REDIS_URL is set, but Celery is not installed: pip install "dash[celery]"') from error
        celery = Celery("gia", broker=url, backend=url)
        celery.conf.update(result_expires=FINISHED_JOB, broker_connection_retry_on_startup=True)
        super().__init__(celery, expire=FINISHED_JOB)

    def job_now(self) -> str:
        """Return what `terminate_job` takes to end the job of this process."""
        return self.handle.current_task.request.id

    def get_ready(self) -> None:
        """Workers are always ready."""


class DiskShelf:
    """Small JSON by name, in the folder of the jobs; entries that were damaged on the disk count as missing."""

    def __init__(self, manager: Processes):
        self._cache = manager.handle

    def get(self, name: str) -> Any:
        """Return a value; None if there is none."""
        return unseal(name, self._cache.get(name))

    def put(self, name: str, value: Any, seconds: float) -> None:
        """Keep a value for so many seconds."""
        self._cache.set(name, seal(name, value), expire=seconds)

    def claim(self, name: str, value: Any, seconds: float) -> bool:
        """Put a value unless the name is taken; return whether it was put."""
        return self._cache.add(name, seal(name, value), expire=seconds)

    def drop(self, name: str) -> None:
        """Forget a value."""
        self._cache.delete(name)


class RedisShelf:
    """The same as `DiskShelf`, in the Redis that the workers share."""

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
        """Put a value unless the name is taken; return whether it was put."""
        return bool(self._redis.set(name, json.dumps(value), px=int(1000 * seconds), nx=True))

    def drop(self, name: str) -> None:
        """Forget a value."""
        self._redis.delete(name)


def manager() -> Processes | Workers:
    """Return the manager for these settings: workers if ``REDIS_URL`` is set, else processes."""
    return _manager(settings())


def shelf() -> DiskShelf | RedisShelf:
    """Return the shelf that web processes and jobs with these settings share."""
    return _shelf(settings())


@cache
def _manager(where) -> Processes | Workers:
    return Workers(where.redis_url) if where.redis_url else Processes()


@cache
def _shelf(where) -> DiskShelf | RedisShelf:
    jobs = _manager(where)
    return DiskShelf(jobs) if isinstance(jobs, Processes) else RedisShelf(where.redis_url)


@cache
def fork_server():
    """Return the way job processes are made; without a fork server (Windows) each starts afresh."""
    import multiprocess

    known = multiprocess.get_all_start_methods()
    context = multiprocess.get_context("forkserver" if "forkserver" in known else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(["callbacks.job_loaded"])
    return context
