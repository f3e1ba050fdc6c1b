"""What the part `components.data.training` does: fields become a question, a job trains, its epochs become curves."""

import time
from collections.abc import Callable
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State
from dash.exceptions import PreventUpdate

import core
from callbacks import long_work
from components import ids
from components.data import trained
from components.data import training_state as states

JOB = ids.TRAIN_JOB
HIDDEN = {"display": "none"}
SHOWN: dict[str, str] = {}


def train(question: dict, tell: Callable) -> dict:
    """Return the models of a training, made now or earlier; each epoch is reported, earlier ones included."""
    experiments, recipe = question[states.EXPERIMENTS], core.Recipe(**question["recipe"])
    if cards := core.trained_already(experiments, recipe):
        return record_of([card.name for card in cards], [], is_new=False)
    before = core.unfinished(experiments, recipe)
    epochs = [list(epoch) for epoch in before.epochs] if before else []
    said = {"key": question["key"], "kept": len(epochs)}

    def on_progress(epoch) -> None:
        epochs.append(list(epoch))
        tell(epoch.number, epoch.total, {**said, "counted": "epochs", "epochs": epochs})

    def on_folded(done: int, total: int) -> None:
        tell(done, total, {**said, "counted": "probes, folded first", "epochs": epochs})

    tell(0, 0, {**said, "epochs": epochs})
    reports = core.train_together(experiments, recipe, on_progress, on_folded=on_folded)
    return record_of([report.model for report in reports], epochs, is_new=True)


def record_of(names: list[str], epochs: list, is_new: bool) -> dict:
    """Return what the page shows of a finished training; an earlier one comes with its history."""
    cards = [core.card(name) for name in names]
    shown = ("experiment", "gene", "test_pearson", "validation_pearson", "seconds", "metrics")
    models = [
        {
            "model": card.name,
            "is_new": is_new,
            "source": core.find_experiment(card.experiment).source,
            **{name: getattr(card, name) for name in shown},
        }
        for card in cards
    ]
    total = cards[0].spec["epochs"]
    history = [[n, total, loss, pearson, 0.0] for n, (loss, pearson) in enumerate(cards[0].history, start=1)]
    return {"models": models, "epochs": epochs or history}


def is_there(question: dict, record: dict) -> bool:
    """Say whether the models of a kept answer still exist: they may have been deleted."""
    return bool(core.trained_already(question[states.EXPERIMENTS], core.Recipe(**question["recipe"])))


def read_form(values: list, names: list[dict]) -> dict:
    """Return the state of the fields as they are now."""
    fields = {name["field"]: value for name, value in zip(names, values, strict=True)}
    return states.state({name: value or ([] if name == states.EXPERIMENTS else "") for name, value in fields.items()})


def show_question(state: dict, names: list[dict]) -> tuple:
    """Show what can be trained now and what it takes, and what is wrong with which field."""
    fields = states.texts(state["query"])
    recipe, size, problems = states.check(fields)
    errors = [problems.get(name["field"], "") for name in names]
    if problems or recipe is None or size is None:
        return None, "", errors
    return states.question(fields, recipe), states.cost(size, recipe), errors


def show_training(
    question: dict | None, answer: dict | None, progress: dict | None, busy: bool, _: Any, scheme: str | None
) -> tuple:
    """Show what is kept of a training, its progress, and its result."""
    dark = scheme == "dark"
    if question is None:
        return "", HIDDEN, trained.figure([], dark), HIDDEN, [], []
    record = (answer or {}).get("record") if (answer or {}).get("question") == question else None
    more = (progress or {}).get("more") or {}
    if record:
        text, epochs, kept, anew = "", record["epochs"], 0, HIDDEN
    elif busy and more.get("key") == question["key"]:
        text, epochs, kept, anew = "", more["epochs"], more["kept"], HIDDEN
    else:
        recipe = core.Recipe(**question["recipe"])
        found = core.unfinished(question[states.EXPERIMENTS], recipe)
        cards = core.trained_already(question[states.EXPERIMENTS], recipe)
        text = "" if busy else trained.kept_text(found, cards)
        epochs, kept = found.epochs if found else [], 0
        anew = SHOWN if found and not cards and not busy else HIDDEN
    rows = [(epoch[2], epoch[3]) for epoch in epochs]
    shown = SHOWN if rows else HIDDEN
    return text, anew, trained.figure(epochs, dark, kept), shown, trained.numbers(rows), trained.outcome(record)


def begin_anew(clicks: int | None, question: dict | None) -> dict:
    """Forget what is kept of this training; the browser then presses Train."""
    if not clicks or question is None:
        raise PreventUpdate
    core.begin_anew(question[states.EXPERIMENTS], core.Recipe(**question["recipe"]))
    return {"key": question["key"], "at": time.time()}


def register(app: Dash) -> None:
    """Register the callbacks of the part for training."""
    long_work.register(app, JOB, train, is_there)
    fields = ids.train_field(ALL)
    app.callback(
        Output(ids.TRAIN_STATE, "data"),
        Input(fields, "value"),
        State(fields, "id"),
        prevent_initial_call=True,
    )(read_form)
    app.callback(
        Output(ids.long_question(JOB), "data"),
        Output(ids.TRAIN_COST, "children"),
        Output(fields, "error"),
        Input(ids.TRAIN_STATE, "data"),
        State(fields, "id"),
    )(show_question)
    app.callback(
        Output(ids.TRAIN_KEPT, "children"),
        Output(ids.TRAIN_ANEW, "style"),
        Output(ids.TRAIN_CURVES, "figure"),
        Output(ids.TRAIN_CURVES, "style"),
        Output(ids.TRAIN_NUMBERS, "children"),
        Output(ids.TRAIN_OUTCOME, "children"),
        Input(ids.long_question(JOB), "data"),
        Input(ids.long_answer(JOB), "data"),
        Input(ids.long_progress(JOB), "data"),
        Input(ids.long_busy(JOB), "data"),
        Input(ids.TRAIN_DISCARDED, "data"),
        Input(ids.COLOR_SCHEME, "data"),
    )(show_training)
    app.callback(
        Output(ids.TRAIN_DISCARDED, "data"),
        Input(ids.TRAIN_ANEW, "n_clicks"),
        State(ids.long_question(JOB), "data"),
        prevent_initial_call=True,
    )(begin_anew)
    app.clientside_callback(ClientsideFunction("dataModels", "press"), Input(ids.TRAIN_DISCARDED, "data"))
    app.clientside_callback(
        ClientsideFunction("gia", "remember"), Output(ids.TRAIN_ADDRESS, "data"), Input(ids.TRAIN_STATE, "data")
    )
