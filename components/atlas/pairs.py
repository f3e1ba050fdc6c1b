"""Two methods against each other: all comparisons as a table, the chosen one as a scatter."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.atlas import state as states
from components.atlas.parts import Look, card, graph, mark, quiet, said, wide_table
from components.figures.atlas_dots import against
from components.shared.cures import train_href
from components.shared.links import page_href
from core.atlas import Comparison, Performance, method_title
from core.atlas.methods import CLIP, PUBLISHED
from core.formatting import number_text, p_text
from core.statistics import FEWEST_FOR_P

SCATTER_HEIGHT = 420
TRAINED = {CLIP: {"transform": "clip"}, "residualbind-pu": {"inputs": "pu"}, "residualbind-phime": {"inputs": "phime"}}
"""Fields of the page that trains the models of a method, where they are not the usual ones."""
HEADS = ("First", "Second", "n", "First − second", "p", "p (Holm)", "Scores", "Data")


def pairs(found: Performance, look: Look) -> Component:
    """Show the comparisons, and the chosen one as a scatter."""
    chosen = _chosen(found.comparisons, look.fields["pair"])
    of_pair = [one for one in found.comparisons if chosen and (one.first, one.second) == (chosen.first, chosen.second)]
    rows = [_pair(one, found, look, one in of_pair) for one in found.comparisons]
    table = wide_table("Comparisons", HEADS, rows, "atlas-list")
    text = (
        f"Paired on the experiments that both have; p of Wilcoxon's signed-rank test (from {FEWEST_FOR_P} pairs on), "
        "corrected (Holm) for all comparisons here. Choose one to see it. Scores: what predictions are correlated "
        "with; log / clip compares correlations with scores of two transforms."
    )
    shown = [html.Div(_scatter(of_pair, found, look)), html.Div([table, quiet(text)])]
    return card("One against the other", [html.Div(shown, className="atlas-beside")])


def open_href(row: dict[str, Any]) -> str:
    """Return the address of the RBP on Explore, or of the page where it can be trained."""
    return page_href("/explore", row["model"]) if row["model"] else train_href(row["experiment"])


def _chosen(comparisons: list[Comparison], pair: str) -> Comparison | None:
    """Return the comparison of the link, else the first with an answer.

    Published ones come before those of this machine, and those of equal scores before those of two transforms.
    """
    known = [one for one in comparisons if one.points]
    named = [one for one in known if f"{one.first}~{one.second}" == pair]
    usual = sorted(known, key=lambda one: (one.second not in PUBLISHED, one.is_mixed, -len(one.points)))
    return next(iter([*named, *usual]), None)


def _scatter(of_pair: list[Comparison], found: Performance, look: Look) -> list[Component]:
    if not of_pair:
        return [quiet("No experiment has two methods yet: train models as the table says.")]
    by_id = {row["experiment"]: row for row in found.rows}
    first, second = (method_title(name) for name in (of_pair[0].first, of_pair[0].second))
    marks = [
        mark(
            by_id[one],
            open_href(by_id[one]),
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
    mixed = f" These are correlations with scores of two transforms, {one.transform_text}." if one.is_mixed else ""
    return (
        f"{first} minus {second}: {number_text(one.difference, sign=True, digits=3)} on average, higher in {better} of "
        f"{count} {kind} experiment{'' if count == 1 else 's'}{p}.{mixed}"
    )


def _pair(one: Comparison, found: Performance, look: Look, is_chosen: bool) -> Component:
    first, second = method_title(one.first), method_title(one.second)
    if not one.points:
        cells = [html.Th(first, scope="row"), html.Td(second), html.Td("0", className="number")]
        return html.Tr([*cells, html.Td(_cure(one, found), colSpan=4), html.Td("real")])
    query = states.state(look.model_name, {**look.fields, "pair": f"{one.first}~{one.second}"})["query"]
    href = page_href(states.PATH, **query)
    link = dcc.Link(first, href=href, title=f"See {first} against {second}", className="rank-link")
    cells = [
        html.Th(link, scope="row"),
        html.Td(second),
        html.Td(str(len(one.points)), className="number"),
        html.Td(number_text(one.difference, sign=True, digits=3), className="number strong"),
        *(html.Td(_bare(p), className="number") for p in (one.p_value, one.p_adjusted)),
        html.Td(one.transform_text),
        html.Td("simulated" if one.is_simulated else "real"),
    ]
    return html.Tr(cells, className="chosen" if is_chosen else "")


def _bare(p: float | None) -> str:
    return p_text(p).removeprefix("p ").removeprefix("= ")


def _cure(one: Comparison, found: Performance) -> list:
    """Link the page that trains the models that are missing."""
    here = next((row["experiment"] for row in found.rows if row["source"] != "simulated" and row["model"]), None)
    here = here or next((row["experiment"] for row in found.rows), "ID")
    lacking = next((key for key in (one.first, one.second) if not _has(found, key)), one.first)
    href = train_href(here, **TRAINED.get(lacking, {}))
    return ["No such models: ", dcc.Link("train one on Data & models", href=href)]


def _has(found: Performance, key: str) -> bool:
    return any(method.key == key for method in found.methods)
