"""The scatter card of the Explore page: measured against predicted, and what its points are coloured by."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.explore import points as explore_points
from components.explore import state as explore_state
from components.figures.probe_classes import COLORS
from components.figures.scatter import density_figure, scatter_figure
from components.figures.theme import empty_figure, graph_config
from components.shared.attributes import aria, data
from components.shared.cures import bring_probes
from components.shared.parts import labelled, loading
from core.data.transform import KINDS
from core.formatting import UNITS
from core.models.registry import split_name

TRANSFORMS = {"log": "log", "clip": "clip", "label": "bound or not"}
"""Names of the transforms of measured scores on the page."""
TOUR = (
    "The denser, the more RNAs lie there: measured against predicted binding. The measurements are not on this "
    "machine: bring them on Data & models to click RNAs, or paste one to see which letters matter."
)
"""Text of the tour if there are no points."""
TOOLS = ["autoScale2d", "zoomIn2d", "zoomOut2d"]
"""Buttons of the figure that do not help; lasso and box select do here."""


def card(model_name: str, experiment: core.Experiment, model: core.Card, query: dict[str, Any]) -> Component:
    """Make the figure with its controls."""
    graph = dcc.Graph(
        id=ids.EXPLORE_SCATTER,
        figure=empty_figure(""),
        config=graph_config(f"{experiment.gene}_measured_predicted", modeBarButtonsToRemove=TOOLS),
        style={"height": "clamp(330px, calc(100vh - 336px), 700px)"},
    )
    note = html.P(id=ids.EXPLORE_SCATTER_NOTE, className="quiet")
    waiting = "Comparing measured and predicted scores… the first time takes a few seconds."
    title = html.H2("Measured against predicted")
    scores = labelled("Measured scores", _scores(model_name, experiment, model, query))
    return html.Section(
        [
            html.Div([title, scores], className="scatter-head"),
            note,
            explore_points.work(model_name),
            _controls(model_name, experiment, query),
            loading(graph, ids.EXPLORE_SCATTER, waiting),
        ],
        className="card scatter-card",
        **({} if experiment.has_probes else data(tour=TOUR)),
    )


def _controls(model_name: str, experiment: core.Experiment, query: dict[str, Any]) -> Component:
    motifs = core.motifs_of(model_name)
    asked = query.get("motif") or next(iter(motifs), None)
    motifs = motifs if asked in motifs or not asked else {asked: "from the link", **motifs}
    coloring = dmc.SegmentedControl(
        id=ids.EXPLORE_COLOR,
        data=[{"value": value, "label": name} for value, name in COLORS.items()],
        value=explore_state.color(query),
        size="xs",
        **aria(label="Colour the points by"),
    )
    motif = dmc.Select(
        id=ids.EXPLORE_MOTIF,
        data=[{"value": motif, "label": f"{motif} ({what})"} for motif, what in motifs.items()],
        value=asked,
        allowDeselect=False,
        size="xs",
        w=192,
        classNames={"input": "rna"},
        **aria(label="Motif that mismatches are counted to"),
    )
    return html.Div(
        [labelled("Colour by", coloring), labelled("Motif", motif)],
        hidden=not experiment.has_probes,  # not left out: the figure asks for their values
        className="controls",
    )


def _scores(model_name: str, experiment: core.Experiment, model: core.Card, query: dict[str, Any]) -> Component:
    """Make the choice of the transform; a model that learned the other one is opened instead, if there is one."""
    own = model.kind
    options = [{"value": own, "label": TRANSFORMS[own]}]
    for kind in KINDS:
        if kind != own:
            sibling = _sibling(model_name, experiment, model)
            options.append({"value": f"model:{sibling}" if sibling else kind, "label": TRANSFORMS[kind]})
    reason = why_fixed(experiment, model)
    control = dmc.SegmentedControl(
        id=ids.EXPLORE_SCORES,
        data=options,
        value=query.get("scores") if query.get("scores") in KINDS and not reason else own,
        disabled=bool(reason),
        size="xs",
        **aria(label="Transform of the measured scores"),
    )
    said = html.Span(reason, className="quiet") if reason and experiment.has_probes else None  # else the note says it
    return html.Div([control, said], className="control", title=reason)


def why_fixed(experiment: core.Experiment, model: core.Card) -> str | None:
    """Say why another transform of the measured scores cannot be shown; None if it can."""
    if not experiment.has_probes:
        return "The other needs the measured probes, which are not on this machine."
    if model.was_trained_together:
        return "The other needs a model that was trained on this experiment alone."
    return None


def _sibling(model_name: str, experiment: core.Experiment, model: core.Card) -> str | None:
    """Return the name of the same model trained on the other transform, if there is one."""
    label = split_name(model_name)[1] or (experiment.models[0] if experiment.models else "")
    parts = label.split("-")
    for other in experiment.models:
        is_other = ("clip" in other.split("-")) != ("clip" in parts)
        if is_other and [p for p in other.split("-") if p != "clip"] == [p for p in parts if p != "clip"]:
            return f"{experiment.id}:{other}" if model.kind in KINDS else None
    return None


def scatter(
    query: dict[str, Any], color: str, motif: str | None, scores: str | None, dark: bool, has_asked: bool = False
) -> tuple[dict[str, Any], str | list]:
    """Draw measured against predicted scores, with a line above that says what can be done with the figure.

    Until the model has been asked about all probes, which may take long, their density stands for them.

    has_asked : whether the work that asks it has ended.

    Raises
    ------
    DataError, ModelError : an unknown experiment, or one without a sound model.
    AppError : the motif cannot be read.
    """
    model_name = query["rbp"]
    experiment, card = core.find_experiment(model_name), core.card(model_name)
    unit = UNITS[card.architecture.task]
    if not experiment.has_probes:
        return density_figure(card.density, card.test_pearson, card.n_test, dark, unit), _no_probes(model_name)
    if not has_asked and not explore_points.are_ready(model_name):
        return density_figure(card.density, card.test_pearson, card.n_test, dark, unit), explore_points.WAITING
    asked = scores if scores in KINDS else None
    probes = core.list_probes(model_name, motif, asked)
    note = "Click a point to open that probe; drag over points to list all probes there. Grey: where all probes lie."
    if asked and asked != (own := card.kind):
        unit = unit._replace(measured=f"Measured binding score, {TRANSFORMS[asked]} transform (SD)")
        note += (
            f" The model learned {TRANSFORMS[own]} scores: its predictions stay as they are, so r compares two scales."
        )
    if card.architecture.is_external:
        note += " The network predicts in its own units: r has a meaning, residuals have none."
    figure = scatter_figure(probes, dark, color, query["sequence"], explore_state.region(query), unit)
    return figure, note


def _no_probes(model_name: str) -> list:
    return [
        "Where all probes lie: the measurements themselves are not on this machine, so there are no points to click; ",
        bring_probes(model_name),
        ", or paste an RNA.",
    ]
