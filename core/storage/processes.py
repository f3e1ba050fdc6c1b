"""Processes that run code of this project and end with the process that started them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
"""The folder that holds `core` and the rooms beside it."""


def start(code: str, **pipes: Any) -> subprocess.Popen:
    """Start a Python process that runs ``code``, whatever folder this process is in.

    Parameters
    ----------
    code : imports from the rooms of this project.
    pipes : ``stdin`` and ``stdout``, as in `subprocess.Popen`.
    """
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, "-P", "-c", code],
        env={**os.environ, "PYTHONPATH": paths},
        start_new_session=True,  # Ctrl-C is for whoever asks
        **pipes,
    )
