"""Two trainings side by side: how their recipes differ, and which predicts set B better."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.figures.theme import graph_config
from components.shared import cures, models
from components.shared.attributes import aria
from components.shared.long_work import controls, stores
from core.errors import AppError
from core.formatting import interval_text, number_text
from core.library import comparison

JOB = ids.MODELS_PAIR_JOB
SAME_RECIPE = "Both have the same recipe."
DECIDED = "{better} predicts set B better than {worse}"
OPEN = "On these probes neither is clearly better"


def card(first: core.Card, second: core.Card | None) -> Component:
    """Show the choice of another model; with one, how the two differ."""
    options = models.all_models(first.name)
    known = {option["value"] for option in options}
    if second is not None and second.name not in known and second.experiment not in known:
        options.append({"value": second.name, "label": second.name})
    value = next((name for name in (second.name, second.experiment) if name in known), second.name) if second else None
    choice = dmc.Select(
        id=ids.MODELS_WITH,
        label="Compare with",
        data=options,
        value=value,
        clearable=True,
        clearButtonProps={"aria-label": "Compare with none"},
        searchable=True,
        filter=models.FIND,
        placeholder="Another model",
        limit=100,
        className="pair-choice",
    )
    parts = [html.H3("Compare with another training"), choice]
    if second is None:
        return html.Div(parts, className="card")
    return html.Div([*parts, _differences(first, second), *_on_set_b(first, second)], className="card")


def question(first: core.Card, second: core.Card) -> dict[str, Any]:
    """Return everything that the comparison on set B depends on."""
    return {"first": first.name, "second": second.name, "models": [first.answers_key, second.answers_key]}


def _differences(first: core.Card, second: core.Card) -> Component:
    told = comparison.differences(first, second)
    tests = [f"{number_text(one.test_pearson, digits=3)} (N = {one.n_test:,})" for one in (first, second)]
    validations = [number_text(one.validation_pearson, digits=3) for one in (first, second)]
    rows = [("test Pearson, set B", *tests), ("best validation Pearson", *validations)]
    rows += told
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in ("What", first.name, second.name)]))
    body = [html.Tr([html.Th(row[0], scope="row"), html.Td(row[1]), html.Td(row[2])]) for row in rows]
    table = html.Div(html.Table([head, html.Tbody(body)], className="ranks"), className="wide-table")
    return html.Div([table, None if told else html.P(SAME_RECIPE, className="quiet")])


def _on_set_b(first: core.Card, second: core.Card) -> list[Component]:
    """Offer to compare them probe by probe, or say why they cannot be compared."""
    try:
        comparison.check_pair(first.name, second.name)
        core.training_size([first.experiment], core.Recipe())
    except AppError as error:
        return [html.P(cures.sentence(error), className="bench-problem"), html.Div(id=ids.MODELS_PAIR)]
    said = (
        "Both are asked for every probe of set B; a paired bootstrap over probes shows how certain their difference is."
    )
    return [
        *stores(JOB),
        dcc.Store(id=ids.MODELS_PAIR_ASKED, data=question(first, second)),
        html.P(said, className="quiet"),
        controls(JOB, "Compare on set B"),
        html.Div(id=ids.MODELS_PAIR),
    ]


def sentence(record: dict[str, Any], first: str, second: str) -> str:
    """Write the result of a comparison in one sentence."""
    low, high = record["ci_low"], record["ci_high"]
    if low > 0 or high < 0:
        better, worse = (second, first) if low > 0 else (first, second)
        said = DECIDED.format(better=better, worse=worse)
    else:
        said = OPEN
    numbers = f"Pearson {record['pearson'][0]:.4f} and {record['pearson'][1]:.4f}"
    difference = f"difference {number_text(record['difference'], sign=True, digits=4)}"
    interval = interval_text(low, high, digits=4)
    return f"{said}: {numbers}, {difference} (95% interval {interval}; N = {record['n']:,} probes)."


def found(answer: dict[str, Any], figure: dict[str, Any]) -> Component | list:
    """Show the result of a comparison, and the two predictions against each other."""
    if "record" not in answer:
        return []
    record, asked = answer["record"], answer["question"]
    said = html.P(sentence(record, asked["first"], asked["second"]), className="pair-said", role="status")
    name = f"Density of the predictions of both models; Pearson {record['between']:.3f}"
    graph = dcc.Graph(figure=figure, config=graph_config("two_models"))
    how = f"Paired bootstrap: {record['resamples']:,} resamples of the probes, seed {record['seed']}."
    return html.Div([said, html.Div(graph, role="group", **aria(label=name)), html.P(how, className="quiet")])
