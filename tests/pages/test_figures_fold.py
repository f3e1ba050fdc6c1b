import json

import numpy as np
import pytest
from page_world import structure_of

import core
from components.figures.fold import LEAST_HEIGHT, MOST_HEIGHT, drawing_height, fold_figure
from components.figures.part import Part
from components.figures.theme import LETTERS, LETTERS_DARK
from core.sequence import NamedDna

HAIRPIN = "AGGGGAAAACCCCA"


@pytest.fixture
def figure():
    return fold_figure(core.mfe(HAIRPIN), structure_of(HAIRPIN), dark=False, marked=(2,))


def test_every_nucleotide_stands_in_its_colour_at_its_place(figure):
    letters = figure["data"][2]
    found = core.mfe(HAIRPIN)
    assert letters["text"] == [f"<b>{letter}</b>" for letter in HAIRPIN]
    assert letters["textfont"]["color"] == [LETTERS[letter] for letter in HAIRPIN]
    np.testing.assert_allclose(np.column_stack([letters["x"], letters["y"]]), found.xy)
    dark = fold_figure(found, structure_of(HAIRPIN), dark=True)
    assert dark["data"][2]["textfont"]["color"][0] == LETTERS_DARK["A"]


def test_a_bond_joins_the_two_of_each_pair(figure):
    found = core.mfe(HAIRPIN)
    bonds = figure["data"][1]
    assert found.pairs == [(1, 12), (2, 11), (3, 10), (4, 9)]
    ends = [(bonds["x"][at], bonds["x"][at + 1]) for at in range(0, len(bonds["x"]), 3)]
    assert ends == [(found.xy[a, 0], found.xy[b, 0]) for a, b in found.pairs]
    assert bonds["x"][2::3] == [None] * 4  # gaps, so that bonds do not join each other


def test_hovering_tells_position_partner_and_probability(figure, wording):
    said = figure["data"][2]["customdata"]
    wording(said[0], "A1", "in 100%")
    wording(said[1], "G2", "C13", "in 50%")


def test_a_part_of_a_longer_rna_is_said_in_its_positions_and_letters():
    typed = NamedDna("utr", "").typed
    part = fold_figure(core.mfe("GUGGAAAACCAC"), structure_of("GUGGAAAACCAC"), False, (2,), False, Part(101, typed))
    letters = part["data"][2]
    assert letters["text"][1] == "<b>T</b>" and letters["textfont"]["color"][1] == LETTERS["U"]
    assert letters["customdata"][1].startswith("<b>T102</b> pairs with A111 here")
    assert [at for at, width in enumerate(letters["marker"]["line"]["width"], start=1) if width > 1] == [2]


def test_both_ends_and_what_is_marked_are_shown(figure):
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["<b>5′</b>", "<b>3′</b>"]
    first, last = figure["layout"]["annotations"]
    assert first["xshift"] < 0 < last["xshift"]
    widths = figure["data"][2]["marker"]["line"]["width"]
    assert [at for at, width in enumerate(widths, start=1) if width > 1] == [2]


def test_a_drawing_keeps_its_proportions_and_is_as_high_as_it_must_be(figure):
    assert figure["layout"]["yaxis"]["scaleanchor"] == "x"
    assert drawing_height(core.mfe("A" * 30)) == LEAST_HEIGHT
    assert LEAST_HEIGHT < drawing_height(core.mfe(HAIRPIN)) <= MOST_HEIGHT == figure["layout"]["height"]


@pytest.mark.parametrize("sequence", ["A", "AC", "ACGU" * 10 + "A"])
def test_any_rna_can_be_drawn(sequence):
    json.dumps(fold_figure(core.mfe(sequence), structure_of(sequence), dark=False), allow_nan=False)
