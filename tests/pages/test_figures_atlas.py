"""The figures of the Atlas: every RBP is a mark that leads somewhere, real and simulated apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.figures.atlas_dots import BINS, against, dot_histogram, effects
from components.figures.atlas_lines import by_experiment, copies
from components.figures.atlas_marks import SYMBOLS
from components.figures.atlas_rows import Cells, gap_heatmap, methods, position_heatmap, strip


def mark(value, simulated=False, **more):
    link = f"/explore?rbp={value}"
    return {"gene": f"G{value}", "simulated": simulated, "link": link, "text": f"G{value}", "value": value, **more}


values = st.lists(st.floats(0, 1).map(lambda x: round(x, 3)), min_size=1, max_size=40)


@given(values, st.booleans())
def test_a_histogram_has_a_dot_for_every_rbp_in_its_bin(numbers, dark):
    marks = [mark(value, simulated=index % 2 == 1) for index, value in enumerate(numbers)]
    figure = dot_histogram(marks, "R²", dark, ends=(0, 1))
    dots = [dot for trace in figure["data"] for dot in zip(trace["x"], trace["y"], trace["customdata"], strict=True)]
    assert sorted(link for *_, link in dots) == sorted(one["link"] for one in marks)
    assert len({(x, y) for x, y, _ in dots}) == len(marks)  # none lies on another
    for x, _, link in dots:
        assert abs(x - float(link.partition("=")[2])) <= 0.5 / BINS + 1e-9
    assert {trace["marker"]["symbol"] for trace in figure["data"]} <= set(SYMBOLS.values())


def test_one_value_for_all_has_an_axis_too():
    low, high = dot_histogram([mark(0.5), mark(0.5)], "R²", False)["layout"]["xaxis"]["range"]
    assert low < 0.5 < high


def test_effects_carry_their_intervals_and_the_line_of_none():
    ends = {"x_low": 0.5, "x_high": 1.5, "y_low": 1.0, "y_high": 4.0}
    figure = effects([mark(1, x=1.0, y=2.0, **ends)], ("5′", "3′"), False)
    (trace,) = figure["data"]
    assert (trace["error_x"]["array"], trace["error_x"]["arrayminus"]) == ([0.5], [0.5])
    assert (trace["error_y"]["array"], trace["error_y"]["arrayminus"]) == ([2.0], [1.0])
    assert [shape.get("x0") for shape in figure["layout"]["shapes"]] == [1.0, 0]
    low, high = figure["layout"]["yaxis"]["range"]
    assert low < 1 and high > 4


def test_paired_numbers_share_the_range_of_both_axes():
    layout = against([mark(1, x=0.2, y=0.9), mark(2, x=0.4, y=0.3, simulated=True)], ("a", "b"), True)["layout"]
    assert layout["xaxis"]["range"] == layout["yaxis"]["range"] and layout["showlegend"]
    assert layout["xaxis"]["range"][0] < 0.2 and layout["xaxis"]["range"][1] > 0.9


def test_a_strip_keeps_the_order_it_is_given():
    marks = [mark(3, low=2, high=4), mark(2, True, low=None, high=None), mark(1, low=0, high=2)]
    figure = strip(marks, "SD", False)
    assert [(trace["x"], trace["y"]) for trace in figure["data"]] == [([3, 1], [0, 2]), ([2], [1])]
    assert figure["layout"]["yaxis"]["ticktext"] == ["G3", "G2", "G1"]
    assert figure["data"][1]["error_x"]["array"] == [0]


@pytest.mark.parametrize("is_below_best", [True, False])
def test_a_heatmap_has_a_link_for_every_cell(is_below_best):
    grid = np.array([[-1.0, 0.0], [np.nan, 0.0]])
    links = [["/a", "/b"], ["", "/c"]]
    figure = position_heatmap(Cells(["A", "B"], [1, 2], grid, links, links), "SD", is_below_best, False)
    (heat,) = figure["data"]
    assert heat["z"] == [[-1.0, 0.0], [None, 0.0]] and heat["customdata"] == links
    assert (heat["zmin"], heat["zmax"]) == (-1, 0 if is_below_best else 1)
    assert heat["colorbar"]["title"]["text"] == "SD"


def test_gaps_are_coloured_around_twice_one_site(wording):
    cells = Cells(["A"], [0, 1], np.array([[0.5, 1.0]]), [["/a", "/b"]], [["a", "b"]])
    figure = gap_heatmap(cells, "times twice one site", True)
    (heat,) = figure["data"]
    assert heat["x"] == [0, 1] and heat["z"] == [[0.5, 1.0]] and heat["customdata"] == [["/a", "/b"]]
    assert (heat["zmin"], heat["zmid"], heat["zmax"]) == (0, 1, 2)
    wording(figure["layout"]["xaxis"]["title"]["text"])


def test_copies_of_an_rbp_are_dots_on_a_line_that_lead_to_it():
    marks = [mark(3, values=[1.0, 2.0, 3.0]), mark(2, True, values=[1.0, 1.5, 2.0])]
    figure = copies(marks, "SD", False)
    real, simulated = figure["data"]
    assert (real["x"], real["y"]) == ([1.0, 2.0, 3.0, None], [0, 0, 0, None])
    assert simulated["y"] == [1, 1, 1, None] and simulated["marker"]["symbol"] == SYMBOLS[True]
    assert real["customdata"] == ["/explore?rbp=3"] * 3 + [""]
    assert real["text"][:3] == ["G3<br>1 copy: 1.00 SD", "G3<br>2 copies: 2.00 SD", "G3<br>3 copies: 3.00 SD"]
    sizes = real["marker"]["size"]
    assert sizes[0] < sizes[1] < sizes[2]
    assert figure["layout"]["yaxis"]["ticktext"] == ["G3", "G2"]


def test_an_experiment_has_our_number_beside_others_as_far_as_they_are_known():
    names = {"ours": "Ours", "reference": "ThermoNet", "floor": "Ridge", "ceiling": "Replicates"}
    known = mark(1, ours=0.8, reference=0.7, floor=None, ceiling=0.9)
    simulated = mark(2, True, ours=0.95, reference=None, floor=None, ceiling=None)
    figure = by_experiment([known, simulated], names, "r", False)
    traces = {trace["name"]: trace for trace in figure["data"]}
    assert list(traces) == ["ThermoNet", "Replicates", "Ours", "Ours, simulated"]  # nobody knows the ridge
    assert [(traces[name]["x"], traces[name]["y"]) for name in ("ThermoNet", "Replicates")] == [
        ([0.7], [0]),
        ([0.9], [0]),
    ]
    assert traces["Ours, simulated"]["y"] == [1] and traces["Ours"]["customdata"] == ["/explore?rbp=1"]
    ranks = [traces[name]["legendrank"] for name in ("Ours", "Ours, simulated", "ThermoNet", "Replicates")]
    assert ranks == sorted(ranks) and figure["layout"]["showlegend"]


def test_methods_of_few_values_are_dots_alone_and_those_of_many_have_box_and_mean():
    few = [mark(0.5, quiet=False)]
    many = [mark(value, quiet=True) for value in (0.1, 0.2, 0.3, 0.4, 0.5)]
    figure = methods([("one", few), ("five", many)], "r", False)
    (box,) = [trace for trace in figure["data"] if trace["type"] == "box"]
    assert box["median"] == [0.3] and box["y"] == [1]
    assert [trace["x"] for trace in figure["data"] if trace.get("marker", {}).get("symbol") == "triangle-up"] == [[0.3]]
    assert "one</b>  0.500" in figure["layout"]["annotations"][0]["text"]
    assert "(n = 5)" in figure["layout"]["annotations"][1]["text"]
