"""Settings: the folders, address and options of this process. The only module that reads environment variables."""

import errno
import os
import socket
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from core.checks import is_count
from core.errors import AppError

ENERGIES = ("turner2004", "turner1999")
"""Energy parameters of RNA folding, the default first."""
PRECISIONS = ("float32", "bfloat16")
"""Floating-point formats that trainings compute in, the default first."""


@dataclass(frozen=True)
class Settings:
    """Folders and options of one installation.

    home : imported probes, trained models and caches of this user (``GIA_HOME``).
    shipped : models and simulated probes that come with the code; never written by the app.
    port : where the app serves (``GIA_PORT``).
    host : the address it serves on; the default can be reached from this machine only (``GIA_HOST``).
    energies : of RNA folding, one of `ENERGIES` (``GIA_ENERGIES``).
    precision : format in which trainings multiply, one of `PRECISIONS` (``GIA_PRECISION``); weights and answers are
        float32.
    redis_url : the Redis through which machines share long work (``REDIS_URL``); None for processes of this machine.
    """

    home: Path
    shipped: Path
    port: int = 8050
    energies: str = ENERGIES[0]
    precision: str = PRECISIONS[0]
    redis_url: str | None = None
    host: str = "127.0.0.1"

    @property
    def probes(self) -> Path:
        """Folder of imported probes."""
        return self.home / "probes"

    @property
    def models(self) -> Path:
        """Folder of trained models."""
        return self.home / "models"

    @property
    def trainings(self) -> Path:
        """Folder of unfinished trainings."""
        return self.home / "trainings"

    @property
    def cache(self) -> Path:
        """Folder of remembered answers."""
        return self.home / "cache"

    @property
    def rnas(self) -> Path:
        """Folder of RNAs too long for a link."""
        return self.home / "rnas"

    @property
    def jobs(self) -> Path:
        """Folder of the answers of long work."""
        return self.home / "jobs"


def settings() -> Settings:
    """Read the settings of this process; each call reads afresh, so that a changed ``GIA_HOME`` is seen.

    Raises
    ------
    AppError : ``GIA_PORT`` is not a port number, ``GIA_ENERGIES`` or ``GIA_PRECISION`` is none of the allowed names, or
        ``REDIS_URL`` is not an address.
    """
    home = os.environ.get("GIA_HOME") or platformdirs.user_data_dir("gia-explorer", appauthor=False)
    shipped = Path(__file__).parents[1] / "cached_models"
    port = _port(os.environ.get("GIA_PORT") or "8050", "GIA_PORT")
    energies, precision = _one_of("GIA_ENERGIES", ENERGIES), _one_of("GIA_PRECISION", PRECISIONS)
    redis_url = os.environ.get("REDIS_URL") or None
    if redis_url and not redis_url.startswith(("redis://", "rediss://")):
        raise AppError(f"REDIS_URL is {redis_url!r}; give an address such as redis://127.0.0.1:6379/0, or unset it.")
    host = os.environ.get("GIA_HOST") or Settings.host
    return Settings(Path(home).expanduser(), shipped, port, energies, precision, redis_url, host)


def serving(host: str | None = None, port: str | None = None) -> Settings:
    """Return the settings to serve with: `settings`, overridden by a host and a port given as options.

    Raises
    ------
    AppError : as `settings`; also a text that is not a port number, a port in use, or an address that this machine does
        not have.
    """
    where = settings()
    where = replace(where, host=host or where.host, port=_port(port, "--port") if port else where.port)
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    try:
        socket.create_server((where.host, where.port), family=family).close()
    except OSError as error:
        reason = str(error.strerror).partition(" (while")[0]
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise AppError(
                f"port {where.port} cannot be used ({reason}); give another one, for example --port 8051."
            ) from error
        called = "--host" if host else "GIA_HOST"
        raise AppError(
            f"{called} is {where.host!r} ({reason}); give an address of this machine, 0.0.0.0 for all of them, or "
            "leave it out."
        ) from error
    return where


def _one_of(variable: str, allowed: tuple[str, ...]) -> str:
    given = os.environ.get(variable) or allowed[0]
    if given not in allowed:
        raise AppError(f"{variable} is {given!r}; use one of: {', '.join(allowed)}.")
    return given


def _port(text: str, called: str) -> int:
    if not is_count(text) or not 1 <= int(text) <= 65535:
        raise AppError(f"{called} is {text[:20]!r}; give a port number from 1 to 65535, for example 8050.")
    return int(text)
