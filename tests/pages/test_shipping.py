"""The answers that come with the shipped models: a first visit of Discover shows one, that of today's code."""

import json
import math

import pytest
from page_world import text_of

import core
from callbacks import answering, asking, long_work, shipping
from components.discover.page import SCAN
from components.discover.results import findings
from components.shared import long_work as looks
from components.shared.long_work import SHIPPED, State
from core.settings import settings
from core.storage import shipped

MODEL = "RNCMPT00168"


def question(of=MODEL, **changed):
    return {**shipping.first_question(of, core.card(of)), **changed}


def shipped_questions():
    asked = {
        shipped.path_of(settings().shipped, answering.key_of(SCAN, one)): one for one in shipping.first_questions()
    }
    return [asked.get(path) for path in sorted((settings().shipped / shipped.FOLDER).glob("*.json"))]


def assert_alike(kept, now, where=""):
    """Equal to 1e-5, but for what depends on the processor: seconds, and how many predictions a race needed."""
    if isinstance(kept, dict):
        assert set(kept) == set(now), where
        for name in set(kept) - {"seconds", "evaluations"}:
            assert_alike(kept[name], now[name], f"{where}.{name}")
    elif isinstance(kept, list):
        assert len(kept) == len(now), where
        for number, pair in enumerate(zip(kept, now, strict=True)):
            assert_alike(*pair, f"{where}[{number}]")
    elif isinstance(kept, float):
        assert math.isclose(kept, now, rel_tol=1e-5, abs_tol=1e-5), (where, kept, now)
    else:
        assert kept == now, where


def found_anew(asked):
    return json.loads(json.dumps(asking.find_kmers(asked, lambda *_: None)))


def test_a_first_visit_shows_an_answer_and_says_where_it_is_from():
    answer = long_work.settle(SCAN, question(), None)
    assert len(answer["record"]["scan"]["kmers"]) == 20
    work = looks.Work(question(), answer=answer)
    assert looks.state(work) is State.KEPT
    assert text_of(looks.status(work)) == SHIPPED
    shown = text_of(findings(answer, None, False, "RBFOX1", False))
    assert "predictions." in shown, "without the seconds of another machine"


@pytest.mark.parametrize("changed", [{"seed": 1}, {"n": 999}, {"model": "0" * 64}])
def test_another_question_or_another_network_has_none(changed):
    assert long_work.settle(SCAN, question(**changed), None) is None


def test_every_file_answers_a_question_of_a_shipped_model():
    asked = shipped_questions()
    assert asked and None not in asked
    assert all(shipped.recall(answering.key_of(SCAN, one)) for one in asked)


def test_a_shipped_answer_is_that_of_todays_code():
    kept = shipped.recall(answering.key_of(SCAN, question()))
    assert kept.pop(shipped.IS_SHIPPED)
    assert_alike(kept, found_anew(question()))


def test_a_damaged_or_changed_file_is_no_answer(monkeypatch, tmp_path):
    key, answer = answering.key_of(SCAN, question()), {"found": 1.23456789}
    path = shipped.write(tmp_path, key, answer)
    monkeypatch.setattr(shipped, "settings", lambda: type("Settings", (), {"shipped": tmp_path}))
    assert shipped.recall(key) == {"found": 1.23457, shipped.IS_SHIPPED: True}
    path.write_text(path.read_text().replace("1.2", "1.3"))
    assert shipped.recall(key) is None
    path.write_text("{")
    assert shipped.recall(key) is None


def test_the_command_writes_what_is_missing_and_removes_what_nobody_asks(monkeypatch, tmp_path):
    one = question("SIM_ADDITIVE", k=3, n=8)
    monkeypatch.setattr(shipping, "first_questions", lambda: [one])
    stale = shipped.write(tmp_path, "0" * 64, {})
    shipping.main([str(tmp_path)])
    assert not stale.exists()
    [path] = (tmp_path / shipped.FOLDER).iterdir()
    assert path == shipped.path_of(tmp_path, answering.key_of(SCAN, one))
