"""Four experiments over the same probes, two with a motif each, for networks of several experiments."""

import numpy as np
import pandas as pd

from core.sequence import decode, encode

MOTIFS = {"FIRST": "GCAUG", "SECOND": "CUUAC"}


def write_table(path, n_a=2600, n_b=400):
    """Two scores with a motif each, the second measured on half of the probes, labels of the first motif,
    and nothing but ones; so many probes of set A and of set B."""
    n = n_a + n_b
    generator = np.random.default_rng(2)
    letters = generator.integers(0, 4, (n, 36)).astype(np.int8)
    for motif in MOTIFS.values():
        for row in np.flatnonzero(generator.random(n) < 0.5):
            start = generator.integers(0, 31)
            letters[row, start : start + 5] = encode([motif], 5)[0]
    table = pd.DataFrame({"sequence": decode(letters), "set": ["A"] * n_a + ["B"] * n_b})
    for name, motif in MOTIFS.items():
        table[name] = np.exp(1.5 * table["sequence"].str.contains(motif) + generator.normal(0, 0.2, n))
    table.loc[generator.random(n) < 0.5, "SECOND"] = np.nan
    table["LABELS"] = table["sequence"].str.contains(MOTIFS["FIRST"]).astype(int)
    table["FLAT"] = 1.0
    table.to_csv(path, index=False)
