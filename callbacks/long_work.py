"""Long work of any page: asked once, done outside the web process, watched, cancelled, found again.

A page that has long work of the name ``job`` does three things:

- its layout holds ``stores(job)``, ``controls(job, label)`` and its fields in ``form(job, fields)``, all of
  `components.shared.long_work`; one of its callbacks writes ``ids.long_question(job)``: plain JSON that names all the
  answer depends on, or None while there is nothing to ask; its address restores the fields;
- ``long_work.register(app, job, do)`` connects it; ``do(question, tell)`` is a plain function of a module that asks
  `core` and returns the answer as plain JSON. ``tell(done, total, more)`` may be called often; ``do`` must let its
  exceptions pass;
- its callbacks draw ``ids.long_answer(job)``, which is ``{"question", "record"}`` or ``{"question", "problem"}``, and
  perhaps ``ids.long_progress(job)``, which is ``{"done", "total", "seconds", "more"}`` or None. Both belong to the
  question that stands in the fields, never to another one.

As a result:

- an answer is kept under its question, so a link, a reload or another person has it at once;
- an answer that comes when the fields ask something else is not drawn: the page says that it is ready, with its link,
  also where other work was begun since;
- a page that asks a question which is already being worked on joins that work; if the job dies, one of these pages
  starts it again;
- closing or reloading a page stops nothing: the answer is kept, and a reloaded page joins again;
- Cancel ends the process that the page started, even after a reload; a page that joined then takes over;
- an answer about something that may be deleted, such as a trained model, counts while ``holds(question, record)``;
- an exception of ``do`` becomes one sentence (`callbacks.errors.error_text`), which is not kept.

`components.shared.work_states` holds the states of long work in one table, with the steps between them.
"""

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State

from callbacks import managers, shelves
from callbacks.answering import Do, Holds, Kind, answer, forget, kept, key_of, without_record
from components import ids
from components.shared import long_work

QUEUED, CANCELLED = 120.0, 600.0
"""Seconds for which a reloaded page waits for a job that has not begun, and for which a cancellation is remembered."""
POLLED = 250
"""Milliseconds between two questions of a page how far its work is."""


def register(app: Dash, job: str, do: Do, holds: Holds | None = None) -> None:
    """Wire one kind of long work into an app; its buttons, stores, ``do`` and ``holds`` are as this module says."""
    kind = Kind(job, do, holds)

    def work(set_progress, asked):  # of a Celery worker; nested, so that Dash finds its source and each job has its own
        return without_record(answer(kind, asked, lambda progress: set_progress([progress])))

    vars(work)[managers.KIND] = kind
    asked = ids.long_asked(job)
    app.callback(
        Output(ids.long_came(job), "data"),
        Input(asked, "data"),
        background=True,
        manager=managers.manager(),
        interval=POLLED,
        progress=[Output(ids.long_told(job), "data")],
        running=[
            (Output(ids.long_busy(job), "data"), True, False),
            (Output(ids.long_start(job), "style"), {"display": "none"}, {}),
            (Output(ids.long_cancel(job), "style"), {}, {"display": "none"}),
        ],
        cancel=[Input(ids.long_cancel(job), "n_clicks")],
        prevent_initial_call=True,
    )(work)
    app.callback(Input(asked, "data"), prevent_initial_call=True)(lambda last: note(job, last))
    app.callback(
        Output(ids.long_stopped(job), "data"),
        Input(ids.long_cancel(job), "n_clicks"),
        State(asked, "data"),
        prevent_initial_call=True,
    )(lambda clicks, last: stop(job, last))
    question = Input(ids.long_question(job), "data")
    app.callback(Output(ids.long_found(job), "data"), question)(lambda now: look_up(job, now, holds)[1])
    app.callback(Output(ids.long_answer(job), "data"), question, Input(ids.long_arrived(job), "data"))(
        lambda now, arrived: settle(job, now, arrived, holds)
    )
    app.callback(
        Output(ids.long_left_states(job), "data"),
        Input(ids.long_left_look(job), "data"),
        State(ids.long_left(job), "data"),
        prevent_initial_call=True,
    )(lambda _, left: look_left(job, left, holds))
    stores = (ids.long_busy, ids.long_ended, ids.long_arrived, ids.long_answer, ids.long_stopped, ids.long_left)
    app.callback(
        Output(ids.long_status(job), "children"),
        question,
        *(Input(store(job), "data") for store in stores),
        Input(ids.long_progress(job), "data"),
        State(asked, "data"),
    )(show_status)
    _register_in_browser(app, job)


def show_status(question: dict | None, *known: Any) -> list:
    """Show the status of this work."""
    *stores, progress, asked = known
    return long_work.status(long_work.Work(question, asked, *stores), progress)


def _register_in_browser(app: Dash, job: str) -> None:
    asked, question = ids.long_asked(job), ids.long_question(job)

    def browser(name: str, *parts: Any, **more: Any) -> None:
        app.clientside_callback(ClientsideFunction("work", name), *parts, **more)

    browser(
        "ask",
        Output(asked, "data"),
        Input(ids.long_start(job), "n_clicks"),
        Input(ids.long_found(job), "data"),
        State(question, "data"),
        State(ids.long_busy(job), "data"),
        prevent_initial_call=True,
    )
    browser(
        "mine",
        Output(ids.long_progress(job), "data"),
        Input(ids.long_told(job), "data"),
        Input(question, "data"),
        State(asked, "data"),
    )
    browser(
        "left",
        Output(ids.long_left(job), "data"),
        Input(question, "data"),
        *(Input(store(job), "data") for store in (ids.long_asked, ids.long_answer, ids.long_arrived, ids.long_stopped)),
        Input(ids.long_left_states(job), "data"),
    )
    browser("take", Input(ids.long_came(job), "data"), prevent_initial_call=True)
    browser("blocked", Output(ids.long_start(job), "disabled"), Input(question, "data"))
    busy = Input(ids.long_busy(job), "data")
    browser("locked", Output(ids.long_form(job, ALL), "disabled"), busy)
    browser("ended", Output(ids.long_ended(job), "data"), busy, State(asked, "data"), prevent_initial_call=True)


def look_up(job: str, question: dict | None, holds: Holds | None = None) -> tuple[dict | None, dict | None]:
    """Return the kept answer to a question, or the sign of life of the job that works on it."""
    if question is None:
        return None, None
    shelf, key = shelves.shelf(), key_of(job, question)
    record = kept(shelf, key, question, holds)
    if record is not None:
        return {"question": question, "record": record}, None
    return None, shelf.get(f"alive {key}") or shelf.get(f"asked {key}")


def look_left(job: str, left: list[dict] | None, holds: Holds | None = None) -> dict[str, str]:
    """Return the state of each earlier question by its nonce; Dash itself follows only the last question of a page.

    left : as `ids.long_left`.
    """
    states = {}
    for asked in left or []:
        found, alive = look_up(job, asked["question"], holds)
        states[asked["nonce"]] = long_work.READY if found else long_work.RUNNING if alive else long_work.GONE
    return states


def settle(job: str, question: dict | None, arrived: dict | None, holds: Holds | None = None) -> dict | None:
    """Return the answer to the question in the fields, kept or just arrived; None for any other."""
    found, _ = look_up(job, question, holds)
    if arrived is None or arrived["question"] != question:
        return found
    if found is not None:
        return {**found, "nonce": arrived["nonce"]}
    return arrived if "problem" in arrived else None


def note(job: str, asked: dict) -> None:
    """Remember the question until its job begins, so that a page reloaded meanwhile finds it."""
    shelf, name = shelves.shelf(), f"asked {key_of(job, asked['question'])}"
    before = shelf.get(name) or {}
    nonces = before.get("nonces", []) if before.get("visitor") == asked["visitor"] else []
    shelf.put(name, {"visitor": asked["visitor"], "nonces": [*nonces, asked["nonce"]]}, QUEUED)


def stop(job: str, asked: dict | None) -> str | None:
    """End the work that this page asked for, even before a reload, and return its nonce."""
    if asked is None:
        return None
    shelf, key = shelves.shelf(), key_of(job, asked["question"])
    waiting = shelf.get(f"asked {key}") or {}
    earlier = waiting.get("nonces", []) if waiting.get("visitor") == asked["visitor"] else []
    for nonce in {asked["nonce"], *earlier}:
        shelf.put(f"cancelled {nonce}", True, CANCELLED)
    alive = shelf.get(f"alive {key}")
    if alive and alive["visitor"] == asked["visitor"]:
        managers.manager().terminate_job(alive["job"])
        forget(shelf, key)
    return asked["nonce"]
