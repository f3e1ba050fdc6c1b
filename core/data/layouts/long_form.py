"""Tables with one row per probe and experiment, turned into one column per experiment."""

import numpy as np
import pandas as pd

from core.data.records import ProbeTable
from core.data.union import union
from core.errors import DataError


def pivot(table: ProbeTable, experiment_ids: np.ndarray, name: str, rows: np.ndarray) -> ProbeTable:
    """Turn rows of single scores into one column per experiment; spots of the same sequence stay separate probes.

    Parameters
    ----------
    table : N rows with one score column.
    experiment_ids : (N,) text, the experiment of each row; ``name`` is its column, ``rows`` (N,) the rows in the file.

    Raises
    ------
    DataError : several score columns, or a row without an experiment.
    """
    if table.scores.shape[1] != 1:
        raise DataError(
            f"column {name!r} names experiments, but there are {table.scores.shape[1]} score columns "
            f"({', '.join(table.scores.columns)}); keep one score column, or remove {name!r}."
        )
    nameless = pd.isna(experiment_ids)
    if nameless.any():
        raise DataError(
            f"column {name!r} is empty in row {rows[np.argmax(nameless)]}; name the experiment of each row."
        )
    scores = table.scores.iloc[:, 0].to_numpy()
    column, ids = pd.factorize(experiment_ids)
    order = np.argsort(column, kind="stable")
    own = np.split(order, np.cumsum(np.bincount(column))[:-1])
    parts = ((ids[i], table.sequences[rows], table.in_b[rows], scores[rows]) for i, rows in enumerate(own))
    return union(parts)._replace(left_out=table.left_out, notes=table.notes)
