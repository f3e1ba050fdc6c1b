"""How fast the hot path is, against the loop that people write today, in one run: ``python -m benchmarks``.

Machines are noisy, so read the ratio. Each figure is the median of the repeats.
"""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

import core
from core.gia.backgrounds import sample_profile
from core.gia.embedding import embed
from core.gia.importance import local_importance
from core.model import registry, residualbind
from core.mutagenesis import ism
from core.sequence import decode, encode, one_hot

REPEATS = 5


class Row(NamedTuple):
    """One kind of work: sequences scored, seconds of ours and of the naive loop."""

    work: str
    sequences: int
    ours: float
    naive: float

    def __str__(self) -> str:
        return (
            f"{self.work:<28} {self.sequences:>8,} {self.ours * 1e3:>10.1f} {self.sequences / self.ours:>12,.0f} "
            f"{self.naive * 1e3:>10.1f} {self.naive / self.ours:>7.1f}x"
        )


def main() -> None:
    """Time GIA and ISM with the first experiment that has a model, and print the table."""
    experiment = next(e.id for e in core.list_experiments() if e.has_model)
    predict = registry.predictor(experiment)
    predict.warm_up()
    model = residualbind.build()
    model.predict(np.zeros((1, 41, 4), np.float32), verbose=0)
    backgrounds = sample_profile(np.array(registry.card(experiment).profile), 1000, 0)
    probes = decode(backgrounds[:20])
    conditions = [core.parse_condition(text) for text in ("UGCAUG@4", "UGCAUG@11", "UGCAUG@18", "UGCAUG@25")]

    def naive(letters: np.ndarray) -> np.ndarray:
        return model.predict(one_hot(letters), verbose=0)[:, 0]

    def naive_ism(probe: str) -> None:
        for position in range(len(probe)):
            naive(encode([probe[:position] + letter + probe[position + 1 :] for letter in "ACGU"]))

    print(f"{'work (' + experiment + ')':<28} {'scored':>8} {'ours ms':>10} {'sequences/s':>12} {'naive ms':>10} ratio")
    print(
        Row(
            "GIA, 1 condition x 1,000",
            2000,
            _median(lambda: local_importance(predict, backgrounds, conditions[0])),
            _median(lambda: naive(embed(backgrounds, conditions[0])) - naive(backgrounds), 2),
        )
    )
    print(
        Row(
            "GIA, 4 conditions x 1,000",
            5000,
            _median(lambda: _gia(predict, backgrounds, conditions)),
            _median(lambda: [naive(embed(backgrounds, c)) - naive(backgrounds) for c in conditions], 1),
        )
    )
    print(
        Row(
            "ISM of 20 probes",
            20 * 124,
            _median(lambda: [ism(predict, probe) for probe in probes]),
            _median(lambda: naive_ism(probes[0]), 1) * len(probes),
        )
    )


def _gia(predict, backgrounds, conditions) -> None:
    null = predict(backgrounds)
    for condition in conditions:
        local_importance(predict, backgrounds, condition, null)


def _median(work: Callable, repeats: int = REPEATS) -> float:
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
