"""What the table of probes does: blocks of rows, stepping along them, the download."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks.errors import error_text
from components import ids
from components.explore import state as explore_state
from components.explore import table as explore_table


def show_rows(request: dict[str, Any] | None, state: dict[str, Any]) -> tuple:
    """Return the rows that the grid asks for, and how many there are."""
    if not request:
        raise PreventUpdate
    return explore_table.rows(state["query"], request)


def show_rows_error(error: Exception) -> tuple:
    """Show no rows, and the reason in place of their count."""
    return {"rowData": [], "rowCount": 0}, error_text(error)


def step(asked: dict[str, Any] | None, state: dict[str, Any], request: dict[str, Any] | None) -> tuple:
    """Choose the previous or next probe in the table's order, and scroll the table to it."""
    if not asked:
        raise PreventUpdate
    sequence, row = explore_table.step(state["query"], request, asked["from"], asked["by"])
    if sequence is None:
        raise PreventUpdate
    return explore_state.offer(state, explore_state.choose(state, sequence)), {"rowIndex": row, "rowPosition": "middle"}


def show_place(state: dict[str, Any], request: dict[str, Any] | None) -> str:
    """Say which row of the table holds the chosen RNA."""
    return explore_table.place(state["query"], request) if state["query"]["sequence"] else ""


def show_place_error(_error: Exception) -> Any:
    """Show a problem with a place in the table itself."""
    return no_update


def download(clicks: int | None, state: dict[str, Any], request: dict[str, Any] | None) -> dict[str, str]:
    """Send the table as CSV, filtered and sorted as shown."""
    if not clicks:
        raise PreventUpdate
    return explore_table.csv(state["query"], request)


def register(app: Dash) -> None:
    """Register the callbacks of the table."""
    request, state = State(ids.EXPLORE_TABLE, "getRowsRequest"), State(ids.EXPLORE_STATE, "data")
    app.callback(
        Output(ids.EXPLORE_TABLE, "getRowsResponse"),
        Output(ids.EXPLORE_COUNT, "children"),
        Input(ids.EXPLORE_TABLE, "getRowsRequest"),
        state,
        on_error=show_rows_error,
    )(show_rows)
    app.callback(
        Output(ids.EXPLORE_OFFERED, "data", allow_duplicate=True),
        Output(ids.EXPLORE_TABLE, "scrollTo"),
        Input(ids.EXPLORE_STEP, "data"),
        state,
        request,
        prevent_initial_call=True,
    )(step)
    app.callback(
        Output(ids.EXPLORE_PLACE, "children"),
        Input(ids.EXPLORE_STATE, "data"),
        Input(ids.EXPLORE_TABLE, "getRowsRequest"),
        on_error=show_place_error,
    )(show_place)
    app.callback(
        Output(ids.EXPLORE_TABLE_FILE, "data"),
        Input(ids.EXPLORE_TABLE_CSV, "n_clicks"),
        state,
        request,
        prevent_initial_call=True,
    )(download)
    app.clientside_callback(
        ClientsideFunction("giaExplore", "tableFollows"),
        Output(ids.EXPLORE_CLEAR, "disabled"),
        Input(ids.EXPLORE_STATE, "data"),
    )
