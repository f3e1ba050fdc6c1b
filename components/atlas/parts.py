"""What the parts of the Atlas share: how a part is put on the page, marks of figures, sentences by kind of data."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

from components import ids
from components.figures.theme import graph_config
from components.shared.attributes import aria
from core.atlas import Survey, sentences, title_of
from core.formatting import SCORE

Row = dict[str, Any]
MOST_AT_ONCE = 60
"""Rows up to which a figure is shown whole."""


class Look(NamedTuple):
    """How findings are drawn: in dark colours, with letters for colour-blind eyes; fields : of the page's state."""

    dark: bool
    safe: bool
    fields: dict[str, Any]
    model_name: str | None = None


def good(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that were asked without a problem."""
    return [row for row in rows if row["asked"] and not row["problem"]]


def is_simulated(row: Row) -> bool:
    """Say whether a row is of a simulated experiment."""
    return row["source"] == "simulated"


def mark(row: Row, link: str, lines: Sequence[str], **numbers: Any) -> dict[str, Any]:
    """Make a mark of a figure, as in `components.figures.atlas_marks`."""
    of = "" if row["gene"] == row["experiment"] else f", {row['experiment']}"
    simulated = " (simulated)" if is_simulated(row) else ""
    text = "<br>".join([f"<b>{row['gene']}</b>{of}{simulated}", *lines])
    return {"gene": title_of(row), "simulated": is_simulated(row), "link": link, "text": text, **numbers}


def graph(name: str, figure: dict[str, Any], label: str, class_name: str = "atlas-figure", **style: Any) -> Component:
    """Make a figure whose marks can be clicked, with a description for people who do not see it."""
    height = figure["layout"].get("height")
    config = graph_config(f"atlas_{name}", modeBarButtons=[["toImage"]])
    shown = {**({"height": height} if height else {}), **style}
    drawn = dcc.Graph(id=ids.atlas_graph(name), figure=figure, config=config, style=shown)
    return html.Div(drawn, className=class_name, role="group", **aria(label=label))


def tall(drawn: Component, count: int, class_name: str = "") -> Component:
    """Make a figure with a row for each of so many RBPs; with very many, it scrolls in a box of its own."""
    names = " ".join([class_name] * bool(class_name) + ["atlas-tall"] * (count > MOST_AT_ONCE))
    return html.Div(drawn, className=names, tabIndex="0") if names else drawn


def row_names(rows: Sequence[Row]) -> list[str]:
    """Return the names of the rows of a figure."""
    return [title_of(row) for row in rows]


def card(title: str, parts: Sequence[Component]) -> Component:
    """Make a section of the page."""
    return html.Section([html.H2(title), *parts], className="card", **aria(label=title))


def said(text: str) -> Component:
    """Make a sentence on what was found."""
    return html.P(text, className="bench-finding")


def quiet(text: str) -> Component:
    """Make a sentence in quiet type."""
    return html.P(text, className="quiet")


def wide_table(label: str, heads: Sequence[str], rows: list[Component], class_name: str = "") -> Component:
    """Make a table that scrolls if it has no room."""
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in heads]))
    table = html.Table([head, html.Tbody(rows)], className="known atlas-pairs")
    shown = f"wide-table {class_name}".strip()
    return html.Div(table, className=shown, tabIndex="0", role="region", **aria(label=label))


def by_kind(analysis: str, rows: Sequence[Row]) -> Component:
    """Write a sentence on the real and one on the simulated RBPs of an analysis, each with its number."""
    return said(" ".join(sentences(analysis, rows)))


def setting_text(survey: Survey) -> str:
    """Describe the backgrounds of a survey in words."""
    kind = survey.background.partition(":")[0]
    return f"N = {survey.n:,} {kind} backgrounds of each model's own, seed {survey.seed}"


def other_units(rows: Sequence[Row]) -> list[Component]:
    """Name the models with another unit than SD of binding score, which share the figure with the others."""
    odd = sorted({f"{title_of(row)} ({row['unit']})" for row in good(rows) if row["unit"] != SCORE.short})
    return [quiet(f"In a unit of its own, where a figure says {SCORE.short}: {', '.join(odd)}.")] if odd else []


def problems(rows: Sequence[Row]) -> list[Component]:
    """Say which RBPs could not be asked, and why; nothing if all could."""
    failed = [row for row in rows if row["problem"]]
    if not failed:
        return []
    items = [html.Li([html.Strong(row["gene"]), f" ({row['model']}): {row['problem']}"]) for row in failed]
    return [card(f"{len(failed)} could not be asked", [html.Ul(items, className="atlas-problems")])]
