"""Checks that a fetched file is complete and of the kind that its name promises, from the file itself."""

import gzip
import hashlib
import shutil
import zipfile
import zlib
from pathlib import Path

from core.errors import DataError

SIGNATURE = b"\x89HDF\r\n\x1a\n"
"""The first bytes of an HDF5 file."""
MAGIC = {".gz": b"\x1f\x8b", ".h5": SIGNATURE, ".hdf5": SIGNATURE, ".parquet": b"PAR1", ".zip": b"PK\x03\x04"}


def check(path: Path, name: str, sha256: str | None = None) -> None:
    """Read a file to its end and check it; the suffix of ``name``, its future name, tells its kind.

    The errors only say what is wrong; the caller, who fetched the file, adds what to do.

    Raises
    ------
    DataError : empty, a web page, not what its name says, cut short or damaged, another SHA-256 than asked for.
    """
    with path.open("rb") as file:
        start = file.read(512)
    if not start:
        raise DataError("nothing arrived")
    if start.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise DataError("a web page arrived instead of a file of measurements")
    magic = MAGIC.get(Path(name).suffix.lower())
    if magic and not start.startswith(magic):
        raise DataError(f"what arrived is not a {Path(name).suffix} file")
    if sha256 is not None:
        _check_sha256(path, sha256)
    if start.startswith(MAGIC[".gz"]):
        _read_gzip(path)
    elif start.startswith(SIGNATURE):
        _open_hdf5(path)
    elif start.startswith(MAGIC[".zip"]):
        _read_zip(path)


def unpack(path: Path, member: str) -> Path:
    """Extract a file from a zip archive, from whichever folder holds it, and check it.

    Raises
    ------
    DataError : no such file in the archive, or a damaged one.
    """
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.rpartition("/")[2] == member]
        if not names:
            raise DataError(f"the archive has no file {member}, but {', '.join(archive.namelist()[:12])}")
        target = path.with_name(f"{member}.part")
        try:
            with archive.open(names[0]) as source, target.open("wb") as file:
                shutil.copyfileobj(source, file, 1 << 20)
            check(target, member)
        except (DataError, OSError):
            target.unlink(missing_ok=True)
            raise
    return target


def _check_sha256(path: Path, sha256: str) -> None:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256.strip().lower():
        raise DataError(f"what arrived has the SHA-256 {found} and not {sha256}")


def _read_gzip(path: Path) -> None:
    try:
        with gzip.open(path) as file:
            while file.read(1 << 22):
                pass
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"what arrived is a damaged gzip file ({error})") from error


def _open_hdf5(path: Path) -> None:
    import h5py

    try:
        h5py.File(path, "r").close()  # compares the length with what the file says of itself
    except OSError as error:
        raise DataError(f"what arrived is a damaged HDF5 file ({str(error).splitlines()[0]})") from error


def _read_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise DataError(f"what arrived is a damaged zip archive ({error})") from error
    if damaged:
        raise DataError(f"what arrived is a damaged zip archive ({damaged})")
