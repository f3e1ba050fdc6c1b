"""Labels above and below the box of a condition: number, name or placements; global importance and interval."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from components.figures.theme import ACCENT, INK, MONO, MUTED
from core.formatting import NONE, interval_text, number_text
from core.gia.importance import GiaResult

MOST_LINES = 5
NUMBER, INTERVAL = 17, 13
"""Pixels of a line with global importance, and of one with its interval."""


class Fit(NamedTuple):
    """The amount of text for each condition.

    width : pixels a box needs. letters : per line, and size : of each, in pixels. number : pixels of the letters of
    global importance above, 0 for none. has_interval : whether its interval is shown, too. has_placements : whether
    placements are shown below a box without a name.
    """

    width: int
    letters: int
    size: int
    number: int
    has_interval: bool = False
    has_placements: bool = True


FITS = {
    4: Fit(84, 12, 11, 13, has_interval=True),
    8: Fit(66, 9, 11, 13),
    10: Fit(58, 9, 10, 13),
    12: Fit(50, 7, 10, 13),
    20: Fit(33, 5, 9, 9, has_placements=False),
}
"""Forms by the most conditions, over all panels, that they are for."""
NARROW = Fit(15, 0, 10, 0, has_placements=False)
"""The form for more conditions: only the number below a box; the list of conditions has the rest."""


def fit(n_conditions: int) -> Fit:
    """Choose the form for each of n conditions."""
    return next((found for most, found in FITS.items() if n_conditions <= most), NARROW)


def numbers_height(n_conditions: int) -> int:
    """Return the pixels of the numbers above the boxes."""
    form = fit(n_conditions)
    return 4 + NUMBER * bool(form.number) + INTERVAL * form.has_interval


def numbers_above(
    result: GiaResult, numbers: Sequence[int], active: int | None, x: str, panels: int, dark: bool
) -> list[dict[str, Any]]:
    """Write global importance, and its interval if there is room, above each box of a panel."""
    form = fit(panels * len(result.conditions))
    if not form.number:
        return []
    notes = []
    for place, (number, one) in enumerate(zip(numbers, result.conditions, strict=True)):
        interval = interval_text(one.ci_low, one.ci_high) if form.has_interval else NONE
        below = "" if interval == NONE else f'<br><span style="font-size:10px;color:{MUTED[dark]}">{interval}</span>'
        notes.append(
            {
                "text": f"<b>{number_text(one.global_importance)}</b>{below}",
                "x": place,
                "xref": x,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": form.number, "color": (ACCENT if number == active else INK)[dark]},
            }
        )
    return notes


def tick(number: int, text: str, name: str, color: str, form: Fit) -> str:
    """Make a tick label: the condition's number, then its name or else its placements, one per line."""
    lines = _lines(text, name, form)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], "…" if name else f"and {len(lines) - MOST_LINES + 1} more"]
    style = f"color:{color};font-size:{form.size}px" + ("" if name else f";font-family:{_MONO}")
    size = "" if lines else f";font-size:{form.size}px"
    head = f'<b style="color:{color}{size}">{number}</b>'
    return "<br>".join([head, *(f'<span style="{style}">{line}</span>' for line in lines)])


_MONO = MONO.replace('"', "")


def plain_text(text: str) -> str:
    """Escape text so that plotly shows it unchanged where it would read tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _lines(text: str, name: str, form: Fit) -> list[str]:
    """Break a name, or placements, into lines of limited length; empty if a box is too narrow."""
    if name and form.letters:
        lines = wrap(name, form.letters)
        fits = form.has_placements or name == " ".join(lines)
        return [plain_text(line) for line in lines] if fits else []
    if not form.has_placements:
        return []
    return [line for placement in text.split(",") if placement for line in _placement(placement, form.letters)]


def _placement(text: str, letters: int) -> list[str]:
    """Write a placement on one line, or, if it is too long, its shortened pattern with its position below."""
    if len(text) <= letters:
        return [text]
    pattern, _, position = text.partition("@")
    return [pattern if len(pattern) <= letters else f"{pattern[: letters - 1]}…", f"@{position}"]
