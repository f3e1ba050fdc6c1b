"""Deleting a model takes its network with it, and says who asks what then."""

import dataclasses

from test_registry import a_card

import core
from core.library.model_removal import is_shipped
from core.models import registry
from core.models.architectures import Architecture
from core.settings import settings


def keep(experiments, seed=0, trained="2026-01-01T00:00:00+00:00"):
    """One network, with a card for each experiment."""
    cards, architecture = [], Architecture(outputs=len(experiments))
    for output, experiment in enumerate(experiments):
        card = a_card(experiment, seed, trained)
        more = {"experiments": list(experiments), "output": output} if len(experiments) > 1 else {}
        cards.append(dataclasses.replace(card, spec={**card.spec, "architecture": architecture.described(), **more}))
    return registry.save(architecture.fresh(seed), cards)


def files():
    return sorted(path.name for path in settings().models.iterdir())


def test_of_an_experiment_with_two_models_the_other_is_in_use_then(home, refuses):
    keep(["X"])
    [kept] = keep(["X"], seed=1, trained="2026-02-01T00:00:00+00:00")
    name = "X:residualbind-seed1"
    plan = core.plan_removal("X")
    assert (plan.name, plan.others, plan.lost) == (name, (), ())
    assert plan.instead == {"X": "X:residualbind"}
    assert plan.weights_bytes == kept.weights_bytes > 0
    assert len(files()) == 4, "a plan touches nothing"
    assert core.remove_model("X") == plan
    assert registry.card("X").name == "X:residualbind" and len(files()) == 2
    last = core.plan_removal("X:residualbind")
    assert (last.lost, last.instead) == (("X",), {})
    core.remove_model("X:residualbind")
    assert files() == []
    with refuses(core.DataError, "'X'"):
        core.remove_model("X")


def test_a_model_that_is_not_in_use_changes_nothing_else(home):
    keep(["X"])
    keep(["X"], seed=1, trained="2026-02-01T00:00:00+00:00")
    plan = core.remove_model("X:residualbind")
    assert (plan.lost, plan.instead, plan.others) == ((), {}, ())
    assert registry.card("X").name == "X:residualbind-seed1"


def test_the_outputs_of_a_multi_task_model_go_together(home):
    keep(["X", "Y"])
    keep(["Y"])
    plan = core.remove_model("X")
    assert (plan.name, plan.others) == ("X:residualbind-multitask", ("Y:residualbind-multitask",))
    assert (plan.lost, plan.instead) == (("X",), {}), "Y was asked of its own model before"
    assert "X" not in registry.models() and list(registry.models()["Y"]) == ["residualbind"] and len(files()) == 2


def test_a_shipped_model_stays(home, refuses):
    with refuses(core.ModelError):
        core.remove_model("SIM_LOOP")
    assert is_shipped("SIM_LOOP")
    assert core.card("SIM_LOOP").test_pearson > 0.5


def test_where_a_shipped_model_was_trained_again_it_is_back_then(home):
    keep(["SIM_LOOP"])
    assert not is_shipped("SIM_LOOP")
    assert core.remove_model("SIM_LOOP").instead == {"SIM_LOOP": "SIM_LOOP:residualbind"}
    assert is_shipped("SIM_LOOP")


def test_a_file_that_cannot_be_deleted_says_so(home, monkeypatch, refuses):
    keep(["X"])

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.unlink", refuse)
    with refuses(core.ModelError):
        core.remove_model("X")
