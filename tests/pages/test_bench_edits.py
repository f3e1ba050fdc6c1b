"""Names, order, undo and redo, design files, and what links of other versions hold."""

import json

import pytest
import toy_network
from bench_acts import KMER, MODEL, act, acts, names, restored, texts

import core
from components.bench import history as bench_history
from components.bench import palette as bench_palette
from components.bench import state as bench_state
from components.shared import models
from core.gia.design import Design, parse_condition

SIX = f"{KMER}@4"


def example():
    return bench_state.example("RBP", MODEL)


@pytest.fixture
def rbp(monkeypatch):
    return toy_network.install(monkeypatch)


def fresh(rbp):
    return bench_state.example(rbp, bench_state.about(core.card(rbp)))


# names and order


def test_a_name_stays_with_its_condition_and_goes_into_link_and_design():
    named = act(example(), {"do": "rename", "key": 2, "text": " two \n sites: near "}, {"do": "up", "key": 2})
    assert names(named) == ["two sites: near", "", ""] and texts(named)[1] == SIX
    assert named["link"]["query"]["name"] == ["1:two sites: near"]
    assert bench_state.design(named).names == ("two sites: near", "", "")
    again, problems = restored(named)
    assert problems == [] and names(again) == names(named) and again["link"] == named["link"]
    assert names(act(named, do="rename", key=2, text="")) == ["", "", ""]


def test_names_of_a_link_skip_what_could_not_be_read():
    query = {"c": ["A@1", "A@99", "-", "C@3"], "name": ["2:gone", "3:empty", "4:three", "9:none", "x", "1:" + "y" * 61]}
    state, problems = bench_state.read_query(query, "RBP", MODEL)
    assert names(state) == ["", "empty", "three"] and texts(state) == ["A@1", "", "C@3"]
    assert ["position 99" in problems[0], "'9:none'" in problems[1], "'x'" in problems[2]] == [True] * 3
    assert "61 letters; use at most 60" in problems[3] and len(problems) == 4


def test_a_name_that_is_too_long_is_said_and_the_old_one_stays():
    named = act(example(), do="rename", key=1, text="one")
    bad = act(named, do="rename", key=1, text="x" * 61)
    assert names(bad)[0] == "one" and "use at most 60" in bad["problems"]["conditions"]


def test_a_duplicate_has_no_name_and_a_preset_stays_itself_with_names():
    named = act(example(), {"do": "rename", "key": 1, "text": "one"}, {"do": "duplicate", "key": 1})
    assert names(named)[:2] == ["one", ""]
    loaded = act(example(), {"do": "load", "preset": "spacing"})
    renamed = act(loaded, do="rename", key=loaded["active"], text="single")
    assert bench_state.plan(renamed) and renamed["link"]["query"]["preset"] == ["spacing"]


@pytest.mark.parametrize(
    ("action", "order"),
    [
        ({"do": "up", "key": 3}, [1, 3, 2]),
        ({"do": "down", "key": 1}, [2, 1, 3]),
        ({"do": "up", "key": 1}, [1, 2, 3]),
        ({"do": "down", "key": 3}, [1, 2, 3]),
        ({"do": "move", "key": 3, "to": 0}, [3, 1, 2]),
        ({"do": "move", "key": 1, "to": 2}, [2, 3, 1]),
        ({"do": "move", "key": 1, "to": 99}, [2, 3, 1]),
        ({"do": "move", "key": 9, "to": 0}, [1, 2, 3]),
        ({"do": "up", "key": 9}, [1, 2, 3]),
    ],
)
def test_conditions_are_reordered_and_the_one_on_the_track_stays_there(action, order):
    moved = act(example(), action)
    assert [item["key"] for item in moved["conditions"]] == order and moved["active"] == 3


# undo and redo

EDITS = [
    {"do": "write", "key": 1, "text": "A@1"},
    {"do": "rename", "key": 2, "text": "named"},
    {"do": "move", "key": 3, "to": 0},
    {"do": "add"},
    {"do": "duplicate", "key": 2},
    {"do": "remove", "key": 1},
    {"do": "add_pattern", "text": "YGCY"},
    {"do": "set", "field": "background", "value": "stem-loop"},
    {"do": "set", "field": "n", "value": "50"},
    {"do": "set", "field": "seed", "value": "7"},
    {"do": "load", "preset": "gc-bias"},
    {"do": "open", "text": '{"conditions": ["C@3"], "names": ["c"], "n": 9}'},
]


@pytest.mark.parametrize("edit", EDITS, ids=[f"{one['do']} {one.get('field', '')}" for one in EDITS])
def test_every_edit_is_undone_and_redone(edit):
    before = example()
    changed, history = acts(before, bench_history.empty(), edit)
    assert (changed["problems"] == {} and changed["link"] != before["link"]) or edit["do"] == "add_pattern"
    assert changed["undo"] == bench_history.NAMES[edit["do"]] and changed["redo"] is None
    undone, history = acts(changed, history, {"do": "undo"})
    assert undone == {**before, "revision": 2, "redo": changed["undo"]}
    redone, history = acts(undone, history, {"do": "redo"})
    assert redone == {**changed, "revision": 3}
    assert acts(redone, history, {"do": "redo"})[0]["link"] == changed["link"]


def test_all_edits_are_undone_in_their_order_and_a_new_one_forgets_what_was_undone():
    states, history = [example()], bench_history.empty()
    for edit in EDITS:
        state, history = acts(states[-1], history, edit)
        states.append(state)
    state = states[-1]
    for earlier in reversed(states[:-1]):
        state, history = acts(state, history, {"do": "undo"})
        assert state["link"] == earlier["link"]
    assert acts(state, history, {"do": "undo"})[0]["link"] == state["link"]
    state, history = acts(state, history, {"do": "redo"}, {"do": "set", "field": "seed", "value": "9"})
    assert history["future"] == [] and acts(state, history, {"do": "redo"})[0]["seed"] == 9


def test_what_changes_nothing_is_no_edit_and_the_oldest_is_forgotten():
    still = [{"do": "select", "key": 1}, {"do": "set", "field": "n", "value": "x"}, {"do": "up", "key": 1}]
    state, history = acts(example(), bench_history.empty(), *still, {"do": "set", "field": "plot", "value": "violin"})
    assert history == bench_history.empty() and state["undo"] is None
    many = [{"do": "set", "field": "seed", "value": str(seed)} for seed in range(1, 61)]
    state, history = acts(state, history, *many)
    assert len(history["past"]) == bench_history.MOST and len(json.dumps(history)) < 50_000
    state, _ = acts(state, history, *[{"do": "undo"}] * 99)
    assert state["seed"] == 10 and state["plot"] == "violin"


def test_undo_clears_what_was_said_about_a_bad_edit():
    state, history = acts(example(), bench_history.empty(), {"do": "set", "field": "seed", "value": "3"})
    state, history = acts(state, history, {"do": "set", "field": "n", "value": "x"}, {"do": "undo"})
    assert state["problems"] == {} and state["seed"] == 0


def test_history_is_changed_in_no_argument():
    state, history = acts(example(), bench_history.empty(), EDITS[0])
    before = json.dumps(history)
    acts(state, history, {"do": "undo"}, EDITS[1])
    assert json.dumps(history) == before


# design files


def test_a_design_file_takes_the_place_of_conditions_background_number_and_seed(rbp):
    design = Design(rbp, tuple(map(parse_condition, ["A@1", "YGCY@5"])), "stem-loop:2-4,10-12", 64, 5, ("one", ""))
    opened = act(fresh(rbp), do="open", text=json.dumps(design.to_dict()))
    assert bench_state.design(opened) == design and names(opened) == ["one", ""] and "go" not in opened
    assert (
        act(fresh(rbp), do="open", text=json.dumps({**design.to_dict(), "model_name": f"{rbp}:residualbind"}))["n"]
        == 64
    )
    alone = act(fresh(rbp), do="open", text='{"background": "sequences:ACGU", "conditions": ["A@1"]}')
    assert bench_state.design(alone).n == 1 and alone["n"] == 1000


def test_a_design_of_another_model_opens_on_its_page(rbp):
    design = {"experiment": f"{rbp}:residualbind-seed1", "conditions": ["A@1"], "names": ["a"]}
    opened = act(fresh(rbp), do="open", text=json.dumps(design))
    assert opened["go"].startswith(f"/bench?rbp={rbp}:residualbind-seed1&c=A@1&name=1:a&active=1&background=profile")
    assert opened["link"]["query"]["rbp"] == f"{rbp}:residualbind-seed1"
    assert opened["link"]["query"]["c"] == ["A@1"] and opened["link"]["query"]["name"] == ["1:a"]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("{", ["JSON", "line 1"]),
        ('{"conditons": []}', ["'conditons'"]),
        ('{"conditions": ["A@99"]}', ["number 1", "'A'", "position 99"]),
        ('{"conditions": ["A@1"], "n": 50000}', ["'50000'", "from 2 to 10,000"]),
        ('{"conditions": ["A@1"], "experiment": "NOPE"}', ["'NOPE'"]),
        (json.dumps({"conditions": ["A@1"] * 42}), ["holds 41"]),
        (json.dumps({"conditions": [f"{'A' * 42}@1"]}), ["42 letters", "give 1 to 41"]),
    ],
)
def test_a_bad_design_file_is_one_sentence_and_changes_nothing(rbp, text, facts, wording):
    bad = act(fresh(rbp), do="open", text=text)
    wording(bad["problems"]["file"], *facts)
    assert texts(bad) == texts(fresh(rbp)) and bad["n"] == 1000


# links, patterns and choices


def test_a_link_of_a_newer_version_is_shown_and_one_sentence_names_what_is_not_known(wording):
    state, problems = bench_state.read_query({"c": ["A@1"], "zoom": ["3"], "hue": ["x"]}, "RBP", MODEL)
    wording(*problems, "'zoom', 'hue'")
    assert texts(state) == ["A@1"]


def test_a_pattern_longer_than_the_probe_is_refused_everywhere():
    long = "A" * 42
    assert "has 42 letters; give 1 to 41" in act(example(), do="add_pattern", text=long)["problems"]["pattern"]
    assert "give 1 to 41" in act(example(), do="write", key=1, text=f"{long}@1")["problems"]["condition"]
    state, problems = bench_state.read_query({"c": [f"{long}@1", "A@1"], "p": [long]}, "RBP", MODEL)
    assert len(problems) == 2 and texts(state) == ["A@1"] and state["patterns"] == []


def test_what_is_shown_is_in_the_link_where_it_differs_from_the_usual(rbp):
    other = f"{rbp}:residualbind-seed1"
    changes = [("plot", "strip"), ("show", ["fit", "null"]), ("with", other)]
    chosen = act(fresh(rbp), *({"do": "set", "field": field, "value": value} for field, value in changes))
    assert {field: chosen["link"]["query"][field] for field, _ in changes} == dict(changes)
    again, problems = restored(chosen, chosen["model"])
    assert problems == [] and again["link"] == chosen["link"]
    assert not set(bench_state.CHOICES) & fresh(rbp)["link"]["query"].keys()
    assert act(chosen, do="set", field="with", value=None)["with"] == ""


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("plot", "pie", "There is no plot 'pie'; use one of: box, violin, strip"),
        ("show", ["fit", "hue"], "There is no part to show 'hue'; use one of: fit, null"),
        ("with", "NOPE", "There is no experiment 'NOPE' here"),
    ],
)
def test_a_bad_choice_is_one_sentence_also_in_a_link(rbp, field, value, said):
    assert said in act(fresh(rbp), do="set", field=field, value=value)["problems"][field]
    query = {field: value if isinstance(value, list) else [value]}
    state, problems = bench_state.read_query(query, rbp, bench_state.about(core.card(rbp)))
    assert said in problems[0] and state[field] == fresh(rbp)[field]


def test_the_model_of_the_page_is_not_offered_beside_itself(rbp, wording):
    seed1 = f"{rbp}:residualbind-seed1"
    assert [one["value"] for one in models.all_models(rbp)] == [seed1]
    assert [one["value"] for one in models.all_models(seed1)] == [rbp]
    for name in (rbp, f"{rbp}:residualbind"):
        wording(act(fresh(rbp), do="set", field="with", value=name)["problems"]["with"], "model", "page")


def test_known_motifs_are_offered_with_their_sources():
    offered = {motif["pattern"]: motif["title"] for motif in bench_palette.known("MBNL1")}
    assert {"YGCUKY", "YGCY"} <= set(offered) and "Ho et al. 2004" in offered["YGCUKY"]
    assert bench_palette.known("no gene") == []


def test_what_can_be_undone_is_recalled_after_a_switch_of_model(rbp):
    before, history = acts(
        fresh(rbp), bench_history.empty(), {"do": "add"}, {"do": "set", "field": "seed", "value": "4"}
    )
    seed1 = f"{rbp}:residualbind-seed1"
    before["with"] = seed1
    _, history = acts(before, history, {"do": "add"})
    switched, _ = restored({**before, "model_name": seed1, "with": ""}, before["model"])
    recalled, kept = acts(
        {**switched, "model_name": seed1}, bench_history.empty(), {"do": "recall", "history": history}
    )
    assert kept == history and recalled["undo"] == "Add a condition"
    assert texts(recalled) == texts(switched)
    undone, kept = acts(recalled, kept, {"do": "undo"})
    assert undone["with"] == ""  # it has become the page's own
    undone, _ = acts(undone, kept, {"do": "undo"})
    assert undone["seed"] == 0
