"""How long a fresh process takes to its answer, and how much memory: ``python -m benchmarks.start``."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
RUNS = 5
MODEL = "RNCMPT00168:residualbind"
CONDITION = "UGCAUG@18"
GIA = f"""
import core
core.run_gia(core.Design({MODEL!r}, (core.parse_condition({CONDITION!r}),), n=1000, seed=0))
"""
ISM = GIA + f"core.ism({MODEL!r}, 'GCAUGCAUG')\n"
WORKS = {
    "a first GIA of 1 x 1,000": ("-c", GIA),
    "a first GIA and ISM": ("-c", ISM),
    "python -m core gia, 1 x 1,000": ("-m", "core", "gia", MODEL, "--condition", CONDITION),
    "python -m core --help": ("-m", "core", "--help"),
}


class Fresh(NamedTuple):
    """What a fresh process took: seconds from its start to its end, CPU seconds, and its largest memory (bytes)."""

    work: str
    wall: float
    cpu: float
    memory: int


def measure(runs: int = RUNS, root: Path = ROOT, works: Sequence[str] = tuple(WORKS)) -> list[Fresh]:
    """The medians of some runs of each work, in turns, after one that compiles what Python keeps compiled.

    root : of the build that is asked.
    """
    found: dict[str, list[Fresh]] = {work: [] for work in works}
    for number in range(runs + 1):
        for work in works:
            taken = run(work, root)
            if number:
                found[work].append(taken)
    return [middle(of_one) for of_one in found.values()]


def middle(taken: Sequence[Fresh]) -> Fresh:
    """The median of some runs of one work, each number for itself."""
    numbers = (median(column) for column in zip(*(one[1:] for one in taken), strict=True))
    return Fresh(taken[0].work, *numbers)


def run(work: str, root: Path = ROOT) -> Fresh:
    """Do one of `WORKS` in a process of its own, with an empty data folder.

    Raises
    ------
    RuntimeError : it fails; with what it said.
    """
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        environment = {**os.environ, "GIA_HOME": home, "PYTHONPATH": str(root)}
        process = subprocess.Popen(
            [sys.executable, *WORKS[work]], cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=said
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{work}: {said.read().decode()[-2000:]}")
    return Fresh(work, wall, used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def lines(taken: Sequence[Fresh]) -> list[str]:
    """What was measured, a line each."""
    head = f"{'a fresh process to':<44} {'s':>8} {'CPU s':>8} {'MB':>8}"
    return [
        head,
        *(f"{'  ' + one.work:<44} {one.wall:>8.2f} {one.cpu:>8.2f} {one.memory / 1e6:>8.0f}" for one in taken),
    ]


if __name__ == "__main__":
    print("\n".join(lines(measure())))
