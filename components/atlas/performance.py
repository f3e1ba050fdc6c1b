"""How good the models are: methods side by side, two of them against each other, one row for each experiment."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.atlas import document as documents
from components.atlas.table import RBP, SOURCE, about, columns, grid, logo
from components.atlas.view import Look, card, graph, mark, quiet, said
from components.figures.atlas_dots import against
from components.figures.atlas_rows import methods
from components.shell import page_href
from core.atlas import Comparison, Method, Performance, method_title
from core.atlas.performance import FEWEST_FOR_P, OF_RESIDUALBIND, OURS, PUBLISHED, SOURCES
from core.numbers import number_text, p_text

SCATTER_HEIGHT = 420
TRAINED = {"residualbind-clip": "--transform clip", "residualbind-pu": "--inputs pu", OURS: ""}
TRAINED["residualbind-phime"] = "--inputs phime"
"""Options of the command that trains the models of a method."""
SHORT = {OURS: "Ours", "residualbind-clip": "Ours, clip", "residualbind-pu": "Ours + PU"}
SHORT["residualbind-phime"] = "Ours + PHIME"
"""Heads of columns."""
HEADS = ("First", "Second", "Data", "n", "First − second", "p (Holm)")


def performance(found: Performance, look: Look) -> list[Component]:
    """All of the part, from cards and papers: nothing is asked of a model."""
    upper = html.Div([_methods(found, look), _pairs(found, look)], className="atlas-two")
    means = ", ".join(f"{one.method} ({one.transform}) {one.pearson:.3f}" for one in found.means)
    sources = [
        quiet(
            f"Of each experiment: {SOURCES['published']}. DLPRB-CNN and cDeepbind-CNN are the convolutional variants."
        ),
        quiet(f"Published means over all 244 experiments: {means}. Source: {SOURCES['means']}."),
    ]
    return [upper, card("One row for each experiment", [_rows(found), *sources])]


def _methods(found: Performance, look: Look) -> Component:
    """All methods; simulated experiments, of which nothing is published, in a row of their own."""
    by_id = {row["experiment"]: row for row in found.rows}
    rows = []
    for method in found.methods:
        for kind, pearson in found.by_kind(method).items():
            if pearson:
                title = f"{method.title}, simulated" if kind == "simulated" else method.title
                rows.append((title, [_mark(by_id[one], r, method, look) for one, r in pearson.items()]))
    if not rows:
        return card("Methods", [quiet("No method has a number for these RBPs; clear the filters above.")])
    figure = methods(rows, "Test Pearson (set B)", look.dark)
    text = (
        "▲ mean; box: quartiles; shape: density. Large dots: experiments with a model here; small ones: published "
        "alone. Methods may be shown over different experiments: beside this they are compared on those that both have."
    )
    return card("Methods", [graph("performance", figure, f"Test Pearson of {len(rows)} methods"), quiet(text)])


def _mark(row: dict[str, Any], pearson: float, method: Method, look: Look) -> dict[str, Any]:
    missing = [] if row["model"] else ["no model here: a click leads to training one"]
    lines = [f"{method.title}: {number_text(pearson, digits=3)}", *missing]
    return mark(row, _open(row), lines, value=pearson, quiet=not row["model"])


def _open(row: dict[str, Any]) -> str:
    """The RBP on Explore, or where it can be trained."""
    return page_href("/explore", row["model"]) if row["model"] else train_href(row["experiment"])


def train_href(experiment: str) -> str:
    """Where a model of an experiment is trained."""
    return page_href("/data", experiment, part="train")


def _pairs(found: Performance, look: Look) -> Component:
    """The comparisons, and the chosen one as a scatter."""
    chosen = _chosen(found.comparisons, look.fields["pair"])
    of_pair = [one for one in found.comparisons if chosen and (one.first, one.second) == (chosen.first, chosen.second)]
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(text, scope="col") for text in HEADS])),
            html.Tbody([_pair(one, found, look, one in of_pair) for one in found.comparisons]),
        ],
        className="known atlas-pairs",
    )
    scroll = html.Div(table, className="wide-table", tabIndex="0", role="region", **{"aria-label": "Comparisons"})
    text = (
        f"Paired on the experiments that both have; p of Wilcoxon's signed-rank test (from {FEWEST_FOR_P} pairs on), "
        "corrected (Holm) for all comparisons here. Choose one to see it."
    )
    return card("One against the other", [*_scatter(of_pair, found, look), scroll, quiet(text)])


def _chosen(comparisons: list[Comparison], pair: str) -> Comparison | None:
    """The comparison of the link, else the first of which something is known: published ones before those of here."""
    known = [one for one in comparisons if one.points]
    named = [one for one in known if f"{one.first}~{one.second}" == pair]
    usual = sorted(known, key=lambda one: (one.second not in PUBLISHED, -len(one.points)))
    return next(iter([*named, *usual]), None)


def _scatter(of_pair: list[Comparison], found: Performance, look: Look) -> list[Component]:
    if not of_pair:
        return [quiet("No experiment has two methods yet: train models as the table says.")]
    by_id = {row["experiment"]: row for row in found.rows}
    first, second = (_title(name) for name in (of_pair[0].first, of_pair[0].second))
    marks = [
        mark(
            by_id[one],
            _open(by_id[one]),
            [f"{first}: {number_text(y, digits=3)}", f"{second}: {number_text(x, digits=3)}"],
            x=x,
            y=y,
        )
        for comparison in of_pair
        for one, y, x in comparison.points
    ]
    figure = against(marks, (f"{second}, test r", f"{first}, test r"), look.dark)
    label = f"{first} against {second}, {len(marks)} experiments"
    texts = [_sentence(one, first, second) for one in of_pair]
    return [said(" ".join(texts)), graph("pair", figure, label, height=SCATTER_HEIGHT)]


def _sentence(one: Comparison, first: str, second: str) -> str:
    better = sum(y > x for _, y, x in one.points)
    kind = "simulated" if one.is_simulated else "real"
    count = len(one.points)
    p = f"; {p_text(one.p_value)} (Wilcoxon)" if one.p_value is not None else ""
    return (
        f"{first} minus {second}: {number_text(one.difference, sign=True, digits=3)} on average, higher in {better} of "
        f"{count} {kind} experiment{'' if count == 1 else 's'}{p}."
    )


def _pair(one: Comparison, found: Performance, look: Look, is_chosen: bool) -> Component:
    first, second = _title(one.first), _title(one.second)
    if not one.points:
        cells = [html.Th(first, scope="row"), html.Td(second), html.Td("0"), html.Td(_cure(one, found), colSpan=3)]
        return html.Tr([*cells[:2], html.Td("real"), *cells[2:]])
    query = documents.document(look.rbp, {**look.fields, "pair": f"{one.first}~{one.second}"})["query"]
    href = page_href(documents.PATH, **query)
    link = dcc.Link(first, href=href, title=f"See {first} against {second}", className="rank-link")
    cells = [
        html.Th(link, scope="row"),
        html.Td(second),
        html.Td("simulated" if one.is_simulated else "real"),
        html.Td(str(len(one.points)), className="number"),
        html.Td(number_text(one.difference, sign=True, digits=3), className="number strong"),
        html.Td(p_text(one.p_adjusted).removeprefix("p ").removeprefix("= "), className="number"),
    ]
    return html.Tr(cells, className="chosen" if is_chosen else "")


def _cure(one: Comparison, found: Performance) -> list:
    """The click and the command that make the models that are missing."""
    here = next((row["experiment"] for row in found.rows if row["source"] != "simulated" and row["model"]), None)
    here = here or next((row["experiment"] for row in found.rows), "ID")
    lacking = next((key for key in (one.first, one.second) if not _has(found, key)), one.first)
    command = f"python -m core train {here} {TRAINED.get(lacking, '')}".strip()
    return ["No such models: ", dcc.Link("train one", href=train_href(here)), " or ", html.Code(command)]


def _has(found: Performance, key: str) -> bool:
    return any(method.key == key for method in found.methods)


def _title(key: str) -> str:
    return key if key in PUBLISHED else method_title(key)


def _rows(found: Performance) -> Component:
    """One row an experiment: its logo, our r, those of others, and the difference to the best published one."""
    shown = [method for method in found.methods if method.key in OF_RESIDUALBIND or method.is_published]
    heads = {method.key: SHORT.get(method.key) or _title(method.key) for method in shown}
    said = {method.key: f"Test Pearson; {method.source or SOURCES['here']}" for method in shown}
    numbers = [(key, heads[key], said[key], ".3f", 122) for key in heads]
    gain = ("gain", "Ours − best", "Our r (log) minus the best published one of this experiment", "+.3f", 122)
    motif = {"field": "kmer", "headerName": "Motif", "cellRenderer": "Motif", "tooltipField": "kmer", "width": 120}
    listed = []
    for row in found.rows:
        kmers = row["top_kmers"]
        theirs = [row[method.key] for method in shown if method.is_published and row[method.key] is not None]
        ours = row.get(OURS)
        line = about(
            row,
            kmer=kmers[0][0] if kmers else "",
            logo=logo(kmers),
            train=None if row["model"] else train_href(row["experiment"]),
            gain=ours - max(theirs) if theirs and ours is not None else None,
            **{method.key: row[method.key] for method in shown},
        )
        listed.append(line if row["model"] else {**line, "explore": train_href(row["experiment"])})
    train = {"field": "train", "headerName": "Train", "cellRenderer": "AtlasLink", "width": 88, "sortable": False}
    order = [RBP, {"field": "id", "headerName": "Experiment", "width": 136}, SOURCE, motif]
    return grid(listed, [*order, *columns(*numbers[:1], gain, *numbers[1:]), train], "Performance")
