"""Which view an address shows: the one place that turns the state of a page into a record of `core.exports`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import core
from components import bench_document, bench_presets
from core.errors import AppError, SequenceError
from core.gia.protocol import whole
from core.sequence import clean

if TYPE_CHECKING:
    from core.exports import View

Query = dict[str, list[str]]


def read(path: str, search: str) -> "View":
    """The view of an address.

    Raises
    ------
    AppError : a page that has no view, or an address in which there is nothing to ask yet.
    """
    reader = READERS.get(path.rstrip("/"))
    if reader is None:
        raise AppError("this page has nothing to save; open an RBP on Explore or on the GIA bench first.")
    query = parse_qs(search.lstrip("?"))
    if not query.get("rbp"):
        raise AppError("no RBP is chosen yet; choose one from the list of RBPs.")
    return reader(query["rbp"][0], query)


def bench(rbp: str, query: Query) -> "View":
    """The design on the bench, and the experiment that it belongs to."""
    from core.exports import DesignView

    document, _ = bench_document.read_query(query, rbp, bench_document.about(core.card(rbp)))
    design = bench_document.design(document)
    if design is None:
        raise SequenceError("there is nothing on the bench to save yet; place a motif on the track first.")
    shown = {"others": tuple(filter(None, [document["with"]])), "plot": document["plot"]}
    plan = bench_document.plan(document)
    if plan is None:
        return DesignView(design, **shown)
    protocol = bench_presets.parse(document["preset"])[0].protocol
    return DesignView(design, experiment=protocol.name, parameters=protocol.arguments(plan), **shown)


def rna(rbp: str, query: Query) -> "View":
    """The RNA that is chosen on Explore, and the one it was made of."""
    from core.exports import RnaView

    sequence, original = (query.get(key, [""])[0] for key in ("sequence", "from"))
    if not sequence:
        raise SequenceError("no RNA is chosen yet; click a point of the scatter, or paste an RNA.")
    sequence, original = clean(sequence), clean(original) if original else None
    return RnaView(rbp, sequence, original if original != sequence else None)


def scan(rbp: str, query: Query) -> "View":
    """The k-mer scan of a link; what is not in it is as in `core.scan_kmers`."""
    from core.exports import ScanView

    readers: dict[str, Callable[[str], Any]] = dict.fromkeys(("k", "position", "top", "n", "seed"), whole)
    readers |= {"method": str, "background": str}
    return ScanView(rbp, **{name: read(query[name][0]) for name, read in readers.items() if query.get(name)})


READERS: dict[str, Callable[[str, Query], "View"]] = {"/bench": bench, "/explore": rna}
"""By path of the page."""
