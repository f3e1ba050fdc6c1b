from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_models import count_sites, count_u, position_of_g

from core.discovery import kmer_scan
from core.discovery.kmer_scan import FIRST_ROUND, KmerImportance, scan_kmers, score_kmers
from core.errors import SequenceError
from core.gia.backgrounds import sample_profile
from core.gia.design import Design, parse_condition
from core.gia.run import run
from core.models.scoring import wrap_model
from core.sequence import decode, encode, kmers

CONTEXTS = ["ACGU" * 10, "GGGACACAGAGACACGACAGACACGAGACA", "C" * 41]


class Noisy(NamedTuple):
    """A model of 4-mers at position 18: each has its own mean and, on each background, its own noise."""

    means: np.ndarray
    noise: np.ndarray
    n_backgrounds: int

    def score(self, letters):
        codes = letters[:, 17:21].astype(int) @ [64, 16, 4, 1]
        bare = np.delete(letters, range(17, 21), axis=1).astype(int)
        background = bare @ np.arange(1, bare.shape[1] + 1) ** 3 % self.n_backgrounds
        return self.means[codes] + self.noise[codes, background]


def nearly_tied(seed, n_tied, noise):
    """Of 256 4-mers, the first ``n_tied`` in a random order differ by less than their noise; the others are far off."""
    rng = np.random.default_rng(seed)
    means = rng.permutation(np.where(np.arange(256) < n_tied, 3 + 0.05 * rng.random(256), rng.random(256)))
    return wrap_model(Noisy(means, noise(rng), 10_007).score)


def gaussian(rng):
    return rng.normal(0, 1, (256, 10_007))


def rare(rng):
    """Effects that come seldom: on one background in eight."""
    return np.where(rng.random((256, 10_007)) < 1 / 8, 7.0, -1.0)


def counting(score):
    """The model, and how many sequences it was asked, in all and at most at once."""
    asked = []

    def counted(letters):
        asked.append(len(letters))
        return score(letters)

    return wrap_model(counted), asked


def test_the_counted_kmer_comes_first_and_its_shifts_follow():
    best = scan_kmers(wrap_model(count_sites("UGCA")), k=4, n=200, top=9).kmers
    assert best[0].kmer == "UGCA"
    assert {one.kmer for one in best[1:]} <= {f"{letter}UGC" for letter in "ACGU"} | {
        f"GCA{letter}" for letter in "ACGU"
    }


def test_importance_is_exact_where_it_is_known():
    given_rnas = f"sequences:{','.join(CONTEXTS)}"
    best = scan_kmers(wrap_model(count_u), k=3, position=2, top=2, background=given_rnas).kmers
    assert [one.kmer for one in best] == ["UUU", "AUU"]
    assert best[0].global_importance == pytest.approx((2 + 3 + 3) / 3)
    assert best[1].global_importance == pytest.approx((1 + 2 + 2) / 3)


def test_a_single_background_has_no_interval():
    best = scan_kmers(wrap_model(count_u), k=3, top=1, background="sequences:" + "A" * 30).kmers
    assert best == [KmerImportance("UUU", 3.0, pytest.approx(np.nan, nan_ok=True), pytest.approx(np.nan, nan_ok=True))]


def test_equals_are_in_alphabetical_order():
    scan = scan_kmers(wrap_model(lambda letters: np.zeros(len(letters))), k=3, n=50, top=64)
    assert [one.kmer for one in scan.kmers] == decode(kmers(3))


@pytest.mark.parametrize("background", ["profile", "stem-loop:3-8,30-35", f"occluded:{CONTEXTS[0]}:10-30"])
def test_numbers_are_those_of_gia(background):
    model = wrap_model(position_of_g)
    scan = scan_kmers(model, k=4, position=5, n=60, top=3, background=background, seed=4)
    conditions = tuple(parse_condition(f"{one.kmer}@5") for one in scan.kmers)
    of_gia = run(model, Design("toy", conditions, background, 60, seed=4)).conditions
    assert [one[1:] for one in scan.kmers] == [(one.global_importance, one.ci_low, one.ci_high) for one in of_gia]


@pytest.mark.parametrize("score", [count_u, position_of_g, count_sites("GCAU")])
@pytest.mark.parametrize("n", [10, 16, 17, 300])
def test_race_returns_what_exhaustive_returns(score, n):
    model = wrap_model(score)
    assert scan_kmers(model, 4, n=n).kmers == scan_kmers(model, 4, n=n, method="exhaustive").kmers


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.integers(1, 200), st.integers(1, 30), st.sampled_from([gaussian, rare]))
def test_race_returns_what_exhaustive_returns_whatever_is_tied(seed, n_tied, top, noise):
    model = nearly_tied(seed, n_tied, noise)
    race = scan_kmers(model, 4, top=top, n=100, seed=seed)
    exhaustive = scan_kmers(model, 4, top=top, n=100, seed=seed, method="exhaustive")
    assert race.kmers == exhaustive.kmers
    assert race.evaluations <= exhaustive.evaluations


@pytest.mark.parametrize("noise", [gaussian, rare])
def test_hundreds_that_are_nearly_tied_are_told_apart(noise):
    for seed in range(5):
        model = nearly_tied(seed, 120, noise)
        race = scan_kmers(model, 4, top=10, n=200, seed=seed)
        assert race.kmers == scan_kmers(model, 4, top=10, n=200, seed=seed, method="exhaustive").kmers
        assert race.evaluations < 0.75 * 200 * 257


def test_a_kmer_that_seldom_does_much_is_not_lost():
    """GGGG is best, but does nothing on the backgrounds of the first round; CCCC shows there what a k-mer may do."""
    order = np.random.default_rng([0, 1]).permutation(200)
    backgrounds = sample_profile(np.full((41, 4), 0.25), 200, 0)[order]
    bare = {row.tobytes(): number for number, row in enumerate(np.delete(backgrounds, range(17, 21), axis=1))}

    def score(letters):
        number = np.array([bare[row.tobytes()] for row in np.delete(letters, range(17, 21), axis=1)])
        is_c, is_g, is_u = ((letters[:, 17:21] == code).all(axis=1) for code in (1, 2, 3))
        return is_c * (number == 3) * 20.0 + is_g * (number > 15) * (number % 10 == 0) * 20.0 + is_u * 1.5

    assert [one.kmer for one in scan_kmers(wrap_model(score), 4, top=1, n=200).kmers] == ["GGGG"]


def test_evaluations_are_the_sequences_scored():
    for method in kmer_scan.METHODS:
        model, asked = counting(position_of_g)
        scan = scan_kmers(model, 4, n=100, method=method)
        assert scan.evaluations == sum(asked)
    assert scan.evaluations == 100 + 4**4 * 100


def test_a_clear_winner_costs_little():
    strong = wrap_model(lambda letters: 5 * (letters[:, 17:23] == encode(["UGCAUG"], 6)).all(axis=1))
    scan = scan_kmers(strong, 6, top=1, n=1000)
    assert scan.kmers[0].kmer == "UGCAUG"
    assert scan.evaluations <= 1000 + 4096 * 16 + 1000


def test_memory_stays_bounded():
    model, asked = counting(position_of_g)
    scan_kmers(model, 5, n=200, method="exhaustive", top=1)
    assert max(asked) <= kmer_scan.PART
    assert kmer_scan.PART * 41 <= 2**20


def test_same_seed_same_result_and_another_seed_other_backgrounds():
    model = wrap_model(position_of_g)
    first, again, other = (scan_kmers(model, 3, n=40, seed=seed).kmers for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_progress_grows_to_the_end_and_shows_early_ranks():
    told = []
    scan = scan_kmers(wrap_model(position_of_g), 5, n=300, top=5, on_progress=told.append)
    done = [one.done for one in told]
    assert done == sorted(done)
    assert all(one.done <= one.total for one in told)
    assert told[-1].done == told[-1].total == scan.evaluations
    first = next(one for one in told if one.best)
    assert first.done == 300 + FIRST_ROUND * 4**5, "told as soon as the first round is over"
    assert (first.best[0].kmer, first.seen) == (scan.kmers[0].kmer, FIRST_ROUND)
    exact = next(one for one in told if one.best not in ([], first.best))
    assert exact.done < scan.evaluations
    assert (exact.best[0], exact.seen) == (scan.kmers[0], 300)


def test_what_progress_raises_cancels():
    model, asked = counting(count_u)

    def cancel(progress):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        scan_kmers(model, 6, on_progress=cancel)
    assert sum(asked) == 1000


def test_scoring_kmers_equals_the_loop():
    backgrounds = sample_profile(np.full((41, 4), 0.25), 7, 1)
    predictions = score_kmers(position_of_g, backgrounds, ["GGA", "CGU"], 3)
    for row, kmer in zip(predictions, ("GGA", "CGU"), strict=True):
        for one, background in zip(row, decode(backgrounds), strict=True):
            assert one == position_of_g(encode([background[:3] + kmer + background[6:]]))[0]


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        ({"k": 2}, ["from 3 to 8"]),
        ({"k": 9}, ["from 3 to 8"]),
        ({"k": 7, "method": "exhaustive"}, ["to 6"]),
        ({"method": "quick"}, ["race", "exhaustive"]),
        ({"position": 0}, ["from 1 to 36"]),
        ({"position": 37}, ["from 1 to 36"]),
        ({"k": 3, "top": 65}, ["from 1 to 64"]),
        ({"top": 0}, ["from 1 to 4,096"]),
        ({"n": 1}, ["from 2 to 100,000"]),
        ({"seed": -1}, ["from 0"]),
        ({"background": "noise"}, ["profile", "shuffle"]),
        ({"background": "stem-loop:15-18,21-24"}, ["position", "stretches"]),
    ],
)
def test_bad_input_is_one_sentence(asked, facts, refuses):
    with refuses(SequenceError, *facts):
        scan_kmers(wrap_model(count_u), **asked)
