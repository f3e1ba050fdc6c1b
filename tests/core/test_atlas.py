"""The atlas on models whose every answer is known by hand, and what it asks of whom."""

import uuid
from dataclasses import replace

import numpy as np
import pytest
from atlas_world import ADDITIVE, GC3, KMER, PLACED, RULES, WEIGHTS, World

import core
from core import atlas
from core.errors import AppError, DataError, ModelError, SequenceError

NAMES = tuple(RULES)
N = 4


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


def find(analysis, names=NAMES, n=N, **more):
    return {row["model"]: row for row in atlas.ask(atlas.Survey(analysis, names, n=n, **more))}


def test_sites_of_an_additive_model_lie_on_a_line(world):
    row = find("additivity")[ADDITIVE]
    assert row["importance"] == [2, 4, 6] and row["copies"] == [1, 2, 3]
    assert row["r_squared"] == pytest.approx(1) and row["slope"] == pytest.approx(2)
    assert (row["pattern"], row["gene"], row["source"], row["unit"]) == (KMER, "SimAdditive", "simulated", "SD")


def test_a_model_that_likes_gc_at_the_3_end_has_exactly_that_effect(world):
    rows = find("gc")
    assert rows[GC3]["effect_3"] == 4 and rows[GC3]["gain_3"] == 3  # six letters at 35, half each, beside a site of 1
    assert rows[GC3]["effect_5"] == 1 and rows[GC3]["gain_5"] == 0
    assert rows[ADDITIVE]["effect_3"] == rows[ADDITIVE]["effect_5"] == 1


def test_a_row_of_the_heatmap_is_what_was_planted(world):
    rows = list(find("positions").values())
    found = atlas.heatmap(rows, "gene", "max")
    assert found.positions == list(range(1, 37))
    place = [row["model"] for row in found.rows].index(PLACED)
    np.testing.assert_allclose(found.values[place], WEIGHTS - WEIGHTS[-1], atol=1e-5)
    np.testing.assert_array_equal(found.values[[row["model"] for row in found.rows].index(ADDITIVE)], 0)
    of_spread = atlas.heatmap(rows, "gene", "sd")
    np.testing.assert_allclose(of_spread.values[place], (WEIGHTS - WEIGHTS.mean()) / WEIGHTS.std(), atol=1e-5)


def test_both_logos_and_the_nearest_known_motif(world):
    row = find("motifs")[ADDITIVE]
    heights = np.array(row["top_kmer_logo"])
    letters = ["ACGU"[code] for code in heights.argmax(axis=1)]
    assert "".join(letters) == KMER and np.count_nonzero(heights) == 6
    np.testing.assert_allclose(heights.max(axis=1), 2 * np.sqrt(3), rtol=1e-6)  # each of three mutants loses the site
    assert row["nearest_gene"] == "RBFOX1" and row["nearest_pearson"] > 0.9
    assert row["own_motif"] is None


def test_a_design_is_asked_of_every_model_and_ranked(world):
    rows = list(find("design", conditions=(f"{KMER}@18", f"{KMER}@4,{KMER}@18")).values())
    assert {row["model"]: row["importance"] for row in rows}[ADDITIVE] == [2, 4]
    first = atlas.ranked(rows, "1")
    assert [row["model"] for row in first] == [PLACED, ADDITIVE, GC3]
    assert [row["value"] for row in first] == pytest.approx([WEIGHTS[17], 2, 1])
    added = {row["model"]: row["value"] for row in atlas.ranked(rows, "2-1")}
    assert added == pytest.approx({PLACED: WEIGHTS[3], ADDITIVE: 2, GC3: 1})
    assert [-row["value"] for row in atlas.ranked(rows, "1-2")][::-1] == [
        row["value"] for row in atlas.ranked(rows, "2-1")
    ]


def test_what_was_asked_is_not_asked_again(world):
    survey = atlas.Survey("additivity", NAMES, n=N)
    assert not any(row["asked"] for row in atlas.kept(survey))
    rows = atlas.ask(survey)
    counts = dict(world.asked)
    assert all(count > 0 for count in counts.values())
    assert atlas.ask(survey) == rows == atlas.kept(survey)
    assert world.asked == counts


def test_a_model_that_was_trained_again_costs_only_itself(world):
    survey = atlas.Survey("additivity", NAMES, n=N)
    before, as_of = atlas.ask(survey), atlas.fingerprint(survey)
    counts = dict(world.asked)
    world.cards[GC3] = world.card(GC3, f"other weights, {uuid.uuid4()}")
    world.rules[GC3] = lambda letters: 3 * RULES[ADDITIVE](letters)
    assert atlas.fingerprint(survey) != as_of
    assert [row["model"] for row in atlas.kept(survey) if not row["asked"]] == [GC3]
    after = {row["model"]: row for row in atlas.ask(survey)}
    assert after[GC3]["importance"] == [6, 12, 18]
    assert [after[row["model"]] for row in before if row["model"] != GC3] == [r for r in before if r["model"] != GC3]
    assert {name for name in NAMES if world.asked[name] > counts[name]} == {GC3}


@pytest.mark.parametrize("change", [{"n": 5}, {"seed": 1}, {"background": "stem-loop"}])
def test_another_question_is_another_answer(world, change):
    survey = atlas.Survey("additivity", (ADDITIVE,), n=N)
    atlas.ask(survey)
    other = atlas.Survey("additivity", (ADDITIVE,), **{"n": N, **change})
    assert not atlas.kept(other)[0]["asked"]


def test_one_that_fails_is_a_row_with_its_sentence_and_the_rest_goes_on(world, wording):
    def broken(letters):
        raise ModelError("the weights are on fire; train it again.")

    world.rules[GC3] = broken
    rows = find("gc")
    wording(rows[GC3]["problem"])
    assert rows[GC3]["asked"]
    assert rows[ADDITIVE]["effect_3"] == 1 and rows[PLACED]["problem"] == ""
    world.rules[GC3] = RULES[GC3]
    assert find("gc")[GC3]["effect_3"] == 4  # a failure is kept for nobody


def test_what_cannot_be_asked_says_so_before_anything_is_asked(world, wording):
    rows = {row["model"]: row for row in atlas.kept(atlas.Survey("gc", (*NAMES, "NOPE", "SIM_LOOP"), n=N))}
    wording.within(rows["NOPE"]["problem"], "'NOPE'")
    wording.within(rows["SIM_LOOP"]["problem"], "SIM_LOOP")
    world.cards[GC3] = replace(world.cards[GC3], top_kmers=[])
    (row,) = atlas.kept(atlas.Survey("gc", (GC3,), n=N))
    wording.within(row["problem"], "python -m core train", GC3)


def test_a_cancelled_survey_keeps_what_was_finished(world):
    class Enough(Exception):
        pass

    def tell(now):
        told.append(now)
        if now.known == 1:
            raise Enough

    told, survey = [], atlas.Survey("gc", NAMES, n=N)
    with pytest.raises(Enough):
        atlas.ask(survey, tell)
    assert [row["asked"] for row in atlas.kept(survey)] == [True, False, False]
    assert told[0] == (0, 3 * 6 * N, "SimAdditive", 0, 3)


def test_progress_counts_what_must_be_asked_alone(world):
    told = []
    atlas.ask(atlas.Survey("gc", (ADDITIVE,), n=N))
    atlas.ask(atlas.Survey("gc", NAMES, n=N), told.append)
    assert {now.total for now in told} == {2 * 6 * N}
    assert [now.done for now in told] == sorted(now.done for now in told)
    assert told[-1].done == 2 * 6 * N
    assert list(dict.fromkeys(now.gene for now in told)) == ["SimGC3", "SimWeak"]


def test_outputs_of_one_network_are_asked_on_the_backgrounds_of_its_first_experiment(world):
    together, shared = [ADDITIVE, PLACED], f"shared, {uuid.uuid4()}"
    for output, name in enumerate(together):
        world.cards[name] = world.card(name, shared, experiments=together, output=output)
    world.cards[ADDITIVE] = replace(world.cards[ADDITIVE], profile=[[0.25] * 4] * 41)
    rows = find("design", conditions=(f"{KMER}@18",))
    source = f"{ADDITIVE}:{world.cards[ADDITIVE].label}"
    assert rows[PLACED]["backgrounds_of"] == rows[ADDITIVE]["backgrounds_of"] == source
    assert rows[GC3]["backgrounds_of"] == GC3
    design = core.Design(ADDITIVE, (core.parse_condition(f"{KMER}@18"),), n=N)
    alone = core.run_gia_together([ADDITIVE, PLACED], design)[1]
    assert rows[PLACED]["importance"] == [alone.conditions[0].global_importance]


def test_choices_leave_what_they_say(world, refuses):
    everything = [experiment.id for _, experiment in atlas.choose()]
    assert set(NAMES) <= set(everything)
    assert [name for name, _ in atlas.choose(atlas.Choice(sources=("rnacompete2013",)))] == []
    assert [name for name, _ in atlas.choose(atlas.Choice(names=(GC3,)))] == [GC3]
    named = atlas.Choice(names=(f"{GC3}:residualbind",))
    assert [(name, one.id) for name, one in atlas.choose(named)] == [(f"{GC3}:residualbind", GC3)]
    with refuses(DataError, "'NOPE'"):
        atlas.choose(atlas.Choice(names=("NOPE",)))


@pytest.mark.parametrize(
    ("asked", "error", "facts"),
    [
        ({"analysis": "colour"}, AppError, ["additivity", "spacing"]),
        ({"analysis": "design"}, SequenceError, ["UGCAUG@18"]),
        ({"analysis": "gc", "conditions": ("A@1",)}, SequenceError, ["conditions", "analysis"]),
        ({"analysis": "design", "conditions": tuple(f"A@{i}" for i in range(1, 14))}, SequenceError, ["most 12"]),
        ({"analysis": "gc", "n": 1}, SequenceError, ["from 2"]),
        ({"analysis": "design", "conditions": ("AX@1",)}, SequenceError, ["'X'"]),
    ],
)
def test_a_survey_that_cannot_be_is_one_sentence(asked, error, facts, refuses):
    with refuses(error, *facts):
        atlas.Survey(models=(), **asked)


def test_a_command_that_cannot_be_is_one_sentence(world, capsys, wording):
    from core.__main__ import main

    assert main(["atlas", "--experiments", "SIM_LOOP"]) == 2
    wording.within(capsys.readouterr().err, "experiments", "model")
    assert main(["atlas", "--experiments", GC3, "--n", str(N), "--report", "/nowhere/at/all.md"]) == 2
    assert "cannot be written" in capsys.readouterr().err
