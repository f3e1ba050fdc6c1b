"""What the numbers were measured on, and the best that it can do."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import NamedTuple

import joblib
import numpy as np

from benchmarks.timing import timed

PACKAGES = ("numpy", "keras", "tensorflow", "tensorflow-cpu", "torch", "tangermeme", "onnxruntime")
QUIET = 1.0
"""The load before a run above which its ratios mean nothing: threads that wait for each other spin, and a peer of many
threads loses far more by it than one of few."""


class Machine(NamedTuple):
    """What computes.

    cores : that this process may use.
    load : how many processes wanted a core in the last minute, on average; None where the system does not say. Well
        above 0 before a run, its absolute numbers are noise; above `QUIET` its ratios are, too.
    versions : of Python and the packages that compute.
    """

    cpu: str
    cores: int
    system: str
    load: float | None
    versions: dict[str, str]


def machine() -> Machine:
    """This machine, now."""
    versions = {"python": platform.python_version(), **{name: found for name in PACKAGES if (found := _version(name))}}
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return Machine(_cpu(), joblib.cpu_count(), f"{platform.system()} {platform.machine()}", load, versions)


def is_quiet(load: float | None) -> bool:
    """Whether ratios of a run may be quoted that began at that load."""
    return load is None or load <= QUIET


def sgemm_peak(size: int = 2048, repeats: int = 5) -> float:
    """FLOP/s of the product of two (size, size) float32 matrices by NumPy, the median of the repeats."""
    matrix = np.random.default_rng(0).random((size, size), np.float32)
    product = np.empty_like(matrix)
    np.matmul(matrix, matrix, out=product)
    return 2 * size**3 / median(timed(lambda: np.matmul(matrix, matrix, out=product))[0] for _ in range(repeats))


def _cpu() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
