"""What the Explore page does: choose an RNA by click, text or chance, and show it."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

import core
from callbacks.shell import show_error
from components import explore, ids, models
from components.figures.sequence import sequence_figure
from components.figures.theme import empty_figure
from core.sequence import clean


def show_scatter(scheme: str | None, state: dict[str, Any]) -> tuple:
    """Measured against predicted, with the chosen probe ringed."""
    query = state["query"]
    return explore.scatter(query["rbp"], query["sequence"], scheme == "dark")


def show_scatter_error(error: Exception) -> tuple:
    """As `show_error`, and no figure that could be taken for the answer."""
    show_error(error)
    return empty_figure("No figure: the message above says why."), ""


def choose_probe(click: dict[str, Any] | None, state: dict[str, Any]) -> dict[str, Any]:
    """A click on a probe chooses it; a click on anything else does nothing."""
    point = click["points"][0] if click and click.get("points") else {}
    if not point.get("customdata"):
        raise PreventUpdate
    return explore.state(state["query"]["rbp"], point["customdata"][0])


def choose_own(enter: int | None, clicks: int | None, text: str | None, state: dict[str, Any]) -> tuple:
    """The pasted RNA, checked, is the chosen one; an old message goes."""
    if not enter and not clicks:  # the page has just been drawn
        raise PreventUpdate
    return explore.state(state["query"]["rbp"], clean(text or "")), True


def choose_example(clicks: int | None, state: dict[str, Any]) -> dict[str, Any]:
    """Another made-up RNA at each click."""
    if not clicks:
        raise PreventUpdate
    rbp = state["query"]["rbp"]
    return explore.state(rbp, explore.example(rbp, seed=clicks))


def show_sequence(state: dict[str, Any], scheme: str | None, letters: str | None = None) -> tuple:
    """The chosen RNA: its text in the box, its facts, its figures."""
    rbp, sequence = state["query"]["rbp"], state["query"]["sequence"]
    if not sequence:
        raise PreventUpdate
    ism = core.ism(rbp, sequence)
    figure = sequence_figure(ism, core.fold(sequence), scheme == "dark", models.unit_of(rbp), letters == "safe")
    return figure, explore.facts(rbp, ism), ism.sequence, explore.CHOSEN


def show_sequence_error(error: Exception) -> tuple:
    """As `show_error`, and the invitation again in place of figures."""
    show_error(error)
    return no_update, [], no_update, explore.NOT_CHOSEN


def show_measured(state: dict[str, Any]) -> tuple:
    """What was measured for the chosen RNA, and where its ring goes."""
    return explore.measured(state["query"]["rbp"], state["query"]["sequence"])


def register(app: Dash) -> None:
    chosen = Output(ids.EXPLORE_STATE, "data", allow_duplicate=True)
    state = State(ids.EXPLORE_STATE, "data")
    app.callback(
        Output(ids.EXPLORE_SCATTER, "figure"),
        Output(ids.EXPLORE_SCATTER_NOTE, "children"),
        Input(ids.COLOR_SCHEME, "data"),
        state,
        on_error=show_scatter_error,
    )(show_scatter)
    app.callback(chosen, Input(ids.EXPLORE_SCATTER, "clickData"), state, prevent_initial_call=True)(choose_probe)
    app.callback(chosen, Input(ids.EXPLORE_EXAMPLE, "n_clicks"), state, prevent_initial_call=True)(choose_example)
    app.callback(
        chosen,
        Output(ids.ALERT, "hide", allow_duplicate=True),
        Input(ids.EXPLORE_INPUT, "n_submit"),
        Input(ids.EXPLORE_SHOW, "n_clicks"),
        State(ids.EXPLORE_INPUT, "value"),
        state,
        prevent_initial_call=True,
    )(choose_own)
    app.callback(
        Output(ids.EXPLORE_STACK, "figure"),
        Output(ids.EXPLORE_FACTS, "children"),
        Output(ids.EXPLORE_INPUT, "value"),
        Output(ids.EXPLORE_PANEL, "className"),
        Input(ids.EXPLORE_STATE, "data"),
        Input(ids.COLOR_SCHEME, "data"),
        Input(ids.LETTERS, "data"),
        on_error=show_sequence_error,
    )(show_sequence)
    app.callback(
        Output(ids.EXPLORE_MEASURED, "children"),
        Output(ids.EXPLORE_MEASURED_AT, "data"),
        Input(ids.EXPLORE_STATE, "data"),
    )(show_measured)
    _register_in_browser(app)


def _register_in_browser(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("gia", "surprise"),
        Output(ids.EXPLORE_STATE, "data", allow_duplicate=True),
        Input(ids.EXPLORE_SURPRISE, "n_clicks"),
        State(ids.EXPLORE_SCATTER, "figure"),
        State(ids.EXPLORE_STATE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("gia", "isChosen"),
        Output(ids.EXPLORE_PANEL, "className", allow_duplicate=True),
        Input(ids.EXPLORE_STATE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(ClientsideFunction("gia", "ring"), Input(ids.EXPLORE_MEASURED_AT, "data"))
    app.clientside_callback(
        ClientsideFunction("gia", "remember"), Output(ids.EXPLORE_ADDRESS, "data"), Input(ids.EXPLORE_STATE, "data")
    )
