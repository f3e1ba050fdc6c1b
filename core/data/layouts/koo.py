"""The HDF5 layout of the paper's authors: one-hot probes and scores of three sets, for all experiments or in groups.

This module checks such a file and turns its one-hot back into sequences; nothing else reads HDF5.
"""

from collections.abc import Iterator
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.data import limits
from core.data.files import peek
from core.data.integrity import SIGNATURE
from core.data.records import ProbeTable
from core.data.union import union
from core.errors import DataError
from core.sequence import ALPHABET, PROBE_LENGTH

SETS = {"train": False, "valid": False, "test": True}
CHANNELS = (4, 9)
"""Letters only, or letters and five structure contexts, which are ignored: the app folds RNA itself."""
MOST_POSITIONS = 1_000
"""Most columns of a one-hot probe, padding included."""
MOST_CHUNK = 1 << 26
"""Most bytes of a chunk of a data set, which HDF5 unpacks as a whole."""
LONGEST_NAME = 1_000
_PART = 1 << 24
"""Bytes of a data set read at a time."""
_CODES = np.frombuffer((ALPHABET + "\0").encode(), np.uint8)


def is_koo(path: Path) -> bool:
    """Say whether a file is HDF5, or named like HDF5."""
    return path.is_file() and (peek(path, 8) == SIGNATURE or path.suffix.lower() in (".h5", ".hdf5"))


def read_koo(path: Path) -> ProbeTable:
    """Read ``X_train`` (N, 4 or 9, L), ``Y_train`` (N, E), likewise valid and test, and ``experiment`` (E,) text.

    Training and validation probes are set A, in that order, test probes set B. A file without ``experiment`` holds one
    group for each RBP with the same data sets, E = 1. Letters are in the order A, C, G, U; columns of zeros on either
    side of a sequence are padding (the authors' code centres the probes).

    Raises
    ------
    DataError : a file that is not HDF5 or damaged, a missing data set, a wrong shape, a column that is not one-hot,
        padding inside a sequence, two experiments with one name, infinite scores.

    Source: Koo 2021, Mendeley Data, doi 10.17632/m2yzh6ktzb.1 (rnacompete2013.h5), and the authors' code.
    """
    import h5py

    if path.is_dir():
        raise DataError(f"{path} is a folder; give the HDF5 file in it.")
    if peek(path, 8) != SIGNATURE:
        raise DataError(f"{path.name} is not an HDF5 file; give the published file, for example rnacompete2013.h5.")
    try:
        with h5py.File(path, "r") as file:
            return _read(file, path.name)
    except OSError as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise DataError(f"{path.name} is a damaged HDF5 file ({reason}); get the file again.") from error


def _read(file: Any, where: str) -> ProbeTable:
    import h5py

    limits.check_columns(where, len(file), "groups and data sets")
    groups = {name: item for name, item in file.items() if isinstance(item, h5py.Group)}
    if groups and "X_train" not in file:
        return union(_read_group(group, f"group {name} of {where}") for name, group in groups.items())
    sequences, in_b, scores = _read_sets(file, where)
    names = _experiment_names(file, scores.shape[1], where)
    frame = pd.DataFrame(scores, columns=names, copy=False)
    empty = tuple(name for name, none in zip(names, np.isnan(scores).all(axis=0), strict=True) if none)
    return ProbeTable(sequences, in_b, frame.drop(columns=list(empty)) if empty else frame, empty)


def _read_group(group: Any, where: str) -> tuple[str, np.ndarray, np.ndarray, np.ndarray]:
    sequences, in_b, scores = _read_sets(group, where)
    if scores.shape[1] != 1:
        raise DataError(f"{where} has {scores.shape[1]} columns in Y_train; give one column of scores in each group.")
    return group.name.strip("/"), sequences, in_b, scores[:, 0]


def _read_sets(group: Any, where: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read sequences (N,), in_b (N,) and scores (N, E) float32 of the three sets, one after the other."""
    pairs = {name: _pair(group, name, where) for name in SETS}
    sizes = [len(x) for x, _ in pairs.values()]
    widths = {1 if y.ndim == 1 else y.shape[1] for _, y in pairs.values()}
    if len(widths) > 1:
        raise DataError(f"the Y data sets of {where} differ in their columns; give each one column per experiment.")
    limits.check_scores(where, sum(sizes), max(widths))
    scores = np.empty((sum(sizes), widths.pop()), np.float32)
    sequences = np.empty(sum(sizes), f"U{PROBE_LENGTH}")
    start = 0
    for name, (x, y) in pairs.items():
        rows = slice(start, start + len(x))
        with np.errstate(over="ignore"):  # too large is infinite, which is refused below
            for part in _parts(y):
                scores[rows][part] = y[part].reshape(part.stop - part.start, -1)
        for part, texts in _sequences(x, f"X_{name} of {where}"):
            sequences[rows][part] = texts
        start = rows.stop
    if np.isinf(scores).any():
        raise DataError(f"{where} has an infinite score; leave missing scores NaN.")
    return sequences, np.repeat(list(SETS.values()), sizes), scores


def _pair(group: Any, name: str, where: str) -> tuple[Any, Any]:
    """Return the data sets X and Y of one set, with checked shapes."""
    x, y = (_dataset(group, f"{letter}_{name}", where) for letter in "XY")
    if x.ndim != 3 or x.shape[1] not in CHANNELS:
        raise DataError(
            f"X_{name} of {where} has the shape {x.shape}; give (probes, 4 or 9 channels, positions), "
            "letters in the order A, C, G, U first."
        )
    if x.shape[2] > MOST_POSITIONS:
        raise DataError(f"X_{name} of {where} has {x.shape[2]:,} positions; give 1 to {PROBE_LENGTH} nt and padding.")
    if not len(x):
        raise DataError(f"X_{name} of {where} has no probes; give at least one in each of train, valid and test.")
    if y.ndim not in (1, 2) or len(y) != len(x):
        raise DataError(
            f"Y_{name} of {where} has the shape {y.shape}; give ({len(x)}, experiments), as many rows as X."
        )
    return x, y


def _dataset(group: Any, name: str, where: str) -> Any:
    import h5py

    found = group.get(name)
    if not isinstance(found, h5py.Dataset):
        needed = ", ".join(f"{letter}_{set_name}" for set_name in SETS for letter in "XY")
        raise DataError(f"{where} has no data set {name}; give a file with {needed}.")
    if found.dtype.kind not in "fiub":
        raise DataError(f"{name} of {where} holds {found.dtype} values; store numbers.")
    if found.chunks and prod(found.chunks) * found.dtype.itemsize > MOST_CHUNK:
        raise DataError(
            f"{name} of {where} is stored in chunks of more than {MOST_CHUNK / 1e6:.0f} MB; store it in smaller ones, "
            "such as h5py chooses with chunks=True."
        )
    return found


def _experiment_names(file: Any, width: int, where: str) -> list[str]:
    if "experiment" not in file:
        raise DataError(f"{where} has no data set experiment; add the id of each of the {width} columns of Y_train.")
    listed = file["experiment"]
    limits.check_columns(where, getattr(listed, "size", 0) or 0, "experiments")
    if listed.dtype.itemsize > LONGEST_NAME:
        raise DataError(f"experiment of {where} has names of {listed.dtype.itemsize:,} letters; give shorter ones.")
    names = [name.decode() if isinstance(name, bytes) else str(name) for name in np.ravel(listed[()])]
    if len(names) != width:
        raise DataError(f"experiment of {where} has {len(names)} names for {width} columns of Y_train; give as many.")
    for name in names:
        if names.count(name) > 1:
            raise DataError(f"{where} has {names.count(name)} experiments named {name!r}; give each its own name.")
    return names


def _sequences(x: Any, where: str) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield one-hot (N, channels, L) as sequences, one slice of rows after another, so that no full copy is held."""
    for part in _parts(x):
        yield part, _decode(x[part, : len(ALPHABET)], part.start, where)


def _parts(data: Any) -> Iterator[slice]:
    """Yield slices of the rows of a data set to read at a time, made of whole chunks."""
    row = max(1, prod(data.shape[1:]) * data.dtype.itemsize)
    chunk = data.chunks[0] if data.chunks else 1
    step = max(chunk, _PART // row // chunk * chunk)
    for start in range(0, len(data), step):
        yield slice(start, min(start + step, len(data)))


def _decode(one_hot: np.ndarray, start: int, where: str) -> np.ndarray:
    """Decode one-hot (n, 4, L) of the rows from ``start`` into n sequences, padding on either side left out."""
    filled = one_hot.sum(axis=1) > 0
    lengths = filled.sum(axis=1)
    first = filled.argmax(axis=1)
    places = np.arange(filled.shape[1])
    inside = (places >= first[:, None]) & (places < (first + lengths)[:, None])
    faults = {
        "a column that is not one-hot; give one 1 in each column, or zeros where a probe is padded": (
            ((one_hot != 0) & (one_hot != 1)).any(axis=(1, 2)) | (one_hot.sum(axis=1) > 1).any(axis=1)
        ),
        "padding inside the sequence; give zeros before or after it only": (inside != filled).any(axis=1),
        "nothing but padding; give 1 to 41 nt": lengths == 0,
        f"more than {PROBE_LENGTH} nt; give 1 to {PROBE_LENGTH} nt": lengths > PROBE_LENGTH,
    }
    for fault, rows in faults.items():
        if rows.any():
            raise DataError(f"probe {start + int(rows.argmax()) + 1} of {where} has {fault}.")
    letters = np.where(filled, one_hot.argmax(axis=1), len(ALPHABET)).astype(np.int8)
    shifted = np.minimum(first[:, None] + places, filled.shape[1] - 1)
    letters = np.take_along_axis(letters, shifted, axis=1)
    letters[places >= lengths[:, None]] = len(ALPHABET)
    return _CODES[letters[:, :PROBE_LENGTH]].view(f"S{min(PROBE_LENGTH, letters.shape[1])}")[:, 0].astype("str")
