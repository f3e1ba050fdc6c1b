"""Which cards are read again when a model is opened, and that nobody is told what was true before."""

import dataclasses
import os
import sys

import pytest
from test_registry import a_card

import core
from core.errors import ModelError
from core.models import card_files, lookup, registry
from core.models.card import card_text, spec_key
from core.settings import settings
from core.storage import index

EXPERIMENTS, SEEDS = 12, 20


def write(card):
    """Put a card in place as the app does; its file."""
    card = dataclasses.replace(card, key=spec_key(card.spec))
    path = settings().models / f"{card.experiment}-{card.key[:10]}.card.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name("draft")
    draft.write_text(card_text(card))
    os.utime(draft, ns=(next(times), next(times)))
    draft.replace(path)
    return path


times = iter(range(10**18, sys.maxsize, 10**9))
"""Of what is written: every change bears another."""


@pytest.fixture
def reads(home, monkeypatch):
    """The names of the card files that are read."""
    names, read = [], card_files.read
    monkeypatch.setattr(index, "SETTLED", 0)
    monkeypatch.setattr(card_files, "read", lambda path: names.append(path.name) or read(path))
    monkeypatch.setattr(registry, "predictor", lambda name: lambda letters: letters.sum(axis=1))
    card_files.index.cache_clear()
    yield names
    card_files.index.cache_clear()


def asked(name):
    """What a drag asks of a model, by its name."""
    core.open_model(name)
    core.find_experiment(name)
    core.card(name)
    core.seeds_of(name)
    core.doubtful([name])


def test_at_the_second_opening_no_card_is_read_and_after_a_change_that_one(reads):
    paths = [write(a_card(f"X{number}", seed)) for number in range(EXPERIMENTS) for seed in range(SEEDS)]
    asked("X7")
    assert {path.name for path in paths} <= set(reads) and len(reads) == len(set(reads))
    reads.clear()
    for name in ("X7", "X7:residualbind-seed3", "X8"):
        asked(name)
    assert reads == []
    changed = a_card("X7", 3, trained="2026-03-01T00:00:00+00:00")
    path = write(changed)
    for _ in range(2):
        assert core.card("X7").trained == changed.trained
        asked("X7")
    assert reads == [path.name]
    reads.clear()
    core.list_experiments(), registry.models(), registry.damaged(), registry.problems()
    assert reads == []


def test_opening_a_model_looks_at_the_files_of_its_experiment_alone(reads, monkeypatch):
    for number in range(20):
        write(a_card(f"X{number}"))
    asked("X7")
    looked, stat = [], index._stat
    monkeypatch.setattr(index, "_stat", lambda file: looked.append(getattr(file, "name", "")) or stat(file))
    os.utime(settings().models, ns=(1, 1))  # as if it had been so for long
    asked("X7")
    looked.clear()
    asked("X7")
    assert {name.partition("-")[0] for name in looked if name.endswith(".card.json")} == {"X7"}


def test_nothing_is_arranged_anew_while_no_card_changes(reads, monkeypatch):
    write(a_card("X"))
    asked("X")
    monkeypatch.setattr(lookup, "by_experiment", lambda _: pytest.fail("arranged again"))
    monkeypatch.setattr("core.library.experiments._experiment", lambda *_: pytest.fail("listed again"))
    for name in ("X", "X:residualbind", "RNCMPT00168", "RBFOX1", "rncmpt00168:pwm"):
        asked(name)
    core.list_experiments()


def test_a_card_that_is_damaged_mended_and_deleted_is_so_at_the_next_question(reads, refuses):
    path = write(a_card("X"))
    asked("X")
    text = path.read_text()
    path.write_text(text[:50])
    with pytest.raises(ModelError, match=path.name):
        core.card("X")
    assert [one.path for one in registry.damaged()] == [path]
    path.write_text(text)
    asked("X")
    path.unlink()
    with refuses(core.DataError, "'X'"):
        core.card("X")
    assert "X" not in registry.models()


def test_a_card_may_be_replaced_twice_within_the_second_in_which_it_is_read(home):
    """The times of the file system are not trusted yet."""
    for seconds in range(10, 60):
        trained = f"2026-03-01T00:00:{seconds}+00:00"
        path = write(a_card("X", trained=trained))
        os.utime(path, ns=(0, 0))
        assert core.card("X").trained == trained
        text = path.read_text().replace(trained, later := trained.replace("2026", "2027"))
        path.write_text(text)
        os.utime(path, ns=(0, 0))
        assert core.card("X").trained == later
