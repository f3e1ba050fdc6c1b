import re

import numpy as np
import pytest

from components.figures.paper_logo import paper_logo
from components.figures.theme import LETTERS
from core.mutagenesis import Ism


def drawn(sequence, heights):
    delta = np.zeros((len(sequence), 4), np.float32)
    delta[:, 0] = heights
    svg = paper_logo(Ism(sequence, 0.0, delta))
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
    svg, _ = drawn("ACGUACGUAC", np.arange(1.0, 11.0))
    texts = re.findall(r">([^<>]+)</text>", svg)
    assert {"Position", "Sensitivity (SD)", "1", "5", "10"} <= set(texts)


def test_one_letter_is_enough():
    assert "<svg" in drawn("A", [1.0])[0]
