import numpy as np
import pytest

from core.errors import AppError, DataError
from core.model import residualbind
from core.model.keras_backend import import_keras
from core.model.predictor import LARGE, SMALL, Predictor, _batches
from core.model.training import Labelled, Schedule, fit, pearson, schedule
from core.sequence import PAD, one_hot

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


def test_the_compiled_network_equals_the_keras_model(model, letters):
    expected = np.asarray(model(one_hot(letters), training=False))[:, 0]
    np.testing.assert_allclose(Predictor(model)(letters), expected, atol=1e-5)


@pytest.mark.parametrize("n", [0, 1, SMALL, SMALL + 1, LARGE // 2, LARGE // 2 + 1, LARGE, LARGE + 1])
def test_the_number_of_sequences_changes_no_prediction(model, letters, n):
    predict = Predictor(model)
    np.testing.assert_allclose(predict(letters[:n]), predict(letters)[:n], atol=1e-6)


@pytest.mark.parametrize("n", range(0, 5000, 37))
def test_batches_cover_every_row_once_in_two_shapes(n):
    batches = list(_batches(n))
    assert {size for _, size in batches} <= {SMALL, LARGE}
    starts = [start for start, _ in batches]
    assert starts == [sum(size for _, size in batches[:i]) for i in range(len(batches))]
    assert n <= sum(size for _, size in batches) < n + LARGE // 2 + SMALL


def test_two_models_of_one_architecture_share_the_compiled_function(model):
    other = residualbind.build()
    first, second = Predictor(model), Predictor(other)
    assert first._compiled is second._compiled
    sequence = np.zeros((1, 41), np.int8)
    assert first(sequence) != second(sequence)


def test_pearson_is_the_textbooks_and_zero_for_a_constant():
    assert pearson(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 7.0])) == pytest.approx(0.99339927)
    assert pearson(np.array([1.0, 2.0]), np.array([5.0, 5.0])) == 0


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
        assert epochs[-1].validation_pearson > epochs[0].validation_pearson

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
        assert [epoch[:4] for epoch in first] == [epoch[:4] for epoch in second]

    def test_what_the_listener_raises_ends_the_training(self):
        class Cancelled(Exception):
            pass

        def cancel(epoch):
            raise Cancelled

        plan = Schedule("toy", epochs=50, batch_size=50, rate=0.01, one_cycle=True)
        with pytest.raises(Cancelled):
            fit(self.network(), plan, self.training, self.validation, on_progress=cancel)

    def test_a_training_that_diverges_says_so(self):
        endless = self.training._replace(binding_scores=np.full(400, 1e38, np.float32))
        plan = Schedule("toy", epochs=2, batch_size=50, rate=0.01, one_cycle=True)
        with pytest.raises(DataError, match="check the scores for outliers"):
            fit(self.network(), plan, endless, self.validation)


@pytest.mark.parametrize(
    ("n", "batch_size", "epochs"), [(108_000, 128, 8), (2_700, 16, 10), (1_034, 16, 25), (20, 16, 40)]
)
def test_a_small_set_gets_smaller_batches_and_more_epochs(n, batch_size, epochs):
    sized = schedule("quick").sized(n)
    assert (sized.batch_size, sized.epochs) == (batch_size, epochs)


@pytest.mark.parametrize("n", [20, 108_000])
def test_the_papers_schedule_is_the_same_for_any_size(n):
    assert schedule("paper").sized(n) == schedule("paper")


def test_an_unknown_schedule_is_refused_with_the_known_ones():
    with pytest.raises(AppError, match="use one of: quick, paper"):
        schedule("fast")
