"""What long work looks like on any page: its stores, its buttons, its progress in words and as a bar."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from components import ids

STARTING = {"done": 0, "total": 0, "seconds": 0, "more": None}
"""Progress before the first thing is told."""
SOON = 2
"""Seconds before which nobody can say how long it will take."""
WAKING = "Starting: a separate process loads the network, which takes some seconds."
GOES_ON = "You may leave this page: the work goes on, and its result waits here."
KEPT = "Worked out before; shown as it was kept."
STOPPING = "Stopping …"
STOPPED = "Stopped; nothing runs any more."
LOST = "The work ended without a result. Please start it again; if that happens twice, ask for less."


def stores(job: str) -> list[Component]:
    """The stores of one kind of long work, as `callbacks.long_work` uses them."""
    names = (ids.long_question, ids.long_asked, ids.long_found, ids.long_progress, ids.long_arrived)
    kept = [dcc.Store(id=name(job)) for name in (*names, ids.long_answer, ids.long_stopped)]
    return [*kept, dcc.Store(id=ids.long_busy(job), data=False)]


def form(job: str, fields: list[Component]) -> Component:
    """The fields of the question, locked while the page waits for an answer."""
    return html.Fieldset(fields, id=ids.long_form(job), disabled=False, className="long-form")


def controls(job: str, label: str) -> Component:
    """The button that starts the work, the one that cancels it while it lasts, and the status."""
    start = dmc.Button(label, id=ids.long_start(job))
    cancel = dmc.Button(
        "Cancel", id=ids.long_cancel(job), variant="default", style={"display": "none"}, className="long-cancel"
    )
    status_line = html.Div(id=ids.long_status(job), className="long-status", role="status")
    return html.Div([start, cancel, status_line], className="long-work")


def status(
    progress: dict | None, busy: bool | None, answer: dict | None, stopped: str | None, asked: dict | None
) -> list[Component] | str:
    """How far the work is; after it, nothing, or why there is no answer.

    progress, answer, stopped, asked : as the stores of `components.ids` say.
    """
    nonce = asked["nonce"] if asked else None
    if busy:
        return [html.P(STOPPING, className="quiet")] if stopped == nonce else bar(progress or STARTING)
    if answer and "problem" in answer:
        return [html.P(answer["problem"], className="long-problem", role="alert")]
    if answer and "record" in answer:
        return "" if "nonce" in answer else [html.P(KEPT, className="quiet")]
    if nonce is None:
        return ""
    return [html.P(STOPPED if stopped == nonce else LOST, className="quiet")]


def bar(progress: dict[str, Any]) -> list[Component]:
    """A bar with done and total, the time it took and about how long it will take."""
    done, total = progress["done"], progress["total"]
    share = min(99.0, 100 * done / total) if total else 0
    text = WAKING
    if total:
        seconds, what = progress["seconds"], (progress.get("more") or {}).get("what", "predictions")
        text = f"{done:,} of about {total:,} {what}, {duration(seconds)}"
        left = seconds * (total - done) / done if done and seconds > SOON else 0
        text += f", about {duration(left)} to go." if left >= 1 else "."
    meter = dmc.Progress(
        value=share if total else 100,
        animated=True,
        striped=not total,
        size="md",
        **{"aria-label": "Progress of the work"},
    )
    return [meter, html.P(text, className="long-text"), html.P(GOES_ON, className="quiet")]


def duration(seconds: float) -> str:
    """A time as people say it: 8 s, 3 min, 1.5 h."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
