"""Asking a model a design: backgrounds and predictions are made once and remembered, scoring goes in parts."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock

import numpy as np
from cachetools import LRUCache

from core.gia.backgrounds import Background, parse_background, sample
from core.gia.design import Design
from core.gia.embedding import embed
from core.gia.importance import GiaResult, compare_all, summarise
from core.score import Model

PART = 4096
"""Sequences scored at once: memory stays bounded whatever n is, and progress is told in between."""
REMEMBERED = 128 * 2**20
"""Bytes of backgrounds and local importance that are kept; what was not asked for longest goes first."""
AROUND = 500
"""Bytes that an array takes beside its numbers."""
OnProgress = Callable[[int, int], None]


_memory: LRUCache = LRUCache(REMEMBERED, getsizeof=lambda arrays: sum(array.nbytes + AROUND for array in arrays))
_remembering = Lock()


def run(model: Model, design: Design, on_progress: OnProgress | None = None) -> GiaResult:
    """Every condition of a design on the same backgrounds, and each later one against the first.

    Conditions that were asked before, of the same model, background model, number and seed, are not computed again.

    Parameters
    ----------
    on_progress : is told (sequences scored, all), remembered ones too; what it raises cancels.

    Raises
    ------
    SequenceError : no room for a pattern at a random position.
    DataError : backgrounds that are made of test probes, which are not on this machine.

    Source: Koo et al. 2021, Eq. 2.
    """
    return run_all(model, [design], on_progress)[0]


def run_all(model: Model, designs: Sequence[Design], on_progress: OnProgress | None = None) -> list[GiaResult]:
    """As `run`, for several designs with one progress."""
    total = sum(design.n * (1 + len(design.conditions)) for design in designs)
    done = 0
    results = []
    for design in designs:

        def tell(scored: int, before: int = done) -> None:
            if on_progress:
                on_progress(before + scored, total)

        results.append(_run(model, design, tell))
        done += design.n * (1 + len(design.conditions))
    return results


def _run(model: Model, design: Design, tell: Callable[[int], None]) -> GiaResult:
    background = parse_background(design.background)
    asked = (model.key, background.text, design.n, design.seed)
    letters, null = _recall(asked) or _remember(asked, _null(model, background, design, tell))
    tell(design.n)
    results = []
    for number, condition in enumerate(design.conditions, start=1):
        key = (*asked, condition.text)
        before = design.n * number
        kept = _recall(key)
        if kept is None:
            embedded = embed(letters, condition, background.pairs, design.seed)
            local = _score(model, embedded, lambda scored, before=before: tell(before + scored)) - null
            kept = _remember(key, (local,))
        tell(before + design.n)
        results.append(summarise(condition.text, kept[0]))
    return GiaResult(design, results, compare_all(results))


def _null(
    model: Model, background: Background, design: Design, tell: Callable[[int], None]
) -> tuple[np.ndarray, np.ndarray]:
    """Backgrounds (n, L) and their predictions (n,)."""
    letters = sample(background, model, design.n, design.seed)
    return letters, _score(model, letters, tell)


def _score(model: Model, letters: np.ndarray, tell: Callable[[int], None]) -> np.ndarray:
    """Predictions (N,) float64, scored in parts; where all rows are one sequence, it is scored once."""
    if (letters == letters[0]).all():
        return np.full(len(letters), model.score(letters[:1])[0], np.float64)
    predictions = np.empty(len(letters))
    for start in range(0, len(letters), PART):
        predictions[start : start + PART] = model.score(letters[start : start + PART])
        tell(min(start + PART, len(letters)))
    return predictions


def _recall(key: tuple) -> tuple[np.ndarray, ...] | None:
    with _remembering:
        return _memory.get(key)


def _remember(key: tuple, arrays: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
    """The arrays, read-only from now on, and kept if they are not too large for that."""
    for array in arrays:
        array.setflags(write=False)
    with _remembering, suppress(ValueError):
        _memory[key] = arrays
    return arrays
