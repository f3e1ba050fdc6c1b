"""What each nucleotide of an RNA is likely to be part of, folded with ViennaRNA (Turner 2004 energies)."""

from typing import NamedTuple

import numpy as np

from core.sequence import clean

SHORTEST_FOLD = 5
"""A base pair closes at least three nucleotides; ViennaRNA's window folding writes outside its memory under this."""


class Structure(NamedTuple):
    """Probabilities (L,) of five structural contexts, adding up to 1 at each nucleotide.

    paired, or unpaired in: hairpin loop, internal loop or bulge, multiloop, exterior. The first against the rest is the
    paper's PU profile, the five are its PHIME profile.
    """

    paired: np.ndarray
    hairpin: np.ndarray
    internal: np.ndarray
    multi: np.ndarray
    external: np.ndarray

    @property
    def unpaired(self) -> np.ndarray:
        return 1 - self.paired


def fold(sequence: str) -> Structure:
    """Fold one RNA as a single window of full length (RNAplfold with -W and -L at full length).

    Raises
    ------
    SequenceError : as `core.sequence.clean`.

    Source: Koo et al. 2021, Methods. The authors' binaries use Turner 1999 energies.
    """
    import RNA

    sequence = clean(sequence)
    length = len(sequence)
    if length < SHORTEST_FOLD:
        return Structure(*np.zeros((4, length)), np.ones(length))
    model = RNA.md()
    model.window_size = model.max_bp_span = length
    context = {
        RNA.PROBS_WINDOW_UP | RNA.HP_LOOP: 1,
        RNA.PROBS_WINDOW_UP | RNA.INT_LOOP: 2,
        RNA.PROBS_WINDOW_UP | RNA.MB_LOOP: 3,
        RNA.PROBS_WINDOW_UP | RNA.EXT_LOOP: 4,
    }
    probabilities = np.zeros((5, length))

    def collect(unpaired, size, position, longest, kind, data):
        if kind in context:
            probabilities[context[kind], position - 1] = unpaired[1]

    folded = RNA.fold_compound(sequence, model, RNA.OPTION_WINDOW)
    folded.probs_window(1, RNA.PROBS_WINDOW_UP | RNA.PROBS_WINDOW_UP_SPLIT, collect)
    probabilities[0] = 1 - probabilities[1:].sum(axis=0)
    return Structure(*probabilities)
