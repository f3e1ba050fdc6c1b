"""What is read off local importance: equal to SciPy where SciPy has it, and right as often as it says."""

import numpy as np
import pytest
from scipy import stats

from core.gia.importance import summarise, trend
from core.statistics import difference, line, ratio, unpaired_difference

RNG = np.random.default_rng(0)
FIRST, SECOND = RNG.normal(1, 2, 40), RNG.normal(2, 1, 60)


def test_a_paired_difference_is_the_t_test():
    found = difference(FIRST)
    test = stats.ttest_1samp(FIRST, 0)
    assert found.p_value == pytest.approx(test.pvalue)
    assert (found.ci_low, found.ci_high) == pytest.approx(tuple(test.confidence_interval()))


def test_an_unpaired_difference_is_welch_s():
    found = unpaired_difference(FIRST, SECOND)
    test = stats.ttest_ind(SECOND, FIRST, equal_var=False)
    assert found.difference == pytest.approx(SECOND.mean() - FIRST.mean())
    assert found.p_value == pytest.approx(test.pvalue)
    assert (found.ci_low, found.ci_high) == pytest.approx(tuple(test.confidence_interval()))


@pytest.mark.parametrize(("shift", "p_value"), [(0, 1), (2, 0)])
def test_groups_without_spread_are_certain(shift, p_value):
    assert unpaired_difference(np.ones(4), np.ones(3) + shift) == (shift, shift, shift, p_value)


def test_a_single_background_has_no_interval():
    for found in (difference(FIRST[:1]), unpaired_difference(FIRST[:1], SECOND), ratio(FIRST[:1], SECOND[:1])):
        assert np.isfinite(found[0]) and np.isnan(found[1:]).all()


def test_a_line_is_scipy_s_and_nothing_where_nothing_varies():
    x, y = np.arange(5.0), np.array([1.0, 2, 2, 5, 4])
    fit = stats.linregress(x, y)
    assert line(x, y) == pytest.approx(
        {
            "slope": fit.slope,
            "intercept": fit.intercept,
            "r": fit.rvalue,
            "r_squared": fit.rvalue**2,
            "p_value": fit.pvalue,
        }
    )
    assert all(np.isnan(value) for value in [*line(x, np.ones(5)).values(), *line(np.ones(5), y).values()])


def test_a_trend_is_the_slope_on_each_background():
    local = RNG.normal(size=(4, 30))
    slopes = np.polyfit([1, 2, 5, 9], local, 1)[0]
    found = trend([1, 2, 5, 9], [summarise("", row) for row in local])
    assert found == pytest.approx(difference(slopes))


def test_the_interval_of_a_ratio_covers_the_truth_19_times_of_20():
    rng = np.random.default_rng(1)
    covered = []
    for _ in range(2000):
        site = rng.normal(2, 1.5, 50)
        both = 1.5 * site + rng.normal(1, 1, 50)  # means 4 and 2
        size, low, high = ratio(both, site)
        assert low <= size <= high
        covered.append(low <= 2 <= high)
    assert np.mean(covered) == pytest.approx(0.95, abs=0.015)


def test_the_ratio_to_nothing_has_no_interval():
    _, low, high = ratio(FIRST, RNG.normal(0, 1, 40))
    assert np.isnan([low, high]).all()
    assert np.isnan(ratio(FIRST, np.zeros(40))).all()
