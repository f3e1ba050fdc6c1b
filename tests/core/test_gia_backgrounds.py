"""Background models: what each keeps, where each comes from, and how each is written."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from toy_models import count_u

from core.errors import DataError, SequenceError
from core.gia.backgrounds import BACKGROUNDS, PAPER_BACKGROUNDS, parse_background, sample, sample_profile
from core.gia.shuffles import shuffle, shuffle_dinucleotides
from core.models.scoring import wrap_model
from core.sequence import PAD, decode, encode

RNAS = st.lists(st.text("ACGU", min_size=2, max_size=60), min_size=1, max_size=20)
EVERY_BACKGROUND = [*BACKGROUNDS, "stem-loop:1-3,39-41", "sequences:ACGUACGU,UUUUUUUUC", "occluded:GGAACCUU:3-5"]


def probes(n, seed=0, shortest=30):
    rng = np.random.default_rng(seed)
    return [text[: rng.integers(shortest, 42)] for text in decode(rng.integers(0, 4, (n, 41)))]


@pytest.fixture
def model():
    """A model with 40 probes; the binding score of a probe is its place in the list."""
    return wrap_model(count_u, probes(40), range(40))


def dinucleotides(rna):
    return Counter(pairwise(rna))


# --- shuffles -------------------------------------------------------------------------------------------------------
@given(RNAS, st.integers(0, 9))
def test_a_shuffle_keeps_letters_and_padding(rnas, seed):
    letters = encode(rnas, 60)
    shuffled = shuffle(letters, seed)
    assert ((shuffled == PAD) == (letters == PAD)).all()
    assert (np.sort(shuffled) == np.sort(letters)).all()


@given(RNAS, st.integers(0, 9))
def test_a_dinucleotide_shuffle_keeps_dinucleotides_ends_and_padding(rnas, seed):
    letters = encode(rnas, 60)
    shuffled = shuffle_dinucleotides(letters, seed)
    assert ((shuffled == PAD) == (letters == PAD)).all()
    for before, after in zip(rnas, decode(shuffled), strict=True):
        assert dinucleotides(before) == dinucleotides(after)
        assert (before[0], before[-1]) == (after[0], after[-1])


@pytest.mark.parametrize("shares", [(0.25, 0.25, 0.25, 0.25), (0.9, 0.05, 0.04, 0.01), (0.5, 0.5, 0, 0)])
def test_dinucleotide_counts_are_exact_on_ten_thousand_rnas(shares):
    rng = np.random.default_rng(1)
    letters = rng.choice(4, (10_000, 60), p=shares).astype(np.int8)
    letters[np.arange(60) >= rng.integers(2, 61, 10_000)[:, None]] = PAD

    def counts(array):
        starts, ends = array[:, :-1].astype(int), array[:, 1:]
        return np.stack([(starts * 5 + ends == pair).sum(axis=1) for pair in range(25)])

    shuffled = shuffle_dinucleotides(letters, 2)
    assert (counts(shuffled) == counts(letters)).all()
    assert (shuffled != letters).any(axis=1).mean() > 0.5


@pytest.mark.parametrize("rna", ["A", "AC", "AAAA", "UGU"])
def test_an_rna_with_one_order_comes_back(rna):
    assert decode(shuffle_dinucleotides(encode([rna], 9), 3)) == [rna]


def test_nothing_is_shuffled_to_nothing():
    assert shuffle_dinucleotides(np.empty((0, 41), np.int8), 0).shape == (0, 41)
    assert decode(shuffle_dinucleotides(encode(["A", "G"], 1), 0)) == ["A", "G"]


def walks(letter, left):
    """Every RNA that starts with a letter and takes each of the dinucleotides that are left once."""
    if not left:
        return {letter}
    steps = [pair for pair in left if pair[0] == letter]
    return {letter + rest for pair in steps for rest in walks(pair[1], left - Counter([pair]))}


@pytest.mark.parametrize("rna", ["ACACGUAGC", "AACCAACA", "GUGUUGG", "UCGUACAGCU"])
def test_every_order_with_the_same_dinucleotides_is_equally_likely(rna):
    drawn = Counter(decode(shuffle_dinucleotides(np.tile(encode([rna], 12), (20_000, 1)), 0)))
    assert set(drawn) == walks(rna[0], dinucleotides(rna))
    assert stats.chisquare(list(drawn.values())).pvalue > 0.001


def test_every_order_of_letters_is_equally_likely():
    drawn = Counter(decode(shuffle(np.tile(encode(["AACG"], 6), (20_000, 1)), 0)))
    assert len(drawn) == 12
    assert stats.chisquare(list(drawn.values())).pvalue > 0.001


# --- sampling -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", EVERY_BACKGROUND)
def test_a_seed_gives_the_same_backgrounds_and_another_seed_others(text, model):
    background = parse_background(text)
    first, again, other = (sample(background, model, 12, seed) for seed in (1, 1, 2))
    assert first.dtype == np.int8
    assert (first == again).all()
    assert (first != other).any() or background.kind == "sequences"
    assert first.shape == (2 if background.kind == "sequences" else 12, 41)


def test_profile_backgrounds_are_draws_from_the_profile(model):
    assert (sample(parse_background("profile"), model, 50, 7) == sample_profile(model.profile, 50, 7)).all()


@pytest.mark.parametrize("text", ["shuffle", "dinucleotide"])
def test_shuffled_backgrounds_are_test_probes_in_another_order(text, model):
    letters = sample(parse_background(text), model, 40, 0)
    pool = model.probes().letters
    assert sorted(map(tuple, np.sort(letters))) == sorted(map(tuple, np.sort(pool)))
    assert not {tuple(row) for row in letters} & {tuple(row) for row in pool}
    assert sorted((letters == PAD).sum(axis=1)) == sorted((pool == PAD).sum(axis=1))


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_quartiles_are_probes_of_that_quarter_from_low_to_high(quarter, model):
    pool = model.probes().letters[(quarter - 1) * 10 : quarter * 10]
    drawn = sample(parse_background(f"quartile{quarter}"), model, 10, 0)
    assert sorted(map(tuple, drawn)) == sorted(map(tuple, pool))


def test_no_probe_comes_twice_before_each_came_once(model):
    drawn = Counter(map(tuple, sample(parse_background("quartile4"), model, 25, 0)))
    assert sorted(drawn.values()) == [2] * 5 + [3] * 5


def test_probes_without_a_score_are_in_no_quartile():
    model = wrap_model(count_u, ["A", "C", "G", "U", "AA"], [1, 2, 3, 4, np.nan])
    assert [decode(sample(parse_background(f"quartile{q}"), model, 1, 0)) for q in (1, 2, 3, 4)] == [
        ["A"],
        ["C"],
        ["G"],
        ["U"],
    ]


def test_stem_loop_backgrounds_pair(model):
    letters = sample(parse_background("stem-loop"), model, 30, 0)
    for rna in decode(letters):
        assert rna[22:33] == rna[5:16].translate(str.maketrans("ACGU", "UGCA"))[::-1]
    outside = np.r_[0:22, 33:41]
    assert (letters[:, outside] == sample_profile(model.profile, 30, 0)[:, outside]).all()


def test_given_sequences_are_taken_as_they_are(model):
    assert decode(sample(parse_background("sequences: acgt ,UUU"), model, 99, 5)) == ["ACGU", "UUU"]


def test_an_occluded_sequence_keeps_its_letters_around_the_stretch(model):
    profile = np.zeros((41, 4))
    profile[:, 3] = 1
    model = wrap_model(count_u, ["U" * 41])
    assert decode(sample(parse_background("occluded:ACGACGACG:4-6"), model, 2, 0)) == ["ACGUUUACG"] * 2


def test_occluding_letters_follow_the_profile(model):
    letters = sample(parse_background("occluded:GGGGGGGG:3-4"), model, 20_000, 0)
    share = np.bincount(letters[:, 2], minlength=4) / 20_000
    np.testing.assert_allclose(share, model.profile[2], atol=0.015)
    assert (letters[:, [0, 1, 4, 5, 6, 7]] == 2).all()


# --- text -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (" profile ", "profile"),
        ("stem-loop", "stem-loop"),
        ("stem-loop:6-16,23-33", "stem-loop"),
        ("stem-loop: 23-33 , 6-16", "stem-loop"),
        ("stem-loop:1-3,39-41", "stem-loop:1-3,39-41"),
        ("sequences:acgt, UUU", "sequences:ACGU,UUU"),
        ("occluded:acgt:02-3", "occluded:ACGU:2-3"),
    ],
)
def test_a_background_has_one_text(text, canonical):
    background = parse_background(text)
    assert background.text == canonical
    assert parse_background(canonical) == background


def test_a_stem_pairs_its_outer_letters_first():
    assert parse_background("stem-loop:1-3,39-41").pairs == ((0, 40), (1, 39), (2, 38))


def test_the_papers_seven_backgrounds_are_there():
    assert PAPER_BACKGROUNDS == (
        "profile",
        "shuffle",
        "dinucleotide",
        "quartile1",
        "quartile2",
        "quartile3",
        "quartile4",
    )


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("", ["profile", "shuffle"]),
        ("quartile5", ["profile", "shuffle"]),
        ("profile:3", ["profile", "shuffle"]),
        ("sequences", ["RNA"]),
        ("sequences:", ["RNA"]),
        ("sequences:ACGX", ["'ACGX'", "'X'", "position 4"]),
        ("sequences:ACG,", ["sequence 2"]),
        ("sequences:" + "A" * 42, ["42 nt", "give 1 to 41"]),
        ("occluded:ACGU", ["RNA", "18-23"]),
        ("occluded:ACGU:3-5", ["from 1 to 4"]),
        ("occluded:ACGU:3-2", ["from 1 to 4"]),
        ("occluded::1-2", ["occluded sequence"]),
        ("stem-loop:", ["profile", "shuffle"]),
        ("stem-loop:6-16", ["write", "stretches"]),
        ("stem-loop:6-16,23-34", ["length", "overlap"]),
        ("stem-loop:6-16,16-26", ["length", "overlap"]),
        ("stem-loop:0-3,9-12", ["from 1 to 41"]),
        ("stem-loop:a-b,9-12", ["from 1 to 41"]),
    ],
)
def test_a_bad_background_gets_a_sentence_with_the_cure(text, facts, refuses):
    with refuses(SequenceError, *facts):
        parse_background(text)


@pytest.mark.parametrize("text", ["shuffle", "dinucleotide", "quartile1"])
def test_backgrounds_of_probes_need_probes(text):
    with pytest.raises(DataError, match="has no probes"):
        sample(parse_background(text), wrap_model(count_u), 5, 0)


def test_a_quarter_of_too_few_probes_is_refused(refuses):
    model = wrap_model(count_u, ["A", "C"], [1, 2])
    with refuses(DataError, "2 test", "'quartile4'"):
        sample(parse_background("quartile4"), model, 5, 0)
