"""The interval over seeds, on models whose every answer is known."""

import numpy as np
import pytest
import toy_network
from scipy.stats import t

import core
from core.errors import ModelError
from core.gia.seeds import over_seeds
from core.models import registry


class Louder:
    """The toy network, so many times as loud."""

    def __init__(self, factor):
        self.factor, self.quiet = factor, toy_network.ToyNetwork()

    def __call__(self, letters):
        return self.factor * self.quiet(letters)


@pytest.fixture
def seeds(monkeypatch):
    """An experiment with three seeds of 1, 2 and 3 times the toy's answer, and a model of another transform."""
    experiment = toy_network.install(monkeypatch)
    cards = [toy_network.toy_card(experiment, seed=seed) for seed in (2, 0, 1)]
    cards.append(toy_network.toy_card(experiment, transform="clip", seed=3))
    by_label = {card.label: card for card in cards}
    toy_network.use_models(monkeypatch, lambda: {experiment: by_label})
    monkeypatch.setattr(registry, "predictor", lambda name: Louder(1 + registry.card(name).spec["seed"]))
    return experiment


def design(experiment, n=50):
    texts = (f"{toy_network.KMER}@18", "AAA@3")
    return core.Design(experiment, tuple(core.parse_condition(text) for text in texts), n=n)


def test_only_models_that_differ_in_their_seed_alone_are_asked(seeds):
    label = registry.card(seeds).label
    assert label == "residualbind-seed2"
    names = [f"{seeds}:residualbind", f"{seeds}:residualbind-seed1", f"{seeds}:residualbind-seed2"]
    assert core.seeds_of(seeds) == core.seeds_of(names[0]) == names
    assert core.seeds_of(f"{seeds}:residualbind-clip-seed3") == [f"{seeds}:residualbind-clip-seed3"]


def test_mean_and_both_intervals_by_hand(seeds):
    one = core.run_gia(design(f"{seeds}:residualbind"))
    for found, alone in zip(core.run_gia_seeds(design(seeds)), one.conditions, strict=True):
        each = alone.global_importance * np.array([1, 2, 3])
        half = t.ppf(0.975, 2) * each.std(ddof=1) / np.sqrt(3)
        assert (found.text, found.n_models) == (alone.text, 3)
        assert found.global_importance == pytest.approx(each.mean())
        assert (found.ci_low, found.ci_high) == pytest.approx((each.mean() - half, each.mean() + half))
        width = 2 * (alone.ci_high - alone.ci_low)  # the mean of 1, 2 and 3 times as wide
        assert found.background_high - found.background_low == pytest.approx(width)


def test_models_that_agree_leave_no_interval_over_them(seeds):
    result = core.run_gia(design(seeds))
    found = over_seeds([result, result])[0]
    assert found.ci_low == found.ci_high == found.global_importance
    assert (found.background_low, found.background_high) == pytest.approx(result.conditions[0][3:5])


def test_one_background_has_no_interval_over_backgrounds(seeds):
    found = core.run_gia_seeds(core.Design(seeds, design(seeds).conditions, f"sequences:{'A' * 41}", 1))[0]
    assert np.isnan(found.background_low) and np.isfinite(found.ci_low)


def test_a_single_seed_is_no_ensemble(seeds, refuses):
    with refuses(ModelError, "as 4"):
        core.run_gia_seeds(design(f"{seeds}:residualbind-clip-seed3"))


def test_a_single_seed_names_the_other_models_that_have_several(seeds, refuses):
    single = f"{seeds}:residualbind-clip-seed3"
    assert core.others_with_seeds(single) == [f"{seeds}:residualbind"]
    assert core.others_with_seeds(f"{seeds}:residualbind-seed1") == []
    with refuses(ModelError, seeds, "has 3", "0 to 2"):
        core.run_gia_seeds(design(single))


def test_the_shipped_rbfox1_points_to_its_five_seeds():
    assert core.others_with_seeds("RNCMPT00168") == ["RNCMPT00168:residualbind-joint-tuned"]
    with pytest.raises(ModelError, match=r"RNCMPT00168:residualbind-joint-tuned has 5 \(0 to 4\)"):
        core.run_gia_seeds(design("RNCMPT00168"))


def test_an_own_network_has_no_seed_to_change(seeds, monkeypatch, refuses):
    spec = {"architecture": {"name": "own", "variant": "net", "task": "own"}, "own": {"reading": {}}}
    card = toy_network.toy_card(seeds, **spec)
    toy_network.use_models(monkeypatch, lambda: {seeds: {card.label: card}})
    with refuses(ModelError):
        core.run_gia_seeds(design(seeds))


def test_the_command_line_says_the_same(seeds, ask):
    asked = design(seeds)
    texts = [part for condition in asked.conditions for part in ("--condition", condition.text)]
    found = ask("gia", seeds, *texts, "--n", "50", "--over-seeds")["conditions"]
    expected = [one.global_importance for one in core.run_gia_seeds(asked)]
    assert [row["global_importance"] for row in found] == pytest.approx(expected, abs=1e-5)
    assert found[0]["n_models"] == 3
