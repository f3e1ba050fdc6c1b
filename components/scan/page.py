"""The Scan page: where RBPs bind along a person's RNAs, and what variants do."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.scan import results, variants
from components.scan import state as states
from components.shared import links, models
from components.shared.attributes import aria
from components.shared.cures import sentence
from components.shared.long_work import controls, form, stores
from components.shared.pickers import text_box
from components.shared.share import OF_SCAN, resume_offer, share_menu
from core.errors import AppError
from core.rna_scan import link
from core.rna_scan.example import NAME
from core.rna_scan.fasta import MOST_NT, MOST_RNAS, MOST_TOTAL, write_fasta
from core.sequence import NamedRna

LEAD = "Paste an RNA, such as a 3′UTR, and see where RBPs bind along it, how it folds there, and what a mutation does."
MOST_SHOWN = 100_000
"""Characters of RNAs that a link puts back into the box; longer ones are named beneath it."""
NUMBERS = {
    "window": ("Window (nt)", "30 to 41, the lengths of RNAcompete's probes"),
    "step": ("Step (nt)", "From one window to the next"),
    "threshold": ("Peaks above (%)", "A peak is predicted above this share of random RNA"),
    "fold_window": ("Fold window (nt)", "RNA folded at once (RNAplfold -W)"),
    "fold_span": ("Longest pair (nt)", "Farthest letters that may pair (RNAplfold -L)"),
}


def layout(query: dict[str, list[str]]) -> Component:
    """Make the page of ``/scan?rbp=ID&rbp=…&rnas=…``; a wrong part of the link is explained below its field."""
    fields = states.FORM.texts(query)
    token, rnas, problem = _read(query.get("rnas", [""])[0])
    options = models.all_models("")
    if not options:
        return _no_model()
    shown = states.shown(query)
    return html.Div(
        [
            dcc.Store(id=ids.SCAN_FORM, data=states.state(fields, token)),
            dcc.Store(id=ids.SCAN_SHOWN, data=shown),
            dcc.Store(id=ids.SCAN_LOOK),
            dcc.Store(id=ids.SCAN_OFFERED),
            dcc.Store(id=ids.SCAN_ADDRESS),
            dcc.Store(id=ids.SCAN_RNAS, data=token),
            *stores(states.JOB),
            *stores(states.EFFECTS),
            _head(),
            links.notice(links.unknown(query, ("rnas", *states.FORM.fields, *states.SHOWN))),
            _ask(fields, options, read_note(rnas, (), link.is_kept(token or "")), rnas, problem),
            results.card(),
            variants.card(fields["variants"]),
            html.Div(id=ids.SCAN_WINDOW, className="scan-window"),
        ],
        className="scan",
    )


def read_note(rnas: tuple[NamedRna, ...], notices: tuple[str, ...] = (), is_kept: bool = False) -> list[Component]:
    """Describe what was read, and what to know about it."""
    if not rnas:
        return []
    names = ", ".join(f"{rna.name} ({len(rna.sequence):,} nt)" for rna in rnas[:3]) + (", …" if len(rnas) > 3 else "")
    total = sum(len(rna.sequence) for rna in rnas)
    text = f"Read: {names}." if len(rnas) <= 3 else f"Read {len(rnas)} RNAs, {total:,} nt: {names}."
    kept = "Too long for a link: kept on this machine, where alone the link works." if is_kept else ""
    return [html.P(" ".join(filter(None, [text, *notices, kept])), className="quiet")]


def _read(token: str) -> tuple[str | None, tuple[NamedRna, ...], str]:
    """Return the RNAs of a link, or why there are none."""
    if not token:
        return None, (), ""
    try:
        return token, link.unpack(token), ""
    except AppError as error:
        return None, (), sentence(error)


def _head() -> Component:
    badge = html.Span(id=ids.SCAN_BADGE, role="status")
    bar = html.Div([dmc.Title("Scan", order=1), badge, share_menu(more=OF_SCAN)], className="bench-title")
    return html.Div([bar, html.P(LEAD, className="lead"), resume_offer()])


def _ask(
    fields: dict[str, Any], options: list[dict], note: list[Component], rnas: tuple[NamedRna, ...], problem: str
) -> Component:
    text = write_fasta(rnas) if rnas else ""
    box = dmc.Textarea(
        id=ids.SCAN_TEXT,
        label=f"RNAs as FASTA, up to {MOST_NT:,} nt each ({MOST_RNAS} RNAs, {MOST_TOTAL:,} nt in all)",
        placeholder=">name\nACGU… paste here, or drop a file",
        value=text if len(text) <= MOST_SHOWN else "",
        resize="vertical",
        debounce=300,
        classNames={"input": "rna"},
        className="scan-text",
    )
    buttons = [
        dmc.Button("Choose a file", id=ids.SCAN_FILE, variant="default", size="xs"),
        dmc.Button("Try an example", id=ids.SCAN_EXAMPLE, variant="default", size="xs"),
    ]
    texts = [
        box,
        html.P(problem, id=ids.SCAN_TEXT_PROBLEM, className="problem", role="alert"),
        html.Div(note, id=ids.SCAN_READ, role="status"),
        html.Div(buttons, className="buttons"),
    ]
    of_both = [_rbps(fields["rbp"], options), _number("window", fields)]
    numbers = [_number(name, fields) for name in NUMBERS if name != "window"]
    parts = [
        html.H2("RNAs and RBPs"),
        form(states.JOB, [form(states.EFFECTS, texts, "text")], "text"),
        form(states.JOB, [form(states.EFFECTS, of_both, "shared"), *numbers]),
        html.P(id=ids.SCAN_PROBLEM, className="bench-problem", role="alert"),
        html.P(id=ids.SCAN_COST, className="quiet"),
        controls(states.JOB, "Scan"),
    ]
    return html.Section(parts, className="card scan-ask", **aria(label="RNAs and RBPs"))


def _rbps(chosen: list[str], options: list[dict[str, str]]) -> Component:
    """Make the choice of models; names in a link that are not models stay visible."""
    known = {option["value"] for option in options}
    options = [*options, *({"value": name, "label": name} for name in dict.fromkeys(chosen) if name not in known)]
    return dmc.MultiSelect(
        id=ids.scan_field("rbp"),
        label="RBPs",
        data=options,
        value=list(dict.fromkeys(chosen)),
        maxValues=8,
        searchable=True,
        filter=models.FIND,
        hidePickedOptions=True,
        placeholder="Add another RBP",
        nothingFoundMessage="No RBP with a model is called so",
        size="xs",
        className="scan-rbps",
    )


def _number(name: str, fields: dict[str, Any]) -> Component:
    label, help_text = NUMBERS[name]
    shown = {"inputMode": "decimal", "title": help_text}
    return text_box(ids.scan_field(name), label, fields[name], w=122, inputProps=shown)


def badge(names: list[str], rnas: tuple[NamedRna, ...]) -> list[Component]:
    """Make the badge of simulated models, if any is chosen."""
    listed = {one.id: one for one in core.list_experiments()}
    asked = [listed.get(models.experiment_id(name)) for name in names]
    simulated = [one.gene for one in asked if one and one.source == "simulated"]
    simulated += [rna.name for rna in rnas if rna.name == NAME]
    if not simulated:
        return []
    return [html.Span("Simulated", className="source simulated", title=f"Simulated: {', '.join(simulated)}")]


def _no_model() -> Component:
    text = html.P(html.Strong("No RBP has a model on this machine yet."))
    said = html.Div([text, dcc.Link("See the list and how to train one", href="/", className="button-link")])
    return html.Div([dmc.Title("Scan", order=1), html.Div(said, className="invite")], className="scan")
