"""A damaged card takes out its one model, is named, and no other model answers in its place."""

import dataclasses
import json

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
def keras_model():
    return network(0)


@pytest.fixture
def own(home, keras_model):
    """A model of one's own that bears the name of a shipped one, and its card's file."""
    (card,) = registry.save(keras_model, [a_card(RBFOX1)])
    assert registry.card(f"{RBFOX1}:residualbind").key == card.key == registry.card(RBFOX1).key
    return settings().models / f"{RBFOX1}-{card.key[:10]}.card.json"


def changed(path, **fields):
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


@pytest.mark.parametrize(
    "fields, said",
    [
        ({"top_kmers": 3}, "the field top_kmers is 3, but must be a list of"),
        ({"top_kmers": [["UGCAUG"]]}, "the field top_kmers is"),
        ({"top_kmers": [[3, 3]]}, "the field top_kmers is"),
        ({"profile": [[0.25, 0.25, 0.25]]}, "the field profile is"),
        ({"top_kmers": []}, "the field top_kmers is"),
        ({"top_kmers": [["UGCAUG", 1], ["UGC", 1]]}, "the k-mers of one length"),
        ({"top_kmers": [["U" * 42, 1]]}, "the field top_kmers is"),
        ({"profile": "x"}, "the field profile is"),
        ({"profile": []}, "the field profile is"),
        ({"profile": [[-1, 1, 1, 0]]}, "the field profile is"),
        ({"profile": [[None, 0.5, 0.5, 0]]}, "the field profile is"),
        ({"coverage": [1, 0.5]}, "coverage and profile are of different lengths"),
        ({"density": {"measured_edges": [], "predicted_edges": [], "counts": []}}, "the field density is"),
        ({"density": {"measured_edges": [0, 1], "predicted_edges": [0, 1], "counts": [[1, 2]]}}, "the field density"),
        (
            {"density": {"measured_edges": [0, 1], "predicted_edges": [0, 1], "counts": [[True]]}},
            "the field density is",
        ),
        ({"density": {"measured_edges": [0, 1], "predicted_edges": [0, 1], "counts": [[-1]]}}, "the field density is"),
        ({"density": {"measured_edges": [0, 1], "predicted_edges": [0, 1], "counts": [[1.5]]}}, "the field density is"),
        ({"density": {"measured_edges": [1, 0], "predicted_edges": [0, 1], "counts": [[1]]}}, "the field density is"),
        ({"weights": "a" * 256}, "the field weights is"),
        ({"weights": "."}, "the field weights is"),
        ({"coverage": ["a"]}, "the field coverage is"),
        ({"density": {"counts": 3}}, "the field density is"),
        ({"history": [1]}, "the field history is"),
        ({"test_pearson": "0.9"}, "the field test_pearson is"),
        ({"test_pearson": 83.0}, "the field test_pearson is 83.0, but must be a number from -1 to 1"),
        ({"n_test": -3}, "the field n_test is"),
        ({"n_test": True}, "the field n_test is"),
        ({"seconds": None}, "the field seconds is"),
        ({"gene": None}, "the field gene is"),
        ({"trained": 2026}, "the field trained is"),
        ({"transform": {"kind": "log", "mean": "x"}}, "the field transform is"),
        ({"transform": {"kind": "log"}}, "the field transform is"),
        ({"transform": {"kind": "zzz", "minimum": 0, "mean": 0, "sd": 1}}, "the field transform is"),
        ({"transform": {"kind": "log", "minimum": 0, "mean": 0, "sd": 0}}, "the field transform is"),
        ({"test_pearson": float("nan")}, "the field test_pearson is NaN, but must be a number from -1 to 1"),
        ({"top_kmers": [["UGCAUG", float("nan")]]}, "the field top_kmers is"),
        ({"seconds": float("inf")}, "the field seconds is Infinity"),
        ({"weights": "../elsewhere.h5"}, "the field weights is"),
        ({"weights_bytes": "12"}, "the field weights_bytes is"),
        ({"metrics": [1]}, "the field metrics is"),
        ({"versions": {"keras": []}}, "the field versions is"),
        ({"replicate_pearson": [0.5]}, "the field replicate_pearson is"),
        ({"surprise": 1}, "a field 'surprise'"),
    ],
)
def test_a_field_of_a_wrong_kind_is_named_and_takes_out_that_model_alone(own, fields, said):
    changed(own, **fields)
    for name in (f"{RBFOX1}:residualbind", RBFOX1):
        with pytest.raises(ModelError, match=rf"{own.name} cannot be read; .* {RBFOX1}:residualbind again") as error:
            core.card(name)
        assert said in str(error.value) and str(own.parent) in str(error.value)
    assert registry.card(f"{RBFOX1}:pwm").label == "pwm"
    assert "residualbind" not in registry.models()[RBFOX1]
    assert [one.path for one in registry.damaged()] == [own]


@pytest.mark.parametrize(
    "fields, said",
    [
        ({"data": 5}, "the spec's data is 5, but must be a text"),
        ({"output": 1}, "the spec's output is 1, but the network has 1"),
        ({"experiments": []}, "the spec's experiments is"),
        ({"experiments": ["MINE", "B"]}, "the spec's experiments are 2, but the outputs of its network 1"),
        ({"transforms": 7}, "the spec's transforms is 7"),
        ({"taken_from": 3}, "the spec's taken_from is 3"),
        ({"fine_tuned": "yes"}, "the spec's fine_tuned is"),
        ({"taught_by": []}, "the spec's taught_by is"),
        ({"energies": 3}, "the spec's energies is 3"),
        ({"revision": "a"}, "the spec's revision is"),
        ({"architecture": {"outputs": "80"}}, "the spec's architecture is"),
        ({"members": [], "seeds": []}, "the spec's members is"),
        ({"members": ["abc"]}, "members and seeds are of different lengths"),
    ],
)
def test_a_part_of_the_spec_of_a_wrong_kind_is_named(own, fields, said):
    spec = {**json.loads(own.read_text())["spec"], **fields}
    changed(own, spec=spec, key=registry.spec_key(spec))
    (broken,) = registry.damaged()
    assert said in broken.problem and own.name in broken.problem


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
