"""Many trainings as one piece of work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from toy_models import A_GLANCE

import core
from core.__main__ import main
from core.cli import commands
from core.library.experiments import Experiment
from core.models import registry
from core.training import batch
from core.training.loop import SCHEDULES
from core.training.train import kept_card

LISTED = {name: Experiment(name, f"gene {name}", "", "imported", False, True, None, None, "") for name in "ABC"}


@pytest.fixture
def trainings(monkeypatch):
    """What is asked to be trained; C cannot be, B of seed 1 is there already, and A crashes in seed 2.

    An ensemble can be made of A, and none of B.
    """
    asked = []

    def train(name, recipe, folder=None):
        asked.append((name, recipe.seed))
        if name == "C":
            raise core.DataError("C has no scores.")
        if (name, recipe.seed) == ("A", 2):
            raise RuntimeError("out of memory")
        seed = f"-seed{recipe.seed}" if recipe.seed else ""
        return core.TrainingReport(name, 0.5, 0.4, 1, 1.0, f"{name}:{recipe.network}{seed}", {})

    def make_ensemble(name):
        asked.append(name)
        if name.startswith("B:"):
            raise core.ModelError("B is damaged.")
        return [Made]

    class Made:
        name, test_pearson = "A:residualbind-ensemble", 0.45

    class Kept:
        name, validation_pearson, test_pearson = "B:residualbind-seed1", 0.7, 0.6

    monkeypatch.setattr(batch, "find_experiment", LISTED.__getitem__)
    monkeypatch.setattr(batch, "kept_card", lambda name, recipe, _: Kept if (name, recipe.seed) == ("B", 1) else None)
    monkeypatch.setattr(batch, "train", train)
    monkeypatch.setattr(batch, "make_ensemble", make_ensemble)
    return asked


def test_what_is_there_is_kept_and_what_fails_stops_no_other(trainings):
    told = []
    found = core.train_all("ABC", [core.Recipe(), core.Recipe(seed=1)], 1, lambda *news: told.append(news))
    assert trainings[:5] == [("A", 0), ("A", 1), ("B", 0), ("C", 0), ("C", 1)]
    statuses = [(one.experiment, one.seed, one.status) for one in found[:6]]
    assert statuses == [
        ("A", 0, "trained"),
        ("A", 1, "trained"),
        ("B", 0, "trained"),
        ("B", 1, "kept"),
        ("C", 0, "failed"),
        ("C", 1, "failed"),
    ]
    assert [(one.model, one.test_pearson, one.problem) for one in found[3:5]] == [
        ("B:residualbind-seed1", 0.6, ""),
        (None, None, "C has no scores."),
    ]
    assert told == [(number, 6 if number < 7 else 8, one) for number, one in enumerate(found, start=1)]


def test_recipes_that_differ_in_their_seed_have_an_ensemble_at_the_end(trainings):
    recipes = [core.Recipe(), core.Recipe("pwm"), core.Recipe(seed=1)]
    found = core.train_all("ABC", recipes, 1)
    assert trainings[-2:] == ["A:residualbind", "B:residualbind"], "C has no network, and of each pwm there is one"
    assert found[9:] == [
        core.Training("A", "gene A", None, "ensemble", "A:residualbind-ensemble", None, 0.45, found[9].seconds, ""),
        core.Training("B", "gene B", None, "failed", None, None, None, found[10].seconds, "B is damaged."),
    ]
    assert len(core.train_all("A", [core.Recipe(), core.Recipe("pwm"), core.Recipe(), core.Recipe(seed=2)], 1)) == 4
    assert len(core.train_all("A", [core.Recipe(), core.Recipe(seed=1)], 1, folder=Path("elsewhere"))) == 2


def test_a_crash_is_logged_and_told_too(trainings, caplog):
    (crashed, fine) = core.train_all("AB", [core.Recipe(seed=2)], 1)
    assert (crashed.status, crashed.problem, fine.status) == ("failed", "RuntimeError: out of memory", "trained")
    assert "the training of A failed" in caplog.text


def test_cancelling_ends_the_batch(trainings):
    def cancel(done, total, one):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        core.train_all("AB", [core.Recipe()], 1, cancel)
    assert trainings == [("A", 0)]


@pytest.mark.parametrize(
    ("names", "jobs", "cure"), [("", 1, "name each once"), ("AA", 1, "name each once"), ("A", 0, "from 1")]
)
def test_bad_input_is_refused(trainings, names, jobs, cure):
    with pytest.raises(core.AppError, match=cure):
        core.train_all(names, [core.Recipe()], jobs)
    assert not trainings


def test_a_model_of_the_same_recipe_and_probes_is_kept(trained):
    assert kept_card(trained, core.Recipe(epochs=2)) == registry.card(trained)
    assert kept_card(trained, core.Recipe(epochs=6)) is None
    assert kept_card(trained, core.Recipe(epochs=2, seed=1)) is None


def test_a_model_of_a_former_schedule_is_not_kept(trained, monkeypatch):
    assert registry.card(trained).spec["revision"] == SCHEDULES["quick"].revision == 3
    former = SCHEDULES["quick"]
    monkeypatch.setitem(SCHEDULES, "quick", former.__class__(**{**vars(former), "revision": 4}))
    assert kept_card(trained, core.Recipe(epochs=2)) is None


def test_a_model_without_its_weights_is_not_kept(trained, tmp_path):
    card = registry.card(trained)
    (tmp_path / f"{trained}-{card.key[:10]}.card.json").write_text("{}")
    assert kept_card(trained, core.Recipe(epochs=2), tmp_path) is None


@pytest.fixture
def two(small_table, monkeypatch, tmp_path):
    """ONE and TWO are imported: the same 400 probes of set A and 200 of B."""
    monkeypatch.setenv("GIA_HOME", str(tmp_path))
    rows = small_table.read_text().splitlines()
    table = tmp_path / "two.csv"
    table.write_text("\n".join(f"{row},{row.rpartition(',')[2]}" for row in rows[:401] + rows[-200:]))
    table.write_text(table.read_text().replace("TOY,TOY", "ONE,TWO"))
    core.import_file(table)


@pytest.mark.slow
def test_trainings_side_by_side_and_again_on_the_command_line(two, ask, monkeypatch):
    monkeypatch.setattr("core.discovery.motifs.LOOK", A_GLANCE)
    monkeypatch.setattr("core.training.fitters.PENALTIES", (1.0,))
    given = ["train-all", "--network", "kmer-ridge"]
    beside = ask(*given, "--jobs", "2")
    assert [(one["experiment"], one["status"]) for one in beside] == [("ONE", "trained"), ("TWO", "trained")]
    again = ask(*given, "--seeds", "0", "1", "--experiments", "TWO")
    assert [(one["model"], one["status"]) for one in again] == [
        ("TWO:kmer-ridge", "kept"),
        ("TWO:kmer-ridge-seed1", "trained"),
        ("TWO:kmer-ridge-ensemble", "ensemble"),
    ]


def test_the_line_of_a_training_says_its_seed_and_that_of_an_ensemble_none(capsys):
    tell = commands._trained()
    tell(2, 2, core.Training("A", "RBP", 1, "trained", "A:residualbind-seed1", 0.5, 0.4, 60.0, ""))
    tell(3, 3, core.Training("A", "RBP", None, "ensemble", "A:residualbind-ensemble", None, 0.45, 6.0, ""))
    tell(3, 4, core.Training("A", "RBP", None, "failed", None, None, None, 6.0, "A is damaged."))
    assert capsys.readouterr().err.splitlines() == [
        "   2 of 2  A RBP seed 1: trained, validation 0.5000, test 0.4000",
        "   3 of 3  A RBP: ensemble, test 0.4500",
        "   3 of 4  A RBP: failed, A is damaged.",
    ]


def test_without_measurements_the_command_says_what_to_do(monkeypatch, tmp_path, capsys, wording):
    monkeypatch.setenv("GIA_HOME", str(tmp_path))
    assert main(["train-all"]) == 2
    wording.within(capsys.readouterr().err, "python -m core import PATH")


@pytest.mark.slow
def test_another_backend_trains_files_that_this_one_asks(two):
    script = """
import core, core.training.train, core.discovery.motifs
core.discovery.motifs.LOOK = core.discovery.motifs.Look(first=2, kept=8, second=8)
core.train("ONE", core.Recipe(epochs=1))
"""
    environment = {**os.environ, "KERAS_BACKEND": "jax"}
    command = [sys.executable, "-c", script]
    trained = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    assert trained.returncode == 0, trained.stderr
    assert core.evaluate("ONE").test_pearson == pytest.approx(core.card("ONE").test_pearson, abs=1e-4)
