"""What the GIA bench does: actions change the state; lists, plots and the address bar follow it.

From a click to a box plot::

    track       a motif is dropped, a field left, Undo pressed      assets/track.js, bench_gestures.js, bench_typing.js
      │
    actions     ids.BENCH_ACTIONS: all that is not applied yet      assets/bench.js: collect
      │
    state       ids.BENCH_STATE: conditions, setting, choices,      apply_actions, components/bench/edits.py
      │         the link of the page; ids.BENCH_HISTORY: undo
      ├──────── rows of the list, setting line, problems            show_conditions, show_setting
      ├──────── address bar                                         assets/bench.js: remember
      │
    asked       ids.BENCH_ASKED: the newest state; a drop on the    assets/bench.js: letGo, ask
      │         track is asked for before it is applied
      │
    results     ids.BENCH_FIGURE: the box plot, with its finding    show_results, components/bench/results.py
      │         and legend; what stands beside it
    arrived     ids.BENCH_ARRIVED: that an answer is there, with    assets/bench.js: latest
      │         its numbers, also where a newer state was asked
    summaries   ids.BENCH_SUMMARIES: numbers in the rows            show_conditions
"""

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, no_update, set_props

from callbacks.errors import show_error
from components import ids
from components.bench import edits as bench_edits
from components.bench import page as bench
from components.bench import results as bench_results
from components.bench import state as bench_state
from components.bench.conditions import FAILED, condition_rows
from components.bench.setting import setting_line, setting_note
from components.figures.theme import empty_figure
from components.shared.attributes import plain

AROUND = (
    (ids.BENCH_FIGURE, "style"),
    (ids.BENCH_NOTICE, "children"),
    (ids.BENCH_FINDING, "children"),
    (ids.BENCH_LEGEND, "children"),
    (ids.BENCH_BESIDE, "children"),
)
"""Parts around the plot that few results change; each part that is not sent saves the browser a pass over the page."""


def apply_actions(actions: list[dict], state: dict, history: dict) -> tuple:
    """Return the state after some actions, for the store and for the track, and what can be undone."""
    changed, history = bench_edits.apply(state, history, actions)
    return changed, changed, history


def show_conditions(state: dict, known: dict | None) -> tuple:
    """Show the list of conditions, with the numbers that are known and what was wrong with it."""
    return condition_rows(state, known), state["problems"].get("conditions")


def show_setting(state: dict) -> tuple:
    """Show the setting in one line, what its background model is, and what was wrong with which field."""
    problems = state["problems"]
    at_fields, at_choices = (
        " ".join(problems[field] for field in fields if field in problems)
        for fields in (bench_edits.SAID_ABOVE, bench_state.CHOICES)
    )
    wrong = [field in problems for field in bench_state.FIELDS]
    return setting_line(state), setting_note(state), at_fields, at_choices, wrong


def show_results(asked: dict, *around: Any) -> tuple:
    """Show `results`, and of the parts around the plot those that differ from what the page shows.

    The numbers go to the list by `set_props`: as an output they would block it.

    The numbers arrive even if a newer state has overtaken this one. So they carry the time of the question, and whether
    it was asked for the preview of a motif that is still being dragged.
    """
    figure, *others, numbers = results(asked["state"], asked["dark"])
    set_props(ids.BENCH_ARRIVED, {"data": {**(numbers or {}), "number": asked["number"], "preview": asked["preview"]}})
    return figure, *map(_news, others, around)


def _news(new: Any, old: Any) -> Any:
    """Return new content, or `no_update` if the page shows it already."""
    return no_update if plain(new) == plain(old) else new


def results(state: dict, dark: bool) -> tuple:
    """Return plot, smallest width, the text in place of a plot, finding, legend, further parts, and numbers."""
    design = bench_state.design(state)
    if design is None:
        legend = bench_results.legend(state["plot"])
        notice = bench.notice(bench.nothing(state))
        return empty_figure("", dark), {}, notice, "", legend, [], None
    shown = bench_results.shown(state, design, dark)
    return shown.figure, shown.style, [], shown.finding, shown.legend, shown.beside, shown.numbers


def show_results_error(error: Exception) -> tuple:
    """Show the error as `show_error` does, and remove the plot, which could be taken for the result."""
    show_error(error)
    set_props(ids.BENCH_ARRIVED, {"data": FAILED})
    return empty_figure(""), {}, bench.notice(bench.FAILED), "", [], []


def register(app: Dash) -> None:
    """Register the callbacks of the bench."""
    _register_edits(app)
    _register_results(app)


def _register_edits(app: Dash) -> None:
    """Turn what is done into actions, which change the state; lists, fields and the address bar follow."""
    app.clientside_callback(
        ClientsideFunction("bench", "collect"),
        Output(ids.BENCH_ACTIONS, "data"),
        Input(ids.BENCH_TRACK, "actions"),
        Input(ids.BENCH_GESTURES, "data"),
        Input(ids.bench_field(ALL), "value"),
        Input(ids.bench_choice(ALL), "value"),
        Input(ids.bench_preset(ALL), "n_clicks"),
        State(ids.BENCH_ACTIONS, "data"),
        State(ids.BENCH_STATE, "data"),
        prevent_initial_call=True,
    )
    app.callback(
        Output(ids.BENCH_STATE, "data"),
        Output(ids.BENCH_TRACK, "state"),
        Output(ids.BENCH_HISTORY, "data"),
        Input(ids.BENCH_ACTIONS, "data"),
        State(ids.BENCH_STATE, "data"),
        State(ids.BENCH_HISTORY, "data"),
        prevent_initial_call=True,
    )(apply_actions)
    app.callback(
        Output(ids.BENCH_CONDITIONS, "rows"),
        Output(ids.BENCH_PROBLEM, "children"),
        Input(ids.BENCH_STATE, "data"),
        Input(ids.BENCH_SUMMARIES, "data"),
    )(show_conditions)
    app.callback(
        Output(ids.BENCH_SETTING, "children"),
        Output(ids.BENCH_NOTE, "children"),
        Output(ids.BENCH_FIELDS_PROBLEM, "children"),
        Output(ids.BENCH_CHOICES_PROBLEM, "children"),
        Output(ids.bench_field(ALL), "error"),
        Input(ids.BENCH_STATE, "data"),
    )(show_setting)
    app.clientside_callback(
        ClientsideFunction("bench", "remember"),
        Output(ids.BENCH_LINK, "data"),
        Input(ids.BENCH_STATE, "data"),
        State(ids.BENCH_ACTIONS, "data"),
        State(ids.BENCH_HISTORY, "data"),
    )


def _register_results(app: Dash) -> None:
    """Connect the results: questions, the plot, and the numbers for the list."""
    app.clientside_callback(
        ClientsideFunction("bench", "ask"),
        Output(ids.BENCH_WANTED, "data"),
        Input(ids.BENCH_STATE, "data"),
        Input(ids.COLOR_SCHEME, "data"),
    )
    app.callback(
        Output(ids.BENCH_FIGURE, "figure"),
        *(Output(*part) for part in AROUND),
        Input(ids.BENCH_ASKED, "data"),
        *(State(*part) for part in AROUND),
        prevent_initial_call=True,
        on_error=show_results_error,
    )(show_results)
    app.clientside_callback(ClientsideFunction("bench", "hintAtMore"), Input(ids.BENCH_FIGURE, "style"))
    app.clientside_callback(
        ClientsideFunction("bench", "reveal"),
        Input(ids.BENCH_BESIDE, "children"),
        State(ids.bench_choice("show"), "value"),
    )
    app.clientside_callback(
        ClientsideFunction("bench", "latest"),
        Output(ids.BENCH_SUMMARIES, "data"),
        Input(ids.BENCH_ARRIVED, "data"),
        State(ids.BENCH_SUMMARIES, "data"),
        prevent_initial_call=True,
    )
