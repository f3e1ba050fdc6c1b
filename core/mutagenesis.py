"""In silico mutagenesis (ISM): what every single-nucleotide change does to a prediction."""

from typing import NamedTuple

import numpy as np

from core.score import Score
from core.sequence import ALPHABET, clean, encode


class Ism(NamedTuple):
    """The prediction of a sequence and delta (L, 4), mutant minus wild type, letters in the order of ``ALPHABET``."""

    sequence: str
    prediction: float
    delta: np.ndarray

    @property
    def sensitivity(self) -> np.ndarray:
        """(L,) L2 norm of delta over letters, the letter heights of the logo (Koo et al. 2021, Methods)."""
        return np.linalg.norm(self.delta, axis=1)


def ism(score: Score, sequence: str) -> Ism:
    """Score every single-nucleotide variant of a sequence in one batch.

    Raises
    ------
    SequenceError : as `core.sequence.clean`.
    """
    sequence = clean(sequence)
    length = len(sequence)
    wild_type = encode([sequence])[0]
    variants = np.tile(wild_type, (length, len(ALPHABET), 1))
    for letter in range(len(ALPHABET)):
        variants[np.arange(length), letter, np.arange(length)] = letter
    is_mutant = wild_type[:length, None] != np.arange(len(ALPHABET))
    predictions = score(np.concatenate([wild_type[None], variants[is_mutant]]))
    delta = np.zeros((length, len(ALPHABET)), np.float32)
    delta[is_mutant] = predictions[1:] - predictions[0]
    return Ism(sequence, float(predictions[0]), delta)
