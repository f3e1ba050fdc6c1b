"""What the part `components.data.measurements` does: reads what was brought, keeps it, removes imports."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

import core
from callbacks import long_work, uploads
from callbacks.errors import error_text
from components import ids
from components.data import datasets, source
from components.data import preview as previews
from core.data.download import SOURCES
from core.errors import AppError, DataError
from core.formatting import plain


def read(question: dict, tell: Callable) -> dict:
    """Read an upload or a download and return its preview; the content is stored, to be kept later."""

    def say(text: str) -> None:
        tell(0, 0, {"said": f"{text} …"})

    path = _path(question, tell)
    try:
        found = core.preview_file(path, question["layout"], say, lay_aside=True)
    except AppError as error:
        raise type(error)(source.spoken(str(error), path)) from error
    return plain(found.to_dict())


def _path(question: dict, tell: Callable) -> Path:
    """Return the path of the file to read; download it first if it is not here."""
    if "upload" in question:
        return uploads.path_of(question["upload"])
    if question["download"] not in SOURCES:  # a request that was written by hand
        raise DataError(f"the page downloads {' or '.join(SOURCES)}, and no other address; choose a file instead.")

    def on_progress(done: int, total: int | None) -> None:
        of = f" of {datasets.megabytes(total)}" if total else ""
        tell(done, total or 0, {"said": f"Downloading: {datasets.megabytes(done)}{of}"})

    here = core.download_state(question["download"]).path
    return here if here and not question["again"] else core.download(question["download"], on_progress=on_progress)


def ask(state: dict) -> dict | None:
    """Return the question of the address: what is to be read."""
    return source.question({name: [text] for name, text in state["query"].items()})


def choose_layout(layout: str | None, state: dict) -> str:
    """Return the address that reads the same file by another layout."""
    name = None if layout in (None, source.AUTO) else layout
    if name == state["query"].get("layout"):
        raise PreventUpdate
    return source.href(source.with_fields(state, layout=name, experiment=None))


def show_preview(answer: dict | None, state: dict) -> tuple:
    """Show the content of the file, if there is one, and whether it has been read."""
    record = (answer or {}).get("record")
    if record is None:
        return [], "card reading"
    return previews.preview(record, state["query"].get("experiment")), "card reading done"


def show_scores(experiment: str | None, scheme: str | None, answer: dict | None) -> Any:
    """Show the distribution of the scores of one experiment."""
    if not experiment or not answer or "record" not in answer:
        raise PreventUpdate
    record = answer["record"]
    found = core.score_distribution(record["digest"], experiment)
    return previews.distributions(found, experiment, record["lengths"], scheme == "dark")


def show_scores_error(error: Exception) -> str:
    """Say, in place of the figures, why there are none."""
    return error_text(error)


def choose_experiment(experiment: str | None, state: dict) -> dict:
    """Return the address that shows the scores of another experiment."""
    return source.with_fields(state, experiment=experiment)


def keep(clicks: int | None, selected: Any, answer: dict | None, state: dict) -> tuple:
    """Keep the ticked experiments; return the address that shows them, or say why they cannot be kept."""
    if not clicks or not answer:
        raise PreventUpdate
    record = answer["record"]
    chosen = selected["ids"] if isinstance(selected, dict) else [row["id"] for row in selected or []]
    everything = {one["id"] for one in record["experiments"]}
    core.keep_previewed(record["digest"], None if set(chosen) == everything else chosen)
    newest = next(one for one in core.list_datasets() if one.layout != "simulated")
    uploads.forget(state["query"].get("upload", ""))
    worked_on = {"rbp": model_name} if (model_name := state["query"].get("rbp")) else {}
    fresh = {"path": source.PATH, "query": {**worked_on, "part": source.PART, "kept": newest.name}}
    return source.href(fresh), ""


def keep_error(error: Exception) -> tuple:
    """Say beneath the button why nothing was kept."""
    return no_update, error_text(error)


def ask_removal(clicks: list[int | None]) -> tuple:
    """Show what depends on the data set whose button was clicked."""
    if not any(clicks):
        raise PreventUpdate
    return confirm(ctx.triggered_id["name"], sum(filter(None, clicks)))


def confirm(name: str, at: int) -> tuple:
    """Ask before a data set is removed, for the ``at``-th time."""
    return datasets.confirmation(core.dataset_dependents(name)), {"name": name, "at": at}


def remove(clicks: int | None, chosen: dict | None) -> tuple:
    """Remove the data set that was asked about, and return the remaining list."""
    if not clicks or not chosen:
        raise PreventUpdate
    found = core.remove_dataset(chosen["name"])
    return None, datasets.here(core.list_datasets()), f"{found.dataset.file_name} is removed."


def register(app: Dash) -> None:
    """Register the callbacks of the part for measurements."""
    long_work.register(app, source.READ, read)
    state, answer = ids.DATA_SOURCE, ids.long_answer(source.READ)
    scheme = Input(ids.COLOR_SCHEME, "data")
    app.callback(Output(ids.long_question(source.READ), "data"), Input(state, "data"))(ask)
    app.callback(
        Output(ids.DATA_PREVIEW, "children"),
        Output(ids.DATA_READING, "className"),
        Input(answer, "data"),
        State(state, "data"),
    )(show_preview)
    app.callback(
        Output(ids.DATA_SCORES, "children"),
        Input(ids.DATA_EXPERIMENT, "value"),
        scheme,
        State(answer, "data"),
        on_error=show_scores_error,
    )(show_scores)
    app.callback(
        Output(ids.DATA_ADDRESS, "data"),
        Input(ids.DATA_EXPERIMENT, "value"),
        State(state, "data"),
        prevent_initial_call=True,
    )(choose_experiment)
    _register_keeping(app)
    _register_removing(app)
    _register_in_browser(app)


def _register_keeping(app: Dash) -> None:
    app.callback(
        Output(ids.DATA_GO, "data"),
        Input(ids.DATA_LAYOUT, "value"),
        State(ids.DATA_SOURCE, "data"),
        prevent_initial_call=True,
    )(choose_layout)
    app.callback(
        Output(ids.DATA_KEPT, "data"),
        Output(ids.DATA_KEEP_PROBLEM, "children"),
        Input(ids.DATA_KEEP, "n_clicks"),
        State(ids.DATA_EXPERIMENTS, "selectedRows"),
        State(ids.long_answer(source.READ), "data"),
        State(ids.DATA_SOURCE, "data"),
        running=[(Output(ids.DATA_KEEP, "loading"), True, False)],
        prevent_initial_call=True,
        on_error=keep_error,
    )(keep)


def _register_removing(app: Dash) -> None:
    app.callback(
        Output(ids.DATA_CONFIRM_TEXT, "children"),
        Output(ids.DATA_CHOSEN, "data"),
        Input(ids.data_set_remove(ALL), "n_clicks"),
        prevent_initial_call=True,
    )(ask_removal)
    app.callback(
        Output(ids.DATA_CHOSEN, "data", allow_duplicate=True),
        Output(ids.DATA_HERE, "children"),
        Output(ids.DATA_SAID, "children"),
        Input(ids.DATA_REMOVE, "n_clicks"),
        State(ids.DATA_CHOSEN, "data"),
        prevent_initial_call=True,
    )(remove)


def _register_in_browser(app: Dash) -> None:
    def browser(name: str, output: Output, *inputs: Any, **more: Any) -> None:
        app.clientside_callback(ClientsideFunction("data", name), output, *inputs, **more)

    browser("uploaded", Output(ids.DATA_UPLOAD, "clear_data"), Input(ids.DATA_UPLOAD, "data"))
    browser("go", Output(ids.DATA_GO, "clear_data"), Input(ids.DATA_GO, "data"))
    browser("go", Output(ids.DATA_KEPT, "clear_data"), Input(ids.DATA_KEPT, "data"))
    browser("confirm", Output(ids.DATA_CONFIRM, "title"), Input(ids.DATA_CHOSEN, "data"), prevent_initial_call=True)
    browser(
        "begin",
        Output(ids.DATA_BEGUN, "data"),
        Input(ids.long_answer(source.READ), "data"),
        Input(ids.long_found(source.READ), "data"),
        State(ids.long_question(source.READ), "data"),
        State(ids.long_busy(source.READ), "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("gia", "remember"), Output(ids.DATA_ADDRESS, "clear_data"), Input(ids.DATA_ADDRESS, "data")
    )
