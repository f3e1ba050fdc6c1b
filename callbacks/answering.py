"""The answer to a question of long work, and the signs of life while it is worked on. Imports no Dash.

`callbacks.long_work` says what pages make of it.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import contextmanager
from pkgutil import resolve_name
from threading import Event, Thread
from typing import Any, NamedTuple

from callbacks import shelves
from callbacks.errors import error_text
from callbacks.shelves import Shelf
from components.shared.work_states import STARTING
from core.storage import shipped

Do = Callable[[dict, Callable], dict]
Holds = Callable[[dict, dict], bool]
KEPT = 30 * 24 * 3600
"""Seconds for which an answer is kept."""
BEAT, LEASE = 1.0, 8.0
"""Seconds between signs of life of a job; seconds after the last one until the job counts as dead."""
LOOK, NEWS = 0.4, 0.1
"""Seconds between looks at a job of another page, and between two reports of progress; the second, if more than the
count is new."""


class Cancelled(Exception):
    """The work was cancelled by the page that asked for it."""


class Kind(NamedTuple):
    """One kind of long work: its name, the function that does it, and the one that says whether a kept answer counts.

    Both are functions of a module, so that another process finds them by name.
    """

    job: str
    do: Do
    holds: Holds | None = None

    @property
    def names(self) -> tuple[str, str, str]:
        """The name of the kind, and the places of its functions, as of `pkgutil.resolve_name`; "" for none."""
        places = [f"{one.__module__}:{one.__qualname__}" if one else "" for one in (self.do, self.holds)]
        return self.job, places[0], places[1]

    @classmethod
    def named(cls, job: str, do: str, holds: str) -> "Kind":
        """Return the kind of these `names`, whose modules are imported."""
        return cls(job, resolve_name(do), resolve_name(holds) if holds else None)


def answer(kind: Kind, asked: dict, show: Callable[[dict], None], shelf: Shelf | None = None) -> dict:
    """Return the answer to a question: kept, computed here, or awaited from the job that computes it already.

    Parameters
    ----------
    asked : {"question", "visitor": the page's session, "nonce": of this click, "link": the address that restores it}.
    show : called with what the page shows, as `components.shared.long_work.status` returns it.
    shelf : that of these settings, unless said.
    """
    shelf, question = shelf or shelves.shelf(), asked["question"]
    key = key_of(kind.job, question)
    said = {"question": question, "nonce": asked["nonce"], "link": asked.get("link")}
    tell = _teller(shelf, key, asked["nonce"], show)
    show(shelf.get(f"told {key}") or STARTING)
    try:
        while (record := kept(shelf, key, question, kind.holds)) is None:
            _check_wanted(shelf, asked["nonce"])
            alive = {"visitor": asked["visitor"], "job": shelves.job_now(), "since": time.time()}
            if shelf.claim(f"alive {key}", alive, LEASE):
                with _alive(shelf, key, alive):
                    record = kept(shelf, key, question, kind.holds)  # the other job may just have ended
                    if record is None:
                        record = kind.do(question, tell)
                        shelf.put(f"answer {key}", record, KEPT)
                break
            time.sleep(LOOK)
            if told := shelf.get(f"told {key}"):
                show(told)
    except Cancelled:
        return {**said, "cancelled": True}
    except Exception as error:  # the process ends here; the page must say why
        return {**said, "problem": error_text(error)}
    return {**said, "record": record}


def kept(shelf: Shelf, key: str, question: dict, holds: Holds | None) -> dict | None:
    """Return the kept answer, if it still holds: from the shelf, or one that came with the models."""
    record = shelf.get(f"answer {key}") or shipped.recall(key)
    return record if record is None or holds is None or holds(question, record) else None


def key_of(job: str, question: dict) -> str:
    """Return the name of a question on the shelf, the same for everybody who asks it."""
    text = json.dumps([job, question], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def _alive(shelf, key: str, alive: dict):
    """Give signs of life while the work lasts, and remove the last one, however it ends."""
    over = Event()

    def beat() -> None:
        while not over.wait(BEAT):
            shelf.put(f"alive {key}", alive, LEASE)

    beating = Thread(target=beat, name="signs of life", daemon=True)
    beating.start()
    try:
        yield
    finally:
        over.set()
        beating.join()
        forget(shelf, key)


def forget(shelf: Shelf, key: str) -> None:
    """Take all signs of work on a question from the shelf."""
    for what in ("told", "asked", "alive"):
        shelf.drop(f"{what} {key}")


def _check_wanted(shelf, nonce: str) -> None:
    if shelf.get(f"cancelled {nonce}"):
        raise Cancelled


def _teller(shelf, key: str, nonce: str, show: Callable[[dict], None]) -> Callable[..., None]:
    """Make a function that passes progress on to this page and, through the shelf, to all who joined."""
    parent, started, last, before = os.getppid(), None, -LOOK, None

    def tell(done: int, total: int, more: Any = None) -> None:
        nonlocal started, last, before
        if os.getppid() != parent:  # the app was ended, so nobody will ever see the answer
            raise SystemExit
        started = started or time.monotonic()  # without the time for loading the network
        seconds = time.monotonic() - started
        if seconds - last < (LOOK if more == before else NEWS):
            return
        last, before = seconds, more
        _check_wanted(shelf, nonce)
        told = {"done": done, "total": total, "seconds": round(seconds, 1), "more": more}
        shelf.put(f"told {key}", told, LEASE * 8)
        show(told)

    return tell


def without_record(came: dict) -> dict:
    """Return what travels to the page of an answer; its record stands on the shelf."""
    return {name: value for name, value in came.items() if name != "record"}
