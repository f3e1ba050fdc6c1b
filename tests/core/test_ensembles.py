"""An ensemble is the mean of its networks, to the last digit that float32 has, and is asked like any other model."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from ensemble_world import HALF, SEEDS, import_two, keep
from toy_models import A_GLANCE

import core
from core.__main__ import main
from core.library.comparison import differences
from core.models import registry
from core.models.card import TAKEN_FROM, seeds_text
from core.models.families import family
from core.models.scoring import predict_variants
from core.settings import settings
from core.statistics import pearson

pytestmark = pytest.mark.slow
NAME = "TOY:residualbind-ensemble"
BOTH, LOG = "residualbind-multitask-clip", "residualbind-multitask"
ALL = [f"{experiment}:{label}-ensemble" for label in (LOG, BOTH) for experiment in ("TOY", HALF)]
LETTERS = np.random.default_rng(0).integers(0, 4, (20, 41)).astype(np.int8)


@pytest.fixture(scope="module")
def made(small_table, tmp_path_factory):
    """A data folder with three networks of TOY, and the ensemble of them; and two networks of TOY and HALF together,
    each with an output for each transform, and all their ensembles."""
    folder = tmp_path_factory.mktemp("ensembles")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIA_HOME", str(folder))
        patch.setattr("core.discovery.motifs.LOOK", A_GLANCE)
        import_two(small_table, folder)
        for seed in SEEDS:
            keep(seed=seed)
        for seed in (0, 1):
            keep(("TOY", HALF), seed, transform="both")
        core.make_ensemble("TOY:residualbind-seed2")
        core.make_ensemble(f"{HALF}:{BOTH}")
    return folder


@pytest.fixture
def world(made, monkeypatch):
    """The folder, to read."""
    monkeypatch.setenv("GIA_HOME", str(made))


@pytest.fixture
def mine(made, home, monkeypatch):
    """A copy of the folder, to change."""
    monkeypatch.setattr("core.discovery.motifs.LOOK", A_GLANCE)
    shutil.copytree(made, home, dirs_exist_ok=True)
    return home


def weights_of(name):
    return settings().models / core.card(name).weights


def some_variants():
    """Three sequences as they are, and with two letters changed."""
    variants = np.stack([LETTERS[:3]] * 2)
    variants[1, :, 10:12] = 0
    written = np.zeros((2, 41), np.int8)
    written[1, 10:12] = 1
    return variants, written


def test_what_it_predicts_is_the_mean_of_its_networks(world):
    each = [registry.predictor(name) for name in core.seeds_of(NAME)]
    assert [name.partition(":")[2] for name in core.seeds_of(NAME)] == [
        "residualbind", "residualbind-seed2", "residualbind-seed5",
    ]  # fmt: skip
    found = registry.predictor(NAME)
    np.testing.assert_allclose(found(LETTERS), np.mean([one(LETTERS) for one in each], axis=0), atol=1e-5)
    variants, written = some_variants()
    mean = np.mean([one.network.variants(variants, written) for one in each], axis=0)
    np.testing.assert_allclose(found.network.variants(variants, written), mean, atol=1e-5)
    np.testing.assert_allclose(mean[..., 0].ravel(), found(variants.reshape(-1, 41)), atol=1e-5)


def test_two_outputs_are_one_pass_for_each_network(world, monkeypatch):
    names = [f"{experiment}:{BOTH}-ensemble" for experiment in ("TOY", HALF)]
    scores = [registry.predictor(name) for name in names]
    assert scores[0].network is scores[1].network and [score.output for score in scores] == [2, 3]
    counted = []
    for one in scores[0].network._networks:
        asked = one.variants
        monkeypatch.setattr(one, "variants", lambda *given, asked=asked: counted.append(1) or asked(*given))
    variants, written = some_variants()
    found = predict_variants(scores, variants, written)
    assert len(counted) == 2
    for name, predicted in zip(names, found, strict=True):
        each = predict_variants([registry.predictor(one) for one in core.seeds_of(name)], variants, written)
        np.testing.assert_allclose(predicted, each.mean(axis=0), atol=1e-5)


def test_networks_of_structure_fold_each_rna_once(home, small_table, monkeypatch):
    core.import_file(small_table)
    monkeypatch.setattr("core.discovery.motifs.HASTY_LOOK", A_GLANCE._replace(first=1, kept=10, second=2))
    monkeypatch.setattr("core.structure.fold.fold_letters", folded := Folded())
    for seed in (0, 1):
        keep(seed=seed, inputs="pu")
    (made,) = core.make_ensemble("TOY:residualbind-pu")
    assert made.name == "TOY:residualbind-pu-ensemble"
    each = [registry.predictor(name)(LETTERS) for name in core.seeds_of(made.name)]
    folded.count = 0
    variants, written = some_variants()
    np.testing.assert_allclose(registry.predictor(made.name)(LETTERS), np.mean(each, axis=0), atol=1e-5)
    registry.predictor(made.name).network.variants(variants, written)
    assert folded.count == len(LETTERS) + 6


class Folded:
    """Structures in which nothing is known, and how many RNAs were folded."""

    count = 0

    def __call__(self, letters, on_folded=None):
        self.count += len(letters)
        return np.full((*letters.shape, 5), 0.2, np.float32)


def test_its_card_says_what_was_measured_and_nothing_else(world):
    card, first = core.card(NAME), core.card("TOY:residualbind")
    assert (card.label, card.mean_of) == ("residualbind-ensemble", "3 networks, seeds 0, 2 and 5")
    assert (card.validation_pearson, card.history, card.weights, card.weights_bytes) == (None, [], "", 0)
    assert (card.transform, card.n_train, card.seconds) == (first.transform, first.n_train, 4.5)
    assert card.versions == {"keras": "3"}, "what all were made with"
    assert card.n_test == 600 and sum(map(sum, card.density["counts"])) == 600 and len(card.top_kmers) == 10
    assert core.evaluate(NAME).test_pearson == pytest.approx(card.test_pearson, abs=1e-4)
    asked = [core.test_scores(name).predicted for name in core.seeds_of(NAME)]
    assert pearson(core.test_scores(NAME).measured, np.mean(asked, axis=0)) == pytest.approx(card.test_pearson)


def test_of_several_outputs_each_has_its_own_probes_and_transform(world):
    cards = [core.card(name) for name in ALL]
    assert [card.n_test for card in cards] == [600, 300, 600, 300] and [card.output for card in cards] == [0, 1, 2, 3]
    assert [card.kind for card in cards] == ["log", "log", "clip", "clip"]
    assert len({card.weights_sha256 for card in cards}) == 1 and len({card.answers_key for card in cards}) == 4
    for card in cards:
        assert core.evaluate(card.name).test_pearson == pytest.approx(card.test_pearson, abs=1e-4)


def test_everything_asks_it_by_its_name(world, ask):
    design = core.Design(NAME, (core.parse_condition("GCAUG@18"),), n=30)
    each = core.run_gia_together(core.seeds_of(NAME), design)
    importance = np.mean([result.conditions[0].global_importance for result in each])
    assert core.run_gia(design).conditions[0].global_importance == pytest.approx(importance, abs=1e-5)
    assert core.ism(NAME, "GGACUUAGCAUGC").delta.shape == (13, 4)
    assert ask("evaluate", NAME)["test_pearson"] == pytest.approx(core.card(NAME).test_pearson, abs=1e-4)
    assert len(ask("predict", NAME, "--sequence", "GCAUG")["predictions"]) == 1
    assert ask("kmers", NAME, "-k", "3", "--n", "20", "--top", "2")["kmers"]
    compared = ask("compare-models", "TOY:residualbind", NAME, "--resamples", "100")
    assert {"what": "mean of", "first": "\u2013", "second": "3 networks, seeds 0, 2 and 5"} in compared["differences"]
    assert not {"members", "seeds"} & {one.what for one in differences(core.card("TOY:residualbind"), core.card(NAME))}


def test_the_interval_over_seeds_is_that_of_its_networks(world):
    conditions = (core.parse_condition("GCAUG@18"),)
    of_one = core.run_gia_seeds(core.Design("TOY:residualbind-seed2", conditions, n=30))[0]
    of_all = core.run_gia_seeds(core.Design(NAME, conditions, n=30))[0]
    assert of_one.n_models == of_all.n_models == 3
    assert of_one.global_importance == pytest.approx(of_all.global_importance, abs=1e-5)
    assert NAME not in core.seeds_of("TOY:residualbind")


def test_a_seed_that_came_later_is_asked_when_the_ensemble_is_made_again(mine):
    keep(seed=7)
    assert len(core.seeds_of("TOY:residualbind")) == 4 and len(core.seeds_of(NAME)) == 3
    (again,) = core.make_ensemble(NAME)
    assert again.seeds == [0, 2, 5, 7] and core.card(NAME) == again
    assert [card.key for _, card in registry.everything() if card.name == NAME] == [again.key], "the other is gone"


def test_what_is_there_is_not_measured_again(mine, monkeypatch):
    monkeypatch.setattr("core.training.ensembles.measured_cards", lambda *_: pytest.fail("measured again"))
    assert core.make_ensemble("TOY:residualbind-seed5") == [core.card(NAME)]
    assert [card.name for card in core.make_ensemble(f"TOY:{BOTH}-seed1")] == ALL


def test_a_single_network_is_what_an_experiment_means(world):
    assert not core.card("TOY").is_ensemble and core.find_experiment("TOY").models[-1].endswith("ensemble")
    assert core.card(NAME).rank < replace(core.card("TOY"), spec={"architecture": {"name": "pwm"}}).rank


def test_networks_taken_out_of_multi_task_models_differ_in_their_seed_alone(world):
    one, two = (
        replace(core.card("TOY"), spec={**core.card("TOY").spec, "seed": n, TAKEN_FROM: f"{n}"}) for n in (0, 1)
    )
    assert one.family == two.family != core.card("TOY").family
    assert len(family(core.card("TOY"))) == 3


def test_other_recipes_are_no_seeds(mine, refuses):
    keep(seed=1, epochs=3)
    keep(seed=3, transform="clip")
    assert core.make_ensemble("TOY:residualbind")[0].seeds == [0, 2, 5]
    with refuses(core.ModelError, "as 4"):
        core.make_ensemble("TOY:residualbind-clip-seed3")


@pytest.mark.parametrize(
    ("seeds", "text"), [([0, 1, 2, 3], "0 to 3"), ([0, 1], "0 and 1"), ([0, 1, 5], "0, 1 and 5"), ([4], "4")]
)
def test_seeds_in_words(seeds, text):
    assert seeds_text(seeds) == text


def test_a_network_that_is_gone_or_damaged_is_named(mine, refuses):
    path = weights_of("TOY:residualbind-seed2")
    content = path.read_bytes()
    path.write_bytes(content[:1000])
    for asked in (lambda: registry.predictor(NAME), lambda: core.test_scores(NAME), lambda: core.open_model(NAME)):
        with refuses(core.ModelError, path.name, "TOY"):
            asked()
    said = f"{NAME} cannot answer: the weights file {path.name} of TOY:residualbind-seed2 is truncated"
    assert sum(one.startswith(said) for one in registry.problems()) == 1
    path.unlink()
    with refuses(core.ModelError, "TOY"):
        registry.predictor(NAME)
    next(settings().models.glob(f"TOY-{core.card('TOY:residualbind-seed2').key[:10]}*")).write_text("{")
    with refuses(core.ModelError, "seed 2", "python -m core ensemble", NAME):
        registry.predictor(NAME)
    assert core.make_ensemble(NAME)[0].seeds == [0, 5]


def test_a_network_that_was_trained_again_is_told(mine, refuses):
    spec = core.card("TOY:residualbind-seed2").spec
    registry.save(core.Recipe().architecture(1).fresh(99), [replace(core.card("TOY:residualbind-seed2"), spec=spec)])
    with refuses(core.ModelError, NAME):
        core.predict(NAME, ["GCAUG"])
    before = core.card(NAME)
    (again,) = core.make_ensemble(NAME)
    assert again.key == before.key and again.answers_key != before.answers_key
    assert np.isfinite(core.predict(NAME, ["GCAUG"])).all()


def test_an_output_whose_card_is_gone_is_named(mine, refuses):
    first = core.card(f"{HALF}:{BOTH}")
    next(settings().models.glob(f"{HALF}-{first.key[:10]}*")).unlink()
    keep(("TOY", HALF), 2, transform="both")
    with refuses(core.ModelError, HALF):
        core.make_ensemble(f"TOY:{BOTH}")


def test_it_is_measured_on_the_probes_of_its_networks_alone(mine, small_table, refuses):
    keep(seed=9)
    table = mine / "other.csv"
    table.write_text("\n".join(small_table.read_text().splitlines()[:-100]))
    core.import_file(table)
    with refuses(core.DataError):
        core.make_ensemble("TOY:residualbind")


def test_it_is_no_network_that_something_could_be_taken_out_of(world, refuses):
    with refuses(core.ModelError, "3 networks", "seeds 0", "2 and 5"):
        registry.keras_model(core.card(NAME))


def test_an_own_network_has_no_seeds(world, monkeypatch, refuses):
    own = {"architecture": {"name": "own", "variant": "net", "task": "own"}, "own": {"reading": {}}}
    card = replace(core.card(NAME), spec={"experiment": "TOY", **own})
    monkeypatch.setattr(registry, "card", lambda _: card)
    with refuses(core.ModelError):
        core.make_ensemble("TOY:own-net")


def test_who_deletes_a_network_deletes_the_ensemble_that_needs_it(mine):
    plan = core.plan_removal("TOY:residualbind-seed2")
    assert (plan.ensembles, plan.others, plan.lost) == ((NAME,), (), ()) and plan.weights_bytes > 0
    assert core.remove_model("TOY:residualbind-seed2") == plan
    assert NAME.partition(":")[2] not in registry.models()["TOY"]
    both = core.remove_model(f"TOY:{BOTH}-seed1")
    assert both.ensembles == tuple(sorted(ALL))
    assert both.others == (f"{HALF}:{BOTH}-seed1", f"{HALF}:{LOG}-seed1", f"TOY:{LOG}-seed1")
    assert set(registry.models()["TOY"]) == {"residualbind", "residualbind-seed5", BOTH, LOG}


def test_an_ensemble_alone_can_be_removed_and_frees_nothing(mine, ask):
    before = len(list(settings().models.glob("*.weights.h5")))
    said = ask("remove-model", NAME, "--yes")
    assert (said["name"], said["bytes"], said["goes_with_it"], said["in_use_then"]) == (NAME, 0, [], [])
    assert len(list(settings().models.glob("*.weights.h5"))) == before == 5
    assert len(core.seeds_of("TOY")) == 3 and f"{BOTH}-ensemble" in registry.models()["TOY"]
    plan = core.remove_model(f"TOY:{BOTH}-ensemble")
    assert plan.others == tuple(sorted(set(ALL) - {plan.name})) and not plan.ensembles


def test_the_command_says_how_good_the_mean_and_each_of_its_networks_are(mine, ask, capsys, wording):
    found = ask("ensemble", "TOY:residualbind")
    assert (found["model"], found["mean_of"]) == (NAME, "3 networks, seeds 0, 2 and 5")
    assert found["test_pearson"] == core.card(NAME).test_pearson
    assert found["test_pearson_of_each"] == [0.5] * 3
    assert [one["model"] for one in ask("ensemble", f"TOY:{BOTH}")] == ALL
    assert main(["ensemble", "SIM_LOOP"]) == 2
    wording.within(capsys.readouterr().err, "as 1")
    assert main(["card", NAME]) == 0
    said = capsys.readouterr().out
    assert "weights" not in said and "epoch  loss" not in said and "seeds: 0, 2, 5" in said


def test_another_process_makes_the_same_of_the_same_networks(mine):
    before = core.card(NAME)
    core.remove_model(NAME)
    script = """
import json, core, core.training.evaluation, core.discovery.motifs
core.discovery.motifs.LOOK = core.discovery.motifs.Look(first=2, kept=32, second=50)
made = core.make_ensemble("TOY:residualbind-seed5")[0]
print(json.dumps([made.key, made.answers_key, made.test_pearson]))
"""
    command = [sys.executable, "-c", script]
    told = subprocess.run(command, env={**os.environ}, capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stderr
    key, answers_key, reached = json.loads(told.stdout)
    assert (key, answers_key) == (before.key, before.answers_key)
    assert reached == pytest.approx(before.test_pearson, abs=1e-5)
