"""What the frame does: shows the page of the address, the badges, and errors in one place."""

from collections.abc import Iterable
from urllib.parse import parse_qs

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

import core
from callbacks.errors import error_text
from components import ids, shell, tab_title
from components.atlas import page as atlas
from components.bench import page as bench
from components.data import page as data
from components.discover import page as discover
from components.explore import page as explore
from components.rbps import page as rbps
from components.scan import page as scan
from components.shared import models
from core.errors import AppError, DataError

LAYOUTS = {
    "/": rbps.layout,
    "/explore": explore.layout,
    "/bench": bench.layout,
    "/discover": discover.layout,
    "/atlas": atlas.layout,
    "/scan": scan.layout,
    "/data": data.layout,
}
PREFERRED = "RNCMPT00168"
"""RBFOX1, the paper's case study: the default of Explore and the bench."""


def show_page(pathname: str | None, search: str | None, chosen: str | None) -> tuple:
    """Show the page of an address, its navigation and badge, and store its experiment."""
    path = (pathname or "/").rstrip("/") or "/"
    if path not in LAYOUTS:
        known = ", ".join(shell.PAGES)
        raise AppError(f"there is no page {path!r}; the pages are {known}. Choose one above.")
    listed = {experiment.id: experiment for experiment in core.list_experiments()}
    chosen = models.known(chosen, listed)
    query = parse_qs((search or "").lstrip("?"))
    if path != "/" and "rbp" in query and len(several := models.meant(query["rbp"][0])) > 1:
        return shell.choice_page(path, query, several), chosen, shell.nav_links(path, chosen), [], True
    query = {**query, "rbp": [models.named(one) for one in query["rbp"]]} if "rbp" in query else query
    if path != "/" and "rbp" not in query and (model_name := chosen or default_experiment(listed.values())):
        query["rbp"] = [model_name]
    model_name = query.get("rbp", [chosen])[0]
    page = LAYOUTS[path](query)
    return (
        page,
        model_name,
        shell.nav_links(path, model_name),
        shell.rbp_badge(listed.get(models.experiment_id(model_name)), model_name),
        True,
    )


def default_experiment(listed: Iterable[core.Experiment]) -> str | None:
    """Return the experiment to open with: RBFOX1 if its model is here, else the first with a model, else none."""
    ready = [experiment.id for experiment in listed if experiment.has_model]
    return PREFERRED if PREFERRED in ready else next(iter(ready), None)


def show_title(about: dict | None, chosen: str | None) -> str:
    """Return the title of the browser's tab."""
    if not about:
        raise PreventUpdate
    return tab_title.title(about, chosen)


def show_page_error(error: Exception) -> tuple:
    """Show the error as the page, if the page could not be made."""
    page = shell.error_page(error_text(error), to_data=isinstance(error, DataError))
    return page, no_update, shell.nav_links("", None), [], True


def register(app: Dash) -> None:
    """Register the callbacks that all pages share."""
    app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.RBP, "data"),
        Output(ids.NAV, "children"),
        Output(ids.RBP_BADGE, "children"),
        Output(ids.ALERT, "hide"),
        Input(ids.URL, "pathname"),
        Input(ids.URL, "search"),
        State(ids.RBP, "data"),
        on_error=show_page_error,
    )(show_page)
    app.callback(Output(ids.TITLE, "data"), Input(ids.TITLE_OF, "data"), State(ids.RBP, "data"))(show_title)
    app.clientside_callback(ClientsideFunction("gia", "title"), Input(ids.TITLE, "data"))
    app.clientside_callback(ClientsideFunction("gia", "showActive"), Input(ids.NAV, "children"))
    app.clientside_callback(
        ClientsideFunction("gia", "chooseModel"), Input(ids.MODEL, "value"), State(ids.MODEL, "data")
    )
    app.clientside_callback(ClientsideFunction("gia", "chooseRbp"), Input(ids.RBP_PICKER, "value"))
    app.clientside_callback(
        ClientsideFunction("gia", "colorScheme"),
        Output(ids.COLOR_SCHEME, "data"),
        Input(ids.COLOR_TOGGLE, "computedColorScheme"),
    )
