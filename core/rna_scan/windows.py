"""Windows of long RNAs as the models read them: letters in 41 columns, padded at the 3' end, and which are known."""

from collections.abc import Callable, Sequence

import numpy as np

from core.errors import SequenceError
from core.models.scoring import Score, predict_variants
from core.rna_scan.fasta import UNKNOWN
from core.sequence import PAD, PROBE_LENGTH, encode

SHORTEST, LONGEST = 30, PROBE_LENGTH
"""Fewest and most nucleotides of a window: the lengths of the probes that the models have seen."""
CHUNK, CHUNK_FOLDING = 8192, 500
"""Windows predicted between two reports of progress, without and with folding; this bounds memory."""

BLOCK = 64
"""Most neighbouring windows that share computations."""


def check_window(window: int, step: int = 1) -> None:
    """Raise a SequenceError for a window that no probe has, or a step that would leave letters out."""
    if not SHORTEST <= window <= LONGEST:
        raise SequenceError(
            f"the window is {window} nt; give {SHORTEST} to {LONGEST}, the lengths of the probes behind the models."
        )
    if not 1 <= step <= window:
        raise SequenceError(f"the step is {step} nt; give 1 to {window}, so that each letter is in some window.")


def letters_of(sequence: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the letters (L,) int8 of an RNA, with A for each unknown letter, and which (L,) are known."""
    known = np.frombuffer(sequence.encode(), np.uint8) != ord(UNKNOWN)
    return encode([sequence.replace(UNKNOWN, "A")], len(sequence))[0], known


def starts_of(length: int, window: int, step: int = 1) -> np.ndarray:
    """Return the index of the first letter of every window (W,); an RNA shorter than the window is one window."""
    return np.arange(0, max(length - window, 0) + 1, step)


def cut(sequence: str, starts: np.ndarray, window: int) -> tuple[np.ndarray, np.ndarray]:
    """Cut the windows (W, 41) int8 of an RNA that begin at ``starts``; also say which (W,) have no unknown letter.

    No window extends beyond an end; an RNA shorter than the window is padded at the 3' end, as probes are.
    """
    letters, known = letters_of(sequence)
    window = min(window, len(letters))
    rows = np.full((len(starts), PROBE_LENGTH), PAD, np.int8)
    rows[:, :window] = np.lib.stride_tricks.sliding_window_view(letters, window)[starts]
    return rows, np.lib.stride_tricks.sliding_window_view(known, window)[starts].all(axis=1)


def predict(
    scores: Sequence[Score], rows: np.ndarray, tell: Callable[[int], None] | None = None, chunk: int | None = None
) -> np.ndarray:
    """Predict windows (N, 41): (M, N) float32; outputs of one network share a forward pass.

    tell : called with the number of predictions made since its last call; an exception it raises cancels the run.
    chunk : windows at a time; by default `CHUNK`.
    """
    chunk = chunk or CHUNK
    predictions = np.empty((len(scores), len(rows)), np.float32)
    alike = np.zeros((1, PROBE_LENGTH), np.int64)
    for start in range(0, len(rows), chunk):
        part = rows[start : start + chunk]
        predictions[:, start : start + chunk] = predict_variants(scores, part[None], alike)[:, 0]
        if tell:
            tell(len(part) * len(scores))
    return predictions


def predict_tracks(
    scores: Sequence[Score],
    windows: np.ndarray,
    step: int,
    tell: Callable[[int], None],
    chunk: int | None = None,
) -> np.ndarray:
    """Predict W neighbouring windows of each of K RNAs, windows (K, W, 41) of equal lengths: (M, K, W) float32.

    A network computes once what overlapping windows share, about a third of the work; otherwise as `predict`.

    step : nt from one window to the next. tell, chunk : as in `predict`.
    """
    n_rnas, n_windows = windows.shape[:2]
    n_blocks = -(-n_windows // BLOCK)
    size = -(-n_windows // n_blocks)
    begins = np.minimum(
        size * np.arange(n_blocks), n_windows - size
    )  # the last block may repeat some of the one before
    counts = np.tile(np.diff(begins, append=n_windows), n_rnas)
    written = np.where(windows[0, 0] == PAD, 0, 1 + step * np.arange(size)[:, None] + np.arange(PROBE_LENGTH))
    places = begins[:, None] + np.arange(size)
    blocks = windows[:, places].reshape(-1, size, PROBE_LENGTH).swapaxes(0, 1)
    found = np.empty((len(scores), n_rnas * n_blocks, size), np.float32)
    at_once = max(1, (chunk or CHUNK) // size)
    for start in range(0, len(counts), at_once):
        part = slice(start, start + at_once)
        found[:, part] = predict_variants(scores, blocks[:, part], written, slides=True).swapaxes(1, 2)
        tell(int(counts[part].sum()) * len(scores))
    predictions = np.empty((len(scores), n_rnas, n_windows), np.float32)
    predictions[:, :, places] = found.reshape(len(scores), n_rnas, n_blocks, size)
    return predictions
