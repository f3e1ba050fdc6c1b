"""An RNA to begin with when people have none: one that the model predicts to bind."""

import numpy as np

from core.library import analyses
from core.sequence import ALPHABET, PROBE_LENGTH
from core.structure.fold import fold

PLACE = 17
"""Index of the first letter of the k-mer: where the paper embeds 6-mers."""
DRAWN, UNPAIRED = 128, 16
"""RNAs that are drawn, and how many of them, with the k-mer most likely unpaired, the model is asked."""


def example_rna(model_name: str, seed: int = 0) -> str:
    """Draw an RNA of 41 nt with the model's best k-mer in its middle, unpaired, and bound well.

    Of `DRAWN` random RNAs with the k-mer, the `UNPAIRED` whose k-mer is most likely unpaired are predicted, and the
    highest is taken: in a stem even the best site binds badly. Without a best k-mer, the highest of all is taken.

    Raises
    ------
    DataError, ModelError : as `core.predict`.
    """
    rng = np.random.default_rng(seed)
    drawn = ["".join(row) for row in rng.choice(list(ALPHABET), (DRAWN, PROBE_LENGTH))]
    top_kmers = analyses.card(model_name).top_kmers
    if top_kmers:
        kmer = top_kmers[0][0]
        end = PLACE + len(kmer)
        drawn = [letters[:PLACE] + kmer + letters[end:] for letters in drawn]
        paired = [float(fold(letters).paired[PLACE:end].mean()) for letters in drawn]
        drawn = [drawn[row] for row in np.argsort(paired, kind="stable")[:UNPAIRED]]
    return drawn[int(analyses.predict(model_name, drawn).argmax())]
