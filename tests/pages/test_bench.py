import re
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
import toy_network
from bench_acts import MODEL, act, row_text, texts
from dash import dcc
from page_world import ask, links_of, text_of, texts_of

import app as web
import core
from callbacks import bench as callbacks
from components import ids
from components.bench import edits as bench_edits
from components.bench import history as bench_history
from components.bench import page as bench
from components.bench import palette as bench_palette
from components.bench import state as bench_state
from components.bench.conditions import FAILED, condition_rows, summaries
from components.bench.track import MotifTrack
from core.formatting import interval_text, number_text, p_text
from core.gia.importance import GiaResult, compare, summarise


def about(rbp):
    return bench_state.about(core.card(rbp))


def example():
    return bench_state.example("RBP", MODEL)


def find(component, kind):
    return [one for one in component._traverse() if isinstance(one, kind)]


# the state


def test_a_fresh_visit_has_one_two_and_three_copies_as_in_the_paper():
    state = example()
    assert texts(state) == ["UGCAUG@4", "UGCAUG@4,UGCAUG@11", "UGCAUG@4,UGCAUG@11,UGCAUG@18"]
    assert bench_state.numbers(state) == ([1, 2, 3], 3)
    assert bench_state.design(state).to_dict() == {
        "model_name": "RBP",
        "background": "profile",
        "n": 1000,
        "seed": 0,
        "conditions": texts(state),
    }


def test_a_link_restores_what_it_was_made_from():
    changed = act(
        example(),
        {"do": "add"},
        {"do": "add_pattern", "text": "gcnntc"},
        {"do": "set", "field": "n", "value": "2,500"},
        {"do": "set", "field": "seed", "value": 7},
        {"do": "select", "key": 2},
    )
    query = parse_qs(urlencode(changed["link"]["query"], doseq=True))
    state, problems = bench_state.read_query(query, "RBP", MODEL)
    assert problems == []
    assert texts(state) == texts(changed) and texts(state)[3] == ""
    assert state["link"] == changed["link"]
    assert (state["n"], state["seed"], state["patterns"]) == (2500, 7, ["GCNNUC"])
    assert state["active"] == 2


def test_a_link_without_conditions_gives_the_example():
    assert bench_state.read_query({"rbp": ["RBP"]}, "RBP", MODEL) == (example(), [])


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        ({"c": ["UGCAUG@40"]}, ["41", "from 1 to 36"]),
        ({"c": ["UGCAUG@4,UGCAUG@6"]}, ["UGCAUG@6", "position 10"]),
        ({"c": ["XX@4"]}, ["A, C, G, U"]),
        ({"c": ["UGCAUG"]}, ["PATTERN@POSITION"]),
        ({"p": ["QQ"]}, ["leave", "letter"]),
        ({"n": ["1"]}, ["from 2 to 10,000"]),
        ({"n": ["10001"]}, ["from 2 to 10,000"]),
        ({"n": ["²"]}, ["from 2 to 10,000"]),
        ({"seed": ["-1"]}, ["from 0 to 4,294,967,295"]),
        ({"background": ["nonsense"]}, ["profile"]),
        ({"active": ["two"]}, ["from 1"]),
        ({"c": ["A@1"] * 42}, ["holds 41"]),
        ({"preset": ["nonsense"]}, ["'nonsense'"]),
    ],
)
def test_what_a_link_says_badly_is_said_and_the_rest_is_read(query, facts, wording):
    state, problems = bench_state.read_query({"c": ["ACGU@2"], "seed": ["5"], **query}, "RBP", MODEL)
    assert len(problems) == 1
    wording(problems[0], *facts)
    assert not problems[0][0].islower()
    assert state["seed"] == (0 if "seed" in query else 5)
    assert "c" in query or texts(state) == ["ACGU@2"]
    assert bench_state.design(state)


def test_actions_apply_once_and_in_order_also_when_they_come_twice():
    first = {"number": 1, "do": "write", "key": 1, "text": "A@1"}
    second = {"number": 2, "do": "write", "key": 1, "text": "C@2"}

    def apply(state, actions):
        return bench_edits.apply(state, bench_history.empty(), actions)[0]

    once = apply(example(), [first])
    assert (texts(once)[0], once["revision"]) == ("A@1", 1)
    twice = apply(once, [second, first])
    assert (texts(twice)[0], twice["revision"]) == ("C@2", 2)
    assert apply(twice, [first, second]) == {**twice, "undo": None}
    assert apply(example(), [second, first]) == twice


def test_applying_changes_no_argument():
    state, before = example(), example()
    act(state, {"do": "write", "key": 1, "text": ""}, {"do": "remove", "key": 2}, {"do": "add_pattern", "text": "A"})
    assert state == before


def test_writing_takes_any_spelling_and_blank_empties():
    state = act(example(), {"do": "write", "key": 2, "text": " tgcatg@20 , ugcaug@4"})
    assert texts(state)[1] == "UGCAUG@4,UGCAUG@20"
    assert texts(act(state, {"do": "write", "key": 2, "text": "  "}))[1] == ""


def test_a_bad_edit_changes_nothing_but_says_why_at_its_field_until_it_is_put_right(wording):
    bad = act(example(), {"do": "write", "key": 1, "text": "UGCAUG@99"}, {"do": "set", "field": "n", "value": "many"})
    assert texts(bad) == texts(example()) and bad["n"] == 1000 and bad["revision"] == 2
    assert "use a position from 1 to 36" in bad["problems"]["condition"]
    wording(bad["problems"]["n"], "'many'", "from 2 to 10,000")
    better = act(bad, {"do": "write", "key": 1, "text": "UGCAUG@9"})
    assert list(better["problems"]) == ["n"]
    assert act(better, {"do": "set", "field": "n", "value": "2"})["problems"] == {}


@pytest.mark.parametrize("value", [None, "", "1.5", "1e3", -3, 0])
def test_numbers_that_are_not_whole_or_too_small_are_refused(value):
    assert "n" in act(example(), {"do": "set", "field": "n", "value": value})["problems"]


def test_add_duplicate_and_remove_keep_track_of_the_active_condition():
    state = act(example(), {"do": "duplicate", "key": 1})
    assert texts(state)[:2] == ["UGCAUG@4"] * 2 and bench_state.numbers(state)[1] == 2
    state = act(state, {"do": "add"})
    assert texts(state)[-1] == "" and bench_state.numbers(state) == ([1, 2, 3, 4], 5)
    state = act(state, {"do": "remove", "key": state["active"]})
    assert bench_state.numbers(state) == ([1, 2, 3, 4], 4)
    state = act(state, {"do": "remove", "key": 1})
    assert bench_state.numbers(state) == ([1, 2, 3], 3)


def test_a_second_click_on_remove_does_not_hit_the_neighbour():
    state = act(example(), {"do": "remove", "key": 2}, {"do": "remove", "key": 2})
    assert texts(state) == ["UGCAUG@4", "UGCAUG@4,UGCAUG@11,UGCAUG@18"]


def test_removing_the_last_condition_leaves_an_empty_one():
    state = act(example(), *({"do": "remove", "key": key} for key in (1, 2, 3)))
    assert texts(state) == [""] and bench_state.design(state) is None


def test_edits_of_a_condition_that_is_gone_do_nothing():
    gone = [{"do": do, "key": 9} for do in ("select", "duplicate", "remove")]
    state = act(example(), *gone, {"do": "write", "key": 9, "text": "A@1"})
    assert state == {**example(), "revision": 4}


def test_the_bench_is_full_at_a_condition_for_every_position(wording):
    state = act(example(), *[{"do": "add"}] * 38)
    assert len(texts(state)) == 41 and not state["problems"]
    wording(act(state, {"do": "add"})["problems"]["conditions"], "remove", "before")


def test_own_patterns_are_kept_once_and_can_be_dropped():
    state = act(example(), *[{"do": "add_pattern", "text": text} for text in ("ac", "GNNG", "AC")])
    assert state["patterns"] == ["AC", "GNNG"]
    assert act(state, {"do": "drop_pattern", "pattern": "AC"})["patterns"] == ["GNNG"]
    assert "use A, C, G, U" in act(state, {"do": "add_pattern", "text": "hello"})["problems"]["pattern"]


def test_kmers_that_are_a_better_one_shifted_are_left_out():
    top = [["UGCAUG", 4.0], ["GCAUGU", 3.9], ["UUGCAU", 3.8], ["AGCAUG", 3.0], ["GAGCAU", 2.9], ["CUUGCA", 2.0]]
    assert bench_palette.distinct(top) == [("UGCAUG", 4.0), ("AGCAUG", 3.0)]
    assert bench_palette.distinct([["AAAAAA", 1], ["AAAAAA", 1], ["CCCCCC", 0]], most=1) == [("AAAAAA", 1)]


# numbers people read


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.0, "p < 1e-300"),
        (1e-310, "p < 1e-300"),
        (3.2e-19, "p = 3.2e-19"),
        (0.00012, "p = 1.2e-04"),
        (0.0015, "p = 0.0015"),
        (0.042, "p = 0.04"),
        (1.0, "p = 1.00"),
    ],
)
def test_p_values(p, text):
    assert p_text(p) == text


def test_numbers_have_two_decimals_and_a_true_minus():
    assert [number_text(value) for value in (4.386, -0.154, -0.001)] == ["4.39", "−0.15", "0.00"]
    assert [number_text(value, sign=True) for value in (1, -1, 0.001)] == ["+1.00", "−1.00", "0.00"]
    assert interval_text(-0.5, 0.25) == "−0.50 to 0.25"


def test_what_is_not_known_is_a_dash():
    nan = float("nan")
    assert [number_text(None), number_text(nan, sign=True), interval_text(1.0, None), p_text(nan)] == ["–"] * 3 + [
        "p –"
    ]


# the list of conditions


def gia_result(state):
    """Known results: the local importance of a condition is its number of placements, plus 0 or 1."""
    design = bench_state.design(state)
    results = [summarise(c.text, np.array([0.0, 1.0, 1.0, 0.0]) + len(c.placements)) for c in design.conditions]
    return GiaResult(design, results, [compare(results[0], one) for one in results[1:]])


def test_rows_show_importance_interval_and_difference_to_the_first_scored(wording):
    state = act(example(), {"do": "write", "key": 1, "text": ""})
    known = summaries(state, [gia_result(state)], [""])
    empty, first, second = map(row_text, condition_rows(state, known))
    assert empty == "1 Empty not scored"
    assert first == "2 UGCAUG@4 UGCAUG@11 2.50 (1.58 to 3.42)"
    wording(second, "3 UGCAUG", "4 UGCAUG", "11 UGCAUG", "18", "3.50", "2.58 to 4.42", "+1.00", "2, p", "1e-300")


def test_rows_of_changed_placements_or_settings_wait_for_their_numbers():
    state = example()
    known = summaries(state, [gia_result(state)], [""])
    moved = act(state, {"do": "write", "key": 2, "text": "UGCAUG@20"})
    assert ["scoring" in row_text(row) for row in condition_rows(moved, known)] == [False, True, False]
    reseeded = act(state, {"do": "set", "field": "seed", "value": 1})
    assert all("scoring" in row_text(row) for row in condition_rows(reseeded, known))
    assert all("scoring" in row_text(row) for row in condition_rows(state, None))


def test_rows_wait_for_nothing_when_scoring_failed():
    assert all("no result" in row_text(row) for row in condition_rows(example(), FAILED))


def test_differences_wait_when_the_first_condition_changed():
    state = example()
    known = summaries(state, [gia_result(state)], [""])
    moved = act(state, {"do": "write", "key": 1, "text": "UGCAUG@20"})
    assert " vs " in row_text(condition_rows(state, known)[1])
    assert " vs " not in row_text(condition_rows(moved, known)[1])


def test_the_active_row_is_marked():
    rows = condition_rows(act(example(), {"do": "select", "key": 2}), None)
    assert [row["active"] for row in rows] == [False, True, False]


# the page


@pytest.fixture
def rbp(monkeypatch):
    return toy_network.install(monkeypatch)


def test_the_page_of_a_fresh_visit(rbp):
    page = bench.layout({"rbp": [rbp]})
    [track] = find(page, MotifTrack)
    assert [group["name"] for group in track.palette] == [
        "The model's best k-mers, at position 18 of 500 profile backgrounds",
        "Control",
    ]
    motifs = [motif for group in track.palette for motif in group["motifs"]]
    assert [motif["pattern"] for motif in motifs] == ["GACUAC", "GAGUAC", "UUUUUU", "GCGCGC"]
    assert motifs[0]["importance"] == 2.05 and motifs[-1]["name"] == "GC clamp"
    assert track.state == bench_state.example(rbp, about(rbp))
    assert len(track.coverage) == track.length == 41
    assert "Not all of this link" not in text_of(page)


def test_the_page_says_what_of_a_link_it_could_not_read(rbp, wording):
    page = bench.layout({"rbp": [rbp], "c": ["GACUAC@40", "GACUAC@5"]})
    wording.within(texts_of(page), "'GACUAC'", "position 40", "41")
    assert texts(find(page, MotifTrack)[0].state) == ["GACUAC@5"]


def test_without_a_model_the_page_says_the_cure(rbp, wording):
    other = next(experiment.id for experiment in core.list_experiments() if experiment.id != rbp)
    page = bench.layout({"rbp": [other]})
    wording.within(texts_of(page), other, "Data & models")
    assert "python -m core" not in text_of(page) and not find(page, MotifTrack)
    assert f"/data?rbp={other}&part=train" in links_of(page)
    nothing = bench.layout({})
    assert "/data" in links_of(nothing) and "python -m" not in text_of(nothing)


def test_a_link_to_an_rbp_that_is_not_here_says_so_and_loses_nothing(rbp, wording):
    page = bench.layout({"rbp": ["NOPE"], "c": ["GACUAC@5", "A@1"], "name": ["2:one A"], "with": ["NOPE2"]})
    wording.within(texts_of(page), "'NOPE'")
    links = [one.href for one in find(page, dcc.Link)]
    assert links[0] == f"/bench?rbp={rbp}&c=GACUAC@5&c=A@1&name=2:one+A" and links[1:] == ["/data", "/"]
    assert "See this design" not in text_of(bench.layout({"rbp": ["NOPE"]}))


def test_until_the_first_result_is_there_the_page_says_what_happens(rbp):
    assert bench.SCORING in text_of(bench.layout({"rbp": [rbp]}))


# what it does


def test_an_action_changes_store_and_track_alike():
    action = {"number": 4, "do": "write", "key": 1, "text": "A@1"}
    store, track, history = callbacks.apply_actions([action], example(), bench_history.empty())
    assert len(history["past"]) == 1 and store == track and texts(store)[0] == "A@1" and store["revision"] == 4


def test_results_are_boxes_numbers_and_no_notice(rbp):
    state = act(bench_state.example(rbp, about(rbp)), {"do": "add"})
    figure, style, notice, finding, _, beside, known = callbacks.results(state, dark=False)
    assert [trace["type"] for trace in figure["data"]] == ["box", "box", "box", "scatter"]
    expected = core.run_gia(bench_state.design(state))
    assert figure["data"][-1]["y"] == [one.global_importance for one in expected.conditions]
    assert notice == [] and style["minWidth"] > 0 and (finding, beside) == ("", [])
    assert list(known["conditions"]) == ["1", "2", "3"] and known["reference"]["number"] == 1


def test_each_condition_is_scored_once(rbp, monkeypatch):
    asked = []
    network = toy_network.ToyNetwork()
    monkeypatch.setattr("core.models.registry.predictor", lambda _: lambda x: asked.append(len(x)) or network(x))
    state = act(bench_state.example(rbp, about(rbp)), {"do": "set", "field": "n", "value": 37})
    callbacks.results(state, dark=False)
    assert sum(asked) == 4 * 37  # the bare backgrounds and three conditions
    callbacks.results(act(state, {"do": "write", "key": 2, "text": "GACUAC@30"}), dark=True)
    assert sum(asked) == 5 * 37


def test_with_empty_conditions_only_the_page_says_what_to_do(rbp):
    state = act(bench_state.example(rbp, about(rbp)), *({"do": "remove", "key": key} for key in (1, 2, 3)))
    figure, _, notice, *_, known = callbacks.results(state, dark=False)
    assert figure["data"] == [] and known is None and text_of(notice) == bench.EMPTY


def test_problems_go_to_their_fields():
    state = act(example(), {"do": "set", "field": "seed", "value": "x"}, *[{"do": "add"}] * 39)
    rows, at_list = callbacks.show_conditions(state, None)
    assert len(rows) == 41 and "the bench holds 41" in at_list
    *_, at_fields, at_choices, wrong = callbacks.show_setting(state)
    assert at_fields.startswith("The seed is 'x'") and at_choices == "" and wrong == [False, False, True]
    assert callbacks.show_conditions(example(), None)[1] is None
    assert callbacks.show_setting(example())[2:] == ("", "", [False, False, False])


def test_the_numbers_of_a_result_go_to_the_list_on_the_side(rbp, wording):
    asked = {"state": bench_state.example(rbp, about(rbp)), "dark": True, "number": 1, "preview": False}
    values = {f"{ids.BENCH_ASKED}.data": asked}
    answer = ask(web.create_app(), f"{ids.BENCH_FIGURE}.figure", values).json
    assert list(answer["sideUpdate"][ids.BENCH_ARRIVED]["data"]["conditions"]) == ["1", "2", "3"]
    asked["state"]["model_name"] = "NOPE"
    failed = ask(web.create_app(), f"{ids.BENCH_FIGURE}.figure", values).json
    assert failed["sideUpdate"][ids.BENCH_ARRIVED]["data"] == FAILED
    wording.within(failed["sideUpdate"][ids.ALERT]["children"], "'NOPE'")


def test_every_id_of_the_callbacks_is_on_the_page(rbp):
    page = bench.layout({"rbp": [rbp]})
    on_page = {str(one.id) for one in page._traverse_ids() for one in [one] if hasattr(one, "id")}
    plain = [value for name, value in vars(ids).items() if name.startswith("BENCH_") and isinstance(value, str)]
    assert set(plain) <= on_page
    assert {str(ids.bench_field(field)) for field in bench_state.FIELDS} <= on_page
    assert {str(ids.bench_choice(field)) for field in bench_state.CHOICES} <= on_page


def test_the_way_of_a_click_names_what_there_is():
    way = callbacks.__doc__
    assert {*re.findall(r"ids\.(BENCH_\w+)", way)} <= vars(ids).keys()
    assert {*re.findall(r"\b((?:show|apply)_\w+)", way)} <= vars(callbacks).keys()
