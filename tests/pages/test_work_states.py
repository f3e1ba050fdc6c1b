"""Every order in which the stores of long work can be written, walked without a process; races by their names."""

import copy

import pytest

from callbacks import answering, long_work, managers, shelves
from components.shared.work_states import TABLE, State, Work, state

JOB = "scan"
QUESTIONS = {"A": {"k": 4}, "B": {"k": 5}}
CLICKS = 2
"""How often a walk asks, at most."""
CAME = {"finish": {}, "fail": {"problem": "There are no probes."}, "stop": {"cancelled": True}}
"""What the three ends of a job send to the page, with question, nonce and link."""


class Shelf:
    """As `shelves.DiskShelf`, in memory, where nothing runs out."""

    def __init__(self):
        self.kept = {}

    def get(self, name):
        return self.kept.get(name)

    def put(self, name, value, seconds):
        self.kept[name] = value

    def claim(self, name, value, seconds):
        return self.kept.setdefault(name, value) is value

    def drop(self, name):
        self.kept.pop(name, None)


class Manager:
    """As `managers.Processes`, with no process."""

    def __init__(self):
        self.ended = []

    def terminate_job(self, job):
        self.ended.append(job)


@pytest.fixture
def shelf(monkeypatch):
    shelf, manager = Shelf(), Manager()
    monkeypatch.setattr(shelves, "shelf", lambda: shelf)
    monkeypatch.setattr(shelves, "job_now", lambda: 1)
    monkeypatch.setattr(managers, "manager", lambda: manager)
    return shelf


class Page:
    """The stores of one page, each written as its callback or script does; False: that cannot happen now."""

    def __init__(self, shelf):
        self.shelf, self.at, self.clicks, self.job = shelf, "A", 0, None
        self.asked = self.ended = self.arrived = self.answer = self.stopped = None
        self.busy = False

    def state(self):
        known = (self.asked, self.busy, self.ended, self.arrived, self.answer, self.stopped)
        return state(Work(QUESTIONS[self.at], *known))

    def settle(self):
        self.answer = long_work.settle(JOB, QUESTIONS[self.at], self.arrived)

    def ask(self):
        if self.busy or self.job == "asked" or self.clicks == CLICKS:
            return False
        self.clicks += 1
        self.asked = {"question": QUESTIONS[self.at], "visitor": "me", "nonce": str(self.clicks), "link": "/scan"}
        long_work.note(JOB, self.asked)
        self.job = "asked"
        return True

    def begin(self):
        if self.job != "asked":
            return False
        self.busy, self.job = True, "begun"
        self.shelf.claim(f"alive {self.key}", {"visitor": "me", "job": 1}, 9)
        return True

    def over(self, how):
        if self.job != "begun" or (how == "stop" and self.stopped != self.asked["nonce"]):
            return False
        if how == "finish":
            self.shelf.put(f"answer {self.key}", {"found": 1}, 9)
        answering.forget(self.shelf, self.key)
        self.busy, self.job = False, how
        return True

    def finish(self):
        return self.over("finish")

    def fail(self):
        return self.over("fail")

    def stop(self):
        return self.over("stop")

    def die(self):
        return self.over("die")

    def arrive(self):
        if self.job not in CAME:
            return False
        said = {name: self.asked[name] for name in ("question", "nonce", "link")}
        self.arrived, self.job = {**said, **CAME[self.job]}, None
        self.settle()
        return True

    def miss(self):
        """No answer within the time in which one follows the end."""
        if self.busy or self.asked is None or self.job in ("asked", "begun") or self.ended == self.asked["nonce"]:
            return False
        self.ended = self.asked["nonce"]
        return True

    def cancel(self):
        if not self.busy or self.stopped == self.asked["nonce"]:
            return False
        self.stopped = long_work.stop(JOB, self.asked)
        return True

    def change(self):
        self.at = "B" if self.at == "A" else "A"
        self.settle()
        return True

    @property
    def key(self):
        return answering.key_of(JOB, self.asked["question"])

    def after(self, happens):
        """The page after something has happened; None where it cannot."""
        other = copy.copy(self)
        kept, self.shelf.kept = self.shelf.kept, dict(self.shelf.kept)
        possible = getattr(other, happens)()
        other.kept, self.shelf.kept = self.shelf.kept, kept
        return other if possible else None


def answer(asked, do):
    return answering.answer(answering.Kind(JOB, do), asked, lambda _: None)


HAPPENS = ("ask", "begin", "finish", "fail", "stop", "die", "arrive", "miss", "cancel", "change")


def steps(shelf):
    """Every step from state to state that some order of events makes."""
    first = Page(shelf)
    first.kept = {}
    waiting, seen, found = [first], set(), set()
    while waiting:
        page = waiting.pop()
        for happens in HAPPENS:
            shelf.kept = page.kept
            after = page.after(happens)
            if after is None:
                continue
            found.add((page.state(), after.state()))
            mark = repr(sorted((name, value) for name, value in vars(after).items() if name != "shelf"))
            if mark not in seen:
                seen.add(mark)
                waiting.append(after)
    return found


def test_the_table_names_every_step_that_can_be_made_and_no_other(shelf):
    found = {(one, other) for one, other in steps(shelf) if one is not other}
    assert {one: sorted(row.then, key=list(State).index) for one, row in TABLE.items()} == {
        one: sorted((to for of, to in found if of is one), key=list(State).index) for one in State
    }


def test_every_state_can_be_reached_and_left(shelf):
    assert list(TABLE) == list(State)
    assert set().union(*(row.then for row in TABLE.values())) == set(State)
    assert all(row.then for row in TABLE.values())


RACES = {
    "its answer comes after cancel": ("ask begin cancel finish arrive", State.ARRIVED),
    "a problem comes after cancel": ("ask begin cancel fail arrive", State.PROBLEM),
    "the end is told before the answer": ("ask begin finish", State.ASKED),
    "the answer comes after it was given up": ("ask begin finish miss arrive", State.ARRIVED),
    "the worker died": ("ask begin die miss", State.LOST),
    "cancelled, it is begun anew": ("ask begin cancel stop arrive ask", State.ASKED),
    "begun anew, it dies": ("ask begin cancel stop arrive ask begin die miss", State.LOST),
    "begun anew, it runs": ("ask begin cancel stop arrive ask begin", State.RUNNING),
    "the question changes while it runs": ("ask begin change", State.RUNNING_BEFORE),
    "and changes back": ("ask begin change change", State.RUNNING),
    "the answer is of another question": ("ask begin change finish arrive", State.BEFORE),
    "and is there when that one is asked again": ("ask begin change finish arrive change", State.ARRIVED),
    "cancelled under other fields": ("ask begin change cancel stop arrive", State.IDLE),
    "a problem of another question": ("ask begin change fail arrive", State.BEFORE),
    "other work is asked while an answer is on its way": ("ask begin finish change ask begin", State.RUNNING),
    "a problem of the first click under a second one": ("ask begin fail arrive ask", State.ASKED),
}


@pytest.mark.parametrize("race", RACES)
def test_races(shelf, race):
    happens, expected = RACES[race]
    page = Page(shelf)
    for name in happens.split():
        assert getattr(page, name)(), f"{name} cannot happen"
    assert page.state() is expected


def test_two_clicks_are_one_question_and_cancel_gives_up_both(shelf):
    first, second = ({"question": {"k": 4}, "visitor": "me", "nonce": nonce, "link": "/scan"} for nonce in "12")
    long_work.note(JOB, first)
    long_work.note(JOB, second)
    long_work.stop(JOB, second)
    for asked in (first, second):
        assert answer(asked, lambda question, tell: pytest.fail("it began"))["cancelled"]


@pytest.mark.parametrize("who_cancels", ["who works on it", "who joined"])
def test_of_two_who_wait_for_one_job_only_who_cancels_loses_the_answer(shelf, who_cancels, monkeypatch):
    one, other = ({"question": {"k": 4}, "visitor": name, "nonce": name, "link": "/scan"} for name in ("one", "other"))
    calls = []

    def takes_over(question, tell):
        calls.append("other")
        return {"found": 2}

    def works(question, tell):
        calls.append("one")
        monkeypatch.setattr(answering.time, "sleep", lambda _: long_work.stop(JOB, one))  # while the other one waits
        if who_cancels == "who joined":
            long_work.stop(JOB, other)
            assert answer(other, takes_over)["cancelled"]
        else:
            assert answer(other, takes_over)["record"] == {"found": 2}
        tell(1, 2)
        return {"found": 1}

    came = answer(one, works)
    assert managers.manager().ended == ([] if who_cancels == "who joined" else [1])
    if who_cancels == "who joined":
        assert (came["record"], calls) == ({"found": 1}, ["one"])
    else:
        assert (came["cancelled"], calls) == (True, ["one", "other"])


def test_a_page_that_was_left_and_opened_again_finds_its_work_and_then_its_answer(shelf):
    page = Page(shelf)
    page.ask(), page.begin()
    assert long_work.look_up(JOB, QUESTIONS["A"])[1]["visitor"] == "me"
    page.finish()
    opened = Page(shelf)
    opened.settle()
    assert opened.state() is State.KEPT
