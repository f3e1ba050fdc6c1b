"""A person's own RNAs on the Explore page: pasted, kept on this browser, and predicted together."""

from typing import Any, NamedTuple

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.shared import models
from components.shared.attributes import aria
from components.shared.grid import ag_table, number
from components.shared.links import page_href
from components.shared.parts import tip
from core.errors import AppError, SequenceError
from core.exports.probes import rnas_table
from core.rna_scan import link
from core.rna_scan.fasta import MOST_LISTED, LongRna, read_list
from core.sequence import PROBE_LENGTH

EXAMPLE = "Random RNA with the model's best k-mer in its middle, unpaired and bound well; another one at each click"
ANY = "One of the points of the scatter, by chance"
ROW, HEADER = 36, 40
"""Heights in pixels."""


def ask(experiment: core.Experiment) -> Component:
    """Make the box for pasted RNAs, and the buttons for other RNAs."""
    return html.Div(
        [
            dmc.Textarea(
                id=ids.EXPLORE_INPUT,
                placeholder="Paste RNA, press Enter",
                autosize=True,
                minRows=1,
                maxRows=6,
                size="xs",
                classNames={"input": "rna"},
                **aria(label=f"Your own RNA, 1 to {PROBE_LENGTH} nt; many: one a line, or FASTA"),
            ),
            dmc.Button("Show", id=ids.EXPLORE_SHOW, size="xs"),
            dmc.Button("Example", id=ids.EXPLORE_EXAMPLE, variant="default", size="xs", attributes=tip(EXAMPLE)),
            dmc.Button("Any probe", id=ids.EXPLORE_SURPRISE, variant="default", size="xs", attributes=tip(ANY))
            if experiment.has_probes
            else None,
            html.P(id=ids.EXPLORE_PROBLEM, className="problem", role="alert"),
        ],
        className="ask",
    )


def card() -> Component:
    """Make the list of a person's own RNAs; app.css hides it while it is empty."""
    buttons = [
        dmc.Button("Remove all", id=ids.EXPLORE_OWN_CLEAR, variant="default", size="xs"),
        dmc.Button("Download CSV", id=ids.EXPLORE_OWN_CSV, variant="default", size="xs"),
    ]
    count = html.P("", id=ids.EXPLORE_OWN_COUNT, className="quiet", role="status")
    return html.Section(
        [
            html.H2("Your RNAs"),
            html.Div([count, html.Div(buttons, className="buttons")], className="table-bar"),
            _grid(),
            dcc.Download(id=ids.EXPLORE_OWN_FILE),
        ],
        id=ids.EXPLORE_OWN_CARD,
        className="card own empty",
    )


def _grid() -> Component:
    columns = [
        {"field": "name", "headerName": "Name", "flex": 1, "minWidth": 90, "tooltipField": "name"},
        {"field": "sequence", "headerName": "Sequence", "cellRenderer": "Rna", "flex": 3, "minWidth": 160},
        number("length", "nt", "Length in nucleotides", "d", 60),
        number("prediction", "Predicted", "Predicted binding score", "+.2f", 96),
        {"colId": "remove", "headerName": "Remove", "cellRenderer": "RemoveOwn", "width": 92, "sortable": False},
    ]
    return ag_table(
        ids.EXPLORE_OWN_TABLE,
        columns,
        "params.data.name + ' ' + params.data.sequence",
        opens="openProbe",
        chosen="isChosenRow",
        heights=(ROW, HEADER),
        rowData=[],
        className="explore-grid",
        style=style(0),
    )


class ForScan(SequenceError):
    """An RNA that is too long for this page; ``href`` opens Scan with it."""

    def __init__(self, message: str, href: str):
        super().__init__(message)
        self.href = href


class Pasted(NamedTuple):
    """The first RNA of a pasted text, the list with all of them in it, and what was left out of the text.

    has_names : whether the text names its RNAs.
    """

    first: str
    kept: list[dict[str, str]]
    notice: str
    has_names: bool


def paste(text: str | None, own: list[dict[str, str]] | None, model_name: str = "") -> Pasted:
    """Read a pasted text into the list, each name with its RNA.

    Letters without a name that are in the list already are not added again.

    Raises
    ------
    SequenceError : the same as `core.read_rnas`.
    ForScan : an RNA that is too long.
    AppError : a list that would grow too long.
    """
    kept = [one for one in own or [] if isinstance(one, dict)]
    names, listed = {str(one.get("name", "")) for one in kept}, {str(one.get("sequence", "")) for one in kept}
    try:
        pasted, notices = read_list(text or "", taken=names)
    except LongRna as error:
        raise ForScan(str(error), page_href("/scan", model_name or None, rnas=link.pack(error.rnas))) from error
    has_names = ">" in (text or "")
    known = {(str(one.get("name", "")), str(one.get("sequence", ""))): one for one in kept}
    for rna in pasted:
        if has_names or rna.sequence not in listed:
            known.setdefault((rna.name, rna.sequence), {"name": rna.name, "sequence": rna.sequence})
            listed.add(rna.sequence)
    if len(known) > MOST_LISTED:
        raise AppError(f"your list would have {len(known):,} RNAs; it keeps {MOST_LISTED}. Remove some first.")
    return Pasted(pasted[0].sequence, list(known.values()), " ".join(notices), has_names)


def problem(error: Exception, said: str) -> str | list[Component | str]:
    """Say what is wrong with a pasted text, and lead to Scan with what is too long here."""
    if not isinstance(error, ForScan):
        return said
    return [f"{said} ", dcc.Link("Open it on Scan", href=error.href)]


def rows(model_name: str, own: list[dict[str, str]] | None) -> list[dict[str, Any]]:
    """Return the rows of the list, all predicted in one batch; texts that are no longer valid RNA are left out."""
    return [{**row, "prediction": round(row["prediction"], 3)} for row in _predicted(model_name, own)]


def _predicted(model_name: str, own: list[dict[str, str]] | None) -> list[dict[str, Any]]:
    kept = [one for one in own or [] if isinstance(one, dict) and isinstance(one.get("sequence"), str)]
    predictions = core.predict(model_name, [one["sequence"] for one in kept]) if kept else ()
    return [
        {
            "name": str(one.get("name", "")),
            "sequence": one["sequence"],
            "length": len(one["sequence"]),
            "prediction": float(prediction),
        }
        for one, prediction in zip(kept, predictions, strict=True)
    ]


def count_text(n: int, model_name: str) -> str:
    """Say how many RNAs there are, and where they are kept."""
    noun = "RNA" if n == 1 else "RNAs"
    return f"{n} {noun}, kept on this browser only. Predicted in {models.unit_of(model_name).short}."


def style(n: int) -> dict[str, str]:
    """Return the height of the table: its rows, up to eight of them."""
    return {"height": f"{HEADER + ROW * min(max(n, 1), 8) + 4}px"}


def csv_file(model_name: str, own: list[dict[str, str]] | None) -> dict[str, str]:
    """Write the list as a file: name, sequence, length and prediction."""
    text = rnas_table(_predicted(model_name, own)).csv
    return {"content": text, "filename": f"own_rnas_{models.file_stem(model_name)}.csv", "type": "text/csv"}
