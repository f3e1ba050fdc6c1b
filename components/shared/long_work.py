"""Long work on a page: its stores, buttons and states, and its progress in words and as a bar."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from components import ids
from components.shared.attributes import aria
from components.shared.work_states import STARTING, TABLE, State, Work, state
from core.storage.shipped import IS_SHIPPED

READY, RUNNING, GONE = "ready", "running", "gone"
"""States of earlier questions, with other fields."""
SOON = 2
"""Seconds before the remaining time can be estimated."""
WAKING = "Starting in a separate process."
SHIPPED = "Kept with the model: it was computed before."
GOES_ON = "You may leave this page: the work goes on, and its result waits here."
BEFORE = "The earlier result, for the fields as they were then, is ready: "
BEFORE_PROBLEM = "The earlier question, with other fields, failed: "
BEFORE_LOST = "The earlier question, with other fields, ended without a result: "


def stores(job: str) -> list[Component]:
    """Make the stores of one kind of long work, as `callbacks.long_work` uses them."""
    names = [ids.long_question, ids.long_asked, ids.long_found, ids.long_told, ids.long_progress, ids.long_came]
    names += [ids.long_arrived, ids.long_ended, ids.long_answer, ids.long_stopped]
    names += [ids.long_left, ids.long_left_states, ids.long_left_look]
    kept = [dcc.Store(id=name(job)) for name in names]
    return [*kept, dcc.Store(id=ids.long_busy(job), data=False)]


def form(job: str, fields: list[Component], part: str = "") -> Component:
    """Make the fields of the question, locked while the page waits for an answer.

    part : name of fields at another place, or in the form of another job that shares them.
    """
    name = "long-part" if part else "long-form"
    return html.Fieldset(fields, id=ids.long_form(job, part), disabled=False, className=name)


def controls(job: str, label: str) -> Component:
    """Make the button that starts the work, the one that cancels it while it lasts, and the status."""
    start = dmc.Button(label, id=ids.long_start(job))
    cancel = dmc.Button(
        "Cancel", id=ids.long_cancel(job), variant="default", style={"display": "none"}, className="long-cancel"
    )
    status_line = html.Div(id=ids.long_status(job), className="long-status", role="status")
    return html.Div([start, cancel, status_line], className="long-work")


def status(work: Work, progress: dict | None = None) -> list[Component]:
    """Show the progress of the work, afterwards nothing or why there is no answer, and the answers for other fields.

    progress : the content of its store (`components.ids`).
    """
    now = state(work)
    said: list[Component] = []
    if now in (State.ASKED, State.RUNNING, State.RUNNING_BEFORE):
        said = bar(progress or STARTING)
    elif now is State.PROBLEM and work.answer:
        said = [html.P(work.answer["problem"], className="long-problem", role="alert")]
    is_shipped = now is State.KEPT and IS_SHIPPED in work.shown["record"]
    if words := SHIPPED if is_shipped else TABLE[now].words:
        said = [*said[:-1], html.P(words, className="quiet")]
    return [*said, *_before(work.of_before, work.left or [])]


def _before(arrived: dict | None, left: list[dict]) -> list[Component]:
    """Describe the work for earlier fields: a link to its answer, or why it failed."""
    said: list[Component] = []
    if arrived and "problem" in arrived:
        said = [html.P(f"{BEFORE_PROBLEM}{arrived['problem']}", className="long-ready")]
    elif arrived:
        left = [{**arrived, "state": READY}, *(one for one in left if one["question"] != arrived["question"])]
    for one in left:
        if one["state"] in (READY, GONE):
            words, to_it = (BEFORE, "show it") if one["state"] == READY else (BEFORE_LOST, "go back to it")
            link = html.A(to_it, href=one.get("link") or "", className="long-before")
            said.append(html.P([words, link, "."], className="long-ready"))
    return said


def bar(progress: dict[str, Any]) -> list[Component]:
    """Make a bar with done and total, the time it took and about how long it will take.

    progress : its ``more`` may hold {"counted": what is counted, unless predictions}, or {"said": text} in place of it.
    """
    done, total = progress["done"], progress["total"]
    share = min(99.0, 100 * done / total) if total else 0
    more = progress.get("more")
    more = more if isinstance(more, dict) else {}
    text = more.get("said", WAKING)
    if total and "said" not in more:
        seconds = progress["seconds"]
        text = f"{done:,} of about {total:,} {more.get('counted', 'predictions')}, {duration(seconds)}"
        left = seconds * (total - done) / done if done and seconds > SOON else 0
        text += f", about {duration(left)} to go." if left >= 1 else "."
    meter = dmc.Progress(
        value=share if total else 100,
        animated=True,
        striped=not total,
        size="md",
        **aria(label="Progress of the work"),
    )
    return [meter, html.P(text, className="long-text"), html.P(GOES_ON, className="quiet")]


def duration(seconds: float) -> str:
    """Write a time for people: 8 s, 3 min, 1.5 h."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
