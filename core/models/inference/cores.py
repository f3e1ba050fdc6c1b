"""Arithmetic on all cores: one thread for each core, each with a single-threaded BLAS and memory of its own."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Lock, local
from typing import Any

import numpy as np
from joblib import cpu_count

_alone = Lock()
"""All cores serve one call at a time."""
CHUNK = 6144
"""Numbers compared with zeros at once: 24 KB."""
_zeros = np.zeros(CHUNK, np.float32)


def on_all_cores(function: Callable, parts: Iterable) -> list[Any]:
    """Return the results of a function for each part, in their order; the function must not call this one."""
    with _alone, _blas().limit(limits=1, user_api="blas"):
        return list(_cores().map(function, parts))


def slices(n: int, most: int) -> list[slice]:
    """Cut n rows into slices of at most ``most`` rows, one or more for every core if there are enough rows."""
    step = max(1, min(most, -(-n // cpu_count())))
    return [slice(start, min(start + step, n)) for start in range(0, n, step)]


class _Scratch(local):
    """The memory of a core for its largest arrays; allocating it each time would cost as much as the arithmetic."""

    def __init__(self) -> None:
        self._numbers: dict[str, np.ndarray] = {}

    def rows(self, name: str, count: int, width: int) -> np.ndarray:
        """Return an array (count, width) with arbitrary content, valid until the next call with that name."""
        if name not in self._numbers or self._numbers[name].size < count * width:
            self._numbers[name] = np.empty(count * width, np.float32)
        return self._numbers[name][: count * width].reshape(count, width)


scratch = _Scratch()


def sum_of_rows(rows: np.ndarray, members: np.ndarray, name: str) -> np.ndarray:
    """Add up k rows (R, F) for each of V sums.

    Parameters
    ----------
    members : (k, V) row numbers. name : of the scratch memory that holds the sums (V, F).
    """
    first, *others = members
    sums = scratch.rows(name, len(first), rows.shape[1])
    rows.take(first, axis=0, out=sums, mode="clip")  # the only mode that writes into ``out`` at once
    for other in others:
        more = scratch.rows("more", len(other), rows.shape[1])
        rows.take(other, axis=0, out=more, mode="clip")
        sums += more
    return sums


def rectify(rows: np.ndarray) -> np.ndarray:
    """Replace negative numbers of a contiguous array by 0, in place.

    NumPy compares two arrays several times faster than an array with a number.
    """
    flat = rows.reshape(-1)
    whole = len(flat) // CHUNK * CHUNK
    for part in (flat[:whole].reshape(-1, CHUNK), flat[whole:]):
        np.maximum(part, _zeros[: part.shape[-1]], out=part)
    return rows


def probabilities(scores: np.ndarray) -> np.ndarray:
    """Turn the scores of a classifier into probabilities, by the logistic function."""
    from scipy.special import expit  # takes a tenth of a second to import, and few networks are classifiers

    return expit(scores)


@cache
def _cores() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(cpu_count(), "cores")


@cache
def _blas():
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
