"""The layers that train fast are Keras' own, and random where they should be; the one cycle of a short training."""

import numpy as np
import pytest

from core.models.networks.fast_layers import _hashed, trained_fast
from core.models.networks.keras_backend import import_keras
from core.training.loop import Labelled, Schedule, _optimizer, fit, has_xla, schedule

pytestmark = pytest.mark.slow
rng = np.random.default_rng(8)


class TestConvolution:
    inputs = rng.normal(size=(6, 41, 5)).astype(np.float32)
    targets = rng.normal(size=(6, 41, 7)).astype(np.float32)

    def network(self, convolution, width, dilation):
        keras = import_keras()
        keras.utils.set_random_seed(2)
        layer = convolution(7, width, padding="same", use_bias=False, dilation_rate=dilation)
        network = keras.Sequential([keras.Input((41, 5)), layer])
        network.compile(keras.optimizers.SGD(1.0), "mse")
        return network

    @pytest.mark.parametrize(("width", "dilation"), [(11, 1), (3, 1), (3, 2), (3, 4), (3, 8), (4, 3), (1, 1)])
    def test_a_step_of_training_is_the_one_of_keras(self, width, dilation):
        """The loss tells the values of the layer, the weights after one step its gradient."""
        theirs = self.network(import_keras().layers.Conv1D, width, dilation)
        ours = self.network(trained_fast()[0], width, dilation)
        np.testing.assert_array_equal(ours.get_weights()[0], theirs.get_weights()[0])
        losses = [network.train_on_batch(self.inputs, self.targets) for network in (ours, theirs)]
        assert losses[0] == pytest.approx(losses[1], abs=1e-5)
        np.testing.assert_allclose(ours.get_weights()[0], theirs.get_weights()[0], atol=1e-5)

    def test_gradients_reach_what_is_below(self):
        keras = import_keras()
        weights = []
        for convolution in (keras.layers.Conv1D, trained_fast()[0]):
            keras.utils.set_random_seed(4)
            layers = [keras.layers.Dense(5), convolution(7, 3, padding="same", use_bias=False, dilation_rate=2)]
            network = keras.Sequential([keras.Input((41, 5)), *layers])
            network.compile(keras.optimizers.SGD(1.0), "mse")
            network.train_on_batch(self.inputs, self.targets)
            weights.append(network.get_weights()[0])
        np.testing.assert_allclose(weights[1], weights[0], atol=1e-5)


class TestDropout:
    ones = np.ones((64, 41, 96), np.float32)

    def dropped(self, layer):
        return np.asarray(layer(self.ones, training=True)) == 0

    @pytest.mark.parametrize("rate", [0.1, 0.2, 0.5])
    def test_the_rate_is_dropped_and_the_rest_makes_up_for_it(self, rate):
        values = np.asarray(trained_fast()[1](rate, seed=3)(self.ones, training=True))
        np.testing.assert_allclose(np.unique(values), [0, 1 / (1 - rate)], rtol=1e-6)
        assert (values == 0).mean() == pytest.approx(rate, abs=4 * np.sqrt(rate * (1 - rate) / values.size))

    def test_nothing_is_dropped_outside_training(self):
        np.testing.assert_array_equal(np.asarray(trained_fast()[1](0.5, seed=3)(self.ones)), self.ones)

    def test_the_seed_fixes_what_is_dropped_each_time(self):
        layers = [trained_fast()[1](0.2, seed=seed) for seed in (3, 3, 4)]
        first, same, other = ([self.dropped(layer) for _ in range(3)] for layer in layers)
        np.testing.assert_array_equal(first, same)
        for one, another in [(0, 1), (1, 2), (0, 2)]:
            assert self.correlation(first[one], first[another]) < 0.01
        assert self.correlation(first[0], other[0]) < 0.01

    @pytest.mark.parametrize("apart", [1, 2, 3, 96, 192, 41 * 96])
    def test_places_near_each_other_are_dropped_independently(self, apart):
        dropped = self.dropped(trained_fast()[1](0.2, seed=5)).ravel()
        assert self.correlation(dropped[apart:], dropped[:-apart]) < 0.01

    def correlation(self, one, another):
        """Of 250,000 independent pairs 0.01 is five standard deviations."""
        return abs(np.corrcoef(one.ravel(), another.ravel())[0, 1])


def test_no_two_numbers_have_one_hash():
    hashed = np.asarray(_hashed(import_keras().ops, np.arange(1 << 20, dtype=np.uint32)))
    assert len(np.unique(hashed)) == 1 << 20
    assert (hashed >> 31).mean() == pytest.approx(0.5, abs=0.003)


class TestOneCycle:
    plan = Schedule("toy", epochs=3, batch_size=50, rate=0.02, one_cycle=True)

    @pytest.fixture(scope="class")
    def trained(self):
        """A network with dropout below batch normalisation, and what it was trained on."""
        keras = import_keras()
        keras.utils.set_random_seed(6)
        layers = keras.layers
        below = [layers.Dropout(0.5, name="drop"), layers.Dense(3, name="below")]
        norm = layers.BatchNormalization(name="norm")
        network = keras.Sequential([keras.Input((41, 4)), layers.Flatten(), *below, norm, layers.Dense(1)])
        letters = rng.integers(0, 4, (400, 41)).astype(np.int8)
        training = Labelled(letters, (letters == 3).sum(axis=1).astype(np.float32) / 10)
        fit(network, self.plan, training, training)
        return network, training

    def test_batch_normalisation_knows_the_network_without_dropout(self, trained):
        network, training = trained
        keras = import_keras()
        below = keras.Model(network.inputs, network.get_layer("below").output).predict(training.inputs, verbose=0)
        norm = network.get_layer("norm")
        np.testing.assert_allclose(np.asarray(norm.moving_mean), below.mean(axis=0), atol=1e-4)
        np.testing.assert_allclose(np.asarray(norm.moving_variance), below.var(axis=0), rtol=1e-3)

    def test_the_layers_are_as_they_were(self, trained):
        network, _ = trained
        assert (network.get_layer("drop").rate, network.get_layer("norm").momentum) == (0.5, 0.99)

    def test_xla_compiles_it_unless_a_test_says_otherwise_and_changes_no_number(self, monkeypatch):
        keras, layers = import_keras(), import_keras().layers
        letters = rng.integers(0, 4, (100, 41)).astype(np.int8)
        training = Labelled(letters, (letters == 3).sum(axis=1).astype(np.float32) / 10)
        ended = []
        for compiles in (has_xla, lambda keras: False):
            monkeypatch.setattr("core.training.loop.has_xla", compiles)
            keras.utils.set_random_seed(6)
            normed = [layers.Dense(32, use_bias=False), layers.BatchNormalization(), layers.Dense(1)]
            network = keras.Sequential([keras.Input((41, 4)), layers.Flatten(), *normed])
            fit(network, self.plan, training, training)
            ended.append((network.jit_compile, network.get_weights()))
        assert [compiled for compiled, _ in ended] == [True, False]
        for one, another in zip(ended[0][1], ended[1][1], strict=True):
            np.testing.assert_allclose(one, another, rtol=1e-3, atol=1e-4)

    def test_the_rate_rises_and_falls_to_zero(self):
        optimizer, rates = _optimizer(import_keras(), self.plan, 1000), []
        for step in (0, 25, 50, 525, 1000):
            optimizer.iterations.assign(step)
            rates.append(float(optimizer.learning_rate))
        assert rates == pytest.approx([0, 0.01, 0.02, 0.01, 0], abs=1e-6)

    def test_muon_steps_by_matrices_whose_directions_count_alike(self):
        """Whatever the gradient, each step of a square kernel has singular values near each other; Adam's has not."""
        kernel = import_keras().Variable(np.zeros((64, 64), np.float32))
        gradient = rng.normal(size=(64, 2)) @ rng.normal(size=(2, 64)) + 0.1 * rng.normal(size=(64, 64))
        optimizer = _optimizer(import_keras(), self.plan, 20)
        optimizer.build([kernel])
        for _ in range(2):  # the first step is at a rate of 0
            optimizer.apply([gradient.astype(np.float32)], [kernel])
        directions = np.linalg.svd(np.asarray(kernel), compute_uv=False)
        assert directions[0] < 3 * directions[-20]

    def test_the_papers_schedule_is_adam_at_its_rate(self):
        optimizer = _optimizer(import_keras(), schedule("paper"), 1000)
        assert type(optimizer) is import_keras().optimizers.Adam
        assert float(optimizer.learning_rate) == pytest.approx(1e-3)
