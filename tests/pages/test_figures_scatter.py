import json

import numpy as np
import pytest
from page_world import CARD, SCORES

from components.figures import scatter
from components.figures.probe_classes import classify
from components.figures.scatter import chosen_at, clickable, density_figure, scatter_figure
from core.library.probes import tabulate
from core.library.test_set import TestScores

PROBES = tabulate(SCORES, "UGCAUG")


def named(figure):
    return {trace["name"]: trace for trace in figure["data"] if trace.get("name")}


def many(n=4000, seed=0):
    rng = np.random.default_rng(seed)
    predicted = rng.normal(size=n).astype("f4")
    sequences = np.array(["".join(row) for row in rng.choice(list("ACGU"), (n, 12))])
    scores = TestScores(sequences, (predicted + rng.normal(size=n)).astype("f4"), predicted, 0.5)
    return tabulate(scores, "UGCAUG")


def test_title_says_pearson_and_n_and_axes_say_their_unit():
    layout = scatter_figure(PROBES, dark=False)["layout"]
    assert layout["title"]["text"] == "Pearson r = 0.988, N = 5"
    assert layout["xaxis"]["title"]["text"] == "Measured binding score (SD)"
    assert layout["yaxis"]["title"]["text"] == "Predicted binding score (SD)"


def test_points_are_coloured_by_mismatches_to_the_best_match():
    traces = named(scatter_figure(PROBES, dark=False))
    assert traces["0 (2)"]["customdata"] == [["AAUGCAUGAA"], ["AAUGCAUGAA"]]
    assert traces["0 (2)"]["x"] == [2.0, 2.5]
    assert traces["0 (2)"]["y"] == pytest.approx([2.2, 2.2])
    assert traces["1 (1)"]["customdata"] == [["AAUGCAUCAA"]]
    assert traces["3+ (2)"]["customdata"] == [["AAAAAAAAAA"], ["CCCCCCCCCC"]]
    assert len({traces[name]["marker"]["color"] for name in ("0 (2)", "1 (1)", "3+ (2)")}) == 3
    assert "mismatches: 0" in traces["0 (2)"]["hovertemplate"]


def test_the_best_matches_lie_on_top():
    names = [trace.get("name") for trace in scatter_figure(PROBES, dark=False)["data"]]
    assert names == [None, "3+ (2)", "1 (1)", "0 (2)", "chosen probe"]


def test_points_can_be_coloured_by_gc_content():
    figure = scatter_figure(PROBES, dark=False, color="gc")
    assert {name for name in named(figure) if name != "chosen probe"} == {"< 35% (4)", "≥ 65% (1)"}
    assert named(figure)["≥ 65% (1)"]["customdata"] == [["CCCCCCCCCC"]]
    assert figure["layout"]["legend"]["title"]["text"] == "GC content (probes)"


@pytest.mark.parametrize(
    ("lengths", "names", "classes"),
    [
        ([10, 10], ["10 nt"], [0, 0]),
        ([41, 38, 30, 38], ["30 nt", "38 nt", "41 nt"], [2, 1, 0, 1]),
        (range(30, 42), ["30 to 31 nt", "32 to 33 nt", "34 to 35 nt", "36 to 37 nt", "38 to 41 nt"], None),
    ],
)
def test_lengths_are_classes_of_their_own_where_they_are_few(lengths, names, classes):
    probes = tabulate(TestScores(np.array(["A" * n for n in lengths]), *np.zeros((2, len(lengths))), 0.0), None)
    found = classify(probes, "length", dark=False)
    assert found.names == names and len(found.colors) == len(names)
    if classes:
        assert found.of.tolist() == classes
    assert all(str(n) for n in found.of) and found.of.min() == 0 and found.of.max() == len(names) - 1


def test_what_was_selected_is_outlined():
    box = scatter_figure(PROBES, dark=False, region=[(0, 1), (2, 3)])["layout"]["selections"]
    assert [box[0][key] for key in ("type", "x0", "y0", "x1", "y1")] == ["rect", 0, 1, 2, 3]
    lasso = scatter_figure(PROBES, dark=False, region=[(0, 1), (2, 3), (0, 3)])["layout"]["selections"]
    assert lasso[0]["path"] == "M0,1L2,3L0,3Z"
    assert scatter_figure(PROBES, dark=False)["layout"]["selections"] == []


def test_without_a_top_kmer_all_points_are_alike():
    figure = scatter_figure(tabulate(SCORES, None), dark=False)
    points = [trace for trace in figure["data"] if trace.get("customdata")]
    assert [len(trace["x"]) for trace in points] == [5]
    assert figure["layout"]["showlegend"] is False


def test_the_density_counts_all_probes():
    figure = scatter_figure(many(), dark=False)
    density = np.array(figure["data"][0]["z"], float)
    assert density.shape == (scatter.BINS, scatter.BINS)
    assert (10 ** density[~np.isnan(density)]).sum() == pytest.approx(4000, rel=2e-3)


@pytest.mark.parametrize(("density", "pearson"), [({}, None), ({}, 0.5), (CARD.density, None)])
def test_a_card_that_nobody_measured_has_a_sentence_in_place_of_its_density(density, pearson, wording):
    figure = density_figure(density, pearson, 0, dark=False)
    assert not figure["data"]
    wording(figure["layout"]["annotations"][0]["text"])


def test_density_of_a_card_keeps_its_orientation_and_leaves_empty_bins_clear():
    figure = density_figure(CARD.density, CARD.test_pearson, CARD.n_test, dark=False)
    (heatmap,) = figure["data"]
    assert heatmap["x"] == [0.5, 1.5]  # measured
    assert heatmap["y"] == [1.0, 3.0]  # predicted
    assert heatmap["z"] == [[1.0, 0.0], [None, 2.0]]  # log10 of counts, one row a predicted bin
    assert heatmap["hoverinfo"] == "skip"
    assert figure["layout"]["title"]["text"] == "Pearson r = 0.825, N = 121,031"


def test_clickable_holds_the_extremes_and_a_sample_and_never_everything():
    scores = many()
    rows = clickable(scores, extremes=20, sampled=200)
    assert len(rows) == len(set(rows.tolist())) <= 5 * 20 + 200
    assert (np.diff(rows) > 0).all()
    for values in (scores.measured, scores.predicted, -np.abs(scores.measured - scores.predicted)):
        assert set(np.argsort(values)[:20]) <= set(rows.tolist())
    assert set(np.argsort(-scores.measured)[:20]) <= set(rows.tolist())
    assert rows.tolist() == clickable(scores, extremes=20, sampled=200).tolist()


def test_of_few_probes_all_are_clickable():
    assert clickable(PROBES).tolist() == [0, 1, 2, 3, 4]


def test_a_large_set_gives_a_small_figure():
    figure = scatter_figure(many(20_000), dark=False)
    points = sum(len(trace["x"]) for trace in figure["data"] if trace.get("customdata"))
    assert 700 <= points <= 5 * scatter.EXTREMES + scatter.SAMPLED
    assert len(json.dumps(figure)) < 250_000


def test_a_probe_spotted_twice_is_found_twice():
    assert chosen_at(SCORES, "AAUGCAUGAA") == {"x": [2.0, 2.5], "y": pytest.approx([2.2, 2.2])}
    assert chosen_at(SCORES, "GGGG") == chosen_at(SCORES, None) == {"x": [], "y": []}


def test_the_ring_is_around_the_chosen_probe():
    ring = named(scatter_figure(PROBES, dark=False, chosen="CCCCCCCCCC"))["chosen probe"]
    assert (ring["x"], ring["y"]) == ([-1.0], [pytest.approx(-0.8)])
    assert ring["meta"] == "chosen"
    assert "customdata" not in ring  # clicking the ring is clicking nothing


def test_light_and_dark_differ_in_colour_only():
    light, dark = (scatter_figure(PROBES, dark) for dark in (False, True))
    assert light["layout"]["font"]["color"] != dark["layout"]["font"]["color"]
    assert named(light)["0 (2)"]["marker"]["color"] != named(dark)["0 (2)"]["marker"]["color"]
    assert named(light)["0 (2)"]["x"] == named(dark)["0 (2)"]["x"]


def test_a_figure_is_plain_json_and_changes_nothing():
    before = SCORES.measured.copy()
    json.dumps(scatter_figure(PROBES, dark=True, chosen="AAUGCAUGAA"), allow_nan=False)
    assert (SCORES.measured == before).all()
