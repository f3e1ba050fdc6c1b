"""Orders, scales and corrected p values of the atlas, against naive ways to say the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import atlas
from core.errors import AppError


def row(model, **values):
    return {"model": model, "gene": model, "source": "imported", "asked": True, "problem": "", **values}


def curves(values):
    places = list(range(1, len(values[0]) + 1))
    return [row(f"m{i}", positions=places, importance=list(line)) for i, line in enumerate(values)]


lines = st.lists(st.lists(st.floats(-5, 5), min_size=6, max_size=6), min_size=1, max_size=7)


@given(lines, st.sampled_from(sorted(atlas.ORDERS)))
def test_every_row_has_its_maximum_at_0_or_its_mean(values, order):
    rows = curves(values)
    best = atlas.heatmap(rows, order, "max")
    assert sorted(one["model"] for one in best.rows) == sorted(one["model"] for one in rows)
    np.testing.assert_array_equal(best.values.max(axis=1), 0)
    spread = atlas.heatmap(rows, order, "sd").values
    np.testing.assert_allclose(spread.mean(axis=1), 0, atol=1e-6)
    assert all(sd == pytest.approx(1) or sd == 0 for sd in spread.std(axis=1))


def test_like_rows_stand_together_and_the_first_to_peak_stands_first():
    up, down = np.arange(8.0), np.arange(8.0)[::-1]
    rows = curves([up, down, 3 * up + 1, 2 * down, up + 0.01 * np.sin(up)])
    order = [int(one["model"][1]) for one in atlas.heatmap(rows, "cluster").rows]
    together = [index in (1, 3) for index in order]
    assert together in ([True, True, False, False, False], [False, False, False, True, True])
    assert [one["model"] for one in atlas.heatmap(rows, "position").rows][:2] == ["m1", "m3"]


def test_patterns_of_other_lengths_leave_cells_empty():
    rows = [*curves([[1.0, 2.0, 3.0]]), row("short", positions=[1, 2], importance=[5.0, 4.0])]
    found = atlas.heatmap(rows, "gene", "max")
    np.testing.assert_array_equal(found.values, [[-2, -1, 0], [0, -1, np.nan]])
    assert atlas.heatmap([], "cluster").values.shape == (0, 0)


@pytest.mark.parametrize(("order", "scale"), [("colour", "max"), ("gene", "big")])
def test_an_order_or_scale_that_there_is_not_names_the_others(order, scale):
    with pytest.raises(AppError, match="use one of: "):
        atlas.heatmap([], order, scale)


def test_gaps_are_shown_as_they_are_the_costliest_close_pair_first(refuses):
    rows = [row("b", gaps=[0, 1, 2], share=[1.0, 1.1, 1.2]), row("A", gaps=[0, 1, 2], share=[0.4, 0.9, 1.0])]
    by_gene, by_close = atlas.gap_map(rows), atlas.gap_map(rows[::-1], "close")
    for found in (by_gene, by_close):
        assert [one["model"] for one in found.rows] == ["A", "b"] and found.positions == [0, 1, 2]
        np.testing.assert_array_equal(found.values, [[0.4, 0.9, 1.0], [1.0, 1.1, 1.2]])
    rows[1]["share"] = [1.3, 1.0, 1.0]
    assert [one["model"] for one in atlas.gap_map(rows, "close").rows] == ["b", "A"]
    assert {one["model"] for one in atlas.gap_map(rows, "cluster").rows} == {"A", "b"}
    assert atlas.gap_map([]).rows == []
    with refuses(AppError):
        atlas.gap_map(rows, "position")


def test_a_condition_that_there_is_not_names_the_others(refuses):
    rows = [row("a", conditions=["A@1", "C@1"], importance=[1, 2], low=[0, 1], high=[2, 3], differences={})]
    with refuses(AppError, "from 1 to 2", "as 2-1"):
        atlas.ranked(rows, "3")


def test_p_values_are_corrected_for_the_rbps_that_were_asked():
    rows = [row("a", p=0.01), row("b", p=0.04), row("c", p=0.03), {**row("d"), "asked": False}]
    found = atlas.corrected(rows, ("p",))
    assert [one.get("p_adjusted") for one in found] == pytest.approx([0.03, 0.06, 0.06, None], nan_ok=True)
