import re

import numpy as np
import pytest

from core.discovery.ism import Ism
from core.figures.drawing import LETTERS
from core.figures.mutations import changed, rna_panel
from core.figures.picture import Picture
from core.structure.fold import Structure


def drawn(sequence, heights, original=None):
    delta = np.zeros((len(sequence), 4), np.float32)
    delta[:, 0] = heights
    structure = Structure(*np.full((5, len(sequence)), 0.2))
    svg = Picture("An RNA", rna_panel(Ism(sequence, 0.0, delta), structure, original=original), ()).svg
    return svg, re.findall(r'<path d="([^"]*)"[^>]*style="fill: (#[0-9a-f]{6})', svg)


def height(path):
    y = [float(pair.split()[1]) for pair in re.findall(r"-?[\d.]+ -?[\d.]+", path)]
    return max(y) - min(y)


def test_each_letter_stands_in_its_colour_at_its_height():
    _, paths = drawn("GAU", [1.0, 2.0, 3.0])
    letters = [(path, color) for path, color in paths if color in LETTERS.values()]
    assert [color for _, color in letters] == [LETTERS[letter] for letter in "GAU"]
    g, a, u = (height(path) for path, _ in letters)
    assert a / g == pytest.approx(2, rel=0.01)
    assert u / g == pytest.approx(3, rel=0.01)


def test_axes_have_names_and_positions_count_from_one():
    svg, _ = drawn("ACGUACGUACGUACGU", np.arange(1.0, 17.0))
    texts = re.findall(r">([^<>]+)</text>", svg)
    assert {"Position", "Sensitivity (SD)", "Change (SD)", "Structure", "1", "5", "10", "15"} <= set(texts)


def test_one_letter_is_enough_and_the_same_asked_twice_is_the_same_file():
    assert drawn("A", [1.0]) == drawn("A", [1.0])


def test_letters_that_were_changed_are_marked():
    assert changed("ACGU", "AGGA") == [1, 3] and changed("ACGU", None) == changed("ACGU", "ACG") == []
    plain, marked = drawn("ACGU", [1, 1, 1, 1])[0], drawn("ACGU", [1, 1, 1, 1], "ACGA")[0]
    assert marked.count("opacity: 0.35") == 2 and "opacity: 0.35" not in plain
