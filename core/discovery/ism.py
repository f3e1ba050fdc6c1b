"""In silico mutagenesis (ISM): the effect of every single-nucleotide change on a prediction."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.errors import AppError, SequenceError
from core.models.scoring import Score, predict_variants
from core.progress import OnProgress
from core.sequence import ALPHABET, PAD, clean, encode

PART = 128
"""Sequences mutated at once, about 16,000 variants; this bounds memory."""


LOGOS = {"sensitivity": "Sensitivity", "signed": "Contribution"}
"""Heights that the letters of a logo can have, with the name of that number."""


class Ism(NamedTuple):
    """The prediction of a sequence and delta (L, 4), mutant minus wild type, letters in the order of ``ALPHABET``."""

    sequence: str
    prediction: float
    delta: np.ndarray

    @property
    def sensitivity(self) -> np.ndarray:
        """L2 norm (L,) of delta over letters, the letter heights of the logo (Koo et al. 2021, Methods)."""
        return np.linalg.norm(self.delta, axis=1)

    @property
    def contribution(self) -> np.ndarray:
        """Minus the mean of the three changes (L,): above 0 if they lower binding, below 0 if they raise it."""
        return -self.delta.sum(axis=1) / (len(ALPHABET) - 1)

    def heights(self, logo: str) -> np.ndarray:
        """Return the letter heights (L,) of a logo: one of `LOGOS`, ``sensitivity`` (the paper's) or ``signed``.

        Raises
        ------
        AppError : an unknown logo.
        """
        if logo not in LOGOS:
            raise AppError(f"there is no logo {logo!r}; use one of: {', '.join(LOGOS)}.")
        return self.sensitivity if logo == "sensitivity" else self.contribution

    def strongest(self, k: int) -> int:
        """Find the start of the k neighbouring positions, at most L, with the highest summed sensitivity."""
        return int(np.convolve(self.sensitivity, np.ones(k), "valid").argmax())


def ism(score: Score, sequence: str) -> Ism:
    """Score every single-nucleotide variant of a sequence in one batch.

    Raises
    ------
    SequenceError : as `core.sequence.clean`.
    """
    return ism_together([score], [sequence])[0][0]


def ism_together(
    scores: Sequence[Score], sequences: Sequence[str], on_progress: OnProgress | None = None
) -> list[list[Ism]]:
    """Mutate many sequences in one batch by several scores, a list for each score; otherwise as `ism`.

    Outputs of one network (a multi-task model) share a forward pass.

    Parameters
    ----------
    on_progress : called with (sequences mutated, total); an exception it raises cancels the run.
    """
    sequences = [clean(sequence) for sequence in sequences]
    results: list[list[Ism]] = [[] for _ in scores]
    for start in range(0, len(sequences), PART):
        part = sequences[start : start + PART]
        letters = encode(part)
        variants, shifts = _variants(letters, max(map(len, part)))
        predictions = predict_variants(scores, variants, shifts)
        for found, predicted in zip(results, predictions, strict=True):
            found += [_collect(*one) for one in zip(part, letters, predicted.T, strict=True)]
        if on_progress:
            on_progress(len(results[0]), len(sequences))
    return results


def changes(before: str, after: str) -> list[str]:
    """List the substitutions between two RNAs of one length, as people write them: ``G21A``, positions from 1.

    Raises
    ------
    SequenceError : as `core.sequence.clean`; also RNAs of different lengths.
    """
    before, after = clean(before, "original sequence"), clean(after)
    if len(before) != len(after):
        raise SequenceError(
            f"the original has {len(before)} nt, the sequence {len(after)}; substitutions compare RNAs of one length."
        )
    letters = enumerate(zip(before, after, strict=True), start=1)
    return [f"{old}{position}{new}" for position, (old, new) in letters if old != new]


def _variants(letters: np.ndarray, longest: int) -> tuple[np.ndarray, np.ndarray]:
    """Make every sequence (N, L) as it is, then with the letter at each position moved on by 1, 2, 3 in ``ALPHABET``.

    Returns letters (1 + 3 * longest, N, L), and the shift of each variant at each position.
    """
    moves = len(ALPHABET) - 1
    shifts = np.zeros((1 + moves * longest, letters.shape[1]), np.int8)
    mutant = np.arange(moves * longest)
    shifts[1 + mutant, mutant // moves] = 1 + mutant % moves
    moved = (letters + shifts[:, None]) % len(ALPHABET)
    return np.where(letters == PAD, letters, moved), shifts


def _collect(sequence: str, letters: np.ndarray, predictions: np.ndarray) -> Ism:
    """Collect the ISM of one sequence from the predictions of its variants, in the order of `_variants`."""
    length, moves = len(sequence), len(ALPHABET) - 1
    delta = np.zeros((length, len(ALPHABET)), np.float32)
    mutants = (letters[:length, None] + np.arange(1, 1 + moves)) % len(ALPHABET)
    changed = predictions[1 : 1 + moves * length].reshape(length, moves) - predictions[0]
    np.put_along_axis(delta, mutants, changed.astype(np.float32), axis=1)
    return Ism(sequence, float(predictions[0]), delta)
