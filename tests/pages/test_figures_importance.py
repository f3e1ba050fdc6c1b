import json

import numpy as np
import pytest

from components.figures.importance import (
    ACTIVE_BOX,
    BOX,
    MEAN,
    Look,
    Panel,
    importance_figure,
    least_width,
    subtitle,
)
from core.gia import Design, parse_condition
from core.gia.importance import GiaResult, compare, summarise
from core.units import UNITS

TEXTS = ("UGCAUG@4", "UGCAUG@4,UGCAUG@11")


@pytest.fixture
def result():
    design = Design("RBP", tuple(map(parse_condition, TEXTS)), n=5, seed=3)
    locals_ = [np.array([0.0, 1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 4.0, 6.0, 11.0])]
    first, second = (summarise(text, local) for text, local in zip(TEXTS, locals_, strict=True))
    return GiaResult(design, [first, second], [compare(first, second)])


def importance_boxes(result, numbers, active, dark, **look):
    return importance_figure([Panel(result)], Look(numbers, active, dark, **look))


def test_one_box_a_condition_with_its_stats_and_a_unique_name(result):
    boxes = importance_boxes(result, [1, 3], 3, dark=False)["data"][:2]
    assert [one["name"] for one in boxes] == ["1. UGCAUG@4", "3. UGCAUG@4,UGCAUG@11"]
    assert [one["x"] for one in boxes] == [[0], [1]]
    keys = ("lowerfence", "q1", "median", "q3", "upperfence")
    assert [boxes[0][key] for key in keys] == [[0], [1], [2], [3], [4]]
    assert [boxes[1][key] for key in keys] == [[1], [3], [4], [6], [6]]


def test_conditions_with_the_same_text_stay_two_boxes(result):
    twins = result._replace(conditions=[result.conditions[0]] * 2)
    names = [trace["name"] for trace in importance_boxes(twins, [1, 2], 1, dark=False)["data"]]
    assert len(set(names)) == 3


def test_the_mean_is_a_green_triangle_with_its_interval(result):
    mean = importance_boxes(result, [1, 2], 1, dark=False)["data"][-1]
    first = result.conditions[0]
    assert (mean["x"], mean["y"]) == ([0, 1], [2.0, 5.0])
    assert (mean["marker"]["symbol"], mean["marker"]["color"]) == ("triangle-up", MEAN[False])
    assert mean["error_y"]["array"][0] == pytest.approx(first.ci_high - 2)
    assert mean["error_y"]["arrayminus"][0] == pytest.approx(2 - first.ci_low)
    assert mean["customdata"][0][:2] == [1, "UGCAUG@4"]


@pytest.mark.parametrize("dark", [False, True])
def test_the_active_condition_stands_out(result, dark):
    first, second, _ = importance_boxes(result, [1, 2], 2, dark=dark)["data"]
    assert (first["fillcolor"], second["fillcolor"]) == (BOX[dark][1], ACTIVE_BOX[dark][1])
    assert second["line"]["width"] > first["line"]["width"]


def test_axes_have_units_and_show_the_zero_line(result):
    layout = importance_boxes(result, [1, 2], 1, dark=False)["layout"]
    assert layout["yaxis"]["title"]["text"] == "Local importance (SD of binding score)"
    low, high = layout["yaxis"]["range"]
    assert layout["yaxis"]["zeroline"] and low < 0 < 6 < high


def test_all_negative_boxes_still_show_zero(result):
    below = [summarise(one.text, one.local - 20) for one in result.conditions]
    low, high = importance_boxes(result._replace(conditions=below), [1, 2], 1, dark=False)["layout"]["yaxis"]["range"]
    assert low < -20 and high > 0


def test_labels_have_one_placement_a_line_and_are_not_rotated(result):
    axis = importance_boxes(result, [1, 2], 1, dark=False)["layout"]["xaxis"]
    assert axis["tickangle"] == 0
    lines = axis["ticktext"][1].split("<br>")
    assert ["2" in lines[0], "UGCAUG@4" in lines[1], "UGCAUG@11" in lines[2], len(lines)] == [True, True, True, 3]


def test_long_labels_are_shortened(result):
    text = ",".join(f"A@{position}" for position in range(1, 15, 2))
    many = result._replace(conditions=[result.conditions[0]._replace(text=text)])
    lines = importance_boxes(many, [1], 1, dark=False)["layout"]["xaxis"]["ticktext"][0].split("<br>")
    assert len(lines) == 6 and "and 3 more" in lines[-1]
    long = result._replace(conditions=[result.conditions[0]._replace(text="ACGUACGUACGUACGU@2")])
    assert "ACGUACGUACG…@2" in importance_boxes(long, [1], 1, dark=False)["layout"]["xaxis"]["ticktext"][0]


def test_the_subtitle_says_what_the_boxes_are_of(result):
    assert subtitle(result) == "N = 5 profile backgrounds, seed 3"
    assert subtitle(result._replace(design=Design("RBP", (), n=1000))).startswith("N = 1,000 profile")


@pytest.mark.parametrize(
    ("background", "n", "said"),
    [
        ("stem-loop", 1000, "N = 1,000 stem-loop backgrounds, seed 0"),
        ("stem-loop:8-16,24-32", 1000, "N = 1,000 stem-loop 8-16,24-32 backgrounds, seed 0"),
        ("sequences:ACGU", 1000, "N = 1 own sequence"),
        ("sequences:ACGU,ACGG", 1000, "N = 2 own sequences"),
        ("occluded:ACGUACGU:2-3", 50, "N = 50 occluded backgrounds, seed 0"),
    ],
)
def test_the_subtitle_is_short_for_backgrounds_that_hold_rnas(result, background, n, said):
    assert subtitle(result._replace(design=Design("RBP", (), background, n))) == said


def test_of_a_single_background_there_is_the_importance_alone(result):
    design = Design("RBP", tuple(map(parse_condition, TEXTS)), "sequences:ACGU")
    single = GiaResult(design, [summarise(text, np.array([2.0])) for text in TEXTS], [])
    [mean] = importance_boxes(single, [1, 2], 1, dark=False)["data"]
    assert mean["y"] == [2.0, 2.0] and "error_y" not in mean
    assert "95% interval –" in mean["hovertemplate"] and "quartiles" not in mean["hovertemplate"]


def test_many_conditions_stand_over_their_numbers_and_need_less_room(result):
    many = result._replace(conditions=[result.conditions[0]] * 36)
    ticks = importance_boxes(many, list(range(1, 37)), 1, dark=False)["layout"]["xaxis"]["ticktext"]
    assert "UGCAUG" not in "".join(ticks) and ">36<" in ticks[-1]
    assert least_width(36) < least_width(12) == 12 * least_width(1)


def test_the_axis_says_what_the_importance_is_in(result):
    layout = importance_boxes(result, [1, 2], 1, dark=False, unit=UNITS["classification"])["layout"]
    assert layout["yaxis"]["title"]["text"] == "Local importance (probability of being bound)"


def test_the_figure_is_small_plain_json(result):
    thousand = [summarise(one.text, np.linspace(0, 9, 1000)) for one in result.conditions]
    assert len(json.dumps(importance_boxes(result._replace(conditions=thousand), [1, 2], 1, dark=True))) < 6000
