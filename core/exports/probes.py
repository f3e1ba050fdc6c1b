"""Lists of the Explore page as tables: probes of set B, and the user's own RNAs."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from core.exports.table import Table
from core.library.probes import COLUMNS, ProbeList


def probes_table(probes: ProbeList, rows: np.ndarray) -> Table:
    """Tabulate probes of set B, those of ``rows`` in that order; scores in the model's unit, GC as a share.

    The column of mismatches is named after the motif, and left out without one.
    """
    names = {name: name for name in COLUMNS if name != "mismatches"}
    if probes.motif:
        names["mismatches"] = f"mismatches_to_{probes.motif}"
    columns = {"sequence": probes.sequences} | {title: getattr(probes, name) for name, title in names.items()}
    chosen = [values[rows].tolist() for values in columns.values()]
    return Table([dict(zip(columns, row, strict=True)) for row in zip(*chosen, strict=True)], tuple(columns))


def rnas_table(rnas: Iterable[dict[str, Any]]) -> Table:
    """Tabulate the user's own RNAs with their predictions."""
    names = ("name", "sequence", "length", "prediction")
    return Table([{name: one[name] for name in names} for one in rnas], names)
