"""Files written whole or not at all, old files swept, and disk errors as sentences."""

import errno
import json
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from core.errors import DataError

DAY = 24 * 3600
"""Seconds for which waiting files are kept."""


def write_whole(path: Path, content: bytes | Callable[[BinaryIO], Any]) -> None:
    """Write a file whole or not at all: a complete temporary file takes its place.

    Parameters
    ----------
    content : bytes, or a function that writes them into a binary file.

    Raises
    ------
    DataError : the folder cannot be written to.
    """
    temporary = path.with_name(f".{path.name}-{uuid.uuid4().hex}")
    try:
        with disk_errors(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("xb") as file:
                file.write(content) if isinstance(content, bytes) else content(file)
            temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def write_json(path: Path, document: dict) -> None:
    """Write a document as JSON, whole or not at all; errors as `write_whole`."""
    write_whole(path, json.dumps(document, indent=1, ensure_ascii=False).encode())


def sweep(folder: Path, older: float = DAY, is_left: Callable[[Path], bool] = lambda path: True) -> None:
    """Delete the files and folders in a folder that were changed more than ``older`` seconds ago.

    Parameters
    ----------
    is_left : returns whether nobody needs a file any more; by default nobody needs any.
    """
    for path in folder.glob("*"):
        with suppress(OSError):
            if is_left(path) and time.time() - path.stat().st_mtime > older:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextmanager
def disk_errors(folder: Path, cure: str = "make room there, or name another folder with GIA_HOME") -> Iterator[None]:
    """Turn a disk error inside into a DataError that names the folder and the cure."""
    try:
        yield
    except OSError as error:
        raise DataError(f"{folder} cannot be written to ({reason(error)}); {cure}.") from error


def reason(error: OSError) -> str:
    """Say in a few words why a disk refuses."""
    return "the disk is full" if error.errno == errno.ENOSPC else error.strerror or str(error)
