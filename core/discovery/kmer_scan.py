"""k-mer discovery: the k-mers that raise a prediction most at one position, by a race or exhaustively."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from time import perf_counter
from typing import NamedTuple

import numpy as np

from core.errors import SequenceError
from core.gia.backgrounds import parse_background, sample
from core.gia.design import Design
from core.gia.embedding import Pairs, embed_kmers
from core.models.scoring import Model, Score, predict_variants
from core.sequence import PROBE_LENGTH, decode, kmers
from core.statistics import mean_interval

METHODS = {
    "race": "All k-mers on a few backgrounds, those that may be among the best on twice as many, and so on.",
    "exhaustive": "All k-mers on all backgrounds.",
}
"""Ways to rank all k-mers, with their one-line help."""
SHORTEST, LONGEST, LONGEST_EXHAUSTIVE = 3, 8, 6
CONFIDENCE = 0.99
"""Least probability that the list of a race is the exhaustive one."""
FIRST_ROUND = 16
"""Backgrounds of the first round; each later round doubles what has been seen."""
TOGETHER = 512
"""k-mers asked at once, in alphabetical order: k-mers with a common beginning share most of the work."""
PART = 2**14
"""Sequences scored at once, 0.7 MB of letters: this bounds memory, and progress is reported about every second."""


class KmerImportance(NamedTuple):
    """The global importance of one k-mer, with a 95% interval of the mean (nan on a single background)."""

    kmer: str
    global_importance: float
    ci_low: float
    ci_high: float


class Progress(NamedTuple):
    """Sequences scored so far, their expected total, and the ranking after the last finished round.

    seen : backgrounds that the ranking comes from: those of the first round at first, so that its intervals are wide,
        then all of them.
    """

    done: int
    total: int
    best: list[KmerImportance]
    seen: int = 0


OnProgress = Callable[[Progress], None]


class KmerScan(NamedTuple):
    """The best k-mers at a position (from 1), best first; ``evaluations`` counts scored sequences, bare ones too."""

    model: str
    k: int
    position: int
    method: str
    background: str
    n: int
    seed: int
    kmers: list[KmerImportance]
    evaluations: int
    seconds: float


def scan_kmers(
    model: Model,
    k: int = 6,
    position: int = 18,
    method: str = "race",
    top: int = 20,
    n: int = 1000,
    background: str = "profile",
    seed: int = 0,
    on_progress: OnProgress | None = None,
) -> KmerScan:
    """Rank all k-mers at one position by global importance.

    All k-mers are embedded in the same backgrounds. The race (successive elimination) begins with `FIRST_ROUND` of them
    and doubles their number each round. After a round the ``top`` best so far are scored on all n backgrounds: the last
    of them sets a bar that every member of the list must reach. A k-mer drops out if its gap to the bar is so many
    standard errors of its local importance (Student's t, corrected for the finite number of backgrounds) that, over all
    rounds and ranks together, the list is the exhaustive one with probability `CONFIDENCE`; its next background is
    assumed to show the largest effect of any k-mer yet, which spares k-mers with rare large effects. Nearly tied k-mers
    stay, up to all of them. The remaining k-mers are scored on all backgrounds, so the numbers are the exhaustive ones.

    Parameters
    ----------
    k : 3 to 8; up to 6 for the exhaustive method.
    position : of the k-mer's first letter, from 1; 18 is the paper's.
    top : number of k-mers to return; fewer are found faster.
    n, background, seed : the backgrounds, as in a `Design`.
    on_progress : called about every second with a `Progress`; an exception it raises cancels the run.

    Raises
    ------
    SequenceError : k, position, method, top, background, n or seed out of range, or a position where a k-mer would
        write both sides of a stem.
    DataError : the background model is made of test probes, and this machine has none.

    Source: Koo et al. 2021, Methods (k-mer discovery: all 6-mers at positions 18 to 23 on 1,000 backgrounds). The race
    is ours.
    """
    started = perf_counter()
    design = check_scan(k, position, method, top, n, background, seed)
    pairs = parse_background(design.background).pairs
    backgrounds = sample(parse_background(design.background), model, design.n, seed)
    order = np.random.default_rng([seed, 1]).permutation(design.n)  # what a round has seen is a random sample of them
    report = _Report(on_progress)
    asker = _Asker(model.score, backgrounds[order], position - 1, pairs, report)
    found = _race(asker, k, top, error=1 - CONFIDENCE if method == "race" else 0)
    back = np.argsort(order)  # in the order of GIA, so that means come out the same to the last bit
    best = _ranking(found._replace(predictions=found.predictions[:, back]), asker.null[back], top)
    asked = (k, position, method, design.background, design.n, seed)
    return KmerScan(model.name, *asked, best, report.done, perf_counter() - started)


def check_scan(
    k: int = 6,
    position: int = 18,
    method: str = "race",
    top: int = 20,
    n: int = 1000,
    background: str = "profile",
    seed: int = 0,
) -> Design:
    """Return the backgrounds of a scan as a design without conditions; SequenceError comes before a model is asked."""
    design = Design("", (), background, n, seed)
    _check(k, position, method, top, parse_background(design.background).pairs)
    return design


def expected_evaluations(k: int, method: str, n: int) -> int:
    """Estimate the number of sequences that a scan will score: exact for the exhaustive method, typical for a race."""
    rounds = _rounds(n)
    return n + 4**k * (rounds[1] * (len(rounds) - 1) if method == "race" else n)


def score_kmers(
    score: Score,
    backgrounds: np.ndarray,
    candidates: list[str],
    position: int,
    pairs: Pairs = (),
    on_scored: Callable[[int], None] = lambda scored: None,
) -> np.ndarray:
    """Predict (K, N): K k-mers, each embedded in each of N backgrounds (N, L); as `score_kmers_together`."""
    return score_kmers_together([score], backgrounds, candidates, position, pairs, on_scored)[0]


def score_kmers_together(
    scores: Sequence[Score],
    backgrounds: np.ndarray,
    candidates: list[str],
    position: int,
    pairs: Pairs = (),
    on_scored: Callable[[int], None] = lambda scored: None,
) -> np.ndarray:
    """Predict (S, K, N) by S scores: K k-mers, each embedded in each of N backgrounds (N, L), in parts.

    Outputs of one network share a forward pass.

    Parameters
    ----------
    position : index of a k-mer's first letter, from 0.
    pairs : as in `embed`.
    on_scored : called with the number of sequences of each part.
    """
    n = len(backgrounds)
    predictions = np.empty((len(scores), len(candidates), n), np.float32)
    for first in range(0, len(candidates), TOGETHER):
        rows = slice(first, first + TOGETHER)
        step = max(1, PART // len(candidates[rows]))
        for start in range(0, n, step):
            columns = slice(start, start + step)
            embedded, written = embed_kmers(backgrounds[columns], candidates[rows], position, pairs)
            predictions[:, rows, columns] = predict_variants(scores, embedded, written)
            on_scored(embedded.shape[0] * embedded.shape[1])
    return predictions


class _Report:
    """The state of a scan, reported to ``on_progress``."""

    def __init__(self, on_progress: OnProgress | None):
        self.done, self._left, self._on_progress = 0, 0, on_progress
        self._best: list[KmerImportance] = []
        self._seen = 0

    def begin_round(self, expected: int) -> None:
        self._left = expected

    def rank(self, field: "_Field", null: np.ndarray, top: int) -> None:
        self._best, self._seen = _ranking(field, null, top), len(null)
        self._tell()

    def add(self, scored: int) -> None:
        self.done, self._left = self.done + scored, max(0, self._left - scored)
        self._tell()

    def _tell(self) -> None:
        if self._on_progress:
            self._on_progress(Progress(self.done, self.done + self._left, self._best, self._seen))


class _Field(NamedTuple):
    """K k-mers, and their predictions (K, m) on the first m backgrounds."""

    kmers: np.ndarray
    predictions: np.ndarray

    def rows(self, rows: np.ndarray) -> "_Field":
        return _Field(self.kmers[rows], self.predictions[rows])

    def joined(self, other: "_Field") -> "_Field":
        return _Field(*(np.concatenate(both) for both in zip(self, other, strict=True)))

    def means(self, m: int | None = None) -> np.ndarray:
        return self.predictions[:, :m].mean(axis=1, dtype=np.float64)


class _Asker:
    """A model asked at one position of the same backgrounds; ``null`` holds its predictions of the bare backgrounds."""

    def __init__(self, score: Score, backgrounds: np.ndarray, position: int, pairs: Pairs, report: _Report):
        self._score, self._backgrounds, self._place, self.report = score, backgrounds, (position, pairs), report
        self.null = np.asarray(score(backgrounds))
        report.add(len(backgrounds))

    def extend(self, field: _Field, upto: int) -> _Field:
        """Extend the predictions of a field to the backgrounds up to ``upto``."""
        fresh = self._backgrounds[field.predictions.shape[1] : upto]
        predictions = score_kmers(self._score, fresh, field.kmers.tolist(), *self._place, self.report.add)
        return field._replace(predictions=np.hstack([field.predictions, predictions]))


def _race(asker: _Asker, k: int, top: int, error: float) -> _Field:
    """Find the k-mers to score on all backgrounds; with a probability of 1 - ``error`` they hold the ``top`` of all."""
    n = len(asker.null)
    rounds = _rounds(n)
    field = _Field(np.array(decode(kmers(k))), np.empty((4**k, 0), asker.null.dtype))
    exact = _Field(field.kmers[:0], np.empty((0, n), asker.null.dtype))
    for index, (seen, upto) in enumerate(pairwise(rounds)):
        # a race's later round costs about what this one does: twice the backgrounds, half the k-mers
        columns = (upto - seen) * (len(rounds) - 1 - index) if error else n - seen
        asker.report.begin_round(len(field.kmers) * columns)
        field = asker.extend(field, upto)
        if upto < n:
            if not seen:
                asker.report.rank(field, asker.null[:upto], top)
            means = np.concatenate([field.means(), exact.means(upto)])
            leads = np.isin(np.arange(len(field.kmers)), np.argsort(-means, kind="stable")[:top])
            exact = exact.joined(asker.extend(field.rows(leads), n))
            field = field.rows(~leads)
            asker.report.rank(exact, asker.null, top)
            if error:
                field = field.rows(_may_reach(asker.null, exact, field, top, error / (top * len(rounds))))
    return exact.joined(field)


def _rounds(n: int) -> list[int]:
    """List the backgrounds seen before the first round and after each: 0, 16, 32, … n."""
    seen = [0]
    while seen[-1] < n:
        seen.append(min(n, max(FIRST_ROUND, 2 * seen[-1])))
    return seen


def _may_reach(null: np.ndarray, exact: _Field, field: _Field, top: int, error: float) -> np.ndarray:
    """Say which k-mers of a field (K, m) may be among the ``top`` on all n backgrounds: (K,) bool.

    A k-mer that is among them is missed with a probability of ``error``.
    """
    from scipy.special import stdtrit

    n, m = len(null), field.predictions.shape[1]
    known = exact.predictions.astype(np.float64) - null
    bar = np.sort(known.mean(axis=1))[-top]
    parts = [slice(start, start + PART) for start in range(0, len(field.kmers), PART)]
    largest = max(known.max(), *((field.predictions[rows] - null[:m]).max() for rows in parts), 0)
    errors = stdtrit(m, 1 - error) * np.sqrt((1 - m / n) / (m + 1))
    may = np.ones(len(field.kmers), bool)
    for rows in parts:
        local = field.predictions[rows].astype(np.float64) - null[:m]
        local = np.pad(local, ((0, 0), (0, 1)), constant_values=largest)
        may[rows] = local.mean(axis=1) + errors * local.std(axis=1, ddof=1) >= bar
    return may


def _ranking(field: _Field, null: np.ndarray, top: int) -> list[KmerImportance]:
    """Rank the best k-mers, ties in alphabetical order, given predictions ``null`` (n,) of the backgrounds."""
    best = np.lexsort([field.kmers, -field.means()])[:top]
    local = field.predictions[best].astype(np.float64) - null
    return [KmerImportance(str(field.kmers[row]), *mean_interval(one)) for row, one in zip(best, local, strict=True)]


def _check(k: int, position: int, method: str, top: int, pairs: Pairs) -> None:
    if method not in METHODS:
        raise SequenceError(f"there is no method {method!r}; use one of: {', '.join(METHODS)}.")
    if not SHORTEST <= k <= LONGEST:
        raise SequenceError(f"k is {k}; use a whole number from {SHORTEST} to {LONGEST}.")
    if method == "exhaustive" and k > LONGEST_EXHAUSTIVE:
        raise SequenceError(
            f"exhaustive discovery of all {4**k:,} {k}-mers would take hours; "
            f"use k up to {LONGEST_EXHAUSTIVE}, or the method race."
        )
    last = PROBE_LENGTH - k + 1
    if not 1 <= position <= last:
        raise SequenceError(
            f"{k}-mers at position {position} leave the {PROBE_LENGTH}-nt probe; use a position from 1 to {last}."
        )
    if not 1 <= top <= 4**k:
        raise SequenceError(f"the number of k-mers to return is {top:,}; use a number from 1 to {4**k:,}.")
    window = range(position - 1, position - 1 + k)
    if any(left in window and right in window for left, right in pairs):
        raise SequenceError(
            f"{k}-mers at position {position} would write both sides of the stem; use another position, a shorter k or "
            "stretches further apart."
        )
