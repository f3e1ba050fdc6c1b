"""The RBPs page: what this is, three first steps, and the table of experiments."""

from typing import Any
from urllib.parse import quote

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.grid import DEFAULT_COLUMN, OPTIONS
from components.shell import page_href

SOURCES = {"simulated": "Simulated", "rnacompete2013": "RNAcompete 2013", "imported": "Imported"}
"""What people read for an experiment's source."""
NO_ROWS = "No experiments on this machine yet; import some with: python -m core import PATH"
ROW_HEIGHT = 54
HEADER_HEIGHT = 44


def layout(query: dict[str, list[str]]) -> Component:
    """The page; it takes nothing from the address."""
    listed = core.list_experiments()
    return dmc.Stack(
        [
            html.Div(
                [
                    dmc.Title("What has the network learned about your RBP?", order=1, mb=8),
                    html.P(
                        "Each row is an RNA-binding protein (RBP) whose binding to some 100,000 short RNA probes was "
                        "measured by RNAcompete, or simulated with known rules. A deep network, ResidualBind, was "
                        "trained to predict the binding score from sequence alone. Here you can ask it why.",
                        className="lead",
                    ),
                ]
            ),
            _steps(),
            _table(listed),
        ],
        gap="lg",
    )


def _steps() -> Component:
    steps = [
        (html.Strong("Pick an RBP"), "in the table below: click its row, or press Enter on it."),
        (dcc.Link("Explore", href="/explore"), "what it predicts: click a probe and see which letters matter."),
        (dcc.Link("Test it on the GIA bench", href="/bench"), "put motifs on random RNA and measure what they add."),
    ]
    return html.Ol(
        [
            html.Li(
                [html.Span(str(number), className="number"), html.Div(name), html.P(text, className="quiet")],
                className="step",
            )
            for number, (name, text) in enumerate(steps, start=1)
        ],
        className="steps",
        **{"aria-label": "Three first steps"},
    )


def _table(listed: list[core.Experiment]) -> Component:
    search = dmc.TextInput(
        id=ids.RBPS_SEARCH,
        label="Search",
        placeholder="Gene, experiment id, species, motif …",
        debounce=120,
        className="search",
        **{"aria-label": "Search the table of RBPs"},
    )
    count = html.P(count_text(len(listed), len(listed)), id=ids.RBPS_COUNT, className="quiet", role="status")
    return dmc.Stack([html.Div([search, count], className="table-bar"), _grid(listed)], gap="sm")


def _grid(listed: list[core.Experiment]) -> Component:
    full = HEADER_HEIGHT + ROW_HEIGHT * max(len(listed), 3) + 4
    return dag.AgGrid(
        id=ids.RBPS_TABLE,
        rowData=rows(listed),
        columnDefs=columns(),
        defaultColDef=DEFAULT_COLUMN,
        getRowId="params.data.id",
        dashGridOptions={
            **OPTIONS,
            "rowHeight": ROW_HEIGHT,
            "headerHeight": HEADER_HEIGHT,
            "tooltipShowDelay": 400,
            "includeHiddenColumnsInQuickFilter": True,
            "localeText": {"noRowsToShow": NO_ROWS, "noMatchingRows": "No RBP matches this search"},
        },
        eventListeners={
            "rowClicked": ["openRow(params)"],
            "cellKeyDown": ["openRow(params)"],
            "gridSizeChanged": ["fitColumns(params)"],
        },
        className="rbps-grid",
        style={"height": f"min({full}px, max(70vh, 420px))"},
    )


def rows(listed: list[core.Experiment]) -> list[dict[str, Any]]:
    """One table row an experiment, those with a model first, with the texts people read and search."""
    return [
        {
            "id": experiment.id,
            "gene": experiment.gene,
            "species": experiment.species,
            "source": SOURCES.get(experiment.source, experiment.source),
            "kind": experiment.source,
            "r": experiment.test_pearson,
            "kmer": experiment.top_kmer,
            "models": len(experiment.models),
            "has_model": experiment.has_model,
            "has_probes": experiment.has_probes,
            "note": experiment.note,
            "cure": None if experiment.has_model else train_command(experiment.id),
            "explore": page_href("/explore", experiment.id),
            "bench": page_href("/bench", experiment.id),
        }
        for experiment in sorted(listed, key=lambda experiment: not experiment.has_model)
    ]


def columns() -> list[dict[str, Any]]:
    """The table's columns; on narrow screens ``fitColumns`` hides those that matter least."""
    here = "(params.data.has_model ? 2 : 0) + (params.data.has_probes ? 1 : 0)"
    return [
        {"field": "gene", "headerName": "RBP", "cellRenderer": "GeneLink", "flex": 3, "minWidth": 120},
        {"field": "id", "headerName": "Experiment", "flex": 3, "minWidth": 136},
        {"field": "species", "headerName": "Species", "flex": 3, "minWidth": 126},
        {"field": "source", "headerName": "Source", "cellRenderer": "SourceBadge", "width": 168},
        {
            "field": "r",
            "headerName": "Test r",
            "headerTooltip": "Pearson correlation of predicted and measured binding scores on set B, never trained on",
            "type": "rightAligned",
            "valueFormatter": {"function": "params.value == null ? '–' : d3.format('.3f')(params.value)"},
            "width": 72,
        },
        {
            "field": "kmer",
            "headerName": "Top 6-mer",
            "headerTooltip": "The 6-mer of highest global importance",
            "cellRenderer": "Rna",
            "width": 104,
        },
        {
            "field": "models",
            "headerName": "Models",
            "headerTooltip": "How many models there are; the row opens the one in use, its page lists all of them",
            "type": "rightAligned",
            "width": 76,
        },
        {
            "colId": "here",
            "headerName": "On this machine",
            "valueGetter": {"function": here},
            "cellRenderer": "OnThisMachine",
            "getQuickFilterText": {"function": "''"},
            "width": 148,
        },
        {"field": "note", "headerName": "Note", "cellRenderer": "Note", "flex": 7, "minWidth": 200, "sortable": False},
        {
            "colId": "bench",
            "headerName": "Bench",
            "cellRenderer": "BenchLink",
            "sortable": False,
            "resizable": False,
            "width": 158,
        },
    ]


def train_command(experiment_id: str) -> str:
    """The command that trains a model, the cure for an experiment without one."""
    return f"python -m core train {experiment_id if quote(experiment_id) == experiment_id else repr(experiment_id)}"


def count_text(shown: int, all_of_them: int) -> str:
    """How many rows the search left."""
    noun = "experiment" if all_of_them == 1 else "experiments"
    return f"{all_of_them} {noun}" if shown == all_of_them else f"{shown} of {all_of_them} {noun}"
