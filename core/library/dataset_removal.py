"""Removal of a data set from this machine, and everything that depends on it."""

from contextlib import suppress
from typing import NamedTuple

from core.data import store
from core.data.store import Dataset, Entry
from core.errors import DataError
from core.models import registry

SHORTEST = 6
"""Fewest letters of a digest that name a data set."""


class TakenOver(NamedTuple):
    """An experiment that an older import holds as well. file_name, date : of that import."""

    entry: Entry
    file_name: str
    date: str


class Dependents(NamedTuple):
    """The changes that the removal of a data set brings.

    lost : experiments left without probes. taken_over : experiments whose probes will come from an older import.
    unused : experiments whose probes come from a newer import already, so that nothing changes.
    models : models of the lost experiments, which stay; Explore will have no probes for them, and backgrounds made of
        probes will be missing.
    retold : models of the experiments taken over, which stay and will be compared with the older measurements.
    """

    dataset: Dataset
    lost: tuple[Entry, ...]
    taken_over: tuple[TakenOver, ...]
    unused: tuple[Entry, ...]
    models: tuple[str, ...]
    retold: tuple[str, ...]


def find_dataset(name: str) -> Dataset:
    """Find the data set with this digest, beginning of a digest, or file name that no other set has.

    Raises
    ------
    DataError : no such data set, or several.
    """
    listed, name = store.datasets(), name.strip()
    found = [one for one in listed if one.name == name]
    found = found or [one for one in listed if len(name) >= SHORTEST and one.name.startswith(name)]
    found = found or [one for one in listed if one.file_name == name]
    if len(found) == 1:
        return found[0]
    if found:
        names = " or ".join(one.name[:12] for one in found)
        raise DataError(f"{len(found)} data sets are named {name!r}; use {names}.")
    store.check_descriptions()
    raise DataError(f"there is no data set {name!r} here; list them with: python -m core datasets")


def dataset_dependents(name: str) -> Dependents:
    """Say what will change if a data set is removed; errors as `find_dataset`."""
    dataset = find_dataset(name)
    listed = store.datasets()
    place = listed.index(dataset)  # the newest first, and the simulated one before all: its names are taken
    newer = {entry.id for one in listed[:place] for entry in one.entries}
    older = {entry.id: one for one in reversed(listed[place + 1 :]) for entry in one.entries}
    counting = [entry for entry in dataset.entries if entry.id not in newer]
    lost = tuple(entry for entry in counting if entry.id not in older)
    taken_over = tuple(
        TakenOver(entry, older[entry.id].file_name, older[entry.id].date) for entry in counting if entry.id in older
    )
    unused = tuple(entry for entry in dataset.entries if entry.id in newer)
    models = registry.models()
    names = [[f"{entry.id}:{label}" for entry in some for label in models.get(entry.id, {})] for some in
             (lost, [one.entry for one in taken_over])]  # fmt: skip
    return Dependents(dataset, lost, taken_over, unused, *map(tuple, names))


def remove_dataset(name: str) -> Dependents:
    """Remove a data set from this machine, at once and whole, and say what depended on it.

    Raises
    ------
    DataError : as `find_dataset`; the simulated set, which comes with the code; a folder that cannot be written.
    """
    found = dataset_dependents(name)
    if found.dataset.layout == store.SIMULATED:
        raise DataError("the simulated measurements come with the code and stay; choose one that was imported.")
    path = found.dataset.path
    try:
        path.with_suffix(".json").unlink(missing_ok=True)  # first: a data set is there while its description is
    except OSError as error:
        raise DataError(
            f"{path.parent} cannot be written to ({error.strerror}); change its permissions and try again."
        ) from error
    with suppress(OSError):  # what is left of it is swept later
        path.unlink(missing_ok=True)
    return found
