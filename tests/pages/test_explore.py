import page_world
import pytest
from dash import dcc
from dash.exceptions import PreventUpdate
from page_world import SCORES, ask, everything, ids_of, ism_of, links_of, text_of

import app as web
import core
from callbacks import explore as callbacks
from components import explore, ids
from core.errors import DataError, ModelError, SequenceError

SIMULATED = explore.state("SIM_A", None)


@pytest.fixture(autouse=True)
def world(monkeypatch):
    page_world.install(monkeypatch)


def stored(page):
    return next(one.data for one in everything(page) if getattr(one, "id", None) == ids.EXPLORE_STATE)


# the page


def test_the_address_is_the_state():
    page = explore.layout({"rbp": ["SIM_A"], "sequence": ["ACGU"]})
    assert stored(page) == {"path": "/explore", "query": {"rbp": "SIM_A", "sequence": "ACGU"}}
    assert stored(explore.layout({"rbp": ["SIM_A"]}))["query"]["sequence"] is None


def test_simulated_is_labelled_and_says_what_was_planted():
    text = text_of(explore.layout({"rbp": ["SIM_A"]}))
    assert "Simulated" in text and "Planted: sites of UGCAUG add up." in text
    assert "Simulated" not in text_of(explore.layout({"rbp": ["RNCMPT00168"]}))


def test_top_kmers_lead_to_the_bench():
    page = explore.layout({"rbp": ["SIM_A"]})
    assert "/bench?rbp=SIM_A&c=UGCAUG@18" in links_of(page)
    assert "+4.39" in text_of(page)


def test_without_a_model_the_cure_is_said_and_nothing_can_be_asked():
    page = explore.layout({"rbp": ["MY RBP"]})
    assert "MY RBP has no model yet" in text_of(page)
    assert "python -m core train 'MY RBP'" in text_of(page)
    assert ids_of(page) == []


def test_an_unknown_experiment_is_an_error():
    with pytest.raises(DataError, match="use one of SIM_A"):
        explore.layout({"rbp": ["NOPE"]})


def test_what_was_chosen_shows_at_once():
    def panel(query):
        return next(one for one in everything(explore.layout(query)) if getattr(one, "id", None) == ids.EXPLORE_PANEL)

    assert panel({"rbp": ["SIM_A"]}).className == explore.NOT_CHOSEN
    assert panel({"rbp": ["SIM_A"], "sequence": ["ACGU"]}).className == explore.CHOSEN


def test_chance_needs_probes_and_an_example_does_not():
    assert ids.EXPLORE_SURPRISE in ids_of(explore.layout({"rbp": ["SIM_A"]}))
    without = ids_of(explore.layout({"rbp": ["RNCMPT00168"]}))
    assert ids.EXPLORE_SURPRISE not in without and ids.EXPLORE_EXAMPLE in without


def test_slow_figures_say_that_they_are_coming():
    loading = [one for one in everything(explore.layout({"rbp": ["SIM_A"]})) if isinstance(one, dcc.Loading)]
    assert [one.target_components for one in loading] == [
        {ids.EXPLORE_SCATTER: "figure"},
        {ids.EXPLORE_STACK: "figure"},
    ]


# the scatter


def test_with_probes_points_can_be_clicked():
    figure, note = callbacks.show_scatter("light", SIMULATED)
    assert "Click a point" in note and "UGCAUG, the model's top 6-mer" in note
    assert sum(len(trace.get("customdata", [])) for trace in figure["data"]) == len(SCORES.sequences)


def test_a_restored_sequence_is_ringed():
    figure, _ = callbacks.show_scatter("dark", explore.state("SIM_A", "CCCCCCCCCC"))
    assert figure["data"][-1]["x"] == [-1.0]


def test_without_probes_the_stored_density_shows_with_the_reason_and_the_cure(monkeypatch):
    monkeypatch.setattr(core, "test_scores", lambda _: pytest.fail("there are no probes to ask"))
    figure, note = callbacks.show_scatter("light", explore.state("RNCMPT00168", None))
    text = " ".join(part if isinstance(part, str) else part.children for part in note)
    assert text.startswith("The measured probes are not on this machine")
    assert "python -m core import PATH" in text
    assert [trace["type"] for trace in figure["data"]] == ["heatmap"]


def test_a_damaged_model_leaves_no_figure_but_its_sentence(monkeypatch):
    def damaged(_):
        raise ModelError("the weights are truncated; train again.")

    monkeypatch.setattr(core, "test_scores", damaged)
    values = {f"{ids.EXPLORE_STATE}.data": SIMULATED, f"{ids.COLOR_SCHEME}.data": "light"}
    answer = ask(web.create_app(), f"{ids.EXPLORE_SCATTER}.figure", values).json
    assert answer["response"][ids.EXPLORE_SCATTER]["figure"]["data"] == []
    assert answer["sideUpdate"][ids.ALERT]["children"] == "The weights are truncated; train again."


# choosing


def test_a_click_on_a_probe_chooses_it():
    click = {"points": [{"x": 2.0, "y": 2.2, "customdata": ["AAUGCAUGAA"]}]}
    assert callbacks.choose_probe(click, SIMULATED) == explore.state("SIM_A", "AAUGCAUGAA")


@pytest.mark.parametrize("click", [None, {}, {"points": []}, {"points": [{"x": 1, "y": 2, "z": 3}]}])
def test_a_click_on_anything_else_does_nothing(click):
    with pytest.raises(PreventUpdate):
        callbacks.choose_probe(click, SIMULATED)


def test_own_rna_is_read_as_people_write_it_and_the_old_message_goes():
    assert callbacks.choose_own(1, None, " acgtu ", SIMULATED) == (explore.state("SIM_A", "ACGUU"), True)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ACGX", "'X' at position 4; use the letters A, C, G, U"),
        ("", "the sequence is empty; give RNA letters"),
        (None, "the sequence is empty; give RNA letters"),
        ("A" * 42, "has 42 nt; give 1 to 41 nt"),
    ],
)
def test_bad_rna_is_said_and_changes_nothing(typed, sentence):
    with pytest.raises(SequenceError, match=sentence):
        callbacks.choose_own(1, None, typed, SIMULATED)


def test_a_page_just_drawn_chooses_nothing():
    with pytest.raises(PreventUpdate):
        callbacks.choose_own(0, None, "", SIMULATED)
    with pytest.raises(PreventUpdate):
        callbacks.choose_example(None, SIMULATED)


def test_an_example_is_random_rna_with_the_top_kmer_in_its_middle():
    first, second = (callbacks.choose_example(clicks, SIMULATED)["query"]["sequence"] for clicks in (1, 2))
    assert len(first) == 41 and first[17:23] == second[17:23] == "UGCAUG"
    assert first != second
    assert callbacks.choose_example(1, SIMULATED)["query"]["sequence"] == first


# one RNA


def test_a_chosen_rna_is_shown_with_its_facts():
    figure, facts, text, panel = callbacks.show_sequence(explore.state("SIM_A", "AAUGCAUGAA"), "light")
    assert len(figure["layout"]["shapes"]) == 3 * 10
    assert text == "AAUGCAUGAA"
    assert panel == explore.CHOSEN
    said = " ".join(map(text_of, facts))
    assert "RNA, 10 nt" in said and "+1.50 SD" in said
    assert links_of(facts[1]) == ["/bench?rbp=SIM_A&c=CAUGAA@5"]


def test_nothing_chosen_shows_nothing():
    with pytest.raises(PreventUpdate):
        callbacks.show_sequence(SIMULATED, "light")
    assert callbacks.show_measured(SIMULATED) == ("", {"x": [], "y": []})


def test_the_strongest_stretch_counts_from_one():
    assert explore.strongest_stretch(ism_of("AAUGCAUGAA")) == ("CAUGAA", 5)
    assert explore.strongest_stretch(ism_of("ACG")) == ("ACG", 1)


@pytest.mark.parametrize(
    ("rbp", "sequence", "said", "x"),
    [
        ("SIM_A", "CCCCCCCCCC", "−1.00 SD", [-1.0]),
        ("SIM_A", "AAUGCAUGAA", "+2.00 and +2.50 SD", [2.0, 2.5]),
        ("SIM_A", "GGGG", "not a probe of set B", []),
        ("RNCMPT00168", "CCCCCCCCCC", "not on this machine", []),
    ],
)
def test_what_was_measured_is_said(rbp, sequence, said, x):
    text, at = callbacks.show_measured(explore.state(rbp, sequence))
    assert (text, at["x"]) == (said, x)


def test_coloured_rna_reads_as_one_word():
    word = explore.rna("ACG")
    assert word.to_plotly_json()["props"]["aria-label"] == "ACG"
    assert [letter.className for letter in word.children] == ["A", "C", "G"]


# over HTTP


def test_a_good_sequence_over_http_is_a_figure():
    answer = ask(
        web.create_app(),
        f"{ids.EXPLORE_STACK}.figure",
        {f"{ids.EXPLORE_STATE}.data": explore.state("SIM_A", "AAUGCAUGAA"), f"{ids.COLOR_SCHEME}.data": "dark"},
    )
    assert answer.status_code == 200
    assert len(answer.json["response"][ids.EXPLORE_STACK]["figure"]["layout"]["shapes"]) == 30


def test_bad_rna_over_http_is_one_sentence_in_the_alert():
    values = {
        f"{ids.EXPLORE_INPUT}.n_submit": 1,
        f"{ids.EXPLORE_INPUT}.value": "ACGX",
        f"{ids.EXPLORE_STATE}.data": SIMULATED,
    }
    answer = ask(web.create_app(), f"{ids.ALERT}.hide@", values)
    assert answer.json["sideUpdate"] == {
        ids.ALERT: {
            "children": "Sequence 'ACGX' has 'X' at position 4; use the letters A, C, G, U (T reads as U).",
            "hide": False,
        }
    }
    assert ids.EXPLORE_STATE not in answer.json.get("response", {})


def test_a_bad_sequence_in_the_link_brings_back_the_invitation():
    values = {f"{ids.EXPLORE_STATE}.data": explore.state("SIM_A", "ACGX"), f"{ids.COLOR_SCHEME}.data": "light"}
    answer = ask(web.create_app(), f"{ids.EXPLORE_STACK}.figure", values).json
    assert answer["response"][ids.EXPLORE_PANEL] == {"className": explore.NOT_CHOSEN}
    assert answer["response"].get(ids.EXPLORE_STACK) is None
    assert "'X' at position 4" in answer["sideUpdate"][ids.ALERT]["children"]


def test_a_bug_over_http_is_one_neutral_line(monkeypatch, caplog):
    monkeypatch.setattr(core, "ism", lambda *_: 1 / 0)
    values = {f"{ids.EXPLORE_STATE}.data": explore.state("SIM_A", "ACGU")}
    answer = ask(web.create_app(), f"{ids.EXPLORE_STACK}.figure", values).json
    assert answer["sideUpdate"][ids.ALERT]["children"].startswith("Something went wrong in the app itself")
    assert "ZeroDivisionError" in caplog.text


def test_a_link_of_a_newer_version_says_what_is_left_out_and_shows_the_rest():
    page = explore.layout({"rbp": ["SIM_A"], "sequence": ["ACGU"], "fold3d": ["1"]})
    assert "This version of the app does not know 'fold3d'; it was left out." in text_of(page)
    assert ids.EXPLORE_STATE in ids_of(page)
    assert "does not know" not in text_of(explore.layout({"rbp": ["SIM_A"], "sequence": ["ACGU"]}))
