"""States of unfinished trainings: after every epoch one file with all that the next epoch needs.

Each file ends with the SHA-256 of its content; a damaged file counts as none. Files are written whole or not at all, so
that a killed process loses at most the current epoch. This module knows no Keras: `core.training.resume` gathers and
restores the content.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.settings import settings
from core.storage.files import write_whole

SUFFIX = ".training.npz"
SIGNATURE = b"sha256:"
"""Precedes the checksum; files of older code have none."""
ABOUT = "about"
"""The name of the only array that holds JSON text."""


class State(NamedTuple):
    """A training after an epoch: plain JSON, and arrays by name."""

    about: dict
    arrays: dict[str, np.ndarray]


@dataclass(frozen=True)
class Keeper:
    """The place where one training keeps its state.

    key : of the training, as from `core.models.card.training_key`. about : what is trained, as plain JSON; it is
        written with each state, and a state with another ``about`` is ignored.
    """

    key: str
    about: dict

    @property
    def path(self) -> Path:
        """The file of the state."""
        return settings().trainings / f"{self.key}{SUFFIX}"

    def kept(self) -> State | None:
        """Return the last state; None if there is none, or it cannot be read or belongs to another training."""
        found = _read(self.path)
        is_this = found is not None and all(found.about.get(name) == value for name, value in self.about.items())
        return found if is_this else None

    def keep(self, state: State) -> None:
        """Keep a state in place of the previous one.

        Raises
        ------
        DataError : the folder cannot be written.
        """
        text = np.array(json.dumps({**self.about, **state.about}))
        written = io.BytesIO()
        np.savez(written, allow_pickle=False, **{ABOUT: text}, **state.arrays)
        content = written.getvalue()
        write_whole(self.path, content + SIGNATURE + _checksum(content))

    def drop(self) -> None:
        """Forget the state: the training is finished, or not wanted."""
        drop(self.key)


def drop(key: str) -> None:
    """Forget the training with that key, if there is one."""
    (settings().trainings / f"{key}{SUFFIX}").unlink(missing_ok=True)


def listed() -> Iterator[tuple[str, dict, Path]]:
    """Yield key, description and file of every kept training that can be read."""
    for path in sorted(settings().trainings.glob(f"*{SUFFIX}")):
        if path.name.startswith("."):
            continue
        found = _read(path, (ABOUT,))
        if found is not None:
            yield path.name.removesuffix(SUFFIX), found.about, path


def _checksum(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _read(path: Path, names: tuple[str, ...] | None = None) -> State | None:
    """Read the state in a file, or only the named arrays of it; None if it cannot be read or is damaged."""
    try:
        whole = path.read_bytes()
        content, signature, checksum = whole.rpartition(SIGNATURE)
        if not signature:
            content = whole
        elif checksum != _checksum(content):
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {name: file[name] for name in names or file.files}
        return State(json.loads(str(arrays.pop(ABOUT))), arrays)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return None
