"""A convolution over letters, and structure if any: words of letters are looked up, structure is multiplied."""

from collections.abc import Sequence

import numpy as np

from core.models.inference.cores import scratch
from core.sequence import ALPHABET, PAD

TAPS = 4
"""Positions of the convolution that one table covers: 5^4 rows, for four letters and padding."""
LETTERS = len(ALPHABET)


class FirstConvolution:
    """The sums of a convolution over letters (and structure), before any activation.

    Each table holds what the `TAPS` letters of a word add to all filters, (5^TAPS, filters). A kernel whose width is
    not a multiple of `TAPS` is widened by taps of zeros, so that one numbering of words serves all tables.
    """

    def __init__(self, kernel: np.ndarray, bias: np.ndarray | float = 0.0, same: bool = True, padding: float = 0.0):
        """Prepare the tables.

        Parameters
        ----------
        kernel : (width, 4 + structure channels, filters). bias : (filters,).
        same : whether there is a window for each position, as with Keras' padding ``same``; else only for complete
            windows.
        padding : what a padding position adds to each filter.
        """
        width, _, self.filters = kernel.shape
        self._before = (width - 1) // 2 if same else 0
        self._after = width - 1 - self._before if same else 0
        self._spare = -width % TAPS
        weights = np.full((width + self._spare, PAD + 1, self.filters), padding, np.float32)
        weights[:width, :LETTERS] = kernel[:, :LETTERS]
        weights[width:] = 0
        self._tables = [_table(weights[at : at + TAPS]) for at in range(0, len(weights), TAPS)]
        self._tables[0] += bias
        self._structure = np.ascontiguousarray(kernel[:, LETTERS:]).reshape(-1, self.filters)
        self._width = width

    def __call__(self, letters: np.ndarray, structure: np.ndarray | None = None, name: str = "first") -> np.ndarray:
        """Convolve letters (N, L), and structure (N, L, channels) if any, to (positions * N, filters)."""
        words = self.words(letters)
        count = len(words) - TAPS * (len(self._tables) - 1)
        sums = self.looked_up([words[TAPS * table :][:count].ravel() for table in range(len(self._tables))], name)
        if structure is not None:
            margins = (0, 0), (self._before, self._after), (0, 0)
            seen = np.lib.stride_tricks.sliding_window_view(np.pad(structure, margins), self._width, axis=1)
            sums += seen.transpose(1, 0, 3, 2).reshape(len(sums), len(self._structure)) @ self._structure
        return sums

    def of_fields(self, letters: np.ndarray, variant: np.ndarray, position: np.ndarray, name: str) -> np.ndarray:
        """Convolve F windows of letters (C, N, L), each of one variant at one position: (N * F, filters)."""
        words = self.words(letters.reshape(-1, letters.shape[-1])).reshape(-1, *letters.shape[:2])
        chosen = [words[position + TAPS * table, variant].T.ravel() for table in range(len(self._tables))]
        return self.looked_up(chosen, name)

    def between(self, words: np.ndarray, start: int, end: int, name: str) -> np.ndarray:
        """Convolve what `words` numbered at the positions from start to end alone: ((end - start) * N, filters)."""
        chosen = [words[start + TAPS * table : end + TAPS * table].ravel() for table in range(len(self._tables))]
        return self.looked_up(chosen, name)

    def words(self, letters: np.ndarray) -> np.ndarray:
        """Enumerate the words of `TAPS` letters that begin at each position of letters (N, L), padded at the ends.

        The numbers are (positions + TAPS * (tables - 1), N).
        """
        n, length = letters.shape
        padded = np.full((self._before + length + self._after + self._spare, n), PAD, np.int16)
        padded[self._before : self._before + length] = letters.T
        count = len(padded) - TAPS + 1
        words = padded[:count]
        for tap in range(1, TAPS):
            words = words * (PAD + 1) + padded[tap : tap + count]
        return words

    def looked_up(self, words: Sequence[np.ndarray], name: str) -> np.ndarray:
        """Add up the rows of each table for its words (M,): (M, filters), in the scratch memory of that name."""
        sums = scratch.rows(name, len(words[0]), self.filters)
        for table, chosen in zip(self._tables, words, strict=True):
            rows = sums if table is self._tables[0] else scratch.rows("more", *sums.shape)
            table.take(chosen, axis=0, out=rows, mode="clip")  # the only mode that writes into ``out`` at once
            if rows is not sums:
                sums += rows
        return sums


def _table(taps: np.ndarray) -> np.ndarray:
    """Compute what each word of letters adds to the filters, from `TAPS` taps (5, filters) of the kernel."""
    rows = np.zeros((1, taps.shape[-1]), np.float32)
    for tap in taps:
        rows = (rows[:, None] + tap).reshape(-1, taps.shape[-1])
    return rows
