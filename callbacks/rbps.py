"""What the RBPs page does: search. Rows open themselves in the browser (assets/dashAgGridFunctions.js)."""

from dash import ClientsideFunction, Dash, Input, Output, Patch, State

from components import ids


def search_table(text: str | None) -> Patch:
    """The table with its quick filter set: rows that hold every word somewhere."""
    options = Patch()
    options["quickFilterText"] = (text or "").strip()
    return options


def register(app: Dash) -> None:
    app.callback(Output(ids.RBPS_TABLE, "dashGridOptions"), Input(ids.RBPS_SEARCH, "value"), prevent_initial_call=True)(
        search_table
    )
    app.clientside_callback(
        ClientsideFunction("gia", "countRows"),
        Output(ids.RBPS_COUNT, "children"),
        Input(ids.RBPS_TABLE, "virtualRowData"),
        State(ids.RBPS_TABLE, "rowData"),
        prevent_initial_call=True,
    )
