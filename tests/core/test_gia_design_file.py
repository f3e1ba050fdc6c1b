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
    ("text", "said"),
    [
        ("", "not JSON at line 1; write, for example, {"),
        ('{"n": 5,\n"conditions" ["A@1"]}', "not JSON at line 2"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "holds no design"),
        ("{}", "has no conditions"),
        ('{"conditions": []}', "has no conditions"),
        ('{"conditons": ["A@1"]}', "the key 'conditons', but may have model_name, background, n, seed, conditions"),
        ('{"conditions": "A@1"}', 'conditions of the design file is "A@1"; give a list'),
        ('{"conditions": ["A@1", 5]}', "conditions, number 2, of the design file is 5; give a text"),
        ('{"conditions": ["A@1", {"txt": "A@2"}]}', "conditions, number 2, of the design file is null"),
        ('{"conditions": ["UGCAUG@40"]}', "conditions, number 1, of the design file: pattern 'UGCAUG' at position 40"),
        ('{"conditions": ["A@1"], "n": "many"}', 'n of the design file is "many"; give a whole number'),
        ('{"conditions": ["A@1"], "n": true}', "n of the design file is true; give a whole number"),
        ('{"conditions": ["A@1"], "n": 1}', "number of backgrounds is 1; use a number from 2"),
        ('{"conditions": ["A@1"], "seed": 1.5}', "seed of the design file is 1.5"),
        ('{"conditions": ["A@1"], "background": ["profile"]}', 'background of the design file is ["profile"]'),
        ('{"conditions": ["A@1"], "background": "nonsense"}', "use one of: profile"),
        ('{"conditions": ["A@1"], "names": ["a", "b"]}', "there are 2 names for 1 conditions"),
        ('{"conditions": ["A@1"], "names": [7]}', "names, number 1, of the design file is 7"),
        ('{"conditions": ["A@1"], "names": ["%s"]}' % ("x" * 61), "has 61 letters; use at most 60"),
        (" " * 1_000_001, "1,000,001 letters"),
        ('{"conditions": ["A@1"], "experiment": 5}', "experiment of the design file is 5; give a text"),
        (
            '{"conditions": ["A@1"], "experiment": "X", "model_name": "X"}',
            "an older word for it; give model_name alone",
        ),
    ],
)
def test_a_file_that_was_edited_badly_is_one_sentence_that_names_the_key(text, said):
    with pytest.raises(SequenceError) as caught:
        core.read_design(text)
    assert said in str(caught.value) and len(str(caught.value)) < 300


def test_names_are_no_part_of_what_is_asked():
    renamed = Design("RBP", DESIGN.conditions, "shuffle", 50, 3, ("  two \n sites ", "x"))
    assert renamed == DESIGN and hash(renamed) == hash(DESIGN)
    assert renamed.names == ("two sites", "x")
    assert Design.from_dict(renamed.to_dict()).names == renamed.names


def test_what_conditions_are_compared_with_is_written_from_one_and_only_where_it_is_not_the_first():
    conditions = tuple(map(parse_condition, ("A@1", "C@1", "G@1")))
    assert "compared_with" not in Design("RBP", conditions).to_dict()
    for reference, written in ((1, 2), (None, 0)):
        design = Design("RBP", conditions, reference=reference)
        assert design.to_dict()["compared_with"] == written
        for again in (core.read_design(json.dumps(design.to_dict())), Design.from_dict(design.to_dict())):
            assert again.reference == reference
    with pytest.raises(SequenceError, match="give a number from 1 to 3, or 0 for no comparison"):
        core.read_design(json.dumps({"conditions": ["A@1", "C@1", "G@1"], "compared_with": 4}), "RBP")
