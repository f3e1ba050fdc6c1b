"""Every shipped model answers as it did when these questions were written."""

import pytest

import core
from tests.golden import questions
from tests.golden.table import is_same, read_rows

ROWS = read_rows(questions.FILE)


@pytest.mark.parametrize("row", ROWS, ids=[row["command"] for row in ROWS])
def test_it_is_answered_as_before(row, shared_home, monkeypatch):
    monkeypatch.setenv("GIA_HOME", str(shared_home))
    before, now = row["answer"].split(), questions.answer(row).split()
    assert len(now) == len(before)
    assert [pair for pair in zip(before, now, strict=True) if not is_same(*pair)] == []


def test_every_shipped_model_is_asked():
    asked = {word for row in ROWS for word in row["command"].split()}
    assert {f"{one.id}:{label}" for one in core.list_experiments() for label in one.models} <= asked
