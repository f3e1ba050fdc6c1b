"""The GIA bench: motifs on a probe, conditions, and box plots of what they do to the predicted binding score."""

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import bench_document, ids, links, models
from components.bench_conditions import condition_list
from components.bench_setting import setting_bar
from components.figures.theme import empty_figure, graph_config
from components.figures.units import UNITS
from components.share import resume_offer, share_menu
from components.shell import page_href
from components.track import MotifTrack
from core.errors import ModelError

CLAMP = {"pattern": "GCGCGC", "name": "GC clamp", "importance": None}
"""The paper's probe for a GC bias (Fig 4c)."""
LEAD = "Place motifs on random RNA and see what they add to the predicted binding score."
CONDITIONS = "Global importance with its 95% interval, in {}. Click a condition to edit it above."
LEGEND = (
    " mean: the global importance, with its 95% interval. Line: median; box: quartiles; whiskers: the furthest value "
    "within 1.5 box heights; values beyond are not drawn. Blue: the condition on the track. All conditions are written "
    "into the same backgrounds."
)
WARMING = "The model is warming up; the first result takes a few seconds."
SCORING = "The model is scoring the conditions."
FOLDING = "The model reads structure: it is folding {:,} RNAs, which takes seconds."
GIVE = "Paste one or more RNAs above, and their importance appears here."
CLASH = "No condition goes with the stem: move a motif, or choose other backgrounds."
EMPTY = "Drag a motif onto the track, and its importance appears here."
FAILED = "There is no result: the message above says why."


def layout(query: dict[str, list[str]]) -> Component:
    """The page of ``/bench?rbp=ID&c=...``; what of the link cannot be read is said above, the rest is shown."""
    rbp = query.get("rbp", [None])[0]
    if rbp is None:
        return _no_model("There is no model here yet", "Import measurements and train one: python -m core train ID")
    experiment = core.find_experiment(rbp)
    try:
        card = core.card(rbp)
    except ModelError as error:
        title = f"{experiment.gene or rbp} cannot be put on the bench"
        return _no_model(title, bench_document.sentence(str(error)), rbp)
    document, problems = bench_document.read_query(query, rbp, bench_document.about(card))
    return html.Div(
        [
            dcc.Store(id=ids.BENCH_DOCUMENT, data=document),
            dcc.Store(id=ids.BENCH_ACTIONS, data=[]),
            dcc.Store(id=ids.BENCH_ASKED),
            dcc.Store(id=ids.BENCH_ARRIVED),
            dcc.Store(id=ids.BENCH_SUMMARIES),
            dcc.Store(id=ids.BENCH_LINK),
            _head(rbp, experiment),
            links.notice(problems),
            html.Section(
                [setting_bar(document, experiment), _track(document, card)],
                className="card",
                **{"aria-label": "Track"},
            ),
            html.Div([_conditions(document), _plot(document)], className="bench-results"),
        ],
        className="bench",
    )


def _head(rbp: str, experiment: core.Experiment) -> Component:
    simulated = [html.Span("Simulated", className="source simulated")] if experiment.source == "simulated" else []
    parts = [
        dmc.Title(f"GIA bench: {experiment.gene}", order=1),
        *simulated,
        models.model_picker(rbp, experiment),
        share_menu(),
    ]
    return html.Div([html.Div(parts, className="bench-title"), html.P(LEAD, className="lead"), resume_offer()])


def _track(document: dict, card: core.Card) -> Component:
    kmers = bench_document.distinct(card.top_kmers)
    palette = [{"pattern": kmer, "name": "", "importance": importance} for kmer, importance in kmers]
    return MotifTrack(id=ids.BENCH_TRACK, document=document, palette=[*palette, CLAMP], coverage=list(card.coverage))


def _conditions(document: dict) -> Component:
    add = html.Button("Add condition", id=ids.bench_button("add", 0), className="bench-tool strong")
    rows = html.Div(condition_list(document, None), id=ids.BENCH_CONDITIONS, className="conditions")
    problem = html.P(id=ids.BENCH_PROBLEM, className="bench-problem", role="alert")
    bar = html.Div([html.H2("Conditions"), add], className="bench-bar")
    said = html.P(CONDITIONS.format(UNITS[document["model"]["task"]].long), className="quiet")
    return html.Section([bar, problem, said, rows], className="card", **{"aria-label": "Conditions"})


def _plot(document: dict) -> Component:
    config = {
        **graph_config(f"gia_{models.file_stem(document['experiment'])}"),
        "modeBarButtons": [["toImage"]],
    }
    graph = dcc.Graph(id=ids.BENCH_FIGURE, figure=empty_figure(""), config=config, className="bench-figure")
    over = html.Div(notice(_waiting(document), busy=True), id=ids.BENCH_NOTICE, className="bench-notice", role="status")
    plot = html.Div([html.Div(graph, className="bench-scroll"), over], className="bench-plot")
    finding = html.P(id=ids.BENCH_FINDING, className="bench-finding", role="status")
    legend = html.P([html.Span("▲", className="mean-mark"), LEGEND], className="quiet")
    return html.Section(
        [html.H2("Local importance"), plot, finding, legend], className="card", **{"aria-label": "Local importance"}
    )


def _waiting(document: dict) -> str:
    """What to say until the first result is there."""
    if document["model"]["folds"]:
        return FOLDING.format(document["view"]["n"] * (1 + len(bench_document.scored(document))))
    return SCORING if core.is_warm() else WARMING


def nothing(document: dict) -> str:
    """What to do where there is nothing to plot."""
    if bench_document.asks(document):
        return GIVE
    return CLASH if any(item["text"] for item in document["conditions"]) else EMPTY


def notice(text: str, busy: bool = False) -> list[Component]:
    """What lies over the plot while there is nothing to plot; nothing without a text."""
    loader = [dmc.Loader(size="sm")] if busy else []
    return [*loader, html.P(text)] if text else []


def _no_model(title: str, text: str, rbp: str | None = None) -> Component:
    """What to do when there is no model to ask."""
    links = [dcc.Link("Choose an RBP with a model", href="/", className="button-link")]
    if rbp:
        links.append(dcc.Link("See it on Explore", href=page_href("/explore", rbp), className="button-link"))
    said = html.Div([html.H2(title), html.P(text), html.Div(links, className="bench-links")])
    return html.Div([dmc.Title("GIA bench", order=1), html.Div(said, className="invite")], className="bench")
