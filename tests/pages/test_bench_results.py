"""How results are shown: kinds of plot, two models side by side, the line through copies, the bare backgrounds."""

import json
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import toy_network
from bench_acts import act, row_text
from page_world import everything, text_of, texts_of

import core
from callbacks import bench as callbacks
from components.bench import results as bench_results
from components.bench import state as bench_state
from components.bench.conditions import condition_rows
from components.figures.importance import Look, Panel, dots_of, importance_figure
from components.figures.null import null_figure
from core.gia import Design, parse_condition
from core.gia.copies import copies_lines
from core.gia.distribution import density
from core.gia.importance import GiaResult, compare_all, summarise

KMER = toy_network.KMER
TEXTS = [f"{KMER}@4", f"{KMER}@4,{KMER}@11", f"{KMER}@4,{KMER}@11,{KMER}@18"]


@pytest.fixture
def rbp(monkeypatch):
    return toy_network.install(monkeypatch)


def fresh(rbp, **chosen):
    state = bench_state.example(rbp, bench_state.about(core.card(rbp)))
    return act(state, *({"do": "set", "field": field, "value": value} for field, value in chosen.items()))


def result_of(n=500, shift=0.0, names=()):
    conditions = tuple(map(parse_condition, TEXTS))
    spread = np.random.default_rng(0).normal(size=n)
    found = [summarise(text, 2 * (row + 1) + shift + spread) for row, text in enumerate(TEXTS)]
    return GiaResult(Design("RBP", conditions, n=n, names=names), found, compare_all(found), spread)


def look(kind="box", active=1):
    return Look([1, 2, 3], active, False, kind)


# kinds of plot


def test_a_violin_is_the_density_on_both_sides_and_small():
    result = result_of()
    figure = importance_figure([Panel(result)], look("violin"))
    outline, quartiles, median = figure["data"][3:6]
    shape = density(result.conditions[1].local)
    half = len(outline["x"]) // 2
    assert outline["y"][:half] == pytest.approx(shape.at, abs=1e-4)
    assert np.array(outline["x"][:half]) - 1 == pytest.approx(1 - np.array(outline["x"][half:])[::-1], abs=1e-3)
    assert quartiles["y"] == pytest.approx(np.percentile(result.conditions[1].local, [25, 75]))
    assert median["y"] == [result.conditions[1].median] * 2
    assert len({trace["name"] for trace in figure["data"]}) == len(figure["data"]) == 10
    low, high = figure["layout"]["yaxis"]["range"]
    assert low < shape.at[0] and high > result.conditions[2].local.max()


def test_dots_are_few_and_as_many_as_the_legend_says():
    result = result_of(5000)
    figure = importance_figure([Panel(result)], look("strip"))
    dots = [trace for trace in figure["data"] if trace["mode"] == "markers"][:-1]
    assert [len(trace["x"]) for trace in dots] == [dots_of(result)] * 3 == [200] * 3
    assert set(np.round(result.conditions[0].local, 4)) >= set(dots[0]["y"])
    assert all(abs(x - place) < 0.5 for place, trace in enumerate(dots) for x in trace["x"])
    assert "Dots: 200 of the 5,000 backgrounds" in text_of(bench_results.legend("strip", result, [""]))
    many = result._replace(conditions=result.conditions[:1] * 36)
    assert dots_of(many) == 66 and dots_of(result_of(50)) == 50


@pytest.mark.parametrize("kind", bench_state.PLOTS)
def test_every_kind_has_the_same_means_and_highlights_the_condition_on_the_track(kind):
    figure = importance_figure([Panel(result_of())], look(kind, active=2))
    assert figure["data"][-1]["y"] == pytest.approx([2, 4, 6], abs=0.2)
    first, second = (
        next(trace for trace in figure["data"] if trace["name"].startswith(f"{number}.")) for number in (1, 2)
    )
    assert first.get("line", first.get("marker"))["color"] != second.get("line", second.get("marker"))["color"]
    assert len(json.dumps(figure)) < 40_000


def test_a_name_stands_under_its_box_in_place_of_its_placements():
    result = result_of(names=("", "two sites, far & <apart>", ""))
    figure = importance_figure([Panel(result)], look())
    ticks = figure["layout"]["xaxis"]["ticktext"]
    assert f"{KMER}@4" in ticks[0] and KMER not in ticks[1]
    assert "far &amp;<" in ticks[1] and "&lt;apart><" in ticks[1]
    assert figure["data"][-1]["customdata"][1][1].endswith(f": {TEXTS[1]}")


# two models


def test_two_models_stand_side_by_side_on_one_axis():
    figure = importance_figure([Panel(result_of(), "A"), Panel(result_of(shift=-20), "B & C")], look())
    first, second = (figure["layout"][name]["domain"] for name in ("xaxis", "xaxis2"))
    assert first[0] == 0 and second[1] == pytest.approx(1) and first[1] < second[0]
    assert "yaxis2" not in figure["layout"] and {trace["xaxis"] for trace in figure["data"]} == {"x", "x2"}
    low, high = figure["layout"]["yaxis"]["range"]
    assert low < -18 and high > 6
    said = [one["text"] for one in figure["layout"]["annotations"]]
    assert said[:2] == ["<b>A</b>", "<b>B &amp; C</b>"] and len(said) == 2 + 2 * 3


def test_the_second_model_is_asked_on_the_same_backgrounds_and_stands_in_every_row(rbp, monkeypatch):
    other = f"{rbp}:residualbind-seed1"
    network = toy_network.ToyNetwork()
    monkeypatch.setattr(
        "core.models.registry.predictor", lambda name: (lambda x: 3 * network(x)) if name == other else network
    )
    state = fresh(rbp, **{"with": other, "n": "64"})
    *_, known = callbacks.results(state, dark=False)
    expected = core.run_gia_together([rbp, other], bench_state.design(state))
    rows = [[one["importance"] for one in row["models"]] for row in known["conditions"].values()]
    assert [list(column) for column in zip(*rows, strict=True)] == [
        [one.global_importance for one in result.conditions] for result in expected
    ]
    assert rows[1][1] == pytest.approx(3 * rows[1][0])
    said = row_text(condition_rows(state, known)[1])
    assert ", residualbind 4." in said and ", residualbind-seed1 12." in said and said.count("vs 1") == 2
    alone = act(state, do="set", field="with", value=None)
    assert "scoring" in row_text(condition_rows(alone, known)[1])  # numbers of two are not those of one


# the line and the bare backgrounds


def test_the_line_runs_through_the_conditions_of_one_pattern():
    result = result_of()
    (line,) = copies_lines(result)
    trace = importance_figure([Panel(result, "", [line])], look())["data"][-2]
    assert trace["x"] == [0, 1, 2] and trace["line"]["dash"] == "dash"
    assert trace["y"] == pytest.approx([line.intercept + line.slope * copies for copies in (1, 2, 3)])


def test_the_line_is_said_with_slope_intercept_and_fit(rbp, wording):
    *_, beside, _ = callbacks.results(fresh(rbp, show=["fit"]), dark=False)
    said = text_of(beside)
    wording.within(said, "through 1", "2 and 3 copies", KMER, "adds 2")
    assert "intercept −0." in said or "intercept 0." in said
    assert "R² 1.000" in said
    *_, beside, _ = callbacks.results(act(fresh(rbp, show=["fit"]), do="remove", key=2), dark=False)
    assert text_of(beside) == bench_results.NO_LINE


def test_the_bare_backgrounds_are_shown_with_mean_and_sd(rbp, wording):
    state = fresh(rbp, show=["null"], n="200")
    *_, beside, _ = callbacks.results(state, dark=False)
    null = core.run_gia(bench_state.design(state)).null
    wording.within(texts_of(beside), f"{null.mean():.2f}", "SD", "200 backgrounds")
    assert f"SD {null.std(ddof=1):.2f}" in text_of(beside)
    graph = next(one for one in everything(beside) if type(one).__name__ == "Graph")
    histogram, mean, spread = graph.figure["data"]
    assert sum(histogram["y"]) == pytest.approx(1, abs=1e-3)
    assert mean["x"] == [null.mean()] * 2
    assert spread["x"] == pytest.approx([null.mean() - null.std(ddof=1), null.mean() + null.std(ddof=1)])


def test_of_one_background_there_is_a_prediction_and_no_spread(rbp):
    state = fresh(rbp, background="sequences:ACGUACGU", show=["null", "fit"])
    *_, beside, _ = callbacks.results(state, dark=True)
    assert "for the one background" in text_of(beside) and "nan" not in text_of(beside)


def test_two_histograms_share_the_axis_of_predictions():
    nulls = [summarise("", np.arange(50.0)), summarise("", np.arange(50.0) - 9)]
    figure = null_figure(nulls, ["A", "B"], True)
    tops = [figure["layout"][name]["domain"] for name in ("yaxis", "yaxis2")]
    assert tops[0][0] > tops[1][1] and "xaxis2" not in figure["layout"]
    assert [one["text"] for one in figure["layout"]["annotations"]] == ["<b>A</b>", "<b>B</b>"]


# seeds of the training


def test_the_interval_over_seeds_stands_beside_that_over_backgrounds(rbp, monkeypatch, wording):
    state = fresh(rbp, show=["seeds"], n="50")
    shown = bench_results.shown(state, bench_state.design(state), False)
    text = text_of(shown.beside)
    assert "Mean of 2 models (SD)" in text and "95% over models" in text and f"{KMER}@18" in text
    monkeypatch.setattr(core.library.analyses, "seeds_of", lambda name: [name])
    alone = text_of(bench_results.shown(state, bench_state.design(state), False).beside)
    wording.within(alone, "train", "seed")
    assert "Mean of" not in alone


def test_a_model_of_one_seed_links_to_those_of_several(rbp, monkeypatch):
    state = fresh(rbp, show=["seeds"], n="50")
    monkeypatch.setattr(core.library.analyses, "seeds_of", lambda name: [name])
    monkeypatch.setattr(core, "others_with_seeds", lambda name: [f"{name}:residualbind-tuned"])
    shown = bench_results.shown(state, bench_state.design(state), False)
    (link,) = [one for one in everything(shown.beside) if type(one).__name__ == "Link"]
    query = parse_qs(urlsplit(link.href).query)
    assert query["rbp"] == [f"{rbp}:residualbind-tuned"] and query["show"] == ["seeds"]
    assert query["c"] == TEXTS
    said = text_of(shown.beside)
    assert said.endswith("asked of residualbind-tuned") and f"{rbp}:" not in said
