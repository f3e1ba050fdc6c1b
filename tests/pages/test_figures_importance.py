import json
import re

import numpy as np
import pytest

from components.figures.importance import (
    ACTIVE_BOX,
    BOX,
    MARGINS,
    MEAN,
    Look,
    Panel,
    importance_figure,
    least_width,
    subtitle,
)
from core.formatting import SCORE, UNITS
from core.gia import Design, parse_condition
from core.gia.importance import GiaResult, compare, summarise

TEXTS = ("UGCAUG@4", "UGCAUG@4,UGCAUG@11")


@pytest.fixture
def result():
    design = Design("RBP", tuple(map(parse_condition, TEXTS)), n=5, seed=3)
    locals_ = [np.array([0.0, 1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 4.0, 6.0, 11.0])]
    first, second = (summarise(text, local) for text, local in zip(TEXTS, locals_, strict=True))
    return GiaResult(design, [first, second], [compare(first, second)])


def named_design(names):
    """A design of as many conditions as names."""
    return Design("RBP", (parse_condition("UGCAUG@4"),) * len(names), n=5, seed=3, names=names)


def importance_boxes(result, numbers, active, dark, unit=SCORE):
    return importance_figure([Panel(result, unit=unit)], Look(numbers, active, dark))


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
    assert layout["yaxis"]["title"]["text"] == "Local importance (SD)"
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
    assert "ACGUACGUACG…<" in importance_boxes(long, [1], 1, dark=False)["layout"]["xaxis"]["ticktext"][0]


def test_numbers_stand_above_the_boxes_as_far_as_there_is_room(result):
    def above(count):
        many = result._replace(conditions=[result.conditions[0]] * count)
        return [one["text"] for one in importance_boxes(many, range(1, count + 1), 2, False)["layout"]["annotations"]]

    low, high = (f"{value:.2f}".replace("-", "−") for value in result.conditions[0][3:5])
    assert len(above(3)) == 3 and above(3)[0].startswith("<b>2.00</b><br>") and f"{low} to {high}" in above(3)[0]
    assert above(10) == ["<b>2.00</b>"] * 10 and above(36) == []


@pytest.mark.parametrize("count", [3, 8, 10, 12])
def test_no_label_is_wider_than_its_box(result, count):
    texts = ["UGCAUGU@18,UGCAUG@30", "ACGUACGUACGUACGU@2"]
    many = [result.conditions[0]._replace(text=texts[number % 2]) for number in range(count)]
    names = ("the site and GC at the 3' end", "") * count
    named = result._replace(conditions=many, design=Design("RBP", (), n=5))
    for one in (named, named._replace(design=named_design(names[:count]))):
        room = (least_width(count) - MARGINS) / count
        for tick in importance_boxes(one, range(1, count + 1), 1, False)["layout"]["xaxis"]["ticktext"]:
            for size, line in re.findall(r"font-size:(\d+)px[^>]*>([^<]*)</span>", tick):
                assert len(line) * int(size) * 0.602 <= room  # the width of a letter of the usual monospaced font


def test_short_names_stand_under_many_boxes(result):
    design = named_design(("wild type", "U1A", "a name too long for it") * 5)
    many = result._replace(conditions=[result.conditions[0]] * 15, design=design)
    ticks = importance_boxes(many, range(1, 16), 1, False)["layout"]["xaxis"]["ticktext"]
    assert "wild<" in ticks[0] and "U1A" in ticks[1]


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
    assert least_width(36) < 640 and least_width(10) < 660 and least_width(12) < 680  # of a plot at 1366 pixels


def test_the_axis_says_what_the_importance_is_in(result):
    layout = importance_boxes(result, [1, 2], 1, dark=False, unit=UNITS["classification"])["layout"]
    assert layout["yaxis"]["title"]["text"] == "Local importance (probability)"


def test_the_figure_is_small_plain_json(result):
    thousand = [summarise(one.text, np.linspace(0, 9, 1000)) for one in result.conditions]
    assert len(json.dumps(importance_boxes(result._replace(conditions=thousand), [1, 2], 1, dark=True))) < 6000
