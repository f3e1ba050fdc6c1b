"""The table of probes on the Explore page: asked for in blocks, so that 120,000 rows stay light.

The grid asks for the rows it shows (AG Grid's infinite row model); filters, order and the selection of the scatter are
answered by `core.library.probes`, and Previous, Next and the download ask the same.
"""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.explore import points as explore_points
from components.explore import state as explore_state
from components.shared import models
from components.shared.grid import DEFAULT_COLUMN, ag_table, number
from core.data.transform import KINDS
from core.exports.probes import probes_table
from core.library.probes import Range, choose_rows

WHOLE = 332
"""Pixels that show a sequence of 41 nt as a whole; columns that do not fit next to it scroll."""
BLOCK = 100
"""Rows that the grid asks for at once."""
PERCENT = 100
"""GC content is a share in `core` and per cent in the table."""


def card() -> Component:
    """Make the table with its count, its download, and the way back from a selection."""
    buttons = [
        dmc.Button("Clear the selection", id=ids.EXPLORE_CLEAR, variant="default", size="xs", disabled=True),
        dmc.Button("Download CSV", id=ids.EXPLORE_TABLE_CSV, variant="default", size="xs"),
    ]
    count = html.P("", id=ids.EXPLORE_COUNT, className="quiet", role="status")
    return html.Section(
        [
            html.H2("Probes of set B"),
            html.Div([count, html.Div(buttons, className="buttons")], className="table-bar"),
            _grid(),
            dcc.Store(id=ids.EXPLORE_STEP),
            dcc.Download(id=ids.EXPLORE_TABLE_FILE),
        ],
        className="card",
    )


def _grid() -> Component:
    return ag_table(
        ids.EXPLORE_TABLE,
        columns(),
        opens="openProbe",
        chosen="isChosenRow",
        texts={"noRowsToShow": "No probe passes these filters", "loadingOoo": "…"},
        options={"cacheBlockSize": BLOCK, "maxBlocksInCache": 20, "maxConcurrentDatasourceRequests": 1},
        rowModelType="infinite",
        defaultColDef={**DEFAULT_COLUMN, "suppressHeaderFilterButton": False},
        className="explore-grid",
        style={"height": None},
    )


def columns() -> list[dict[str, Any]]:
    """Return the table's columns, each with its filter; the highest measured scores come first."""
    bounds = {
        "filter": "agNumberColumnFilter",
        "filterParams": {
            "filterOptions": ["greaterThanOrEqual", "lessThanOrEqual", "inRange", "equals"],
            "maxNumConditions": 1,
            "buttons": ["reset"],
            "debounceMs": 300,
        },
    }
    letters = {"filterOptions": ["contains"], "maxNumConditions": 1, "buttons": ["reset"], "debounceMs": 300}
    return [
        {
            "field": "sequence",
            "headerName": "Sequence",
            "headerTooltip": "Filter: letters that must be in it; N and other IUPAC letters stand for several",
            "cellRenderer": "Rna",
            "tooltipField": "sequence",
            "filter": "agTextColumnFilter",
            "filterParams": letters,
            "width": WHOLE,
        },
        number("measured", "Measured", "Measured binding score", "+.2f", 118, sort="desc", **bounds),
        number("predicted", "Predicted", "Predicted binding score", "+.2f", 92, **bounds),
        number("residual", "Residual", "Measured minus predicted", "+.2f", 86, **bounds),
        number("mismatches", "Mism.", "Mismatches to the motif at its best match", "d", 68, **bounds),
        number("gc", "GC %", "Share of G and C, in per cent", ".0f", 64, **bounds),
        number("length", "nt", "Length in nucleotides", "d", 50, **bounds),
    ]


def listed(query: dict[str, Any]) -> core.ProbeList:
    """Return the table that the page is about.

    Raises
    ------
    NotYet : its predictions are still being made.
    """
    explore_points.check_ready(query["rbp"])
    scores = query.get("scores")
    return core.list_probes(query["rbp"], query.get("motif"), scores if scores in KINDS else None)


def rows(query: dict[str, Any], request: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Return the block of rows that the grid asks for, as it takes them, and how many there are in all.

    Raises
    ------
    AppError : a filter that cannot be read.
    """
    probes = listed(query)
    chosen = _chosen(probes, query, request)
    block = chosen[request["startRow"] : request["endRow"]]
    shown = [
        {
            "sequence": str(probes.sequences[row]),
            "measured": round(float(probes.measured[row]), 3),
            "predicted": round(float(probes.predicted[row]), 3),
            "residual": round(float(probes.residual[row]), 3),
            "mismatches": None if probes.mismatches is None else int(probes.mismatches[row]),
            "gc": round(float(probes.gc[row]) * PERCENT, 1),
            "length": int(probes.length[row]),
        }
        for row in block.tolist()
    ]
    is_selected = bool(explore_state.region(query))
    return {"rowData": shown, "rowCount": len(chosen)}, count_text(
        len(chosen), len(probes.sequences), is_selected, bool(request.get("filterModel"))
    )


def count_text(shown: int, all_of_them: int, is_selected: bool, is_filtered: bool) -> str:
    """Say how many probes there are, and why not all are shown."""
    if not is_selected and not is_filtered:
        return f"{all_of_them:,} probes. Click a row, or press Enter on it, to open that probe."
    why = " and ".join(
        part for part, is_on in (("selected in the scatter", is_selected), ("filtered", is_filtered)) if is_on
    )
    return f"{shown:,} of {all_of_them:,} probes, {why}."


def step(query: dict[str, Any], request: dict[str, Any] | None, start: str | None, by: int) -> tuple[str | None, int]:
    """Go ``by`` rows on from the sequence of ``start`` in the table's order, and stop at both ends.

    An RNA that is not in the table leads to the first row. None : the table is empty.
    """
    probes = listed(query)
    chosen = _chosen(probes, query, request)
    if not len(chosen):
        return None, 0
    at = _row(probes, chosen, start)
    row = 0 if at is None else min(max(at + by, 0), len(chosen) - 1)
    if at is not None and by:  # a probe spotted twice: the way on leads to another RNA
        while 0 < row < len(chosen) - 1 and probes.sequences[chosen[row]] == start:
            row += 1 if by > 0 else -1
    return str(probes.sequences[chosen[row]]), row


def place(query: dict[str, Any], request: dict[str, Any] | None) -> str:
    """Say in words where in the table the chosen RNA is."""
    probes = listed(query)
    chosen = _chosen(probes, query, request)
    at = _row(probes, chosen, query.get("from") or query["sequence"])
    return "not in this table" if at is None else f"{at + 1:,} of {len(chosen):,}"


def csv(query: dict[str, Any], request: dict[str, Any] | None) -> dict[str, str]:
    """Write all rows of the table, filtered and sorted, as a file."""
    probes = listed(query)
    text = probes_table(probes, _chosen(probes, query, request)).csv
    return {"content": text, "filename": f"probes_{models.file_stem(query['rbp'])}.csv", "type": "text/csv"}


def _row(probes: core.ProbeList, chosen: Any, sequence: str | None) -> int | None:
    found = (probes.sequences[chosen] == sequence).nonzero()[0]
    return int(found[0]) if len(found) else None


def _chosen(probes: core.ProbeList, query: dict[str, Any], request: dict[str, Any] | None) -> Any:
    ranges, contains = _filters((request or {}).get("filterModel") or {})
    order = [(ORDERED.get(one["colId"], one["colId"]), one["sort"] == "desc") for one in _sorting(request)]
    return choose_rows(probes, ranges, contains, explore_state.region(query), order)


ORDERED = {"sequence": "sequences"}
"""Columns that have another name in `core.library.probes`."""


def _sorting(request: dict[str, Any] | None) -> list[dict[str, str]]:
    """Return the grid's order; before it has asked, that of `columns`."""
    return request["sortModel"] if request else [{"colId": "measured", "sort": "desc"}]


def _filters(model: dict[str, Any]) -> tuple[dict[str, Range], str | None]:
    """Return the grid's filters as `core.library.probes` takes them."""
    ranges: dict[str, Range] = {}
    for column, asked in model.items():
        if asked["filterType"] == "number":
            low, high = asked.get("filter"), asked.get("filterTo")
            kind = asked["type"]
            bounds = {"lessThanOrEqual": (None, low), "inRange": (low, high), "equals": (low, low)}
            ranges[column] = _scaled(column, bounds.get(kind, (low, None)))
    return ranges, model.get("sequence", {}).get("filter")


def _scaled(column: str, bounds: Range) -> Range:
    if column != "gc":
        return bounds
    low, high = (None if value is None else value / PERCENT for value in bounds)
    slack = 0.05 / PERCENT  # the table shows 48.8, which is 20 of 41
    return None if low is None else low - slack, None if high is None else high + slack
