"""The answers that come with the shipped models: a fresh clone shows them, and they are those of today's code."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
import toy_network

from core import atlas
from core.atlas import shipped
from core.atlas.questions import ANALYSES
from core.formatting import number_text
from core.library import analyses
from core.models import registry
from core.settings import settings
from core.storage import cache

NAMES = tuple(name for name, one in atlas.choose() if one.has_model)
EXAMPLE = ("UGCAUG@4", "UGCAUG@4,UGCAUG@11", "UGCAUG@4,UGCAUG@11,UGCAUG@18")
PARTS = [name for name in ANALYSES if name != "design"]


def survey(part, names=NAMES, **setting):
    return atlas.Survey(part, names, **setting, conditions=EXAMPLE if part == "design" else ())


def assert_alike(kept, now, where=""):
    """Numbers of six digits and of another processor's rounding; everything else is equal."""
    if isinstance(now, dict):
        assert kept.keys() == now.keys(), where
        for name in now:
            assert_alike(kept[name], now[name], f"{where}.{name}")
    elif isinstance(now, list):
        assert len(kept) == len(now), where
        for place, (one, other) in enumerate(zip(kept, now, strict=True)):
            assert_alike(one, other, f"{where}[{place}]")
    elif isinstance(now, float) and "_p" not in where and "p_value" not in where:
        assert math.isclose(kept, now, rel_tol=1e-3, abs_tol=1e-3), (where, kept, now)
    elif not isinstance(now, float):
        assert kept == now, where


@pytest.mark.parametrize("part", ANALYSES)
def test_a_fresh_clone_opens_with_every_answer(part, monkeypatch):
    monkeypatch.setattr(analyses, "open_model", lambda name: pytest.fail("a model was asked"))
    rows = atlas.kept(survey(part))
    assert len(rows) >= 46
    assert [row["model"] for row in rows if not row["asked"] or row["problem"]] == []


@pytest.mark.parametrize("part", PARTS)
def test_shipped_answers_are_those_of_todays_code(part, monkeypatch):
    """The part is asked anew of one model, and compared number by number."""
    names = ("RNCMPT00168",) if part in ("gc", "additivity") else ("SIM_GC3",)
    kept = atlas.kept(survey(part, names))
    monkeypatch.setattr(shipped, "recall", lambda _: None)
    for one, now in zip(kept, atlas.ask(survey(part, names)), strict=True):
        assert_alike(one, now, one["model"])


@pytest.mark.parametrize("setting", [{"n": 999}, {"seed": 1}])
def test_another_question_has_no_shipped_answer(setting):
    assert not atlas.kept(survey("gc", ("SIM_GC3",), **setting))[0]["asked"]


def test_another_network_of_the_same_name_has_no_shipped_answer(monkeypatch):
    changed = replace(registry.card("SIM_GC3"), weights_sha256="0" * 64)
    toy_network.use_models(monkeypatch, lambda: {"SIM_GC3": {changed.label: changed}})
    monkeypatch.setattr(registry, "weights_path", lambda _: None)
    assert not atlas.kept(survey("gc", ("SIM_GC3",)))[0]["asked"]


def test_what_is_written_is_read_and_what_is_damaged_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "settings", lambda: replace(settings(), shipped=tmp_path))
    assert shipped.recall(("gc", 1)) is None
    path = shipped.write(tmp_path, {("gc", 1): {"effect": 1.23456789, "n": 1000, "none": None, "x": [0.1, "A"]}})
    found = shipped.recall(("gc", 1))
    assert found == {"effect": 1.23457, "n": 1000, "none": None, "x": [0.1, "A"]} and shipped.recall(("gc", 2)) is None
    found["x"].append("changed")
    assert shipped.recall(("gc", 1))["x"] == [0.1, "A"]
    path.write_text(path.read_text().replace("1.23457", "1.23458"))
    assert shipped.recall(("gc", 1)) is None
    path.write_text("[]")
    assert shipped.recall(("gc", 1)) is None


def test_the_command_keeps_what_it_asked(tmp_path, ask, monkeypatch):
    found = ask("atlas", "--experiments", "SIM_GC3", "--analyses", "gc", "--n", "20", "--folder", str(tmp_path))
    assert found["answers"] == str(tmp_path / shipped.NAME)
    monkeypatch.setattr(cache, "recall", lambda _: None)
    monkeypatch.setattr(shipped, "settings", lambda: replace(settings(), shipped=tmp_path))
    (row,) = atlas.kept(survey("gc", ("SIM_GC3",), n=20))
    assert row["effect_3"] == pytest.approx(found["surveys"]["gc"][0]["effect_3"], rel=1e-5)


def test_two_models_of_one_experiment_are_both_asked_and_told_apart():
    named = ("RNCMPT00168", "RNCMPT00168:pwm", "SIM_GC3")
    chosen = [name for name, _ in atlas.choose(atlas.Choice(names=named))]
    assert chosen == list(named)
    titles = [row["title"] for row in atlas.kept(survey("gc", tuple(chosen)))]
    assert titles == ["RBFOX1", "RBFOX1, pwm", "SimGC3"]


def test_genes_that_occur_twice_carry_their_experiment():
    titles = {row["model"]: row["title"] for row in atlas.kept(survey("gc"))}
    doubles = [title for title in titles.values() if "," in title]
    assert {title.partition(",")[0] for title in doubles} >= {"HNRNPL", "SRSF1"}
    assert len(set(titles.values())) == len(titles) and titles["RNCMPT00168"] == "RBFOX1"
    assert titles["RNCMPT00091"] == "HNRNPL, RNCMPT00091"
    performance = [row["title"] for row in atlas.performance().rows]
    assert len(set(performance)) == len(performance) == 250
    json.dumps(titles)


@pytest.mark.parametrize(("part", "heading", "column"), [("gc", "## GC", "site"), ("spacing", "## Spacing", "single")])
def test_the_report_in_the_docs_says_what_is_shipped(part, heading, column):
    """One site alone, in the row of each experiment, to the digits of the report."""
    report = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")
    lines = report.partition(f"\n{heading}")[2].partition("\n## ")[0].splitlines()
    said = {cells[1]: cells[6] for line in lines if len(cells := [cell.strip() for cell in line.split("|")]) > 6}
    known = {row["experiment"]: number_text(row[column]) for row in atlas.kept(survey(part))}
    shown = {name: said[name] for name in known if name in said}
    assert len(shown) >= 40 and shown == {name: known[name] for name in shown}
