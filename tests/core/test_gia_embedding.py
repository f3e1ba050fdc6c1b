"""Random positions, and stems that stay paired under patterns."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from core.errors import SequenceError
from core.gia.backgrounds import COMPLEMENT, parse_background, sample_profile
from core.gia.design import Design, Placement, parse_condition, parse_placement
from core.gia.embedding import embed
from core.sequence import PAD, decode, encode

STEM = parse_background("stem-loop").pairs
A41 = encode(["A" * 41])


def starts(letters, pattern):
    """Where a pattern stands in each RNA of A, from 1."""
    return [rna.index(pattern) + 1 for rna in decode(letters)]


# --- random positions -----------------------------------------------------------------------------------------------
def test_a_random_position_reads_back():
    assert parse_placement("ugc@*") == Placement("UGC", None)
    assert (Placement("UGC", 4).start, Placement("UGC", 4).end) == (4, 7)
    for ends in ("start", "end"):
        with pytest.raises(ValueError, match="random position"):
            getattr(Placement("UGC", None), ends)
    condition = parse_condition("UU@*,ACG@3,AA@ *")
    assert condition.text == "ACG@3,AA@*,UU@*"
    assert parse_condition(condition.text) == condition
    design = Design("X", (condition,))
    assert Design.from_dict(design.to_dict()) == design


def test_a_random_position_is_uniform_over_the_places_inside_the_rna():
    letters = encode(["A" * 10] * 9000)
    found = Counter(starts(embed(letters, parse_condition("CCC@*")), "CCC"))
    assert sorted(found) == list(range(1, 9))
    assert stats.chisquare(list(found.values())).pvalue > 0.001


def test_several_random_positions_are_uniform_over_the_sets_that_fit():
    """All places of CC, GGG and U@4 among nine letters where none overlaps another, found by trying."""
    letters = encode(["A" * 9] * 20_000)
    condition = parse_condition("U@4,CC@*,GGG@*")
    found = Counter(decode(embed(letters, condition, seed=3)))
    possible = set()
    for i, j in product(range(8), range(7)):
        if not {i, i + 1} & {j, j + 1, j + 2} and 3 not in {i, i + 1, j, j + 1, j + 2}:
            rna = list("AAAUAAAAA")
            rna[i : i + 2], rna[j : j + 3] = "CC", "GGG"
            possible.add("".join(rna))
    assert set(found) == possible
    assert stats.chisquare(list(found.values())).pvalue > 0.001


@given(st.integers(8, 41), st.integers(0, 99))
def test_random_patterns_never_reach_padding(length, seed):
    embedded = embed(encode(["A" * length]), parse_condition("CCC@*,GGG@*"), seed=seed)
    (rna,) = decode(embedded)
    assert (len(rna), rna.count("CCC"), rna.count("GGG")) == (length, 1, 1)
    assert (embedded[0, length:] == PAD).all()


def test_a_seed_gives_the_same_positions_whatever_the_pattern():
    letters = np.tile(A41, (50, 1))
    first, again, other = (starts(embed(letters, parse_condition("CCC@*"), seed=s), "CCC") for s in (1, 1, 2))
    assert first == again != other
    assert starts(embed(letters, parse_condition("GUG@*"), seed=1), "GUG") == first


def test_six_random_patterns_find_room():
    letters = np.tile(A41, (200, 1))
    embedded = embed(letters, parse_condition(",".join(["GCGCGC@*"] * 6)))
    assert all(rna.count("GCGCGC") == 6 and rna.count("A") == 5 for rna in decode(embedded))


@pytest.mark.parametrize(
    ("rna", "text", "facts"),
    [
        ("A" * 5, "CCC@*,GGG@*", ["5 nt"]),
        ("A" * 9, "C@5,GGGGG@*", ["C@5", "GGGGG", "9 nt"]),
    ],
)
def test_no_room_is_said(rna, text, facts, refuses):
    with refuses(SequenceError, *facts):
        embed(encode([rna]), parse_condition(text))


def test_more_letters_than_a_probe_has_are_refused(refuses):
    with refuses(SequenceError, "42 letters", "most 41"):
        parse_condition(",".join(["GCGCGC@*"] * 7))


# --- stems ----------------------------------------------------------------------------------------------------------
def paired(letters):
    return all((COMPLEMENT[letters[:, left]] == letters[:, right]).all() for left, right in STEM)


@pytest.fixture
def hairpins():
    letters = sample_profile(np.full((41, 4), 0.25), 300, 0)
    for left, right in STEM:
        letters[:, right] = COMPLEMENT[letters[:, left]]
    return letters


@given(st.integers(1, 36), st.text("ACGUN", min_size=1, max_size=6))
def test_a_stem_stays_paired_under_a_pattern_on_either_side(position, pattern):
    letters = sample_profile(np.full((41, 4), 0.25), 5, 1)
    for left, right in STEM:
        letters[:, right] = COMPLEMENT[letters[:, left]]
    embedded = embed(letters, parse_condition(f"{pattern}@{position}"), STEM)
    assert paired(embedded)
    for rna in decode(embedded):
        window = rna[position - 1 : position - 1 + len(pattern)]
        assert all(letter in ("N", here) for letter, here in zip(pattern, window, strict=True))


def test_only_partners_of_written_letters_change(hairpins):
    embedded = embed(hairpins, parse_condition("GCUGG@23"), STEM)
    assert set(decode(embedded[:, 22:27])) == {"GCUGG"}
    assert set(decode(embedded[:, 11:16])) == {"CCAGC"}
    outside = np.r_[0:11, 16:22, 27:41]
    assert (embedded[:, outside] == hairpins[:, outside]).all()


def test_random_positions_keep_the_stem_paired(hairpins):
    condition = parse_condition("GCUGG@*,AAC@*")
    embedded = embed(hairpins, condition, STEM)
    assert paired(embedded)
    assert all("GCUGG" in rna and "AAC" in rna for rna in decode(embedded))


def test_random_positions_avoid_partners_that_do_not_pair():
    """A at 6 bars G from its partner, 33: where G may go, it goes."""
    letters = np.tile(A41, (4000, 1))
    found = {rna.index("G") + 1 for rna in decode(embed(letters, parse_condition("A@6,G@*"), STEM))}
    assert found == set(range(1, 42)) - {6, 33}


def test_two_patterns_that_pair_may_face_each_other():
    design = Design("X", (parse_condition("GCUGG@6,CCAGC@29"), parse_condition("GNN@6,NGN@31")), "stem-loop")
    assert design.background == "stem-loop"


@pytest.mark.parametrize("text", ["GCUGG@6,CCAGG@29", "U" * 33 + "@1"])
def test_partners_that_do_not_pair_are_refused_when_the_design_is_made(text, refuses):
    with refuses(SequenceError):
        Design("X", (parse_condition(text),), "stem-loop")


def test_the_sentence_says_who_writes_what_where(refuses):
    with refuses(SequenceError, "GCUGG@6", "position 6", "CCAGG@29", "at 33"):
        Design("X", (parse_condition("GCUGG@6,CCAGG@29"),), "stem-loop")
