"""Arrangement of a survey's answers: rows in order, scales that make them comparable, corrected p values."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from core.checks import is_count
from core.errors import AppError
from core.statistics import holm

Row = dict[str, Any]
ORDERS = {"gene": "By gene", "position": "By strongest position", "cluster": "Clustered"}
SCALES = {"max": "Difference to its own maximum", "sd": "In its own SD over positions"}
GAP_ORDERS = {"gene": "By gene", "close": "By the pair without a gap", "cluster": "Clustered"}


class Heatmap(NamedTuple):
    """Rows in order, places (P,) such as positions from 1, values (R, P) with NaN if unknown, and their unit."""

    rows: list[Row]
    positions: list[int]
    values: np.ndarray
    unit: str


def title_of(row: Row) -> str:
    """Return the title of a row: its gene, with the experiment if the gene has several."""
    return row.get("title") or row["gene"]


def answered(rows: Sequence[Row]) -> list[Row]:
    """Select the rows that were asked without a problem."""
    return [row for row in rows if row["asked"] and not row["problem"]]


def heatmap(rows: Sequence[Row], order: str = "gene", scale: str = "max") -> Heatmap:
    """Arrange the positional bias of all RBPs (rows of the analysis ``positions``).

    Parameters
    ----------
    order : one of `ORDERS`; clusters come from average linkage of the shapes, with similar neighbours (optimal leaf
        order).
    scale : one of `SCALES`: importance minus that of the RBP's best position; or minus its mean over positions, in
        units of its SD over positions (0 if it does not vary).

    Raises
    ------
    AppError : another order or scale.
    """
    _check(order, ORDERS)
    _check(scale, SCALES)
    unit = "SD of binding score" if scale == "max" else "SD over positions"
    known, places, raw = _table(answered(rows), "positions", "importance")
    if not known:
        return Heatmap([], [], raw, unit)
    shapes = _standardised(raw)
    values = raw - np.nanmax(raw, axis=1, keepdims=True) if scale == "max" else shapes
    chosen = _arranged(order, shapes, np.nanargmax(raw, axis=1))
    return Heatmap([known[row] for row in chosen], places, values[chosen], unit)


def gap_map(rows: Sequence[Row], order: str = "gene") -> Heatmap:
    """Arrange the importance of two sites over twice that of one, by their gap (rows of the analysis ``spacing``).

    Parameters
    ----------
    rows : rows whose single site can be told from 0 (`core.atlas.clear_rows`).
    order : one of `GAP_ORDERS`, the lowest pair without a gap first.

    Raises
    ------
    AppError : another order.
    """
    _check(order, GAP_ORDERS)
    known, gaps, raw = _table(rows, "gaps", "share")
    if not known:
        return Heatmap([], [], raw, "times twice one site")
    chosen = _arranged(order, raw, raw[:, 0])
    return Heatmap([known[row] for row in chosen], gaps, raw[chosen], "times twice one site")


def _check(given: str, known: dict[str, str]) -> None:
    if given not in known:
        raise AppError(f"there is no {given!r}; use one of: {', '.join(known)}.")


def _table(rows: Sequence[Row], places: str, values: str) -> tuple[list[Row], list[int], np.ndarray]:
    """Return rows by gene, all places, and their values (R, P)."""
    known = sorted(rows, key=lambda row: (row["gene"].lower(), row["model"]))
    if not known:
        return [], [], np.empty((0, 0))
    listed = sorted({place for row in known for place in row[places]})
    raw = np.full((len(known), len(listed)), np.nan)
    for line, row in zip(raw, known, strict=True):
        line[[listed.index(place) for place in row[places]]] = row[values]
    return known, listed, raw


def _arranged(order: str, shapes: np.ndarray, by_value: np.ndarray) -> np.ndarray:
    """Order rows that are sorted by gene: unchanged, clustered by their shapes, or by a value of each row."""
    if order == "cluster":
        return _clustered(shapes)
    return np.arange(len(shapes)) if order == "gene" else np.argsort(by_value, kind="stable")


def ranked(rows: Sequence[Row], shown: str) -> list[Row]:
    """Rank the rows of a design by one condition (``2``) or by the difference of two (``2-1``), highest first.

    Returns
    -------
    list : rows with value, value_low, value_high, and for a difference p and p_adjusted (Holm, over the RBPs).

    Raises
    ------
    AppError : an unknown condition.
    """
    known = [dict(row) for row in answered(rows)]
    for row in known:
        value = _shown(row, shown)
        row |= dict(zip(("value", "value_low", "value_high", "p"), value, strict=True))
    if known and "-" in shown:
        known = corrected(known, ("p",))
    return sorted(known, key=lambda row: -row["value"])


def corrected(rows: Sequence[Row], names: Sequence[str]) -> list[Row]:
    """Add ``NAME_adjusted`` to the rows for each p: corrected (Holm) for the number of RBPs that were asked."""
    known = answered(rows)
    columns = {name: holm([np.nan if row[name] is None else row[name] for row in known]) for name in names}
    adjusted = {name: iter(column) for name, column in columns.items()}
    final = []
    for row in rows:
        is_known = row["asked"] and not row["problem"]
        final.append({**row, **{f"{name}_adjusted": next(adjusted[name]) for name in names if is_known}})
    return final


def _shown(row: Row, shown: str) -> tuple:
    count = len(row["conditions"])
    if shown in row["differences"]:
        return tuple(row["differences"][shown])
    later, dash, earlier = shown.partition("-")
    if dash and f"{earlier}-{later}" in row["differences"]:
        value, low, high, p = row["differences"][f"{earlier}-{later}"]
        return -value, None if high is None else -high, None if low is None else -low, p
    if not is_count(shown) or not 1 <= int(shown) <= count:
        raise AppError(
            f"the design has no condition {shown!r}; give a number from 1 to {count}, or two such as 2-1 for their "
            "difference."
        )
    return (*(row[name][int(shown) - 1] for name in ("importance", "low", "high")), None)


def _standardised(raw: np.ndarray) -> np.ndarray:
    """Subtract the mean from rows (R, P) and divide by their SD; 0 if they do not vary, NaN stays."""
    centred = raw - np.nanmean(raw, axis=1, keepdims=True)
    spread = np.nanstd(raw, axis=1, keepdims=True)
    flat = spread <= 1e-9 * np.maximum(1, np.nanmax(np.abs(raw), axis=1, keepdims=True))
    return np.divide(centred, spread, out=np.where(np.isnan(centred), np.nan, 0.0), where=~flat)


def _clustered(shapes: np.ndarray) -> np.ndarray:
    """Order rows (R, P) so that neighbours are similar."""
    from scipy.cluster.hierarchy import leaves_list, linkage

    if len(shapes) < 3:
        return np.arange(len(shapes))
    return leaves_list(linkage(np.nan_to_num(shapes), "average", optimal_ordering=True))
