"""Peak heights expected by chance on one RNA, from shuffles of the same RNA that keep its dinucleotides.

Other RNAs of the list play no part.
"""

import hashlib
import re
from itertools import pairwise

import numpy as np

from core.gia.shuffles import shuffle_dinucleotides
from core.rna_scan.fasta import UNKNOWN
from core.rna_scan.peaks import find_maxima, heights_of_maxima, q_values
from core.rna_scan.windows import starts_of
from core.sequence import PAD, PROBE_LENGTH, encode

SHUFFLED, FEWEST, MOST = 10_000, 20, 1_000
"""Windows wanted from the shuffles of an RNA, and its fewest and most shuffles: 1,000 for 41 nt, 20 for 540 nt.

These give at least about 400 local maxima, so that p resolves 0.0025. With 20 shuffles, one clear peak of an RNA of
any length can reach q = 0.05."""
SHUFFLED_FOLDING, FEWEST_FOLDING, MOST_FOLDING = 4_000, 5, 500
"""The same for a model that folds each window, which takes twenty times as long."""
HOPELESS = 0.4
"""The q of the highest peak at which shuffling stops early, after a quarter, a half or three quarters of the shuffles.

After 5 of 20 shuffles it means that two or more local maxima were as high. A peak whose final q is 0.05 is stopped with
a chance of 0.03, one of 0.01 with a chance of 0.001."""


def n_shuffles(n_windows: int, reads_structure: bool = False) -> int:
    """Compute how often an RNA with this many windows is shuffled, independently of other RNAs."""
    slow, fast = (SHUFFLED_FOLDING, FEWEST_FOLDING, MOST_FOLDING), (SHUFFLED, FEWEST, MOST)
    wanted, fewest, most = slow if reads_structure else fast
    return min(max(-(-wanted // n_windows), fewest), most) if n_windows else 0


def count_windows(sequence: str, window: int, step: int) -> int:
    """Count the windows of one shuffle of an RNA."""
    size = min(window, len(sequence))
    return sum(len(starts_of(len(stretch), size, step)) for stretch in _stretches(sequence, size))


def shuffled_windows(sequence: str, window: int, step: int, n: int, seed: int) -> list[np.ndarray]:
    """Shuffle an RNA many times and cut the windows.

    Each stretch of known letters that is long enough for a window is shuffled by itself and keeps its dinucleotides;
    shorter stretches have no prediction and are left out.

    Parameters
    ----------
    sequence : letters A, C, G, U, and N, which is unknown. window, step : nt. n : shuffles.
    seed : together with the letters of the RNA it determines the shuffles; the RNA's name and the other RNAs do not.

    Returns
    -------
    Per stretch (n, W, 41) int8, padded at the 3' end.
    """
    size = min(window, len(sequence))
    return [_windows(stretch, size, step, n, seed) for stretch in _stretches(sequence, size)]


def chance_heights(predictions: list[np.ndarray], distance: int) -> np.ndarray:
    """Find the heights of the local maxima of shuffles.

    predictions : for each stretch (n, W), of the windows of `shuffled_windows`. distance : as of `local_maxima`.
    """
    return np.concatenate([np.empty(0), *(heights_of_maxima(part, distance) for part in predictions)])


def quarters(n: int) -> list[slice]:
    """Cut n shuffles into four parts, or fewer if n is below four, which are asked one after the other."""
    ends = sorted({n * part // 4 for part in range(5)})
    return [slice(*pair) for pair in pairwise(ends)]


def is_chance(track: np.ndarray, distance: int, null: np.ndarray) -> bool:
    """Say whether the highest peak of a track (W,) has a q of `HOPELESS` or more by the null heights (K,) so far."""
    maxima = find_maxima(track, distance, null)
    return bool(q_values(np.array([one.p for one in maxima]))[0] >= HOPELESS)


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
