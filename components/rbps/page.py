"""The RBPs page: what the app does, three first steps, and the table of experiments."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.figures.small_logo import logo_columns
from components.shared import cures, links
from components.shared.attributes import aria, data
from components.shared.fields import Field, Form, Texts
from components.shared.grid import ag_table
from components.shared.links import page_href
from components.shared.sources import SOURCES
from core.data import catalogue
from core.discovery.motifs import kmer_logo
from core.library.experiments import absent
from core.models import registry

NO_ROWS = "No experiments on this machine yet; bring measurements on the page Data & models"
DIRECTIONS = ("asc", "desc")
DAMAGED = "Some models cannot be used"
ROW_HEIGHT = 54
HEADER_HEIGHT = 44
HEIGHT = f"min({HEADER_HEIGHT + 4}px + max(var(--rows), 3) * {ROW_HEIGHT}px, max(70vh, 420px))"
"""Height of the table: as many rows as the window holds, at least three; ``--rows`` follows search and filters."""


FACETS = {"family": "Family", "species": "Species", "source": "Source", "has": "On this machine"}
"""Labels of the filters of the table, by their key in the address."""
FORM = Form(Field("q"), *(Field(name, default=(), several=True) for name in FACETS), Field("sort"))
HERE = {"model": "Has a model", "probes": "Has probes"}
"""Labels of the filter for what is on this machine."""
NO_MATCH = "No RBP on this machine matches. Clear the filters, or try a shorter word."


def layout(query: dict[str, list[str]]) -> Component:
    """Make the page of ``/[?q=…&family=…&species=…&source=…&has=…&sort=COLUMN:desc]``, without what the table lacks."""
    listed = rows(core.list_experiments())
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
            links.notice([cures.sentence(one) for one in registry.problems()], DAMAGED),
            _steps(),
            _table(listed, query),
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
        **aria(label="Three first steps"),
    )


def _table(listed: list[dict[str, Any]], query: dict[str, list[str]]) -> Component:
    offered = facet_options(listed)
    fields = FORM.texts(query)
    chosen = {name: [one for one in fields[name] if one in values] for name, values in offered.items()}
    search = dmc.TextInput(
        id=ids.RBPS_SEARCH,
        label="Search",
        value=fields["q"],
        placeholder="Gene, id, species, family, motif …",
        rightSection=dmc.Kbd("/", size="xs"),
        className="search",
        **data(shortcut="/"),
        **aria(label="Search the table of RBPs"),
    )
    filters = [_filter(name, values, chosen[name]) for name, values in offered.items() if values]
    clear = html.Button("Clear", id=ids.RBPS_CLEAR, className="clear-filters", title="Clear the search and all filters")
    count = html.P(id=ids.RBPS_COUNT, className="quiet", role="status")
    sort = fields["sort"] or None
    stores = [
        dcc.Store(id=ids.RBPS_ROWS, data=listed),
        dcc.Store(
            id=ids.RBPS_ABSENT, data=[{"names": names, "said": cures.sentence(said)} for names, said in absent()]
        ),
        dcc.Store(id=ids.RBPS_SORT, data=sort),
        dcc.Store(id=ids.RBPS_STATE),
        dcc.Store(id=ids.RBPS_ADDRESS),
    ]
    left_out = html.P(_left_out(fields, offered), className="rbps-problem", role="alert")
    bar = html.Div([search, *filters, html.Div([count, clear], className="table-count")], className="table-bar")
    bring = dcc.Link("Open Data & models", href=cures.bring_href(None))
    elsewhere = html.P([html.Span(id=ids.RBPS_ELSEWHERE), " ", bring], className="rbps-problem", role="status")
    return html.Section(
        [*stores, bar, left_out, elsewhere, _grid(listed, sort)], **aria(label="RBPs"), className="rbps"
    )


def _filter(name: str, values: dict[str, str], chosen: list[str]) -> Component:
    return dmc.MultiSelect(
        id=ids.rbps_filter(name),
        label=FACETS[name],
        data=[{"value": value, "label": label} for value, label in values.items()],
        value=chosen,
        placeholder="" if chosen else "Any",
        clearable=True,
        clearButtonProps={"aria-label": f"Clear the filter {FACETS[name]}"},
        searchable=len(values) > 8,
        nothingFoundMessage="None of that name",
        hidePickedOptions=False,
        className="filter",
    )


def facet_options(listed: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Return the options of each filter: the values that rows have, by their labels."""
    found = {name: sorted({value for row in listed for value in row["facets"][name]}) for name in FACETS}
    return {name: {value: facet_label(name, value) for value in values} for name, values in found.items()}


def facet_label(name: str, value: str) -> str:
    """Return the label of a value of a filter."""
    return {"source": SOURCES, "has": HERE}.get(name, {}).get(value, value)


def _left_out(fields: Texts, offered: dict[str, dict[str, str]]) -> str:
    """Name the filters of the link that match nothing here; nothing if all match."""
    unknown = [
        f"{label.lower()} {value!r}"
        for name, label in FACETS.items()
        for value in fields[name]
        if value not in offered[name]
    ]
    return f"No RBP here has {', '.join(unknown)}; this part of the link was left out." if unknown else ""


def _grid(listed: list[dict[str, Any]], sort: str | None) -> Component:
    return ag_table(
        ids.RBPS_TABLE,
        columns(sort),
        "params.data.id",
        opens="openRow",
        texts={"noRowsToShow": NO_MATCH if listed else NO_ROWS, "loadingOoo": "Reading the list …"},
        heights=(ROW_HEIGHT, HEADER_HEIGHT),
        listeners={"gridSizeChanged": ["fitColumns(params)"], "sortChanged": ["rememberSort(params)"]},
        className="rbps-grid",
        style={"height": HEIGHT, "--rows": len(listed)},
    )


def rows(listed: list[core.Experiment]) -> list[dict[str, Any]]:
    """Make a table row for each experiment, those with a model first, with the texts people read and search."""
    return [
        {
            "id": experiment.id,
            "gene": experiment.gene,
            "species": experiment.species,
            "source": SOURCES.get(experiment.source, experiment.source),
            "r": experiment.test_pearson,
            "kmer": experiment.top_kmer,
            "family": ", ".join(experiment.families),
            "logo": logo_columns(kmer_logo(experiment.top_kmers)),
            "models": len(experiment.models),
            "has_probes": experiment.has_probes,
            "facets": _facets(experiment),
            "note": " ".join(filter(None, [experiment.note, experiment.reliability and experiment.reliability.text])),
            **({"aliases": ", ".join(known)} if (known := catalogue.aliases(experiment.gene)) else {}),
            **({"level": experiment.reliability.level} if experiment.reliability else {}),
            "train": None if experiment.has_model else cures.train_href(experiment.id),
            "explore": page_href("/explore", experiment.id),
            "bench": page_href("/bench", experiment.id),
        }
        for experiment in sorted(listed, key=lambda experiment: not experiment.has_model)
    ]


def _facets(experiment: core.Experiment) -> dict[str, list[str]]:
    """Return the values by which each filter finds an experiment."""
    here = {"model": experiment.has_model, "probes": experiment.has_probes}
    return {
        "family": list(experiment.families),
        "species": [experiment.species] if experiment.species else [],
        "source": [experiment.source],
        "has": [name for name, has in here.items() if has],
    }


def columns(sort: str | None = None) -> list[dict[str, Any]]:
    """Return the table's columns, one of them sorted (``r:desc``); ``fitColumns`` hides some on narrow screens."""
    column, _, direction = (sort or "").partition(":")
    return [
        {**one, "sort": direction} if one.get("colId", one.get("field")) == column and direction in DIRECTIONS else one
        for one in _columns()
    ]


def _columns() -> list[dict[str, Any]]:
    here = "2 * params.data.models + (params.data.has_probes ? 1 : 0)"
    return [
        {"field": "gene", "headerName": "RBP", "cellRenderer": "GeneLink", "flex": 3, "minWidth": 120},
        {"field": "id", "headerName": "Experiment", "flex": 3, "minWidth": 136},
        {"field": "species", "headerName": "Species", "flex": 3, "minWidth": 126},
        {
            "field": "family",
            "headerName": "Family",
            "headerTooltip": "Kinds of RNA-binding domain, as listed by Ray et al. 2013",
            "width": 92,
        },
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
            "headerName": "Motif",
            "headerTooltip": "The model's top 6-mers, aligned; a column is at most 2 bits high. Sorts by the top 6-mer",
            "cellRenderer": "Motif",
            "tooltipField": "kmer",
            "width": 120,
        },
        {
            "colId": "here",
            "headerName": "On this machine",
            "valueGetter": {"function": here},
            "cellRenderer": "OnThisMachine",
            "width": 172,
        },
        {
            "field": "note",
            "headerName": "Note",
            "cellRenderer": "Note",
            "flex": 7,
            "minWidth": 200,
            "sortable": False,
            "autoHeight": True,  # a note is read whole, without a mouse
        },
        {
            "colId": "bench",
            "headerName": "Bench",
            "cellRenderer": "BenchLink",
            "sortable": False,
            "resizable": False,
            "width": 84,
        },
    ]
