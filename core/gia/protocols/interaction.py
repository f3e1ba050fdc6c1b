"""Beyond the paper: the effect that two patterns have together beyond that of each alone."""

from functools import partial

import numpy as np

from core.checks import wholes
from core.errors import SequenceError
from core.gia.design import parse_condition, parse_pattern
from core.gia.importance import GiaResult
from core.gia.protocols.protocol import (
    PATTERN,
    Parameter,
    Plan,
    Row,
    Setting,
    protocol,
)
from core.gia.protocols.sites import middle
from core.sequence import PROBE_LENGTH
from core.statistics import difference, holm

WIDEST_GAP = 20
"""Default for the most letters between two patterns whose interaction is asked."""
FIGURES = ("interaction", "interaction_low", "interaction_high")


@protocol(
    "Interaction of two patterns",
    beyond_paper=True,
    pattern=PATTERN,
    other=Parameter(parse_pattern, "the second pattern (default: the first again)"),
    gaps=Parameter(wholes, "letters between the two: 0-20"),
    positions=Parameter(wholes, "positions of both, from 1, for a map instead: 2,8,14,20,26,32"),
)
def interaction(
    setting: Setting,
    pattern: str,
    other: str | None = None,
    gaps: tuple[int, ...] | None = None,
    positions: tuple[int, ...] | None = None,
) -> Plan:
    """Do two patterns help or hinder each other? GI(A and B) - GI(A) - GI(B), over distance or both positions.

    All three are asked at the same positions on the same backgrounds, so that positional bias cancels.

    Parameters
    ----------
    other : the second pattern; a second copy of the first unless given.
    gaps : letters between the first pattern and the other, to its right, the pair in the middle of the probe; 0 to 20
        (or what fits) unless given.
    positions : from 1; where given, a map over both patterns' positions instead. Places where they would overlap are
        left out.

    Returns
    -------
    Outcome : one row for a pair, with position, other_position, gap, importance of each alone (alone, other_alone),
        interaction with interaction_low, interaction_high, p_value and p_adjusted (Holm over all pairs); above 0 they
        help each other. Summary strongest (the label of the pair), and interaction, interaction_low, interaction_high:
        over gaps, or as matrix (positions, positions of the other), nan where they overlap.

    Raises
    ------
    SequenceError : gaps together with positions, no pair that fits, or a pattern that leaves the probe.
    """
    pattern = parse_pattern(pattern)
    other = parse_pattern(other) if other else pattern
    width = len(pattern) + len(other)
    positions = positions and tuple(dict.fromkeys(positions))
    if gaps and positions:
        raise SequenceError("both gaps and positions are given; give gaps for a line, or positions for a map.")
    if not positions:
        gaps = gaps or tuple(range(min(WIDEST_GAP, PROBE_LENGTH - width) + 1))
        starts = {gap: middle(width + gap) for gap in gaps if 0 <= gap <= PROBE_LENGTH - width}
        pairs = [(start, start + len(pattern) + gap) for gap, start in starts.items()]
    else:
        pairs = [(a, b) for a in positions for b in positions if a + len(pattern) <= b or b + len(other) <= a]
    if not pairs or (gaps and len(pairs) < len(set(gaps))):
        raise SequenceError(
            f"{pattern} and {other} do not fit there side by side in a {PROBE_LENGTH}-nt probe; use "
            f"gaps from 0 to {PROBE_LENGTH - width}, or positions where they do not overlap."
        )
    texts = dict.fromkeys(text for pair in pairs for text in _texts(pattern, other, *pair))
    finish = partial(_finish_interaction, pattern, other, pairs, positions)
    parameters = {"pattern": pattern, "other": other, "gaps": gaps, "positions": positions}
    return Plan(
        setting, [setting.design([*texts], reference=None)], [{"label": text} for text in texts], finish, parameters
    )


def _texts(pattern: str, other: str, a: int, b: int) -> tuple[str, str, str]:
    """Write the conditions of the first pattern alone, of the other alone, and of both."""
    alone, other_alone = f"{pattern}@{a}", f"{other}@{b}"
    return alone, other_alone, parse_condition(f"{alone},{other_alone}").text


def _finish_interaction(
    pattern: str,
    other: str,
    pairs: list[tuple[int, int]],
    positions: tuple[int, ...] | None,
    rows: list[Row],
    results: list[GiaResult],
) -> tuple[list[Row], dict]:
    by_text = {row["text"]: row for row in rows}
    local = {condition.text: condition.local for condition in results[0].conditions}
    final = []
    for a, b in pairs:
        alone, other_alone, both = _texts(pattern, other, a, b)
        found = difference(local[both] - local[alone] - local[other_alone])
        final.append(
            {
                **by_text[both],
                "label": f"{alone} and {other_alone}",
                "position": a,
                "other_position": b,
                "gap": max(b - a - len(pattern), a - b - len(other)),
                "alone": by_text[alone]["global_importance"],
                "other_alone": by_text[other_alone]["global_importance"],
                **dict(zip((*FIGURES, "p_value"), found, strict=True)),
            }
        )
    adjusted = holm([row["p_value"] for row in final])
    final = [{**row, "p_adjusted": p} for row, p in zip(final, adjusted, strict=True)]
    strongest = max(final, key=lambda row: abs(row["interaction"]))
    return final, {"strongest": strongest["label"], **_over(final, positions)}


def _over(rows: list[Row], positions: tuple[int, ...] | None) -> dict:
    """Arrange interactions over gaps, or as matrices over both positions."""
    if not positions:
        return {"gaps": [row["gap"] for row in rows], **{name: [row[name] for row in rows] for name in FIGURES}}
    grids = {name: np.full((len(positions), len(positions)), np.nan) for name in FIGURES}
    for row in rows:
        cell = positions.index(row["position"]), positions.index(row["other_position"])
        for name, grid in grids.items():
            grid[cell] = row[name]
    return {"positions": list(positions), **{name: grid.tolist() for name, grid in grids.items()}}
