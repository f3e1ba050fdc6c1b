"""Each protocol finds what was planted, by the rule itself, and nothing where nothing was planted."""

from functools import partial

import numpy as np
import pytest
from toy_models import count_u

from core.gia.design import Design, parse_condition
from core.gia.protocols import named
from core.gia.run import run
from core.models.scoring import wrap_model
from core.sequence import encode
from core.simulation.rules import RULES, occupancy, score_letters

PLANTED = {rule.id: rule for rule in RULES}
MODELS = {rule.id: wrap_model(partial(score_letters, rule), name=rule.id) for rule in RULES}
ADDITIVE, STERIC, LOOP, GC3 = (f"SIM_{name}" for name in ("ADDITIVE", "STERIC", "LOOP", "GC3"))


def ask(protocol, rbp, **parameters):
    return protocol(MODELS[rbp], PLANTED[rbp].consensus, **{"n": 200, **parameters})


@pytest.mark.parametrize("rbp", [ADDITIVE, STERIC, GC3, "SIM_WEAK"])
def test_every_site_adds_the_planted_effect(rbp):
    found = ask(named.multiple_sites, rbp, positions=(2, 13, 24)).summary
    assert found["slope"] == pytest.approx(PLANTED[rbp].effect, rel=0.08)
    assert found["r_squared"] > 0.999
    assert found["slope_high"] - found["slope_low"] < 0.1


def test_the_planted_spacing_is_found():
    steric = ask(named.spacing, STERIC, separations=tuple(range(6, 17)))
    assert PLANTED[STERIC].steric_gap == steric.summary["full_from_gap"] == 4
    for row in steric.rows[1:5]:
        assert row["share_of_farthest"] == pytest.approx(PLANTED[STERIC].steric_share, abs=0.05)
        assert row["p_adjusted"] < 1e-6


def test_no_spacing_is_found_where_none_was_planted():
    additive = ask(named.spacing, ADDITIVE, separations=tuple(range(6, 17)))
    assert additive.summary["full_from_gap"] == 0


def test_hindrance_is_an_interaction_of_the_planted_size():
    """Two sites that keep 60% each lose 0.8 of a site."""
    lost = 2 * (1 - PLANTED[STERIC].steric_share) * PLANTED[STERIC].effect
    rows = ask(named.interaction, STERIC, gaps=tuple(range(8))).rows
    assert [row["interaction"] for row in rows] == pytest.approx([-lost] * 4 + [0] * 4, abs=0.1)
    assert all(row["interaction_high"] < 0 for row in rows[:4])
    rows = ask(named.interaction, ADDITIVE, gaps=tuple(range(8))).rows
    assert [row["interaction"] for row in rows] == pytest.approx([0] * 8, abs=0.02)


def test_the_planted_loop_is_preferred():
    """In the stem a site keeps a little more than 20%: stems open now and then."""
    outcome = ask(named.stem_loop, LOOP, n=60)
    loop, stem, *_ = (row["global_importance"] / PLANTED[LOOP].effect for row in outcome.rows)
    assert loop > 0.8
    assert 0.15 < stem < 0.4
    assert outcome.summary["loop_minus_stem_low"] > 0.8
    assert outcome.summary["loop_minus_random_p"] < 1e-6
    assert outcome.summary["structure_at_most_low"] > 0.5 * PLANTED[LOOP].effect
    assert outcome.summary["structure_low"] > 0
    nothing = ask(named.stem_loop, ADDITIVE, n=500).summary
    for name in ("loop_minus_stem", "letters", "structure", "structure_at_most"):
        assert abs(nothing[name]) < 0.05 * PLANTED[ADDITIVE].effect


def test_the_planted_gc_end_is_found():
    """GCGCGC makes six of the last eight letters G or C, where three were to be expected: 3/8 of the planted bias."""
    found = ask(named.gc_bias, GC3).summary
    assert found["gain_3"] == pytest.approx(PLANTED[GC3].gc3 * 3 / 8, abs=0.04)
    assert found["ends_low"] > 0.3
    assert abs(found["gain_5"]) < 0.03
    assert abs(found["beyond_3"]) < 0.03
    for rbp in (ADDITIVE, STERIC):
        found = ask(named.gc_bias, rbp).summary
        assert max(abs(found["gain_3"]), abs(found["gain_5"])) < 0.03 * PLANTED[rbp].effect


def test_mutants_cost_what_their_energies_say():
    rule = PLANTED[ADDITIVE]
    mutants = [
        [rule.consensus[:place] + letter + rule.consensus[place + 1 :] for letter in "ACGU"] for place in range(6)
    ]
    expected = [[rule.effect * (occupancy(rule, encode([m], 6))[0, 0] - 1) for m in row] for row in mutants]
    found = ask(named.kmer_mutagenesis, ADDITIVE).summary
    np.testing.assert_allclose(found["matrix"], expected, atol=0.05)


def test_a_site_that_counts_anywhere_has_no_preferred_position():
    found = ask(named.random_positions, ADDITIVE, n=1000).summary
    assert abs(found["difference"]) < 0.01 * PLANTED[ADDITIVE].effect


@pytest.mark.parametrize(
    ("model", "pattern"),
    [(MODELS["SIM_URICH"], "UCUUUC"), (wrap_model(lambda x: count_u(x) ** 2), "GCAUG")],
    ids=["rule", "toy"],
)
def test_the_paired_test_errs_as_often_as_it_says(model, pattern):
    """A pattern at 10 against 24, inside uniform backgrounds: any difference is chance. 5%, over 200 seeds.

    Where differences are rare and large (rules that take no other letter), the test errs less often than it says.
    """
    conditions = (parse_condition(f"{pattern}@10"), parse_condition(f"{pattern}@24"))
    designs = (Design(model.name, conditions, n=500, seed=seed) for seed in range(200))
    p_values = [run(model, design).comparisons[0].p_value for design in designs]
    rate = np.mean(np.array(p_values) < 0.05)
    print(f"false positives at the 5% level: {rate:.1%}")
    assert 0.02 <= rate <= 0.09
