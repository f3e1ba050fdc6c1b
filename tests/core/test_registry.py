import dataclasses
import json

import numpy as np
import pytest

from core.errors import ModelError
from core.models import registry
from core.models.architectures import Architecture
from core.models.loading import network_of
from core.models.networks import residualbind
from core.models.networks.keras_backend import import_keras
from core.models.weights import round_kernels
from core.settings import settings

LETTERS = np.random.default_rng(0).integers(0, 4, (20, 41)).astype(np.int8)


def network(seed):
    import_keras().utils.set_random_seed(seed)
    return residualbind.build()


def a_card(experiment="X 1/a", seed=0, trained="2026-01-01T00:00:00+00:00"):
    spec = {"experiment": experiment, "architecture": {"variant": "paper"}, "seed": seed}
    numbers = dict.fromkeys(("validation_pearson", "test_pearson", "seconds"), 0.5)
    counts = dict.fromkeys(("n_train", "n_validation", "n_test"), 10)
    lists = {"profile": [[0.25] * 4] * 41, "coverage": [], "top_kmers": [["UGCAUG", 1.0]], "history": []}
    return registry.Card(
        experiment, "GENE", spec, {}, **numbers, **counts, **lists, density={}, versions={}, trained=trained
    )


@pytest.fixture
def saved(home):
    return registry.save(network(0), [a_card()])[0]


def weights_path(card):
    return settings().models / card.weights


def card_path():
    return next(settings().models.glob("X_1_a*.card.json"))


def test_a_saved_model_predicts_as_before(saved):
    expected = network_of(network(0), Architecture()).outputs(LETTERS)[:, 0]
    np.testing.assert_allclose(registry.predictor("X 1/a")(LETTERS), expected, atol=1e-6)
    assert registry.card("X 1/a") == saved


def test_rounded_kernels_take_half_the_space_and_lose_nothing(home):
    whole, rounded = network(0), network(0)
    for layer in rounded.layers:
        if type(layer).__name__ == "BatchNormalization":
            layer.moving_variance.assign(np.random.default_rng(1).uniform(1e-7, 3, layer.moving_variance.shape))
    whole.set_weights(rounded.get_weights())
    round_kernels(rounded)
    for before, after in zip(whole.get_weights(), rounded.get_weights(), strict=True):
        np.testing.assert_allclose(after, before, rtol=2**-11 if before.ndim > 1 else 0, atol=2**-25)
    sizes = [registry.save(model, [a_card(seed=seed)])[0] for seed, model in enumerate((whole, rounded))]
    assert sizes[1].weights_bytes < 0.6 * sizes[0].weights_bytes
    for card, model in zip(sizes, (whole, rounded), strict=True):
        for kept, weight in zip(registry.keras_model(card).get_weights(), model.get_weights(), strict=True):
            assert kept.dtype == np.float32
            np.testing.assert_array_equal(kept, weight)


def test_of_two_models_the_one_trained_last_is_used(saved):
    later = registry.save(network(1), [a_card(seed=1, trained="2026-02-01T00:00:00+00:00")])[0]
    registry.save(network(2), [a_card(seed=2, trained="2025-12-01T00:00:00+00:00")])
    assert registry.card("X 1/a") == later


def test_a_model_of_sequence_alone_is_used_before_one_with_structure(home, monkeypatch):
    shipped, own = home / "shipped", home / "own"
    folders = dataclasses.replace(settings(), shipped=shipped, home=own)
    monkeypatch.setattr(registry, "settings", lambda: folders)
    folding, later = a_card(trained="2026-03-01T00:00:00+00:00"), a_card(seed=5, trained="2026-04-01T00:00:00+00:00")
    folding.spec["architecture"] = {"inputs": "pu"}
    registry.save(network(0), [a_card()], shipped)
    registry.save(Architecture(inputs="pu").build(), [folding], shipped)
    assert list(registry.models()["X 1/a"]) == ["residualbind", "residualbind-pu"]
    registry.save(Architecture(inputs="pu").build(), [folding])
    assert registry.card("X 1/a").label == "residualbind"
    registry.save(network(1), [later])
    assert registry.card("X 1/a").label == "residualbind-seed5"


def test_training_again_replaces_the_weights_and_leaves_no_other_file(saved):
    (again,) = registry.save(network(3), [a_card()])
    assert registry.card("X 1/a") == again
    assert {path.name for path in settings().models.iterdir()} == {again.weights, card_path().name}


def test_a_crash_while_writing_leaves_the_model_of_before(saved, monkeypatch):
    monkeypatch.setattr(registry, "card_text", lambda card: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        registry.save(network(4), [a_card()])
    assert registry.card("X 1/a") == saved
    assert len(list(settings().models.iterdir())) == 2
    registry.predictor("X 1/a")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("X", ("X", None)),
        ("X:pwm", ("X", "pwm")),
        ("my:rbp", ("my:rbp", None)),
        ("my:rbp:residualbind-pu", ("my:rbp", "residualbind-pu")),
    ],
)
def test_a_name_is_an_experiment_or_one_of_its_models(name, parts):
    assert registry.split_name(name) == parts


def test_an_experiment_without_a_model_says_how_to_train_one(home, refuses):
    with refuses(ModelError, "python -m core train RBP9"):
        registry.card("RBP9")


def test_truncated_weights_are_named_with_their_size(saved):
    content = weights_path(saved).read_bytes()
    weights_path(saved).write_bytes(content[:1000])
    with pytest.raises(ModelError, match=f"X 1/a:residualbind is truncated: 1,000 of {len(content):,} bytes"):
        registry.predictor("X 1/a")


def test_missing_weights_are_named(saved, refuses):
    weights_path(saved).unlink()
    with refuses(ModelError, "X 1/a:residualbind"):
        registry.predictor("X 1/a")


def test_weights_of_another_model_are_refused(saved, refuses):
    (other,) = registry.save(network(9), [a_card("Y")])
    content = weights_path(other).read_bytes()
    weights_path(saved).write_bytes(content + b"0" * max(0, saved.weights_bytes - len(content)))
    with refuses(ModelError, "X 1/a:residualbind"):
        registry.predictor("X 1/a")


def test_a_card_whose_spec_was_changed_is_refused(saved, refuses):
    document = json.loads(card_path().read_text())
    document["spec"]["seed"] = 7
    card_path().write_text(json.dumps(document))
    with refuses(ModelError):
        registry.card("X 1/a")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"experiment": "X 1/a"}'])
def test_a_damaged_card_is_named_when_asked_for_and_no_list_fails(saved, text, refuses):
    card_path().write_text(text)
    assert "X 1/a" not in registry.cards()
    with refuses(ModelError, "X_1_a", ".card.json"):
        registry.card("X 1/a")


def test_weights_that_do_not_fit_the_network_are_refused(home, refuses):
    small = import_keras().Sequential([import_keras().Input((3,)), import_keras().layers.Dense(2)])
    registry.save(small, [a_card()])
    with refuses(ModelError):
        registry.predictor("X 1/a")


def test_the_key_does_not_depend_on_the_order_of_the_spec():
    assert registry.spec_key({"a": 1, "b": [2]}) == registry.spec_key({"b": [2], "a": 1})


def test_few_predictors_stay_in_memory(saved, monkeypatch):
    monkeypatch.setattr(registry, "MOST_LOADED", 1)
    registry.save(network(5), [a_card("Z")])
    first = registry.predictor("X 1/a").network
    assert registry.predictor("X 1/a").network is first
    registry.predictor("Z")
    assert registry.predictor("X 1/a").network is not first


def test_a_card_is_frozen(saved):
    with pytest.raises(dataclasses.FrozenInstanceError):
        saved.key = ""


def test_a_folder_that_cannot_be_written_is_said_before_any_training(tmp_path, monkeypatch, refuses):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GIA_HOME", str(tmp_path / "file" / "home"))
    with refuses(ModelError, "GIA_HOME"):
        registry.prepare()
