"""The figure of a design: a box of local importance for each condition, as in the paper's Fig 2b, model below model."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import AppError
from core.figures.drawing import BLUE, BOXES, GREEN, INK, MUTED, ORANGE, boxes, violins
from core.figures.sheet import WIDTH, Panel
from core.formatting import NONE, SCORE, Unit, interval_text, number_text, share_an_axis
from core.gia.distribution import DOTS, dots
from core.gia.importance import ConditionResult, GiaResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

HEIGHT = 2.3
"""Inches of the boxes of one model."""
NARROWEST, A_CONDITION = 2.6, 0.72
"""Width in inches: of a panel, and of a condition with numbers above its box."""
MOST_SAID = 9
"""Most conditions with numbers above the boxes; beyond, the table has the numbers."""
MOST_LETTERS = 48
"""Most letters of a condition below its box; longer texts are cut, and complete in the table."""
A_LETTER = 0.045
"""Inches per letter of the labels."""
PLOTS = {
    "box": BOXES,
    "violin": "Violins: density, lowest to highest value; inside, quartiles, median, mean (green triangle).",
    "strip": f"Dots: at most {DOTS} backgrounds, lowest and highest included; median (line), mean (green triangle).",
}
"""Plots of local importance, each with the note below it."""
INTERVAL = "Green bar: 95% interval of the mean, the global importance (Student's t over backgrounds)."


def importance_panel(results: Mapping[str, GiaResult], units: Sequence[Unit] = (SCORE,), plot: str = "box") -> Panel:
    """Draw local importance of every condition on the same backgrounds.

    Parameters
    ----------
    results : of one design, by the title of the model that was asked.
    units : of each model, or one for all; models whose units share no axis get one each.
    plot : one of `PLOTS`.

    Raises
    ------
    AppError : an unknown plot.
    """
    if plot not in PLOTS:
        raise AppError(f"there is no plot {plot!r}; use one of: {', '.join(PLOTS)}.")
    first = next(iter(results.values()))
    labels = condition_labels(first)
    crowded = len(labels) > MOST_SAID or any(len(line) > 14 for label in labels for line in label.splitlines())
    width = WIDTH if crowded else min(WIDTH, max(NARROWEST, 0.9 + A_CONDITION * len(labels)))
    below = A_LETTER * max(len(line) for label in labels for line in label.splitlines()) if crowded else 0.3

    def draw(cell: "SubFigure") -> None:
        of_each = list(units) if len(units) > 1 else list(units) * len(results)
        shared = share_an_axis(of_each)
        rows = cell.subplots(len(results), 1, sharex=True, sharey=shared, squeeze=False)[:, 0]
        for axes, unit, (model, result) in zip(rows, of_each, results.items(), strict=True):
            _draw(axes, result.conditions, unit, plot)
            if len(results) > 1:
                axes.set_title(model, size=6.5, loc="left", pad=26 if len(labels) <= MOST_SAID else 4)
        turned = {"rotation": 60, "ha": "right", "rotation_mode": "anchor"} if crowded else {}
        rows[-1].set_xticks(range(1, len(labels) + 1), labels, size=5.5, **turned)

    numbers = {model: [one.local for one in result.conditions] for model, result in results.items()}
    size = (width, len(results) * HEIGHT + below)
    return Panel("", draw, numbers, "a design of core.gia", tuple(results), size)


def condition_labels(result: GiaResult) -> list[str]:
    """Write the label below each box: its number, and its name or else its placements, one per line."""
    names = result.design.names or [""] * len(result.conditions)
    labels = []
    for number, (one, name) in enumerate(zip(result.conditions, names, strict=True), start=1):
        text = name or one.text
        if len(result.conditions) > MOST_SAID:
            labels.append(f"{number}  {textwrap.shorten(text, MOST_LETTERS, placeholder=' …')}"[: MOST_LETTERS + 4])
        else:
            parts = text.split(",") if not name else textwrap.wrap(name, 14)
            labels.append("\n".join([str(number), *parts]))
    return labels


def _draw(axes: "Axes", conditions: list[ConditionResult], unit: Unit, plot: str) -> None:
    groups, label = {str(i): one.local for i, one in enumerate(conditions, 1)}, f"Local importance ({unit.short})"
    if plot == "box":
        boxes(axes, groups, label)
    elif plot == "violin":
        violins(axes, groups, [BLUE] * len(groups), label)
    else:
        _strip(axes, groups, label)
    axes.axhline(0, color=MUTED, linewidth=0.5, zorder=0)
    means = np.array([one.global_importance for one in conditions])
    places = np.arange(1, len(conditions) + 1)
    ends = np.array([(one.ci_low, one.ci_high) for one in conditions])
    if np.isfinite(ends).all():
        axes.errorbar(places, means, np.abs(ends.T - means), fmt="none", ecolor=GREEN, elinewidth=1, capsize=2)
    axes.set_xlim(0.4, len(conditions) + 0.6)
    if len(conditions) > MOST_SAID:
        return
    for place, one in enumerate(conditions, start=1):
        interval = interval_text(one.ci_low, one.ci_high)
        above: dict[str, Any] = {"transform": axes.get_xaxis_transform(), "ha": "center", "va": "bottom"}
        axes.text(place, 1.06, number_text(one.global_importance), size=6.5, weight="bold", color=INK, **above)
        axes.text(place, 1.005, interval if interval != NONE else "", size=4.6, color=MUTED, **above)


def _strip(axes: "Axes", groups: Mapping[str, np.ndarray], label: str) -> None:
    """Draw some of the values as dots, with median and mean."""
    for x, values in enumerate(groups.values(), start=1):
        some = dots(values)
        axes.plot(x + 0.32 * some.aside, some.values, ".", color=BLUE, alpha=0.5, markersize=2, markeredgewidth=0)
        axes.hlines(np.median(values), x - 0.3, x + 0.3, color=ORANGE, linewidth=1)
        axes.plot(x, values.mean(), "^", color=GREEN, markersize=4)
    axes.set_ylabel(label)
