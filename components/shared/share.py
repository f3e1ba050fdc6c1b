"""The Share menu of a page, and the offer to resume; assets/share.js holds their behaviour."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from components import ids

LONGEST_LINK = 8000
"""Letters of a link that mail programs and servers pass on; a longer one is copied with a warning."""
LINK = "link"
PAIR = "/pair"
"""The part of Discover that shows two motifs."""


class Entry(NamedTuple):
    """One entry of the menu: its label, and its purpose."""

    title: str
    help: str


ENTRIES = {
    "": {LINK: Entry("Copy link", "Reopens all of this, wherever this app is reached")},
    "Figure": {
        "svg": Entry("SVG", "For a paper: sharp at any size"),
        "png": Entry("PNG", "For a slide, 300 dpi"),
    },
    "Numbers": {
        "csv": Entry("CSV", "Estimates with intervals and N, for a spreadsheet"),
        "values": Entry("CSV, all backgrounds", "Local importance on each, for plots of your own"),
        "json": Entry("JSON", "What was asked and found, for other programs"),
    },
    "Do it again": {
        "script": Entry("Python script", "The same numbers without this page"),
        "notebook": Entry("Jupyter notebook", "The same, cell by cell"),
    },
    "All in one": {"report": Entry("Report", "One page with everything; opens offline")},
}
"""The entries by heading; those of files are named by their format in `core.exports`."""
OF_PAIR = {
    "Two motifs": {
        f"{PAIR}/{format}": entry
        for entries in ENTRIES.values()
        for format, entry in entries.items()
        if format in ("svg", "csv", "script", "report")
    }
}
"""Further entries of Discover."""
OF_SCAN = {
    "Numbers": {
        "csv": Entry("CSV", "All peaks, with p and q"),
        "values": Entry("CSV, every letter", "Predictions and structure along all RNAs"),
        "json": ENTRIES["Numbers"]["json"],
    }
}
"""Entries of Scan in place of those of the same heading."""


def share_menu(*without: str, more: Mapping[str, Mapping[str, Entry]] = MappingProxyType({})) -> Component:
    """Make the menu, with the result of the last choice next to it.

    without : formats that the page does not have. more : entries by heading that only this page has, or has otherwise.
    """
    button = dmc.Button("Share", id=ids.SHARE_BUTTON, variant="default", size="sm", rightSection=html.Span("▾"))
    listed = []
    for heading, entries in {**ENTRIES, **more}.items():
        shown = {format: entry for format, entry in entries.items() if format not in without}
        listed += [dmc.MenuLabel(heading)] if heading and shown else []
        listed += [_item(format, entry) for format, entry in shown.items()]
    menu = dmc.Menu(
        [dmc.MenuTarget(button), dmc.MenuDropdown(listed, className="share-list")],
        position="bottom-end",
        shadow="md",
        width=300,
        transitionProps={"duration": 0},
    )
    said = html.Span(id=ids.SHARE_SAID, className="share-said", role="status")
    stores = [dcc.Store(id=ids.SHARE_ASKED), dcc.Download(id=ids.SHARE_DOWNLOAD)]
    return html.Div([said, menu, _link_field(), *stores], className="share")


def resume_offer() -> Component:
    """Make the offer to resume earlier work on the page; empty and hidden until there is some."""
    return html.Div(
        [
            html.Span(id=ids.RESUME_TEXT),
            dmc.Button("Continue where you were", id=ids.RESUME_GO, size="xs"),
            dmc.Button("Not now", id=ids.RESUME_NOT, size="xs", variant="default"),
        ],
        id=ids.RESUME,
        className="resume",
        hidden=True,
        role="status",
    )


def _item(format: str, entry: Entry) -> Component:
    text = [html.Span(entry.title, className="share-title"), html.Span(entry.help, className="quiet")]
    return dmc.MenuItem(text, id=ids.share_item(format), className="share-item")


def _link_field() -> Component:
    """Make a field with the link to copy by hand, shown if the browser does not copy it."""
    field = dmc.TextInput(
        id=ids.SHARE_LINK,
        label="Copy this link (Ctrl or Cmd + C)",
        readOnly=True,
        size="sm",
        className="share-link",
    )
    close = dmc.Button("Close", id=ids.SHARE_CLOSE, size="xs", variant="default")
    return html.Div([field, close], id=ids.SHARE_FIELD, className="share-field", hidden=True)
