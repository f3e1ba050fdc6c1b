"""What a wheel holds: the rooms as they stand here, all in one folder, and one line that puts it on Python's path.

docs/architecture.md says why.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "gia_explorer"
ROOMS = ("app.py", "worker.py", "core", "components", "callbacks", "assets", "cached_models")


class Layout(BuildHookInterface):
    """The files of a wheel, by where they stand here."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files, but for ``pip install -e .``, which puts this folder itself on Python's path."""
        if version != "editable":
            own = {f"{PACKAGE}.pth": f"{PACKAGE}.pth", f"{PACKAGE}.py": f"{PACKAGE}/__init__.py"}
            build_data["force_include"] |= own | {room: f"{PACKAGE}/{room}" for room in ROOMS}
