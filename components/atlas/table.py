"""The tables of the Atlas: a row for each RBP, with real links to its pages, and the numbers of a part."""

from typing import Any

from dash.development.base_component import Component

from components import ids
from components.figures.small_logo import logo_columns
from components.shared.grid import ag_table, number
from components.shared.links import bench_href, page_href
from components.shared.sources import SOURCES
from core.atlas import title_of
from core.discovery.motifs import kmer_logo

Row = dict[str, Any]
ROW_HEIGHT, HEADER_HEIGHT, MOST_ROWS = 42, 42, 14
RBP = {"field": "gene", "headerName": "RBP", "cellRenderer": "GeneLink", "width": 218, "pinned": "left"}
SOURCE = {"field": "source", "headerName": "Data", "cellRenderer": "SourceBadge", "width": 160}
MODEL = {"field": "label", "headerName": "Model", "tooltipField": "label", "width": 196}
PATTERN = {"field": "pattern", "headerName": "Best k-mer", "cellRenderer": "Rna", "width": 110}
BENCH = {"field": "bench", "headerName": "Bench", "cellRenderer": "AtlasLink", "width": 92, "sortable": False}
DISCOVER = {"field": "discover", "headerName": "Discover", "cellRenderer": "AtlasLink", "width": 112, "sortable": False}
NOTE = {"field": "note", "headerName": "Note", "tooltipField": "note", "flex": 1, "minWidth": 200}


def about(row: Row, **more: Any) -> Row:
    """Return the columns that identify an RBP, and its links."""
    name = row["model"] or row["experiment"]
    return {
        "id": name,
        "gene": title_of(row),
        "source": SOURCES.get(row["source"], row["source"]),
        "facets": {"source": [row["source"]]},
        "explore": page_href("/explore", name),
        "bench": page_href("/bench", name) if row["model"] else None,
        "discover": page_href("/discover", name) if row["model"] else None,
        **more,
    }


def asked(row: Row, preset: str, conditions: list[str], setting: dict[str, Any], **more: Any) -> Row:
    """Return what `about` does for a row of a survey; its bench link loads the question."""
    note = row["problem"] or ("" if row["asked"] else "Not asked yet")
    shown = {"pattern": row.get("pattern"), "label": row["label"], "note": note, **more}
    if not note:
        shown["bench"] = bench_href(row["model"], conditions, setting, preset)
    return about(row, **shown)


def logo(top_kmers: tuple) -> list:
    """Make the small logo of best k-mers, for the cell ``Motif``."""
    return logo_columns(kmer_logo(tuple(map(tuple, top_kmers)))) if top_kmers else []


def columns(*numbers: tuple) -> list[dict[str, Any]]:
    """Make columns of numbers from (field, name, help, form, width)."""
    return [number(*one) for one in numbers]


def grid(rows: list[Row], columns: list[dict[str, Any]], label: str) -> Component:
    """Make the table; a click on a row, or Enter on one of its cells, opens the RBP on Explore."""
    shown = min(max(len(rows), 3), MOST_ROWS)
    return ag_table(
        ids.ATLAS_TABLE,
        columns,
        "params.data.id",
        opens="openRow",
        texts={"noRowsToShow": "No RBP is shown; clear the filters above.", "ariaLabel": label},
        heights=(ROW_HEIGHT, HEADER_HEIGHT),
        rowData=rows,
        className="rbps-grid atlas-grid",
        style={"height": f"{HEADER_HEIGHT + 20 + shown * ROW_HEIGHT}px"},
    )
