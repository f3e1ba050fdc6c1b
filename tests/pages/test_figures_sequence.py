import json
import re
from itertools import pairwise

import numpy as np
import pytest
from page_world import ism_of, structure_of

from components.figures.glyphs import glyph_path
from components.figures.part import Part
from components.figures.sequence import Look, Style, diverging, figure_height, sequence_figure, signed
from components.figures.structure_track import CONTEXTS
from components.figures.theme import LETTERS, LETTERS_DARK, base_layout, empty_figure, graph_config
from core.discovery.ism import Ism
from core.errors import AppError
from core.figures.drawing import BLUE
from core.sequence import NamedDna
from core.structure.fold import Structure

SEQUENCE = "UGCAUG"


def look(sequence):
    return Look(ism_of(sequence), structure_of(sequence))


@pytest.fixture
def figure():
    return sequence_figure(look(SEQUENCE), Style(False))


def box(path):
    """The box x0, y0, x1, y1 that an SVG path fills."""
    numbers = [float(part) for part in re.findall(r"-?[\d.]+", path)]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def heatmap_of(figure):
    return next(trace for trace in figure["data"] if trace["type"] == "heatmap")


def glyphs(figure, yref):
    return [shape for shape in figure["layout"]["shapes"] if shape["yref"] == yref]


@pytest.mark.parametrize("letter", "ACGUTPHME")
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


def bars(figure, yaxis):
    """Name, bottoms and heights of each context of a track."""
    return [(trace["name"], trace["base"], trace["y"]) for trace in figure["data"] if is_bar(trace, yaxis)]


def is_bar(trace, yaxis):
    return trace["type"] == "bar" and trace["yaxis"] == yaxis and trace.get("hoverinfo") == "skip"


def named(figure, name):
    return next(trace for trace in figure["data"] if trace.get("name") == name)


def test_the_track_stacks_unpaired_on_paired_in_colours_and_names_them_beside_it(figure):
    rest = [0.5] * 5
    assert bars(figure, "y2") == [("paired", [0] * 6, [1, *rest]), ("unpaired", [1, *rest], [0, *rest])]
    assert named(figure, "paired")["marker"]["color"] == BLUE == CONTEXTS["paired"][1][False]
    assert not glyphs(figure, "y2")  # a U of unpaired looks like uracil
    (legend,) = figure["layout"]["annotations"]
    assert legend["text"].index("unpaired") < legend["text"].index("</span> paired")


def test_the_track_has_the_colours_of_the_exports():
    from core.figures.mutations import CONTEXTS as EXPORTED

    assert {name: CONTEXTS[name][1][False] for name in EXPORTED} == EXPORTED


def test_all_panels_share_one_axis_of_positions_from_one(figure):
    assert {trace["xaxis"] for trace in figure["data"]} == {"x"}
    assert {trace["yaxis"] for trace in figure["data"]} == {"y", "y2", "y3"}
    assert all(trace["x"] == [1, 2, 3, 4, 5, 6] for trace in figure["data"])
    xaxis = figure["layout"]["xaxis"]
    assert xaxis["title"]["text"] == "Position (5′ → 3′)"
    assert xaxis["range"] == [0.4, 6.6]
    assert xaxis["tickvals"] == [1, 5]
    names = [figure["layout"][axis]["title"]["text"] for axis in ("yaxis", "yaxis2", "yaxis3")]
    assert names == ["Sensitivity (SD)", "Fold", "Change to"]


def test_panels_do_not_overlap(figure):
    low, middle, high = (figure["layout"][axis]["domain"] for axis in ("yaxis3", "yaxis2", "yaxis"))
    assert 0 <= low[0] < low[1] < middle[0] < middle[1] < high[0] < high[1] <= 1


def test_heatmap_holds_mutant_minus_wild_type(figure):
    heatmap = heatmap_of(figure)
    assert heatmap["y"] == ["A", "C", "G", "U"]
    assert heatmap["z"][0] == [-1, -2, -3, 0, -5, -6]  # changes to A; position 4 is A
    assert heatmap["z"][3] == [0, -2, -3, -4, 0, -6]
    assert (heatmap["zmin"], heatmap["zmax"]) == (-6, 6)
    assert heatmap["customdata"][0][6 - 1] == "<b>G6→A</b>: −6.00"
    assert heatmap["customdata"][0][4 - 1] == "<b>A4</b> wild type"


def test_the_wild_type_is_written_into_the_heatmap(figure):
    letters = next(trace for trace in figure["data"] if trace.get("mode") == "text")
    assert letters["y"] == letters["text"] == list(SEQUENCE)


def test_five_contexts_stack_to_one_and_are_named(figure, wording):
    contexts = np.array([[0.5], [0.2], [0.1], [0.1], [0.1]])
    figure = sequence_figure(Look(ism_of("A"), Structure(*contexts)), Style(False, contexts="phime"))
    track = bars(figure, "y2")
    assert [name for name, *_ in track] == ["paired", "hairpin loop", "internal loop or bulge", "multiloop", "exterior"]
    assert [bottom for _, (bottom,), _ in track] == pytest.approx([0, 0.5, 0.7, 0.8, 0.9])
    assert sum(height for *_, (height,) in track) == pytest.approx(1)
    said = named(figure, "Structure")["customdata"][0]
    wording(said, "A1", "paired 0.50", "loop 0.20", "bulge 0.10", "multiloop 0.10", "exterior 0.10")


def test_the_original_stands_below_on_the_same_scale_and_changes_are_marked():
    figure = sequence_figure(look("UGCAUC"), Style(False), before=look("UGCAUG"))
    assert len(glyphs(figure, "y")) == len(glyphs(figure, "y5")) == 6
    assert len(bars(figure, "y4")) == len(bars(figure, "y2")) == 2
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

    mutated = sequence_figure(look("UGCAUC"), Style(False), before=look("UGCAUG"))
    assert from_the_top(mutated) == pytest.approx(from_the_top(figure))


def test_a_letter_whose_changes_add_binding_hangs_below_the_axis_of_the_signed_logo():
    delta = np.array([[0, -1, -1, -4], [1, 0, 1, 4], [-6, 6, 0, 3]], "f4")  # A holds binding, C and G are in the way
    one = Ism("ACG", 1.0, delta)
    assert one.contribution.tolist() == [2, -2, -1]
    figure = sequence_figure(Look(one, structure_of("ACG")), Style(False, logo="signed"))
    ends = [box(shape["path"])[1::2] for shape in glyphs(figure, "y")]
    assert ends == [pytest.approx(pair) for pair in ((0, 2), (-2, 0), (-1, 0))]
    low, high = figure["layout"]["yaxis"]["range"]
    assert low < -2 and high > 2 and figure["layout"]["yaxis"]["zeroline"]
    assert figure["layout"]["yaxis"]["title"]["text"] == "Contribution (SD)"
    assert named(figure, "Contribution")["customdata"][1] == "<b>C2</b> contribution −2.00"
    usual = sequence_figure(Look(one, structure_of("ACG")), Style(False))
    assert [box(shape["path"])[3] for shape in glyphs(usual, "y")] == pytest.approx(one.sensitivity, abs=1e-3)


def test_there_is_no_other_logo(refuses):
    with refuses(AppError, "'tall'"):
        ism_of("ACG").heights("tall")


def test_hovering_tells_the_numbers(figure):
    logo, track = named(figure, "Sensitivity"), named(figure, "Structure")
    assert logo["customdata"][1] == "<b>G2</b> sensitivity 3.46"
    assert track["customdata"][:2] == ["<b>U1</b> paired 1.00, unpaired 0.00", "<b>G2</b> paired 0.50, unpaired 0.50"]
    assert logo["marker"]["color"] == "rgba(0,0,0,0)"


def test_no_change_is_white_in_light_mode_and_the_scale_is_explicit(figure):
    assert diverging(dark=False)[2] == [0.5, "#ffffff"]
    assert [stop for stop, _ in diverging(dark=True)] == [0, 0.25, 0.5, 0.75, 1]
    assert heatmap_of(figure)["colorscale"] == diverging(dark=False)


def test_dark_mode_uses_the_lighter_letters():
    shapes = glyphs(sequence_figure(look(SEQUENCE), Style(True)), "y")
    assert [shape["fillcolor"] for shape in shapes] == [LETTERS_DARK[letter] for letter in SEQUENCE]


def test_a_part_of_a_longer_rna_counts_as_that_does_and_is_written_as_it_is():
    part = Part(1234, NamedDna("utr", "").typed)
    now, before = look("UGCAUG"), look("UGCAUC")
    figure = sequence_figure(now, Style(False, part=part), before)
    plain = sequence_figure(now, Style(False), before)
    assert heatmap_of(figure)["z"] == heatmap_of(plain)["z"]
    assert heatmap_of(figure)["y"] == figure["layout"]["yaxis3"]["categoryarray"] == list("ACGT")
    said = heatmap_of(figure)["customdata"]
    assert said[3][0] == "<b>T1234</b> wild type" and said[0][4].startswith("<b>T1238→A</b>")
    for trace, other in zip(figure["data"], plain["data"], strict=True):
        assert trace["x"] == [x + 1233 for x in other["x"]]
        assert "U" not in "".join(map(str, [*trace["y"], *trace.get("text", [])]))
        if "hovertemplate" in trace and trace["type"] == "bar":
            assert [text[3:8] for text in trace["customdata"]][::5] in (["T1234", "G1239"], ["T1234", "C1239"])
    (ring,) = (trace for trace in figure["data"] if trace.get("name") == "original letter")
    assert (ring["x"], ring["y"]) == ([1239], ["C"])
    (band,) = (shape for shape in figure["layout"]["shapes"] if shape["type"] == "rect")
    assert (band["x0"], band["x1"]) == (1238.5, 1239.5)
    assert box(glyphs(figure, "y")[0]["path"])[::2] == pytest.approx((1233.55, 1234.45))
    assert glyphs(figure, "y")[0]["path"].count("L") == 8
    axis = figure["layout"]["xaxis"]
    assert axis["range"] == [1233.4, 1239.6] and axis["tickvals"] == [1234]
    assert plain["layout"]["xaxis"]["tickvals"] == [1, 5]


def test_one_nucleotide_without_any_effect_can_be_drawn():
    figure = sequence_figure(Look(Ism("A", 0.0, np.zeros((1, 4), "f4")), structure_of("A")), Style(False))
    assert heatmap_of(figure)["z"] == [[0.0], [0.0], [0.0], [0.0]]
    assert heatmap_of(figure)["zmax"] > 0
    assert figure["layout"]["yaxis"]["range"][1] > 0


def test_a_whole_probe_is_a_small_plain_document():
    figure = sequence_figure(look("ACGU" * 10 + "A"), Style(False))
    assert len(figure["layout"]["shapes"]) == 41
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
