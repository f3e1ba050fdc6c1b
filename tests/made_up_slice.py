"""Measurements that are made up, in the very layouts of the real ones: what a fresh clone tests in their place."""

import numpy as np
import pandas as pd

from core.sequence import decode

N = 600
"""Probes of the table of 2013; each of the first 20 was spotted twice, both in set A."""
EXPERIMENTS = ("RNCMPT00168", "RNCMPT00025", "RNCMPT00001")


def write(folder, seed=0):
    """Write the tables of 2013, of two experiments in long form, and of 2009; none is a measurement."""
    rng = np.random.default_rng(seed)
    sequences = _probes(rng, N)
    sequences[20:40] = sequences[:20]
    halves = np.where(np.arange(N) < N // 2, "A", "B")
    scores = rng.lognormal(1, 0.5, (N, len(EXPERIMENTS))).astype("f4")
    scores -= scores.min(axis=0)  # S - Smin, as published
    scores[rng.random(scores.shape) < 0.02] = np.nan  # flagged spots
    wide = pd.DataFrame({"probe_set": halves, "sequence": sequences, **dict(zip(EXPERIMENTS, scores.T, strict=True))})
    wide.to_parquet(folder / "rnacompete2013.parquet")
    two = pd.DataFrame({"score": rng.random(400), "seq": _probes(rng, 400), "set": ["A", "B"] * 200})
    two["rncmpt"], two["gene"] = np.repeat(["RNCMPT00001", "RNCMPT00002"], 200), np.repeat(["A1CF", "ANKHD1"], 200)
    two.to_csv(folder / "rnacompete2013_a1cf_ankhd1_60k.csv.gz", index=False)
    split = np.where(rng.random(300) < 0.5, "train", "test")
    early = pd.DataFrame({"score": rng.normal(1, 1, 300).round(3), "seq": _probes(rng, 300), "split": split})
    early.to_csv(folder / "rnacompete2009_vts1.csv", index=False)
    return folder


def _probes(rng, n):
    """Random probes of 30 to 41 nt."""
    lengths = rng.integers(30, 42, n)
    return [text[:length] for text, length in zip(decode(rng.integers(0, 4, (n, 41))), lengths, strict=True)]
