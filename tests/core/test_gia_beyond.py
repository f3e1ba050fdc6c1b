"""Beyond the paper: interactions, own conditions, and whether an answer holds elsewhere."""

from collections import Counter

import numpy as np
import pytest
from toy_models import count_sites, count_u, position_of_g

from core.errors import DataError
from core.gia.design import Design, parse_condition
from core.gia.protocols import named
from core.gia.run import run
from core.models.scoring import wrap_model

A_ONLY = f"sequences:{'A' * 41},{'A' * 41}"
"""Backgrounds in which nothing stands that a toy model counts."""


def together(letters):
    """1 for each UGC and each CCAU, and 2 more where both stand."""
    first, second = count_sites("UGC")(letters), count_sites("CCAU")(letters)
    return first + second + 2 * np.minimum(first, second)


def test_patterns_that_help_each_other_interact_and_additive_ones_do_not():
    helping = named.interaction(wrap_model(together), "UGC", "CCAU", background=A_ONLY)
    assert [row["gap"] for row in helping.rows] == list(range(21))
    assert {row["interaction"] for row in helping.rows} == {2}
    assert {(row["alone"], row["other_alone"], row["global_importance"]) for row in helping.rows} == {(1, 1, 4)}
    assert helping.rows[4]["text"] == "UGC@16,CCAU@23"
    additive = named.interaction(wrap_model(count_u), "UGC", "CCAU", n=30)
    assert {(row["interaction"], row["p_adjusted"]) for row in additive.rows} == {(0, 1)}
    assert additive.summary["gaps"] == list(range(21))


def test_an_interaction_is_the_mean_of_its_definition_on_each_background():
    model = wrap_model(lambda x: count_u(x) ** 2)
    outcome = named.interaction(model, "UU", "UGU", (2,), n=80)
    assert [row["interaction"] for row in outcome.rows] == outcome.summary["interaction"]
    (row,) = outcome.rows
    design = Design("X", tuple(map(parse_condition, ("UU@18", "UGU@22", "UU@18,UGU@22"))), n=80)
    a, b, both = (condition.local for condition in run(model, design).conditions)
    assert row["text"] == "UU@18,UGU@22"
    assert row["interaction"] == pytest.approx((both - a - b).mean())
    assert row["interaction_low"] < row["interaction"] < row["interaction_high"]


def test_a_map_has_both_orders_and_no_overlap():
    model = wrap_model(lambda x: position_of_g(x) ** 2)
    outcome = named.interaction(model, "G", "GA", positions=(1, 2, 9), background=A_ONLY)
    expected = [[np.nan, 2 * 1 * 2, 2 * 1 * 9], [np.nan, np.nan, 2 * 2 * 9], [2 * 9 * 1, 2 * 9 * 2, np.nan]]
    np.testing.assert_array_equal(outcome.summary["interaction"], expected)
    assert outcome.summary["positions"] == [1, 2, 9]
    assert outcome.to_dict()["summary"]["interaction"][1] == [None, None, 36]
    assert Counter(row["gap"] for row in outcome.rows) == {0: 1, 5: 1, 6: 2, 7: 1}
    assert outcome.summary["strongest"] in {"G@2 and GA@9", "G@9 and GA@2"}


def test_own_conditions_are_compared_with_the_first():
    outcome = named.conditions(wrap_model(count_u), ("GG@4", "UGU@4", "UU@4,U@11"), background=A_ONLY)
    assert [(row["text"], row["global_importance"]) for row in outcome.rows] == [
        ("GG@4", 0),
        ("UGU@4", 2),
        ("UU@4,U@11", 3),
    ]
    assert [(row["difference"], row["p_adjusted"]) for row in outcome.rows[1:]] == [(2, 0), (3, 0)]
    assert outcome.summary == {"most_important": "UU@4,U@11"}


def test_robustness_is_every_setting_of_every_model_in_one_table():
    rng = np.random.default_rng(0)
    probes = ["".join(rng.choice(list("ACGU"), 35)) for _ in range(40)]
    first = wrap_model(count_sites("GCAUG"), probes, range(40), "FIRST")
    second = wrap_model(lambda x: -0.5 * count_sites("GCAUG")(x), probes, range(40), "SECOND")
    outcome = named.robustness([first, second], "multiple-sites", pattern="GCAUG", seeds=(0, 1), n=20)
    assert len(outcome.rows) == 2 * 7 * 2 * 3
    assert Counter(row["model"] for row in outcome.rows) == {"FIRST": 42, "SECOND": 42}
    assert Counter(row["background"] for row in outcome.rows)["quartile3"] == 12
    three = outcome.summary["conditions"][2]
    assert three["label"] == "3 sites"
    assert (three["lowest"], three["highest"]) == pytest.approx((-1.5, 3), abs=0.2)
    assert three["same_sign"] == 0.5
    assert outcome.summary["same_order"] == 0.5
    settings = outcome.summary["settings"]
    assert [s["model"] for s in settings] == ["FIRST"] * 14 + ["SECOND"] * 14
    assert settings[3] | {"slope": 1} == {**settings[3], "background": "shuffle", "seed": 1, "slope": 1}
    assert settings[0]["slope"] == pytest.approx(1, abs=0.05)


def test_one_setting_equals_the_protocol_itself():
    model = wrap_model(count_u)
    alone = named.spacing(model, "UGC", background="stem-loop", n=15, seed=3)
    robust = named.robustness(model, "spacing", pattern="UGC", backgrounds=["stem-loop"], seeds=[3], n=15)
    assert [{k: v for k, v in row.items() if k != "model"} for row in robust.rows] == alone.rows
    assert robust.summary["settings"][0]["full_from_gap"] == alone.summary["full_from_gap"]
    assert robust.summary["same_order"] == 1
    assert robust.to_dict()["summary"]["conditions"][0]["sd"] is None


def test_settings_agree_on_what_lowers_the_prediction():
    outcome = named.robustness(wrap_model(lambda x: -count_u(x)), conditions=["UUU@4"], backgrounds=["profile"], n=9)
    assert outcome.summary["conditions"][0]["mean"] < 0
    assert outcome.summary["conditions"][0]["same_sign"] == 1


def test_backgrounds_of_probes_say_that_there_are_none(refuses):
    with refuses(DataError):
        named.robustness(wrap_model(count_u), conditions=["U@1"], n=5)
