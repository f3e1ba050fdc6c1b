"""Networks that learn many experiments together: taken apart afterwards, and taught by a larger one."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from shared_world import MOTIFS, write_table
from toy_models import A_GLANCE

import core
from core import exports
from core.__main__ import main
from core.data import store
from core.errors import ModelError
from core.models import registry
from core.models.networks import residualbind
from core.sequence import decode, encode
from core.training import fitters
from core.training.distillation import SHARE, taught
from core.training.fine_tuning import SCHEDULE
from core.training.loop import Epoch, Labelled
from core.training.splits import Splits, of_output, prepare_splits, without_twins

pytestmark = pytest.mark.slow
JOINT = core.Recipe(variant="joint", epochs=1, seed=3)
"""One epoch of few probes: what is tested is true of any weights."""
LETTERS = encode(["GCAUGCAUGCAUUGCAUCG", "CUUACGGGAGCAUGCAUUA", "ACGACG"])


@pytest.fixture(scope="module")
def together_home(tmp_path_factory):
    """A joint network of both scores, whose outputs were taken out, and one that it taught."""
    folder = tmp_path_factory.mktemp("together")
    write_table(folder / "table.csv", n_a=600, n_b=200)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIA_HOME", str(folder))
        patch.setattr("core.discovery.motifs.LOOK", A_GLANCE)
        core.import_file(folder / "table.csv")
        core.train_together(list(MOTIFS), JOINT)
        core.take_out("FIRST:residualbind-joint-multitask-seed3")
        core.train("LABELS", core.Recipe("pwm", epochs=1))
    return folder


@pytest.fixture
def together(together_home, monkeypatch):
    monkeypatch.setenv("GIA_HOME", str(together_home))
    monkeypatch.setattr("core.discovery.motifs.LOOK", A_GLANCE)


class TestTakingOut:
    def test_each_output_is_a_model_of_its_own_that_answers_the_same(self, together):
        for output, name in enumerate(MOTIFS):
            alone, joint = core.card(name), core.card(f"{name}:residualbind-joint-multitask-seed3")
            assert alone.label == "residualbind-joint-seed3"
            assert not alone.is_multitask and alone.architecture.outputs == 1
            assert alone.test_pearson == joint.test_pearson
            assert alone.spec["data"] == joint.spec["data"][output] == store.load(name).digest
            models = [registry.predictor(one) for one in (name, joint.name)]
            np.testing.assert_allclose(models[0](LETTERS), models[1](LETTERS), atol=1e-5)
            assert core.evaluate(name).test_pearson == pytest.approx(alone.test_pearson, abs=1e-4)

    def test_each_output_learns_the_scores_of_its_own_experiment(self, together, tmp_path, monkeypatch):
        """What stands in its column, by the rule of the table: the motif raises the score whatever was trained."""
        taught = []

        def learn(model, plan, training, *_):
            taught.append(training)
            raise InterruptedError

        monkeypatch.setattr(fitters, "fit", learn)
        with pytest.raises(InterruptedError):
            core.train_together(list(MOTIFS), JOINT, folder=tmp_path)
        for column, motif in zip(taught[0].binding_scores.T, MOTIFS.values(), strict=True):
            has_motif = np.array([motif in text for text in decode(taught[0].letters)])
            assert column[has_motif & ~np.isnan(column)].min() > column[~has_motif & ~np.isnan(column)].max()

    def test_weights_are_those_of_one_head(self, together):
        joint = core.card("FIRST:residualbind-joint-multitask-seed3")
        alone = core.card("FIRST")
        assert alone.weights_bytes < joint.weights_bytes

    def test_a_sibling_of_another_seed_is_of_its_family(self, together):
        alone = core.card("FIRST")
        other = {**alone.spec, "seed": 4, "taken_from": "another training"}
        assert type(alone)(**{**vars(alone), "spec": other}).family == alone.family

    def test_its_own_scores_are_shown_in_no_other_transform(self, together):
        with pytest.raises(core.DataError, match="trained on several experiments"):
            core.test_scores("FIRST", "clip")

    def test_a_network_without_heads_is_refused(self, together, refuses):
        with refuses(ModelError, "--variant"):
            core.take_out("LABELS")

    def test_cut_between_two_it_keeps_the_first(self, together, tmp_path):
        def stop(done, total):
            assert (done, total) == (1, 2)
            raise InterruptedError

        with pytest.raises(InterruptedError):
            core.take_out("FIRST:residualbind-joint-multitask-seed3", tmp_path, stop)
        assert len(list(tmp_path.glob("*.card.json"))) == len(list(tmp_path.glob("*.weights.h5"))) == 1


class TestTeaching:
    def teacher(self):
        return [core.card(f"{name}:residualbind-joint-multitask-seed3") for name in MOTIFS]

    def splits(self):
        return prepare_splits([store.load(name) for name in MOTIFS], "log", "sequence", "regression", 3)

    def test_training_scores_are_between_measured_and_predicted(self, together):
        before = self.splits()
        after = taught(before, self.teacher())
        network = registry.predictor(self.teacher()[0].name).network
        predicted, measured = network.outputs(before.training.letters), before.training.binding_scores
        missing = np.isnan(measured)
        assert missing[:, 1].any()
        blended = np.where(missing, predicted, (1 - SHARE) * measured + SHARE * predicted)
        np.testing.assert_allclose(after.training.binding_scores, blended, atol=1e-5)

    def test_what_validates_and_tests_stays_as_measured(self, together):
        before = self.splits()
        after = taught(before, self.teacher())
        for part in ("validation", "test"):
            parts = getattr(before, part), getattr(after, part)
            np.testing.assert_array_equal(*(one.binding_scores for one in parts))

    def test_who_taught_stands_in_the_card(self, together):
        """A network of the paper's kind, taught by the joint one: as many epochs as its teacher had."""
        recipe = core.Recipe(epochs=1, seed=3, teacher="joint")
        core.train_together(list(MOTIFS), recipe)
        card = core.card("FIRST:residualbind-multitask-taught-seed3")
        assert card.spec["teacher"] == "joint"
        assert core.trained_already(list(MOTIFS), recipe)
        assert not core.trained_already(list(MOTIFS), core.Recipe(epochs=1, seed=3))

    @pytest.mark.parametrize("changed", [{"seed": 4}, {"transform": "clip"}, {"teacher": "wide"}])
    def test_a_teacher_of_another_recipe_is_named_with_the_command_that_trains_it(self, together, changed):
        recipe = core.Recipe(**{"epochs": 1, "seed": 3, "teacher": "joint", **changed})
        cure = f"first with: python -m core train FIRST SECOND --variant {recipe.teacher} --transform "
        with pytest.raises(ModelError, match=cure):
            core.train_together(list(MOTIFS), recipe)

    def test_an_unknown_teacher_is_refused_with_the_known_ones(self, refuses):
        with refuses(ModelError, "ResidualBind", "'broad'"):
            core.Recipe(teacher="broad")


class TestBothTransforms:
    def test_each_experiment_has_an_output_for_each(self, together):
        probes = [store.load(name) for name in MOTIFS]
        both = prepare_splits(probes, "both", "sequence", "regression", 3)
        each = [prepare_splits(probes, kind, "sequence", "regression", 3) for kind in ("log", "clip")]
        assert [transform.kind for transform in both.transforms] == ["log", "log", "clip", "clip"]
        for part in ("training", "validation", "test"):
            scores = [getattr(one, part).binding_scores for one in (both, *each)]
            np.testing.assert_array_equal(scores[0], np.concatenate(scores[1:], axis=1))

    def test_each_output_is_a_model_and_can_be_taken_out(self, together):
        core.train_together(list(MOTIFS), core.Recipe(variant="joint", epochs=1, transform="both"))
        names = [f"{name}:residualbind-joint-multitask{kind}" for kind in ("", "-clip") for name in MOTIFS]
        cards = [core.card(name) for name in names]
        assert [card.output for card in cards] == [0, 1, 2, 3]
        assert len({card.weights for card in cards}) == 1
        assert [card.kind for card in cards] == ["log", "log", "clip", "clip"]
        kept = core.take_out(names[3])
        assert [card.name for card in kept] == [name.replace("-multitask", "") for name in names]
        for joint, alone in zip(cards, kept, strict=True):
            assert core.evaluate(alone.name).test_pearson == pytest.approx(joint.test_pearson, abs=1e-4)


class TestFineTuning:
    NAME = "SECOND:residualbind-joint-multitask-seed3"

    @pytest.fixture
    def ended(self, monkeypatch):
        """A training that ends as a test says: `ends` gets the weights and gives others and the epochs.

        How a real one ends rests on the machine that it runs on.
        """
        seen = SimpleNamespace(ends=lambda weights: (weights, [Epoch(1, 1, 1.0, 0.0, 1.0)]))

        def fit(model, plan, training, validation, *_):
            seen.model, seen.begun = model, model.get_weights()
            seen.plan, seen.training, seen.validation = plan, training, validation
            weights, epochs = seen.ends(seen.begun)
            model.set_weights(weights)
            return epochs

        monkeypatch.setattr("core.training.fine_tuning.fit", fit)
        return seen

    def test_it_begins_with_the_weights_of_the_output_and_its_own_probes(self, together, tmp_path, ended):
        before = core.card(self.NAME)
        after = core.fine_tune(self.NAME, folder=tmp_path)
        for begun, kept in zip(
            ended.begun, residualbind.alone(registry.keras_model(before), before.output), strict=True
        ):
            np.testing.assert_array_equal(begun, kept)
        everyones = prepare_splits([store.load(name) for name in MOTIFS], "log", "sequence", "regression", 3)
        own = without_twins(of_output(everyones, before.output))
        for part in ("training", "validation"):
            np.testing.assert_array_equal(getattr(ended, part).letters, getattr(own, part).letters)
            np.testing.assert_array_equal(getattr(ended, part).binding_scores, getattr(own, part).binding_scores)
        assert (ended.plan.epochs, ended.plan.rate) == (SCHEDULE.epochs, SCHEDULE.rate)
        assert after.name == "SECOND:residualbind-joint-tuned-seed3"
        assert (after.n_train, after.n_validation, after.n_test) == (before.n_train, before.n_validation, before.n_test)
        assert after.transform == before.transform
        assert core.card(self.NAME) == before

    @pytest.mark.parametrize("reached", [1.0, -1.0])
    def test_the_better_of_its_epochs_and_of_what_was_there_is_kept(self, together, tmp_path, ended, reached):
        ended.ends = lambda weights: ([0.5 * one for one in weights], [Epoch(1, 1, 1.0, reached, 1.0)])
        before, after = core.card(self.NAME), core.fine_tune(self.NAME, folder=tmp_path)
        factor = 0.5 if reached == 1 else 1
        for kept, begun in zip(ended.model.get_weights(), ended.begun, strict=True):
            np.testing.assert_allclose(kept, factor * begun, rtol=2**-10, atol=2**-24)  # kernels are kept as float16
        if reached < 0:
            assert after.test_pearson == pytest.approx(before.test_pearson, abs=1e-3)
            assert after.validation_pearson == pytest.approx(before.validation_pearson, abs=1e-3)

    def test_it_is_a_model_like_any_other(self, together):
        after, epochs = core.fine_tune(self.NAME), core.card("SECOND:residualbind-joint-tuned-seed3").history
        assert after == core.card(after.name) and len(epochs) == SCHEDULE.epochs
        assert core.evaluate(after.name).test_pearson == pytest.approx(after.test_pearson, abs=1e-4)

    def test_asked_again_it_is_not_trained_again(self, together):
        core.fine_tune(self.NAME)
        epochs = []
        assert core.fine_tune(self.NAME, on_epoch=epochs.append).name == "SECOND:residualbind-joint-tuned-seed3"
        assert epochs == []

    def test_splits_of_one_output_are_rows_of_those_of_all(self, together):
        splits = prepare_splits([store.load(name) for name in MOTIFS], "both", "sequence", "regression", 3)
        for output in range(4):
            one = of_output(splits, output)
            assert one.transforms == [splits.transforms[output]]
            for part in ("training", "validation", "test"):
                alone, shared = getattr(one, part), getattr(splits, part)
                known = ~np.isnan(shared.binding_scores[:, output])
                np.testing.assert_array_equal(alone.letters, shared.letters[known])
                np.testing.assert_array_equal(alone.binding_scores[:, 0], shared.binding_scores[known, output])

    def test_a_probe_with_a_second_spot_in_the_training_set_validates_nothing(self):
        letters = encode(["ACGU", "GGGG", "ACGU", "CCCC", "ACGUA"])
        scores = np.arange(5.0)[:, None]
        training, validation = (Labelled(letters[rows], scores[rows]) for rows in ([0, 1], [2, 3, 4]))
        kept = without_twins(Splits(training, validation, training, [], None))
        assert kept.validation.binding_scores[:, 0].tolist() == [3, 4]
        assert kept.validation.structure is None
        np.testing.assert_array_equal(kept.validation.letters, letters[3:])
        assert kept.training is training

    def test_probes_that_changed_are_refused(self, together, monkeypatch, tmp_path, refuses):
        probes = store.load("FIRST")
        monkeypatch.setattr("core.training.fine_tuning.store.load", lambda name: probes)
        with refuses(core.DataError, "SECOND"):
            core.fine_tune(self.NAME, folder=tmp_path)

    def test_a_number_of_epochs_out_of_range_is_refused(self, together, refuses):
        with refuses(core.AppError, "is 0", "from 1 to 100"):
            core.fine_tune(self.NAME, epochs=0)

    def test_a_network_without_heads_is_refused(self, together, refuses):
        with refuses(ModelError):
            core.fine_tune("LABELS")

    def test_by_command_outputs_are_named(self, together, capsys):
        core.fine_tune(self.NAME)
        assert main(["fine-tune", self.NAME, "--json"]) == 0
        (row,) = json.loads(capsys.readouterr().out)
        assert row["model"] == "SECOND:residualbind-joint-tuned-seed3"
        assert row["test_pearson_before"] == core.card(self.NAME).test_pearson
        assert row["test_pearson"] == core.card(row["model"]).test_pearson

    def test_without_learning_together_it_is_refused(self, capsys):
        assert main(["train-all", "--experiments", "A", "--fine-tune"]) == 2
        assert "add --schedule together" in capsys.readouterr().err


def test_what_files_say_of_training_again_is_true():
    """Of shipped models: one of both transforms names each experiment once, one that was taken out its command."""
    both = exports.export(exports.CardView("RNCMPT00168:residualbind-wide-multitask"), "script", "").content.decode()
    again = both[both.index("core.train_together(") :]
    assert again.count('"RNCMPT00168"') == again.count('"RNCMPT00025"') == 1
    assert 'variant="wide"' in again and 'transform="both"' in again
    alone = exports.export(exports.CardView("RNCMPT00168:residualbind-joint-clip"), "script", "").content.decode()
    assert "train-all --schedule together" in alone and "train_together(" not in alone


def test_a_folder_is_refused_where_it_would_be_ignored(capsys, tmp_path, wording):
    assert main(["train-all", "--experiments", "A", "--schedule", "together", "--folder", str(tmp_path)]) == 2
    wording.within(capsys.readouterr().err, "GIA_HOME")


class TestAllTogether:
    def test_each_experiment_gets_its_own_network_and_an_ensemble_of_its_seeds(self, together, wording):
        """One experiment cannot be trained on, and stops no other."""
        told, epochs = [], []
        recipes = [core.Recipe(epochs=1, seed=seed) for seed in (5, 6)]
        asked = core.train_all_together([*MOTIFS, "FLAT"], recipes, lambda *news: told.append(news), epochs.append)
        assert (asked[0].experiment, asked[0].status) == ("FLAT", "failed")
        wording(asked[0].problem, "nothing", "learn")
        trained = [(one.experiment, one.seed, one.status, one.model) for one in asked[1:5]]
        assert trained == [
            (name, seed, "trained", f"{name}:residualbind-joint-seed{seed}") for seed in (5, 6) for name in MOTIFS
        ]
        assert [(one.status, one.model) for one in asked[5:]] == [
            ("ensemble", f"{name}:residualbind-joint-ensemble") for name in MOTIFS
        ]
        assert len(epochs) == 2
        assert [(done, total) for done, total, _ in told] == [(2, 5), (3, 5), (4, 5), (5, 5), (6, 7), (7, 7)]
        again = core.train_all_together(list(MOTIFS), recipes, on_epoch=epochs.append)
        assert [one.status for one in again] == ["kept"] * 4 + ["ensemble"] * 2
        assert len(epochs) == 2

    def test_each_ones_own_is_fine_tuned_where_that_is_asked(self, together, monkeypatch):
        """One fails and stops no other. The networks are those of the test before."""
        tuned = []

        def tune(name, on_epoch):
            if name.startswith("SECOND"):
                raise core.DataError("these probes are others.")
            tuned.append(name)
            return core.card(name)

        monkeypatch.setattr("core.training.batch.fine_tune", tune)
        recipe = core.Recipe(epochs=1, seed=5)
        rows = core.train_all_together(list(MOTIFS), [recipe], is_tuned=True)
        assert [(one.experiment, one.status, one.problem) for one in rows] == [
            ("FIRST", "trained", ""),
            ("SECOND", "failed", "these probes are others."),
        ]
        assert tuned == ["FIRST:residualbind-joint-multitask-seed5"]

    def test_the_command_asks_for_it(self, monkeypatch, capsys):
        asked = []
        monkeypatch.setattr(core, "train_all_together", lambda *given: asked.append(given[-1]) or [])
        for more in ([], ["--fine-tune"]):
            main(["train-all", "--experiments", "A", "--schedule", "together", *more])
        assert asked == [False, True]

    def test_one_alone_is_told_so(self, together, wording):
        (row,) = core.train_all_together(["FIRST"], [core.Recipe(epochs=1)])
        assert row.status == "failed"
        wording(row.problem, "experiments", "single")

    def test_none_is_refused(self, together, refuses):
        with refuses(core.AppError):
            core.train_all_together([], [core.Recipe()])
