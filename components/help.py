"""The help beside every page: the tour, keys of the page, colour-blind-safe letters, what the words mean, citation."""

import json

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from components import ids
from components.shared.attributes import aria, data
from components.shared.terms import Terms
from core import versions
from core.about import CITATION, NAME, VERSION
from core.glossary import WORDS, background_words

TOUR = [
    {
        "path": "/",
        "anchor": ".rbps .search, .rbps",
        "title": "Pick an RBP",
        "text": "Each row is a protein and the network trained on it. Click a row, or type a gene and press Enter.",
    },
    {
        "path": "/explore",
        "anchor": ".scatter-card, #explore-scatter",
        "title": "See what the network sees",
        "text": "Each point is an RNA: measured against predicted binding. Click one to see which letters matter.",
    },
    {
        "path": "/bench",
        "anchor": ".track, .bench .card",
        "title": "Test an idea",
        "text": "Drag motifs onto the RNA. The plot below shows at once how much they add to the predicted binding.",
    },
]
"""The three steps: the page, what on it is pointed at (the first selector that is found), and what is said there, but
for a ``data-tour`` of the page that says otherwise."""

EVERYWHERE = {"?": "Open this help", "Tab": "Go to the next control", "Esc": "Close what is open"}
KEYS = {
    "/": {
        "/": "Search the table",
        "Enter": "In the search: open the first RBP; in a row: open that one",
        "↓": "From the search into the table",
        "↑ ↓ ← →": "Move in the table",
    },
    "/explore": {
        "Enter": "In the box: show that RNA; in a row: open that probe",
        "← →": "The probe before or after this one in the table",
        "Ctrl Z": "Take the last change of the RNA back; with Shift, make it again",
    },
    "/bench": {
        "Enter": "On a motif of the palette: put it on the track",
        "← →": "Move the motif by one position",
        "Shift ← →": "Move it by five",
        "Home, End": "Move it to an end",
        "Delete": "Take it off the track",
        "Ctrl Z": "Undo the last edit; with Shift, redo it",
    },
    "/data": {
        "/": "Under Models: search the table",
        "Enter": "On Choose files: choose; on Train: begin; in a row of models: open its card",
        "Space": "In the table of experiments: tick or untick one",
        "↑ ↓ ← →": "Move in a table",
        "Esc": "In a question: leave everything as it is",
    },
    "/atlas": {"Enter": "On a row of a table: open that RBP on Explore; in a field: take over what you typed"},
    "/scan": {
        "Enter": "In a field: take over what you typed; in a table: open that window or mutation",
        "↑ ↓ ← →": "Move in a table",
    },
    "/discover": {"Enter": "In a field: take over what you typed; on Scan or Map them: begin"},
}
"""What keys do, on each page."""


def help_button() -> Component:
    """Make the button that opens the help."""
    return html.Button(
        "?",
        id=ids.HELP_OPEN,
        className="help-open",
        title="Help (press ?)",
        **aria(label="Help", haspopup="dialog"),
    )


def help_panel() -> Component:
    """Make the panel, closed, and what the tour needs."""
    parts = [
        html.Button("Take the three-step tour", id=ids.TOUR_START, className="button-link tour-start"),
        _letters(),
        html.H3("Keys on this page"),
        html.Div(keys("/"), id=ids.HELP_KEYS),
        html.H3("Words"),
        Terms({**WORDS, **background_words()}, "words"),
        html.H3("To cite the method"),
        html.P(CITATION, className="quiet"),
        html.P(f"{NAME} {VERSION}. Nothing you look at leaves this machine.", className="quiet"),
        *_libraries(),
    ]
    close = html.Button("×", className="help-close", title="Close (Esc)", **aria(label="Close the help"))
    head = html.Div([html.H2("Help", id="help-title"), html.Form(close, method="dialog")], className="help-head")
    panel = html.Dialog([head, *parts], id=ids.HELP, className="help", **aria(labelledby="help-title"))
    return html.Div([dcc.Store(id=ids.LETTERS), panel, html.Div(id=ids.TOUR, **data(steps=json.dumps(TOUR)))])


def _libraries() -> list[Component]:
    """List the libraries that decide numbers; a warning of unchecked versions comes first."""
    warning = versions.warning()
    listed = ", ".join(f"{versions.title(one.name)} {one.installed}" for one in versions.libraries())
    said = [html.P(warning, className="doubts", role="note")] if warning else []
    return [*said, html.P(f"Numbers are computed with {listed}.", className="quiet")]


def _letters() -> Component:
    switch = dmc.Switch(
        id=ids.LETTERS_SAFE,
        label="Colour-blind-safe letters",
        description="Four colours that stay apart for red-, green- and blue-blind eyes.",
        persistence=True,
        persistence_type="local",
    )
    sample = html.Span([html.Span(letter, className=letter) for letter in "ACGU"], className="rna sample")
    return html.Div([switch, sample], className="letters")


def keys(path: str) -> Component:
    """List the keys of a page, and those of all pages."""
    return Terms({**KEYS.get(path, {}), **EVERYWHERE}, "keys")
