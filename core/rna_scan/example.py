"""A simulated RNA to try a scan with: sites at known positions, and substitutions inside and outside them."""

from typing import NamedTuple

from core.sequence import ALPHABET, random_rna

LENGTH = 900
SITES = (200, 500, 516)
"""Positions, from 1, of the first letters of the planted sites: a single one, and two side by side."""
NAME = "simulated_example"
SEED = 7


class Example(NamedTuple):
    """A FASTA text, and a list of substitutions in it."""

    fasta: str
    variants: str


def example(kmer: str) -> Example:
    """Draw random RNA with a k-mer planted three times; its first comment line says that it is simulated."""
    letters = list(random_rna(SEED, LENGTH))
    for site in SITES:
        letters[site - 1 : site - 1 + len(kmer)] = kmer
    sequence, middle = "".join(letters), len(kmer) // 2
    places = (SITES[0] + middle, SITES[1] + middle, SITES[0] + 150)
    lines = [f"{NAME} {at} {sequence[at - 1]} {_other(sequence[at - 1])}" for at in places]
    planted = ", ".join(map(str, SITES))
    rows = [sequence[start : start + 60] for start in range(0, LENGTH, 60)]
    said = f"; Simulated: random letters with {kmer} planted at {planted}. No RNA of any cell."
    return Example("\n".join([said, f">{NAME}", *rows]) + "\n", "\n".join(lines) + "\n")


def _other(letter: str) -> str:
    """Return the transition of a letter, the commonest substitution: A and G swap, C and U too."""
    return dict(zip(ALPHABET, "GUAC", strict=True))[letter]
