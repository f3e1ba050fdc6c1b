import dataclasses
import shutil

import numpy as np
import pytest

import core
from core.gia.backgrounds import sample_profile
from core.models import registry


def test_ism_equals_a_loop_of_single_predictions(trained):
    sequence = "GGACUUAGCAUGCUAAGCAUUGGCAACGAUCGGAUCUACGA"
    result = core.ism(trained, sequence)
    wild_type = core.predict(trained, [sequence])[0]
    loop = [
        [core.predict(trained, [sequence[:i] + letter + sequence[i + 1 :]])[0] - wild_type for letter in "ACGU"]
        for i in range(41)
    ]
    np.testing.assert_allclose(result.delta, loop, atol=1e-4)
    assert result.prediction == pytest.approx(wild_type, abs=1e-5)
    assert set(np.argsort(-result.sensitivity)[:5]) == {7, 8, 9, 10, 11}


def test_gia_equals_the_definition(trained):
    design = core.Design(trained, (core.parse_condition("GCAUG@18"),), n=50, seed=4)
    backgrounds = sample_profile(np.array(registry.card(trained).profile), 50, 4)
    with_pattern = backgrounds.copy()
    with_pattern[:, 17:22] = [2, 1, 0, 3, 2]
    predict = registry.predictor(trained)
    expected = predict(with_pattern) - predict(backgrounds)
    (result,) = core.run_gia(design).conditions
    np.testing.assert_allclose(result.local, expected, atol=1e-5)
    assert result.global_importance == pytest.approx(expected.mean(), abs=1e-5)
    assert result.ci_low < result.global_importance < result.ci_high


def test_the_planted_motif_matters_and_its_removal_does_not(trained):
    conditions = tuple(map(core.parse_condition, ("GCAUG@18", "NNNNN@18", "GCAUG@18,GCAUG@30")))
    motif, nothing, twice = core.run_gia(core.Design(trained, conditions, n=200)).conditions
    assert motif.ci_low > 1
    assert not nothing.local.any()
    assert twice.text == "GCAUG@18,GCAUG@30"


def test_every_later_condition_is_compared_with_the_first(trained):
    conditions = tuple(map(core.parse_condition, ("AAAAA@18", "GCAUG@18", "CCCCC@18")))
    comparisons = core.run_gia(core.Design(trained, conditions, n=100)).comparisons
    assert [(c.first, c.second) for c in comparisons] == [("AAAAA@18", "GCAUG@18"), ("AAAAA@18", "CCCCC@18")]
    assert comparisons[0].p_value < 1e-6


def test_a_seed_gives_the_same_numbers_and_another_seed_others(trained):
    design = core.Design(trained, (core.parse_condition("GCAUG@18"),), n=20)
    again, other = (core.run_gia(dataclasses.replace(design, seed=seed)).conditions[0].local for seed in (0, 1))
    assert (core.run_gia(design).conditions[0].local == again).all()
    assert (again != other).any()


def test_an_unchanged_condition_is_not_computed_again(trained, monkeypatch):
    asked = []
    predict = registry.predictor(trained)
    monkeypatch.setattr(registry, "predictor", lambda _: lambda letters: asked.append(len(letters)) or predict(letters))
    first, second = (core.parse_condition(f"GCAUG@{position}") for position in (2, 9))
    core.run_gia(core.Design(trained, (first,), n=30, seed=99))
    assert asked == [60]
    core.run_gia(core.Design(trained, (first, second), n=30, seed=99))
    assert asked == [60, 30]


def test_results_cannot_be_changed_by_who_reads_them(trained):
    (result,) = core.run_gia(core.Design(trained, (core.parse_condition("A@1"),), n=20)).conditions
    with pytest.raises(ValueError, match="read-only"):
        result.local[0] = 1


def test_a_model_trained_again_is_asked_at_once(trained, monkeypatch):
    design = core.Design(trained, (core.parse_condition("GCAUG@18"),), n=20)
    before = core.run_gia(design).conditions[0].global_importance
    other = dataclasses.replace(registry.card(trained), weights_sha256="0" * 64)
    monkeypatch.setattr(registry, "card", lambda experiment: other)
    monkeypatch.setattr(registry, "predictor", lambda experiment: lambda letters: letters[:, 17].astype(np.float32))
    assert core.run_gia(design).conditions[0].global_importance != before


@pytest.mark.parametrize(
    "ask",
    [
        lambda name: core.predict(name, ["ACGU"]),
        lambda name: core.ism(name, "ACGU"),
        lambda name: core.run_gia(core.Design(name, (core.parse_condition("A@1"),))),
        lambda name: core.test_scores(name),
        lambda name: core.card(name),
    ],
)
def test_an_unknown_experiment_is_refused_with_the_known_ones(ask):
    with pytest.raises(core.DataError, match=r"'NOBODY'.*python -m core experiments"):
        ask("NOBODY")


def test_a_known_experiment_that_is_not_here_is_named_with_the_way_to_get_it(refuses):
    with refuses(core.DataError, "A1CF (RNCMPT00001)") as caught:
        core.card("RNCMPT00001")
    assert "core download --import and" in str(caught.value) and "core train RNCMPT00001" in str(caught.value)


def test_an_experiment_without_a_model_says_how_to_train_one(small_table, refuses):
    core.import_file(small_table)
    with refuses(core.ModelError, "python -m core train TOY"):
        core.predict("TOY", ["ACGU"])


def test_test_scores_are_computed_once(trained, monkeypatch):
    first = core.test_scores(trained)
    monkeypatch.setattr(registry, "predictor", lambda experiment: pytest.fail("asked again"))
    again = core.test_scores(trained)
    assert (first.predicted == again.predicted).all()
    assert len(first.sequences) == 600


def test_kept_results_do_not_hide_damaged_weights(trained_home, tmp_path, monkeypatch):
    home = tmp_path / "copy"
    shutil.copytree(trained_home, home)
    monkeypatch.setenv("GIA_HOME", str(home))
    core.test_scores("TOY")
    weights = next((home / "models").glob("*.weights.h5"))
    weights.write_bytes(weights.read_bytes()[:500])
    with pytest.raises(core.ModelError, match="is truncated"):
        core.evaluate("TOY")


@pytest.mark.parametrize("ask", [core.card, core.evaluate, core.open_model, lambda name: core.predict(name, ["ACGU"])])
@pytest.mark.parametrize("name", ["", " ", ":pwm"])
def test_an_empty_name_is_refused_with_the_known_ones(ask, name):
    with pytest.raises(core.DataError, match="python -m core experiments"):
        ask(name)
