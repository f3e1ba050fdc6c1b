"""Measurements: what is on this machine, and how more comes in. `preview` shows what a file holds."""

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.data import datasets, source
from components.shared import links
from components.shared.attributes import aria
from components.shared.cures import train_href
from components.shared.links import page_href
from components.shared.long_work import controls, form, stores
from components.shared.upload import drop_zone
from core.data.store import SIMULATED, Entry, damaged
from core.models.registry import split_name

HINT = (
    "A CSV, TSV or Parquet table with a column of sequences and one of binding scores for each experiment; or files "
    "of the Hughes lab, DeepBind (both files at once), the paper's authors (HDF5) or RNAcontext (the files of an "
    "experiment, or its folder). Plain or gzipped, up to 1 GB. You see what is in it before anything is kept."
)


def layout(query: source.Query) -> Component:
    """Make the part of ``/data?part=measurements[&upload=TOKEN | &download=SOURCE][&layout=NAME]``."""
    model_name = source.first(query, "rbp")
    asked = source.question(query)
    return html.Div(
        [
            dcc.Store(id=ids.DATA_SOURCE, data=source.state(query)),
            *[
                dcc.Store(id=name)
                for name in (ids.DATA_GO, ids.DATA_ADDRESS, ids.DATA_KEPT, ids.DATA_BEGUN, ids.DATA_CHOSEN)
            ],
            *stores(source.READ),
            links.notice([*links.unknown(query, source.FORM.fields), *source.problems(query)]),
            _kept(query),
            _bring(model_name, compact=asked is not None),
            _reading(query, asked),
            html.Div(id=ids.DATA_PREVIEW, className="preview"),
            _here(),
            datasets.confirm_dialog(),
        ],
        className="measurements",
    )


def _bring(model_name: str | None, compact: bool) -> Component:
    parts = [html.H2("Another file" if compact else "Bring measurements")]
    zone = drop_zone(ids.DATA_UPLOAD, "Choose files", HINT, several=True)
    downloads = html.Div([_download(name, text, model_name) for name, text in DOWNLOADS.items()], className="downloads")
    inside = [zone, html.H3("Or download public ones"), downloads]
    if compact:
        return html.Details([html.Summary("Another file"), *inside], className="card bring")
    return html.Section([*parts, *inside], className="card bring", **aria(label="Bring measurements"))


DOWNLOADS = {
    "rnacompete2013": "RNAcompete 2013: 244 experiments on 241,357 probes, from the Hughes lab (Ray et al. 2013)",
    "koo": "The same as the paper's authors prepared them, from Mendeley Data",
}
"""The sources that `core.download` knows, by name, in words."""


def _download(name: str, text: str, model_name: str | None) -> Component:
    """Make a link that downloads, continues, or reads an earlier download."""
    state = core.download_state(name)
    if state.path is None:
        begun = f"Continue: {datasets.megabytes(state.n_bytes)} are here" if state.n_bytes else "Download"
        buttons = [dcc.Link(begun, href=source.download_href(name, model_name), className="button-link")]
    else:
        read = f"Read the one of {state.date}, {datasets.megabytes(state.n_bytes)}"
        buttons = [
            dcc.Link(read, href=source.download_href(name, model_name), className="button-link"),
            dcc.Link("Download again", href=source.download_href(name, model_name, again=True)),
        ]
    return html.Div([html.P(text), html.Div(buttons, className="buttons")], className="download")


def _reading(query: source.Query, asked: dict | None) -> Component:
    """Say what is read, and as which layout; hidden if nothing is."""
    name = source.first(query, "layout")
    choices = [{"value": source.AUTO, "label": "Detect it"}]
    choices += [{"value": key, "label": datasets.LAYOUTS[key]} for key in datasets.LAYOUTS if key != SIMULATED]
    known = [choice["value"] for choice in choices]
    choices += [{"value": name, "label": name}] if name and name not in known else []
    select = dmc.Select(
        id=ids.DATA_LAYOUT,
        label="Read it as",
        data=choices,
        value=name or source.AUTO,
        allowDeselect=False,
        size="xs",
        w=180,
    )
    parts = [html.H2("This file"), form(source.READ, [select]), controls(source.READ, "Read it")]
    return html.Section(parts, id=ids.DATA_READING, className="card reading", hidden=asked is None)


def _kept(query: source.Query) -> Component:
    """Show what can be done with measurements that have just been kept; nothing if there are none."""
    digest = source.first(query, "kept")
    found = next((one for one in core.list_datasets() if one.name == digest and one.layout != SIMULATED), None)
    if found is None:
        return html.Div(hidden=True)
    n, entry = len(found.entries), _of_interest(found.entries, source.first(query, "rbp"))
    ways = [dcc.Link("Choose an RBP from the list", href=page_href("/", None), className="button-link")]
    if entry is not None:
        gene = entry.gene or entry.id
        ways = [
            dcc.Link(f"See {gene} on Explore", href=page_href("/explore", entry.id), className="button-link"),
            dcc.Link(f"Train a model of {gene}", href=train_href(entry.id), className="button-link"),
            *ways,
        ]
    said = f"{found.file_name} is kept: {n} experiment{'' if n == 1 else 's'}, {found.n_a + found.n_b:,} probes."
    return html.Section(
        [html.H2(said), html.Div(ways, className="buttons")], className="card kept", role="status",
        **aria(label="Kept"),
    )  # fmt: skip


def _of_interest(entries: Sequence[Entry], model_name: str | None) -> Entry | None:
    """Return the experiment that a person works on, if it was just kept; of a single one, that; else None."""
    chosen = next((entry for entry in entries if model_name and entry.id == split_name(model_name)[0]), None)
    return chosen or (entries[0] if len(entries) == 1 else None)


def _here() -> Component:
    return html.Section(
        [
            html.H2("What is here"),
            html.P(id=ids.DATA_SAID, className="quiet", role="status"),
            *(html.P(sentence, className="problem", role="alert") for _, sentence in damaged()),
            html.Div(datasets.here(core.list_datasets()), id=ids.DATA_HERE),
        ],
        className="card",
        **aria(label="Measurements on this machine"),
    )
