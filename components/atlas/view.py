"""What the parts of the Atlas share: how a part is put on the page, marks of figures, sentences by kind of data."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

from components import ids
from components.figures.theme import graph_config
from core.atlas import Survey
from core.numbers import number_text
from core.units import SCORE

Row = dict[str, Any]
KINDS = {False: "real", True: "simulated"}
CLEAR = 0.05
"""p, corrected for the number of RBPs, below which an effect counts as clear."""


class Look(NamedTuple):
    """How findings are drawn: in dark colours, with letters for colour-blind eyes; fields : of the page's document."""

    dark: bool
    safe: bool
    fields: dict[str, Any]
    rbp: str | None = None


def good(rows: Sequence[Row]) -> list[Row]:
    """The rows that were asked and went well."""
    return [row for row in rows if row["asked"] and not row["problem"]]


def is_simulated(row: Row) -> bool:
    return row["source"] == "simulated"


def mark(row: Row, link: str, lines: Sequence[str], **numbers: Any) -> dict[str, Any]:
    """A mark of a figure, as of `components.figures.atlas_marks`."""
    of = "" if row["gene"] == row["experiment"] else f", {row['experiment']}"
    simulated = " (simulated)" if is_simulated(row) else ""
    text = "<br>".join([f"<b>{row['gene']}</b>{of}{simulated}", *lines])
    return {"gene": row["gene"], "simulated": is_simulated(row), "link": link, "text": text, **numbers}


def graph(name: str, figure: dict[str, Any], label: str, class_name: str = "atlas-figure", **style: Any) -> Component:
    """A figure whose marks can be clicked; what it shows is said for those who do not see it."""
    height = figure["layout"].get("height")
    config = {**graph_config(f"atlas_{name}"), "modeBarButtons": [["toImage"]]}
    shown = {**({"height": height} if height else {}), **style}
    drawn = dcc.Graph(id=ids.atlas_graph(name), figure=figure, config=config, style=shown)
    return html.Div(drawn, className=class_name, role="group", **{"aria-label": label})


def card(title: str, parts: Sequence[Component]) -> Component:
    """A section of the page."""
    return html.Section([html.H2(title), *parts], className="card", **{"aria-label": title})


def said(text: str) -> Component:
    return html.P(text, className="bench-finding")


def quiet(text: str) -> Component:
    return html.P(text, className="quiet")


def by_kind(rows: Sequence[Row], sentence: Callable[[list[Row]], str]) -> Component:
    """A sentence on the real, and one on the simulated RBPs, each with its number."""
    texts = []
    for simulated, name in KINDS.items():
        some = [row for row in rows if is_simulated(row) is simulated]
        if some:
            who = f"{some[0]['gene']} ({name})" if len(some) == 1 else f"{name[:1].upper()}{name[1:]}, {len(some)} RBPs"
            texts.append(f"{who}: {sentence(some)}")
    return said(" ".join(texts))


def middle(values: Sequence[float | None], digits: int = 2) -> str:
    """The median of those that are known, in words."""
    known = [value for value in values if value is not None]
    return f"median {number_text(median(known), digits=digits)}" if known else "median not known"


def setting_text(survey: Survey) -> str:
    """The backgrounds of a survey in words."""
    kind = survey.background.partition(":")[0]
    return f"N = {survey.n:,} {kind} backgrounds of each model's own, seed {survey.seed}"


def other_units(rows: Sequence[Row]) -> list[Component]:
    """Whose numbers are no SD of binding score, if any: they stand in one figure with the others all the same."""
    odd = sorted({f"{row['gene']} ({row['unit']})" for row in good(rows) if row["unit"] != SCORE.short})
    return [quiet(f"In a unit of its own, where a figure says {SCORE.short}: {', '.join(odd)}.")] if odd else []


def problems(rows: Sequence[Row]) -> list[Component]:
    """Which RBPs could not be asked, and why; nothing where all could."""
    failed = [row for row in rows if row["problem"]]
    if not failed:
        return []
    items = [html.Li([html.Strong(row["gene"]), f" ({row['model']}): {row['problem']}"]) for row in failed]
    return [card(f"{len(failed)} could not be asked", [html.Ul(items, className="atlas-problems")])]
