"""Files that a browser brings in: a route that streams them to disk, and where they lie until they are used.

A page shows ``components.shared.upload.drop_zone(store, …)``; once all files are here its store gets {"upload": token,
"name", "names", "bytes"}, and its callbacks (or long work) ask ``path_of(token)``. Nothing travels through a Dash
callback.

``POST /upload?name=FILE`` with the bytes as body answers {"upload": token}; ``&upload=TOKEN`` puts another file beside
the first, ``&folder=PATH`` into folders of the upload. The SHA-256 of each file is written down as it comes in.
A refused upload answers {"problem": sentence}. Own code: `dcc.Upload` holds a file in memory as base64, and the last
release of dash-uploader (0.6.1) is of 2024, before Dash 3.
"""

import hashlib
import os
import re
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from dash import Dash
from flask import Request, Response, jsonify, request
from werkzeug.exceptions import ClientDisconnected

from components.shared.cures import sentence
from components.shared.upload import LARGEST
from core.errors import AppError
from core.settings import settings
from core.storage import files as disk

ENDPOINT = "upload"
"""What Flask calls the route."""
MOST_FILES = 1000
PIECE = 1 << 20
LONGEST_NAME = 150
"""Bytes of a file name that are kept, the last ones."""
DEEPEST = 8
"""Folders within each other that an upload may have."""
SUMS = ".sha256"
"""The file of an upload that holds the SHA-256 and path of each other one."""
TOKEN = re.compile(r"[0-9a-f]{32}")


class Refused(AppError):
    """An upload that is not taken. status : of HTTP."""

    def __init__(self, sentence: str, status: int = 400):
        super().__init__(sentence)
        self.status = status


def path_of(token: str) -> Path:
    """Return the path of an upload: its file, or the folder of its files if it has several.

    Raises
    ------
    AppError : no upload has that token (any more), or a file has changed since it came in.
    """
    files = files_of(token)
    _check_sums(token)
    return files[0] if len(files) == 1 else Path(os.path.commonpath([file.parent for file in files]))


def files_of(token: str) -> list[Path]:
    """Return the files of an upload, by their path; errors as in `path_of`."""
    folder = _folder(token)
    files = sorted(path for path in folder.rglob("*") if path.suffix != ".part" and path.name != SUMS)
    files = [path for path in files if path.is_file()]
    if not files:
        raise AppError("this upload is no longer here, because uploads are kept for one day; choose the file again.")
    return files


def forget(token: str) -> None:
    """Delete an upload; one that is gone already is no error."""
    with suppress(AppError):
        shutil.rmtree(_folder(token), ignore_errors=True)


def sweep() -> None:
    """Delete what was uploaded more than a day ago and never used."""
    disk.sweep(_uploads())


def receive() -> Response:
    """Answer a POST of a file; nothing is kept of a file that is refused or incomplete."""
    try:
        _check_sender(request)
        sweep()
        token = _store(request)
    except AppError as error:
        answer = jsonify({"problem": sentence(error)})
        answer.status_code = getattr(error, "status", 400)
        return answer
    return jsonify({"upload": token})


def clean_name(name: str) -> str:
    """Clean a file name of folders, of characters that file systems refuse and of excess length; endings stay.

    Raises
    ------
    Refused : nothing is left of the name.
    """
    base = re.split(r"[/\\]", name)[-1]
    base = re.sub(r"[^\w.+ ()-]", "_", base).strip(" .")
    if not base.strip("_"):
        raise Refused(f"{name[:LONGEST_NAME]!r} cannot be the name of a file; give it one such as probes.csv.")
    base = f"{base}_" if base.endswith(".part") else base
    return base.encode()[-LONGEST_NAME:].decode(errors="ignore").lstrip(" .")


def clean_folder(path: str) -> Path:
    """Clean a path of folders within an upload, each as `clean_name` cleans files; errors as there."""
    names = [name for name in re.split(r"[/\\]", path) if name]
    if len(names) > DEEPEST:
        raise Refused(f"{path[:LONGEST_NAME]!r} is {len(names)} folders deep; bring a folder of at most {DEEPEST}.")
    return Path(*map(clean_name, names))


def _check_sums(token: str) -> None:
    folder = _folder(token)
    sums = folder / SUMS
    lines = sums.read_text(encoding="utf-8").splitlines() if sums.is_file() else []
    for said, _, name in (line.partition("  ") for line in lines):
        path = folder / name
        if path.is_file() and _sha256(path) != said:
            raise AppError(f"the upload of {path.name} was damaged on the disk; choose the file again.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _uploads() -> Path:
    return settings().home / "uploads"


def _folder(token: str) -> Path:
    if not TOKEN.fullmatch(token or ""):
        raise Refused(f"{str(token)[:40]!r} names no upload; choose the file again.")
    return _uploads() / token


def _check_sender(sent: Request) -> None:
    """Refuse uploads that another web site sends through a browser; other programs send neither header."""
    site, origin = sent.headers.get("Sec-Fetch-Site"), sent.headers.get("Origin")
    foreign = site != "same-origin" if site else origin is not None and urlsplit(origin).netloc != sent.host
    if foreign:
        raise Refused("another web site may not upload files here; open the app itself and choose the file there.", 403)


def _store(sent: Request) -> str:
    """Write the body to its file, and say the token of the upload."""
    name, token = clean_name(sent.args.get("name", "")), sent.args.get("upload") or secrets.token_hex(16)
    folder, within = _folder(token), clean_folder(sent.args.get("folder", ""))
    path = folder / within / name
    before = files_of(token) if "upload" in sent.args else []
    if path in before:
        raise Refused(f"there are two files named {within / name}; give each its own name.")
    if len(before) >= MOST_FILES:
        raise Refused(f"there are more than {MOST_FILES:,} files; bring the files of fewer experiments at a time.")
    room = LARGEST - sum(file.stat().st_size for file in before)
    _check_size(name, sent.content_length or 0, room)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = _write(sent, path.with_name(f"{name}.part"), room)
        path.with_name(f"{name}.part").replace(path)
        with (folder / SUMS).open("a", encoding="utf-8") as sums:
            sums.write(f"{digest}  {(within / name).as_posix()}\n")
    except OSError as error:
        why = disk.reason(error)
        raise Refused(f"{name} cannot be kept ({why}); make room on the server and try again.", 507) from error
    finally:
        _tidy(folder, path)
    return token


def _tidy(folder: Path, path: Path) -> None:
    with suppress(OSError):
        path.with_name(f"{path.name}.part").unlink(missing_ok=True)
    with suppress(OSError):
        for empty in path.relative_to(folder.parent).parents:  # up to the first that has something in it
            (folder.parent / empty).rmdir()


def _write(sent: Request, path: Path, room: int) -> str:
    """Write the body to a file, and return its SHA-256."""
    done, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        try:
            while piece := sent.stream.read(PIECE):
                done += len(piece)
                _check_size(path.stem, done, room)
                file.write(piece)
                digest.update(piece)
        except ClientDisconnected as error:
            raise Refused(f"the upload of {path.stem} was cut off; choose the file again.") from error
    if sent.content_length is not None and done != sent.content_length:
        raise Refused(f"the upload of {path.stem} was cut off; choose the file again.")
    if not done:
        raise Refused(f"{path.stem} is empty; choose a file with something in it.")
    return digest.hexdigest()


def _check_size(name: str, size: int, room: int) -> None:
    if size > room:
        raise Refused(
            f"{name} is too large: all files of an upload may have {LARGEST / 1e6:,.0f} MB together; gzip it, or "
            "ask who runs this app to import it there (docs/data.md says how).",
            413,
        )


def register(app: Dash) -> None:
    """Register the address that takes uploads."""
    path = f"{app.config.routes_pathname_prefix}upload"
    app.server.add_url_rule(path, ENDPOINT, receive, methods=["POST"])
