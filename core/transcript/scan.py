"""The prediction along RNAs: every window asked of every model, peaks against shuffled RNA, and local structure.

Positions count from 0 in arrays, from 1 in `Peak` and in everything that people read.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from core import analyses
from core.cache import remembered
from core.errors import AppError, SequenceError
from core.gia.backgrounds import sample_profile
from core.gia.shuffles import shuffle_dinucleotides
from core.motifs import mismatches
from core.mutagenesis import ism_together
from core.score import Model
from core.sequence import PAD, NamedRna, decode, encode
from core.settings import settings
from core.structure import FOLD_SPAN, FOLD_WINDOW, check_local, unpaired_locally
from core.transcript.fasta import MOST_TOTAL, UNKNOWN
from core.transcript.peaks import Maximum, Peak, find_maxima, local_maxima
from core.transcript.windows import Tell, check_window, cut, letters_of, predict, starts_of

QUANTILE = 0.99
"""Of random backgrounds, above which a local maximum is listed as a peak."""
BACKGROUNDS = 2000
"""Random backgrounds of a model that say what is high for it."""
SHUFFLED, SHUFFLED_FOLDING = 40_000, 4_000
"""Windows of shuffled RNA that peaks are compared with, and where a model folds each of them."""
MOST_PEAKS = 50
"""Peaks of a model that are listed."""
SITE = 6
"""Letters of the stretch that is named in a peak's window: the paper's k-mers."""
MOST_MODELS = 8
VERSION = 1
"""Of what is kept: another one is worked out afresh."""


class Track(NamedTuple):
    """One RNA, asked.

    rna : its name and letters, N where unknown.
    starts : (W,) index of the first letter of each window.
    predictions : (M, W) float32, a row for each model; nan where a window has an unknown letter.
    unpaired : (L,) float32 probability that each letter is unpaired.
    """

    rna: NamedRna
    starts: np.ndarray
    predictions: np.ndarray
    unpaired: np.ndarray


class RnaScan(NamedTuple):
    """All that a scan found.

    models : names (M,). window, step, fold_window, fold_span : nt. quantile, seed : as asked.
    tracks : one for each RNA. random : (M, K) predictions of random backgrounds, sorted. thresholds : (M,).
    peaks : best first, model by model, at most `MOST_PEAKS` each. n_peaks : (M,) how many are above the threshold.
    n_shuffled : (M,) local maxima of shuffled RNA that they are compared with.
    """

    models: tuple[str, ...]
    window: int
    step: int
    quantile: float
    fold_window: int
    fold_span: int
    seed: int
    tracks: tuple[Track, ...]
    random: np.ndarray
    thresholds: np.ndarray
    peaks: tuple[Peak, ...]
    n_peaks: tuple[int, ...]
    n_shuffled: tuple[int, ...]

    def middle(self, start: int | np.ndarray, length: int):
        """Position, from 1, of the middle letter of a window that begins at index ``start``; of two, the left one."""
        return start + (min(self.window, length) - 1) // 2 + 1


def scan_rnas(
    models: Sequence[str | Model],
    rnas: Sequence[NamedRna],
    window: int = 41,
    step: int = 1,
    quantile: float = QUANTILE,
    fold_window: int = FOLD_WINDOW,
    fold_span: int = FOLD_SPAN,
    seed: int = 0,
    on_progress: Tell | None = None,
) -> RnaScan:
    """Predict every window of RNAs, name the peaks, and fold the RNAs locally.

    A track's value at a window's middle letter is the prediction of that window. No window hangs over an end, so the
    first and last half window of an RNA have no value; an RNA shorter than the window is one window, padded at the 3'
    end as probes are. What was scanned before is remembered, where the models are given by name.

    Parameters
    ----------
    models : names, as of `core.open_model`, or models such as `core.wrap_model` makes; 1 to 8.
    rnas : as of `core.read_fasta`; N is an unknown letter, and windows with one have no prediction.
    window : 30 to 41 nt. step : nt from one window to the next.
    quantile : a local maximum is a peak above this quantile of 2,000 random backgrounds of the model, letters drawn
        from the frequencies of its test probes.
    fold_window, fold_span : nt of `core.structure.unpaired_locally`.
    seed : of the random backgrounds and of the shuffled RNA.
    on_progress : is told (done, all) predictions and folded nucleotides; what it raises cancels.

    Returns
    -------
    p and q of a peak compare its height with the local maxima of the same RNAs, their dinucleotides shuffled: chance
    maxima of the same composition, found in the same way.

    Raises
    ------
    SequenceError : no RNA, too many nucleotides, or a window, step or quantile that cannot be.
    DataError, ModelError : an unknown experiment, or one without a sound model.
    """
    _check(models, rnas, window, step, quantile)
    check_local(fold_window, fold_span)
    setting = (window, step, float(quantile), fold_window, fold_span, seed)

    def compute() -> RnaScan:
        opened = [analyses.open_model(model) if isinstance(model, str) else model for model in models]
        return _Scan(opened, tuple(NamedRna(*rna) for rna in rnas), *setting, on_progress).run()

    if not all(isinstance(model, str) for model in models):
        return compute()
    keys = [(name, analyses.card(name).answers_key) for name in models]
    asked = [VERSION, keys, setting, [tuple(rna) for rna in rnas], settings().energies]
    return remembered(("rna scan", hashlib.sha256(json.dumps(asked).encode()).hexdigest()), compute)


def _check(models: Sequence, rnas: Sequence[NamedRna], window: int, step: int, quantile: float) -> None:
    check_window(window, step)
    if not 0.5 <= quantile < 1:
        raise SequenceError(f"the quantile of random backgrounds is {quantile}; give 0.5 to 0.999, such as 0.99.")
    if not 1 <= len(models) <= MOST_MODELS:
        raise AppError(f"{len(models)} models are asked; choose 1 to {MOST_MODELS}.")
    if not rnas:
        raise SequenceError("there is no RNA to scan; give at least one.")
    if (total := sum(len(rna[1]) for rna in rnas)) > MOST_TOTAL:
        raise SequenceError(f"the RNAs have {total:,} nt together; give at most {MOST_TOTAL:,} at a time.")


class _Scan(NamedTuple):
    """One scan at work: its questions, step by step."""

    models: list[Model]
    rnas: tuple[NamedRna, ...]
    window: int
    step: int
    quantile: float
    fold_window: int
    fold_span: int
    seed: int
    on_progress: Tell | None

    def run(self) -> RnaScan:
        shuffled, random = self._shuffled(), self._random()
        starts = [starts_of(len(rna.sequence), self.window, self.step) for rna in self.rnas]
        pieces = [cut(rna.sequence, at, self.window) for rna, at in zip(self.rnas, starts, strict=True)]
        rows, is_known = np.concatenate([rows for rows, _ in pieces]), np.concatenate([known for _, known in pieces])
        nt = sum(len(rna.sequence) for rna in self.rnas)
        extra = sum(map(len, shuffled)) + sum(map(len, random)) // len(random)
        tell = counter(self.on_progress, len(self.models) * (int(is_known.sum()) + extra) + nt)
        unpaired = [unpaired_locally(rna.sequence, self.fold_window, self.fold_span, tell) for rna in self.rnas]
        scores = [model.score for model in self.models]
        values = np.full((len(scores), len(is_known)), np.nan, np.float32)
        values[:, is_known] = predict(scores, rows[is_known], tell)
        ends = list(accumulate(map(len, starts)))
        parts = [values[:, end - len(at) : end] for at, end in zip(starts, ends, strict=True)]
        tracks = tuple(map(Track, self.rnas, starts, parts, unpaired))
        backgrounds = np.stack(
            [np.sort(predict([score], own, tell)[0]) for score, own in zip(scores, random, strict=True)]
        )
        null = self._null(predict(scores, np.concatenate(shuffled), tell), shuffled)
        return self._collect(tracks, backgrounds, null)

    def _random(self) -> list[np.ndarray]:
        """Random backgrounds (K, 41) of each model, as long as the window."""
        found = []
        for model in self.models:
            letters = sample_profile(model.profile, BACKGROUNDS, self.seed)
            letters[:, self.window :] = PAD
            found.append(letters)
        return found

    def _shuffled(self) -> list[np.ndarray]:
        """The windows of shuffled RNAs, `SHUFFLED` in all: each RNA in turn, as often as it takes."""
        folds = any(known_of(model)[1] for model in self.models)
        rng, wanted = np.random.default_rng(self.seed), SHUFFLED_FOLDING if folds else SHUFFLED
        found: list[np.ndarray] = []
        order: list[int] = []
        while wanted > 0:
            order = order or rng.permutation(len(self.rnas)).tolist()
            letters, known = letters_of(self.rnas[order.pop()].sequence)
            if known.any():
                (again,) = decode(shuffle_dinucleotides(letters[known][None], int(rng.integers(2**31))))
                at = starts_of(len(again), self.window, self.step)[:wanted]
                found.append(cut(again, at, self.window)[0])
                wanted -= len(at)
            elif not any(set(rna.sequence) - {UNKNOWN} for rna in self.rnas):
                raise SequenceError("all letters of the RNAs are unknown (N); give letters A, C, G, U.")
        return found

    def _null(self, predictions: np.ndarray, shuffled: list[np.ndarray]) -> list[np.ndarray]:
        """Heights of the local maxima of shuffled RNA, for each model."""
        ends = list(accumulate(map(len, shuffled)))
        parts = [predictions[:, end - len(rows) : end] for rows, end in zip(shuffled, ends, strict=True)]
        return [
            np.concatenate([part[m][local_maxima(part[m], self._distance)] for part in parts])
            for m in range(len(self.models))
        ]

    @property
    def _distance(self) -> int:
        """Windows that peaks are apart: half a window."""
        return -(-self.window // (2 * self.step))

    def _collect(self, tracks: tuple[Track, ...], random: np.ndarray, null: list[np.ndarray]) -> RnaScan:
        thresholds = np.quantile(random, self.quantile, axis=1)
        listed, counts = [], []
        for m, model in enumerate(self.models):
            values = [track.predictions[m] for track in tracks]
            maxima = find_maxima(values, self._distance, null[m])
            above = [one for one in maxima if one.height > thresholds[m]]
            listed += self._name(model, above[:MOST_PEAKS], tracks, random[m])
            counts.append(len(above))
        names, setting = tuple(model.name for model in self.models), (self.window, self.step, self.quantile)
        folding = (self.fold_window, self.fold_span, self.seed)
        n_null = tuple(map(len, null))
        return RnaScan(
            names, *setting, *folding, tracks, random, thresholds, tuple(listed), tuple(counts), n_null
        )  # fmt: skip

    def _name(self, model: Model, maxima: list[Maximum], tracks: tuple[Track, ...], random: np.ndarray) -> list[Peak]:
        """Maxima, highest first, as peaks: where they stand, and which letters the model sees in them."""
        if not maxima:
            return []
        starts = [int(tracks[one.track].starts[one.window]) for one in maxima]
        rnas = [tracks[one.track].rna for one in maxima]
        windows = [rna.sequence[at : at + self.window] for rna, at in zip(rnas, starts, strict=True)]
        kmer, _ = known_of(model)
        lacking = mismatches(encode(windows), kmer).tolist() if kmer else [None] * len(windows)
        isms = ism_together([model.score], windows)[0]
        peaks = []
        for rank, (one, rna, at, ism) in enumerate(zip(maxima, rnas, starts, isms, strict=True), start=1):
            length = len(ism.sequence)
            site = ism.strongest(min(SITE, length))
            lower = 100 * float(np.searchsorted(random, one.height)) / len(random)
            place = (at + 1, at + length, at + (length - 1) // 2 + 1)
            found = (ism.sequence[site : site + SITE], at + site + 1, kmer, lacking[rank - 1])
            peaks.append(
                Peak(model.name, rank, rna.name, *place, ism.sequence, one.height, lower, one.p, one.q, *found)
            )
        return peaks


def counter(on_progress: Tell | None, total: int) -> Callable[[int], None]:
    """A function to tell how much was done since it was told last."""
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if on_progress:
            on_progress(min(done, total), total)

    return tell


def known_of(model: Model) -> tuple[str, bool]:
    """The best k-mer of a model of the registry, and whether it folds what it reads; "" and False for any other."""
    try:
        card = analyses.card(model.name)
    except AppError:
        return "", False
    return (card.top_kmers[0][0] if card.top_kmers else ""), card.architecture.folds
