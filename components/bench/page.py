"""The GIA bench: motifs on a probe, conditions, and box plots of what they do to the predicted binding score."""

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.bench import history as bench_history
from components.bench import state as bench_state
from components.bench.conditions import condition_rows
from components.bench.head import head
from components.bench.palette import palette
from components.bench.results import legend
from components.bench.setting import setting_bar
from components.bench.track import ConditionList, MotifTrack
from components.figures.theme import empty_figure, graph_config
from components.shared import links, models
from components.shared.attributes import aria, data
from components.shared.cures import sentence
from components.shared.links import page_href
from components.shared.share import resume_offer
from core.errors import DataError, ModelError
from core.formatting import UNITS

CONDITIONS = "Global importance with its 95% interval, in {}."
SCORING = "The model is scoring the conditions."
FOLDING = "The model reads structure: it is folding {:,} RNAs, which takes seconds."
GIVE = "Paste one or more RNAs above, and their importance appears here."
CLASH = "No condition fits the stem: move a motif, or choose other backgrounds."
EMPTY = "Drag a motif onto the track, and its importance appears here."
FAILED = "There is no result: the message above says why."
NO_MODEL = "Import measurements and train a model on Data & models, or bring a network of your own."


def layout(query: dict[str, list[str]]) -> Component:
    """Make the page of ``/bench?rbp=ID&c=...``; unreadable parts of the link are listed above, the rest is shown."""
    model_name = query.get("rbp", [None])[0]
    if model_name is None:
        return _no_model("There is no model here yet", NO_MODEL, links=[_to_data("Open Data & models")])
    try:
        experiment = core.find_experiment(model_name)
    except DataError as error:
        return _not_here(model_name, query, sentence(error))
    try:
        card = core.card(model_name)
    except ModelError as error:
        title = f"{experiment.gene or model_name} cannot be put on the bench"
        return _no_model(title, sentence(error), model_name)
    state, problems = bench_state.read_query(query, model_name, bench_state.about(card))
    return html.Div(
        [
            dcc.Store(id=ids.BENCH_STATE, data=state),
            dcc.Store(id=ids.BENCH_ACTIONS, data=[]),
            dcc.Store(id=ids.BENCH_GESTURES),
            dcc.Store(id=ids.BENCH_HISTORY, data=bench_history.empty()),
            dcc.Store(id=ids.BENCH_WANTED),
            dcc.Store(id=ids.BENCH_ASKED),
            dcc.Store(id=ids.BENCH_ARRIVED),
            dcc.Store(id=ids.BENCH_SUMMARIES),
            dcc.Store(id=ids.BENCH_LINK),
            html.Div(
                [
                    head(state, experiment),
                    *models.doubts([model_name]),
                    resume_offer(),
                    links.notice(problems),
                    html.Section(
                        [setting_bar(state, experiment), _track(state, card, experiment.gene)],
                        className="card",
                        **aria(label="Track"),
                    ),
                    html.Div([_conditions(state), _plot(state)], className="bench-results"),
                ],
                className="workspace",
            ),
            _more(state),
        ],
        className="bench",
    )


def _track(state: dict, card: core.Card, gene: str) -> Component:
    coverage = list(card.coverage)
    return MotifTrack(id=ids.BENCH_TRACK, state=state, palette=palette(card, gene), coverage=coverage)


def _conditions(state: dict) -> Component:
    add = html.Button("Add condition", className="bench-tool strong", **data(bench_do="add"))
    rows = ConditionList(id=ids.BENCH_CONDITIONS, rows=condition_rows(state, None))
    problem = html.P(id=ids.BENCH_PROBLEM, className="bench-problem", role="alert")
    tools = html.Div([html.Div(id=ids.BENCH_ATLAS), add], className="bench-tools")
    bar = html.Div([html.H2("Conditions"), tools], className="bench-bar")
    said = html.P(CONDITIONS.format(UNITS[state["model"]["task"]].long), className="quiet")
    return html.Section([bar, problem, said, rows], className="card", **aria(label="Conditions"))


def _plot(state: dict) -> Component:
    config = graph_config(f"gia_{models.file_stem(state['model_name'])}", modeBarButtons=[["toImage"]])
    graph = dcc.Graph(id=ids.BENCH_FIGURE, figure=empty_figure(""), config=config, className="bench-figure")
    over = html.Div(notice(_waiting(state), busy=True), id=ids.BENCH_NOTICE, className="bench-notice", role="status")
    scroll = html.Div(graph, className="bench-scroll", tabIndex=0, role="region", **aria(label="Plot"))
    plot = html.Div([scroll, over], className="bench-plot")
    finding = html.P(id=ids.BENCH_FINDING, className="bench-finding", role="status", tabIndex=0)
    problem = html.P(id=ids.BENCH_CHOICES_PROBLEM, className="bench-problem", role="alert")
    parts = [_choices(state), problem, plot, finding]
    return html.Section(parts, className="card", **aria(label="Local importance"))


def _more(state: dict) -> Component:
    """Explain the marks of the plot, and make room for the parts that are shown on demand."""
    marks = html.P(legend(state["plot"]), id=ids.BENCH_LEGEND, className="quiet")
    beside = html.Div(id=ids.BENCH_BESIDE, className="bench-beside")
    return html.Section([marks, beside], className="bench-more", **aria(label="About the plot"))


def _choices(state: dict) -> Component:
    """Make the choices of the plot, and of what is shown with it."""
    kind = dmc.SegmentedControl(
        id=ids.bench_choice("plot"),
        data=[{"value": value, "label": label} for value, label in bench_state.PLOTS.items()],
        value=state["plot"],
        size="xs",
        **aria(label="How local importance is drawn"),
    )
    chips = [dmc.Chip(label, value=value, size="xs") for value, label in bench_state.SHOWN.items()]
    shown = dmc.ChipGroup(chips, id=ids.bench_choice("show"), value=state["show"], multiple=True)
    tools = html.Div([kind, html.Div(shown, className="bench-chips")], className="bench-choices")
    return html.Div([html.H2("Local importance", className="bench-plot-title"), tools], className="bench-bar")


def _waiting(state: dict) -> str:
    """Make the text that is shown until the first result comes."""
    if state["model"]["reads_structure"]:
        return FOLDING.format(state["view"]["n"] * (1 + len(bench_state.scored(state))))
    return SCORING


def nothing(state: dict) -> str:
    """Say what to do if there is nothing to plot."""
    if bench_state.asks(state):
        return GIVE
    return CLASH if any(item["text"] for item in state["conditions"]) else EMPTY


def notice(text: str, busy: bool = False) -> list[Component]:
    """Make the text over the plot while there is nothing to plot; nothing without a text."""
    loader = [dmc.Loader(size="sm")] if busy else []
    return [*loader, html.P(text)] if text else []


def _not_here(model_name: str, query: dict[str, list[str]], text: str) -> Component:
    """Say what to do with a link to an experiment that is not on this machine: its design suits other models, too."""
    here = next((one for one in core.list_experiments() if one.has_model), None)
    links = []
    if here and "c" in query:
        kept = {key: values for key, values in query.items() if key not in ("rbp", "with", "preset")}
        href = page_href("/bench", here.id, **kept)
        links.append(dcc.Link(f"See this design with {here.title}", href=href, className="button-link"))
    return _no_model(f"{model_name} is not on this machine", text, links=[*links, _to_data("Get its measurements")])


def _to_data(text: str) -> Component:
    return dcc.Link(text, href="/data", className="button-link")


def _no_model(title: str, text: str, model_name: str | None = None, links: Sequence[Component] = ()) -> Component:
    """Say what to do if there is no model to ask."""
    links = [*links, dcc.Link("Choose an RBP with a model", href="/", className="button-link")]
    if model_name:
        links.append(dcc.Link("See it on Explore", href=page_href("/explore", model_name), className="button-link"))
        links.append(
            dcc.Link("Train a model of it", href=page_href("/data", model_name, part="train"), className="button-link")
        )
    said = html.Div([html.H2(title), html.P(text), html.Div(links, className="bench-links")])
    return html.Div([dmc.Title("GIA bench", order=1), html.Div(said, className="invite")], className="bench")
