"""What the points of the scatter are coloured by: classes of probes with a name and a colour each."""

from typing import NamedTuple

import numpy as np

from components.figures.theme import MUTED
from core.library.probes import ProbeList

COLORS = {"mismatches": "Mismatches", "gc": "GC content", "length": "Length"}
"""What probes can be coloured by, and what people read for it."""
MOST_MISMATCHES = 3
"""From here on mismatches share a colour: random probes have 2 or 3 to any 6-mer."""
GC_EDGES = (0.35, 0.45, 0.55, 0.65)
MISMATCH_COLORS = {
    False: ("#d9480f", "#f59f00", "#1c7ed6", "#868e96"),
    True: ("#ff8f5c", "#ffd43b", "#4dabf7", "#adb5bd"),
}
STEPS = {
    False: ("#31688e", "#35b779", "#8fb70c", "#f59f00", "#c92a2a"),
    True: ("#74a9e0", "#4fd19a", "#b8de29", "#ffc43d", "#ff8787"),
}
"""From low to high; told apart by lightness and hue on a light and on a dark ground."""


class Classes(NamedTuple):
    """of : class (N,) of each probe. names, colors : of each class; the first is drawn on top.

    what : what the classes are of, in a few words; title : of the legend, empty where there is one class only.
    """

    of: np.ndarray
    names: list[str]
    colors: list[str]
    what: str
    title: str


def classify(probes: ProbeList, color: str, dark: bool) -> Classes:
    """The classes of probes by ``color``, one of `COLORS`; one for all without a motif."""
    if color == "gc":
        names = ["< 35%", "35 to 45%", "45 to 55%", "55 to 65%", "≥ 65%"]
        of = np.digitize(probes.gc, GC_EDGES)
        return Classes(of, names, list(STEPS[dark]), "GC", "GC content (probes)")
    if color == "length":
        return _by_length(probes.length, dark)
    if probes.mismatches is None:
        return Classes(np.zeros(len(probes.sequences), int), ["probes"], [MUTED[dark]], "", "")
    names = [*map(str, range(MOST_MISMATCHES)), f"{MOST_MISMATCHES}+"]
    of = probes.mismatches.clip(max=MOST_MISMATCHES)
    return Classes(of, names, list(MISMATCH_COLORS[dark]), "mismatches", f"Mismatches to {probes.motif} (probes)")


def _by_length(length: np.ndarray, dark: bool) -> Classes:
    """A class a length where there are few lengths, else about as many probes in each."""
    lengths = np.unique(length)
    most = len(STEPS[dark])
    starts = lengths if len(lengths) <= most else np.unique(np.quantile(length, np.arange(most) / most).astype(int))
    ends = [*(starts[1:] - 1), lengths[-1]] if len(lengths) > most else starts
    names = [f"{a} nt" if a == b else f"{a} to {b} nt" for a, b in zip(starts, ends, strict=True)]
    return Classes(
        np.digitize(length, starts) - 1, names, list(STEPS[dark][-len(names) :]), "length", "Length (probes)"
    )
