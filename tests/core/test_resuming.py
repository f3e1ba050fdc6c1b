"""A training that was cut goes on after its last whole epoch, and ends as if it had never stopped."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from toy_models import A_GLANCE

import core
from core.models import registry
from core.models.networks.fast_layers import trained_fast
from core.models.networks.keras_backend import import_keras
from core.settings import settings
from core.training import checkpoints, unfinished
from core.training.checkpoints import Keeper, State
from core.training.loop import Labelled, Schedule, fit
from core.training.resume import shuffled

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
rng = np.random.default_rng(3)
TRAINING = Labelled(rng.integers(0, 4, (230, 41)).astype(np.int8), None)
TRAINING = TRAINING._replace(binding_scores=(TRAINING.letters == 3).sum(axis=1).astype(np.float32) / 10)
VALIDATION = Labelled(TRAINING.letters[:50], rng.normal(size=50).astype(np.float32))
PLANS = {
    "one cycle": Schedule("toy", epochs=4, batch_size=115, rate=0.02, one_cycle=True),
    "plateau": Schedule("toy", epochs=40, batch_size=115, rate=0.05, one_cycle=False),
}


class Cut(Exception):
    pass


def network():
    """Convolution, normalisation and dropout: all that has a state of its own."""
    keras = import_keras()
    keras.utils.set_random_seed(1)
    Conv1D, Dropout, *_ = trained_fast()
    layers = keras.layers
    listed = [Conv1D(32, 5, padding="same", use_bias=False), layers.BatchNormalization(), Dropout(0.3)]
    listed += [layers.Flatten(), layers.Dense(32), layers.Dropout(0.2), layers.Dense(1)]
    return keras.Sequential([keras.Input((41, 4)), *listed])


def cut_after(epoch):
    def cut(now):
        if now.number == epoch:
            raise Cut

    return cut


def train(plan, keeper=None, on_progress=None, seed=7):
    model = network()
    epochs = fit(model, plan, TRAINING, VALIDATION, seed, on_progress, keeper)
    return model.get_weights(), [epoch[:4] for epoch in epochs]


@pytest.mark.parametrize(("plan", "cuts"), [("one cycle", (1, 3)), ("plateau", (12,))])
def test_a_training_that_was_cut_equals_one_that_was_not(home, plan, cuts):
    weights, epochs = train(PLANS[plan])
    assert (len(epochs) == 4) if plan == "one cycle" else (21 <= len(epochs) < 40), "the plateau stops early"
    keeper = Keeper("toy", {"of": plan})
    for cut in cuts:
        with pytest.raises(Cut):
            train(PLANS[plan], keeper, cut_after(cut))
        assert len(keeper.kept().about["epochs"]) == cut
    told = []
    again, same_epochs = train(PLANS[plan], keeper, told.append)
    np.testing.assert_allclose(same_epochs, epochs, rtol=1e-3, atol=1e-4)
    assert [one.number for one in told] == [epoch[0] for epoch in epochs[cuts[-1] :]], "those kept are not told again"
    for one, another in zip(again, weights, strict=True):
        np.testing.assert_allclose(one, another, rtol=1e-3, atol=1e-4)
    finished, all_epochs = train(PLANS[plan], keeper, lambda epoch: pytest.fail("it was over"))
    assert all_epochs == same_epochs
    for one, another in zip(finished, again, strict=True):
        np.testing.assert_array_equal(one, another)
    seconds = [epoch[4] for epoch in keeper.kept().about["epochs"]]
    assert seconds == sorted(seconds), "they go on, too"


def test_the_order_of_probes_is_of_seed_and_epoch_alone():
    """Each epoch has each probe once, in another order; one that begins later has the order it would have had."""
    probes = np.arange(23)[:, None]

    def orders(seed, first, epochs):
        batches = shuffled(import_keras(), probes, probes, 5, seed, first)
        for _ in range(epochs):
            batches.on_epoch_begin()
            yield np.concatenate([batches[i][0] for i in range(len(batches))])[:, 0].tolist()

    one, two, three = orders(1, 0, 3)
    assert [one, two, three] == [*orders(1, 0, 1), *orders(1, 1, 2)]
    assert sorted(one) == sorted(two) == probes[:, 0].tolist()
    assert one != two != three and [one] != [*orders(2, 0, 1)]


class TestKeeper:
    state = State({"epochs": []}, {"variable 0": np.arange(3.0)})

    def test_a_state_of_another_making_or_damaged_is_none(self, home):
        keeper = Keeper("k", {"by": "keras 3"})
        assert keeper.kept() is None
        keeper.keep(self.state)
        assert keeper.kept().arrays["variable 0"].tolist() == [0, 1, 2]
        assert Keeper("k", {"by": "keras 4"}).kept() is None
        keeper.path.write_bytes(keeper.path.read_bytes()[:-100])
        assert keeper.kept() is None and list(checkpoints.listed()) == []
        keeper.path.write_bytes(b"")
        assert keeper.kept() is None
        keeper.keep(self.state)
        assert keeper.kept() is not None
        keeper.drop()
        keeper.drop()
        assert keeper.kept() is None and list(settings().trainings.iterdir()) == []

    def test_a_folder_that_cannot_be_written_says_so(self, home, refuses):
        settings().trainings.write_text("a file")
        with refuses(core.DataError, "GIA_HOME"):
            Keeper("k", {}).keep(self.state)


@pytest.fixture
def tiny(small_table, home, monkeypatch):
    """ONE and TWO: 150 probes of set A, 30 of B."""
    monkeypatch.setattr("core.discovery.motifs.LOOK", A_GLANCE)
    rows = small_table.read_text().splitlines()
    table = home / "two.csv"
    table.write_text("\n".join(f"{row},{row.rpartition(',')[2]}" for row in [*rows[:151], *rows[-30:]]))
    table.write_text(table.read_text().replace("TOY,TOY", "ONE,TWO"))
    core.import_file(table)


RECIPE = core.Recipe("deepbind", epochs=3)


def test_a_cancelled_training_is_listed_goes_on_and_then_is_forgotten(tiny):
    whole = core.train("ONE", RECIPE, folder=settings().home / "elsewhere")
    assert core.list_trainings() == []
    with pytest.raises(Cut):
        core.train("ONE", RECIPE, cut_after(2))
    [kept] = core.list_trainings()
    assert (kept.experiments, kept.recipe, len(kept.epochs), kept.total) == (("ONE",), RECIPE, 2, 3)
    assert core.unfinished(["ONE"], RECIPE).epochs == kept.epochs
    assert core.unfinished(["TWO"], RECIPE) is None and core.unfinished(["ONE"]) is None
    told = []
    report = core.train("ONE", RECIPE, told.append)
    assert [epoch.number for epoch in told] == [3]
    assert report._replace(seconds=0) == whole._replace(seconds=0)
    assert core.list_trainings() == [] and list(settings().trainings.iterdir()) == []


def test_a_multi_task_training_goes_on_as_well(tiny):
    with pytest.raises(Cut):
        core.train_together(["ONE", "TWO"], RECIPE, cut_after(1))
    assert len(core.unfinished(["ONE", "TWO"], RECIPE).epochs) == 1
    assert core.unfinished(["TWO", "ONE"], RECIPE) is None
    told = []
    core.train_together(["ONE", "TWO"], RECIPE, told.append)
    assert [epoch.number for epoch in told] == [2, 3]
    assert [card.name for card in unfinished.trained_already(["ONE", "TWO"], RECIPE)] == [
        "ONE:deepbind-multitask",
        "TWO:deepbind-multitask",
    ]


def test_begun_anew_or_discarded_nothing_is_left(tiny, refuses):
    for forget in (
        lambda: unfinished.begin_anew(["ONE"], RECIPE),
        lambda: core.discard_training(core.list_trainings()[0].key[:8]),
    ):
        with pytest.raises(Cut):
            core.train("ONE", RECIPE, cut_after(1))
        forget()
        assert core.list_trainings() == [] and core.unfinished(["ONE"], RECIPE) is None
    with refuses(core.AppError):
        core.discard_training("abcdef")


@pytest.mark.parametrize(
    ("ids", "cure"), [(["NONE"], "use one of"), ([], "name each once"), (["ONE"] * 2, "each once")]
)
def test_what_is_asked_of_no_experiment_is_refused(tiny, ids, cure):
    for ask in (core.unfinished, unfinished.begin_anew, unfinished.trained_already):
        with pytest.raises(core.AppError, match=cure):
            ask(ids)


KILLED = """
import os, signal, sys
import numpy as np
import core, core.training.train
from core.training import loop as training
from core.discovery.motifs import Look

core.discovery.motifs.LOOK = Look(first=1, kept=2, second=2)
def die(): os.kill(os.getpid(), signal.SIGKILL)

def in_an_epoch():
    real = training.shuffled
    def shuffled(*given):
        batches, begun = real(*given), []
        begin, get = type(batches).on_epoch_begin, type(batches).__getitem__
        type(batches).on_epoch_begin = lambda self: (begun.append(1), begin(self))[1]
        type(batches).__getitem__ = lambda self, i: die() if len(begun) == 3 and i == 2 else get(self, i)
        return batches
    training.shuffled = shuffled

def in_a_write():
    real, calls = np.savez, []
    def savez(file, **arrays):
        calls.append(1)
        if len(calls) == 3:
            file.write(b"half a file"); file.flush(); die()
        real(file, **arrays)
    np.savez = savez

training.has_xla = lambda keras: False
dict(epoch=in_an_epoch, write=in_a_write)[sys.argv[1]]()
core.train("ONE", core.Recipe("deepbind", epochs=3))
"""


@pytest.mark.parametrize("where", ["epoch", "write"])
def test_killed_in_the_third_epoch_it_has_two(tiny, where):
    done = subprocess.run([sys.executable, "-c", KILLED, where], cwd=ROOT, env=dict(os.environ), capture_output=True)
    assert done.returncode == -9, done.stderr.decode()
    assert len(core.list_trainings()[0].epochs) == 2
    assert not registry.models().get("ONE")
    told = []
    report = core.train("ONE", RECIPE, told.append)
    assert [epoch.number for epoch in told] == [3]
    if where == "epoch":
        never_cut = core.train("ONE", RECIPE, folder=settings().home / "elsewhere")
        assert report.test_pearson == pytest.approx(never_cut.test_pearson, abs=1e-4)
