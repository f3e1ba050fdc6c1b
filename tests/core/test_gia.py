import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from toy_models import count_u

from core.errors import SequenceError
from core.gia.backgrounds import sample_profile
from core.gia.design import Design, parse_condition, parse_pattern, parse_placement
from core.gia.importance import compare, compare_all, embed, local_importance, summarise
from core.sequence import PAD, decode, encode, profile_of
from core.statistics import holm

UNIFORM = np.full((41, 4), 0.25)


@pytest.fixture
def backgrounds():
    return sample_profile(UNIFORM, 200, seed=1)


@pytest.fixture
def backgrounds_without_u():
    return encode(["ACG" * 10, "A" * 41, "GC" * 15])


# --- design ---------------------------------------------------------------------------------------------------------
def test_people_count_from_one_and_arrays_from_zero():
    assert parse_placement("ugcaTG@18") == ("UGCAUG", 17)
    assert parse_placement("A@1").position == 0
    assert parse_placement("A@41").position == 40


@given(st.lists(st.tuples(st.text("ACGUN", min_size=1, max_size=5), st.integers(0, 3)), min_size=1, max_size=4))
def test_the_text_of_a_condition_reads_back_as_the_condition(parts):
    position, texts = 1, []
    for pattern, gap in parts:
        texts.append(f"{pattern}@{position + gap}")
        position += gap + len(pattern)
    condition = parse_condition(",".join(texts))
    assert parse_condition(condition.text) == condition
    assert parse_condition(",".join(reversed(texts))) == condition


def test_a_design_reads_back_from_its_json_form():
    design = Design("X", (parse_condition("UGCAUG@18"), parse_condition("A@1,NNC@3")), n=50, seed=3)
    assert Design.from_dict(design.to_dict()) == design
    assert design.to_dict()["conditions"] == ["UGCAUG@18", "A@1,NNC@3"]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("", ["write", "placements"]),
        ("UGCAUG", ["PATTERN@POSITION"]),
        ("UGCAUG@", ["PATTERN@POSITION"]),
        ("UGCAUG@x", ["PATTERN@POSITION"]),
        ("UGCAUG@1.5", ["PATTERN@POSITION"]),
        ("@4", ["pattern", "empty"]),
        ("UGXAUG@4", ["'X'", "A, C, G, U"]),
        ("UGCAUG@0", ["41", "from 1 to 36"]),
        ("UGCAUG@37", ["41", "from 1 to 36"]),
        ("UGCAUG@-3", ["from 1 to 36"]),
        ("A" * 42 + "@1", ["42 letters", "give 1 to 41"]),
        ("UGCAUG@4,UGCAUG@9", ["UGCAUG@9", "position 10"]),
        ("UGCAUG@4,", ["placement"]),
    ],
)
def test_a_bad_condition_gets_a_sentence_with_the_cure(text, facts, refuses):
    with refuses(SequenceError, *facts):
        parse_condition(text)


@pytest.mark.parametrize(
    ("change", "cure"),
    [
        ({"background": "nonsense"}, "use one of: profile"),
        ({"n": 1}, "use a number from 2 to 100,000"),
        ({"n": 100_001}, "use a number from 2 to 100,000"),
        ({"seed": -1}, "use a whole number from 0"),
    ],
)
def test_a_bad_design_gets_a_sentence_with_the_cure(change, cure):
    design = Design("X", (parse_condition("A@1"),))
    with pytest.raises(SequenceError, match=cure):
        dataclasses.replace(design, **change)


def test_patterns_may_hold_n():
    assert parse_pattern(" ugNNt ") == "UGNNU"


# --- backgrounds ----------------------------------------------------------------------------------------------------
def test_a_profile_counts_letters_and_leaves_padding_out():
    profile, coverage = profile_of(encode(["AC", "AG", "A"], length=4))
    assert profile.tolist() == [[1, 0, 0, 0], [0, 0.5, 0.5, 0], [0.25] * 4, [0.25] * 4]
    assert coverage.tolist() == [1, pytest.approx(2 / 3), 0, 0]


def test_sampled_letters_follow_the_profile_at_each_position():
    profile = np.array([[1, 0, 0, 0], [0, 0, 0, 1], [0.1, 0.2, 0.3, 0.4]])
    letters = sample_profile(profile, 20_000, seed=0)
    assert set(letters[:, 0]) == {0}
    assert set(letters[:, 1]) == {3}
    np.testing.assert_allclose(np.bincount(letters[:, 2]) / 20_000, profile[2], atol=0.015)


def test_a_seed_gives_the_same_backgrounds_and_another_seed_others():
    assert (sample_profile(UNIFORM, 5, 7) == sample_profile(UNIFORM, 5, 7)).all()
    assert (sample_profile(UNIFORM, 5, 7) != sample_profile(UNIFORM, 5, 8)).any()


# --- importance -----------------------------------------------------------------------------------------------------
def test_local_importance_is_the_number_of_u_added(backgrounds_without_u):
    local = local_importance(count_u, backgrounds_without_u, parse_condition("UGU@5,U@20"))
    assert local.tolist() == [3, 3, 3]


def test_n_leaves_the_letter_of_the_background():
    letters = encode(["ACGUACGU"], 8)
    assert decode(embed(letters, parse_condition("UNNU@2"))) == ["AUGUUCGU"]


def test_embedding_changes_nothing_else_and_no_argument(backgrounds):
    before = backgrounds.copy()
    embedded = embed(backgrounds, parse_condition("UGCAUG@18"))
    assert (backgrounds == before).all()
    assert set(decode(embedded[:, 17:23])) == {"UGCAUG"}
    outside = np.r_[0:17, 23:41]
    assert (embedded[:, outside] == before[:, outside]).all()


def test_padding_stays_empty_beside_a_pattern():
    embedded = embed(encode(["ACG"], 8), parse_condition("UU@5"))
    assert embedded[0].tolist() == [0, 1, 2, PAD, 3, 3, PAD, PAD]


def test_a_pattern_that_already_stands_there_adds_nothing(backgrounds):
    condition = parse_condition("UGCAUG@18")
    assert not local_importance(count_u, embed(backgrounds, condition), condition).any()


def test_known_null_predictions_give_the_same_answer(backgrounds):
    condition = parse_condition("UUU@3")
    asked = local_importance(count_u, backgrounds, condition)
    assert (local_importance(count_u, backgrounds, condition, count_u(backgrounds)) == asked).all()


def test_the_summary_is_the_mean_with_its_t_interval():
    local = np.array([1.0, 2.0, 4.0, 5.0])
    result = summarise("A@1", local)
    low, high = stats.t.interval(0.95, 3, loc=3, scale=stats.sem(local))
    assert (result.global_importance, result.median) == (3, 3)
    assert result.sd == pytest.approx(np.std(local, ddof=1))
    assert (result.ci_low, result.ci_high) == (pytest.approx(low), pytest.approx(high))


def test_the_interval_covers_the_truth_19_times_of_20():
    rng = np.random.default_rng(0)
    results = [summarise("", rng.normal(2, 3, 30)) for _ in range(2000)]
    assert np.mean([r.ci_low <= 2 <= r.ci_high for r in results]) == pytest.approx(0.95, abs=0.015)


def test_two_conditions_are_compared_background_by_background():
    first, second = summarise("a", np.array([1.0, 5.0, 9.0])), summarise("b", np.array([2.0, 6.5, 10.0]))
    comparison = compare(first, second)
    assert comparison.difference == pytest.approx(3.5 / 3)
    assert comparison.p_value == pytest.approx(stats.ttest_rel([2, 6.5, 10], [1, 5, 9]).pvalue)
    assert comparison.ci_low < comparison.difference < comparison.ci_high


def test_a_single_background_has_a_value_and_no_interval():
    first, second = summarise("a", np.array([1.0])), summarise("b", np.array([4.0]))
    assert (second.global_importance, second.median) == (4, 4)
    assert np.isnan([second.ci_low, second.ci_high, second.sd]).all()
    (comparison,) = compare_all([first, second])
    assert comparison.difference == 3
    assert np.isnan([comparison.ci_low, comparison.ci_high, comparison.p_value, comparison.p_adjusted]).all()


def test_holm_multiplies_each_p_by_the_number_of_those_not_smaller():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.9, 0.8]) == [1, 1]
    assert holm([]) == []
    np.testing.assert_equal(holm([0.01, np.nan]), [0.02, np.nan])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_rejects_what_the_step_down_procedure_rejects(p_values):
    rejected, m = [], len(p_values)
    for step, p in enumerate(sorted(p_values)):
        if p * (m - step) > 0.05:
            break
        rejected.append(p)
    assert sorted(p for p, q in zip(p_values, holm(p_values), strict=True) if q <= 0.05) == rejected


def test_comparisons_are_corrected_for_their_number():
    rng = np.random.default_rng(0)
    results = [summarise(name, rng.normal(size=30)) for name in "abc"]
    comparisons = compare_all(results)
    assert [c.p_value for c in comparisons] == [compare(results[0], r).p_value for r in results[1:]]
    assert [c.p_adjusted for c in comparisons] == holm([c.p_value for c in comparisons])


@pytest.mark.parametrize(("shift", "p_value"), [(0.0, 1.0), (2.0, 0.0)])
def test_a_difference_without_spread_is_certain(shift, p_value):
    local = np.arange(5.0)
    assert compare(summarise("a", local), summarise("b", local + shift)).p_value == p_value
