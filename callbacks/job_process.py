"""The first and the last thing that a job process does."""

import os
import time
from collections.abc import Callable

LINGERS = 5
"""Seconds for which a job outlives its answer. Dash first looks for the answer, then whether the job runs; a job that
ends in between would count as cancelled. The job is ended when its answer is fetched."""


def run(environment: dict[str, str], target: Callable, *args) -> None:
    """Run the job in the environment of the process that asked; the server it is forked from may have an older one."""
    os.environ.clear()
    os.environ.update(environment)
    target(*args)
    time.sleep(LINGERS)
