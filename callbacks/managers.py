"""Where long work runs: in processes of this machine, or on Celery workers with Redis.

Both are Dash's own managers of background callbacks. Nothing heavy is imported before the first job.
"""

import json
import subprocess
from contextlib import suppress
from functools import cache, cached_property
from threading import Thread

from dash import CeleryManager, DiskcacheManager
from flask import has_request_context, request

from callbacks import job_process, shelves
from components.shared.internals import OLD_JOB, JobManager, progress_key
from core.errors import AppError
from core.settings import settings
from core.storage.processes import start

KIND = "kind"
"""The attribute of a background callback that holds its `callbacks.answering.Kind`."""


class GoesOn(JobManager):
    """Mixin that keeps an earlier job when its page asks anew: Dash would end it, but others may have joined it."""

    def terminate_job(self, job) -> None:
        """Terminate a job, unless Dash asks for it only because the page was left."""
        if not (has_request_context() and OLD_JOB in request.args):
            super().terminate_job(job)


class Processes(GoesOn, DiskcacheManager):
    """Jobs as processes of this machine, each started afresh; what only asks imports no Dash and starts at once.

    Forked from the web process, whose threads compute, jobs could hang without a word. No process waits for jobs.
    """

    def __init__(self) -> None:
        self.expire = job_process.KEPT
        JobManager.__init__(self, None)

    @cached_property
    def handle(self):
        """Open the cache that jobs and web processes share."""
        return shelves.disk()

    def make_job_fn(self, fn, progress, key=None):
        """Return the kind of a job, as it is given to `call_job_fn`."""
        return vars(fn)[KIND]

    def call_job_fn(self, key, job_fn, args, context) -> int:
        """Start a job in a process of its own, and return the number of that process."""
        (asked,) = args
        folders = shelves.disk().directory, self.handle.directory
        order = job_process.Order(job_fn.names, asked, *folders, key, progress_key(self, key))
        process = start(job_process.CODE, stdin=subprocess.PIPE)
        assert process.stdin  # a pipe, which stays open
        process.stdin.write(f"{json.dumps(order)}\n".encode())
        process.stdin.flush()
        Thread(target=_await, args=(process,), name="end of a job", daemon=True).start()
        return process.pid

    def terminate_job(self, job) -> None:
        """Terminate a job as Dash does, but also if the job ends by itself meanwhile."""
        from psutil import NoSuchProcess

        with suppress(NoSuchProcess):
            super().terminate_job(job)


def _await(process: subprocess.Popen) -> None:
    """Hold the pipe to a process as long as it runs, so that it ends with this one, and leave no zombie."""
    process.wait()
    if process.stdin:
        process.stdin.close()


class Workers(GoesOn, CeleryManager):
    """Jobs of Celery workers, on this machine or others; ``celery -A worker worker`` starts one (worker.py)."""

    def __init__(self, url: str):
        try:
            from celery import Celery
        except ImportError as error:
            raise AppError('REDIS_URL is set, but Celery is not installed: pip install "dash[celery]"') from error
        celery = Celery("gia", broker=url, backend=url)
        celery.conf.update(result_expires=job_process.KEPT, broker_connection_retry_on_startup=True)
        super().__init__(celery, expire=job_process.KEPT)


def manager() -> Processes | Workers:
    """Return the manager for these settings: workers if ``REDIS_URL`` is set, else processes."""
    return _manager(settings())


@cache
def _manager(where) -> Processes | Workers:
    return Workers(where.redis_url) if where.redis_url else Processes()
