"""Versions of the libraries that determine numbers: the installed ones, and those that were checked.

Libraries that only affect the look of pages are not listed. The lock (requirements.lock) holds checked versions only.
"""

import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from packaging.version import InvalidVersion, Version


class Checked(NamedTuple):
    """The oldest and the newest version of a library with which the tests passed."""

    oldest: str
    newest: str

    def __str__(self) -> str:
        return self.oldest if self.oldest == self.newest else f"{self.oldest} to {self.newest}"


CHECKED = {
    "keras": Checked("3.15.0", "3.15.1"),
    "tensorflow": Checked("2.21.0", "2.21.0"),
    "numpy": Checked("2.4.1", "2.4.6"),
    "scipy": Checked("1.16.0", "1.17.1"),
    "scikit-learn": Checked("1.7.0", "1.9.1"),
    "viennarna": Checked("2.7.0", "2.8.0"),
}
"""Checked versions by the name in pip: the tests of networks, structures, GIA, k-mers, scans and shipped answers passed
with both ends of each range. ViennaRNA folds alike over its range (tests/core/test_viennarna.py); only energies of
G-quadruplexes, which nothing here uses, differ."""
TITLES = {"keras": "Keras", "tensorflow": "TensorFlow", "numpy": "NumPy", "scipy": "SciPy", "viennarna": "ViennaRNA"}
BUILDS = {"tensorflow": ("tensorflow", "tensorflow-cpu")}
"""Libraries that pip installs under several names."""


class Library(NamedTuple):
    """A library that determines numbers: its name, installed version and checked versions."""

    name: str
    installed: str
    checked: Checked

    @property
    def is_checked(self) -> bool:
        """Whether the installed version was checked."""
        return is_checked(self.name, self.installed)


def installed(library: str) -> str:
    """Return the installed version of a library by its name in pip; "" if it is not installed."""
    for name in BUILDS.get(library, (library,)):
        if found := _version(name):
            return found
    return ""


@cache
def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def is_checked(library: str, found: str) -> bool:
    """Say whether a version lies within the checked range of a library; a local build (2.8.0+x) counts as 2.8.0."""
    oldest, newest = map(Version, CHECKED[library])
    try:
        return oldest <= Version(Version(found).public) <= newest
    except InvalidVersion:
        return False


def libraries() -> list[Library]:
    """List the installed libraries that determine numbers."""
    return [Library(name, found, checked) for name, checked in CHECKED.items() if (found := installed(name))]


def warning() -> str:
    """Name the installed libraries whose versions were not checked, in one sentence; "" if all were."""
    unchecked = [one for one in libraries() if not one.is_checked]
    if not unchecked:
        return ""
    said = [f"{title(one.name)} {one.installed} (checked: {one.checked})" for one in unchecked]
    return (
        f"Numbers may differ from those of the checked versions, because this machine has {' and '.join(said)}; "
        "install checked ones with: pip install -r requirements.lock"
    )


def warn() -> None:
    """Print that sentence on standard error if there is one, when something begins: a command, a server, a worker."""
    if said := warning():
        print(said, file=sys.stderr)


def title(library: str) -> str:
    """Return the name of a library as its makers write it."""
    return TITLES.get(library, library)


def unusual_folding() -> str:
    """Return what marks remembered answers that depend on structures: "" for every checked ViennaRNA.

    Checked versions fold alike and share answers; every other version has its own.
    """
    found = installed("viennarna")
    return "" if is_checked("viennarna", found) else f" ViennaRNA {found}"


def folding_doubt(trained_with: str) -> str:
    """Warn that a model's structures may differ from those it was trained on; "" if they do not.

    trained_with : the version of ViennaRNA in the model's card; "" for a card older than this record, whose version was
        a checked one.
    """
    here = installed("viennarna")
    if trained_with == here or all(not one or is_checked("viennarna", one) for one in (trained_with, here)):
        return ""
    checked = CHECKED["viennarna"]
    return (
        f"This model reads structures: it was trained on those of ViennaRNA {trained_with or checked}, and gets those "
        f"of {here} here, which may differ and change its predictions; install ViennaRNA "
        f"{trained_with or checked.newest}, or train it again."
    )
