"""What plots show of many values, and the line through copies, on values known by hand."""

import numpy as np
import pytest
from scipy import stats

from core.gia.copies import copies_lines
from core.gia.design import Design, parse_condition
from core.gia.distribution import BARS, DOTS, bars, box, density, dots
from core.gia.importance import GiaResult, summarise
from core.gia.protocols.named import multiple_sites
from core.gia.run import run
from core.models.scoring import wrap_model

VALUES = np.random.default_rng(3).gamma(2, 2, 5000)


def test_quartiles_and_whiskers_of_known_values():
    assert box(np.array([0.0, 1, 2, 3, 4])) == (0, 1, 2, 3, 4)
    assert box(np.array([0.0, 1, 2, 3, 100])) == (0, 1, 2, 3, 3)
    assert box(np.array([-100.0, 1, 2, 3, 4])) == (1, 1, 2, 3, 4)
    assert box(np.array([5.0, 5.0])) == (5, 5, 5, 5, 5)


def test_boxes_are_matplotlibs():
    from matplotlib.cbook import boxplot_stats

    values = np.random.default_rng(0).standard_t(2, 501)
    theirs = boxplot_stats(values)[0]
    assert box(values) == pytest.approx([theirs[key] for key in ("whislo", "q1", "med", "q3", "whishi")])


@pytest.mark.parametrize("values", [VALUES, VALUES[:50], np.array([1.0, 2.0])])
def test_a_density_is_scipys(values):
    found = density(values)
    theirs = stats.gaussian_kde(values)(found.at)
    assert (found.at[0], found.at[-1]) == (values.min(), values.max())
    assert found.height == pytest.approx(theirs / theirs.max(), abs=0.06)


def test_values_that_do_not_vary_have_a_flat_density():
    assert set(density(np.full(9, 4.0)).height) == {1.0} and set(density(np.full(9, 4.0)).at) == {4.0}


def test_dots_are_values_evenly_spaced_by_rank():
    few = np.array([3.0, 1.0, 2.0])
    assert dots(few).values.tolist() == [1, 2, 3]
    many = dots(VALUES)
    assert len(many.values) == DOTS and set(many.values) <= set(VALUES)
    assert (many.values[0], many.values[-1]) == (VALUES.min(), VALUES.max())
    assert np.quantile(many.values, [0.25, 0.5, 0.75]) == pytest.approx(
        np.quantile(VALUES, [0.25, 0.5, 0.75]), rel=0.02
    )
    assert np.abs(many.aside).max() <= 1 and (dots(VALUES).aside == many.aside).all()
    thick, thin = many.values < np.quantile(VALUES, 0.7), many.values > np.quantile(VALUES, 0.98)
    assert np.abs(many.aside[thin]).max() < np.abs(many.aside[thick]).max() / 3
    assert dots(np.array([2.0])).values.tolist() == [2]


def test_bars_hold_every_value_once():
    found = bars(VALUES)
    assert len(found.at) == BARS and found.share.sum() == pytest.approx(1)
    assert bars(np.array([2.0])).share.tolist() == [1] and bars(np.full(5, 2.0)).share.sum() == 1


# --- the line through copies ------------------------------------------------------------------------------------------
def result_of(*texts, value=lambda condition: len(condition.placements)):
    conditions = tuple(map(parse_condition, texts))
    values = [summarise(c.text, np.array([-0.5, 0.5]) + value(c)) for c in conditions]
    return GiaResult(Design("RBP", conditions, n=2), values, [])


def test_the_line_through_one_two_and_three_copies_is_known():
    texts = ["UGCAUG@4", "A@1", "UGCAUG@4,UGCAUG@11,UGCAUG@18", "UGCAUG@4,A@20", "UGCAUG@4,UGCAUG@*"]
    (found,) = copies_lines(result_of(*texts, value=lambda condition: 2 * len(condition.placements) + 1))
    assert (found.pattern, found.rows, found.copies) == ("UGCAUG", (0, 2, 4), (1, 3, 2))
    assert (found.slope, found.intercept, found.r_squared) == pytest.approx((2, 1, 1))
    assert (found.slope_low, found.slope_high) == pytest.approx((2, 2))


def test_two_numbers_of_copies_make_no_line():
    assert copies_lines(result_of("A@1", "A@2", "A@1,A@5")) == []


def test_each_pattern_has_its_own_line_in_the_order_of_the_conditions():
    texts = [",".join(f"{pattern}@{1 + 3 * i}" for i in range(n)) for pattern in ("C", "GG") for n in (1, 2, 3)]
    assert [line.pattern for line in copies_lines(result_of(*texts))] == ["C", "GG"]


def test_it_is_the_line_of_the_protocol():
    model = wrap_model(lambda letters: np.sqrt((letters == 3).sum(axis=1)))
    outcome = multiple_sites(model, "UU", (4, 11, 18), n=40)
    (found,) = copies_lines(run(model, outcome.results[0].design))
    assert {name: getattr(found, name) for name in ("slope", "slope_low", "slope_high", "intercept", "r_squared")} == {
        name: outcome.summary[name] for name in ("slope", "slope_low", "slope_high", "intercept", "r_squared")
    }
