"""What the Explore page does: choose an RNA by click, text or chance, and show it.

A click or a key changes the state in the browser (assets/explore.js), so that of twenty clicks in a second the last one
counts, and none is lost. This module holds the callbacks that ask `core`.
"""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

import core
from callbacks import asking, long_work
from callbacks.errors import error_text, show_error
from components import ids
from components.explore import own as explore_own
from components.explore import page as explore
from components.explore import points as explore_points
from components.explore import scatter as explore_scatter
from components.explore import sequence as explore_sequence
from components.explore import state as explore_state
from components.explore.points import JOB
from components.figures.theme import empty_figure
from components.shared import one_rna

Shown = dict[str, Any]
"""A state of components/explore/state.py."""


def show_scatter(
    scheme: str | None, color: str, motif: str | None, scores: str | None, answer: dict | None, state: Shown
) -> tuple:
    """Draw measured against predicted, with a ring around the chosen probe."""
    is_done = explore_points.is_done(answer)
    return explore_scatter.scatter(state["query"], color, motif, scores, scheme == "dark", is_done)


def hide_work(question: dict | None, answer: dict | None) -> bool:
    """Say whether there is nothing to wait for."""
    return question is None or explore_points.is_done(answer)


def show_scatter_error(error: Exception) -> tuple:
    """Show the error as `show_error` does, and remove the figure, which could be taken for the answer."""
    show_error(error)
    return empty_figure("No figure: the message above says why."), ""


def choose_own(clicks: int | None, text: str | None, own: list | None, state: Shown) -> tuple:
    """Choose the first pasted RNA, add the new ones to the list, and empty the box."""
    if not clicks:  # the page has just been drawn
        raise PreventUpdate
    pasted = explore_own.paste(text, own, state["query"]["rbp"])
    chosen = explore_state.choose(state, pasted.first)
    new = [one if pasted.has_names else {**one, "unnamed": True} for one in pasted.kept if one not in (own or [])]
    return explore_state.offer(state, chosen, text=text), new, pasted.notice


def show_own_problem(error: Exception) -> tuple:
    """Show what is wrong with the pasted text, below it; the text stays."""
    return no_update, no_update, explore_own.problem(error, error_text(error))


def choose_example(clicks: int | None, state: Shown) -> dict[str, Any]:
    """Return another made-up RNA that is bound well, at each click."""
    if not clicks:
        raise PreventUpdate
    return explore_state.offer(state, explore_state.choose(state, core.example_rna(state["query"]["rbp"], clicks)))


def show_sequence(state: Shown, scheme: str | None, letters: str | None = None) -> tuple:
    """Show the chosen RNA: its facts, its figures, its structure."""
    if not state["query"]["sequence"]:
        raise PreventUpdate
    seen, dark, safe = one_rna.see(state["query"]), scheme == "dark", letters == "safe"
    return (
        one_rna.figure(seen, dark, safe),
        one_rna.figure_style(seen.before is not None),
        one_rna.facts(seen),
        explore_sequence.original(seen),
        *((no_update, no_update) if seen.is_own_stretch else seen.stretch),  # what is typed meanwhile stays
        explore_sequence.stretch_link(seen),
        one_rna.structure(seen, dark, safe),
        explore_sequence.CHOSEN,
    )


def show_sequence_error(error: Exception) -> tuple:
    """Show the error as `show_error` does, and the invitation in place of the figures."""
    show_error(error)
    return no_update, no_update, [], [], no_update, no_update, [], [], explore_sequence.NOT_CHOSEN


def show_measured(state: Shown, _answer: dict | None = None) -> tuple:
    """Show what was measured for the chosen RNA, and where its ring goes."""
    return explore.measured(state["query"])


def show_own(own: list | None, state: Shown) -> tuple:
    """Show the list of own RNAs with their predictions; an empty list is hidden."""
    model_name = state["query"]["rbp"]
    rows = explore_own.rows(model_name, own)
    return (
        rows,
        explore_own.count_text(len(rows), model_name),
        "card own" if rows else "card own empty",
        explore_own.style(len(rows)),
    )


def download_own(clicks: int | None, own: list | None, state: Shown) -> dict[str, str]:
    """Send the list of own RNAs as CSV."""
    if not clicks:
        raise PreventUpdate
    return explore_own.csv_file(state["query"]["rbp"], own)


def register(app: Dash) -> None:
    """Register the callbacks of Explore's figures and RNAs."""
    _register_points(app)
    _register_scatter(app)
    _register_sequence(app)
    _register_own(app)
    _register_in_browser(app)


def _register_points(app: Dash) -> None:
    long_work.register(app, JOB, asking.predict_probes)
    question, answer = Input(ids.long_question(JOB), "data"), Input(ids.long_answer(JOB), "data")
    app.callback(Output(ids.long_question(JOB), "data"), Input(ids.EXPLORE_POINTS_OF, "data"))(explore_points.question)
    app.callback(Output(ids.EXPLORE_POINTS, "hidden"), question, answer)(hide_work)
    app.clientside_callback(
        ClientsideFunction("giaExplore", "beginPoints"),
        Output(ids.EXPLORE_POINTS_BEGUN, "data"),
        answer,
        Input(ids.long_found(JOB), "data"),
        State(ids.long_question(JOB), "data"),
        State(ids.long_busy(JOB), "data"),
        prevent_initial_call=True,
    )


def _register_scatter(app: Dash) -> None:
    answer = ids.long_answer(JOB)
    app.callback(
        Output(ids.EXPLORE_SCATTER, "figure"),
        Output(ids.EXPLORE_SCATTER_NOTE, "children"),
        Input(ids.COLOR_SCHEME, "data"),
        Input(ids.EXPLORE_COLOR, "value"),
        Input(ids.EXPLORE_MOTIF, "value"),
        Input(ids.EXPLORE_SCORES, "value"),
        Input(answer, "data"),
        State(ids.EXPLORE_STATE, "data"),
        on_error=show_scatter_error,
    )(show_scatter)
    app.callback(
        Output(ids.EXPLORE_MEASURED, "children"),
        Output(ids.EXPLORE_MEASURED_AT, "data"),
        Input(ids.EXPLORE_STATE, "data"),
        Input(answer, "data"),
    )(show_measured)


def _register_sequence(app: Dash) -> None:
    state = State(ids.EXPLORE_STATE, "data")
    chosen = Output(ids.EXPLORE_OFFERED, "data", allow_duplicate=True)
    app.callback(chosen, Input(ids.EXPLORE_EXAMPLE, "n_clicks"), state, prevent_initial_call=True)(choose_example)
    app.callback(
        Output(ids.EXPLORE_STACK, "figure"),
        Output(ids.EXPLORE_STACK, "style"),
        Output(ids.EXPLORE_FACTS, "children"),
        Output(ids.EXPLORE_BEFORE, "children"),
        Output(ids.EXPLORE_FIRST, "value"),
        Output(ids.EXPLORE_LAST, "value"),
        Output(ids.EXPLORE_STRETCH, "children"),
        Output(ids.EXPLORE_STRUCTURE, "children"),
        Output(ids.EXPLORE_PANEL, "className"),
        Input(ids.EXPLORE_STATE, "data"),
        Input(ids.COLOR_SCHEME, "data"),
        Input(ids.LETTERS, "data"),
        on_error=show_sequence_error,
    )(show_sequence)


def _register_own(app: Dash) -> None:
    own, state = State(ids.EXPLORE_OWN, "data"), State(ids.EXPLORE_STATE, "data")
    app.callback(
        Output(ids.EXPLORE_OFFERED, "data", allow_duplicate=True),
        Output(ids.EXPLORE_PASTED, "data"),
        Output(ids.EXPLORE_PROBLEM, "children"),
        Input(ids.EXPLORE_SHOW, "n_clicks"),
        State(ids.EXPLORE_INPUT, "value"),
        own,
        state,
        prevent_initial_call=True,
        on_error=show_own_problem,
    )(choose_own)
    app.callback(
        Output(ids.EXPLORE_OWN_TABLE, "rowData"),
        Output(ids.EXPLORE_OWN_COUNT, "children"),
        Output(ids.EXPLORE_OWN_CARD, "className"),
        Output(ids.EXPLORE_OWN_TABLE, "style"),
        Input(ids.EXPLORE_OWN, "data"),
        state,
    )(show_own)
    app.callback(
        Output(ids.EXPLORE_OWN_FILE, "data"),
        Input(ids.EXPLORE_OWN_CSV, "n_clicks"),
        own,
        state,
        prevent_initial_call=True,
    )(download_own)


def _register_in_browser(app: Dash) -> None:
    def browser(name: str, *parts: Any, **more: Any) -> None:
        app.clientside_callback(ClientsideFunction("giaExplore", name), *parts, **more)

    browser("listenToScatter", Input(ids.EXPLORE_SCATTER, "figure"))
    browser("listenToStack", Input(ids.EXPLORE_STACK, "figure"))
    browser("accept", Input(ids.EXPLORE_OFFERED, "data"))
    browser("enlist", Input(ids.EXPLORE_PASTED, "data"))
    browser("ring", Input(ids.EXPLORE_MEASURED_AT, "data"))
    browser("stretch", Input(ids.EXPLORE_FIRST, "value"), Input(ids.EXPLORE_LAST, "value"))
    for key, control in (
        ("color", ids.EXPLORE_COLOR),
        ("motif", ids.EXPLORE_MOTIF),
        ("scores", ids.EXPLORE_SCORES),
        ("contexts", ids.EXPLORE_CONTEXTS),
        ("logo", ids.EXPLORE_LOGO),
    ):
        browser(key, Input(control, "value"), State(control, "data"), prevent_initial_call=True)  # that is no choice
    browser(
        "follow",
        Output(ids.EXPLORE_UNDO, "disabled"),
        Output(ids.EXPLORE_REDO, "disabled"),
        Output(ids.EXPLORE_ORIGINAL, "disabled"),
        Output(ids.EXPLORE_PANEL, "className", allow_duplicate=True),
        Input(ids.EXPLORE_STATE, "data"),
        prevent_initial_call="initial_duplicate",
    )
    app.clientside_callback(
        ClientsideFunction("gia", "remember"), Output(ids.EXPLORE_ADDRESS, "data"), Input(ids.EXPLORE_STATE, "data")
    )
