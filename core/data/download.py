"""Download of public measurements into a file that is whole or absent; `layouts` knows what the file means.

An interrupted download leaves its beginning in a ``.part`` file; the next download resumes there if the server can and
still has the same file, otherwise it begins anew. It uses `requests`; pooch does more but cannot resume.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from core.data import integrity
from core.errors import DataError
from core.settings import settings
from core.storage.files import disk_errors, write_json

CHUNK = 1 << 20
OTHERS = "others"
"""The folder for files from other addresses, so that they are never mistaken for those of a known source."""
TIMEOUTS = (15, 60)
"""Seconds to wait for a connection, and for the next bytes."""

CURE = "make room there, or name another folder, and download again"
"""What to do when a disk refuses a download."""
OnProgress = Callable[[int, int | None], None]


class Source(NamedTuple):
    """A file on the web. file_name : its name on disk; member : the file to take out of a zip archive."""

    url: str
    file_name: str
    member: str | None = None


SOURCES = {
    "rnacompete2013": Source(
        "https://hugheslab.ccbr.utoronto.ca/supplementary-data/RNAcompete_eukarya/norm_data.txt.gz", "norm_data.txt.gz"
    ),
    "koo": Source(
        "https://data.mendeley.com/public-api/zip/m2yzh6ktzb/download/1", "m2yzh6ktzb-1.zip", "rnacompete2013.h5"
    ),
}
"""Sources by name: the measurements of Ray et al. 2013, and the same as prepared by the paper's authors (Mendeley Data,
doi 10.17632/m2yzh6ktzb.1, as one archive at the address that Mendeley uses for all data sets)."""


def download(
    url: str | None = None,
    folder: str | Path | None = None,
    on_progress: OnProgress | None = None,
    sha256: str | None = None,
) -> Path:
    """Fetch and check a file of measurements, and return its path.

    Parameters
    ----------
    url : an http or https address, or a name in ``SOURCES``; None is ``rnacompete2013``.
    folder : where to keep it; None is ``downloads`` in the user's data folder, with a folder of its own inside for
        addresses that are not in ``SOURCES``.
    on_progress : called with (bytes done, total, or None if the server does not say); an exception it raises cancels
        the run, and the part fetched so far stays for the next time.
    sha256 : the digest that the file must have, in hex; None checks only what the file itself reveals.

    Returns
    -------
    The complete file; an older file of that name is replaced.

    Raises
    ------
    DataError : a bad address, no answer, no such file, a web page instead of data, a failing connection or disk, a
        file that arrived damaged; nothing is kept but a part that can be resumed.
    """
    source = _source(url)
    is_named = source in SOURCES.values()
    own = settings().home / "downloads" / ("" if is_named else OTHERS)
    folder = Path(folder) if folder else own
    part = _Part(folder / f"{source.file_name}.part")
    with disk_errors(folder, CURE):
        folder.mkdir(parents=True, exist_ok=True)
        _fetch(source, part, on_progress or (lambda done, total: None))
        path = _keep(source, part, sha256)
        if is_named and folder == own:
            note = {"url": source.url, "sha256": _sha256(path, path.stat().st_mtime_ns)}
            write_json(_note_of(path), note)
        return path


class DownloadState(NamedTuple):
    """The state of a source here. path : its file, or None; n_bytes : of file or part; date : of the file."""

    path: Path | None
    n_bytes: int
    date: str


def download_state(name: str) -> DownloadState:
    """Return what the user's data folder holds of a source of ``SOURCES``; errors as `download`.

    A file counts if it has the SHA-256 that it had when it was fetched from there, whatever its name.
    """
    source = _source(name)
    folder = settings().home / "downloads"
    path, part = folder / (source.member or source.file_name), _Part(folder / f"{source.file_name}.part")
    if _is_as_fetched(path, source.url):
        about = path.stat()
        return DownloadState(path, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC).date().isoformat())
    return DownloadState(None, part.path.stat().st_size if part.resumable(source.url) else 0, "")


def _note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.fetched.json")


def _is_as_fetched(path: Path, url: str) -> bool:
    """Say whether a file exists and is the one fetched from an address."""
    try:
        note = json.loads(_note_of(path).read_text(encoding="utf-8"))
        return note["url"] == url and note["sha256"] == _sha256(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, LookupError, TypeError):
        return False


@lru_cache(maxsize=4)
def _sha256(path: Path, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Part:
    """A download under way: its file, and beside it the server's description, so that it can be resumed."""

    def __init__(self, path: Path):
        self.path = path
        self.note = path.with_name(f"{path.name}.json")

    def resumable(self, url: str) -> dict | None:
        """Return the server's description of a part of this address that can be resumed; None otherwise."""
        try:
            known = json.loads(self.note.read_text(encoding="utf-8"))
            return known if known["url"] == url and known["validator"] and self.path.stat().st_size else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def forget(self) -> None:
        """Delete the part and its description."""
        self.path.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)


def _source(url: str | None) -> Source:
    url = (url or "rnacompete2013").strip()
    if url in SOURCES:
        return SOURCES[url]
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that are no IPv6 address
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise DataError(f"{url!r} is not a web address; give one with http:// or https://, or {' or '.join(SOURCES)}.")
    name = re.sub(r"[^\w.+-]", "_", PurePosixPath(unquote(parts.path)).name).lstrip(".")
    return Source(url, name or "download")


def _keep(source: Source, part: _Part, sha256: str | None) -> Path:
    """Check the arrived file and give it its name, or drop it."""
    path = part.path.with_name(source.member or source.file_name)
    try:
        integrity.check(part.path, source.file_name, sha256)
        whole = integrity.unpack(part.path, source.member) if source.member else part.path
    except DataError as error:
        part.forget()
        raise DataError(f"{source.file_name} is not kept: {error}; download again, {_by_hand(source)}.") from error
    whole.replace(path)
    part.forget()
    return path


def _fetch(source: Source, part: _Part, on_progress: OnProgress) -> None:
    """Download the rest of the part."""
    import requests
    import urllib3

    try:
        with requests.Session() as session:
            known = part.resumable(source.url)
            if known and part.path.stat().st_size == known["total"]:
                return
            response = _ask(session, source, part.path.stat().st_size, known) if known else None
            if response is None:
                response = _ask(session, source)
            with response:
                _receive(response, source, part, on_progress)
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        reason = f"{urlsplit(source.url).hostname} {_reason(error)}"
        if part.resumable(source.url):
            raise DataError(f"{reason}; download again to go on where it stopped, {_by_hand(source)}.") from error
        raise DataError(f"{reason}; check the network and download again, {_by_hand(source)}.") from error


def _ask(session: Any, source: Source, start: int = 0, known: dict | None = None) -> Any:
    """Request the file from byte ``start``; return None if the server cannot resume or has another file now."""
    headers = {"Accept-Encoding": "identity"}
    if known:
        headers |= {"Range": f"bytes={start}-", "If-Range": known["validator"]}
    response = session.get(source.url, headers=headers, stream=True, timeout=TIMEOUTS)
    if known:
        fits = response.status_code == 206 and _validator(response) == known["validator"]
        if not fits or response.headers.get("Content-Range") != f"bytes {start}-{known['total'] - 1}/{known['total']}":
            response.close()
            return None
    elif response.status_code != 200:
        response.close()
        raise DataError(
            f"{source.url} answers {response.status_code} ({response.reason}); check the address, {_by_hand(source)}."
        )
    if response.headers.get("Content-Type", "").startswith("text/html"):
        response.close()
        raise DataError(
            f"{source.url} is a web page, not a file of measurements; give the file's own address, {_by_hand(source)}."
        )
    return response


def _receive(response: Any, source: Source, part: _Part, on_progress: OnProgress) -> None:
    resumed = response.status_code == 206
    length = response.headers.get("Content-Length")
    done = part.path.stat().st_size if resumed else 0
    total = done + int(length) if length else None
    with part.path.open("ab" if resumed else "wb") as file:
        if not resumed:  # now that the old part is gone
            note = {"url": source.url, "validator": _validator(response) if total else None, "total": total}
            write_json(part.note, note)
        on_progress(done, total)
        for chunk in response.raw.stream(CHUNK, decode_content=False):  # as it is: a gzip file stays one
            file.write(chunk)
            done += len(chunk)
            on_progress(done, total)


def _validator(response: Any) -> str | None:
    """Return what distinguishes two versions of a file: its strong ETag, or else its date."""
    tag = response.headers.get("ETag", "")
    return tag if tag.startswith('"') else response.headers.get("Last-Modified")


def _reason(error: Exception) -> str:
    import requests
    import urllib3

    if isinstance(error, requests.exceptions.SSLError):
        return "has no certificate that this machine trusts"
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return "did not answer in time"
    if isinstance(error, urllib3.exceptions.ProtocolError):
        return "cut the connection before the end"
    return "cannot be reached"


def _by_hand(source: Source) -> str:
    return f"or fetch {source.url} in a browser and import what it saves: python -m core import PATH"
