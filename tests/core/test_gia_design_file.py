import json

import pytest

import core
from core.errors import SequenceError
from core.gia.design import Design, parse_condition

DESIGN = Design("RBP", tuple(map(parse_condition, ["UGCAUG@4", "YGCY@4,A@9"])), "shuffle", 50, 3, ("one", ""))


def test_what_a_design_writes_reads_back():
    found = core.read_design(json.dumps(DESIGN.to_dict()))
    assert found == DESIGN and found.names == ("one", "")
    bare = core.read_design('{"conditions": ["UGCAUG@4"]}', "RBP")
    assert bare == Design("RBP", DESIGN.conditions[:1]) and "names" not in bare.to_dict()


def test_a_model_is_read_under_the_older_word_and_written_under_the_word_of_today():
    older = {"experiment": "RBP:pwm", "conditions": ["A@1"]}
    for found in (core.read_design(json.dumps(older), "OTHER"), Design.from_dict(older)):
        assert found.model_name == "RBP:pwm"
        assert found.to_dict()["model_name"] == "RBP:pwm" and "experiment" not in found.to_dict()


def test_what_the_command_line_prints_reads_back():
    rows = [{"model": m, "text": t, "global_importance": 1.0} for m in "AB" for t in ("UGCAUG@4", "A@9")]
    found = core.read_design(json.dumps({"background": "profile", "n": 50, "seed": 3, "conditions": rows}), "RBP")
    assert [condition.text for condition in found.conditions] == ["UGCAUG@4", "A@9"]
    one = core.read_design(json.dumps({"conditions": [{"text": "A@9", "sd": 1}, {"text": "A@9", "sd": 1}]}))
    assert len(one.conditions) == 2


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("", ["JSON", "line 1"]),
        ('{"n": 5,\n"conditions" ["A@1"]}', ["JSON", "line 2"]),
        ("[" * 100_000, ["JSON"]),
        ("[1]", ["holds", "design"]),
        ("{}", ["conditions"]),
        ('{"conditions": []}', ["conditions"]),
        ('{"conditons": ["A@1"]}', ["'conditons'", "model_name"]),
        ('{"conditions": "A@1"}', ['"A@1"']),
        ('{"conditions": ["A@1", 5]}', ["number 2", "is 5"]),
        ('{"conditions": ["A@1", {"txt": "A@2"}]}', ["number 2"]),
        ('{"conditions": ["UGCAUG@40"]}', ["number 1", "'UGCAUG'", "position 40"]),
        ('{"conditions": ["A@1"], "n": "many"}', ['"many"', "design", "number"]),
        ('{"conditions": ["A@1"], "n": true}', ["design", "number"]),
        ('{"conditions": ["A@1"], "n": 1}', ["is 1", "from 2"]),
        ('{"conditions": ["A@1"], "seed": 1.5}', ["is 1.5"]),
        ('{"conditions": ["A@1"], "background": ["profile"]}', ['"profile"', "background", "profile"]),
        ('{"conditions": ["A@1"], "background": "nonsense"}', ["profile"]),
        ('{"conditions": ["A@1"], "names": ["a", "b"]}', ["2 names", "1 conditions"]),
        ('{"conditions": ["A@1"], "names": [7]}', ["number 1", "is 7"]),
        ('{"conditions": ["A@1"], "names": ["%s"]}' % ("x" * 61), ["61 letters", "most 60"]),
        (" " * 1_000_001, ["1,000,001 letters"]),
        ('{"conditions": ["A@1"], "experiment": 5}', ["is 5"]),
        (
            '{"conditions": ["A@1"], "experiment": "X", "model_name": "X"}',
            ["model_name"],
        ),
    ],
)
def test_a_file_that_was_edited_badly_is_one_sentence_that_names_the_key(text, facts, wording):
    with pytest.raises(SequenceError) as caught:
        core.read_design(text)
    wording.within(str(caught.value), *facts)
    assert len(str(caught.value)) < 300


def test_names_are_no_part_of_what_is_asked():
    renamed = Design("RBP", DESIGN.conditions, "shuffle", 50, 3, ("  two \n sites ", "x"))
    assert renamed == DESIGN and hash(renamed) == hash(DESIGN)
    assert renamed.names == ("two sites", "x")
    assert Design.from_dict(renamed.to_dict()).names == renamed.names


def test_what_conditions_are_compared_with_is_written_from_one_and_only_where_it_is_not_the_first(refuses):
    conditions = tuple(map(parse_condition, ("A@1", "C@1", "G@1")))
    assert "compared_with" not in Design("RBP", conditions).to_dict()
    for reference, written in ((1, 2), (None, 0)):
        design = Design("RBP", conditions, reference=reference)
        assert design.to_dict()["compared_with"] == written
        for again in (core.read_design(json.dumps(design.to_dict())), Design.from_dict(design.to_dict())):
            assert again.reference == reference
    with refuses(SequenceError, "from 1 to 3, or 0"):
        core.read_design(json.dumps({"conditions": ["A@1", "C@1", "G@1"], "compared_with": 4}), "RBP")
