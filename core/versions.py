"""Versions of the libraries that decide numbers: what is installed, and what the numbers here were checked with.

Libraries that decide how a page looks are not listed. The lock (requirements.lock) holds checked versions alone.
"""

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
"""By the name that pip knows: the tests of networks, structures, GIA, k-mers, scans and shipped answers passed with
both ends of each. ViennaRNA folds alike over its whole range (tests/core/test_viennarna.py); only energies of
G-quadruplexes, which nothing here asks for, differ."""
TITLES = {"keras": "Keras", "tensorflow": "TensorFlow", "numpy": "NumPy", "scipy": "SciPy", "viennarna": "ViennaRNA"}
BUILDS = {"tensorflow": ("tensorflow", "tensorflow-cpu")}
"""Libraries that pip installs under several names."""


class Library(NamedTuple):
    """A library that decides numbers: its name, the version that is installed, and the versions that were checked."""

    name: str
    installed: str
    checked: Checked

    @property
    def is_checked(self) -> bool:
        return is_checked(self.name, self.installed)


def installed(library: str) -> str:
    """Return the installed version of a library by the name that pip knows; "" where it is not installed."""
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
    """Whether a version lies within those of a library that were checked; a local build (2.8.0+x) as its release."""
    oldest, newest = map(Version, CHECKED[library])
    try:
        return oldest <= Version(Version(found).public) <= newest
    except InvalidVersion:
        return False


def libraries() -> list[Library]:
    """List the libraries that decide numbers and are installed."""
    return [Library(name, found, checked) for name, checked in CHECKED.items() if (found := installed(name))]


def warning() -> str:
    """Name the installed libraries whose versions were not checked, in one sentence; "" where all were."""
    unchecked = [one for one in libraries() if not one.is_checked]
    if not unchecked:
        return ""
    said = [f"{title(one.name)} {one.installed} (checked: {one.checked})" for one in unchecked]
    return (
        f"Numbers may differ from those of the checked versions, because this machine has {' and '.join(said)}; "
        "install checked ones with: pip install -r requirements.lock"
    )


def title(library: str) -> str:
    """The name of a library as its makers write it."""
    return TITLES.get(library, library)


def unusual_folding() -> str:
    """Return what keys of kept answers that rest on structures have in addition: "" for all checked ViennaRNAs.

    These fold alike, so that they share answers; every other version has its own.
    """
    found = installed("viennarna")
    return "" if is_checked("viennarna", found) else f" ViennaRNA {found}"


def folding_doubt(trained_with: str) -> str:
    """Say of a model that reads structures if they are perhaps not those that it was trained on; "" if they are.

    trained_with : the version of ViennaRNA in the model's card; "" of a card older than this record, whose version was
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
