"""RNA as text, as letters (int8) and as one-hot. T reads as U, lower case as upper case.

Hot code passes letters, one byte per nucleotide; networks look up what words of letters add to their first layer.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.checks import check_seed
from core.errors import SequenceError, quoted

ALPHABET = "ACGU"
LETTERS = frozenset("ACGUTacgut")
"""Signs that read as a nucleotide."""
IUPAC = {
    "A": "A", "C": "C", "G": "G", "U": "U", "R": "AG", "Y": "CU", "S": "CG", "W": "AU", "K": "GU", "M": "AC",
    "B": "CGU", "D": "AGU", "H": "ACU", "V": "ACG", "N": "ACGU",
}  # fmt: skip
"""The letters that each code of a consensus stands for (IUPAC 1970, with U for T)."""
PAD = 4
"""The letter code of padding; its one-hot row is all zero."""
PROBE_LENGTH = 41
"""Nucleotides that the models read; RNAcompete probes have 30 to 41 and are padded at the 3' end (Koo et al. 2021)."""

_SMALL = re.compile("[a-z]+")
_UNKNOWN = 9
_CODES = np.full(256, _UNKNOWN, np.int8)
for _index, _letters in enumerate(("Aa", "Cc", "Gg", "UuTt")):
    for _letter in _letters:
        _CODES[ord(_letter)] = _index
_TEXT = np.frombuffer(f"{ALPHABET} ".encode(), np.uint8)
_ONE_HOT = np.eye(PAD + 1, len(ALPHABET), dtype=np.float32)


def clean(sequence: str, what: str = "sequence", longest: int | None = PROBE_LENGTH) -> str:
    """Check a sequence and return it in upper case with U for T.

    Raises
    ------
    SequenceError : empty, a letter outside A, C, G, U, T, or more than ``longest`` nt.
    """
    typed = sequence.strip()
    if not typed:
        raise SequenceError(f"the {what} is empty; give RNA letters A, C, G, U (T reads as U).")
    for position, letter in enumerate(typed, start=1):
        if letter not in LETTERS:
            raise SequenceError(
                f"{what} {quoted(typed)} has {letter!r} at position {position}; "
                "use the letters A, C, G, U (T reads as U)."
            )
    if longest and len(typed) > longest:
        raise SequenceError(f"{what} {quoted(typed)} has {len(typed)} nt; give 1 to {longest} nt.")
    return to_rna(typed)


def upper(text: str) -> str:
    """Write ASCII letters in upper case. Other signs stay: the upper case of ß would be two codes of IUPAC."""
    return _SMALL.sub(lambda found: found[0].upper(), text)


def to_rna(text: str) -> str:
    """Write letters as RNA: upper case, U for T. Signs that are not nucleotides stay."""
    return upper(text).replace("T", "U")


class NamedRna(NamedTuple):
    """An RNA: the text of its FASTA header, or ``RNA 1`` by its place; letters A, C, G, U, and N if unknown."""

    name: str
    sequence: str

    def typed(self, letters: str) -> str:
        """Write letters of this RNA as its giver does: with U."""
        return letters


class NamedDna(NamedRna):
    """An RNA that was given with T in place of U: models read U, people see T."""

    def typed(self, letters: str) -> str:
        """Write letters of this RNA as its giver does: with T."""
        return letters.replace("U", "T")


def as_rna(given: NamedRna | tuple[str, str]) -> NamedRna:
    """Return an RNA unchanged, or make one of name and letters; letters with T and without U make a `NamedDna`."""
    if isinstance(given, NamedRna):
        return given
    name, letters = given[0], upper(given[1])
    kind = NamedDna if "T" in letters and "U" not in letters else NamedRna
    return kind(name, to_rna(letters))


def encode(sequences: Sequence[str], length: int = PROBE_LENGTH) -> np.ndarray:
    """Encode sequences as letters, padded at the 3' end.

    Parameters
    ----------
    sequences : N RNA texts of 1 to ``length`` nt.

    Returns
    -------
    (N, length) int8: index in ``ALPHABET``, or ``PAD``.

    Raises
    ------
    SequenceError : as `clean`, naming the first bad sequence and its place in the list; a text in place of a list.
    """
    if isinstance(sequences, str):
        raise SequenceError(f"sequences come as a list, and {sequences[:50]!r} is one text; give [{sequences[:50]!r}].")
    sequences = list(sequences)
    if not sequences:
        return np.empty((0, length), np.int8)
    lengths = np.fromiter(map(len, sequences), np.int64, len(sequences))
    try:
        joined = "".join(sequences).encode("latin-1")
    except UnicodeEncodeError:
        joined = None
    flat = None if joined is None else _CODES[np.frombuffer(joined, np.uint8)]
    if flat is None or (flat == _UNKNOWN).any() or lengths.min() < 1 or lengths.max() > length:
        for row, sequence in enumerate(sequences, start=1):
            clean(sequence, f"sequence {row}" if len(sequences) > 1 else "sequence", length)
        return encode([sequence.strip() for sequence in sequences], length)
    letters = np.full((len(sequences), length), PAD, np.int8)
    letters[np.arange(length) < lengths[:, None]] = flat
    return letters


def decode(letters: np.ndarray) -> list[str]:
    """Decode letters (N, L) into N RNA texts, padding left out."""
    return [row.tobytes().decode().replace(" ", "") for row in _TEXT[letters]]


def one_hot(letters: np.ndarray) -> np.ndarray:
    """Encode letters (..., L) as (..., L, 4) float32; padding rows are all zero."""
    return _ONE_HOT[letters]


def random_rna(seed: int, length: int = PROBE_LENGTH) -> str:
    """Draw an RNA with uniform letters."""
    return "".join(np.random.default_rng(check_seed(seed)).choice(list(ALPHABET), length))


def kmers(k: int) -> np.ndarray:
    """List all k-mers in alphabetical order, (4**k, k) int8."""
    return np.indices((4,) * k, np.int8).reshape(k, -1).T.copy()


def profile_of(letters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compute letter frequencies per position (L, 4) and coverage (L,), the share of probes that reach the position.

    Padding does not count. At positions that no probe reaches nothing is known: the letters are uniform and the
    coverage is 0.
    """
    counts = np.stack([(letters == code).sum(axis=0) for code in range(len(ALPHABET))], axis=1)
    reaching = counts.sum(axis=1)
    uniform = np.full(counts.shape, 1 / len(ALPHABET))
    profile = np.divide(counts, reaching[:, None], out=uniform, where=reaching[:, None] > 0)
    return profile, (letters != PAD).mean(axis=0)
