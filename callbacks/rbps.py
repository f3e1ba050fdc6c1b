"""What the RBPs page does, in the browser (assets/rbps.js): search, filter, sort, keep these in the address."""

from dash import ALL, ClientsideFunction, Dash, Input, Output, State

from components import ids


def register(app: Dash) -> None:
    """Register the callbacks of the RBPs page."""
    filters = ids.rbps_filter(ALL)
    app.clientside_callback(
        ClientsideFunction("rbps", "show"),
        Output(ids.RBPS_TABLE, "rowData"),
        Output(ids.RBPS_TABLE, "style"),
        Output(ids.RBPS_COUNT, "children"),
        Output(ids.RBPS_CLEAR, "hidden"),
        Output(ids.RBPS_STATE, "data"),
        Output(filters, "data"),
        Output(filters, "placeholder"),
        Output(ids.RBPS_ELSEWHERE, "children"),
        Input(ids.RBPS_SEARCH, "value"),
        Input(filters, "value"),
        Input(ids.RBPS_SORT, "data"),
        State(ids.RBPS_TABLE, "style"),
        State(filters, "id"),
        State(filters, "data"),
        State(ids.RBPS_ROWS, "data"),
        State(ids.RBPS_ABSENT, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("rbps", "clear"),
        Output(ids.RBPS_SEARCH, "value"),
        Output(filters, "value"),
        Input(ids.RBPS_CLEAR, "n_clicks"),
        State(filters, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("gia", "remember"), Output(ids.RBPS_ADDRESS, "data"), Input(ids.RBPS_STATE, "data")
    )
