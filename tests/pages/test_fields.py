"""A form is declared field by field: links and states are read by it, and its texts make the link that restores it."""

from urllib.parse import parse_qs, urlencode

import pytest

from components.shared.fields import Field, Form, Rule, background, each, one_of, optional, pattern, whole
from core.errors import SequenceError


def check_ends(first, last):
    if first > last:
        raise SequenceError(f"the first is {first} and the last {last}; give them in their order.")


FORM = Form(
    Field("n", whole(2, 10_000), "1000", "number of backgrounds"),
    Field("first", whole(1, 41), "1", "first"),
    Field("last", whole(1, 41), "41", "last"),
    Field("epochs", optional(whole(1, 100)), "", "number of epochs"),
    Field("plot", one_of({"box": "Box", "strip": "Dots"}), "box", "plot"),
    Field("show", each(one_of(["fit", "null"])), (), "part to show", several=True),
    Field("p", pattern, "UGCAUG", most=50),
    rules=[Rule("ends", ("first", "last"), check_ends)],
    always=["n"],
)
USUAL = {"n": 1000, "first": 1, "last": 41, "epochs": None, "plot": "box", "show": [], "p": "UGCAUG"}


def test_a_fresh_visit_has_the_usual_values_and_a_short_link():
    assert FORM.read({}) == (USUAL, {})
    assert FORM.link(FORM.texts({})) == {"n": "1000"}


@pytest.mark.parametrize(
    "changed",
    [
        {"n": "1,000"},
        {"first": "7", "last": "9", "epochs": "12"},
        {"plot": "strip", "show": ["null", "fit"]},
        {"n": "many", "first": "0", "plot": "pie", "show": ["x"], "p": "XYZ"},
    ],
)
def test_what_was_typed_stands_in_a_link_that_restores_it_right_or_wrong(changed):
    texts = {**FORM.texts({}), **changed}
    link = FORM.link(texts)
    assert link.keys() == {"n", *changed}
    assert FORM.texts(parse_qs(urlencode(link, doseq=True))) == texts
    assert FORM.texts(link) == texts
    assert FORM.read(parse_qs(urlencode(link, doseq=True))) == FORM.read(texts)


def test_every_wrong_field_has_its_sentence_and_the_others_count(wording):
    values, problems = FORM.read({"n": ["1"], "first": ["5"], "plot": ["pie"], "show": ["fit", "x"], "p": [""]})
    assert values == {"first": 5, "last": 41, "epochs": None}
    facts = {"n": ["'1'", "2 to 10,000"], "plot": ["'pie'", "box, strip"], "show": ["'x'", "fit, null"], "p": ["empty"]}
    assert problems.keys() == facts.keys()
    for field, named in facts.items():
        wording(problems[field], *named)


def test_where_a_field_cannot_be_read_its_usual_value_can_be_taken():
    assert FORM.values({"n": "x", "first": "2", "show": ["x"]}) == {**USUAL, "first": 2}


def test_a_rule_is_asked_where_its_fields_can_be_read():
    wrong = "The first is 9 and the last 3; give them in their order."
    assert FORM.read({"first": "9", "last": "3"}).problems == {"ends": wrong}
    assert FORM.read({"first": "9", "last": "3", "n": "x"}).problems.keys() == {"n", "ends"}
    assert FORM.read({"first": "9", "last": "three"}).problems.keys() == {"last"}


def test_a_text_is_as_long_as_a_link_may_hold_and_without_blanks_at_its_ends():
    assert FORM.texts({"p": [" UGCAUG "]})["p"] == "UGCAUG"
    assert FORM.texts({"p": ["A\nB\n"]})["p"] == "A\nB\n"
    assert len(FORM.texts({"p": "A" * 4000})["p"]) == 50
    assert FORM.texts({"show": ["null", "fit ", "fit"]})["show"] == ["null", "fit"]


def test_an_emptied_field_is_empty_and_not_as_on_a_fresh_visit(wording):
    texts = {**FORM.texts({}), "first": ""}
    problems = FORM.read(FORM.link(texts)).problems
    wording(problems.pop("first"), "empty", "1 to 41")
    assert problems == {}


def test_another_text_of_a_fresh_visit_stands_in_no_link():
    other = FORM.with_defaults(p="GCACG")
    assert other.read({}).values["p"] == "GCACG"
    assert other.link(other.texts({})) == {"n": "1000"}
    assert other.read({"first": "9", "last": "3"}).problems.keys() == {"ends"}
    assert FORM.read({}).values == USUAL


def test_backgrounds_that_are_still_to_be_given_cannot_be_drawn_from():
    form = Form(Field("background", background, "profile"))
    assert form.read({"background": "shuffle"}).values == {"background": "shuffle"}
    assert "choose another background model" in form.read({"background": "sequences:"}).problems["background"]
