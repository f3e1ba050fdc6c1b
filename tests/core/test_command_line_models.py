"""Cards, comparisons, unfinished trainings and deletions on the command line."""

import pytest
from test_registry import a_card, network

import core
from core.__main__ import main
from core.models import registry
from core.training.checkpoints import State
from core.training.train import keeper_of


def half_trained(table, recipe):
    """Leave a training of TOY behind as if it had been cut after its first epoch of two."""
    core.import_file(table)
    keeper_of(["TOY"], recipe).keep(State({"epochs": [[1, 2, 0.5, 0.4, 1.0]]}, {}))


def test_a_card_is_printed_whole_and_short(ask, trained, capsys):
    document = ask("card", trained)
    assert document["test_pearson"] == core.card(trained).test_pearson
    assert document["spec"]["experiment"] == trained
    assert main(["card", trained]) == 0
    said = capsys.readouterr().out
    assert "schedule: quick" in said and "top 6-mers: " in said and said.count("\n") > 20


def test_two_models_are_compared(ask, capsys, wording):
    names = "SIM_LOOP", "SIM_GC3"
    assert main(["compare-models", *names]) == 2
    wording.within(capsys.readouterr().err, "SIM_LOOP")


def test_a_model_is_removed_after_it_was_said_what_goes_with_it(ask, capsys, wording):
    registry.save(network(0), [a_card("TOY")])
    planned = ask("remove-model", "TOY")
    assert planned["name"] == "TOY:residualbind" and planned["without_a_model_then"] == ["TOY"]
    assert registry.card("TOY") and not planned["removed"]
    assert ask("remove-model", "TOY", "--yes") == {**planned, "removed": True}
    assert main(["remove-model", "TOY"]) == 2
    wording.within(capsys.readouterr().err, "'TOY'")


def test_a_training_goes_on_or_begins_anew_and_says_so(ask, small_table, monkeypatch, capsys, wording):
    recipe = core.Recipe("deepbind", epochs=2)
    half_trained(small_table, recipe)
    [listed] = ask("trainings")
    assert (listed["experiments"], listed["epochs"], listed["of_at_most"]) == (["TOY"], 1, 2)
    assert listed["recipe"] == "network=deepbind, epochs=2"
    assert main(["trainings"]) == 0 and "deepbind" in capsys.readouterr().out

    told = []
    monkeypatch.setattr(core, "train_together", lambda *_, **__: told.append(core.unfinished(["TOY"], recipe)) or [])
    assert main(["train", "TOY", "--network", "deepbind", "--epochs", "2", "--json"]) == 0
    wording.within(capsys.readouterr().err, "epoch 1", "most 2")
    assert main(["train", "TOY", "--network", "deepbind", "--epochs", "2", "--fresh", "--json"]) == 0
    assert "goes on" not in capsys.readouterr().err
    assert len(told[0].epochs) == 1 and told[1] is None
    assert ask("trainings") == []


def test_an_unfinished_training_is_discarded_by_its_key(ask, small_table, capsys, wording):
    half_trained(small_table, core.Recipe("deepbind", epochs=2))
    key = core.list_trainings()[0].key
    assert ask("trainings", "--discard", key[:6])[0]["discarded"] is True
    assert main(["trainings", "--discard", key]) == 2
    wording.within(capsys.readouterr().err, "none", "unfinished")
    assert main(["trainings"]) == 0 and "no training is unfinished" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "facts"),
    [
        (["--network", "pwm", "--inputs", "pu"], ["sequence instead"]),
        (["--network", "kmer-ridge", "--task", "classification"], ["regression", "network"]),
        (["--network", "deepbind", "--variant", "code"], ["deepbind", "variant"]),
    ],
)
def test_networks_that_there_are_not_are_refused_before_anything_else(options, facts, capsys, wording):
    assert main(["train", "SIM_LOOP", *options]) == 2
    wording.within(capsys.readouterr().err, *facts)
