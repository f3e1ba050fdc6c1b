"""Predictions along RNAs: every window asked of every model, peaks against shuffled RNA, and local structure.

Positions count from 0 in arrays, and from 1 in `Peak` and in everything that people read.
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
"""Quantile of random backgrounds above which a local maximum is listed as a peak."""
BACKGROUNDS = 2000
"""Random backgrounds that show which predictions are high for a model."""
MOST_PEAKS = 50
"""Most windows, the highest, of an RNA whose sites are listed for a model."""
MOST_MODELS = 8
VERSION = 3
"""Version of remembered scans; scans of another version are computed afresh."""


class Track(NamedTuple):
    """The scan of one RNA.

    rna : its name and letters, N where unknown.
    starts : (W,) index of the first letter of each window.
    predictions : (M, W) float32, a row for each model; nan where a window has an unknown letter.
    unpaired : (L,) float32 probability that each letter is unpaired.
    n_shuffled : (M,) number n of local maxima of this RNA's shuffles that its peaks are compared with, 0 if it has no
        peak; p is never below 1 / (n + 1).
    """

    rna: NamedRna
    starts: np.ndarray
    predictions: np.ndarray
    unpaired: np.ndarray
    n_shuffled: tuple[int, ...]


class RnaScan(NamedTuple):
    """The result of a scan.

    models : names (M,). window, step, fold_window, fold_span : nt. quantile, seed : as asked.
    tracks : one for each RNA. random : (M, K) predictions of random backgrounds, sorted. thresholds : (M,).
    peaks : best first, model by model, of at most `MOST_PEAKS` windows of each RNA. n_peaks : (M,) number of peaks
        above the threshold.
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
        """Return the position, from 1, of the middle letter (of two, the left one) of the window at index ``start``."""
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

    A track's value at a window's middle letter is the prediction of that window. No window extends beyond an end, so
    the first and last half window of an RNA have no value; an RNA shorter than the window is one window, padded at the
    3' end as probes are. Scans are remembered if the models are given by name.

    Parameters
    ----------
    models : names, as in `core.open_model`, or models made by `core.wrap_model`; 1 to 8.
    rnas : as read by `core.read_fasta`; N is an unknown letter, and windows with one have no prediction.
    window : 30 to 41 nt. step : nt from one window to the next.
    quantile : a local maximum is a peak if it is above this quantile of the predictions of 2,000 random backgrounds,
        whose letters are drawn from the frequencies of the model's test probes.
    fold_window, fold_span : nt of `core.structure.fold.unpaired_locally`.
    seed : of the random backgrounds and of the shuffled RNA.
    on_progress : called with (done, total) predictions and folded nucleotides; an exception it raises cancels the run.

    Returns
    -------
    The scan. p of a peak compares its height with the local maxima of shuffles of the same RNA: chance maxima of the
    same composition, found in the same way. q corrects p for the local maxima of that RNA and model. So the result on
    an RNA does not depend on the other RNAs and models of the scan.

    Raises
    ------
    SequenceError : no RNA, too many nucleotides, or a window, step or quantile out of range.
    DataError, ModelError : an unknown experiment, or an experiment without a usable model.
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
    """A running scan, which asks every RNA by itself, so that its numbers do not depend on the others."""

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
        """The models that fold what they read, and the others, which are asked more shuffles."""
        reading = [known_of(model)[1] for model in self.models]
        groups = [(kind, [m for m, one in enumerate(reading) if one is kind]) for kind in (False, True)]
        return [(kind, members) for kind, members in groups if members]

    def _total(self, pieces: list["_Piece"]) -> int:
        """Count the predictions and folded nucleotides, except the predictions that name the sites of peaks."""
        asked = sum(
            len(group) * (int(one.is_known.sum()) + one.n_windows * n_shuffles(one.n_windows, reads_structure))
            for reads_structure, group in self._groups
            for one in pieces
        )
        return asked + len(self.models) * BACKGROUNDS + sum(len(one.rna.sequence) for one in pieces)

    def _random(self, model: Model, tell: Callable[[int], None]) -> np.ndarray:
        """Predict random backgrounds as long as the window: (K,), sorted."""
        letters = sample_profile(model.profile, BACKGROUNDS, self.seed)
        letters[:, self.window :] = PAD
        return np.sort(predict([model.score], letters, tell)[0])

    def _ask(self, piece: "_Piece", thresholds: np.ndarray, tell: Callable[[int], None]) -> tuple[Track, list]:
        """Ask the track of an RNA, and for each model the heights of the local maxima of its shuffles.

        If no window is above a model's threshold, there is nothing to compare, and no shuffle is asked.
        """
        rna, known = piece.rna, piece.is_known
        values = np.full((len(self.models), len(known)), np.nan, np.float32)
        null = [np.empty(0)] * len(self.models)
        for reads_structure, group in self._groups if known.any() else ():
            chunk, n = CHUNK_FOLDING if reads_structure else None, n_shuffles(piece.n_windows, reads_structure)
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
        """Find the heights of local maxima of shuffles, by model; few shuffles do if a track looks like chance.

        tracks : (W,) by model. shuffled : for each stretch, as in `shuffled_windows`.
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
        """The fewest windows between two peaks: half a window."""
        return -(-self.window // (2 * self.step))

    def _peaks(self, m: int, track: Track, chance: Chance, tell: Callable[[int], None]) -> tuple[list[Peak], int]:
        """List the peaks of a model on an RNA, highest first, a row for each of their sites; and count them."""
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
    """An RNA prepared for asking.

    starts : (W,) index of the first letter of each window. rows : (W, 41) their letters. is_known : (W,) whether all
    letters of a window are known. n_windows : windows of one of its shuffles, 0 if no window is known.
    """

    rna: NamedRna
    starts: np.ndarray
    rows: np.ndarray
    is_known: np.ndarray
    n_windows: int


def chance_text(scan: RnaScan) -> str:
    """Explain p and q of a scan's peaks, and how small p can be, in the words of the page and of every export."""
    finest = sorted({1 / (n + 1) for track in scan.tracks for n in track.n_shuffled if n})
    ends = " to ".join(f"{one:.2g}" for one in dict.fromkeys(finest[:1] + finest[-1:]))
    floor = f", never below {ends}{' by RNA' if len(finest) > 1 else ''} (one in all of them)" if finest else ""
    return (
        f"p: how often a local maximum of the same RNA, its dinucleotides shuffled, is as high{floor}. q: p corrected "
        "for all local maxima of that RBP on that RNA. Other RNAs in the list change neither."
    )


def known_of(model: Model) -> tuple[str, bool]:
    """Return a registered model's best k-mer, and whether it folds what it reads; "" and False for any other model."""
    try:
        card = analyses.card(model)
    except AppError:
        return "", False
    return (card.top_kmers[0][0] if card.top_kmers else ""), card.architecture.reads_structure
