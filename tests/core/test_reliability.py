"""One rule says how far a model can be trusted, and it is said in the same words everywhere."""

import json

import numpy as np
import pytest

import core
from core.__main__ import main
from core.exports import CardView, DesignView, export
from core.models import registry
from core.models.reliability import pearson_interval, reliability

QKI, RBFOX1, RBM38 = "RNCMPT00047", "RNCMPT00168", "RNCMPT00051"


@pytest.mark.parametrize(
    "pearson, n, replicates, task, level, facts",
    [
        (0.825, 120_395, 0.9, "regression", "good", ["Pearson", "0.825", "120,395 probes"]),
        (0.374, 121_031, 0.33, "regression", "weak", ["measurements", "noisy"]),
        (0.374, 121_031, 0.95, "regression", "weak", ["model", "measurements"]),
        (0.091, 120_395, 0.03, "regression", "none", ["measurements", "mostly"]),
        (0.4, 50, None, "regression", "weak", ["95% interval", "0.14 to 0.61"]),
        (0.7, 8, None, "regression", "none", ["cannot", "chance"]),
        (0.9, 3, None, "regression", "none", ["cannot", "chance"]),
        (-0.01, 500, None, "regression", "none", ["cannot", "chance"]),
        (-0.6, 500, None, "regression", "none", ["opposite", "measured"]),
        (0.45, 10_000, None, "classification", "good", ["Good model"]),
        (None, 0, None, "regression", "untested", ["Untested model"]),
        (float("nan"), 10, None, "regression", "untested", ["Untested model"]),
    ],
)
def test_the_rule(pearson, n, replicates, task, level, facts, wording):
    found = reliability(pearson, n, replicates, task)
    assert found.level == level
    wording(found.text, *facts)
    assert found.text.endswith(".") and found.text.count(". ") == 0  # one sentence


def test_the_interval_holds_the_truth_as_often_as_it_says():
    rng, true, n = np.random.default_rng(1), 0.5, 60
    pairs = rng.multivariate_normal([0, 0], [[1, true], [true, 1]], (2000, n))
    found = [np.corrcoef(pair.T)[0, 1] for pair in pairs]
    held = np.mean([low < true < high for low, high in (pearson_interval(r, n) for r in found)])
    assert 0.93 < held < 0.97


def test_of_what_is_shipped_qki_alone_knows_next_to_nothing():
    levels = {one: card.reliability.level for one, card in registry.cards().items()}
    assert [one for one, level in levels.items() if level == "none"] == [QKI]
    assert levels[RBFOX1] == "good" and levels[RBM38] == "weak"


def test_lists_and_exports_say_it_in_the_same_words():
    said = core.card(QKI).reliability.text
    (listed,) = [one for one in core.list_experiments() if one.id == QKI]
    assert listed.reliability.text == said
    assert core.doubtful([RBFOX1, QKI, QKI, "NOTHING"]) == [f"QKI ({QKI}): {said}"]
    view = CardView(QKI)
    files = {name: export(view, name).content.decode() for name in ("json", "csv", "script", "report")}
    assert json.loads(files["json"])["reliability"]["text"] == said
    assert "reliability" in files["csv"].splitlines()[0] and ",none" in files["csv"].splitlines()[1]
    assert said in files["report"]
    assert said in " ".join(files["script"].split())


def test_a_design_says_it_of_its_model():
    design = core.Design(QKI, (core.parse_condition("ACUAAC@18"),), n=10)
    said, answer = core.card(QKI).reliability.text, export(DesignView(design), "json").content
    assert json.loads(answer)["reliability"]["level"] == "none"
    assert said in " ".join(export(DesignView(design), "script").content.decode().split())


def test_commands_say_it_beside_their_answer(capsys):
    assert main(["predict", QKI, "--sequence", "ACUAAC", "--json"]) == 0
    printed = capsys.readouterr()
    assert set(json.loads(printed.out)) == {"predictions"}
    assert core.card(QKI).reliability.text in printed.err
    assert main(["predict", RBFOX1, "--sequence", "ACUAAC", "--json"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["models", QKI, "--json"]) == 0
    assert {row["reliability"] for row in json.loads(capsys.readouterr().out)} == {"none"}
