"""The address of the measurements part: where measurements come from, and how they are read. Plain data."""

import secrets
from pathlib import Path
from typing import Any

from components.shared.fields import Field, Form
from components.shared.links import page_href
from core.data.download import SOURCES

PATH, PART = "/data", "measurements"
READ = "data-read"
"""The long work of this part: reading, after a download if necessary."""
FORM = Form(*map(Field, ("part", "rbp", "upload", "download", "at", "again", "layout", "experiment", "kept")))
"""The fields of an address of this part."""
AUTO = "auto"
"""Entry of the choice of layouts: find the one that fits."""
Query = dict[str, list[str]]


def first(query: Query, name: str) -> str | None:
    """Return the first value of a part of a link; None if it has none."""
    return query.get(name, [None])[0]


def question(query: Query) -> dict[str, Any] | None:
    """Return what is to be read: an upload, or a download, by a layout or the one that fits; None for nothing.

    ``at`` tells a download from an earlier one, whose answer may be kept longer than its measurements. A link downloads
    without a click, so it may name only one of the known sources.
    """
    layout = first(query, "layout")
    if upload := first(query, "upload"):
        return {"upload": upload, "layout": layout}
    source = first(query, "download")
    if source in SOURCES:
        return {"download": source, "at": first(query, "at"), "again": bool(first(query, "again")), "layout": layout}
    return None


def problems(query: Query) -> list[str]:
    """Say why the download of a link is not fetched; nothing if it is fetched, or there is none."""
    source = first(query, "download")
    if not source or source in SOURCES:
        return []
    return [
        f"A link downloads {' or '.join(SOURCES)}, and not {source[:80]!r}. "
        "Fetch that file in your browser and choose it below."
    ]


def state(query: Query) -> dict[str, Any]:
    """Return the address as `gia.remember` takes it."""
    return {"path": PATH, "query": {**FORM.link(FORM.texts(query)), "part": PART}}


def with_fields(state: dict[str, Any], **fields: str | None) -> dict[str, Any]:
    """Return the state with other fields; those of None are left out."""
    query = {**state["query"], **fields}
    return {**state, "query": {name: value for name, value in query.items() if value}}


def href(state: dict[str, Any]) -> str:
    """Write a state as a link."""
    query = dict(state["query"])
    return page_href(state["path"], query.pop("rbp", None), **query)


def download_href(source: str, model_name: str | None, again: bool = False) -> str:
    """Return the address that downloads, or reads an earlier download."""
    return page_href(
        PATH, model_name, part=PART, download=source, at=secrets.token_hex(4), **({"again": "yes"} if again else {})
    )


def spoken(text: str, path: Path) -> str:
    """Write a sentence on a file, or the folder of several, without the folders of this machine."""
    folder = path if path.is_dir() else path.parent
    return text.replace(f"{folder}/", "").replace(str(folder), "the upload")
