"""Questions that every shipped model is asked, as command lines; the numbers that are picked from each answer."""

import functools
from unittest.mock import patch

from core.models.architectures import Architecture
from tests.golden.table import pick, read_rows, run, written

FILE = "questions.csv"


def answer(row):
    """Ask one question: what is picked from the document, in one line."""
    document = run(row["command"])
    return " ".join(written(value) for path in row["picked"].split() for value in pick(document, path))


def one_network_of_each_kind():
    """Build each kind of network once: 120 files of weights are read into 12 networks, which saves half a minute."""
    return patch.object(Architecture, "build", functools.cache(Architecture.build))


def answered():
    """All questions with their answers of today."""
    with one_network_of_each_kind():
        return [{**row, "answer": answer(row)} for row in read_rows(FILE)]
