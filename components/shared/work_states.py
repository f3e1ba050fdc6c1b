"""The states of long work as its page sees them: their conditions, their words, and their successors.

A page learns of its work by stores that Dash writes in no fixed order: the end of a job before its answer, an answer
after the fields ask something else, a click on Cancel after the work is over. So a state is not a variable that
events change: it follows from the stores, by the first row of `TABLE` whose condition holds.
"""

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

STARTING = {"done": 0, "total": 0, "seconds": 0, "more": None}
"""Progress before the first report."""


class Work(NamedTuple):
    """One kind of long work as its page knows it; each field holds the store of that name in `components.ids`."""

    question: dict | None
    asked: dict | None = None
    busy: bool | None = False
    ended: str | None = None
    arrived: dict | None = None
    answer: dict | None = None
    stopped: str | None = None
    left: list[dict] | None = None

    @property
    def nonce(self) -> str | None:
        """The nonce of the last question."""
        return self.asked["nonce"] if self.asked else None

    @property
    def is_for_fields(self) -> bool:
        """Whether the last question is that of the fields now."""
        return self.asked is not None and self.asked["question"] == self.question

    @property
    def of_before(self) -> dict | None:
        """The last answer, if it is to another question than that of the fields and was not cancelled."""
        arrived = self.arrived
        if arrived is None or arrived["question"] == self.question or "cancelled" in arrived:
            return None
        return arrived

    @property
    def is_over(self) -> bool:
        """Whether Dash no longer waits for the last question, or its answer has arrived."""
        return self.nonce is not None and self.nonce in (self.ended, (self.arrived or {}).get("nonce"))

    @property
    def was_cancelled(self) -> bool:
        """Whether the last question was cancelled, by this page or by another one that shares the job."""
        arrived = self.arrived or {}
        return self.nonce is not None and (
            self.stopped == self.nonce or ("cancelled" in arrived and arrived["nonce"] == self.nonce)
        )

    @property
    def shown(self) -> dict:
        """The answer to the question of the fields; empty if there is none."""
        return self.answer if self.answer and self.answer["question"] == self.question else {}


class State(Enum):
    """A state of one kind of long work, seen from the question that stands in the fields."""

    STOPPING = "its work is being cancelled"
    RUNNING = "it is being worked on"
    RUNNING_BEFORE = "another question is being worked on"
    PROBLEM = "its work said why there is no answer"
    ARRIVED = "its answer has just come"
    KEPT = "its answer was there already"
    BEFORE = "the answer to another question has come"
    IDLE = "this question was not asked"
    STOPPED = "its work was cancelled"
    LOST = "its work died"
    ASKED = "it was asked and has not begun, or it is over and its answer is on its way"


class Row(NamedTuple):
    """One state.

    holds : its condition on the stores, if no row above holds.
    words : the text on the page; "" for no text, or for more than a sentence.
    then : the states that one further event can lead to (tests/pages/test_work_states.py walks all of them).
    """

    holds: Callable[[Work], bool]
    words: str
    then: set[State]


TABLE = {
    State.STOPPING: Row(
        lambda work: bool(work.busy) and work.stopped == work.nonce,
        "Stopping …",
        {State.ARRIVED, State.KEPT, State.BEFORE, State.IDLE, State.STOPPED},
    ),
    State.RUNNING: Row(
        lambda work: bool(work.busy) and work.is_for_fields,
        "",
        {State.STOPPING, State.RUNNING_BEFORE, State.ARRIVED, State.KEPT, State.ASKED},
    ),
    State.RUNNING_BEFORE: Row(
        lambda work: bool(work.busy),
        "Working on the earlier question; its result will be kept under its own link.",
        {State.STOPPING, State.RUNNING, State.ARRIVED, State.KEPT, State.BEFORE, State.IDLE},
    ),
    State.PROBLEM: Row(
        lambda work: "problem" in work.shown and work.nonce in (None, work.shown["nonce"]),
        "",
        {State.KEPT, State.BEFORE, State.ASKED},
    ),
    State.ARRIVED: Row(
        lambda work: "record" in work.shown and "nonce" in work.shown,
        "",
        {
            State.RUNNING,
            State.RUNNING_BEFORE,
            State.KEPT,
            State.BEFORE,
            State.IDLE,
            State.STOPPED,
            State.LOST,
            State.ASKED,
        },
    ),
    State.KEPT: Row(
        lambda work: "record" in work.shown,
        "Computed before; shown as it was kept.",
        {
            State.RUNNING,
            State.RUNNING_BEFORE,
            State.PROBLEM,
            State.ARRIVED,
            State.IDLE,
            State.STOPPED,
            State.LOST,
            State.ASKED,
        },
    ),
    State.BEFORE: Row(
        lambda work: work.of_before is not None and not work.is_for_fields,
        "",
        {State.RUNNING_BEFORE, State.PROBLEM, State.ARRIVED, State.IDLE, State.STOPPED, State.LOST, State.ASKED},
    ),
    State.IDLE: Row(
        lambda work: not work.is_for_fields,
        "",
        {State.RUNNING_BEFORE, State.ARRIVED, State.KEPT, State.BEFORE, State.STOPPED, State.LOST, State.ASKED},
    ),
    State.STOPPED: Row(
        lambda work: work.was_cancelled,
        "Stopped; nothing runs any more.",
        {State.PROBLEM, State.ARRIVED, State.KEPT, State.BEFORE, State.IDLE, State.ASKED},
    ),
    State.LOST: Row(
        lambda work: work.is_over,
        "The work ended without a result. Please start it again; if that happens twice, ask for less.",
        {State.PROBLEM, State.ARRIVED, State.KEPT, State.BEFORE, State.IDLE, State.ASKED},
    ),
    State.ASKED: Row(
        lambda work: True,
        "",
        {State.RUNNING, State.PROBLEM, State.ARRIVED, State.KEPT, State.BEFORE, State.IDLE, State.LOST},
    ),
}
"""Every state, the first that holds first."""


def state(work: Work) -> State:
    """Name the state of long work: the first row of `TABLE` that holds."""
    return next(name for name, row in TABLE.items() if row.holds(work))
