"""Views as files that others read, print and run. Knows no page.

A *view* is a small record of a question (`AtlasView`, `CardView`, `DesignView`, …). It is asked once; its `Answer`
holds the content of every file; `FORMATS` lists the files. Scripts use the tables and pictures, too.
"""

import json
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from core.about import NAME, PAPER, VERSION
from core.errors import AppError
from core.exports.answer import Answer
from core.exports.atlas import AtlasView, atlas_table, draw_atlas
from core.exports.card import CardView, draw_training, history_table
from core.exports.code import Cell, notebook, script
from core.exports.design import DesignView, draw_gia, gia_table, local_table
from core.exports.kmer_scan import KmerScanView, draw_kmer_scan, kmer_scan_table
from core.exports.outcome import OutcomeView, draw_outcome, outcome_table
from core.exports.probes import probes_table, rnas_table
from core.exports.report import report
from core.exports.rna import RnaView, draw_ism, ism_table
from core.exports.rna_scan import (
    RnaScanView,
    draw_rna_scan,
    effects_table,
    peaks_table,
    scan_document,
    scan_stem,
    tracks_table,
)
from core.formatting import plain

__all__ = [
    "FORMATS",
    "Answer",
    "AtlasView",
    "CardView",
    "DesignView",
    "File",
    "KmerScanView",
    "OutcomeView",
    "RnaScanView",
    "RnaView",
    "atlas_table",
    "draw_atlas",
    "draw_gia",
    "draw_ism",
    "draw_kmer_scan",
    "draw_outcome",
    "draw_rna_scan",
    "draw_training",
    "effects_table",
    "export",
    "gia_table",
    "history_table",
    "ism_table",
    "kmer_scan_table",
    "local_table",
    "outcome_table",
    "peaks_table",
    "probes_table",
    "rnas_table",
    "scan_document",
    "scan_stem",
    "tracks_table",
]


class View(Protocol):
    """A view: it asks its question, and turns the result into an answer."""

    def ask(self) -> Any: ...

    def answer(self, asked: Any) -> Answer: ...


class File(NamedTuple):
    """A file, ready to be sent or written."""

    name: str
    media_type: str
    content: bytes


class Format(NamedTuple):
    """A kind of file: the ending of its name, its media type, and the function that makes it of answer and link."""

    suffix: str
    media_type: str
    make: Callable[[Answer, str], str | bytes]


def export(view: View, format: str, link: str = "", asked: Any = None) -> File:
    """Write a view as a file.

    Parameters
    ----------
    format : one of `FORMATS`.
    link : the address of the view in the app, to be named in the file; addresses other than http and https are left
        out.
    asked : the result of ``view.ask()``, if it is known already.

    Raises
    ------
    AppError : an unknown format, or one that this view lacks; and whatever asking raises.
    """
    if format not in FORMATS:
        raise AppError(f"there is no format {format!r}; use one of: {', '.join(FORMATS)}.")
    made = FORMATS[format]
    answer = view.answer(view.ask() if asked is None else asked)
    content = made.make(answer, link if link.startswith(("http://", "https://")) else "")
    content = content.encode() if isinstance(content, str) else content
    return File(f"{answer.stem}{made.suffix}", made.media_type, content)


def _cells(answer: Answer, link: str, kind: str) -> list[Cell]:
    """Put a first cell before those of an answer: what it is, where it comes from and how to run it."""
    whence = f"Made with {NAME} {VERSION}. Method: {PAPER}."
    simulated = "The data are simulated, not measured.\n" if answer.is_simulated else ""
    trust = "".join(f"{one.title}: {one.card.trust}\n" for one in answer.subjects)
    see = f"In the app: {link}\n" if link else ""
    run = f"Run it with a Python that {NAME} is installed in: {'python ' * (kind == '.py')}{answer.stem}{kind}"
    return [Cell(f"{answer.title}\n\n{whence}\n{simulated}{trust}{see}{run}"), *answer.cells]


def _script(answer: Answer, link: str) -> str:
    return script(_cells(answer, link, ".py"))


def _notebook(answer: Answer, link: str) -> str:
    return notebook(_cells(answer, link, ".ipynb"))


def _json(answer: Answer, link: str) -> str:
    return (
        json.dumps(plain({**answer.document, **({"link": link} if link else {})}), indent=2, ensure_ascii=False) + "\n"
    )


def _values(answer: Answer, link: str) -> str:
    if answer.values is None:
        raise AppError("there are no further numbers behind the table; use the format csv.")
    return answer.values.csv


FORMATS = {
    "svg": Format(".svg", "image/svg+xml", lambda answer, link: answer.picture.svg),
    "png": Format(".png", "image/png", lambda answer, link: answer.picture.png),
    "csv": Format(".csv", "text/csv", lambda answer, link: answer.table.csv),
    "values": Format("_local.csv", "text/csv", _values),
    "json": Format(".json", "application/json", _json),
    "script": Format(".py", "text/x-python", _script),
    "notebook": Format(".ipynb", "application/x-ipynb+json", _notebook),
    "report": Format(".html", "text/html", lambda answer, link: report(answer, _script(answer, link), link)),
}
"""Kinds of files by name."""
