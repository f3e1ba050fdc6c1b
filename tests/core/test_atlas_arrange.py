"""Methods beside each other, p values, orders and scales of the atlas, against naive ways to say the same."""

import numpy as np
import pytest
from atlas_world import GC3, RULES, World
from hypothesis import given
from hypothesis import strategies as st

from core import atlas
from core.atlas.performance import OURS, PUBLISHED, Method, compare, wilcoxon_p
from core.data.published import published
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


def test_a_condition_that_there_is_not_names_the_others():
    rows = [row("a", conditions=["A@1", "C@1"], importance=[1, 2], low=[0, 1], high=[2, 3], differences={})]
    with pytest.raises(AppError, match="give a number from 1 to 2, or two such as 2-1"):
        atlas.ranked(rows, "3")


def test_p_values_are_corrected_for_the_rbps_that_were_asked():
    rows = [row("a", p=0.01), row("b", p=0.04), row("c", p=0.03), {**row("d"), "asked": False}]
    found = atlas.corrected(rows, ("p",))
    assert [one.get("p_adjusted") for one in found] == pytest.approx([0.03, 0.06, 0.06, None], nan_ok=True)


@given(st.lists(st.integers(1, 99), min_size=6, max_size=8, unique=True), st.integers(0, 255))
def test_p_counts_the_signs_that_are_as_uneven(sizes, signs):
    values = np.array([size if signs >> place & 1 else -size for place, size in enumerate(sizes)], float)
    ranks = np.argsort(np.argsort(sizes)) + 1
    sums = [sum(r for i, r in enumerate(ranks) if s >> i & 1) for s in range(2 ** len(sizes))]
    smaller = min(ranks[values > 0].sum(), ranks[values < 0].sum())
    assert wilcoxon_p(np.append(values, 0)) == pytest.approx(min(1, 2 * np.mean(np.array(sums) <= smaller)))


def test_p_of_ties_and_of_nothing():
    assert wilcoxon_p(np.zeros(9)) == 1
    assert wilcoxon_p(np.ones(12)) < 0.01


def test_too_few_pairs_have_no_p():
    one, other = Method("a", "a", "", dict.fromkeys("abcde", 0.9)), Method("b", "b", "", dict.fromkeys("abcdef", 0.4))
    found = compare(one, other, "abcdefg", False)
    assert (len(found.points), found.p_value, found.difference) == (5, None, pytest.approx(0.5))
    assert compare(one, Method("c", "c", "", {}), "abc", False).points == ()


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


def test_methods_are_those_of_cards_and_papers(world):
    found = atlas.performance()
    methods = {method.key: method for method in found.methods}
    assert set(methods) == {OURS, *PUBLISHED}
    assert methods[OURS].pearson == dict.fromkeys(RULES, 0.5)
    assert methods["ThermoNet"].pearson == {name: published(name)["ThermoNet"] for name in methods["ThermoNet"].pearson}
    assert len(methods["RCK"].pearson) == 244
    assert [one["model"] for one in found.rows[:3]] != [""] * 3 and found.rows[-1]["model"] == ""
    assert found.by_kind(methods[OURS]) == {"real": {}, "simulated": methods[OURS].pearson}


def test_the_lowest_seed_stands_for_a_method_and_clip_is_compared_with_log(world, monkeypatch):
    from core.model import registry

    def card(name, pearson, **spec):
        from dataclasses import replace

        made = world.card(name, "w", **spec)
        return replace(made, test_pearson=pearson)

    cards = [card(GC3, 0.8), card(GC3, 0.9, seed=1), card(GC3, 0.7, transform="clip")]
    monkeypatch.setattr(registry, "models", lambda: {GC3: {one.label: one for one in cards}})
    found = atlas.performance(atlas.Choice(names=(GC3,)))
    assert {method.key: method.pearson for method in found.methods} == {
        "residualbind": {GC3: 0.8},
        "residualbind-clip": {GC3: 0.7},
    }
    (pair,) = [one for one in found.comparisons if one.points]
    assert (pair.first, pair.second, pair.is_simulated) == ("residualbind-clip", "residualbind", True)
    assert pair.difference == pytest.approx(-0.1)


def test_filters_take_published_experiments_too(world):
    found = atlas.performance(atlas.Choice(families=("KH",), sources=("rnacompete2013",)))
    assert {method.key for method in found.methods} == set(PUBLISHED)
    assert 0 < len(found.rows) < 244
