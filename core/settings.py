"""Where things are kept. The only module that reads environment variables."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from core.errors import AppError


@dataclass(frozen=True)
class Settings:
    """Folders of one installation.

    home : imported probes, trained models and caches of this user (``GIA_HOME``).
    shipped : models and simulated probes that come with the code; never written by the app.
    port : where ``python app.py`` serves on 127.0.0.1 (``GIA_PORT``).
    """

    home: Path
    shipped: Path
    port: int = 8050

    @property
    def probes(self) -> Path:
        return self.home / "probes"

    @property
    def models(self) -> Path:
        return self.home / "models"

    @property
    def cache(self) -> Path:
        return self.home / "cache"


def settings() -> Settings:
    """The settings of this process, read afresh so that a changed ``GIA_HOME`` is seen.

    Raises
    ------
    AppError : ``GIA_PORT`` is no port number.
    """
    home = os.environ.get("GIA_HOME") or platformdirs.user_data_dir("gia-explorer", appauthor=False)
    shipped = Path(__file__).parents[1] / "cached_models"
    return Settings(home=Path(home).expanduser(), shipped=shipped, port=_port(os.environ.get("GIA_PORT") or "8050"))


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise AppError(f"GIA_PORT is {text!r}; give a port number from 1 to 65535, for example 8050.")
    return int(text)
