"""A job of this machine, in a process of its own: what it reads, computes and leaves on the shelf. Imports no Dash."""

import json
import os
import sys
import time
from threading import Thread
from typing import Any, NamedTuple

from callbacks import answering, shelves

CODE = f"from {__name__} import main; main()"
"""What the process runs."""
LINGERS = 5
"""Seconds for which a job outlives its answer. Dash first looks for the answer, then whether the job runs; a job that
ends in between would count as cancelled. The job is ended when its answer is fetched."""
KEPT = 3600
"""Seconds for which an answer waits for the page that asked for it."""


class Order(NamedTuple):
    """What a job is told, as plain JSON.

    kind : as `answering.Kind.names`. asked : as in `answering.answer`.
    shelf : folder of the cache that is the shelf. folder : of the cache that holds result and progress, under the keys
        that Dash looks for; the same, unless settings changed since the app was made.
    """

    kind: tuple[str, str, str]
    asked: dict[str, Any]
    shelf: str
    folder: str
    result: str
    progress: str


def main() -> None:
    """Do what the first line of standard input orders; end with the process that holds its other end."""
    order = Order(*json.loads(sys.stdin.buffer.readline()))
    Thread(target=_end_with_the_app, daemon=True).start()
    run(order)


def run(order: Order) -> None:
    """Answer, and wait until a page has seen the answer."""
    shelf, cache = shelves.DiskShelf(shelves.opened(order.shelf)), shelves.opened(order.folder)

    def show(progress: dict) -> None:
        cache.set(order.progress, [progress], expire=KEPT)

    came = answering.answer(answering.Kind.named(*order.kind), order.asked, show, shelf)
    cache.set(order.result, answering.without_record(came), expire=KEPT)
    time.sleep(LINGERS)


def _end_with_the_app() -> None:
    while os.read(sys.stdin.fileno(), 1):  # not by the buffer, which this thread would lock when the process ends
        pass
    os._exit(1)  # nobody will ever see the answer
