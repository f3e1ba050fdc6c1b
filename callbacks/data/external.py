"""What the part `components.data.external` does: fields become questions, two kinds of long work answer them."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

import core
from callbacks import long_work, uploads
from components import ids
from components.data import external
from components.data.external import CHECK, FORM, KEEP

INPUTS = (ids.EXTERNAL_EXPERIMENT, ids.EXTERNAL_GENE, ids.EXTERNAL_NAME, ids.EXTERNAL_ALPHABET, ids.EXTERNAL_OUTPUT)


def check(question: dict, tell: Callable) -> dict:
    """Check an uploaded network and report on it; nothing is kept."""
    tell(0, 1)
    found = core.inspect_network(uploads.path_of(question["upload"]), **_asked(question))
    record = asdict(found)
    return {**record, "checks": [one._asdict() for one in found.checks], "examples": _rows(found.examples)}


def keep(question: dict, tell: Callable) -> dict:
    """Keep an uploaded network as a model."""
    path = uploads.path_of(question["upload"])
    about = {"name": question["called"], "gene": question["gene"]}
    card = core.import_network(path, **_asked(question), **about, on_progress=tell)
    return {"model": card.name}


def _asked(question: dict) -> dict[str, Any]:
    return {name: question[name] for name in ("experiment", "alphabet", "output")}


def _rows(examples: list) -> list[dict]:
    return [one._asdict() for one in examples]


def show_form(arrived: dict | None, upload: dict | None, *values: Any) -> tuple:
    """Return the question of the fields, what is wrong with each, the file looked at, and the address."""
    upload, fields = arrived or upload, FORM.typed([{"field": name} for name in FORM.fields], values)
    question, problems = external.read_form(upload, fields)
    said = [problems.get(name, "") for name in FORM.fields]
    return question, *said, external.here_text(upload, bool(arrived)), external.address(upload, fields)


def show_seen(answer: dict | None, question: dict | None, name: str | None, gene: str | None) -> tuple:
    """Show the result of the check, and whether the network can be kept."""
    to_keep = external.keep_question(answer, question, name, gene)
    return external.seen(answer, question), to_keep, to_keep is None


def show_kept(answer: dict | None, question: dict | None) -> Any:
    """Show where the kept network can be asked."""
    return no_update if question is None and answer is None else external.kept(answer, question)


def register(app: Dash) -> None:
    """Register the callbacks of the part for external models."""
    long_work.register(app, CHECK, check)
    long_work.register(app, KEEP, keep)
    question = Input(ids.long_question(CHECK), "data")
    app.callback(
        Output(ids.long_question(CHECK), "data"),
        *(Output(field, "error") for field in INPUTS),
        Output(ids.EXTERNAL_HERE, "children"),
        Output(ids.EXTERNAL_STATE, "data"),
        Input(ids.EXTERNAL_FILE, "data"),
        State(ids.EXTERNAL_UPLOAD, "data"),
        *(Input(field, "value") for field in INPUTS),
    )(show_form)
    app.callback(
        Output(ids.EXTERNAL_SEEN, "children"),
        Output(ids.long_question(KEEP), "data"),
        Output(ids.EXTERNAL_KEEP, "hidden"),
        Input(ids.long_answer(CHECK), "data"),
        question,
        Input(ids.EXTERNAL_NAME, "value"),
        Input(ids.EXTERNAL_GENE, "value"),
    )(show_seen)
    app.callback(
        Output(ids.EXTERNAL_KEPT, "children"),
        Input(ids.long_answer(KEEP), "data"),
        Input(ids.long_question(KEEP), "data"),
    )(show_kept)
    app.clientside_callback(
        ClientsideFunction("gia", "remember"), Output(ids.EXTERNAL_ADDRESS, "data"), Input(ids.EXTERNAL_STATE, "data")
    )
    app.clientside_callback(
        ClientsideFunction("work", "anew"),
        Output(ids.long_question(CHECK), "data", allow_duplicate=True),
        Input(ids.EXTERNAL_FILE, "data"),
        prevent_initial_call=True,
    )
