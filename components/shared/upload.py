"""The zone on which files are dropped, with a button for the keyboard; assets/upload.js holds its behaviour."""

from dash import dcc, html
from dash.development.base_component import Component

from components.shared.attributes import aria, data

LARGEST = 10**9
"""Bytes that all files of one upload may have, together."""


def drop_zone(store: str, label: str, hint: str, several: bool = False, accept: str = "") -> Component:
    """Make a zone with a button, which shows progress and problems of an upload.

    Parameters
    ----------
    store : id of the dcc.Store that gets {"upload": token, "name", "names", "bytes"} once all is here.
    label : of the button, such as "Choose files". hint : text beneath it, such as the kinds of files.
    several : whether several files, or a folder with the folders in it, make one upload.
    accept : endings that the file dialog offers first, such as ".keras,.h5"; any file can be chosen.
    """
    hinted = aria(describedby=f"{store}-hint")
    files = html.Button(label, type="button", className="upload-choose", **hinted)
    folder = html.Button("Choose a folder", type="button", className="upload-choose upload-folder", **hinted)
    parts = [
        dcc.Store(id=store),
        html.Div([files, *([folder] if several else [])], className="upload-buttons"),
        html.P(hint, id=f"{store}-hint", className="quiet"),
        html.Div(className="upload-state", role="status"),
        html.Div(className="upload-problem", role="alert"),
    ]
    marks = {"store": store, "several": "yes" if several else "no", "accept": accept, "largest": str(LARGEST)}
    return html.Div(parts, className="upload", **data(**marks))
