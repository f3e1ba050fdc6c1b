"""The ranking of a scan as a table: coloured k-mers, importance with its interval in numbers and drawn, the way on."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.shared.attributes import aria
from components.shared.links import bench_href
from components.shared.parts import rna
from core.formatting import Unit, interval_text, number_text

Kmer = dict[str, Any]
HEADS = ("Rank", "k-mer", "Global importance", "95% interval", "", "")


def ranks(kmers: list[Kmer], question: dict, unit: Unit) -> Component:
    """Make a row for each k-mer, best first; intervals share one scale, which the head of their column gives."""
    low = min(0.0, *(_ends(one)[0] for one in kmers))
    high = max(0.0, *(_ends(one)[1] for one in kmers)) or 1.0
    rows = [_row(rank, one, (low, high), question) for rank, one in enumerate(kmers, start=1)]
    heads = [html.Th(text, scope="col") for text in HEADS]
    heads[4] = html.Th(_scale(low, high, unit), scope="col", className="rank-plot")
    heads[5] = html.Th(html.Span("Bench", className="only-read"), scope="col")
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="ranks")
    return html.Div(table, className="rank-scroll", tabIndex="0", role="region", **aria(label="Ranks of k-mers"))


def _row(rank: int, one: Kmer, reach: tuple[float, float], question: dict) -> Component:
    condition = f"{one['kmer']}@{question['position']}"
    link = dcc.Link(
        [html.Span("To the ", className="long"), "bench"],
        href=bench_href(question["rbp"], [condition], question),
        className="rank-link",
        title=f"Open {condition} on the bench",
    )
    cells = [
        html.Td(str(rank), className="number"),
        html.Th(rna(one["kmer"]), scope="row"),
        html.Td(number_text(one["global_importance"]), className="number strong"),
        html.Td(interval_text(one["ci_low"], one["ci_high"]), className="number interval"),
        html.Td(_interval(one, reach), className="rank-plot"),
        html.Td(link),
    ]
    return html.Tr(cells)


def _interval(one: Kmer, reach: tuple[float, float]) -> Component:
    """Draw a dot with its interval by CSS; the numbers are written next to it."""
    low, high = _ends(one)
    marks = [
        html.Span(className="zero", style={"left": _at(0.0, reach)}),
        html.Span(className="whisker", style={"left": _at(low, reach), "right": f"{100 - _share(high, reach):.2f}%"}),
        html.Span(className="dot", style={"left": _at(one["global_importance"], reach)}),
    ]
    return html.Div(marks, className="interval-plot", **aria(hidden="true"))


def _scale(low: float, high: float, unit: Unit) -> Component:
    ends = [html.Span(number_text(low, digits=2)), html.Span(unit.short), html.Span(number_text(high, digits=2))]
    return html.Div(ends, className="rank-scale")


def _ends(one: Kmer) -> tuple[float, float]:
    """Return the ends of the interval; a single background has none, and both are the importance itself."""
    mean = one["global_importance"]
    low, high = one["ci_low"], one["ci_high"]
    return (mean, mean) if low is None else (low, high)


def _share(value: float, reach: tuple[float, float]) -> float:
    return 100 * (value - reach[0]) / (reach[1] - reach[0])


def _at(value: float, reach: tuple[float, float]) -> str:
    return f"{_share(value, reach):.2f}%"
