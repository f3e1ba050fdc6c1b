"""The records that hold measurements: one file, one experiment, one import. Nothing is read or written here."""

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.sequence import encode

if TYPE_CHECKING:  # half a second that the list of experiments does not wait for
    import pandas as pd

_ROWS = 65536


class ProbeTable(NamedTuple):
    """One file: N probes, E experiments.

    sequences : (N,) numpy str, upper case, A, C, G, U, 1 to 41 nt.
    in_b : (N,) bool, True in set B (test), False in set A (training).
    scores : (N, E) float32 frame, one column per experiment id, raw linear scale, NaN where missing.
    left_out : names of the columns that were not read as scores.
    notes : sentences on readings that may not be what is meant.
    """

    sequences: np.ndarray
    in_b: np.ndarray
    scores: "pd.DataFrame"
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of sequences, sets, experiment ids and scores; equal content has equal digests."""
        ids = "\n".join(self.scores.columns).encode()
        return _digest(self.sequences, self.in_b, self.scores.to_numpy(np.float32), ids)


class Probes(NamedTuple):
    """One experiment: the N probes that have a score.

    sequences : (N,) numpy str. in_b : (N,) bool, True in set B (test). scores : (N,) float32, raw linear scale.
    """

    sequences: np.ndarray
    in_b: np.ndarray
    scores: np.ndarray

    @property
    def letters(self) -> np.ndarray:
        """The letters (N, 41) int8, padded at the 3' end."""
        return encode(self.sequences.tolist())

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of sequences, sets and scores; model specs carry it."""
        return _digest(self.sequences, self.in_b, self.scores)


class ImportSummary(NamedTuple):
    """The content of an import.

    n_a, n_b : probes of both sets. left_out : names of the columns not read. notes : as in `ProbeTable`.
    """

    experiments: list[str]
    n_probes: int
    n_a: int
    n_b: int
    left_out: tuple[str, ...]
    layout: str
    notes: tuple[str, ...] = ()


def _digest(sequences: np.ndarray, in_b: np.ndarray, scores: np.ndarray, more: bytes = b"") -> str:
    digest = hashlib.sha256("\n".join(sequences.tolist()).encode())
    digest.update(b"\0" + np.packbits(in_b).tobytes() + b"\0")
    for start in range(0, len(scores), _ROWS):  # in parts: the scores of 244 experiments are large, copies of them too
        digest.update(float_bytes(scores[start : start + _ROWS]))
    digest.update(b"\0" + more)
    return digest.hexdigest()


def float_bytes(numbers: np.ndarray) -> bytes:
    """Convert numbers to bytes of little-endian float32, with a single form of NaN: the input of digests."""
    part = np.ascontiguousarray(numbers, "<f4")
    return np.where(np.isnan(part), np.float32("nan"), part).astype("<f4", copy=False).tobytes()
