"""The measurements on this machine, and the question before an import is removed."""

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.shared.attributes import aria
from components.shared.links import page_href
from components.shared.sources import simulated_badge
from core.data.store import SIMULATED

LAYOUTS = {
    "table": "Table",
    "hughes": "Hughes lab",
    "deepbind": "DeepBind",
    "koo": "Koo, HDF5",
    "rnacontext": "RNAcontext",
    SIMULATED: "Simulated set",
}
"""Names of the layouts on pages."""
NAMED = 6
"""Most experiments to name; further ones are counted."""


def megabytes(n_bytes: int) -> str:
    """Write a size for people: 31 kB, 1.1 MB, 310 MB."""
    if n_bytes < 100_000:
        return f"{max(1, round(n_bytes / 1e3))} kB"
    return f"{n_bytes / 1e6:.1f} MB" if n_bytes < 1e7 else f"{n_bytes / 1e6:,.0f} MB"


def named(names: Sequence[str], most: int = NAMED) -> str:
    """List the first names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def here(listed: Sequence[core.Dataset]) -> list[Component]:
    """List every import, the newest first and the simulated set last."""
    ordered = sorted(listed, key=lambda one: one.layout == SIMULATED)
    return [html.Ul([html.Li(_row(one), className="dataset") for one in ordered], className="datasets")]


def _row(one: core.Dataset) -> list[Component]:
    simulated = one.layout == SIMULATED
    n = len(one.entries)
    facts = [
        "comes with the code" if simulated else f"{LAYOUTS.get(one.layout, one.layout)}, kept {one.date[:10]}",
        f"{n} experiment{'' if n == 1 else 's'}",
        f"{one.n_a + one.n_b:,} probes ({one.n_a:,} of set A, {one.n_b:,} of B)",
        f"{megabytes(one.n_bytes)} on disk",
    ]
    badge = simulated_badge(simulated)
    name = html.Div([html.Strong("Simulated measurements" if simulated else one.file_name), *badge])
    about = html.Div([name, html.P(" · ".join(facts), className="quiet"), _experiments(one)], className="dataset-about")
    remove = dmc.Button(
        "Remove …", id=ids.data_set_remove(one.name), variant="default", size="xs",
        **aria(label=f"Remove {one.file_name}; first shows what depends on it"),
    )  # fmt: skip
    return [about, html.Div() if simulated else remove]


def _experiments(one: core.Dataset) -> Component:
    links: list = []
    for entry in one.entries[:NAMED]:
        name = f"{entry.gene} ({entry.id})" if entry.gene and entry.gene != entry.id else entry.id
        links += [dcc.Link(name, href=page_href("/explore", entry.id)), ", "]
    more = len(one.entries) - NAMED
    return html.P([*links[:-1], f" and {more} more" if more > 0 else ""], className="quiet dataset-names")


def confirmation(found: core.Dependents) -> list[Component]:
    """Say what would change if an import were removed."""
    said = [
        _said(
            found.lost, "lose{s} {their} probes: {names}. Clicking a probe, the scatter and the backgrounds made of "
            "probes are not there for {them} until you import {them} again.",
        ),
        _said(found.unused, "{is_are} of a newer import already, so nothing changes: {names}."),
    ]  # fmt: skip
    if found.taken_over:
        files = sorted({f"{one.file_name} ({one.date[:10]})" for one in found.taken_over})
        text = "fall{s} back to an older import, " + named(files) + ": {names}."
        said.insert(1, _said([one.entry for one in found.taken_over], text))
    if found.models:
        said.append(html.Li(f"These models stay, without probes to show: {named(found.models)}."))
    if found.retold:
        said.append(
            html.Li(f"These models stay, and will be compared with the older measurements: {named(found.retold)}.")
        )
    head = html.P([html.Strong(found.dataset.file_name), f", {megabytes(found.dataset.n_bytes)}, will be removed from "
                   "this machine. The file that you imported is not touched."])  # fmt: skip
    return [head, html.Ul([one for one in said if one is not None])]


def _said(entries: Sequence, text: str) -> Component | None:
    if not entries:
        return None
    one = len(entries) == 1
    words = {
        "s": "s" if one else "",
        "their": "its" if one else "their",
        "them": "it" if one else "them",
        "is_are": "is" if one else "are",
        "names": named([entry.id for entry in entries]),
    }
    number = "1 experiment" if one else f"{len(entries)} experiments"
    return html.Li(f"{number} {text.format(**words)}")


def confirm_dialog() -> Component:
    """Make the question before a removal; dmc.Modal brings a second banner, which axe-core finds."""
    keep = html.Form(html.Button("Keep it", className="plain-button"), method="dialog")
    remove = dmc.Button("Remove it", id=ids.DATA_REMOVE, color="red.9")
    head = html.H2("Remove these measurements?", id=f"{ids.DATA_CONFIRM}-title")
    parts = [head, html.Div(id=ids.DATA_CONFIRM_TEXT), html.Div([keep, remove], className="buttons")]
    labelled = aria(labelledby=f"{ids.DATA_CONFIRM}-title")
    return html.Dialog(parts, id=ids.DATA_CONFIRM, className="confirm", **labelled)
