"""The planted rules, worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from core.sequence import encode
from core.simulation.rules import RULES, hairpin_probability, occupancy, planted_score, score_letters
from core.structure.fold import fold

BY_ID = {rule.id: rule for rule in RULES}
ADDITIVE, STERIC, LOOP, GC3 = (BY_ID[f"SIM_{name}"] for name in ("ADDITIVE", "STERIC", "LOOP", "GC3"))
SPECIFIC = [rule for rule in RULES if rule.id != "SIM_URICH"]


def sites(rule, *gaps):
    """A probe of sites with that many G between them; G keeps the motifs used here from arising elsewhere."""
    return rule.consensus + "".join("G" * gap + rule.consensus for gap in gaps)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_consensus_is_the_best_site_and_is_full(rule):
    assert occupancy(rule, encode([rule.consensus], 6)).tolist() == [[1.0]]
    assert (np.sort(rule.energies, axis=1)[:, 1] > 0).all()


@pytest.mark.parametrize("rule", SPECIFIC, ids=lambda rule: rule.id)
def test_a_single_mismatch_leaves_a_few_percent(rule):
    mutants = [
        rule.consensus[:place] + letter + rule.consensus[place + 1 :]
        for place in range(6)
        for letter in "ACGU"
        if letter != rule.consensus[place]
    ]
    left = occupancy(rule, encode(mutants, 6))
    assert left.min() > 0.015
    assert left.max() < 0.06


def test_occupancy_of_a_mismatch_is_its_boltzmann_factor():
    assert ADDITIVE.energies[0] == (3.5, 3.8, 0.0, 3.8)
    assert occupancy(ADDITIVE, encode(["AACUAC"], 6))[0, 0] == pytest.approx(2 / (1 + np.exp(3.5)))


def test_no_site_reaches_into_padding():
    assert occupancy(ADDITIVE, encode(["GACUA"])).max() < 1e-30
    assert planted_score(ADDITIVE, ["GACUA"]) == pytest.approx(0, abs=1e-30)


@pytest.mark.parametrize("gap", [0, 1, 4, 20])
def test_additive_sites_add_up_at_any_distance(gap):
    single, double = planted_score(ADDITIVE, [sites(ADDITIVE), sites(ADDITIVE, gap)])
    assert single == pytest.approx(1.5)
    assert double == pytest.approx(3, rel=0.02)


@pytest.mark.parametrize(("gap", "expected"), [(0, 1.2), (3, 1.2), (4, 2), (12, 2)])
def test_sites_with_fewer_than_four_letters_between_them_keep_sixty_percent(gap, expected):
    assert planted_score(STERIC, [sites(STERIC, gap)])[0] / STERIC.effect == pytest.approx(expected, rel=0.03)


def test_a_site_between_two_others_is_hindered_by_both():
    assert planted_score(STERIC, [sites(STERIC, 1, 1)])[0] / STERIC.effect == pytest.approx(0.6 + 0.36 + 0.6, rel=0.03)


def test_a_site_counts_in_a_loop_and_a_fifth_of_it_in_a_stem():
    hairpin = f"GCGCGACC{LOOP.consensus}GGUCGCGC"
    stem = f"GC{LOOP.consensus}GAAAACUUCCAGGC"
    in_loop, in_stem = planted_score(LOOP, [hairpin, stem]) / LOOP.effect
    assert in_loop == pytest.approx(1, abs=0.03)
    assert in_stem == pytest.approx(0.2, abs=0.03)


def test_the_loop_share_is_the_mean_hairpin_probability_of_the_site():
    sequence = "GGCAUC" + LOOP.consensus + "GACAUGUC"
    only_full_sites = replace(LOOP, energies=tuple(tuple(50.0 * (e > 0) for e in row) for row in LOOP.energies))
    share = fold(sequence).hairpin[6:12].mean()
    assert planted_score(only_full_sites, [sequence])[0] == pytest.approx(2 * (0.2 + 0.8 * share))


def test_hairpin_probability_is_viennarna_s_and_zero_on_padding():
    sequence = "GGGGAAAACCCC"
    loop = hairpin_probability(encode([sequence, "A"]))
    np.testing.assert_allclose(loop[0, :12], fold(sequence).hairpin)
    assert loop[0, 12:].tolist() == [0] * 29
    assert loop[1].tolist() == [0] * 41


@pytest.mark.parametrize(
    ("sequence", "share"),
    [("A" * 33 + "GCGCGCGC", 1), ("GCGCGCGC" + "A" * 33, 0), ("A" * 22 + "GGAACCAA", 0.5), ("GA", 0.5)],
)
def test_gc_counts_among_the_last_eight_letters_of_the_probe(sequence, share):
    without = replace(GC3, gc3=0.0)
    added = planted_score(GC3, [sequence]) - planted_score(without, [sequence])
    assert added[0] == pytest.approx(1.2 * share)


def test_only_where_a_rule_is_planted_does_it_act():
    sequence = "A" * 33 + "GCGCGCGC"
    for rule in RULES:
        assert (rule.gc3 > 0) == (rule.id == "SIM_GC3")
        assert (rule.loop_floor < 1) == (rule.id == "SIM_LOOP")
        assert (rule.steric_share < 1) == (rule.id == "SIM_STERIC")
        if not rule.gc3:
            assert planted_score(rule, [sequence])[0] < 0.1 * rule.effect


def test_letters_and_texts_score_the_same():
    texts = ["GACUAC" * 6, "ACGUACGUACGUACGUACGUACGUACGUAC"]
    np.testing.assert_array_equal(planted_score(ADDITIVE, texts), score_letters(ADDITIVE, encode(texts)))
