"""Ask a model a design: backgrounds and predictions are made once and remembered, sequences are scored in parts."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import product
from threading import Lock

import numpy as np
from cachetools import LRUCache

from core.gia.backgrounds import parse_background, sample
from core.gia.design import Condition, Design
from core.gia.embedding import embed_each
from core.gia.importance import GiaResult, compare_all, summarise
from core.models.scoring import Model, predict_variants
from core.progress import OnProgress

PART = 4096
"""Sequences scored at once: this bounds memory for any n, and progress is reported in between."""
AT_ONCE = 2**25
"""Letters embedded at once; a large design is embedded in groups of conditions."""
REMEMBERED = 128 * 2**20
"""Bytes of backgrounds and local importance that are kept; the least recently asked go first."""
AROUND = 500
"""Bytes of an array in addition to its numbers."""
KEPT_PART = 512
"""Backgrounds that a network may keep its layers of at once; equal for up to 8 conditions, so that it finds them."""
MOST_KEPT = 1200
"""Backgrounds that a network may keep its layers of; of more it would forget the first before they are asked again."""
BARE = "bare"
"""The key of predictions without patterns, in place of the text of a condition."""


_memory: LRUCache = LRUCache(REMEMBERED, getsizeof=lambda array: array.nbytes + AROUND)
_remembering = Lock()


def run(model: Model, design: Design, on_progress: OnProgress | None = None) -> GiaResult:
    """Ask a model every condition of a design on the same backgrounds, and compare them with the reference.

    Conditions asked before with the same model, background model, number and seed are not computed again.

    Parameters
    ----------
    on_progress : called with (sequences scored, total), remembered sequences included; an exception it raises cancels
        the run.

    Raises
    ------
    SequenceError : no room for a pattern at a random position.
    DataError : the background model is made of test probes, and this machine has none.

    Source: Koo et al. 2021, Eq. 2.
    """
    return run_together([model], design, on_progress)[0]


def run_all(model: Model, designs: Sequence[Design], on_progress: OnProgress | None = None) -> list[GiaResult]:
    """Run several designs with one progress; otherwise as `run`."""
    total = sum(_size(design) for design in designs)
    done = 0
    results = []
    for design in designs:

        def tell(scored: int, of: int, before: int = done) -> None:
            if on_progress:
                on_progress(before + scored, total)

        results.append(run(model, design, tell))
        done += _size(design)
    return results


def run_together(
    models: Sequence[Model], design: Design, on_progress: OnProgress | None = None, source: Model | None = None
) -> list[GiaResult]:
    """Run a design on several models, a result for each; outputs of one network share a forward pass.

    All models see the same backgrounds, those of ``source``, or else of the first model. ``on_progress`` counts a
    sequence once, however many models score it.
    """
    background = parse_background(design.background)
    source = source or models[0]
    asked = (source.key, background.text, design.n, design.seed)
    letters = _recall(asked)
    if letters is None:
        letters = _remember(asked, sample(background, source, design.n, design.seed))
    conditions = {BARE: Condition(()), **{condition.text: condition for condition in design.conditions}}
    found: dict[tuple[int, str], np.ndarray] = {}
    for m, text in product(range(len(models)), conditions):
        if (known := _recall((*asked, models[m].key, text))) is not None:
            found[m, text] = known
    missing = [text for text in conditions if any((m, text) not in found for m in range(len(models)))]
    done = _size(design) - design.n * len(missing)

    def tell(scored: int) -> None:
        if on_progress:
            on_progress(done + scored, _size(design))

    tell(0)
    together = max(2, AT_ONCE // letters.size)
    for start in range(0, len(missing), together):
        texts = missing[start : start + together]
        embedded, written = embed_each(letters, [conditions[text] for text in texts], background.pairs, design.seed)

        def tell_more(scored: int, before: int = start * design.n) -> None:
            tell(before + scored)

        predictions = _score(models, embedded, written, letters, tell_more)
        unchanged = (embedded == letters).all(axis=2)
        for m, model in enumerate(models):
            for text, predicted, same in zip(texts, predictions[m], unchanged, strict=True):
                local = predicted if text == BARE else np.where(same, 0, predicted - found[m, BARE])
                found[m, text] = _remember((*asked, model.key, text), local)
    results = [[summarise(c.text, found[m, c.text]) for c in design.conditions] for m in range(len(models))]
    return [
        GiaResult(design, summaries, compare_all(summaries, design.reference), found[m, BARE])
        for m, summaries in enumerate(results)
    ]


def _size(design: Design) -> int:
    """Count the sequences that a design scores, the bare backgrounds included."""
    return design.n * (1 + len(design.conditions))


def _score(
    models: Sequence[Model],
    embedded: np.ndarray,
    written: np.ndarray,
    backgrounds: np.ndarray,
    tell: Callable[[int], None],
) -> np.ndarray:
    """Predict (M, C, N) in parts; a condition that is the same sequence on all backgrounds is scored once."""
    scores = [model.score for model in models]
    n = embedded.shape[1]
    predictions = np.empty((len(models), *embedded.shape[:2]))
    is_one = (embedded == embedded[:, :1]).all(axis=(1, 2))
    if is_one.any():
        predictions[:, is_one] = predict_variants(scores, embedded[is_one, :1], written[is_one])
    done, several = n * int(is_one.sum()), np.flatnonzero(~is_one)
    step = max(1, min(PART // max(1, len(several)), KEPT_PART if n <= MOST_KEPT else PART))
    for start in range(0, n if len(several) else 0, step):
        part = slice(start, start + step)
        kept = backgrounds[part] if n <= MOST_KEPT else None
        found = predict_variants(scores, embedded[several, part], written[several], backgrounds=kept)
        predictions[:, several, part] = found
        tell(done + len(several) * min(start + step, n))
    return predictions


def _recall(key: tuple) -> np.ndarray | None:
    with _remembering:
        return _memory.get(key)


def _remember(key: tuple, array: np.ndarray) -> np.ndarray:
    """Make an array read-only and keep it, if it is small enough to keep."""
    array = np.array(array)
    array.setflags(write=False)
    with _remembering, suppress(ValueError):
        _memory[key] = array
    return array
