"""Index of the files of one kind in a folder: each is read once, and again only after it changed.

The index is in memory alone. A process sees what others write by the times of the folder and of its files, so that a
question about one group of files looks at these alone, however many others there are.
"""

import os
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

SETTLED = 3 * 10**9
"""Nanoseconds after a change during which a second change may bear the same time: file systems count in up to 2 s."""

T = TypeVar("T")
Stamp = tuple[int, int, int, int]
"""Number of a file, its size, and the times (ns) when its content, and when anything of it, was changed last."""


class Kind(NamedTuple, Generic[T]):
    """Kind of files that an index holds.

    suffix : that their names end with. read : returns what a file holds, damaged or not. unreadable : returns what is
    known of a file that the system does not open. group : names the files that are asked for together; one group unless
    given.
    """

    suffix: str
    read: Callable[[Path], T]
    unreadable: Callable[[Path, OSError], T]
    group: Callable[[T], str] = lambda _: ""


class Contents(Generic[T]):
    """Contents of the files of a folder at one moment, equal only to themselves.

    folder : that holds the files. found : by file name, in order, what a file holds.
    """

    def __init__(self, folder: Path, found: dict[str, T], group: Callable[[T], str]) -> None:
        self.folder, self.found = folder, found
        self._names: dict[str, list[str]] = defaultdict(list)
        for name, content in found.items():
            self._names[group(content)].append(name)

    def names(self, group: str) -> Sequence[str]:
        """Return the names of the files of a group."""
        return self._names.get(group, ())


class Index(Generic[T]):
    """Contents of the files of a folder as they were read last; threads may share it."""

    def __init__(self, folder: Path, kind: Kind[T]) -> None:
        self._folder, self._kind = folder, kind
        self._listed: Stamp | None = None
        self._read: dict[str, tuple[Stamp | None, T]] = {}
        self._contents: Contents[T] | None = None
        self._lock = Lock()

    def contents(self, group: str | None = None) -> Contents[T]:
        """Return what the files hold, the same object as long as nothing changed.

        group : the files that are asked for. Of the others it is seen, too, if one was added, replaced or deleted, but
            not if somebody wrote into a file that stays. Without it every file is looked at.
        """
        with self._lock:
            stamp = _stamp(_stat(self._folder))
            if self._contents and group is not None and stamp and stamp == self._listed:
                self._renew({name: _stat(self._folder / name) for name in self._contents.names(group)})
            else:
                self._renew({**dict.fromkeys(self._read), **self._stats()})
                self._listed = stamp
            if self._contents is None:
                found = {name: self._read[name][1] for name in sorted(self._read)}
                self._contents = Contents(self._folder, found, self._kind.group)
            return self._contents

    def look(self, name: str) -> T | None:
        """Return what one file holds, whatever its name ends with; None if there is no such file."""
        with self._lock:
            self._renew({name: _stat(self._folder / name)})
            return self._read[name][1] if name in self._read else None

    def _stats(self) -> dict[str, os.stat_result | None]:
        """Return what the system says of each file of the folder."""
        try:
            with os.scandir(self._folder) as entries:
                return {entry.name: _stat(entry) for entry in entries if entry.name.endswith(self._kind.suffix)}
        except OSError:  # there may be no such folder yet
            return {}

    def _renew(self, stats: Mapping[str, os.stat_result | None]) -> None:
        """Read the files that changed since they were read, and forget those that are gone."""
        for name, stat in stats.items():
            before, now = self._read.get(name), self._renewed(name, stat)
            if now is None:
                self._read.pop(name, None)
            else:
                self._read[name] = now
            if (before and before[1]) is not (now and now[1]):
                self._contents = None

    def _renewed(self, name: str, stat: os.stat_result | None) -> tuple[Stamp | None, T] | None:
        """Return the stamp and the content of a file, the content of before if it is the same; None if it is gone."""
        stamp, before = _stamp(stat), self._read.get(name)
        if stat is None:
            return None
        if before and stamp and stamp == before[0]:
            return before
        path = self._folder / name
        try:
            content = self._kind.read(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            stamp, content = None, self._kind.unreadable(path, error)
        return stamp, before[1] if before and before[1] == content else content


def _stat(file: Path | os.DirEntry) -> os.stat_result | None:
    try:
        return file.stat()
    except OSError:
        return None


def _stamp(stat: os.stat_result | None) -> Stamp | None:
    """Return what tells one content of a file from another; None as long as a further change could bear the same."""
    now = time.time_ns()  # before the file is read, after it was looked at
    if stat is None or min(abs(now - stat.st_mtime_ns), abs(now - stat.st_ctime_ns)) < SETTLED:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
