"""Train a network, and watch it learn."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.data import training_state as states
from components.figures.theme import graph_config
from components.shared import links, models
from components.shared.attributes import aria
from components.shared.long_work import controls, form, stores
from components.shared.pickers import NUMERIC, choice, text_box

LEAD = (
    "Teach a network to predict the binding score of your measurements. It learns from set A and is tested once, on "
    "set B. You can stop at any time: finished epochs are kept, and training resumes from there."
)
HELP = {
    "network": "ResidualBind is the paper's; the others are written in the style of published methods.",
    "variant": "Of ResidualBind: three dilated convolutions, or four.",
    "inputs": "Letters alone, or with the structure of each RNA, folded once.",
    "task": "A number for each probe, or whether it is bound (its highest 5%).",
    "transform": "Of the scores: log(S − Smin + 1), or at most their 99.9th percentile.",
    "schedule": "Quick takes minutes; the paper's stops after 20 epochs without a better one.",
    "epochs": "Maximum; empty uses the schedule's.",
    "seed": "Of split, initial weights, order of probes and dropout.",
}
LABELS = {
    "network": "Network",
    "variant": "Variant",
    "inputs": "Reads",
    "task": "Predicts",
    "transform": "Transform",
    "schedule": "Schedule",
    "epochs": "Epochs",
    "seed": "Seed",
}


def layout(query: dict[str, list[str]]) -> Component:
    """Make the part of ``/data?part=train&rbp=ID[&also=ID2][&network=…]``; a wrong field is explained below it."""
    fields = states.texts(query)
    job = ids.TRAIN_JOB
    anew = dmc.Button("Begin anew", id=ids.TRAIN_ANEW, variant="default", size="xs", style={"display": "none"})
    return html.Div(
        [
            dcc.Store(id=ids.TRAIN_STATE, data=states.state(fields)),
            dcc.Store(id=ids.TRAIN_ADDRESS),
            dcc.Store(id=ids.TRAIN_DISCARDED),
            *stores(job),
            html.P(LEAD, className="lead"),
            links.notice(links.unknown(query, ("part", "rbp", "also", *states.FORM.fields))),
            html.Section(
                [
                    html.H2("What to train"),
                    form(job, [_experiments(fields), html.Div(_choices(fields), className="train-fields")]),
                    html.P(id=ids.TRAIN_COST, className="quiet"),
                    html.Div([html.Span(id=ids.TRAIN_KEPT), anew], className="train-kept", role="status"),
                    controls(job, "Train"),
                ],
                className="card",
                **aria(label="What to train"),
            ),
            _result(),
        ],
        className="train",
    )


def _result() -> Component:
    graph = dcc.Graph(id=ids.TRAIN_CURVES, config=graph_config("training"), style={"display": "none"})
    shown = html.Div(graph, role="group", **aria(label="Validation Pearson and loss by epoch; the numbers follow"))
    curves = html.Div([shown, html.Div(id=ids.TRAIN_NUMBERS)], className="card train-curves")
    parts = [html.Div(id=ids.TRAIN_OUTCOME), curves]
    return html.Section(parts, className="train-result", **aria(label="The training"))


def _experiments(fields: dict[str, Any]) -> Component:
    chosen = fields[states.EXPERIMENTS]
    listed = {one.id: one for one in core.list_experiments() if one.has_probes}
    options = [models.option(one.id, _title(one), one) for one in listed.values()]
    options += [{"value": name, "label": name} for name in chosen if name not in listed]
    return dmc.MultiSelect(
        id=ids.train_field(states.EXPERIMENTS),
        label="Experiments",
        description="With measurements on this machine. Several share one network, with an output for each.",
        data=options,
        value=chosen,
        searchable=True,
        filter=models.FIND,
        clearable=True,
        clearButtonProps={"aria-label": "Choose no experiment"},
        limit=100,
        nothingFoundMessage="No measurements of that name here; import some under Measurements.",
        hidePickedOptions=True,
        maxDropdownHeight=320,
        className="train-experiments",
    )


def _title(experiment: core.Experiment) -> str:
    return models.gene_and_id(experiment) + " (simulated)" * (experiment.source == "simulated")


def _choices(fields: dict[str, Any]) -> list[Component]:
    return [_field(name, fields[name]) for name in states.FORM.fields]


def _field(name: str, value: str) -> Component:
    field, said = ids.train_field(name), {"description": HELP[name]}
    if name in states.CHOICES:
        return choice(field, LABELS[name], value, states.CHOICES[name], **said)
    return text_box(field, LABELS[name], value, inputProps=NUMERIC, **said)
