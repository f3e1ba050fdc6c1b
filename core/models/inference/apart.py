"""Networks that Keras computes, asked in a separate process: Keras never enters the process that asks.

One process serves all such networks of the process that asks. It starts at the first question and ends with that
process.
"""

import atexit
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from core.errors import AppError, ModelError
from core.models.card import Card
from core.storage.processes import start

MOST_OPEN = 8
"""Networks that the process keeps open; the least recently used is closed first."""
CODE = f"from {__name__} import serve; serve()"
"""What the process runs."""


class ApartNetwork:
    """A network of a card, asked as a `core.models.inference.network.Network`; safe to call from several threads."""

    def __init__(self, path: Path, card: Card):
        """Open the network of a card from its file.

        Raises
        ------
        ModelError : the file cannot be opened, or does not hold the network that the card names.
        """
        self._which = path, card
        _process.ask(*self._which, None, None)

    def outputs(self, letters: np.ndarray, contexts: np.ndarray | None = None) -> np.ndarray:
        """Return predictions (N, E) float32 for (N, L) letters; arguments as in `Network.outputs`."""
        return _process.ask(*self._which, letters, contexts)

    def variants(self, letters: np.ndarray, *_shared: object) -> np.ndarray:
        """Return predictions (C, N, E) for C variants of each of N sequences."""
        return self.outputs(letters.reshape(-1, letters.shape[-1])).reshape(*letters.shape[:2], -1)


class _Process:
    """The process that Keras runs in, and the pipe to it: a question goes in, an answer or an error comes out."""

    def __init__(self) -> None:
        self._alone = Lock()
        self._child: subprocess.Popen | None = None

    def ask(self, *question: Any) -> Any:
        """Return what `_answer` gives for a question.

        Raises
        ------
        ModelError : as in `ApartNetwork`; also if the process ended, such as for lack of memory.
        """
        with self._alone:
            try:
                answer = self._exchange(question)
            except (OSError, EOFError, pickle.UnpicklingError) as error:
                self.end()
                raise ModelError(
                    "the process that runs Keras ended before it answered, perhaps for want of memory; ask again."
                ) from error
            except BaseException:  # whoever asked was interrupted: no later question may read the pending answer
                self.end()
                raise
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _exchange(self, question: tuple) -> Any:
        if self._child is None or self._child.poll() is not None:
            self.end()
            self._child = start(CODE, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._child.stdin and self._child.stdout  # both are pipes
        pickle.dump(question, self._child.stdin, pickle.HIGHEST_PROTOCOL)
        self._child.stdin.flush()
        return pickle.load(self._child.stdout)

    def end(self) -> None:
        """End the process, if there is one."""
        if self._child:
            self._child.kill()
            with suppress(OSError):
                self._child.communicate()
        self._child = None


_process = _Process()
atexit.register(_process.end)


def serve() -> None:
    """Answer the questions of standard input on standard output, until whoever asks is gone."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what Keras prints must not mix with answers
    with suppress(EOFError, BrokenPipeError):
        while True:
            answer = _answer(*pickle.load(sys.stdin.buffer))
            pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


_open: dict[str, Any] = {}


def _answer(path: Path, card: Card, letters: np.ndarray | None, contexts: np.ndarray | None) -> Any:
    """Return the predictions (N, E) of a network, or the error that was raised; without letters, only open it."""
    from core.models.loading import open_by_keras

    try:
        key = f"{path} {card.weights_sha256} {card.spec}"
        network = _open.pop(key, None) or open_by_keras(path, card)
        _open[key] = network
        while len(_open) > MOST_OPEN:
            del _open[next(iter(_open))]
        return None if letters is None else network.outputs(letters, contexts)
    except AppError as error:
        return error
    except Exception as error:  # of a backend, whose errors cannot be sent; whoever asks logs it
        return RuntimeError(f"{type(error).__name__}: {error}")
