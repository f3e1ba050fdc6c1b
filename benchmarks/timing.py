"""How long work takes: contestants take turns, so that a busy moment of the machine meets them all."""

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple

PATIENCE = 20.0
"""Seconds that the repeats of one work may take, about; what takes longer than that is not repeated."""


class Times(NamedTuple):
    """Seconds of the first call, which compiles what there is to compile, the median of the later ones, and how many.

    What tries one's patience has its first call only, and no repeats.
    """

    first: float
    median: float
    repeats: int


def timed(work: Callable) -> tuple[float, object]:
    """Seconds that one call took, and what it returned."""
    started = perf_counter()
    result = work()
    return perf_counter() - started, result


def take_turns(works: Sequence[Callable], repeats: int, patience: float = PATIENCE) -> list[Times]:
    """The times of each work: once each, then a, b, c, a, b, c, … as often as patience allows."""
    firsts = [timed(work)[0] for work in works]
    turns = [min(repeats, int(patience / first)) for first in firsts]
    seconds: list[list[float]] = [[] for _ in works]
    for turn in range(max(turns, default=0)):
        for work, most, taken in zip(works, turns, seconds, strict=True):
            if turn < most:
                taken.append(timed(work)[0])
    return [Times(first, median(taken or [first]), len(taken)) for first, taken in zip(firsts, seconds, strict=True)]
