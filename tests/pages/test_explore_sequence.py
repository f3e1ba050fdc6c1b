import page_world
import pytest
from dash.exceptions import PreventUpdate
from page_world import ask, everything, ism_of, links_of, mutant, text_of

import app as web
import core
from callbacks.explore import page as callbacks
from components import ids
from components.explore import sequence as explore_sequence
from components.explore import state as explore_state
from components.shared import one_rna, parts
from core.errors import SequenceError

CHOSEN = explore_state.state("SIM_A", "AAUGCAUGAA")
MUTANT = mutant("SIM_A", "AAUGCAUGAA", "AAUGCAUGAC")
FIGURE, STYLE, FACTS, BEFORE, FIRST, LAST, LINK, STRUCTURE, PANEL = range(9)


@pytest.fixture(autouse=True)
def world(monkeypatch):
    page_world.install(monkeypatch)


def test_a_chosen_rna_is_shown_with_its_facts():
    shown = callbacks.show_sequence(CHOSEN, "light")
    assert len(shown[FIGURE]["layout"]["shapes"]) == 10
    assert shown[PANEL] == explore_sequence.CHOSEN
    said = " ".join(map(text_of, shown[FACTS]))
    assert "RNA, 10 nt" in said and "+1.50 SD" in said and shown[BEFORE] == []
    assert (shown[FIRST], shown[LAST]) == (5, 10)
    assert links_of(shown[LINK]) == ["/bench?rbp=SIM_A&c=CAUGAA@5"]
    assert "the most sensitive stretch" in text_of(shown[LINK])


def test_a_chosen_stretch_is_named_marked_and_leads_to_the_bench():
    state = explore_state.state("SIM_A", "AAUGCAUGAA", stretch="3-8")
    shown = callbacks.show_sequence(state, "light")
    assert links_of(shown[LINK]) == ["/bench?rbp=SIM_A&c=UGCAUG@3"]
    assert "your stretch" in text_of(shown[LINK])
    band = next(one for one in shown[FIGURE]["layout"]["shapes"] if one.get("name") == "stretch")
    assert (band["x0"], band["x1"]) == (2.5, 8.5)


@pytest.mark.parametrize("stretch", ["0-3", "8-3", "3-11", "3", "a-b", "-", "3-8-9", None])
def test_a_stretch_that_is_none_is_the_strongest(stretch):
    shown = callbacks.show_sequence(explore_state.state("SIM_A", "AAUGCAUGAA", stretch=stretch), "light")
    assert (shown[FIRST], shown[LAST]) == (5, 10)


def test_the_strongest_stretch_counts_from_one():
    assert one_rna.strongest_stretch(ism_of("AAUGCAUGAA")) == (5, 10)
    assert one_rna.strongest_stretch(ism_of("ACG")) == (1, 3)


def test_a_mutant_stands_beside_its_original():
    shown = callbacks.show_sequence(MUTANT, "light")
    said = " ".join(map(text_of, shown[FACTS]))
    assert "Original" in text_of(shown[BEFORE]) and "A10C" in text_of(shown[BEFORE])
    assert "+1.50 → +1.50 SD (Δ +0.00)" in said
    reverts = [getattr(one, "data-revert", None) for one in everything(shown[BEFORE])]
    assert [one for one in reverts if one] == ["A10C"]
    assert [text_of(one.children[0]) for one in shown[STRUCTURE]] == [
        "Most likely structure, original  0.00 kcal/mol".replace("0.00", "0.0"),
        "Most likely structure, now the same pairs 0.0 kcal/mol",
    ]
    plain = callbacks.show_sequence(CHOSEN, "light")
    assert shown[STYLE] == one_rna.figure_style(True) != plain[STYLE]


def test_a_mutant_that_is_its_original_is_none():
    state = explore_state.state("SIM_A", "AAUG", **{"from": "AAUG"})
    assert callbacks.show_sequence(state, "light")[BEFORE] == []


def test_an_original_of_another_length_is_said(refuses):
    with refuses(SequenceError, "3 nt", "sequence 4"):
        callbacks.show_sequence(explore_state.state("SIM_A", "AAUG", **{"from": "AAU"}), "light")


def test_what_a_mutation_does_to_the_structure_is_said():
    shown = callbacks.show_sequence(mutant("SIM_A", "GGGGAAAACCCC", "GAGGAAAACCCC"), "light")
    said = text_of(shown[STRUCTURE])
    assert "((((....))))" in said and "kcal/mol" in said and "pairs lost" in said


def test_nothing_chosen_shows_nothing():
    nothing = explore_state.state("SIM_A", None)
    with pytest.raises(PreventUpdate):
        callbacks.show_sequence(nothing, "light")
    assert callbacks.show_measured(nothing) == ("", {"x": [], "y": []})


def test_coloured_rna_reads_as_one_word_and_marks_positions_from_one():
    word = parts.rna("ACG", (2,))
    assert word.to_plotly_json()["props"]["aria-label"] == "ACG"
    assert [letter.className for letter in word.children] == ["A", "C marked", "G"]


# mutating


def test_another_rna_begins_anew_and_keeps_what_is_not_its_own():
    state = explore_state.state("SIM_A", "ACGU", color="gc", stretch="1-2", **{"from": "ACGA"})
    other = explore_state.choose({**state, "past": ["ACGA"], "future": ["ACGC"]}, "GGGG")
    assert other == explore_state.state("SIM_A", "GGGG", color="gc")


# over HTTP


def test_a_good_sequence_over_http_is_a_figure():
    values = {f"{ids.EXPLORE_STATE}.data": CHOSEN, f"{ids.COLOR_SCHEME}.data": "dark"}
    answer = ask(web.create_app(), f"{ids.EXPLORE_STACK}.figure", values)
    assert answer.status_code == 200
    assert len(answer.json["response"][ids.EXPLORE_STACK]["figure"]["layout"]["shapes"]) == 10


def test_a_bad_sequence_in_the_link_brings_back_the_invitation():
    state = explore_state.state("SIM_A", "ACGX")
    values = {f"{ids.EXPLORE_STATE}.data": state, f"{ids.COLOR_SCHEME}.data": "light"}
    answer = ask(web.create_app(), f"{ids.EXPLORE_STACK}.figure", values).json
    assert answer["response"][ids.EXPLORE_PANEL] == {"className": explore_sequence.NOT_CHOSEN}
    assert answer["response"].get(ids.EXPLORE_STACK) is None
    assert "'X' at position 4" in answer["sideUpdate"][ids.ALERT]["children"]


def test_a_bug_over_http_is_one_neutral_line(monkeypatch, caplog):
    monkeypatch.setattr(core, "ism", lambda *_: 1 / 0)
    values = {f"{ids.EXPLORE_STATE}.data": explore_state.state("SIM_A", "ACGU")}
    answer = ask(web.create_app(), f"{ids.EXPLORE_STACK}.figure", values).json
    assert answer["sideUpdate"][ids.ALERT]["children"].startswith("Something went wrong in the app itself")
    assert "ZeroDivisionError" in caplog.text
