"""How copies of one pattern add up over the conditions of any design: the straight line of the paper's Fig 2."""

from typing import NamedTuple

import numpy as np

from core.gia.importance import ConditionResult, GiaResult, trend
from core.statistics import line

FEWEST = 3
"""Different numbers of copies that a line needs: two points always lie on one."""


class CopiesLine(NamedTuple):
    """The least-squares line of global importance over the number of copies of a pattern.

    rows : indices, from 0, of its conditions in the result; copies : number of copies in each of them.
    slope : importance that each copy adds, with its 95% interval over the backgrounds (nan on a single background).
    """

    pattern: str
    rows: tuple[int, ...]
    copies: tuple[int, ...]
    slope: float
    slope_low: float
    slope_high: float
    intercept: float
    r_squared: float


def copies_lines(result: GiaResult) -> list[CopiesLine]:
    """Fit a line for each pattern that stands alone in conditions with three or more numbers of copies.

    The lines come in the order in which the design names their patterns.

    Source: Koo et al. 2021, Fig 2b, c: importance against the number of sites.
    """
    groups: dict[str, list[tuple[int, int]]] = {}
    for row, condition in enumerate(result.design.conditions):
        patterns = {placement.pattern for placement in condition.placements}
        if len(patterns) == 1:
            groups.setdefault(patterns.pop(), []).append((row, len(condition.placements)))
    lines = []
    for pattern, members in groups.items():
        rows, copies = zip(*members, strict=True)
        if len(set(copies)) >= FEWEST:
            fit = copies_fit(np.array(copies), [result.conditions[row] for row in rows])
            wanted = {name: fit[name] for name in CopiesLine._fields[3:]}
            lines.append(CopiesLine(pattern, rows, copies, **wanted))
    return lines


def copies_fit(copies: np.ndarray, conditions: list[ConditionResult]) -> dict[str, float]:
    """Fit global importance over copies (conditions,): the figures of `line`, with the interval of the slope."""
    fit = line(copies, np.array([condition.global_importance for condition in conditions]))
    slope = trend(copies, conditions)
    return {**fit, "slope": slope.difference, "slope_low": slope.ci_low, "slope_high": slope.ci_high}
