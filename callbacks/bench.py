"""What the GIA bench does: actions change the document; lists, boxes and the address bar follow it."""

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, set_props

import core
from callbacks.shell import show_error
from components import bench, bench_document, bench_presets, ids
from components.bench_conditions import FAILED, condition_list, summaries
from components.bench_sentences import sentence
from components.bench_setting import setting_note
from components.figures.importance import importance_boxes, least_width
from components.figures.theme import empty_figure
from components.figures.units import UNITS
from core.gia.protocol import Outcome


def apply_actions(actions: list[dict], document: dict) -> tuple:
    """The document after what was done, for the store and for the track."""
    changed = bench_document.apply(document, actions)
    return changed, changed


def show_conditions(document: dict, known: dict | None) -> tuple:
    """The list of conditions, with the numbers that are known, and what was wrong with it."""
    return condition_list(document, known), document["problems"].get("conditions")


def show_setting(document: dict) -> tuple:
    """What background model and experiment are, what was wrong with a field, and with which."""
    problems = document["problems"]
    fields = [*bench_document.FIELDS, "preset"]
    sentences = " ".join(problems[field] for field in fields if field in problems)
    return setting_note(document), sentences, [field in problems for field in bench_document.FIELDS]


def show_results(asked: dict) -> tuple:
    """As `results`. The numbers go to the list on the side: as an output they would hold it up until they are there.

    On the side they also come when a newer document has overtaken this one, so they say which it was.
    """
    *shown, numbers = results(asked["document"], asked["dark"])
    set_props(ids.BENCH_ARRIVED, {"data": {**(numbers or {}), "revision": asked["document"]["revision"]}})
    return tuple(shown)


def results(document: dict, dark: bool) -> tuple:
    """Boxes, their least width, what to say where nothing can be plotted, the finding, and the numbers for the list."""
    design, unit = bench_document.design(document), UNITS[document["model"]["task"]]
    if design is None:
        return empty_figure("", dark), {}, bench.notice(bench.nothing(document)), "", None
    outcome = find_outcome(document)
    result = outcome.results[0] if outcome else core.run_gia(design)
    numbers, active = bench_document.numbers(document)
    figure = importance_boxes(result, numbers, active, dark, unit)
    finding = sentence(outcome, unit) if outcome else ""
    return figure, {"minWidth": least_width(len(numbers))}, [], finding, summaries(document, result)


def find_outcome(document: dict) -> Outcome | None:
    """The outcome of the experiment that was loaded; None where there is none, or its conditions were changed."""
    plan = bench_document.plan(document)
    return plan and bench_presets.ask(document["preset"], core.open_model(document["experiment"]), plan)


def show_results_error(error: Exception) -> tuple:
    """As `show_error`, and no plot that could be taken for the result."""
    show_error(error)
    set_props(ids.BENCH_ARRIVED, {"data": FAILED})
    return empty_figure(""), {}, bench.notice(bench.FAILED), ""


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("bench", "collect"),
        Output(ids.BENCH_ACTIONS, "data"),
        Input(ids.BENCH_TRACK, "actions"),
        Input(ids.bench_button(ALL, ALL), "n_clicks"),
        Input(ids.bench_field(ALL), "value"),
        Input(ids.bench_preset(ALL), "n_clicks"),
        State(ids.BENCH_ACTIONS, "data"),
        State(ids.BENCH_DOCUMENT, "data"),
        prevent_initial_call=True,
    )
    app.callback(
        Output(ids.BENCH_DOCUMENT, "data"),
        Output(ids.BENCH_TRACK, "document"),
        Input(ids.BENCH_ACTIONS, "data"),
        State(ids.BENCH_DOCUMENT, "data"),
        prevent_initial_call=True,
    )(apply_actions)
    app.callback(
        Output(ids.BENCH_CONDITIONS, "children"),
        Output(ids.BENCH_PROBLEM, "children"),
        Input(ids.BENCH_DOCUMENT, "data"),
        Input(ids.BENCH_SUMMARIES, "data"),
    )(show_conditions)
    app.clientside_callback(
        ClientsideFunction("bench", "latest"),
        Output(ids.BENCH_SUMMARIES, "data"),
        Input(ids.BENCH_ARRIVED, "data"),
        State(ids.BENCH_SUMMARIES, "data"),
        prevent_initial_call=True,
    )
    app.callback(
        Output(ids.BENCH_NOTE, "children"),
        Output(ids.BENCH_FIELDS_PROBLEM, "children"),
        Output(ids.bench_field(ALL), "error"),
        Input(ids.BENCH_DOCUMENT, "data"),
    )(show_setting)
    app.clientside_callback(
        ClientsideFunction("bench", "ask"),
        Output(ids.BENCH_ASKED, "data"),
        Input(ids.BENCH_DOCUMENT, "data"),
        Input(ids.COLOR_SCHEME, "data"),
    )
    app.callback(
        Output(ids.BENCH_FIGURE, "figure"),
        Output(ids.BENCH_FIGURE, "style"),
        Output(ids.BENCH_NOTICE, "children"),
        Output(ids.BENCH_FINDING, "children"),
        Input(ids.BENCH_ASKED, "data"),
        prevent_initial_call=True,
        on_error=show_results_error,
    )(show_results)
    app.clientside_callback(
        ClientsideFunction("bench", "remember"),
        Output(ids.BENCH_LINK, "data"),
        Input(ids.BENCH_DOCUMENT, "data"),
        State(ids.BENCH_ACTIONS, "data"),
    )
