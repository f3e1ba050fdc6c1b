from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DataError, ModelError
from core.models.architectures import Architecture
from core.models.networks.baselines import build_deepbind, build_dlprb, build_pwm
from core.models.networks.keras_backend import import_keras
from core.models.networks.kmer_ridge import build_kmer_ridge, count_kmers
from core.sequence import ALPHABET, PAD, decode, encode, kmers, one_hot
from core.statistics import pearson
from core.training.fitters import PENALTIES, fit_pwm, fit_ridge, start_pwm
from core.training.loop import Labelled, Schedule, fit

pytestmark = pytest.mark.slow

rng = np.random.default_rng(11)
MOTIF = "GCAUG"
CASES = {
    "pwm": (build_pwm, Architecture()),
    "pwm, 3 experiments": (build_pwm, Architecture(outputs=3)),
    "pwm, classes": (build_pwm, Architecture(task="classification")),
    "ridge": (lambda architecture: build_kmer_ridge(architecture, 3), Architecture(outputs=2)),
    "ridge, pu": (lambda architecture: build_kmer_ridge(architecture, 3), Architecture(inputs="pu")),
    "ridge, phime": (lambda architecture: build_kmer_ridge(architecture, 3), Architecture(inputs="phime", outputs=2)),
    "deepbind": (build_deepbind, Architecture()),
    "deepbind, classes": (build_deepbind, Architecture(inputs="pu", task="classification", outputs=2)),
    "dlprb": (build_dlprb, Architecture(inputs="phime", outputs=2)),
    "dlprb, classes": (build_dlprb, Architecture(task="classification")),
}


def random_letters(n, shortest=30):
    letters = rng.integers(0, 4, (n, 41)).astype(np.int8)
    letters[np.arange(41) >= rng.integers(shortest, 42, n)[:, None]] = PAD
    return letters


def random_structure(letters, contexts):
    """Probabilities that add up to 1, zero at padding; None for no contexts."""
    if not contexts:
        return None
    weights = rng.standard_gamma(1, (*letters.shape, contexts)).astype(np.float32)
    return weights / weights.sum(axis=-1, keepdims=True) * (letters != PAD)[..., None]


def random_inputs(n, architecture, shortest=30):
    letters = random_letters(n, shortest)
    return Labelled(letters, None, random_structure(letters, architecture.channels - 4)).inputs


def randomised(model):
    """The model with weights of which none is 0."""
    model.set_weights([rng.normal(0, 0.3, w.shape).astype(np.float32) for w in model.get_weights()])
    return model


@pytest.fixture(scope="module", params=CASES)
def case(request):
    build, architecture = CASES[request.param]
    return SimpleNamespace(build=build, architecture=architecture, model=randomised(build(architecture)))


def predict(model, inputs):
    return np.asarray(model(inputs, training=False))


class TestEveryNetwork:
    def test_answers_with_one_number_for_each_experiment(self, case):
        predicted = predict(case.model, random_inputs(20, case.architecture))
        assert predicted.shape == (20, case.architecture.outputs)
        assert np.ptp(predicted, axis=0).min() > 0
        is_probability = (predicted >= 0).all() and (predicted <= 1).all()
        assert is_probability == (case.architecture.task == "classification")

    def test_is_the_same_after_saving_and_loading(self, case, tmp_path):
        inputs = random_inputs(20, case.architecture)
        copy = type(case.model).from_config(case.model.get_config())
        copy.set_weights(case.model.get_weights())
        copy.save_weights(tmp_path / "peer.weights.h5")
        loaded = case.build(case.architecture)
        loaded.load_weights(tmp_path / "peer.weights.h5")
        np.testing.assert_array_equal(predict(copy, inputs), predict(case.model, inputs))
        np.testing.assert_array_equal(predict(loaded, inputs), predict(case.model, inputs))

    def test_is_the_same_when_compiled(self, case):
        import tensorflow as tf

        model, inputs = case.model, random_inputs(32, case.architecture, shortest=1)
        weights = [[v.value for v in part] for part in (model.trainable_variables, model.non_trainable_variables)]
        compiled = tf.function(lambda *given: model.stateless_call(*given, training=False)[0], jit_compile=True)
        np.testing.assert_allclose(compiled(*weights, inputs), predict(model, inputs), rtol=1e-5, atol=1e-5)

    @pytest.mark.parametrize("length", [12, 30, 40])
    def test_padding_changes_nothing(self, case, length):
        inputs = random_inputs(20, case.architecture, shortest=41)[:, :length]
        padded = np.pad(inputs, ((0, 0), (0, 41 - length), (0, 0)))
        np.testing.assert_allclose(predict(case.model, padded), predict(case.model, inputs), rtol=1e-5, atol=1e-5)

    def test_a_row_of_padding_alone_has_an_answer(self, case):
        assert np.isfinite(predict(case.model, np.zeros((1, 41, case.architecture.channels), np.float32))).all()


class TestPwm:
    def test_is_the_sum_over_windows_of_the_product_over_places(self):
        model, letters = randomised(build_pwm(Architecture(outputs=2))), random_letters(30, shortest=3)
        log_pwm, scale, offset = model.get_weights()
        expected = np.empty((30, 2))
        for row, text in enumerate(decode(letters)):
            for output in range(2):
                total = 0.0
                for start in range(len(text) - 8 + 1):
                    window = [ALPHABET.index(letter) for letter in text[start : start + 8]]
                    total += np.prod([np.exp(log_pwm[place, code, output]) for place, code in enumerate(window)])
                expected[row, output] = offset[output] + scale[0, output, 0] * total
        np.testing.assert_allclose(predict(model, one_hot(letters)), expected, rtol=1e-4)

    def test_starts_from_the_kmer_that_explains_the_scores(self):
        letters = random_letters(2000)
        sites = count_kmers(letters, None, 6).toarray()
        names = decode(kmers(6))
        scores = np.stack([3 * sites[:, names.index("GGCAUG")] - 1, 2 * sites[:, names.index("UUUAUU")]], axis=1)
        scores = scores.astype(np.float32)
        scores[::7, 1] = np.nan
        model = build_pwm(Architecture(outputs=2))
        start_pwm(model, letters, scores)
        log_pwm, scale, _ = model.get_weights()
        for output, seed in enumerate(["GGCAUG", "UUUAUU"]):
            expected = np.where(one_hot(encode([seed], 6)[0]) == 1, 0, np.log(0.1))
            np.testing.assert_allclose(log_pwm[1:7, :, output], expected, rtol=1e-6)
            assert not log_pwm[[0, 7], :, output].any()
        known = ~np.isnan(scores[:, 1])
        residual = scores[known, 1] - predict(model, one_hot(letters[known]))[:, 1]
        assert abs(residual.mean()) < 1e-4  # as least squares leave it
        assert (scale > 0).all()

    def test_does_not_read_structure(self, refuses):
        with refuses(ModelError):
            build_pwm(Architecture(inputs="pu"))


class TestKmerRidge:
    @pytest.mark.parametrize("inputs", ["sequence", "pu", "phime"])
    def test_adds_up_the_coefficients_of_the_kmers(self, inputs):
        architecture = Architecture(inputs=inputs, outputs=2)
        model, letters = randomised(build_kmer_ridge(architecture, 3)), random_letters(25, shortest=1)
        structure = random_structure(letters, architecture.channels - 4)
        coefficients, bias = model.get_weights()
        expected = np.tile(bias.astype(np.float64), (25, 1))
        for row, text in enumerate(decode(letters)):
            for start in range(len(text) - 3 + 1):
                kmer = int("".join(str(ALPHABET.index(letter)) for letter in text[start : start + 3]), base=4)
                context = np.ones(1) if structure is None else structure[row, start : start + 3].mean(axis=0)
                expected[row] += context @ coefficients[kmer]
        predicted = predict(model, Labelled(letters, None, structure).inputs)
        np.testing.assert_allclose(predicted, expected, atol=1e-5)

    @given(st.integers(1, 6), st.lists(st.text("ACGU", min_size=1, max_size=41), min_size=1, max_size=5))
    @settings(max_examples=25)
    def test_counts_every_kmer_where_it_stands(self, k, sequences):
        counts = count_kmers(encode(sequences), None, k).toarray()
        names = decode(kmers(k))
        for row, sequence in enumerate(sequences):
            found = [sequence[start : start + k] for start in range(len(sequence) - k + 1)]
            assert counts[row].sum() == len(found)
            assert all(counts[row, names.index(kmer)] == found.count(kmer) for kmer in found)

    def test_the_contexts_of_a_kmer_add_up_to_its_count(self):
        letters = random_letters(20)
        in_contexts = count_kmers(letters, random_structure(letters, 5), 4).toarray().reshape(20, 256, 5)
        np.testing.assert_allclose(in_contexts.sum(axis=2), count_kmers(letters, None, 4).toarray(), atol=1e-5)

    @pytest.mark.parametrize("contexts", [0, 2])
    def test_the_fit_is_the_textbooks_ridge_with_the_best_penalty(self, contexts):
        from sklearn.linear_model import Ridge

        sets = [labelled(n, contexts, outputs=2) for n in (300, 100)]
        sets[0].binding_scores[:90, 1] = np.nan
        model = build_kmer_ridge(Architecture(inputs="pu" if contexts else "sequence", outputs=2), 3)
        fit_ridge(model, None, *sets)
        seen, unseen = (count_kmers(part.letters, part.structure, 3).toarray() for part in sets)
        for output in range(2):
            known = ~np.isnan(sets[0].binding_scores[:, output])
            unit = seen[known].var(axis=0).mean() * known.sum()
            fits = [Ridge(p * unit).fit(seen[known], sets[0].binding_scores[known, output]) for p in PENALTIES]
            best = max(fits, key=lambda fit: pearson(sets[1].binding_scores[:, output], fit.predict(unseen)))
            coefficients, bias = model.get_weights()
            np.testing.assert_allclose(coefficients[..., output].ravel(), best.coef_, atol=1e-5)
            assert bias[output] == pytest.approx(best.intercept_, abs=1e-5)

    def test_noise_gets_a_larger_penalty_than_signal(self):
        training, validation = labelled(400), labelled(300)
        noise = [part._replace(binding_scores=rng.normal(size=len(part.letters))) for part in (training, validation)]
        spreads = []
        for sets in ((training, validation), noise):
            model = build_kmer_ridge(Architecture(), 3)
            fit_ridge(model, None, *sets)
            spreads.append(np.std(model.get_weights()[0]))
        assert spreads[1] < spreads[0] / 2

    def test_progress_is_told_after_every_solution_and_the_best_is_kept(self):
        training, validation = labelled(300, outputs=2), labelled(100, outputs=2)
        training.binding_scores[0, 1] = np.nan
        told, model = [], build_kmer_ridge(Architecture(outputs=2), 3)
        history = fit_ridge(model, None, training, validation, on_progress=told.append)
        assert told == history
        total = 2 * len(PENALTIES)  # the experiments miss other probes, so each has its own equations
        assert [(epoch.number, epoch.total) for epoch in history] == [(n, total) for n in range(1, total + 1)]
        predicted = predict(model, validation.inputs)
        reached = [pearson(validation.binding_scores[:, output], predicted[:, output]) for output in range(2)]
        assert history[-1].validation_pearson == pytest.approx(np.mean(reached), abs=1e-5)

    def test_what_the_listener_raises_ends_the_fit_and_leaves_the_network(self):
        class Cancelled(Exception):
            pass

        def cancel(epoch):
            raise Cancelled

        model = build_kmer_ridge(Architecture(), 3)
        with pytest.raises(Cancelled):
            fit_ridge(model, None, labelled(50), labelled(20), on_progress=cancel)
        assert not any(weights.any() for weights in model.get_weights())

    def test_does_not_classify(self, refuses):
        with refuses(ModelError):
            build_kmer_ridge(Architecture(task="classification"))

    def test_an_experiment_without_scores_is_refused(self):
        training = labelled(50, outputs=2)
        training.binding_scores[:, 1] = np.nan
        with pytest.raises(DataError, match="leave it out"):
            fit_ridge(build_kmer_ridge(Architecture(outputs=2), 3), None, training, labelled(20, outputs=2))


def labelled(n, contexts=0, outputs=1):
    """Random probes whose scores are the counts of U, with noise; each output has another slope."""
    letters = random_letters(n)
    u = (letters == ALPHABET.index("U")).sum(axis=1)
    scores = (u[:, None] * (1 + np.arange(outputs)) + rng.normal(0, 2, (n, outputs))).astype(np.float32)
    return Labelled(letters, scores[:, 0] if outputs == 1 else scores, random_structure(letters, contexts))


def start_at_once(model, plan, training, validation):
    start_pwm(model, training.letters, training.binding_scores)


@pytest.mark.slow
class TestPlantedMotif:
    """3,000 probes of which half hold GCAUG; the networks learn that it is what counts, and where it ends."""

    plan = Schedule("short", epochs=3, batch_size=64, rate=1e-2, one_cycle=True)

    @pytest.fixture(scope="class")
    def sets(self):
        letters = random_letters(3000)
        for row in range(0, 3000, 2):
            start = rng.integers(0, 25)
            letters[row, start : start + len(MOTIF)] = encode([MOTIF], len(MOTIF))[0]
        has_motif = np.array([MOTIF in text for text in decode(letters)])
        scores = (2 * has_motif - 1 + rng.normal(0, 0.3, 3000)).astype(np.float32)
        structure = random_structure(letters, 5)
        return [Labelled(letters[rows], scores[rows], structure[rows]) for rows in (slice(0, 2600), slice(2600, None))]

    @pytest.mark.parametrize(
        ("build", "inputs", "train"),
        [
            (build_pwm, "sequence", start_at_once),
            (lambda architecture: build_kmer_ridge(architecture, 4), "sequence", fit_ridge),
            (lambda architecture: build_kmer_ridge(architecture, 3), "phime", fit_ridge),
        ],
        ids=["pwm", "kmer-ridge", "kmer-ridge-phime"],
    )
    def test_is_recovered(self, sets, build, inputs, train):
        """By the start of a PWM and by least squares, which have one answer."""
        architecture = Architecture(inputs=inputs)
        if not architecture.reads_structure:
            sets = [part._replace(structure=None) for part in sets]
        import_keras().utils.set_random_seed(1)
        model = build(architecture)
        train(model, self.plan, *sets)
        assert pearson(sets[1].binding_scores, predict(model, sets[1].inputs)[:, 0]) > 0.3
        without = random_letters(200)
        without[:, 15:20] = encode(["AAUCC"], 5)
        patterns = [MOTIF, "GCAUU", "ACAUG", "GGAUG", "GUACG"]
        scores = [self.mean_with(model, architecture, without, pattern) for pattern in patterns]
        assert np.argmax(scores) == 0
        assert scores[0] - self.mean_with(model, architecture, without, "AAUCC") > 0.3

    @pytest.mark.parametrize(
        ("build", "inputs", "train"),
        [(build_pwm, "sequence", fit_pwm), (build_deepbind, "sequence", fit), (build_dlprb, "phime", fit)],
        ids=["pwm", "deepbind", "dlprb"],
    )
    def test_training_moves_every_weight_and_keeps_the_best_epoch(self, sets, build, inputs, train):
        architecture = Architecture(inputs=inputs)
        if not architecture.reads_structure:
            sets = [part._replace(structure=None) for part in sets]
        model = build(architecture)
        before = [array.copy() for array in model.get_weights()]
        history = train(model, replace(self.plan, epochs=2), *sets)
        assert all((found != begun).any() for found, begun in zip(model.get_weights(), before, strict=True))
        found = pearson(sets[1].binding_scores, predict(model, sets[1].inputs)[:, 0])
        assert found == pytest.approx(max(epoch.validation_pearson for epoch in history), abs=1e-4)

    def mean_with(self, model, architecture, letters, pattern):
        letters = letters.copy()
        letters[:, 15:20] = encode([pattern], 5)
        uniform = np.ones((*letters.shape, architecture.channels - 4), np.float32) * (letters != PAD)[..., None]
        structure = uniform / uniform.shape[-1] if architecture.reads_structure else None
        return predict(model, Labelled(letters, None, structure).inputs).mean()
