"""The prediction along RNAs: every window asked of every model, peaks against shuffled RNA, and local structure.

Positions count from 0 in arrays, from 1 in `Peak` and in everything that people read.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from core.checks import check_seed
from core.discovery.ism import ism_together
from core.discovery.motifs import mismatches
from core.errors import AppError, SequenceError
from core.gia.backgrounds import sample_profile
from core.library import analyses
from core.models.scoring import Model, Score
from core.progress import OnProgress, counter
from core.rna_scan.fasta import MOST_TOTAL
from core.rna_scan.null import chance_heights, count_windows, is_chance, n_shuffles, quarters, shuffled_windows
from core.rna_scan.peaks import Chance, Peak, find_maxima, list_sites
from core.rna_scan.sites import SITE, find_sites
from core.rna_scan.windows import CHUNK_FOLDING, check_window, cut, predict, predict_tracks, starts_of
from core.sequence import PAD, NamedRna, as_rna, encode
from core.settings import settings
from core.storage.cache import remembered
from core.structure.fold import FOLD_SPAN, FOLD_WINDOW, check_local, unpaired_locally
from core.versions import unusual_folding

QUANTILE = 0.99
"""Of random backgrounds, above which a local maximum is listed as a peak."""
BACKGROUNDS = 2000
"""Random backgrounds of a model that say what is high for it."""
MOST_PEAKS = 50
"""Windows of an RNA whose sites are listed for a model, the highest ones."""
MOST_MODELS = 8
VERSION = 3
"""Of what is kept: another one is worked out afresh."""


class Track(NamedTuple):
    """One RNA, asked.

    rna : its name and letters, N where unknown.
    starts : (W,) index of the first letter of each window.
    predictions : (M, W) float32, a row for each model; nan where a window has an unknown letter.
    unpaired : (L,) float32 probability that each letter is unpaired.
    n_shuffled : (M,) local maxima of this RNA's shuffles that its peaks are compared with, 0 where it has no peak; p is
        never below one in their number and one.
    """

    rna: NamedRna
    starts: np.ndarray
    predictions: np.ndarray
    unpaired: np.ndarray
    n_shuffled: tuple[int, ...]


class RnaScan(NamedTuple):
    """All that a scan found.

    models : names (M,). window, step, fold_window, fold_span : nt. quantile, seed : as asked.
    tracks : one for each RNA. random : (M, K) predictions of random backgrounds, sorted. thresholds : (M,).
    peaks : best first, model by model, of at most `MOST_PEAKS` windows of each RNA. n_peaks : (M,) how many are above
        the threshold.
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
    on_progress: OnProgress | None = None,
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
    fold_window, fold_span : nt of `core.structure.fold.unpaired_locally`.
    seed : of the random backgrounds and of the shuffled RNA.
    on_progress : is told (done, all) predictions and folded nucleotides; what it raises cancels.

    Returns
    -------
    p of a peak compares its height with the local maxima of the same RNA, its dinucleotides shuffled: chance maxima of
    the same composition, found in the same way. q corrects p for the local maxima of that RNA and model. So what is
    found on an RNA is the same whatever other RNAs and models are asked with it.

    Raises
    ------
    SequenceError : no RNA, too many nucleotides, or a window, step or quantile that cannot be.
    DataError, ModelError : an unknown experiment, or one without a sound model.
    """
    _check(models, rnas, window, step, quantile)
    check_seed(seed)
    check_local(fold_window, fold_span)
    setting = (window, step, float(quantile), fold_window, fold_span, seed)

    def compute() -> RnaScan:
        opened = [analyses.open_model(model) if isinstance(model, str) else model for model in models]
        return _Scan(opened, tuple(map(as_rna, rnas)), *setting, on_progress).run()

    if not all(isinstance(model, str) for model in models):
        return compute()
    keys = [(name, analyses.card(name).answers_key) for name in models]
    asked = [VERSION, keys, setting, [(type(rna).__name__, *rna) for rna in map(as_rna, rnas)]]
    asked.append(settings().energies + unusual_folding())
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
    """One scan at work. Every RNA is asked by itself, so that its numbers do not depend on the others."""

    models: list[Model]
    rnas: tuple[NamedRna, ...]
    window: int
    step: int
    quantile: float
    fold_window: int
    fold_span: int
    seed: int
    on_progress: OnProgress | None

    def run(self) -> RnaScan:
        pieces = [self._cut(rna) for rna in self.rnas]
        if not any(piece.is_known.any() for piece in pieces):
            raise SequenceError(
                f"no RNA has a window of known letters alone: unknown ones (N) are never {self.window} letters apart; "
                "give stretches of A, C, G, U."
            )
        tell = counter(self.on_progress, self._total(pieces))
        tell(0)
        random = np.stack([self._random(model, tell) for model in self.models])
        thresholds = np.quantile(random, self.quantile, axis=1)
        tracks, counts = [], [0] * len(self.models)
        listed: list[list[Peak]] = [[] for _ in self.models]
        for piece in pieces:
            track, null = self._ask(piece, thresholds, tell)
            tracks.append(track)
            for m in range(len(self.models)):
                peaks, n = self._peaks(m, track, Chance(null[m], random[m], float(thresholds[m])), tell)
                listed[m] += peaks
                counts[m] += n
        ordered = [peak for peaks in listed for peak in sorted(peaks, key=lambda peak: -peak.prediction)]
        names, setting = tuple(model.name for model in self.models), (self.window, self.step, self.quantile)
        folding = (self.fold_window, self.fold_span, self.seed)
        return RnaScan(names, *setting, *folding, tuple(tracks), random, thresholds, tuple(ordered), tuple(counts))

    def _cut(self, rna: NamedRna) -> "_Piece":
        starts = starts_of(len(rna.sequence), self.window, self.step)
        rows, is_known = cut(rna.sequence, starts, self.window)
        shuffled = count_windows(rna.sequence, self.window, self.step) if is_known.any() else 0
        return _Piece(rna, starts, rows, is_known, shuffled)

    @property
    def _groups(self) -> list[tuple[bool, list[int]]]:
        """Models that fold what they read, and those that do not, which are asked more shuffles."""
        folds = [known_of(model)[1] for model in self.models]
        groups = [(kind, [m for m, one in enumerate(folds) if one is kind]) for kind in (False, True)]
        return [(kind, members) for kind, members in groups if members]

    def _total(self, pieces: list["_Piece"]) -> int:
        """How many predictions are made, and nucleotides folded, but for those that name the sites of peaks."""
        asked = sum(
            len(group) * (int(one.is_known.sum()) + one.n_windows * n_shuffles(one.n_windows, folds))
            for folds, group in self._groups
            for one in pieces
        )
        return asked + len(self.models) * BACKGROUNDS + sum(len(one.rna.sequence) for one in pieces)

    def _random(self, model: Model, tell: Callable[[int], None]) -> np.ndarray:
        """Predictions (K,) of random backgrounds as long as the window, sorted."""
        letters = sample_profile(model.profile, BACKGROUNDS, self.seed)
        letters[:, self.window :] = PAD
        return np.sort(predict([model.score], letters, tell)[0])

    def _ask(self, piece: "_Piece", thresholds: np.ndarray, tell: Callable[[int], None]) -> tuple[Track, list]:
        """The track of an RNA, and for each model the heights of the local maxima of its shuffles.

        Where no window is above a model's threshold, there is nothing to compare, and no shuffle is asked.
        """
        rna, known = piece.rna, piece.is_known
        values = np.full((len(self.models), len(known)), np.nan, np.float32)
        null = [np.empty(0)] * len(self.models)
        for folds, group in self._groups if known.any() else ():
            chunk, n = CHUNK_FOLDING if folds else None, n_shuffles(piece.n_windows, folds)
            values[np.ix_(np.array(group), known)] = predict(self._scores(group), piece.rows[known], tell, chunk)
            high = [m for m in group if np.nanmax(values[m]) > thresholds[m]]
            tell((len(group) - len(high)) * piece.n_windows * n)
            if high:
                shuffled = shuffled_windows(rna.sequence, self.window, self.step, n, self.seed)
                for m, heights in self._chance({m: values[m] for m in high}, shuffled, tell, chunk).items():
                    null[m] = heights
        unpaired = unpaired_locally(rna.sequence, self.fold_window, self.fold_span, tell)
        return Track(rna, piece.starts, values, unpaired, tuple(map(len, null))), null

    def _chance(
        self, tracks: dict[int, np.ndarray], shuffled: list[np.ndarray], tell: Callable[[int], None], chunk: int | None
    ) -> dict[int, np.ndarray]:
        """The heights of the local maxima of shuffles by model; for a track whose peaks are chance, of the first few.

        tracks : (W,) by model. shuffled : for each stretch, as of `shuffled_windows`.
        """
        null = {m: np.empty(0) for m in tracks}
        n, each = len(shuffled[0]), sum(part.shape[1] for part in shuffled)
        going = list(tracks)
        for rows in quarters(n):
            scores = self._scores(going)
            found = [predict_tracks(scores, part[rows], self.step, tell, chunk) for part in shuffled]
            for at, m in enumerate(going):
                null[m] = np.concatenate([null[m], chance_heights([part[at] for part in found], self._distance)])
            ended = [m for m in going if is_chance(tracks[m], self._distance, null[m])]
            going = [m for m in going if m not in ended]
            tell(len(ended) * (n - rows.stop) * each)
            if not going:
                break
        return null

    def _scores(self, group: list[int]) -> list[Score]:
        return [self.models[m].score for m in group]

    @property
    def _distance(self) -> int:
        """Windows that peaks are apart: half a window."""
        return -(-self.window // (2 * self.step))

    def _peaks(self, m: int, track: Track, chance: Chance, tell: Callable[[int], None]) -> tuple[list[Peak], int]:
        """The peaks of a model on an RNA, highest first, a row for each of their sites; and how many there are."""
        maxima = find_maxima(track.predictions[m], self._distance, chance.null)
        above = [one for one in maxima if one.height > chance.threshold]
        listed, model, rna = above[:MOST_PEAKS], self.models[m], track.rna
        if not listed:
            return [], 0
        starts = track.starts[[one.window for one in listed]].tolist()
        windows = [rna.sequence[at : at + self.window] for at in starts]
        (isms,) = ism_together([model.score], windows, lambda *_: tell(0))
        sites = find_sites(model.score, isms, chance.threshold, self.seed)
        kmer, _ = known_of(model)
        lacking = mismatches(encode(windows), kmer).tolist() if kmer else [None] * len(windows)
        peaks = []
        for rank, row in enumerate(list_sites(maxima, starts, sites, chance.null), start=1):
            at, letters, height = starts[row.maximum], windows[row.maximum], listed[row.maximum].height
            peaks.append(
                Peak(
                    model=model.name,
                    rank=rank,
                    rna=rna.name,
                    first=at + 1,
                    last=at + len(letters),
                    position=at + (len(letters) - 1) // 2 + 1,
                    letters=rna.typed(letters),
                    prediction=height,
                    percentile=100 * float(np.searchsorted(chance.random, height)) / len(chance.random),
                    p=row.p,
                    q=row.q,
                    site=rna.typed(letters[row.first : row.first + SITE]),
                    site_first=at + row.first + 1,
                    site_prediction=row.prediction,
                    kmer=kmer,
                    mismatches=lacking[row.maximum],
                )
            )
        return peaks, len(peaks) + len(above) - len(listed)


class _Piece(NamedTuple):
    """An RNA to ask.

    starts : (W,) index of the first letter of each window. rows : (W, 41) their letters. is_known : (W,) whether all of
    these are known. n_windows : of one of its shuffles, 0 where no window is known.
    """

    rna: NamedRna
    starts: np.ndarray
    rows: np.ndarray
    is_known: np.ndarray
    n_windows: int


def chance_text(scan: RnaScan) -> str:
    """Say what p and q of a scan's peaks are, and how fine p can be, as the page and every export say it."""
    finest = sorted({1 / (n + 1) for track in scan.tracks for n in track.n_shuffled if n})
    ends = " to ".join(f"{one:.2g}" for one in dict.fromkeys(finest[:1] + finest[-1:]))
    floor = f", never below {ends}{' by RNA' if len(finest) > 1 else ''} (one in all of them)" if finest else ""
    return (
        f"p: how often a local maximum of the same RNA, its dinucleotides shuffled, is as high{floor}. q: p corrected "
        "for all local maxima of that RBP on that RNA. Other RNAs in the list change neither."
    )


def known_of(model: Model) -> tuple[str, bool]:
    """The best k-mer of a model of the registry, and whether it folds what it reads; "" and False for any other."""
    try:
        card = analyses.card(model)
    except AppError:
        return "", False
    return (card.top_kmers[0][0] if card.top_kmers else ""), card.architecture.folds
