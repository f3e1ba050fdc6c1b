"""How our time grows with the size of a question."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from benchmarks import cards, ours
from benchmarks.timing import take_turns
from core.gia.backgrounds import sample_profile
from core.models.scoring import Model
from core.sequence import decode

PATTERN = "UGCAUG"
PROBES = 20
PATIENCE = 5.0
"""As of `benchmarks.timing`; a trend needs fewer repeats than a ratio."""


class Growth(NamedTuple):
    """Median seconds (S,) of one kind of work at each of S sizes, and the ``unit`` that sizes count."""

    work: str
    unit: str
    sizes: Sequence[int]
    seconds: list[float]

    @property
    def power(self) -> float:
        """Time grows as size to this power: the slope of a line through the logarithms."""
        return float(np.polyfit(np.log(self.sizes), np.log(self.seconds), 1)[0])


class Sweep(NamedTuple):
    """Work to be timed at several sizes; ``at`` makes it of a size."""

    work: str
    unit: str
    sizes: Sequence[int]
    at: Callable[[int], Callable[[], object]]


def sweeps(models: Sequence[Model], quick: bool = False) -> Iterator[Sweep]:
    """Backgrounds, conditions, length of a probe, k by either method, models, and cards of models that are not asked.

    Of the k-mer scans all but the size is as the command line has it; exhaustive ones see few backgrounds.
    """
    model, texts = models[0], [f"{PATTERN}@{position}" for position in range(1, 33)]
    letters = sample_profile(model.profile, PROBES, 0)
    few = 20 if quick else 100
    yield Sweep(
        "GIA, 1 condition", "backgrounds", (100, 300, 1_000, 3_000, 10_000), partial(ours.gia, [model], texts[:1])
    )
    yield Sweep(
        "GIA on 1,000 backgrounds",
        "conditions",
        (1, 2, 4, 8, 16),
        lambda count: ours.gia([model], texts[::2][:count], 1000),
    )
    yield Sweep(
        f"ISM of {PROBES} probes",
        "nt each",
        (20, 27, 34, 41),
        lambda length: partial(ours.ism, model, decode(letters[:, :length])),
    )
    yield Sweep(
        "race, 1,000 backgrounds",
        "k",
        (4, 5, 6) if quick else (4, 5, 6, 7),
        lambda k: partial(ours.scan, model, method="race", k=k),
    )
    yield Sweep(
        f"exhaustive, {few} backgrounds",
        "k",
        (4, 5, 6),
        lambda k: partial(ours.scan, model, method="exhaustive", k=k, n=few),
    )
    yield Sweep(
        "GIA, 4 conditions x 1,000",
        "models",
        tuple(count for count in (1, 2, 4, 6) if count <= len(models)),
        lambda count: ours.gia(models[:count], texts[::8], 1000),
    )
    yield Sweep("opening a model", "own cards", (10, 100, 1_000, 2_500), partial(cards.opening, model.name))


def measure(sweep: Sweep, repeats: int) -> Growth:
    """Time a sweep, its sizes in turns."""
    times = take_turns([sweep.at(size) for size in sweep.sizes], repeats, PATIENCE)
    return Growth(sweep.work, sweep.unit, sweep.sizes, [one.median for one in times])
