"""The letters' colours, computed: contrast on every ground, and how far apart they stay for colour-blind eyes."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from components.figures.theme import letter_colors
from core.figures import drawing
from core.formatting import LETTERS, LETTERS_DARK, SAFE_LETTERS, SAFE_LETTERS_DARK

CSS = {name: (Path(__file__).parents[2] / "assets" / name).read_text() for name in ("app.css", "feel.css")}
EYES = {
    "usual": np.eye(3),
    "red-blind": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "green-blind": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "blue-blind": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""What such eyes see of linear RGB (Machado, Oliveira, Fernandes 2009, severity 1)."""
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WAVES = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
CONTRAST, APART = 4.5, 23.0
"""Least contrast of WCAG for small text, and least CIEDE2000 of two letters; 1 can just be seen, the field's have 4."""


def linear(color):
    rgb = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    low, high = sorted(float(XYZ[1] @ linear(color)) + 0.05 for color in (one, other))
    return high / low


def lab(rgb):
    t = XYZ @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one, other):
    """Difference of two Lab colours (Sharma, Wu, Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 1 + (1 - np.sqrt(mean**7 / (mean**7 + 25**7))) / 2
    c1, c2 = np.hypot(a1 * g, b1), np.hypot(a2 * g, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * g)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    lightness, chroma, hue = (l1 + l2) / 2, (c1 + c2) / 2, (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    t = 1 + sum(
        w * np.cos(np.radians(k * hue + s)) for w, k, s in ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    )
    d_l = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2))
    d_c = (c2 - c1) / (1 + 0.045 * chroma)
    d_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    rotation = (
        -2 * np.sqrt(chroma**7 / (chroma**7 + 25**7)) * np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    )
    return float(np.sqrt(d_l**2 + d_c**2 + d_h**2 + rotation * d_c * d_h))


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ],
)
def test_the_difference_is_that_of_the_published_examples(one, other, difference):
    assert ciede2000(one, other) == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("letters", [SAFE_LETTERS, SAFE_LETTERS_DARK], ids=["light", "dark"])
def test_safe_letters_stay_apart_for_all_eyes(letters, eyes):
    seen = {letter: lab(EYES[eyes] @ linear(color)) for letter, color in letters.items()}
    assert min(ciede2000(seen[a], seen[b]) for a, b in combinations("ACGU", 2)) >= APART


def rule(css, selector):
    return dict(re.findall(r"(--[\w-]+): (#\w+)", css.partition(f"{selector} {{")[2].partition("}")[0]))


ROOT, DARK, SAFE = ":root", '[data-mantine-color-scheme="dark"]', 'html[data-letters="safe"]'


@pytest.mark.parametrize(
    ("sheet", "selector", "letters"),
    [
        ("app.css", ROOT, LETTERS),
        ("app.css", DARK, LETTERS_DARK),
        ("feel.css", SAFE, SAFE_LETTERS),
        ("feel.css", SAFE + DARK, SAFE_LETTERS_DARK),
    ],
)
def test_text_and_figures_have_letters_of_the_same_colours(sheet, selector, letters):
    named = rule(CSS[sheet], selector)
    assert {letter: named[f"--nt-{letter}"] for letter in "ACGU"} == letters
    colors = letter_colors("dark" in selector, safe="safe" in selector)
    assert {letter: colors[letter] for letter in "ACGU"} == letters


def test_printed_figures_have_the_colours_of_the_pages():
    assert drawing.LETTERS is LETTERS


@pytest.mark.parametrize(
    ("theme", "all_letters"),
    [(ROOT, (LETTERS, SAFE_LETTERS)), (DARK, (LETTERS_DARK, SAFE_LETTERS_DARK))],
    ids=["light", "dark"],
)
def test_letters_can_be_read_on_every_ground(theme, all_letters):
    grounds = [rule(CSS["app.css"], theme)[name] for name in ("--surface", "--raised", "--ground")]
    colors = [color for letters in all_letters for color in letters.values()]
    assert min(contrast(color, ground) for color in colors for ground in grounds) >= CONTRAST


def test_the_switch_changes_nothing_unless_asked():
    assert letter_colors(False)["T"] == letter_colors(False)["U"]
    assert letter_colors(False) == letter_colors(False, safe=False) != letter_colors(False, safe=True)
    assert letter_colors(True) == letter_colors(True, safe=False) != letter_colors(True, safe=True)
