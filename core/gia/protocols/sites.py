"""The paper's protocols on where a pattern stands: several sites, their spacing, every position, random positions."""

import numpy as np

from core.checks import wholes
from core.errors import SequenceError
from core.gia.copies import copies_fit
from core.gia.design import ANYWHERE, parse_pattern
from core.gia.importance import GiaResult, trend
from core.gia.protocols.protocol import (
    PATTERN,
    POSITION,
    Parameter,
    Plan,
    Row,
    Setting,
    protocol,
)
from core.sequence import PROBE_LENGTH
from core.statistics import difference, holm

CENTRE = 18
"""Position, from 1, of a single pattern in the paper."""
KEPT = 0.95
"""Share of the farthest pair's importance from which a closer pair counts as keeping it."""
POSITIONS = Parameter(wholes, "positions of first letters, from 1: 4,11,18 or 1-36")


@protocol("Several sites", pattern=PATTERN, positions=POSITIONS)
def multiple_sites(setting: Setting, pattern: str, positions: tuple[int, ...] = (4, 11, 18)) -> Plan:
    """Do sites add up? One site, two, three and more, and the straight line through them.

    Parameters
    ----------
    positions : of the sites, from 1, in the order in which they are added; three or more. The paper's text has 4, 11,
        18, its notebook 5, 13, 21.

    Returns
    -------
    Outcome : summary slope (a site, with the interval over backgrounds), intercept, r_squared, p_value.

    Raises
    ------
    SequenceError : fewer than three positions, or a condition that cannot be made.

    Source: Koo et al. 2021, Fig 2b, c, g.
    """
    pattern = parse_pattern(pattern)
    if len(positions) < 3:
        raise SequenceError(f"{len(positions)} positions are too few for a line; give three or more, such as 4,11,18.")
    placed = [f"{pattern}@{position}" for position in positions]
    numbers = range(1, len(placed) + 1)
    columns = [{"label": f"{number} site{'s' * (number > 1)}", "sites": number} for number in numbers]
    design = setting.design([",".join(placed[:number]) for number in numbers])
    return Plan(setting, [design], columns, _finish_multiple_sites, {"pattern": pattern, "positions": positions})


def _finish_multiple_sites(rows: list[Row], results: list[GiaResult]) -> tuple[list[Row], dict]:
    return rows, copies_fit(np.array([row["sites"] for row in rows]), results[0].conditions)


@protocol(
    "Spacing of two sites", pattern=PATTERN, separations=Parameter(wholes, "letters from start to start: 4,6,9 or 6-20")
)
def spacing(setting: Setting, pattern: str, separations: tuple[int, ...] | None = None) -> Plan:
    """Do close sites weaken each other? One site, and two at growing distances.

    Pairs are centred in the probe. Sites that share letters are written as one pattern: UGCAUG at 17 and 21 is
    ``UGCAUGCAUG@17``.

    Parameters
    ----------
    separations : letters from the start of one site to the start of the next. Unless given, the paper's: two shared
        letters (where the copies agree on them), none between, three between: 4, 6, 9 for six letters.

    Returns
    -------
    Outcome : rows with separation, gap (letters between, negative where they are shared), share_of_farthest and the
        paired difference to the farthest pair; summary single, farthest, and full_from_gap, the smallest gap from which
        on every pair keeps 95% of the importance of the farthest.

    Raises
    ------
    SequenceError : copies that do not agree on the letters they share, or do not fit into the probe.

    Source: Koo et al. 2021, Fig 2d: one site at 18; two at 17 and 21, 16 and 22, 14 and 23.
    """
    pattern = parse_pattern(pattern)
    k = len(pattern)
    if not separations:
        separations = tuple(s for s in (k - 2, k, k + 3) if 0 < s <= PROBE_LENGTH - k and _merged(pattern, s))
    separations = tuple(sorted(set(separations)))
    columns: list[Row] = [{"label": "one site", "separation": None, "gap": None}]
    columns += [{"label": f"two sites, {s} apart", "separation": s, "gap": s - k} for s in separations]
    texts = [f"{pattern}@{CENTRE}", *(_pair(pattern, s) for s in separations)]
    design = setting.design(texts, reference=len(separations))
    return Plan(setting, [design], columns, _finish_spacing, {"pattern": pattern, "separations": separations})


def _pair(pattern: str, separation: int) -> str:
    """Write two copies in the middle of the probe as the text of a condition."""
    k = len(pattern)
    if not 1 <= separation <= PROBE_LENGTH - k:
        raise SequenceError(
            f"two copies of {pattern} cannot start {separation} apart in a {PROBE_LENGTH}-nt probe; "
            f"use separations from 1 to {PROBE_LENGTH - k}."
        )
    start = middle(separation + k)
    if separation >= k:
        return f"{pattern}@{start},{pattern}@{start + separation}"
    merged = _merged(pattern, separation)
    if merged is None:
        raise SequenceError(
            f"two copies of {pattern} that start {separation} apart do not agree on the letters they share; "
            f"use separations from {k}."
        )
    return f"{merged}@{start}"


def middle(width: int) -> int:
    """Return the position, from 1, that centres this many letters in the probe, right of the middle if need be."""
    return (PROBE_LENGTH - width + 1) // 2 + 1


def _merged(pattern: str, separation: int) -> str | None:
    """Merge two copies that share letters into one pattern; None if they disagree on a shared letter."""
    merged = ""
    for pair in zip(pattern.ljust(len(pattern) + separation, "N"), "N" * separation + pattern, strict=True):
        letters = set(pair) - {"N"}
        if len(letters) > 1:
            return None
        merged += letters.pop() if letters else "N"
    return merged


def _finish_spacing(rows: list[Row], results: list[GiaResult]) -> tuple[list[Row], dict]:
    single, *pairs = results[0].conditions
    if not pairs:
        return rows, {"single": single.global_importance, "farthest": np.nan, "full_from_gap": None}
    far = pairs[-1]
    differences = [difference(pair.local - far.local) for pair in pairs]
    adjusted = holm([found.p_value for found in differences[:-1]])
    final = [rows[0]]
    for row, found, p_adjusted in zip(rows[1:], differences, [*adjusted, np.nan], strict=True):
        share = row["global_importance"] / far.global_importance if far.global_importance else np.nan
        final.append({**row, "share_of_farthest": share, **_to_farthest(found), "p_adjusted": p_adjusted})
    full = None
    for row in reversed(final[1:]):
        if not row["share_of_farthest"] >= KEPT:
            break
        full = row["gap"]
    summary = {"single": single.global_importance, "farthest": far.global_importance, "full_from_gap": full}
    return final, summary


def _to_farthest(found) -> Row:
    names = ("difference_to_farthest", "difference_low", "difference_high", "p_value")
    return dict(zip(names, found, strict=True))


@protocol("Every position", pattern=PATTERN, positions=POSITIONS)
def positional_bias(setting: Setting, pattern: str, positions: tuple[int, ...] | None = None) -> Plan:
    """Does it matter where a site stands? The pattern at every position.

    Parameters
    ----------
    positions : from 1; every one that fits, unless given. Few probes reach the last positions, where models guess.

    Returns
    -------
    Outcome : summary best_position, best, worst_position, worst, mean, and trend (SD a nt, towards the 3' end) with its
        interval over backgrounds and p.

    Raises
    ------
    SequenceError : fewer than two positions, or one that leaves the probe.

    Source: Koo et al. 2021, Results (positional bias).
    """
    pattern = parse_pattern(pattern)
    positions = tuple(dict.fromkeys(positions or range(1, PROBE_LENGTH - len(pattern) + 2)))
    if len(positions) < 2:
        raise SequenceError("one position has nothing to be compared with; give two or more, such as 4,18.")
    columns = [{"label": f"position {position}", "position": position} for position in positions]
    middle = min(range(len(positions)), key=lambda index: abs(positions[index] - CENTRE))
    design = setting.design([f"{pattern}@{position}" for position in positions], reference=middle)
    return Plan(setting, [design], columns, _finish_positional_bias, {"pattern": pattern, "positions": positions})


def _finish_positional_bias(rows: list[Row], results: list[GiaResult]) -> tuple[list[Row], dict]:
    by_importance = sorted(rows, key=lambda row: row["global_importance"])
    slope = trend(np.array([row["position"] for row in rows]), results[0].conditions)
    return rows, {
        "best_position": by_importance[-1]["position"],
        "best": by_importance[-1]["global_importance"],
        "worst_position": by_importance[0]["position"],
        "worst": by_importance[0]["global_importance"],
        "mean": float(np.mean([row["global_importance"] for row in rows])),
        "trend": slope.difference,
        "trend_low": slope.ci_low,
        "trend_high": slope.ci_high,
        "p_value": slope.p_value,
    }


@protocol("Random positions", pattern=PATTERN, position=POSITION)
def random_positions(setting: Setting, pattern: str, position: int = CENTRE) -> Plan:
    """How important is a pattern wherever it stands? A random position in each background, beside a fixed one.

    Returns
    -------
    Outcome : summary fixed, random, and their paired difference (random minus fixed) with interval and p.

    Raises
    ------
    SequenceError : a pattern that leaves the probe, or finds no room in a background.

    Source: Koo et al. 2021, Methods (position marginalised).
    """
    pattern = parse_pattern(pattern)
    design = setting.design([f"{pattern}@{position}", f"{pattern}@{ANYWHERE}"])
    columns = [{"label": f"at position {position}"}, {"label": "at a random position"}]
    parameters = {"pattern": pattern, "position": position}
    return Plan(setting, [design], columns, _finish_random_positions, parameters)


def _finish_random_positions(rows: list[Row], results: list[GiaResult]) -> tuple[list[Row], dict]:
    fixed, random = results[0].conditions
    found = difference(random.local - fixed.local)
    return rows, {"fixed": fixed.global_importance, "random": random.global_importance, **found._asdict()}
