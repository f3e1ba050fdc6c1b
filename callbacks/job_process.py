"""The first thing that a job process does."""

import os
from collections.abc import Callable


def run(environment: dict[str, str], target: Callable, *args) -> None:
    """The job, with the environment of the process that asked; the server it is forked from may have an older one."""
    os.environ.clear()
    os.environ.update(environment)
    target(*args)
