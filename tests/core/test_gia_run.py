"""Asking a whole design: what is computed, remembered, told and kept bounded."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure
from scipy import stats
from test_gia_backgrounds import EVERY_BACKGROUND, probes
from toy_models import count_sites, count_u

from core.errors import DataError
from core.figures.importance import importance_panel
from core.formatting import SCORE, UNITS
from core.gia import run as running
from core.gia.backgrounds import parse_background, sample
from core.gia.design import Condition, Design, parse_condition
from core.gia.embedding import embed
from core.gia.importance import summarise
from core.gia.run import run, run_all
from core.models.scoring import wrap_model
from core.statistics import holm


@pytest.fixture
def counting():
    """A model with probes, and the sizes of what it was asked."""
    asked = []

    def score(letters):
        asked.append(len(letters))
        return count_u(letters)

    return wrap_model(score, probes(60), range(60)), asked


def design(*texts, **rest):
    return Design("own model", tuple(map(parse_condition, texts)), **{"n": 20, **rest})


@pytest.mark.parametrize("text", EVERY_BACKGROUND)
def test_embedding_nothing_has_no_effect_at_all(text, counting):
    asked = Design("own model", (Condition(()), parse_condition("NNN@2"), parse_condition("N@*")), text, n=30)
    for condition in run(counting[0], asked).conditions:
        assert (condition.local == 0).all()


@pytest.mark.parametrize("text", EVERY_BACKGROUND)
def test_a_run_is_the_definition(text, counting):
    model, _ = counting
    background = parse_background(text)
    letters = sample(background, model, 20, 5)
    for condition in run(model, design("UGCAUG@18", "UU@2,CUC@*", background=text, seed=5)).conditions:
        embedded = embed(letters, parse_condition(condition.text), background.pairs, 5)
        assert condition.local.tolist() == (count_u(embedded) - count_u(letters)).tolist()
        assert condition.global_importance == pytest.approx(condition.local.mean())


def test_comparisons_are_with_the_first_and_corrected(counting):
    result = run(counting[0], design("A@1", "UU@1", "C@7", n=50))
    assert [(c.first, c.second) for c in result.comparisons] == [("A@1", "UU@1"), ("A@1", "C@7")]
    expected = [stats.ttest_rel(c.local, result.conditions[0].local).pvalue for c in result.conditions[1:]]
    assert [c.p_value for c in result.comparisons] == pytest.approx(expected)
    assert [c.p_adjusted for c in result.comparisons] == holm([c.p_value for c in result.comparisons])


def test_what_was_asked_is_not_computed_again(counting):
    model, asked = counting
    first = run(model, design("U@1", "A@1"))
    assert asked == [60]
    again = run(model, design("A@1", "C@1", "U@1"))
    assert asked == [60, 20]
    assert (again.conditions[2].local == first.conditions[0].local).all()


@pytest.mark.parametrize("change", [{"seed": 1}, {"n": 21}, {"background": "shuffle"}])
def test_another_setting_is_computed(change, counting):
    model, asked = counting
    run(model, design("U@1"))
    run(model, replace(design("U@1"), **change))
    assert asked == [40, 2 * change.get("n", 20)]


def test_models_share_nothing():
    first, second = (wrap_model(score) for score in (count_u, count_sites("GG")))
    assert run(first, design("UUUU@1")).conditions[0].global_importance > 2
    assert run(second, design("GGGG@1")).conditions[0].global_importance > 2


def test_remembered_arrays_are_read_only(counting):
    model, _ = counting
    (condition,) = run(model, design("U@1")).conditions
    with pytest.raises(ValueError, match="read-only"):
        condition.local[0] = 1


def test_memory_is_bounded_and_what_is_too_large_is_not_kept(counting, monkeypatch):
    small = running.LRUCache(3000, getsizeof=running._memory.getsizeof)
    monkeypatch.setattr(running, "_memory", small)
    model, asked = counting
    for text in ("U@1", "C@1", "U@1"):
        run(model, design(text))
    assert small.currsize <= 3000
    run(model, design("A@1", n=200))
    before = len(asked)
    run(model, design("A@1", n=200))
    assert len(asked) > before


def test_progress_counts_sequences_in_parts(counting, monkeypatch):
    monkeypatch.setattr(running, "PART", 8)
    model, asked = counting
    told = []
    run(model, design("U@1", "C@1"), on_progress=lambda *rest: told.append(rest))
    assert max(asked) == 6
    assert told[-1] == (60, 60)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {total for _, total in told} == {60}
    told.clear()
    run_all(model, [design("U@1"), design("A@1", seed=2)], on_progress=lambda *rest: told.append(rest))
    assert (told[0], told[-1]) == ((40, 80), (80, 80))


def test_parts_change_nothing(counting, monkeypatch):
    model, _ = counting
    whole = run(model, design("UGU@*", background="dinucleotide")).conditions[0].local
    monkeypatch.setattr(running, "PART", 3)
    parts = run(wrap_model(count_u, probes(60), range(60)), design("UGU@*", background="dinucleotide"))
    assert (parts.conditions[0].local == whole).all()


def test_a_network_meets_the_same_parts_of_backgrounds_again(counting, monkeypatch):
    predict, parts = running.predict_variants, []

    def noting(*asked, backgrounds=None):
        parts.append(None if backgrounds is None else backgrounds.tobytes())
        return predict(*asked, backgrounds=backgrounds)

    monkeypatch.setattr(running, "predict_variants", noting)
    monkeypatch.setattr(running, "KEPT_PART", 8)
    run(counting[0], design("UUU@4"))
    first, parts[:] = list(parts), []
    run(counting[0], design("UUU@9", "GGC@3", "A@7", "C@2"))
    assert parts == first and len(first) == 3
    parts.clear()
    monkeypatch.setattr(running, "MOST_KEPT", 10)
    run(counting[0], design("UUU@11"))
    assert parts == [None]


def test_what_progress_raises_cancels_and_a_next_run_is_whole(counting):
    model, _ = counting

    def cancel(done, total):
        if done > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(model, design("U@1", "UU@1"), on_progress=cancel)
    assert [c.global_importance > 0 for c in run(model, design("U@1", "UU@1")).conditions] == [True, True]


def test_one_given_sequence_is_scored_once_and_has_no_interval(counting):
    model, asked = counting
    result = run(model, design("UUU@1", "U@1", background="sequences:ACGACG"))
    assert asked == [3]
    assert result.design.n == 1
    assert result.conditions[0].global_importance == 3
    assert np.isnan([result.conditions[0].sd, result.conditions[0].ci_low, result.comparisons[0].p_value]).all()


def test_one_sequence_many_times_is_scored_once(counting):
    """An occluded RNA, its own letters written back, is one sequence."""
    model, asked = counting
    run(model, design("CUU@3", background="occluded:GGCUUAA:3-5", n=50))
    assert asked == [1, 50]


def test_given_sequences_set_the_number_of_backgrounds():
    asked = design("U@1", background="sequences:acgt,UUU,GG", n=999)
    assert (asked.background, asked.n) == ("sequences:ACGU,UUU,GG", 3)
    assert Design.from_dict(asked.to_dict()) == asked


def test_importance_of_an_occluded_stretch_is_what_its_letters_add():
    model = wrap_model(count_sites("GCAUG"))
    result = run(model, design("GCAUG@4", background="occluded:AAAGCAUGAAA:4-8", n=500))
    assert result.conditions[0].global_importance == pytest.approx(1, abs=0.01)


def test_backgrounds_of_probes_say_that_there_are_none(refuses):
    with refuses(DataError, "wrap_model"):
        run(wrap_model(count_u), design("U@1", background="shuffle"))


def test_comparisons_are_with_the_reference_of_the_design(counting):
    asked = replace(design("A@1", "UU@1", "C@7", n=20), reference=1)
    result = run(counting[0], asked)
    assert {one.first for one in result.comparisons} == {asked.conditions[1].text}
    assert [one and one.second for one in result.compared] == [
        None if index == 1 else one.text for index, one in enumerate(asked.conditions)
    ]
    alone = run(counting[0], replace(asked, reference=None))
    assert alone.comparisons == [] and alone.compared == [None] * len(asked.conditions)
    assert [one.global_importance for one in alone.conditions] == [one.global_importance for one in result.conditions]


def test_models_in_other_units_have_an_axis_each_in_the_exported_figure(counting):
    result = run(counting[0], design("UU@1", n=20))
    large = result._replace(conditions=[summarise("UU@1", 100 * result.conditions[0].local)])
    for units, shared in (((SCORE,), True), ((SCORE, UNITS["own"]), False)):
        cell = Figure().subfigures()
        importance_panel({"A": result, "B": large}, units).draw(cell)
        first, second = cell.axes
        assert (first.get_ylim() == second.get_ylim()) is shared
        assert second.get_ylabel().endswith("(SD)" if shared else "(own units)")
