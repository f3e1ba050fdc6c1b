"""Trainings that are not finished yet: after every epoch all that the next one needs, in one file each.

Each ends with the SHA-256 of what is before it; one that was damaged on the disk counts as none. Written whole or not
at all, so that whoever is killed loses at most the epoch under way. Knows no Keras: what stands in them is gathered and
given back by `core.training.resume`.
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
"""Stands before the checksum; a file of older code ends without one."""
ABOUT = "about"
"""The name of the one array that is JSON text."""


class State(NamedTuple):
    """A training after an epoch: plain JSON, and arrays by name."""

    about: dict
    arrays: dict[str, np.ndarray]


@dataclass(frozen=True)
class Keeper:
    """Where one training keeps its state.

    key : of the training, as `core.models.card.training_key`. about : what is trained, plain JSON; it is written beside
        each state, and a state of something else is none.
    """

    key: str
    about: dict

    @property
    def path(self) -> Path:
        return settings().trainings / f"{self.key}{SUFFIX}"

    def kept(self) -> State | None:
        """What was kept last; None where there is nothing, it cannot be read, or it is of another making."""
        found = _read(self.path)
        is_this = found is not None and all(found.about.get(name) == value for name, value in self.about.items())
        return found if is_this else None

    def keep(self, state: State) -> None:
        """Keep a state in place of the one before.

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
        """Forget it: the training is finished, or not wanted."""
        drop(self.key)


def drop(key: str) -> None:
    """Forget the training of that key, where there is one."""
    (settings().trainings / f"{key}{SUFFIX}").unlink(missing_ok=True)


def listed() -> Iterator[tuple[str, dict, Path]]:
    """Key, what is said about it and file of every training that is kept and can be read."""
    for path in sorted(settings().trainings.glob(f"*{SUFFIX}")):
        if path.name.startswith("."):
            continue
        found = _read(path, (ABOUT,))
        if found is not None:
            yield path.name.removesuffix(SUFFIX), found.about, path


def _checksum(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _read(path: Path, names: tuple[str, ...] | None = None) -> State | None:
    """Return the state in a file, or only those of its arrays; None where it cannot be read or is damaged."""
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
