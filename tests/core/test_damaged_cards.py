"""A damaged card takes out its one model, is named, and no other model answers in its place."""

import dataclasses
import json
import shutil

import pytest
from test_registry import a_card, network

import core
from core.__main__ import main
from core.errors import ModelError
from core.models import lookup, registry
from core.models.card import card_text
from core.settings import settings

RBFOX1 = "RNCMPT00168"


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The folder of a model of one's own that bears the name of a shipped one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIA_HOME", str(tmp_path_factory.mktemp("saved")))
        (card,) = registry.save(network(0), [a_card(RBFOX1)])
        assert registry.card(f"{RBFOX1}:residualbind").key == card.key == registry.card(RBFOX1).key
        return settings().models


@pytest.fixture
def own(home, saved):
    """The file of that model's card, in a folder of the test's own."""
    models = shutil.copytree(saved, settings().models, dirs_exist_ok=True)
    (card,) = models.glob(f"{RBFOX1}-*.card.json")
    return card


def changed(path, **fields):
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


@pytest.mark.parametrize(
    "fields, facts",
    [
        ({"top_kmers": 3}, ["top_kmers", "is 3"]),
        ({"top_kmers": [["UGCAUG"]]}, ["top_kmers"]),
        ({"top_kmers": [[3, 3]]}, ["top_kmers"]),
        ({"profile": [[0.25, 0.25, 0.25]]}, ["field profile"]),
        ({"top_kmers": []}, ["top_kmers"]),
        ({"top_kmers": [["UGCAUG", 1], ["UGC", 1]]}, ["mers", "length"]),
        ({"top_kmers": [["U" * 42, 1]]}, ["top_kmers"]),
        ({"profile": "x"}, ["field profile"]),
        ({"profile": []}, ["field profile"]),
        ({"profile": [[-1, 1, 1, 0]]}, ["field profile"]),
        ({"profile": [[None, 0.5, 0.5, 0]]}, ["field profile"]),
        ({"coverage": [1, 0.5]}, ["coverage", "different"]),
        ({"density": {"measured_edges": [], "predicted_edges": [], "counts": []}}, ["field density"]),
        ({"density": {"measured_edges": [0, 1], "predicted_edges": [0, 1], "counts": [[1, 2]]}}, ["field density"]),
        (
            {"density": {"measured_edges": [0, 1], "predicted_edges": [0, 1], "counts": [[True]]}},
            ["field density"],
        ),
        ({"density": {"measured_edges": [0, 1], "predicted_edges": [0, 1], "counts": [[-1]]}}, ["field density"]),
        ({"density": {"measured_edges": [0, 1], "predicted_edges": [0, 1], "counts": [[1.5]]}}, ["field density"]),
        ({"density": {"measured_edges": [1, 0], "predicted_edges": [0, 1], "counts": [[1]]}}, ["field density"]),
        ({"weights": "a" * 256}, ["field weights"]),
        ({"weights": "."}, ["field weights"]),
        ({"coverage": ["a"]}, ["field coverage"]),
        ({"density": {"counts": 3}}, ["field density"]),
        ({"history": [1]}, ["field history"]),
        ({"test_pearson": "0.9"}, ["test_pearson"]),
        ({"test_pearson": 83.0}, ["test_pearson", "is 83.0", "from -1 to 1"]),
        ({"n_test": -3}, ["n_test"]),
        ({"n_test": True}, ["n_test"]),
        ({"seconds": None}, ["field seconds"]),
        ({"gene": None}, ["field gene"]),
        ({"trained": 2026}, ["field trained"]),
        ({"transform": {"kind": "log", "mean": "x"}}, ["field transform"]),
        ({"transform": {"kind": "log"}}, ["field transform"]),
        ({"transform": {"kind": "zzz", "minimum": 0, "mean": 0, "sd": 1}}, ["field transform"]),
        ({"transform": {"kind": "log", "minimum": 0, "mean": 0, "sd": 0}}, ["field transform"]),
        ({"test_pearson": float("nan")}, ["test_pearson", "NaN", "from -1 to 1"]),
        ({"top_kmers": [["UGCAUG", float("nan")]]}, ["top_kmers"]),
        ({"seconds": float("inf")}, ["Infinity", "seconds"]),
        ({"weights": "../elsewhere.h5"}, ["field weights"]),
        ({"weights_bytes": "12"}, ["weights_bytes"]),
        ({"metrics": [1]}, ["field metrics"]),
        ({"versions": {"keras": []}}, ["field versions"]),
        ({"replicate_pearson": [0.5]}, ["replicate_pearson"]),
        ({"surprise": 1}, ["'surprise'"]),
    ],
)
def test_a_field_of_a_wrong_kind_is_named_and_takes_out_that_model_alone(own, fields, facts, wording):
    changed(own, **fields)
    for name in (f"{RBFOX1}:residualbind", RBFOX1):
        with pytest.raises(ModelError) as error:
            core.card(name)
        assert own.name in str(error.value) and str(own.parent) in str(error.value)
    wording(str(error.value), RBFOX1, *facts)
    assert registry.card(f"{RBFOX1}:pwm").label == "pwm"
    assert "residualbind" not in registry.models()[RBFOX1]
    assert [one.path for one in registry.damaged()] == [own]


@pytest.mark.parametrize(
    "fields, facts",
    [
        ({"data": 5}, ["is 5"]),
        ({"output": 1}, ["is 1", "has 1"]),
        ({"experiments": []}, ["experiments"]),
        ({"experiments": ["MINE", "B"]}, ["are 2", "network 1"]),
        ({"transforms": 7}, ["is 7"]),
        ({"taken_from": 3}, ["taken_from", "is 3"]),
        ({"fine_tuned": "yes"}, ["fine_tuned"]),
        ({"taught_by": []}, ["taught_by"]),
        ({"energies": 3}, ["is 3"]),
        ({"revision": "a"}, ["revision"]),
        ({"architecture": {"outputs": "80"}}, ["architecture"]),
        ({"members": [], "seeds": []}, ["members"]),
        ({"members": ["abc"]}, ["members", "different"]),
    ],
)
def test_a_part_of_the_spec_of_a_wrong_kind_is_named(own, fields, facts, wording):
    spec = {**json.loads(own.read_text())["spec"], **fields}
    changed(own, spec=spec, key=registry.spec_key(spec))
    (broken,) = registry.damaged()
    wording(broken.problem, *facts)
    assert own.name in broken.problem


@pytest.mark.parametrize("field", ["n_train", "profile", "spec", "trained", "experiment"])
def test_a_field_that_is_missing_is_named(own, field):
    document = json.loads(own.read_text())
    del document[field]
    own.write_text(json.dumps(document))
    with pytest.raises(ModelError, match=rf"the field {field} is missing"):
        core.card(RBFOX1)


def test_of_a_card_that_was_cut_the_lines_before_still_say_whose_it_is(own):
    text = own.read_text()
    own.write_text(text[: text.index('"profile"') + 20])
    (broken,) = registry.damaged()
    assert (broken.label, broken.rank) == ("residualbind", 3)
    with pytest.raises(ModelError, match=own.name):
        core.evaluate(f"{RBFOX1}:residualbind")
    assert core.card(f"{RBFOX1}:deepbind").label == "deepbind"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00", b"[" * 100_000, b"null"])
def test_of_a_card_of_which_nothing_can_be_read_no_shipped_model_answers(own, content):
    own.write_bytes(content)
    for name in (RBFOX1, f"{RBFOX1}:residualbind"):
        with pytest.raises(ModelError, match=own.name):
            core.evaluate(name)
    assert core.card("RNCMPT00047").label == "residualbind-joint-clip"


def test_a_spec_that_was_changed_is_no_other_model(own):
    spec = json.loads(own.read_text())["spec"]
    changed(own, spec={**spec, "architecture": {"variant": "code"}})
    for name in (f"{RBFOX1}:residualbind", RBFOX1):
        with pytest.raises(ModelError, match="changed by hand"):
            core.card(name)


def test_a_damaged_shipped_card_leaves_ones_own_of_its_name(home, tmp_path, monkeypatch):
    shipped = registry.save(network(1), [a_card("X", seed=0)], tmp_path)[0]
    (own,) = registry.save(network(0), [a_card("X", trained="2026-02-01T00:00:00+00:00")])
    changed(next(tmp_path.glob("X-*.card.json")), top_kmers=3)
    folders = dataclasses.replace(settings(), shipped=tmp_path)
    monkeypatch.setattr(registry, "settings", lambda: folders)
    assert len(registry.damaged()) == 1
    assert shipped.name == own.name
    assert registry.card("X").trained == own.trained


def test_a_model_of_a_lower_rank_that_is_damaged_hides_none_in_use(home):
    registry.save(network(0), [a_card(RBFOX1, seed=3)])
    (path,) = settings().models.glob("*.card.json")
    document = json.loads(path.read_text())
    document["spec"]["architecture"] = {"name": "pwm"}
    path.unlink()
    card = registry.Card(**{**document, "key": registry.spec_key(document["spec"])})
    path = settings().models / f"{RBFOX1}-{card.key[:10]}.card.json"
    path.write_text(card_text(card).replace('"history": []', '"history": 7'))
    assert registry.card(RBFOX1).label == "residualbind"
    with pytest.raises(ModelError, match="the field history is 7"):
        registry.card(f"{RBFOX1}:pwm-seed3")


def test_lists_and_commands_name_it_and_go_on(own, capsys):
    changed(own, top_kmers=3)
    assert len(core.list_experiments()) > 40
    for command in (["experiments"], ["models", RBFOX1]):
        assert main([*command, "--json"]) == 0
        printed = capsys.readouterr()
        assert own.name in printed.err and json.loads(printed.out)
    assert main(["models", "RNCMPT00047", "--json"]) == 0
    assert own.name not in capsys.readouterr().err
    assert main(["evaluate", f"{RBFOX1}:residualbind", "--json"]) == 2
    assert own.name in capsys.readouterr().err
    assert main(["card", f"{RBFOX1}:residualbind"]) == 2
    assert own.name in capsys.readouterr().err


def test_an_experiment_whose_one_model_is_damaged_names_the_file(home):
    registry.save(network(0), [a_card("MINE")])
    (path,) = settings().models.glob("*.card.json")
    changed(path, coverage=None)
    with pytest.raises(ModelError, match=path.name):
        core.find_experiment("MINE")


def test_cards_are_arranged_anew_only_when_a_file_changed(monkeypatch):
    counted = []
    arrange = lookup.by_experiment
    monkeypatch.setattr(lookup, "by_experiment", lambda cards: counted.append(1) or arrange(cards))
    registry.models()
    counted.clear()
    for one in core.list_experiments():
        if one.has_model:
            assert core.card(one.id).experiment == one.id
    assert counted == [], "asking for every model of a page must not sort all cards once more each time"
    registry.models().clear()
    assert registry.models(), "what one caller does to its answer is no other's"
