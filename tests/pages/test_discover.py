import json
from types import SimpleNamespace

import numpy as np
import pytest
from page_world import card_of, change_card, everything, install, links_of, text_of, texts_of

import core
from callbacks import asking, shell
from callbacks import discover as does
from components.discover import page as discover
from components.discover import state as states
from components.discover.pairs import pairs, verdict
from components.discover.results import findings
from components.figures.interaction import gap_line, position_map
from components.figures.motif_logo import motif_logo
from components.figures.theme import SAFE_LETTERS
from core.formatting import SCORE
from core.models.scoring import wrap_model
from core.sequence import encode

RBP = "SIM_A"
NAMES = [{"type": "discover-field", "field": name} for name in states.FORM.fields]


def count_ugca(letters):
    windows = np.lib.stride_tricks.sliding_window_view(letters, 4, axis=1)
    return (windows == encode(["UGCA"], 4)[0]).all(axis=2).sum(axis=1)


@pytest.fixture(autouse=True)
def world(monkeypatch):
    install(monkeypatch)
    monkeypatch.setattr(core, "open_model", lambda name: wrap_model(count_ugca, name=name))


def shown(**fields):
    """What the page shows of these fields, by name."""
    card = core.card(RBP)
    state = states.state(RBP, {**states.form(card).texts({}), **fields}, card)
    names = ("scan", "pair", "cost", "pair_cost", "problem", "pair_problem", "wrong")
    return SimpleNamespace(**dict(zip(names, does.show_questions(state, NAMES), strict=True)))


def question(**fields):
    return shown(**fields).scan


def answered(ask, **asked):
    return {"question": asked, "record": json.loads(json.dumps(ask(asked, lambda *told: None)))}


@pytest.fixture(scope="module")
def scanned():
    with pytest.MonkeyPatch.context() as patch:
        install(patch)
        patch.setattr(core, "open_model", lambda name: wrap_model(count_ugca, name=name))
        asked = {"rbp": RBP, "k": 4, "position": 9, "method": "race", "top": 12}
        return answered(asking.find_kmers, **asked, n=64, background="profile", seed=3)


def paired(map_, **more):
    asked = {"rbp": RBP, "map": map_, "a": "UGCA", "b": "UGCA", "n": 8, "background": "profile", "seed": 0, **more}
    return answered(asking.interact, **asked)


def test_a_link_restores_the_page_and_usual_patterns_stand_in_no_link():
    card = core.card(RBP)
    given = {"k": "5", "position": "4", "n": "50", "background": "shuffle", "seed": "7", "method": "exhaustive"}
    given |= {"top": "3", "map": "positions", "a": "UGCAU", "b": "GCGC"}
    fields = states.form(card).texts({name: [text] for name, text in given.items()})
    assert states.state(RBP, fields, card) == {"path": "/discover", "query": {"rbp": RBP, **given}}
    usual = states.state(RBP, states.form(card).texts({}), card)["query"]
    assert usual.keys() == {"rbp", *states.OF_SCAN}


def test_a_fresh_visit_asks_the_papers_scan_and_the_best_kmer_twice():
    page = shown()
    assert {name: page.scan[name] for name in states.OF_SCAN} == {
        "k": 6, "position": 18, "method": "race", "top": 20, "n": 1000, "background": "profile", "seed": 0,
    }  # fmt: skip
    assert (page.pair["a"], page.pair["b"], page.pair["map"]) == ("UGCAUG", "UGCAUG", "gaps")
    assert page.wrong == [False] * len(NAMES)
    assert "459,752 predictions" in page.cost


def test_a_model_that_was_trained_again_is_another_question(monkeypatch):
    before = question()
    change_card(monkeypatch, weights_sha256="other weights")
    assert question() != before


def test_a_model_that_folds_says_how_long_it_takes_and_what_to_do(monkeypatch):
    folding = card_of("RNCMPT00168:residualbind-pu")
    monkeypatch.setattr(core, "card", lambda _: folding)
    assert "11 min on a small machine" in shown().cost
    assert "folds each RNA. A smaller N" in shown().cost


@pytest.mark.parametrize(
    ("fields", "where", "facts"),
    [
        ({"k": "2"}, "k", ["from 3 to 8"]),
        ({"k": "nine"}, "k", ["'nine'"]),
        ({"position": "0"}, "position", ["from 1 to 41"]),
        ({"position": "37"}, None, ["6", "position 37", "41", "from 1 to 36"]),
        ({"k": "8", "method": "exhaustive"}, None, ["to 6,"]),
        ({"k": "3", "top": "65"}, None, ["from 1 to 64"]),
        ({"n": "many"}, "n", ["from 2 to 10,000"]),
        ({"n": ""}, "n", ["number", "backgrounds"]),
        ({"n": "9" * 4000}, "n", ["from 2 to 10,000"]),
        ({"background": "noise"}, "background", ["'noise'"]),
        ({"background": "sequences:"}, "background", ["choose", "background"]),
        ({"method": "guess"}, "method", ["'guess'"]),
    ],
)
def test_a_bad_field_is_said_beneath_and_nothing_is_asked(fields, where, facts, wording):
    page = shown(**fields)
    assert page.scan is None
    wording(page.problem, *facts)
    assert page.cost == ""
    assert [name["field"] for name, wrong in zip(NAMES, page.wrong, strict=True) if wrong] == [where] * bool(where)


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        ({"a": "UGC1UG"}, ["'1'", "A, C, G, U"]),
        ({"b": ""}, ["pattern", "letters"]),
        ({"a": "A" * 42}, ["42 letters", "give 1 to 41"]),
        ({"a": "A" * 30, "b": "C" * 12}, ["42 letters", "into 41"]),
        ({"map": "globe"}, ["'globe'"]),
    ],
)
def test_a_bad_pattern_is_said_beneath_and_the_scan_can_still_be_asked(fields, facts, wording):
    page = shown(**fields)
    assert page.pair is None
    wording(page.pair_problem, *facts)
    assert page.scan is not None


def test_what_a_bad_link_names_stands_in_the_fields():
    page = discover.layout({"rbp": [RBP], "k": ["77"], "background": ["noise"], "a": ["UG1"]})
    named = [part for part in everything(page) if "field" in (getattr(part, "id", None) or "")]
    values = {part.id["field"]: part.value for part in named if isinstance(part.id, dict)}
    assert (values["k"], values["background"], values["a"]) == ("77", "noise", "UG1")


def test_a_link_to_an_rbp_that_is_not_here_says_so(refuses):
    with refuses(core.DataError, "'NOWHERE'"):
        shell.show_page("/discover", "?rbp=NOWHERE", None)


def test_without_a_model_the_page_says_what_to_do(monkeypatch, wording):
    def missing(_):
        raise core.ModelError("there is no model for MY RBP yet; train one with: python -m core train 'MY RBP'")

    assert "Data & models" in text_of(discover.layout({}))
    monkeypatch.setattr(core, "card", missing)
    page = discover.layout({"rbp": ["MY RBP"]})
    wording.within(texts_of(page), "Data & models", "train", "models")
    assert "/" in links_of(page)


def test_before_a_scan_the_page_says_what_will_be_seen_and_meanwhile_shows_first_ranks(scanned, wording):
    wording.within(texts_of(findings(None, None, False, "SimA", False)), "raise", "prediction")
    assert any(getattr(part, "aria-busy", None) for part in everything(findings(None, None, True, "SimA", False)))
    more = {"question": scanned["question"], "kmers": scanned["record"]["scan"]["kmers"][:3], "seen": 64}
    early = findings(None, {"more": more}, True, "SimA", False)
    assert "scored on all backgrounds" in text_of(early)
    assert "from 16 of 64 backgrounds" in text_of(findings(None, {"more": {**more, "seen": 16}}, True, "SimA", False))
    assert len([link for link in links_of(early) if link.startswith("/bench")]) == 3


def test_a_scan_tells_its_ranks_while_it_runs():
    told = []
    asked = {
        "rbp": RBP,
        "k": 4,
        "position": 9,
        "method": "race",
        "top": 12,
        "n": 64,
        "background": "profile",
        "seed": 3,
    }
    asking.find_kmers(asked, lambda *one: told.append(one))
    done, total, more = told[-1]
    assert done == total
    assert more["kmers"][0]["kmer"] == "UGCA"
    assert more["question"] == asked


def test_findings_show_ranks_motif_known_motifs_and_mutants_with_their_way_to_the_bench(scanned, wording):
    page = findings(scanned, None, False, "SimA", False)
    links = links_of(page)
    assert links[0] == f"/bench?rbp={RBP}&c=UGCA@9&active=1&background=profile&n=64&seed=3"
    assert f"/bench?rbp={RBP}&c=UGCA@9&c=AGCA@9&active=2&background=profile&n=64&seed=3" in links
    ranked = [link for link in links if "active=1" in link]
    mutants = [link for link in links if "active=2" in link]
    assert (len(ranked), len(mutants)) == (12, 12)
    wording.within(texts_of(page), "SimA", "motif", "known")
    top, alignment = [part.figure for part in everything(page) if hasattr(part, "figure")]
    assert len(top["layout"]["shapes"]) == 4
    assert alignment["layout"]["yaxis"]["range"] == [0, 2]


@pytest.mark.parametrize(
    ("pearson", "words"), [(0.96, "Agrees with the"), (0.7, "Is like the"), (0.2, "Differs from the")]
)
def test_how_well_the_motif_fits_the_known_one_is_said_in_words_and_as_r(scanned, pearson, words):
    own = {**scanned["record"]["known_motifs"][0], "pearson": pearson}
    record = {**scanned["record"], "own_motifs": [own]}
    said = text_of(findings({**scanned, "record": record}, None, False, "RBFOX1", False))
    assert f"{words} known motif of RBFOX1" in said
    assert f"(r = {pearson:.2f}" in said


def test_numbers_are_those_of_core(scanned):
    asked = {name: scanned["question"][name] for name in states.OF_SCAN}
    best = core.scan_kmers(core.open_model(RBP), **asked).kmers
    assert [one["global_importance"] for one in scanned["record"]["scan"]["kmers"]] == [
        one.global_importance for one in best
    ]


def test_stacked_letters_grow_upwards_to_the_height_of_their_column():
    safe = motif_logo([[0.5, 0, 0, 1.5], [0, 0, 0, 0]], "bits", False, safe=True)
    assert [shape["fillcolor"] for shape in safe["layout"]["shapes"]] == [SAFE_LETTERS[letter] for letter in "AU"]
    figure = motif_logo([[0.5, 0, 0, 1.5], [0, 0, 0, 0]], "bits", False)
    assert len(figure["layout"]["shapes"]) == 2
    small, large = (shape["path"] for shape in figure["layout"]["shapes"])
    heights = [[float(part) for part in path.split() if not part.isalpha()][1::2] for path in (small, large)]
    assert (min(heights[0]), max(heights[0]), min(heights[1]), max(heights[1])) == (0, 0.5, 0.5, 2)
    assert figure["data"][0]["customdata"] == ["<b>1</b> U 1.50, A 0.50", "<b>2</b> any letter"]


def test_a_gap_line_and_a_map_hold_the_links_of_their_points():
    line, grid = paired("gaps"), paired("positions")
    rows = line["record"]["rows"]
    figure = gap_line(rows, [row["label"] for row in rows], False, SCORE)
    assert figure["data"][-1]["x"] == list(range(21))
    assert figure["data"][-1]["customdata"][3] == rows[3]["label"]
    rows = grid["record"]["rows"]
    [heatmap] = position_map(rows, [row["label"] for row in rows], ("UGCA", "UGCA"), False, SCORE)["data"]
    assert heatmap["x"] == heatmap["y"] == list(range(1, 39, 2))
    assert heatmap["z"][0][0] is None
    assert heatmap["customdata"][0][5] == "UGCA@1 and UGCA@11"


def test_a_pair_opens_on_the_bench_with_each_alone_and_both():
    answer = paired("gaps")
    page = pairs(answer, False, False)
    row = answer["record"]["rows"][2]
    one, other = f"UGCA@{row['position']}", f"UGCA@{row['other_position']}"
    link = f"/bench?rbp={RBP}&c={one}&c={other}&c={one},{other}&active=3&background=profile&n=8&seed=0"
    assert links_of(page)[2] == link
    assert "help or hinder" in text_of(pairs(None, False, False))


def test_a_map_of_one_pattern_with_itself_lists_each_pair_once_and_the_strongest_first():
    answer = paired("positions")
    rows = answer["record"]["rows"]
    for one in rows:
        one["interaction"] = 100.0 * one["position"] + one["other_position"]
    links = [link for link in links_of(pairs(answer, False, False)) if link.startswith("/bench")]
    assert len(links) == 25
    assert links[0].startswith(f"/bench?rbp={RBP}&c=UGCA@33&c=UGCA@37&")
    asked = {**answer["question"], "b": "UGCC"}
    mirrored = links_of(pairs({**answer, "question": asked}, False, False))
    assert mirrored[0].startswith(f"/bench?rbp={RBP}&c=UGCA@37&c=UGCC@33&")


@pytest.mark.parametrize(
    ("interaction", "p", "words"),
    [(0.5, 0.001, "they help each other"), (-0.5, 0.001, "they hinder each other"), (0.5, 0.2, "no clear interaction")],
)
def test_the_verdict_counts_how_many_pairs_were_asked(interaction, p, words, wording):
    row = {"interaction": interaction, "interaction_low": 0.1, "interaction_high": 0.9, "p_adjusted": p, "gap": 1}
    row |= {"position": 3, "other_position": 9}
    said = verdict([row], {"a": "UGCA", "b": "UGCA"}, SCORE)
    assert words in said
    wording.within(said, "1 letter")


def test_typing_becomes_the_document():
    card = core.card(RBP)
    state = states.state(RBP, states.form(card).texts({}), card)
    values = [{**states.form(card).texts({}), "k": "5", "a": None}[name["field"]] for name in NAMES]
    query = does.read_form(values, NAMES, state)["query"]
    assert query["k"] == "5"
    assert query["a"] == ""
