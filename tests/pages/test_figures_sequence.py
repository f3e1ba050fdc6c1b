import json
import re
from itertools import pairwise

import numpy as np
import pytest
from page_world import ism_of, structure_of

from components.figures.glyphs import glyph_path
from components.figures.sequence import Look, diverging, figure_height, sequence_figure, signed
from components.figures.theme import LETTERS, LETTERS_DARK, base_layout, empty_figure, graph_config
from core.mutagenesis import Ism
from core.structure import Structure

SEQUENCE = "UGCAUG"


def look(sequence):
    return Look(ism_of(sequence), structure_of(sequence))


@pytest.fixture
def figure():
    return sequence_figure(look(SEQUENCE), dark=False)


def box(path):
    """The box x0, y0, x1, y1 that an SVG path fills."""
    numbers = [float(part) for part in re.findall(r"-?[\d.]+", path)]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def glyphs(figure, yref):
    return [shape for shape in figure["layout"]["shapes"] if shape["yref"] == yref]


@pytest.mark.parametrize("letter", "ACGUPHME")
def test_a_glyph_fills_its_box(letter):
    assert box(glyph_path(letter, 2, 1, 0.9, 3)) == pytest.approx((2, 1, 2.9, 4), abs=1e-3)


def test_a_glyph_of_no_height_is_flat_and_has_no_exponents():
    path = glyph_path("A", 1, 0, 0.9, 1e-7)
    assert "e" not in path
    assert box(path)[3] == 0


def test_logo_letters_are_as_high_as_the_sensitivity(figure):
    logo = glyphs(figure, "y")
    heights = np.arange(1, 7) * np.sqrt(3)  # three changes, each of -n, at the n-th letter
    for position, (shape, letter) in enumerate(zip(logo, SEQUENCE, strict=True), start=1):
        assert box(shape["path"]) == pytest.approx(
            (position - 0.45, 0, position + 0.45, heights[position - 1]), abs=2e-3
        )
        assert shape["fillcolor"] == LETTERS[letter]
        assert shape["xref"] == "x"
    assert figure["layout"]["yaxis"]["range"][1] > heights[-1]


def test_the_track_stacks_paired_on_unpaired(figure):
    track = glyphs(figure, "y2")
    assert len(track) == 2 * len(SEQUENCE)
    assert box(track[1]["path"])[1::2] == pytest.approx((0, 1))  # position 1: all paired
    assert box(track[2]["path"])[1::2] == pytest.approx((0, 0.5))
    assert box(track[3]["path"])[1::2] == pytest.approx((0.5, 1))


def test_all_panels_share_one_axis_of_positions_from_one(figure):
    assert {trace["xaxis"] for trace in figure["data"]} == {"x"}
    assert {trace["yaxis"] for trace in figure["data"]} == {"y", "y2", "y3"}
    assert all(trace["x"] == [1, 2, 3, 4, 5, 6] for trace in figure["data"])
    xaxis = figure["layout"]["xaxis"]
    assert xaxis["title"]["text"] == "Position (5′ → 3′)"
    assert xaxis["range"] == [0.4, 6.6]
    assert xaxis["tickvals"] == [1, 5]
    names = [figure["layout"][axis]["title"]["text"] for axis in ("yaxis", "yaxis2", "yaxis3")]
    assert names == ["Sensitivity (SD)", "P / U", "Change to"]


def test_panels_do_not_overlap(figure):
    low, middle, high = (figure["layout"][axis]["domain"] for axis in ("yaxis3", "yaxis2", "yaxis"))
    assert 0 <= low[0] < low[1] < middle[0] < middle[1] < high[0] < high[1] <= 1


def test_heatmap_holds_mutant_minus_wild_type(figure):
    heatmap = figure["data"][2]
    assert heatmap["y"] == ["A", "C", "G", "U"]
    assert heatmap["z"][0] == [-1, -2, -3, 0, -5, -6]  # changes to A; position 4 is A
    assert heatmap["z"][3] == [0, -2, -3, -4, 0, -6]
    assert (heatmap["zmin"], heatmap["zmax"]) == (-6, 6)
    assert heatmap["customdata"][0][6 - 1] == "<b>G6→A</b>: −6.00"
    assert heatmap["customdata"][0][4 - 1] == "<b>A4</b> wild type"


def test_the_wild_type_is_written_into_the_heatmap(figure):
    letters = figure["data"][3]
    assert letters["y"] == letters["text"] == list(SEQUENCE)


def test_five_contexts_stack_to_one_and_are_named(figure):
    contexts = np.array([[0.5], [0.2], [0.1], [0.1], [0.1]])
    figure = sequence_figure(Look(ism_of("A"), Structure(*contexts)), dark=False, contexts="phime")
    track = [box(shape["path"]) for shape in glyphs(figure, "y2")]
    assert [bottom for _, bottom, _, _ in track] == pytest.approx([0, 0.1, 0.2, 0.3, 0.5])
    assert track[-1][3] == pytest.approx(1)
    said = figure["data"][1]["customdata"][0]
    assert said == (
        "<b>A1</b> paired 0.50, hairpin loop 0.20, internal loop or bulge 0.10, multiloop 0.10, exterior 0.10"
    )
    assert figure["layout"]["yaxis2"]["title"]["text"] == "PHIME"


def test_the_original_stands_below_on_the_same_scale_and_changes_are_marked():
    figure = sequence_figure(look("UGCAUC"), dark=False, before=look("UGCAUG"))
    assert len(glyphs(figure, "y")) == len(glyphs(figure, "y5")) == 6
    assert len(glyphs(figure, "y4")) == 12
    layout = figure["layout"]
    assert layout["yaxis"]["range"] == layout["yaxis5"]["range"]
    domains = [layout[axis]["domain"] for axis in ("yaxis4", "yaxis5", "yaxis3", "yaxis2", "yaxis")]
    assert all(low[1] < high[0] for low, high in pairwise(domains))
    assert domains[0][0] >= 0 and domains[-1][1] == pytest.approx(1)
    (band,) = [shape for shape in layout["shapes"] if shape["type"] == "rect"]
    assert (band["x0"], band["x1"]) == (5.5, 6.5)
    ring = figure["data"][-1]
    assert (ring["name"], ring["x"], ring["y"]) == ("original letter", [6], ["G"])
    assert layout["height"] == figure_height(True) > figure_height(False)


def test_a_mutation_leaves_the_heatmap_where_it_was(figure):
    def from_the_top(figure):
        layout = figure["layout"]
        plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        return [plot * (1 - end) for end in layout["yaxis3"]["domain"]]

    mutated = sequence_figure(look("UGCAUC"), dark=False, before=look("UGCAUG"))
    assert from_the_top(mutated) == pytest.approx(from_the_top(figure))


def test_hovering_tells_the_numbers(figure):
    logo, track = figure["data"][:2]
    assert logo["customdata"][1] == "<b>G2</b> sensitivity 3.46"
    assert track["customdata"][:2] == ["<b>U1</b> paired 1.00, unpaired 0.00", "<b>G2</b> paired 0.50, unpaired 0.50"]
    assert logo["marker"]["color"] == "rgba(0,0,0,0)"


def test_no_change_is_white_in_light_mode_and_the_scale_is_explicit(figure):
    assert diverging(dark=False)[2] == [0.5, "#ffffff"]
    assert [stop for stop, _ in diverging(dark=True)] == [0, 0.25, 0.5, 0.75, 1]
    assert figure["data"][2]["colorscale"] == diverging(dark=False)


def test_dark_mode_uses_the_lighter_letters():
    shapes = glyphs(sequence_figure(look(SEQUENCE), dark=True), "y")
    assert [shape["fillcolor"] for shape in shapes] == [LETTERS_DARK[letter] for letter in SEQUENCE]


def test_one_nucleotide_without_any_effect_can_be_drawn():
    figure = sequence_figure(Look(Ism("A", 0.0, np.zeros((1, 4), "f4")), structure_of("A")), dark=False)
    assert figure["data"][2]["z"] == [[0.0], [0.0], [0.0], [0.0]]
    assert figure["data"][2]["zmax"] > 0
    assert figure["layout"]["yaxis"]["range"][1] > 0


def test_a_whole_probe_is_a_small_plain_document():
    figure = sequence_figure(look("ACGU" * 10 + "A"), dark=False)
    assert len(figure["layout"]["shapes"]) == 3 * 41
    assert len(json.dumps(figure, allow_nan=False)) < 100_000


@pytest.mark.parametrize(("value", "text"), [(-1.234, "−1.23"), (0.5, "+0.50"), (0.0, "+0.00"), (-0.001, "+0.00")])
def test_scores_carry_their_sign(value, text):
    assert signed(value) == text


def test_an_empty_figure_says_why():
    figure = empty_figure("no probes here", dark=True)
    assert figure["data"] == []
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["no probes here"]


def test_every_figure_downloads_as_svg_on_a_clear_ground():
    assert graph_config("name")["toImageButtonOptions"] == {"format": "svg", "filename": "name"}
    assert base_layout(dark=False)["paper_bgcolor"] == "rgba(0,0,0,0)"
    assert base_layout(dark=False, showlegend=True)["showlegend"] is True
