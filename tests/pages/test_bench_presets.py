import pytest
import toy_network
from bench_acts import act, row_text, texts
from bench_acts import restored as opened
from page_world import everything, text_of, texts_of

import core
from callbacks import bench as callbacks
from components import ids
from components.bench import presets as bench_presets
from components.bench import results as bench_results
from components.bench import state as bench_state
from components.bench.conditions import condition_rows
from components.bench.sentences import SENTENCES, sentence
from components.bench.setting import setting_bar, setting_line
from core.formatting import UNITS
from core.gia.protocols.protocol import Outcome

KMER = toy_network.KMER
MODEL = {"kmer": KMER, "reads_structure": False, "task": "regression"}
RNA = "GGACUUAGCAUGCUAAGCAUUGG"
GIVEN = {"spr": "GACUAC=0.8\nGAGUAC = 3\n UUUUUU=90", "occlusion": f"{RNA} 8-13"}


@pytest.fixture
def rbp(monkeypatch):
    return toy_network.install(monkeypatch)


def fresh(rbp="RBP"):
    return bench_state.example(rbp, MODEL)


def load(name, state=None):
    return act(state or fresh(), do="load", preset=name, given=GIVEN.get(name))


def test_the_menu_has_the_papers_protocols_with_their_help():
    experiment = core.Experiment("RBP", "RBP", "", "imported", True, True, 0.5, KMER, "")
    bar = setting_bar(fresh(), experiment)
    said = text_of(bar)
    for name, preset in bench_presets.PRESETS.items():
        assert preset.protocol.title in said and preset.protocol.help in said
        assert ids.bench_preset(name) in [getattr(one, "id", None) for one in everything(bar)]
    assert said.index("Beyond the paper") < said.index("Interaction of two patterns")


@pytest.mark.parametrize("name", bench_presets.PRESETS)
def test_a_protocol_is_loaded_by_one_action_and_its_link_restores_it(name):
    loaded = load(name)
    assert loaded["problems"] == {} and loaded["revision"] == 1
    plan = bench_state.plan(loaded)
    assert bench_state.design(loaded) == plan.designs[0]
    assert loaded["active"] == loaded["conditions"][0]["key"]
    again, problems = opened(loaded, MODEL)
    assert problems == [] and again["link"] == loaded["link"]
    assert bench_state.plan(again).designs == plan.designs


def test_protocols_place_what_the_paper_places():
    assert texts(load("multiple-sites")) == [f"{KMER}@4", f"{KMER}@4,{KMER}@11", f"{KMER}@4,{KMER}@11,{KMER}@18"]
    assert texts(load("positional-bias")) == [f"{KMER}@{position}" for position in range(1, 37)]
    assert texts(load("random-positions")) == [f"{KMER}@18", f"{KMER}@*"]
    assert len(texts(load("kmer-mutagenesis"))) == 1 + 3 * 6
    hairpin = load("stem-loop")
    assert (hairpin["background"], texts(hairpin)) == ("stem-loop", [f"{KMER}@17", f"{KMER}@8"])
    occluded = load("occlusion")
    assert (occluded["background"], texts(occluded)) == (f"occluded:{RNA}:8-13", ["GCAUGC@8"])
    assert texts(load("spr")) == ["GACUAC@18", "GAGUAC@18", "UUUUUU@18"]


def test_number_and_seed_stay_and_the_background_is_the_papers():
    changed = act(act(fresh(), do="set", field="n", value="50"), do="set", field="background", value="shuffle")
    loaded = load("spacing", changed)
    assert (loaded["n"], loaded["background"]) == (50, "profile")


def test_conditions_are_labelled_and_the_protocol_is_named_until_they_change():
    loaded = load("gc-bias")
    assert "GC alone, 3' end" in row_text(condition_rows(loaded, None)[0])
    assert "GC at the ends." in text_of(setting_line(loaded))
    spr = load("spr")
    assert bench_presets.labels(bench_state.plan(spr)) == {}  # a label that the text says already is none
    changed = act(loaded, do="remove", key=loaded["active"])
    assert bench_state.plan(changed) is None and changed["link"]["query"]["preset"] == []
    assert "GC" not in text_of(setting_line(changed))
    assert "GC alone" not in row_text(condition_rows(changed, None)[0])


def test_another_background_number_or_seed_is_no_change_of_the_protocol():
    for field, value in [("background", "dinucleotide"), ("n", "64"), ("seed", "3")]:
        changed = act(load("spacing"), do="set", field=field, value=value)
        assert bench_state.plan(changed).designs == [bench_state.design(changed)]
    assert bench_state.plan(act(load("stem-loop"), do="set", field="background", value="stem-loop:7-16,23-32")) is None


def test_a_protocol_that_needs_something_asks_for_it_and_can_be_left():
    asked = act(fresh(), do="load", preset="spr")
    assert texts(asked) == texts(fresh()) and asked["problems"] == {}
    assert asked["view"]["ask"]["preset"] == "spr" and "KD" in asked["view"]["ask"]["label"]
    assert act(asked, do="load", preset="")["view"]["ask"] is None
    assert load("spr", asked)["view"]["ask"] is None


def test_the_own_sequence_is_offered_to_be_occluded():
    own = act(fresh(), do="set", field="background", value=f"sequences:{RNA}")
    assert act(own, do="load", preset="occlusion")["view"]["ask"]["text"] == RNA


def test_the_middle_is_occluded_unless_said():
    loaded = act(fresh(), do="load", preset="occlusion", given="GGGGACGUACGGGG")
    assert loaded["background"] == "occluded:GGGGACGUACGGGG:5-10" and texts(loaded) == ["ACGUAC@5"]


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("spr", "", "Nothing is given; write patterns and their kd"),
        ("spr", "/etc/passwd", "'/etc/passwd' is not a pattern with a KD; write one a line, such as UGCAUGU=0.83"),
        ("spr", "A=1\nC=2", "2 patterns with a KD are too few for a line; give three or more"),
        ("spr", "A=1\nC=2\nG=x", "The KD of G is 'x'; give a number above 0"),
        ("occlusion", "GGXG", "has 'X' at position 3; use the letters A, C, G, U"),
        ("occlusion", "ACGUACGU 7-12", "is not a stretch of 8 letters; write its first and last position, from 1 to 8"),
        ("nonsense", None, "The bench has no protocol 'nonsense'; use one of: multiple-sites"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_changes_nothing(name, given, said):
    bad = act(fresh(), do="load", preset=name, given=given)
    assert said in bad["problems"]["preset"] and texts(bad) == texts(fresh())
    assert said in callbacks.show_setting(bad)[2]


def test_a_protocol_that_the_best_kmer_does_not_fit_into_is_said(monkeypatch, wording):
    long = bench_state.example("RBP", {**MODEL, "kmer": "GACUACGACUAC"})
    bad = act(long, do="load", preset="stem-loop")
    wording(bad["problems"]["preset"], "12 letters", "stem 6-16,23-33")


# what they find


@pytest.mark.parametrize("name", bench_presets.PRESETS)
def test_the_finding_of_every_protocol_is_said_under_its_boxes(rbp, name):
    loaded = act(load(name, fresh(rbp)), do="set", field="n", value="32")
    figure, _, notice, finding, *_, known = callbacks.results(loaded, dark=False)
    assert len(known["conditions"]) == len(texts(loaded)) and notice == []
    assert len(figure["data"]) == len(texts(loaded)) + 1
    assert finding.endswith(".") and "nan" not in finding
    changed = act(loaded, do="add")
    assert callbacks.results(changed, dark=False)[3] == finding  # an empty condition is no change of what is scored
    assert callbacks.results(act(changed, do="write", key=changed["active"], text="A@1"), dark=False)[3] == ""


def test_the_finding_is_true(rbp):
    loaded = act(load("multiple-sites", fresh(rbp)), do="set", field="n", value="500")
    finding = callbacks.results(loaded, dark=False)[3]
    assert finding.startswith("A straight line explains 100.0% (R²) of how sites add up; each site adds 2.0")


def ends(name, value, low, high, p):
    return {name: value, f"{name}_low": low, f"{name}_high": high, f"{name}_p": p}


HAIRPIN = {
    **ends("loop_minus_stem", -2.23, -2.40, -2.06, 6e-111),
    **ends("letters", -2.27, -2.43, -2.11, 1e-99),
    **ends("structure", 0.04, -0.19, 0.28, 0.72),
    **ends("together", 0.1, -0.1, 0.3, 0.32),
    **ends("structure_at_most", -0.06, -0.19, 0.08, 0.5),
    "partner": "CAUGCA@26",
    "partner_alone": 1.27,
    "partner_share": 0.29,
}
FINDINGS = {
    "multiple-sites": (
        {"r_squared": 0.9973, "slope": 4.464, "slope_low": 4.4, "slope_high": 4.52},
        {},
        "A straight line explains 99.7% (R²) of how sites add up; each site adds 4.46 (4.40 to 4.52) SD.",
    ),
    "spacing": (
        {"single": 3.8, "farthest": 8.65, "full_from_gap": 3},
        {},
        "One site adds 3.80 SD, two distant sites add 8.65; they keep 95% of that with 3 or more letters between them.",
    ),
    "positional-bias": (
        {"best_position": 4, "best": 4.01, "worst_position": 36, "worst": 0.49}
        | {"trend": -0.0712, "trend_low": -0.073, "trend_high": -0.069, "p_value": 0.0},
        {},
        "Highest at position 4 (4.01 SD), lowest at 36 (0.49); −0.071 SD per letter towards the 3′ end "
        "(−0.073 to −0.069, p < 1e-300).",
    ),
    "random-positions": (
        {"random": 3.1, "fixed": 3.8, "difference": -0.7, "ci_low": -0.8, "ci_high": -0.6, "p_value": 0.002},
        {"position": 18},
        "3.10 SD at a random position, 3.80 at 18: −0.70 (−0.80 to −0.60, p = 0.0020).",
    ),
    "gc-bias": (
        {"effect_3": 1.2, "effect_3_low": 1.1, "effect_3_high": 1.3}
        | {"effect_5": 0.9, "effect_5_low": float("nan"), "effect_5_high": float("nan")},
        {},
        "With GC at the 3′ end the site has 1.20 (1.10 to 1.30) times its importance, "
        "with GC at the 5′ end 0.90 (–) times.",
    ),
    "stem-loop": (
        HAIRPIN | {"is_own_partner": False, "partner_is_site": False},
        {"pattern": "UGCAUG"},
        "In the loop the site adds 2.23 SD (2.06 to 2.40, p = 6.0e-111) less than in the stem. The same letters in "
        "random RNA, with the stem's other strand CAUGCA@26, differ by −2.27 (−2.43 to −2.11, p = 1.0e-99): this part "
        "comes from the letters. The rest, +0.04 (−0.19 to 0.28, p = 0.72), comes from structure: no clear effect of "
        "the hairpin.",
    ),
    "kmer-mutagenesis": (
        {"letters": "ACGU", "sensitivity": [1.0, 2.0]}
        | {name: [[0, 0, 0, 0], [-1.5, 0, -0.5, -1.0]] for name in ("matrix", "low", "high")},
        {"pattern": "GC"},
        "Letter 2, C, matters most: A in its place changes the prediction by −1.50 SD (−1.50 to −1.50).",
    ),
    "spr": (
        {"slope": -1.6, "r": -0.942, "r_squared": 0.887, "p_value": 0.0015},
        {},
        "The natural logarithm of KD changes by −1.60 with each SD of importance: r = −0.94, R² = 0.89, p = 0.0015.",
    ),
    "occlusion": (
        {"most_important": "8-13", "importance": 2.345},
        {},
        "The letters at 8-13 add +2.35 SD to the prediction of this RNA.",
    ),
    "interaction": (
        {"gaps": [0, 4], "interaction": [-1.5, 0.1], "interaction_low": [-1.6, 0.0], "interaction_high": [-1.4, 0.2]},
        {"pattern": "GAC", "other": "GAC"},
        "Strongest interaction, together minus the sum of each alone: −1.50 SD (−1.60 to −1.40), with 0 letters "
        "between the two sites: they hinder each other.",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_findings_in_words(name):
    summary, parameters, said = FINDINGS[name]
    outcome = Outcome(name, "RBP", parameters, [], [], summary)
    assert sentence(outcome, UNITS["regression"]) == said


@pytest.mark.parametrize(
    ("found", "facts"),
    [
        (
            {"partner_is_site": True},
            ["CAUGCA", "1.27 SD", "29%", "UGCAUG"],
        ),
        (
            {"is_own_partner": True},
            ["UGCAUG"],
        ),
        ({"structure_low": 0.01}, ["0.01 to 0.28", "p = 0.72"]),
        ({"structure": -0.1, "structure_high": -0.01}, ["site", "better"]),
        (
            {"loop_minus_stem": 1.5, "loop_minus_stem_low": 1.2, "loop_minus_stem_high": 1.8},
            ["1.50 SD", "1.20 to 1.80", "p = 6.0e-111"],
        ),
        (
            {"together_low": 0.05},
            ["add +0.10", "for −0.06", "−0.19 to 0.08", "p = 0.50"],
        ),
    ],
)
def test_the_hairpins_finding_warns_of_a_partner_that_binds(found, facts, wording):
    summary = FINDINGS["stem-loop"][0] | found
    outcome = Outcome("stem-loop", "RBP", {"pattern": "UGCAUG"}, [], [], summary)
    wording(sentence(outcome, UNITS["regression"]), *facts)


def test_patterns_that_were_given_twice_are_said(wording):
    summary = FINDINGS["spr"][0] | {"averaged": "UGCAUG (2)"}
    said = sentence(Outcome("spr", "RBP", {}, [], [], summary), UNITS["regression"])
    wording(said, "UGCAUG (2)")


def test_the_hairpins_controls_are_shown_with_it(rbp, wording):
    state = {**load("stem-loop"), "model_name": rbp}
    shown = bench_results.shown(state, bench_state.design(state), False)
    said = text_of(shown.beside)
    wording.within(texts_of(shown.beside), "Controls", "profile backgrounds")
    assert f"{KMER}@8,GUAGUC@26" in said
    wording.within(texts_of(shown.beside), "letters", "random RNA")
    assert "The rest, " in shown.finding


def test_a_classifiers_finding_is_in_probability():
    outcome = Outcome("occlusion", "RBP", {}, [], [], FINDINGS["occlusion"][0])
    assert "+2.35 probability" in sentence(outcome, UNITS["classification"])


@pytest.mark.parametrize(
    ("gap", "facts"),
    [(None, ["8.65"]), (1, ["with 1"]), (-2, ["share", "letters"])],
)
def test_the_gap_from_which_on_pairs_are_free(gap, facts, wording):
    summary = {**FINDINGS["spacing"][0], "full_from_gap": gap}
    wording.within(sentence(Outcome("spacing", "RBP", {}, [], [], summary), UNITS["regression"]), *facts)


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"), [(1, 0.9, 1.1, "help each other"), (0.1, -0.1, 0.3, "no clear interaction")]
)
def test_interactions_are_judged_by_their_interval(value, low, high, verdict):
    summary = {"gaps": [2], "interaction": [value], "interaction_low": [low], "interaction_high": [high]}
    outcome = Outcome("interaction", "RBP", {"pattern": "A", "other": "C"}, [], [], summary)
    assert verdict in sentence(outcome, UNITS["regression"]) and "between A and C" in sentence(
        outcome, UNITS["regression"]
    )


# what conditions are compared with, and their names

COMPARED = {
    "multiple-sites": "1 site",
    "spacing": "two sites, 9 apart",
    "positional-bias": "position 18",
    "random-positions": "at position 18",
    "gc-bias": "site",
    "stem-loop": "stem of a hairpin",
    "kmer-mutagenesis": "wild type",
    "spr": None,
    "occlusion": "8-13",
    "interaction": None,
}
"""What each protocol compares its conditions with, by its question; None where the finding alone answers it."""


@pytest.mark.parametrize("name", bench_presets.PRESETS)
def test_a_protocol_names_its_conditions_and_its_own_comparison(name):
    loaded = load(name)
    found = bench_state.reference(loaded)
    assert (found and found["name"]) == COMPARED[name]
    labels = bench_presets.labels(bench_state.plan(loaded))
    assert [item["name"] for item in loaded["conditions"]] == [labels.get(text, "") for text in texts(loaded)]
    again, problems = opened(loaded, MODEL)
    assert problems == [] and again["conditions"] == [
        {**item, "key": key} for key, item in enumerate(loaded["conditions"], start=1)
    ]
    assert bench_state.design(again).reference == bench_state.design(loaded).reference


def test_the_rows_say_what_they_are_compared_with_and_spr_and_pairs_say_no_more_than_they_ask(rbp):
    for name, said in (("gc-bias", ["vs 2", "vs 2", "vs 2", "vs 2"]), ("spr", [])):
        state = load(name, bench_state.example(rbp, bench_state.about(core.card(rbp))))
        *_, known = callbacks.results(state, dark=False)
        rows = [row_text(row) for row in condition_rows(state, known)]
        assert [text[text.index("vs") :][:4] for text in rows if "vs" in text] == said


def test_a_link_of_before_gets_names_and_comparison_and_what_was_removed_compares_nothing(wording):
    query = {"c": [f"GCGCGC@35,{KMER}@18", f"{KMER}@18"], "vs": ["2"]}
    state, problems = bench_state.read_query(query, "RBP", MODEL)
    assert problems == [] and bench_state.reference(state)["text"] == f"{KMER}@18"
    assert bench_state.design(state).reference == 1
    gone = act(state, do="remove", key=state["reference"])
    assert bench_state.design(gone).reference == 0 and gone["link"]["query"]["vs"] == []
    for bad in ("3", "x", "-1"):
        _, problems = bench_state.read_query({**query, "vs": [bad]}, "RBP", MODEL)
        wording(problems[0], "0")
    old = load("gc-bias")
    for key in ("vs", "name"):
        del old["link"]["query"][key]
    restored, _ = opened(old, MODEL)
    assert bench_state.reference(restored)["name"] == "site"
