"""What a network is trained, chosen and tested on; multi-task and classification trained end to end."""

import numpy as np
import pytest
from shared_world import MOTIFS, write_table
from toy_models import A_GLANCE

import core
from core.data import store
from core.data.records import Probes
from core.errors import AppError, DataError
from core.models import registry
from core.sequence import decode, encode
from core.statistics import classification_metrics, pearson
from core.structure.fold import channels, fold_letters
from core.training.splits import FEWEST_REPLICATES, prepare_splits, replicate_pearson

rng = np.random.default_rng(1)
SEQUENCES = np.array(decode(rng.integers(0, 4, (60, 35))))
IN_B = np.arange(60) >= 40


def probes(rows, scores, in_b=IN_B):
    return Probes(SEQUENCES[rows], in_b[rows], np.asarray(scores, np.float32)[rows])


def test_one_experiment_is_split_and_scaled_by_its_training_part():
    scores = rng.gamma(2, 2, 60)
    splits = prepare_splits([probes(np.arange(60), scores)], "log", "sequence", "regression", 0)
    assert [len(part.letters) for part in splits[:3]] == [36, 4, 20]
    assert splits.training.binding_scores.mean() == pytest.approx(0, abs=1e-6)
    assert splits.training.structure is None
    assert splits.test_contexts is None
    assert decode(splits.test.letters) == SEQUENCES[IN_B].tolist()


def test_experiments_share_a_row_where_they_share_a_probe():
    """The first measured probes 0 to 49, the second 30 to 59: 60 rows, each with the scores that are there."""
    scores = np.linspace(1, 2, 60)
    pair = [probes(np.arange(50), scores), probes(np.arange(30, 60), 100 - scores)]
    splits = prepare_splits(pair, "clip", "sequence", "regression", 0)
    letters = np.concatenate([part.letters for part in splits[:3]])
    found = np.concatenate([part.binding_scores for part in splits[:3]])
    order = [decode(letters).index(sequence) for sequence in SEQUENCES]
    assert len(letters) == 60
    expected = [splits.transforms[0].apply(scores), splits.transforms[1].apply(100 - scores)]
    expected[0][50:] = expected[1][:30] = np.nan
    np.testing.assert_allclose(found[order], np.transpose(expected), atol=1e-3)


def test_a_probe_spotted_twice_keeps_both_scores():
    twice = np.array([0, 0, *range(1, 60)])
    scores = np.arange(60.0)
    splits = prepare_splits([probes(twice, scores), probes(np.arange(60), scores)], "clip", "sequence", "regression", 0)
    rows = [decode(part.letters).count(SEQUENCES[0]) for part in splits[:3]]
    assert sum(rows) == 2


class TestReplicates:
    """120 probes spotted twice, 30 once and 30 three times, in any order."""

    letters = rng.integers(0, 4, (180, 41)).astype(np.int8)
    probe = rng.permutation(np.repeat(np.arange(180), [2] * 120 + [1] * 30 + [3] * 30))
    measured = rng.normal(size=180)[probe] + rng.normal(size=len(probe))

    def test_both_spots_of_a_probe_are_a_pair_in_both_orders(self):
        pairs = [self.measured[self.probe == one] for one in range(120)]
        expected = pearson(np.ravel(pairs), np.ravel([pair[::-1] for pair in pairs]))
        assert replicate_pearson(self.letters[self.probe], self.measured) == pytest.approx(expected, abs=1e-12)

    def test_a_probe_with_one_score_is_none(self):
        missing = np.where(self.probe == 7, np.nan, self.measured)
        without = self.probe != 7
        expected = replicate_pearson(self.letters[self.probe][without], self.measured[without])
        assert replicate_pearson(self.letters[self.probe], missing) == expected

    def test_too_few_say_nothing(self):
        few = self.probe < FEWEST_REPLICATES - 1
        assert replicate_pearson(self.letters[self.probe][few], self.measured[few]) is None


def test_what_tests_one_experiment_trains_no_other():
    other = ~IN_B
    pair = [probes(np.arange(50), np.arange(60.0)), probes(np.arange(30, 60), np.arange(60.0), other)]
    splits = prepare_splits(pair, "clip", "sequence", "regression", 0)
    tested = set(decode(splits.test.letters))
    assert tested == set(SEQUENCES[30:50])
    assert not tested & set(decode(splits.training.letters)) | tested & set(decode(splits.validation.letters))


@pytest.mark.parametrize("inputs", ["pu", "phime"])
def test_structure_stands_beside_the_letters(inputs):
    splits = prepare_splits([probes(np.arange(60), np.arange(60.0))], "log", inputs, "regression", 0)
    contexts = fold_letters(encode(SEQUENCES.tolist()))
    np.testing.assert_array_equal(splits.test.structure, channels(contexts[IN_B], inputs))
    np.testing.assert_array_equal(splits.test_contexts, contexts[IN_B])
    assert splits.training.inputs.shape == (36, 41, 4 + splits.test.structure.shape[2])


def test_scores_of_two_values_are_labels_already():
    scores = np.where(np.arange(60) % 3 == 0, 7.0, -2.0)
    splits = prepare_splits([probes(np.arange(60), scores)], "log", "sequence", "classification", 0)
    np.testing.assert_array_equal(splits.test.binding_scores[:, 0], scores[IN_B] == 7)


def test_of_other_scores_the_highest_twentieth_is_bound():
    scores = rng.permutation(60).astype(float)
    splits = prepare_splits([probes(np.arange(60), scores)], "log", "sequence", "classification", 0)
    assert splits.training.binding_scores.sum() == 2
    bound = splits.transforms[0].apply(scores)
    assert scores[bound == 1].min() > scores[bound == 0].max()


def test_one_class_is_refused(refuses):
    with refuses(DataError):
        prepare_splits([probes(np.arange(60), np.ones(60))], "log", "sequence", "classification", 0)


TOGETHER = "kmer-ridge-multitask"


@pytest.fixture(scope="module")
def fitted_home(tmp_path_factory):
    """One model of both scores, one of the labels, one of the first score alone; made in seconds."""
    folder = tmp_path_factory.mktemp("shared")
    write_table(folder / "table.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIA_HOME", str(folder))
        patch.setattr("core.discovery.motifs.LOOK", A_GLANCE)
        patch.setattr("core.training.fitters.PENALTIES", (1.0,))
        core.import_file(folder / "table.csv")
        core.train_together(list(MOTIFS), core.Recipe("kmer-ridge"))  # by least squares, which have one answer
        core.train("LABELS", core.Recipe("deepbind", epochs=1, task="classification"))
        core.train("FIRST", core.Recipe("pwm", epochs=1))
    return folder


@pytest.fixture
def fitted(fitted_home, monkeypatch):
    monkeypatch.setenv("GIA_HOME", str(fitted_home))


def test_one_network_learns_both_experiments(fitted):
    """Each output ranks the probes of its own experiment, and not those of the other, whose motif is another."""
    for name, other in (tuple(MOTIFS), tuple(MOTIFS)[::-1]):
        card = core.card(f"{name}:{TOGETHER}")
        predicted, measured = core.test_scores(card.name).predicted, core.test_scores(f"{other}:{TOGETHER}")
        assert card.test_pearson > 0.5
        of_other = dict(zip(measured.sequences.tolist(), measured.measured.tolist(), strict=True))
        own = core.test_scores(card.name).sequences.tolist()
        pairs = [(of_other[one], value) for one, value in zip(own, predicted.tolist(), strict=True) if one in of_other]
        assert abs(pearson(*np.transpose(pairs))) < 0.3
        evaluation = core.evaluate(f"{name}:{TOGETHER}")
        assert evaluation.test_pearson == pytest.approx(card.test_pearson, abs=1e-4)
        assert evaluation.n == card.n_test
    assert core.card(f"SECOND:{TOGETHER}").n_test < 0.7 * core.card(f"FIRST:{TOGETHER}").n_test


def test_the_cards_of_one_network_share_its_weights(fitted):
    first, second = (core.card(f"{name}:{TOGETHER}") for name in MOTIFS)
    assert first.weights == second.weights
    assert (first.output, second.output) == (0, 1)
    letters = encode(["GCAUGCAUGCAUUGCAUCG"])
    model, other = (registry.predictor(f"{name}:{TOGETHER}") for name in MOTIFS)
    np.testing.assert_array_equal(model.network.outputs(letters), other.network.outputs(letters))
    assert model(letters) != other(letters)


def test_each_experiment_of_a_shared_network_is_asked_for_itself(fitted):
    for name in MOTIFS:
        conditions = tuple(core.parse_condition(f"{motif}@18") for motif in MOTIFS.values())
        results = core.run_gia(core.Design(f"{name}:{TOGETHER}", conditions, n=200)).conditions
        found = {motif: result.global_importance for motif, result in zip(MOTIFS, results, strict=True)}
        own = found.pop(name)
        assert own > 2 * abs(found.popitem()[1])


def test_the_experiment_alone_means_its_own_model(fitted):
    assert core.find_experiment("FIRST").models == ("pwm", TOGETHER)
    assert core.card("FIRST").label == "pwm"
    assert core.card("SECOND").label == TOGETHER


def test_an_unknown_model_is_refused_with_the_known_ones(fitted, refuses):
    with refuses(core.ModelError, "'dlprb'", TOGETHER):
        core.card("FIRST:dlprb")


def test_a_classifier_tells_probabilities_and_how_well_it_ranks(fitted):
    card = core.card("LABELS")
    assert card.label == "deepbind-classification"
    probes = store.load("LABELS")
    scores = core.predict("LABELS", probes.sequences[probes.in_b].tolist())
    assert 0 <= scores.min() < scores.max() <= 1
    metrics = classification_metrics(probes.scores[probes.in_b], scores)
    assert set(metrics) == {"auroc", "aupr"}
    assert card.metrics == pytest.approx(metrics, abs=1e-3)
    assert core.evaluate("LABELS").metrics == pytest.approx(card.metrics, abs=1e-3)
    assert core.evaluate("LABELS").test_pearson_refitted is None


@pytest.mark.parametrize("names", [[], ["FIRST", "FIRST"]])
def test_each_experiment_is_named_once(fitted, names):
    with pytest.raises(AppError, match="name each once"):
        core.train_together(names)
