"""The Discover page: a k-mer scan with its motif and mutants, and the interaction of two motifs."""

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.discover import state as states
from components.shared import backgrounds, links, models
from components.shared.attributes import aria
from components.shared.cures import sentence, train_href
from components.shared.links import page_href
from components.shared.long_work import controls, form, stores
from components.shared.pickers import NUMERIC, text_box, wide_choice
from components.shared.share import OF_PAIR, resume_offer, share_menu
from components.shared.sources import simulated_badge
from core.errors import ModelError
from core.gia.backgrounds import BACKGROUNDS, OF_PROBES

SCAN, PAIR = "scan", "pair"
"""The two kinds of long work of this page."""
LEAD = "Rank every k-mer by how much it raises the prediction, on random RNA."
METHODS = {"race": "Race: sure and fast", "exhaustive": "Exhaustive: all on all"}
TRAIN = "Bring measurements, and train one, on the page Data & models."
Fields = dict[str, str]


def layout(query: dict[str, list[str]]) -> Component:
    """Make the page of ``/discover?rbp=ID&k=6&...``; a wrong field of the link is explained below it."""
    model_name = query.get("rbp", [None])[0]
    if model_name is None:
        return _no_model("There is no model here yet", TRAIN)
    experiment = core.find_experiment(model_name)
    try:
        card = core.card(model_name)
    except ModelError as error:
        return _no_model(f"{experiment.gene} has nothing to discover yet", sentence(error))
    fields = states.form(card).texts(query)
    return html.Div(
        [
            dcc.Store(id=ids.DISCOVER_STATE, data=states.state(model_name, fields, card)),
            dcc.Store(id=ids.DISCOVER_ADDRESS),
            *stores(SCAN),
            *stores(PAIR),
            _head(model_name, experiment),
            links.notice(links.unknown(query, ("rbp", *states.FORM.fields))),
            _scan(fields, experiment),
            html.Div(id=ids.DISCOVER_FINDINGS, className="findings"),
            _pair(fields),
        ],
        className="discover",
    )


def _head(model_name: str, experiment: core.Experiment) -> Component:
    simulated = simulated_badge(experiment.source == "simulated")
    title = dmc.Title(f"Discover: {experiment.title}", order=1)
    share = share_menu("values", more=OF_PAIR)
    bar = html.Div([title, *simulated, models.model_picker(model_name, experiment), share], className="bench-title")
    return html.Div([bar, html.P(LEAD, className="lead"), *models.doubts([model_name]), resume_offer()])


def _scan(fields: Fields, experiment: core.Experiment) -> Component:
    of_both = [
        _number("n", "N", fields, 84),
        _select("background", "Backgrounds", fields, _backgrounds(experiment), 190),
        _number("seed", "Seed", fields, 84),
    ]
    shown = [
        _number("k", "k", fields, 64),
        _number("position", "Position", fields, 84),
        form(PAIR, of_both, "shared"),
        _select("method", "Method", fields, METHODS, 190),
        _number("top", "List the best", fields, 104),
    ]
    problem = html.P(id=ids.DISCOVER_PROBLEM, className="bench-problem", role="alert")
    cost = html.P(id=ids.DISCOVER_COST, className="quiet")
    parts = [html.H2("k-mer scan"), form(SCAN, shown), problem, cost, controls(SCAN, "Scan")]
    return html.Section(parts, className="card", **aria(label="k-mer scan"))


def _pair(fields: Fields) -> Component:
    shown = [
        _pattern("a", "First pattern", fields),
        _pattern("b", "Second pattern", fields),
        _select("map", "Map", fields, states.MAPS, 240),
    ]
    said = html.P(
        "Do two motifs help or hinder each other, and how near must they stand? Backgrounds, N and seed are as above.",
        className="quiet",
    )
    problem = html.P(id=ids.DISCOVER_PAIR_PROBLEM, className="bench-problem", role="alert")
    cost = html.P(id=ids.DISCOVER_PAIR_COST, className="quiet")
    outcome = html.Div(id=ids.DISCOVER_PAIRS)
    heading = html.H2("Two motifs together")
    parts = [heading, said, form(PAIR, shown), problem, cost, controls(PAIR, "Map them"), outcome]
    return html.Section(parts, className="card", **aria(label="Two motifs together"))


def _number(name: str, label: str, fields: Fields, width: int) -> Component:
    return text_box(ids.discover_field(name), label, fields[name], w=width, inputProps=NUMERIC)


def _pattern(name: str, label: str, fields: Fields) -> Component:
    return text_box(ids.discover_field(name), label, fields[name], w=160, classNames={"input": "rna"})


def _select(name: str, label: str, fields: Fields, known: dict[str, str], width: int) -> Component:
    return wide_choice(ids.discover_field(name), label, fields[name], known, width)


def _backgrounds(experiment: core.Experiment) -> dict[str, str]:
    """Return the background models that can be made here; those of test probes need them."""
    lacking = () if experiment.has_probes else OF_PROBES
    return {name: backgrounds.NAMES[name] for name in BACKGROUNDS if name not in lacking}


def _no_model(title: str, text: str) -> Component:
    """Say what to do if there is no model to ask."""
    links = [
        dcc.Link("Choose an RBP with a model", href=page_href("/", None), className="button-link"),
        dcc.Link("Data & models", href=train_href(None), className="button-link"),
    ]
    said = html.Div([html.H2(title), html.P(text), html.Div(links, className="buttons")])
    return html.Div([dmc.Title("Discover", order=1), html.Div(said, className="invite")], className="discover")
