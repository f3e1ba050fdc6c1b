"""The Share menu of every page: the browser names the address that is shown, `core.exports` makes the file."""

from collections.abc import Callable
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, dcc

from callbacks import atlas, discover, scan
from components import ids, views


def send_file(asked: dict[str, Any]) -> tuple:
    """Send the file that was asked for, with its name, for what the address shows."""
    from core.exports import AtlasView, KmerScanView, RnaScanView, export

    part, _, format = asked["format"].rpartition("/")
    view = views.read(asked["path"], asked["search"], part)
    finds: dict[type, Callable[[Any], Any]]
    finds = {AtlasView: atlas.found, RnaScanView: scan.found, KmerScanView: discover.found}
    known = finds[type(view)](view) if type(view) in finds else None
    file = export(view, format, asked["href"], known)
    return dcc.send_bytes(file.content, file.name, type=file.media_type), f"Saved {file.name}"


def register(app: Dash) -> None:
    """Register the callbacks of the menu Share."""
    app.clientside_callback(
        ClientsideFunction("share", "choose"),
        Output(ids.SHARE_ASKED, "data"),
        Input(ids.share_item(ALL), "n_clicks"),
        prevent_initial_call=True,
    )
    app.callback(
        Output(ids.SHARE_DOWNLOAD, "data"),
        Output(ids.SHARE_SAID, "children"),
        Input(ids.SHARE_ASKED, "data"),
        running=[(Output(ids.SHARE_BUTTON, "loading"), True, False)],
        prevent_initial_call=True,
    )(send_file)
    app.clientside_callback(
        ClientsideFunction("share", "closeLink"), Input(ids.SHARE_CLOSE, "n_clicks"), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("share", "resume"),
        Input(ids.RESUME_GO, "n_clicks"),
        Input(ids.RESUME_NOT, "n_clicks"),
        prevent_initial_call=True,
    )
