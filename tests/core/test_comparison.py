"""Two trainings side by side, on numbers that are known by hand."""

import numpy as np
import pytest
import toy_network
from hypothesis import example, given, settings
from hypothesis import strategies as st

import core
from core.library import comparison, test_set
from core.library.comparison import Difference, differences, paired_differences
from core.library.test_set import TestScores

rng = np.random.default_rng(5)
MEASURED = rng.normal(size=300).astype(np.float32)
GOOD, BAD = (MEASURED + noise * rng.normal(size=300).astype(np.float32) for noise in (0.5, 2.0))


def naive(first, second, resamples, seed):
    draws, found = np.random.default_rng(seed), []
    for _ in range(resamples):
        rows = draws.integers(0, len(first[0]), len(first[0]))
        drawn = [[part[rows] for part in pair] for pair in (first, second)]
        r = [np.corrcoef(*pair)[0, 1] if all(map(np.ptp, pair)) else 0 for pair in drawn]
        found.append(r[1] - r[0])
    return np.array(found)


@settings(max_examples=10)
@example(n=3, seed=3, shift=0.0, scale=1.0)  # draws of one probe alone
@given(n=st.integers(3, 60), seed=st.integers(0, 99), shift=st.floats(-1e3, 1e3), scale=st.floats(0.1, 1e3))
def test_sums_give_what_copies_of_the_probes_give(n, seed, shift, scale):
    first, second = (MEASURED[:n], GOOD[:n]), (MEASURED[:n] * scale + shift, BAD[:n])
    np.testing.assert_allclose(paired_differences(first, second, 20, seed), naive(first, second, 20, seed), atol=1e-3)


def test_the_same_predictions_differ_by_nothing():
    assert not paired_differences((MEASURED, GOOD), (MEASURED, GOOD), 100, 0).any()


def test_the_spread_is_that_of_the_theory():
    """Of independent normal errors on one set: Olkin and Finn's variance of a difference of dependent correlations."""
    found = paired_differences((MEASURED, GOOD), (MEASURED, BAD), 2000, 1)
    a, b, c = (np.corrcoef(*pair)[0, 1] for pair in ((MEASURED, GOOD), (MEASURED, BAD), (GOOD, BAD)))
    shared = 0.5 * (2 * c - a * b) * (1 - a * a - b * b - c * c) + c**3
    expected = np.sqrt(((1 - a * a) ** 2 + (1 - b * b) ** 2 - 2 * shared) / len(MEASURED))
    assert found.std() == pytest.approx(expected, rel=0.25)


@pytest.fixture
def two_models(monkeypatch, home):
    """Two models of one experiment: the second predicts much worse. The name of the experiment."""
    experiment = toy_network.install(monkeypatch)
    predicted = {"": GOOD, "seed1": BAD}

    def scores(name):
        return TestScores(MEASURED, MEASURED, found := predicted["seed1" * name.endswith("seed1")], pearson(found))

    monkeypatch.setattr(test_set, "test_scores", scores)
    return experiment


def pearson(predicted):
    return float(np.corrcoef(MEASURED, predicted)[0, 1])


def test_the_better_model_is_found_and_both_directions_agree(two_models):
    first, second = two_models, f"{two_models}:residualbind-seed1"
    told = []
    found = core.compare_models(first, second, 200, on_progress=lambda *news: told.append(news))
    assert found.pearson == (pytest.approx(pearson(GOOD)), pytest.approx(pearson(BAD)))
    assert found.ci_low < found.difference < found.ci_high < 0
    assert (found.n, found.resamples, found.seed) == (300, 200, 0)
    assert told[-1] == (200, 200)
    assert np.sum(found.counts) == 300 and len(found.edges[0]) == len(found.counts) + 1
    assert found.between == pytest.approx(np.corrcoef(GOOD, BAD)[0, 1])
    back = core.compare_models(second, first, 200)
    assert (back.ci_low, back.ci_high) == (pytest.approx(-found.ci_high), pytest.approx(-found.ci_low))
    assert core.compare_models(first, second, 200) == found


def test_what_cannot_be_compared_is_refused(two_models, refuses):
    with refuses(core.AppError):
        core.compare_models(two_models, f"{two_models}:residualbind")
    with pytest.raises(core.AppError, match="from 100 to 100,000"):
        core.compare_models(two_models, f"{two_models}:residualbind-seed1", 10)


def test_models_of_two_experiments_share_no_probes(home, refuses):
    with refuses(core.AppError, "SIM_LOOP"):
        comparison.check_pair("SIM_LOOP", "SIM_GC3")


def test_differences_name_what_was_chosen_otherwise():
    cards = [
        toy_network.toy_card("SIM_LOOP", architecture={"name": "residualbind"}, seed=seed, data="aaa")
        for seed in (0, 1)
    ]
    assert differences(*cards) == [Difference("seed", "0", "1")]
    assert differences(cards[0], cards[0]) == []
    other = toy_network.toy_card("SIM_LOOP", architecture={"name": "pwm"}, seed=0, data="bbb", schedule="quick")
    found = {one.what: (one.first, one.second) for one in differences(cards[0], other)}
    assert found == {"network": ("residualbind", "pwm"), "schedule": ("–", "quick"), "probes": ("aaa", "bbb")}
