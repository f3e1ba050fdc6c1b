"""Experiments measured on different probes, joined into one table. Knows no file layout."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from core.data import limits
from core.data.records import ProbeTable


def union(experiments: Iterable[tuple[str, np.ndarray, np.ndarray, np.ndarray]]) -> ProbeTable:
    """Join experiments: one row per probe of any experiment, one column per experiment, NaN where not measured.

    The same sequence in the same set is the same probe; spots of one sequence within an experiment stay separate rows
    (the first spot of each experiment shares a row, the second the next, and so on). Rows are in the order in which
    their probes first occur.

    Parameters
    ----------
    experiments : id, sequences (N,) str, in_b (N,) bool and scores (N,) float of each; ids differ.

    Raises
    ------
    DataError : more probes, experiments or scores than `core.data.limits` allow.
    """
    spots = pd.Index([], dtype="str")
    sequences, in_b = [], []
    places: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for name, own_sequences, own_in_b, scores in experiments:
        own = _spots(own_sequences, own_in_b)
        new = spots.get_indexer(own) < 0
        if new.any():
            spots = spots.append(own[new])
            sequences.append(own_sequences[new])
            in_b.append(own_in_b[new])
        limits.check_scores("the union of these experiments", len(spots), len(places) + 1)
        places[name] = (spots.get_indexer(own).astype(np.int32), scores)
    table = np.full((len(spots), len(places)), np.nan, np.float32)
    for column, (rows, scores) in enumerate(places.values()):
        table[rows, column] = scores
    frame = pd.DataFrame(table, columns=list(places), copy=False)
    return ProbeTable(np.concatenate(sequences), np.concatenate(in_b), frame)


def _spots(sequences: np.ndarray, in_b: np.ndarray) -> pd.Index:
    """Make a different text for each row: sequence, set, and which of the sequence's spots it is."""
    probes = pd.Series(sequences, dtype="str") + np.where(in_b, "B", "A")
    spot = probes.groupby(probes, sort=False).cumcount()
    return pd.Index(probes.where(spot == 0, probes + spot.astype("str")))
