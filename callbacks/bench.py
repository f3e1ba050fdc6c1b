"""What the GIA bench does: actions change the document; lists, boxes and the address bar follow it."""

from dash import ALL, ClientsideFunction, Dash, Input, Output, State

import core
from callbacks.shell import show_error
from components import bench, bench_document, ids
from components.bench_conditions import FAILED, condition_list, summaries
from components.figures.importance import importance_boxes
from components.figures.theme import empty_figure

BOX_WIDTH = 80
"""Pixels a box and its label need; narrower pages scroll the plot."""


def apply_actions(actions: list[dict], document: dict) -> tuple:
    """The document after what was done, for the store and for the track."""
    changed = bench_document.apply(document, actions)
    return changed, changed


def show_conditions(document: dict, known: dict | None) -> tuple:
    """The list of conditions, with the numbers that are known, and what was wrong with it or with a field."""
    problems = document["problems"]
    wrong = [field in problems for field in bench_document.FIELDS]
    sentences = " ".join(problems[field] for field in bench_document.FIELDS if field in problems)
    return condition_list(document, known), problems.get("conditions"), sentences, wrong


def show_results(document: dict, scheme: str | None) -> tuple:
    """Boxes, their least width, the numbers for the list, and what to say where there is nothing to plot."""
    design = bench_document.design(document)
    if design is None:
        return empty_figure("", scheme == "dark"), {}, None, bench.notice(bench.EMPTY)
    result = core.run_gia(design)
    numbers, active = bench_document.numbers(document)
    figure = importance_boxes(result, numbers, active, scheme == "dark")
    return figure, {"minWidth": BOX_WIDTH * len(numbers)}, summaries(document, result), []


def show_results_error(error: Exception) -> tuple:
    """As `show_error`, and no plot that could be taken for the result."""
    show_error(error)
    return empty_figure(""), {}, FAILED, bench.notice(bench.FAILED)


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("bench", "collect"),
        Output(ids.BENCH_ACTIONS, "data"),
        Input(ids.BENCH_TRACK, "actions"),
        Input(ids.bench_button(ALL, ALL), "n_clicks"),
        Input(ids.bench_field(ALL), "value"),
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
        Output(ids.BENCH_FIELDS_PROBLEM, "children"),
        Output(ids.bench_field(ALL), "error"),
        Input(ids.BENCH_DOCUMENT, "data"),
        Input(ids.BENCH_SUMMARIES, "data"),
    )(show_conditions)
    app.callback(
        Output(ids.BENCH_FIGURE, "figure"),
        Output(ids.BENCH_FIGURE, "style"),
        Output(ids.BENCH_SUMMARIES, "data"),
        Output(ids.BENCH_NOTICE, "children"),
        Input(ids.BENCH_DOCUMENT, "data"),
        Input(ids.COLOR_SCHEME, "data"),
        on_error=show_results_error,
    )(show_results)
    app.clientside_callback(
        ClientsideFunction("bench", "remember"), Output(ids.BENCH_LINK, "data"), Input(ids.BENCH_DOCUMENT, "data")
    )
