"""Colours of the scatter's points: classes of probes, each with a name and a colour."""

from typing import NamedTuple

import numpy as np

from components.figures.theme import MUTED
from core.library.probes import ProbeList

COLORS = {"mismatches": "Mismatches", "gc": "GC content", "length": "Length"}
"""Properties that probes can be coloured by, with their titles."""
MOST_MISMATCHES = 3
"""Mismatches from which probes share a colour: random probes have 2 or 3 to any 6-mer."""
GC_EDGES = (0.35, 0.45, 0.55, 0.65)
MISMATCH_COLORS = {
    False: ("#d9480f", "#f59f00", "#1c7ed6", "#868e96"),
    True: ("#ff8f5c", "#ffd43b", "#4dabf7", "#adb5bd"),
}
STEPS = {
    False: ("#31688e", "#35b779", "#8fb70c", "#f59f00", "#c92a2a"),
    True: ("#74a9e0", "#4fd19a", "#b8de29", "#ffc43d", "#ff8787"),
}
"""Colours from low to high, distinct in lightness and hue on light and on dark ground."""


class Classes(NamedTuple):
    """Classes of probes. of : class (N,) of each probe. names, colors : of each class; the first is drawn on top.

    what : the property behind the classes; title : of the legend, empty if there is only one class.
    """

    of: np.ndarray
    names: list[str]
    colors: list[str]
    what: str
    title: str


def classify(probes: ProbeList, color: str, dark: bool) -> Classes:
    """Classify probes by ``color``, one of `COLORS`; a single class without a motif."""
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
    """Make a class per length if there are few lengths, otherwise classes of about equal size."""
    lengths = np.unique(length)
    most = len(STEPS[dark])
    starts = lengths if len(lengths) <= most else np.unique(np.quantile(length, np.arange(most) / most).astype(int))
    ends = [*(starts[1:] - 1), lengths[-1]] if len(lengths) > most else starts
    names = [f"{a} nt" if a == b else f"{a} to {b} nt" for a, b in zip(starts, ends, strict=True)]
    return Classes(
        np.digitize(length, starts) - 1, names, list(STEPS[dark][-len(names) :]), "length", "Length (probes)"
    )
