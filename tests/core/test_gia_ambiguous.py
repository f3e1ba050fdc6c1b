"""Patterns with IUPAC letters: what they are drawn as, and that plain patterns do not notice."""

from collections import Counter

import numpy as np
import pytest
from scipy import stats

from core.errors import SequenceError
from core.gia import run
from core.gia.backgrounds import parse_background, sample_profile
from core.gia.design import DRAWN, Design, parse_condition, parse_pattern
from core.gia.embedding import embed, embed_each
from core.gia.protocols.protocol import PROTOCOLS, Setting
from core.models.architectures import Architecture
from core.models.inference.network import Predictor
from core.models.loading import network_of
from core.models.scoring import Model, wrap_model
from core.sequence import ALPHABET, decode, encode

A41 = np.tile(encode(["A" * 41]), (9000, 1))
STEM = parse_background("stem-loop").pairs
PROFILE = np.full((41, 4), 0.25)


def drawn(text, letters=A41, seed=0):
    return embed(letters, parse_condition(text), seed=seed)


def test_the_ten_letters_and_what_they_stand_for():
    two = {"R": "AG", "Y": "CU", "S": "CG", "W": "AU", "K": "GU", "M": "AC"}
    assert {**two, "B": "CGU", "D": "AGU", "H": "ACU", "V": "ACG"} == DRAWN
    assert parse_pattern(" wtaattr") == "WUAAUUR"


@pytest.mark.parametrize("letter", DRAWN)
def test_a_letter_is_drawn_uniformly_among_those_it_stands_for(letter):
    found = Counter(rna[4] for rna in decode(drawn(f"{letter}@5")))
    assert sorted(found) == list(DRAWN[letter])
    assert stats.chisquare(list(found.values())).pvalue > 0.001


def test_letters_at_two_positions_are_drawn_independently():
    found = Counter(rna[4:6] for rna in decode(drawn("RR@5")))
    assert sorted(found) == ["AA", "AG", "GA", "GG"] and stats.chisquare(list(found.values())).pvalue > 0.001


def test_a_seed_draws_the_same_again_and_in_every_condition():
    assert (drawn("YGCY@5") == drawn("YGCY@5")).all()
    assert (drawn("YGCY@5") != drawn("YGCY@5", seed=1)).any()
    beside = drawn("S@1,YGCY@5,CCC@20")
    assert (beside[:, 1:19] == drawn("YGCY@5")[:, 1:19]).all()
    assert (drawn("YGCY@5", A41[:50]) == drawn("YGCY@5")[:50]).all()


def test_all_else_stays_and_no_argument_is_changed():
    letters = sample_profile(PROFILE, 300, 2)
    before = letters.copy()
    embedded = drawn("RNC@5", letters)
    assert (letters == before).all() and set("".join(rna[4] for rna in decode(embedded))) == set("AG")
    untouched = [index for index in range(41) if index not in (4, 6)]
    assert (embedded[:, untouched] == letters[:, untouched]).all()


def test_a_moving_pattern_is_drawn_where_it_stands_and_its_positions_stay_those_of_a_plain_one():
    plain = [rna.index("CGC") for rna in decode(drawn("CGC@*", A41[:200]))]
    mixed = [rna.index("C") for rna in decode(drawn("CKC@*", A41[:200]))]
    assert mixed == plain


def test_the_partner_of_a_drawn_letter_pairs_with_it():
    held = embed(sample_profile(PROFILE, 200, 1), parse_condition("R@6"), STEM)
    pairs = {(rna[5], rna[32]) for rna in decode(held)}
    assert pairs == {("A", "U"), ("G", "C")}


def test_a_drawn_letter_cannot_be_written_on_both_sides_of_a_pair(refuses):
    with refuses(SequenceError, "position 6", "Y@33", "at 33"):
        Design("X", (parse_condition("R@6,Y@33"),), "stem-loop")
    assert Design("X", (parse_condition("R@6,N@33"),), "stem-loop")


def test_conditions_that_draw_never_bear_the_number_of_another():
    """What two conditions share is computed once, by these numbers."""
    texts = ["RGC@5", "YGC@5", "AGC@5", "RGC@5,A@20"]
    _, written = embed_each(A41[:4], list(map(parse_condition, texts)))
    assert len({row[4] for row in written}) == 4


def test_a_network_gives_the_same_together_as_alone():
    network = network_of(Architecture().build(), Architecture())
    model = Model("random", "RBP", Predictor(network, 0), PROFILE, None)
    texts = ["UGCAUG@18", "YGCAYG@18", "YGCAYG@18,RR@30", "UGCAWG@*"]
    together = run.run(model, Design("RBP", tuple(map(parse_condition, texts)), n=20, seed=4))
    letters = sample_profile(PROFILE, 20, 4)
    for text, found in zip(texts, together.conditions, strict=True):
        alone = model.score(drawn(text, letters, 4)) - model.score(letters)
        assert found.local == pytest.approx(alone, abs=2e-5)


def test_importance_of_a_drawn_letter_is_the_mean_of_its_choices():
    model = wrap_model(lambda letters: 3.0 * (letters[:, 4] == ALPHABET.index("G")))
    design = Design("own model", (parse_condition("R@5"),), "sequences:" + ",".join(["A" * 41] * 4000))
    assert run.run(model, design).conditions[0].global_importance == pytest.approx(1.5, abs=0.1)


def test_a_drawn_letter_has_no_mutants(refuses):
    with refuses(SequenceError):
        PROTOCOLS["kmer-mutagenesis"].plan(Setting("X"), "UGCARG", 18)


def test_the_bare_predictions_come_with_the_result():
    model = wrap_model(lambda letters: (letters == ALPHABET.index("U")).sum(axis=1))
    result = run.run(model, Design("own model", (parse_condition("UU@1"),), "sequences:AAU,UUU"))
    assert result.null.tolist() == [1, 3] and result.conditions[0].local.tolist() == [2, 0]
