import numpy as np
import pytest

from core.errors import AppError, DataError
from core.models.architectures import Architecture
from core.models.inference.keras_network import LARGE, SMALL, KerasNetwork, _batches
from core.models.inference.network import Predictor
from core.models.inference.residualbind import PART
from core.models.loading import network_of
from core.models.networks import residualbind
from core.models.networks.keras_backend import import_keras
from core.sequence import PAD, one_hot
from core.statistics import classification_metrics, pearson
from core.structure.fold import channels, fold_letters
from core.training.loop import Labelled, Schedule, fit, schedule

rng = np.random.default_rng(3)


@pytest.fixture(scope="module")
def model():
    """A ResidualBind whose every weight is off its initial value, normalisation included."""
    import_keras().utils.set_random_seed(0)
    model = residualbind.build()
    weights = [w + np.abs(rng.normal(0, 0.1, w.shape)).astype(np.float32) * (w.ndim == 1) for w in model.get_weights()]
    model.set_weights(weights)
    return model


@pytest.fixture(scope="module")
def letters():
    """1,500 sequences of 30 to 41 letters."""
    letters = rng.integers(0, 4, (1500, 41)).astype(np.int8)
    letters[np.arange(41) >= rng.integers(30, 42, 1500)[:, None]] = PAD
    return letters


def test_the_network_is_the_papers(model):
    assert model.count_params() == 188_289
    assert [layer.dilation_rate[0] for layer in model.layers if "conv" in layer.name] == [1, 1, 2, 4]
    assert model.output_shape == (None, 1)


def test_the_authors_program_has_four_convolutions():
    model = residualbind.build("code")
    assert model.count_params() == 216_321
    assert [layer.dilation_rate[0] for layer in model.layers if "conv" in layer.name] == [1, 1, 2, 4, 8]


def test_of_many_heads_each_alone_is_its_output(letters):
    """Three outputs whose weights are all different: what all share, and a head each."""
    model, single = (Architecture(variant="joint", outputs=outputs).fresh(0) for outputs in (3, 1))
    model.set_weights([weight + rng.uniform(0.1, 0.5, weight.shape) for weight in model.get_weights()])
    of_a_head = sum(weight.size for weight in single.get_weights()[-7:])
    assert model.count_params() == single.count_params() + 2 * of_a_head
    expected = np.asarray(model(one_hot(letters[:50]), training=False))
    assert np.ptp(expected, axis=1).min() > 0.1
    for output in range(3):
        single.set_weights(residualbind.alone(model, output))
        found = np.asarray(single(one_hot(letters[:50]), training=False))[:, 0]
        np.testing.assert_allclose(found, expected[:, output], rtol=1e-5)


def test_heads_share_nothing_but_the_convolutions():
    """What the last layer of one head weighs changes no other output."""
    model = Architecture(variant="wide", outputs=2).fresh(0)
    read, kernel = one_hot(rng.integers(0, 4, (5, 41)).astype(np.int8)), model.layers[-1].kernel
    before = np.asarray(model(read, training=False))
    kernel.assign(np.asarray(kernel) * [[1], [2]])
    after = np.asarray(model(read, training=False))
    np.testing.assert_array_equal(after[:, 0], before[:, 0])
    np.testing.assert_allclose(after[:, 1], 2 * before[:, 1], rtol=1e-5)


def test_a_training_may_multiply_in_bfloat16_and_is_asked_in_float32(monkeypatch):
    monkeypatch.setenv("GIA_PRECISION", "bfloat16")
    model = Architecture().fresh(0)
    assert model.layers[1].compute_dtype == "bfloat16"
    assert {str(weight.dtype) for weight in model.get_weights()} == {"float32"}
    assert model.layers[-1].compute_dtype == "float32"
    assert Architecture().build().layers[1].compute_dtype == "float32"


def test_a_network_may_read_structure_have_many_outputs_and_tell_classes():
    model = Architecture(inputs="phime", task="classification", outputs=3).build()
    assert (model.input_shape, model.output_shape) == ((None, 41, 9), (None, 3))
    scores = np.asarray(model(rng.normal(0, 9, (20, 41, 9)).astype(np.float32)))
    assert 0 <= scores.min() < scores.max() <= 1


@pytest.mark.parametrize("inputs", ["pu", "phime"])
def test_a_network_that_reads_structure_folds_what_it_is_asked(inputs, letters):
    architecture = Architecture(inputs=inputs, outputs=2)
    model = architecture.fresh(0)
    read = np.concatenate([one_hot(letters[:40]), channels(fold_letters(letters[:40]), inputs)], axis=-1)
    expected = np.asarray(model(read, training=False))
    predict = Predictor(network_of(model, architecture), 1)
    np.testing.assert_allclose(predict(letters[:40]), expected[:, 1], atol=1e-5)
    np.testing.assert_allclose(predict.network.outputs(letters[:40]), expected, atol=1e-5)
    np.testing.assert_allclose(predict.network.outputs(letters[:40], fold_letters(letters[:40])), expected, atol=1e-5)


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, "residualbind"),
        ({"variant": "code", "inputs": "pu"}, "residualbind-code-pu"),
        ({"task": "classification"}, "residualbind-classification"),
    ],
)
def test_a_label_says_what_is_not_as_usual(fields, label):
    assert Architecture(**fields).label == label


@pytest.fixture(scope="module", params=[network_of, KerasNetwork], ids=["by NumPy", "by Keras"])
def predict(request, model):
    return Predictor(request.param(model, Architecture()))


def test_a_network_equals_the_keras_model(model, predict, letters):
    expected = np.asarray(model(one_hot(letters), training=False))[:, 0]
    np.testing.assert_allclose(predict(letters), expected, atol=1e-5)


@pytest.mark.parametrize("n", [0, 1, SMALL, SMALL + 1, LARGE // 2, LARGE // 2 + 1, LARGE, LARGE + 1, PART + 1])
def test_the_number_of_sequences_changes_no_prediction(predict, letters, n):
    np.testing.assert_allclose(predict(letters[:n]), predict(letters)[:n], atol=1e-5)


def test_what_a_network_was_made_of_may_change_afterwards(letters):
    """A training goes on after an epoch was measured."""
    model = residualbind.build()
    for kind in (network_of, KerasNetwork):
        network = kind(model, Architecture())
        before = network.outputs(letters[:5])
        model.set_weights([array + 0.1 for array in model.get_weights()])
        np.testing.assert_array_equal(network.outputs(letters[:5]), before)


@pytest.mark.parametrize("n", range(0, 5000, 37))
def test_batches_cover_every_row_once_in_two_shapes(n):
    batches = list(_batches(n))
    assert {size for _, size in batches} <= {SMALL, LARGE}
    starts = [start for start, _ in batches]
    assert starts == [sum(size for _, size in batches[:i]) for i in range(len(batches))]
    assert n <= sum(size for _, size in batches) < n + LARGE // 2 + SMALL


def test_pearson_is_the_textbooks_and_zero_for_a_constant():
    assert pearson(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 7.0])) == pytest.approx(0.99339927)
    assert pearson(np.array([1.0, 2.0]), np.array([5.0, 5.0])) == 0


def test_pearson_leaves_out_what_was_not_measured():
    assert pearson(np.array([1.0, np.nan, 2.0, 3.0]), np.array([2.0, 99.0, 4.0, 7.0])) == pytest.approx(0.99339927)
    assert pearson(np.array([np.nan]), np.array([1.0])) == 0


def test_the_areas_under_the_curves_are_the_textbooks():
    """Of 2 x 3 pairs one is in the wrong order; precision is 1 at the first bound probe and 2/3 at the second."""
    metrics = classification_metrics(np.array([1, 0, 1, 0, 0]), np.array([0.9, 0.8, 0.7, 0.2, 0.1]))
    assert metrics == {"auroc": pytest.approx(5 / 6), "aupr": pytest.approx((1 + 2 / 3) / 2)}
    assert classification_metrics(np.array([1, 1]), np.array([0.1, 0.2])) == {}


@pytest.mark.slow
class TestFit:
    """On a toy network, since what is tested are the schedules."""

    training = Labelled(rng.integers(0, 4, (400, 41)).astype(np.int8), None)
    training = training._replace(binding_scores=(training.letters == 3).sum(axis=1).astype(np.float32) / 10)
    validation = Labelled(training.letters[:50], training.binding_scores[:50])

    def network(self):
        keras = import_keras()
        keras.utils.set_random_seed(1)
        layers = [keras.layers.Flatten(), keras.layers.Dense(1)]
        return keras.Sequential([keras.Input((41, 4)), *layers])

    def test_progress_is_told_after_every_epoch(self):
        told = []
        plan = Schedule("toy", epochs=4, batch_size=50, rate=0.01, one_cycle=True)
        epochs = fit(self.network(), plan, self.training, self.validation, on_progress=told.append)
        assert told == epochs
        assert [(epoch.number, epoch.total) for epoch in epochs] == [(1, 4), (2, 4), (3, 4), (4, 4)]

    def test_a_linear_rule_is_found_from_any_start(self):
        """The loss of a linear network has one valley, whatever the start, the order and the rounding."""
        network = self.network()
        plan = Schedule("toy", epochs=25, batch_size=50, rate=0.05, one_cycle=True)
        epochs = fit(network, plan, self.training, self.validation)
        assert epochs[-1].loss < 0.1 * epochs[0].loss
        found = network.get_weights()[0].reshape(41, 4)
        np.testing.assert_allclose(found[:, 3] - found[:, :3].mean(axis=1), 0.1, atol=0.03)

    def test_a_missing_score_teaches_nothing(self):
        """Two outputs, of which the second has no score: it keeps its weights, the first learns as if alone."""
        keras = import_keras()
        networks = []
        for outputs in (1, 2):
            keras.utils.set_random_seed(1)
            layers = [keras.layers.Flatten(), keras.layers.Dense(outputs)]
            networks.append(keras.Sequential([keras.Input((41, 4)), *layers]))
        single, double = networks
        kernel = double.get_weights()[0].copy()
        single.set_weights([kernel[:, :1], np.zeros(1, np.float32)])
        missing = np.full((400, 1), np.nan, np.float32)
        plan = Schedule("toy", epochs=2, batch_size=50, rate=0.01, one_cycle=True)
        for network, training in ((single, self.training), (double, self.with_second_output(missing))):
            fit(network, plan, training, training, seed=3)
        np.testing.assert_array_equal(double.get_weights()[0][:, 1], kernel[:, 1])
        np.testing.assert_allclose(double.get_weights()[0][:, 0], single.get_weights()[0][:, 0], atol=1e-4)

    def with_second_output(self, scores):
        return self.training._replace(
            binding_scores=np.concatenate([self.training.binding_scores[:, None], scores], axis=1)
        )

    def test_classes_are_learned_by_cross_entropy(self):
        keras = import_keras()
        keras.utils.set_random_seed(0)
        dense = keras.layers.Dense(1, activation="sigmoid")
        network = keras.Sequential([keras.Input((41, 4)), keras.layers.Flatten(), dense])
        labels = (self.training.binding_scores > np.median(self.training.binding_scores)).astype(np.float32)
        training = self.training._replace(binding_scores=labels)
        first = network.predict(training.inputs, verbose=0)[:, 0]
        expected = -np.mean(np.where(labels == 1, np.log(first), np.log(1 - first)))
        slow = Schedule("toy", epochs=1, batch_size=400, rate=1e-9, one_cycle=False)
        assert fit(network, slow, training, training)[0].loss == pytest.approx(expected, rel=1e-3)
        plan = Schedule("toy", epochs=20, batch_size=50, rate=0.05, one_cycle=True)
        assert fit(network, plan, training, training)[-1].loss < 0.5 * expected  # logistic: one valley

    def test_the_best_epoch_is_kept(self):
        network = self.network()
        plan = Schedule("wild", epochs=6, batch_size=50, rate=1.0, one_cycle=True)
        epochs = fit(network, plan, self.training, self.validation)
        predicted = network.predict(one_hot(self.validation.letters), verbose=0)[:, 0]
        best = max(epoch.validation_pearson for epoch in epochs)
        assert pearson(self.validation.binding_scores, predicted) == pytest.approx(best, abs=1e-5)

    def test_the_papers_schedule_lowers_its_rate_after_7_epochs_and_stops_after_20(self):
        constant = self.validation._replace(binding_scores=np.zeros(50, np.float32))
        network = self.network()
        epochs = fit(network, schedule("paper"), self.training, constant)
        assert len(epochs) == 21
        assert float(network.optimizer.learning_rate) == pytest.approx(1e-3 * 0.3**2)

    def test_the_same_seed_gives_the_same_network(self):
        plan = Schedule("toy", epochs=2, batch_size=50, rate=0.01, one_cycle=True)
        first, second = (fit(self.network(), plan, self.training, self.validation, seed=5) for _ in range(2))
        np.testing.assert_allclose([epoch[:4] for epoch in first], [epoch[:4] for epoch in second], rtol=1e-4)

    def test_what_the_listener_raises_ends_the_training(self):
        class Cancelled(Exception):
            pass

        def cancel(epoch):
            raise Cancelled

        plan = Schedule("toy", epochs=50, batch_size=50, rate=0.01, one_cycle=True)
        with pytest.raises(Cancelled):
            fit(self.network(), plan, self.training, self.validation, on_progress=cancel)

    def test_a_training_that_diverges_says_so(self, refuses):
        endless = self.training._replace(binding_scores=np.full(400, 1e38, np.float32))
        plan = Schedule("toy", epochs=2, batch_size=50, rate=0.01, one_cycle=True)
        with refuses(DataError):
            fit(self.network(), plan, endless, self.validation)


@pytest.mark.parametrize(
    ("n", "batch_size", "epochs"), [(108_000, 256, 8), (2_700, 16, 10), (1_034, 16, 25), (20, 16, 40)]
)
def test_a_small_set_gets_smaller_batches_and_more_epochs(n, batch_size, epochs):
    sized = schedule("quick").sized(n)
    assert (sized.batch_size, sized.epochs) == (batch_size, epochs)


@pytest.mark.parametrize("n", [20, 108_000])
def test_the_papers_schedule_is_the_same_for_any_size(n):
    assert schedule("paper").sized(n) == schedule("paper")


def test_an_unknown_schedule_is_refused_with_the_known_ones(refuses):
    with refuses(AppError):
        schedule("fast")
