"""What the help does: opens, names the keys of the page, switches the letters' colours, starts the tour."""

from dash import ClientsideFunction, Dash, Input, Output
from dash.development.base_component import Component

from components import help as panel
from components import ids


def show_keys(pathname: str | None) -> Component:
    """Show the keys of the page."""
    return panel.keys((pathname or "/").rstrip("/") or "/")


def register(app: Dash) -> None:
    """Register the callbacks of the help."""
    app.callback(Output(ids.HELP_KEYS, "children"), Input(ids.URL, "pathname"))(show_keys)
    app.clientside_callback(ClientsideFunction("feel", "openHelp"), Input(ids.HELP_OPEN, "n_clicks"))
    app.clientside_callback(ClientsideFunction("feel", "startTour"), Input(ids.TOUR_START, "n_clicks"))
    app.clientside_callback(
        ClientsideFunction("feel", "letters"), Output(ids.LETTERS, "data"), Input(ids.LETTERS_SAFE, "checked")
    )
