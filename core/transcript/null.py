"""What chance gives on one RNA: windows of the same RNA, its dinucleotides shuffled. Nothing else in a list matters."""

import hashlib
import re

import numpy as np

from core.gia.shuffles import shuffle_dinucleotides
from core.sequence import PAD, PROBE_LENGTH, encode
from core.transcript.fasta import UNKNOWN
from core.transcript.peaks import heights_of_maxima
from core.transcript.windows import starts_of

SHUFFLED, FEWEST, MOST = 10_000, 20, 1_000
"""Windows of each RNA's shuffles, and its shuffles at least and at most: an RNA of 41 nt has 1,000, one of 540 nt 20.

About 400 local maxima at least, so that p is told to 0.0025. With 20 shuffles, one clear peak of an RNA of any length
can reach q = 0.05."""
SHUFFLED_FOLDING, FEWEST_FOLDING, MOST_FOLDING = 4_000, 5, 500
"""The same where a model folds each window, which takes it twenty times as long."""


def n_shuffles(n_windows: int, folds: bool = False) -> int:
    """Compute how often an RNA with so many windows is shuffled: never more or less because of other RNAs."""
    wanted, fewest, most = (SHUFFLED_FOLDING, FEWEST_FOLDING, MOST_FOLDING) if folds else (SHUFFLED, FEWEST, MOST)
    return min(max(-(-wanted // n_windows), fewest), most) if n_windows else 0


def count_windows(sequence: str, window: int, step: int) -> int:
    """Count the windows of one shuffle of an RNA."""
    size = min(window, len(sequence))
    return sum(len(starts_of(len(stretch), size, step)) for stretch in _stretches(sequence, size))


def shuffled_windows(sequence: str, window: int, step: int, n: int, seed: int) -> list[np.ndarray]:
    """Shuffle an RNA many times and cut the windows.

    Each stretch of known letters that is long enough for a window is shuffled by itself, with exactly the dinucleotides
    that it has; others have no prediction and stay out.

    Parameters
    ----------
    sequence : letters A, C, G, U, and N, which is unknown. window, step : nt. n : shuffles.
    seed : with the letters of the RNA it decides the shuffles; its name and what stands beside it do not.

    Returns
    -------
    For each stretch (n, W, 41) int8, padded at the 3' end.
    """
    size = min(window, len(sequence))
    return [_windows(stretch, size, step, n, seed) for stretch in _stretches(sequence, size)]


def chance_heights(predictions: np.ndarray, windows: list[np.ndarray], distance: int) -> np.ndarray:
    """Find the heights of the local maxima of shuffles from the predictions (N,) of all their windows.

    windows : as of `shuffled_windows`. distance : as of `local_maxima`.
    """
    found, start = [np.empty(0)], 0
    for shape in (part.shape[:2] for part in windows):
        end = start + shape[0] * shape[1]
        found.append(heights_of_maxima(predictions[start:end].reshape(shape), distance))
        start = end
    return np.concatenate(found)


def _stretches(sequence: str, size: int) -> list[str]:
    return [found for found in re.findall(f"[^{UNKNOWN}]+", sequence) if len(found) >= size]


def _windows(stretch: str, size: int, step: int, n: int, seed: int) -> np.ndarray:
    letters = np.repeat(encode([stretch], len(stretch)), n, axis=0)
    digest = hashlib.sha256(f"{seed} {stretch}".encode()).digest()
    shuffled = shuffle_dinucleotides(letters, int.from_bytes(digest[:4], "big"))
    starts = starts_of(len(stretch), size, step)
    windows = np.full((n, len(starts), PROBE_LENGTH), PAD, np.int8)
    windows[:, :, :size] = np.lib.stride_tricks.sliding_window_view(shuffled, size, axis=1)[:, starts]
    return windows
