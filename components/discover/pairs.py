"""The interaction of two patterns: a verdict, a line or map, and the numbers with links to the bench."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import ids
from components.figures.interaction import gap_line, position_map
from components.figures.theme import graph_config
from components.shared import models
from components.shared.attributes import aria
from components.shared.links import bench_href
from components.shared.sentences import interaction_verdict
from core.formatting import Unit, interval_text, number_text, p_text

CLEAR = 0.05
"""p, corrected for the number of pairs, below which an interaction is called clear."""
MOST_ROWS = 25
HEIGHT, MAP_HEIGHT, MAP_WIDTH = 330, 500, 640
"""Pixels of the line and of the map."""
EMPTY = "See whether two motifs help or hinder each other: their importance together, minus the sum of each alone."


def pairs(answer: dict | None, busy: bool, dark: bool) -> list[Component]:
    """Show the outcome of a map, an invitation, or a skeleton; ``answer`` as in its store."""
    if busy:
        return [html.Div(className="skeleton-figure", **aria(busy="true"))]
    if not answer or "record" not in answer:
        return [html.Div(html.P(EMPTY), className="invite small")]
    rows, question = answer["record"]["rows"], answer["question"]
    unit = models.unit_of(question["rbp"])
    links = [bench_href(question["rbp"], _conditions(question, row), question) for row in rows]
    figure = (
        gap_line(rows, links, dark, unit)
        if question["map"] == "gaps"
        else position_map(rows, links, (question["a"], question["b"]), dark, unit)
    )
    name = f"interaction_{models.file_stem(question['rbp'])}_{question['a']}_{question['b']}"
    style = {"height": HEIGHT} if question["map"] == "gaps" else {"height": MAP_HEIGHT, "maxWidth": MAP_WIDTH}
    graph = dcc.Graph(
        id=ids.DISCOVER_MAP, figure=figure, config=graph_config(name), style=style, className="pair-figure"
    )
    said = f"{verdict(rows, question, unit)} Click a point to open that pair on the bench."
    return [html.P(said, className="bench-finding"), graph, _numbers(*_unmirrored(rows, links, question))]


def verdict(rows: list[dict[str, Any]], question: dict, unit: Unit) -> str:
    """Describe the strongest interaction in one sentence; it is clear if it is so among all pairs (Holm)."""
    row = max(rows, key=lambda one: abs(one["interaction"]))
    is_clear = row["p_adjusted"] is not None and row["p_adjusted"] < CLEAR
    words = interaction_verdict(row["interaction"], is_clear)
    value = number_text(row["interaction"], sign=True)
    interval = interval_text(row["interaction_low"], row["interaction_high"])
    pair = "the two sites" if question["a"] == question["b"] else f"{question['a']} and {question['b']}"
    return (
        f"Together minus the sum of each alone: {value} {unit.short} ({interval}) at most, with {row['gap']} "
        f"letter{'' if row['gap'] == 1 else 's'} between {pair} (at {row['position']} and {row['other_position']}): "
        f"{words}; {p_text(row['p_adjusted'])}, corrected for {len(rows)} pairs."
    )


def _conditions(question: dict, row: dict) -> tuple[str, str, str]:
    """Return the conditions that the bench compares: each pattern alone, and both."""
    one, other = f"{question['a']}@{row['position']}", f"{question['b']}@{row['other_position']}"
    both = [one, other] if row["position"] < row["other_position"] else [other, one]
    return one, other, ",".join(both)


def _unmirrored(rows: list[dict], links: list[str], question: dict) -> tuple[list[dict], list[str]]:
    """Keep each pair once: a map of one pattern with itself holds each twice."""
    if question["a"] != question["b"]:
        return rows, links
    kept = [index for index, row in enumerate(rows) if row["position"] < row["other_position"]]
    return [rows[index] for index in kept], [links[index] for index in kept]


def _numbers(rows: list[dict], links: list[str]) -> Component:
    """Show the strongest pairs as a table whose links open them on the bench, for keyboard and reading."""
    order = sorted(range(len(rows)), key=lambda index: -abs(rows[index]["interaction"]))[:MOST_ROWS]
    shown = sorted(order) if len(rows) <= MOST_ROWS else order
    heads = ("Gap", "Positions", "Interaction", "95% interval", "p (Holm)", "Each alone", "")
    head = html.Tr([html.Th(text or html.Span("Bench", className="only-read"), scope="col") for text in heads])
    body = [_row(rows[index], links[index]) for index in shown]
    title = "The numbers" if len(rows) <= MOST_ROWS else f"The {MOST_ROWS} strongest of {len(rows)} pairs in numbers"
    table = html.Table([html.Thead(head), html.Tbody(body)], className="known")
    scroll = html.Div(table, className="wide-table", tabIndex="0", role="region", **aria(label=title))
    return html.Details([html.Summary(title), scroll], className="numbers")


def _row(row: dict, link: str) -> Component:
    cells = [
        html.Td(str(row["gap"]), className="number"),
        html.Td(f"{row['position']}, {row['other_position']}", className="number"),
        html.Td(number_text(row["interaction"], sign=True), className="number strong"),
        html.Td(interval_text(row["interaction_low"], row["interaction_high"]), className="number"),
        html.Td(p_text(row["p_adjusted"]).removeprefix("p ").removeprefix("= "), className="number"),
        html.Td(f"{number_text(row['alone'])}, {number_text(row['other_alone'])}", className="number"),
        html.Td(dcc.Link("To the bench", href=link, className="rank-link", title=f"Open {row['label']} on the bench")),
    ]
    return html.Tr(cells)
