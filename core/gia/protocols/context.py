"""The paper's protocols on the surroundings of a site: GC at either end, a hairpin."""

from functools import partial
from typing import Any

import numpy as np

from core.checks import whole
from core.errors import SequenceError
from core.gia.backgrounds import DEFAULT_STEM, parse_background
from core.gia.design import LEAVE, Condition, Placement, parse_pattern, parse_placement
from core.gia.embedding import Pairs
from core.gia.importance import GiaResult
from core.gia.protocols.protocol import (
    PATTERN,
    POSITION,
    Parameter,
    Plan,
    Row,
    Setting,
    protocol,
)
from core.gia.protocols.sites import CENTRE
from core.statistics import Difference, difference, ratio, unpaired_difference

END_3, END_5 = 35, 3
"""Positions, from 1, of the paper's GCGCGC at the 3' and at the 5' end."""
SITE_SHARE = 0.1
"""Share of the pattern's importance from which a stem's other strand counts as a site itself."""
COMPLEMENTARY = dict(zip("ACGURYSWKMBDHVN", "UGCAYRSWMKVHDBN", strict=True))
"""The letter that pairs with each letter of ``core.sequence.IUPAC``."""


@protocol(
    "GC at the ends",
    pattern=PATTERN,
    gc=Parameter(parse_pattern, "pattern for the ends, such as GCGCGC"),
    position=POSITION,
)
def gc_bias(setting: Setting, pattern: str, gc: str = "GCGCGC", position: int = CENTRE) -> Plan:
    """Does GC at an end help a site? GC alone, the site alone, and both, at the 3' and at the 5' end.

    Returns
    -------
    Outcome : summary, for each end: effect_3 and effect_5, the paper's effect size (importance of site and GC over that
        of the site; Fieller's interval); gain_3 and gain_5, the same as a paired difference with p; beyond_3 and
        beyond_5, site and GC together minus the sum of each alone; and ends, gain at 3' minus gain at 5'.

    Raises
    ------
    SequenceError : patterns that overlap or leave the probe.

    Source: Koo et al. 2021, Fig 4c, d, e: GCGCGC at 35-40 or 3-8, the site at 18.
    """
    pattern, gc = parse_pattern(pattern), parse_pattern(gc)
    site, at_3, at_5 = f"{pattern}@{position}", f"{gc}@{END_3}", f"{gc}@{END_5}"
    design = setting.design([at_3, site, f"{site},{at_3}", f"{at_5},{site}", at_5], reference=1)
    labels = ("GC alone, 3' end", "site", "site and GC, 3' end", "site and GC, 5' end", "GC alone, 5' end")
    columns = [{"label": label} for label in labels]
    return Plan(setting, [design], columns, _finish_gc_bias, {"pattern": pattern, "gc": gc, "position": position})


def _finish_gc_bias(rows: list[Row], results: list[GiaResult]) -> tuple[list[Row], dict]:
    alone_3, site, both_3, both_5, alone_5 = (condition.local for condition in results[0].conditions)
    summary: dict[str, Any] = {}
    for end, both, alone in (("3", both_3, alone_3), ("5", both_5, alone_5)):
        size, low, high = ratio(both, site)
        summary |= {f"effect_{end}": size, f"effect_{end}_low": low, f"effect_{end}_high": high}
        summary |= named(f"gain_{end}", difference(both - site))
        summary |= named(f"beyond_{end}", difference(both - site - alone))
    return rows, summary | named("ends", difference(both_3 - both_5))


def named(name: str, found: Difference) -> dict[str, float]:
    """Name the figures of a difference as entries of a summary."""
    return dict(zip((name, f"{name}_low", f"{name}_high", f"{name}_p"), found, strict=True))


@protocol(
    "Loop and stem of a hairpin",
    pattern=PATTERN,
    stem=Parameter(str.strip, f"two stretches that pair, such as {DEFAULT_STEM}"),
    loop_position=Parameter(whole, "position in the loop, from 1 (default: its middle)"),
    stem_position=Parameter(whole, "position in the stem, from 1 (default: the middle of its left side)"),
)
def stem_loop(
    setting: Setting,
    pattern: str,
    stem: str = DEFAULT_STEM,
    loop_position: int | None = None,
    stem_position: int | None = None,
) -> Plan:
    """Does a site want a loop? The pattern in the loop and in the stem of a hairpin, and the same letters unpaired.

    In the stem the pattern brings its partner on the other strand, CAUGCA for UGCAUG, which may bind as well. So the
    same letters, pattern and partner, are also embedded in random RNA: a difference there comes from the letters, and
    only the rest is surely an effect of structure. Pattern and partner can pair with each other in random RNA too, so
    each is also asked alone; anything that both together have beyond their sum may come from letters or from pairing.

    Parameters
    ----------
    stem : the two stretches that pair.
    loop_position, stem_position : of the pattern's first letter, from 1; the middle of the loop and of the left
        stretch unless given.
    background : of the random RNA.

    Returns
    -------
    Outcome : summary, each with interval and p:
        loop_minus_stem, in the hairpin (paired);
        letters, the same difference in random RNA: the pattern minus the pattern with its partner (paired);
        structure, loop_minus_stem minus letters (Welch);
        together, pattern with partner minus the sum of each alone, in random RNA (paired);
        structure_at_most, structure minus together: its value if all of together comes from pairing (Welch);
        loop_minus_random and stem_minus_random, against the pattern alone in random RNA (Welch);
        partner_alone, the importance of the partner by itself in random RNA.
        And partner, the text of the partner's placement; partner_share, its importance over that of the pattern;
        is_own_partner, whether it has the letters of the pattern; partner_is_site, whether it does, or its
        importance is surely above 0 and at least a tenth of the pattern's.

    Raises
    ------
    SequenceError : stretches that cannot pair, a pattern that fits neither loop nor stem, or a stem position where no
        letter is paired.

    Source: Koo et al. 2021, Fig 3 (VTS1: GCUGG; stem 6-16 with 23-33), which has no such control.
    """
    pattern = parse_pattern(pattern)
    hairpin = parse_background(f"stem-loop:{stem}")
    positions = _positions(pattern, stem, hairpin.pairs, loop_position, stem_position)
    loop, arm = (parse_placement(f"{pattern}@{position}") for position in positions.values())
    partner = partners(arm, hairpin.pairs)
    alone = Condition(partner)
    texts = [_with(loop, partners(loop, hairpin.pairs)), arm.text, _with(arm, partner), alone.text]
    designs = [
        setting._replace(background=hairpin.text).design([loop.text, arm.text], reference=1),
        setting.design(texts),
    ]
    labels = ["loop of a hairpin", "stem of a hairpin", "random RNA, where the loop was", "random RNA, at the stem"]
    labels += ["the same letters in random RNA", "the stem's other strand alone"]
    parameters = {"pattern": pattern, "stem": stem, **positions}
    finish = partial(_finish_stem_loop, pattern, alone)
    return Plan(setting, designs, [{"label": label} for label in labels], finish, parameters)


def _positions(
    pattern: str, stem: str, pairs: Pairs, loop_position: int | None, stem_position: int | None
) -> dict[str, int]:
    """Return the positions in the loop and in the left stretch of a stem: their middle unless they are given."""
    (first, _), (inner_left, inner_right) = pairs[0], pairs[-1]
    if loop_position is None:
        loop_position = _within(pattern, "loop", stem, inner_left + 1, inner_right)
    if stem_position is None:
        stem_position = _within(pattern, "left stretch", stem, first, inner_left + 1)
    arm = parse_placement(f"{pattern}@{stem_position}")
    if not partners(arm, pairs):
        raise SequenceError(
            f"{arm.text} writes no letter of the stem {stem}; use a stem_position from "
            f"{max(1, first + 2 - len(pattern))} to {inner_left + 1}."
        )
    return {"loop_position": loop_position, "stem_position": stem_position}


def partners(placement: Placement, pairs: Pairs) -> tuple[Placement, ...]:
    """Return the letters that pair with those of a placement, as placements; empty if it writes no paired letter.

    A code for several letters pairs with the complementary code, R with Y; N has no partner.
    """
    other = dict(pairs) | {right: left for left, right in pairs}
    letters = {
        other[index]: COMPLEMENTARY[letter]
        for index, letter in enumerate(placement.pattern, start=placement.start)
        if letter != LEAVE and index in other and not placement.start <= other[index] < placement.end
    }
    found: list[Placement] = []
    for index in sorted(letters):
        if found and found[-1].end == index:
            found[-1] = found[-1]._replace(pattern=found[-1].pattern + letters[index])
        else:
            found.append(Placement(letters[index], index))
    return tuple(found)


def _with(placement: Placement, others: tuple[Placement, ...]) -> str:
    """Join a placement and others into the text of a condition."""
    return ",".join(one.text for one in (placement, *others))


def _within(pattern: str, what: str, stem: str, first: int, end: int) -> int:
    """Return the position, from 1, that centres a pattern between the indices ``first`` and ``end``."""
    room = end - first - len(pattern)
    if room < 0:
        raise SequenceError(
            f"{pattern} has {len(pattern)} letters, the {what} of the stem {stem} has {end - first}; "
            "name other stretches or the position."
        )
    return first + room // 2 + 1


def _finish_stem_loop(
    pattern: str, partner: Condition, rows: list[Row], results: list[GiaResult]
) -> tuple[list[Row], dict]:
    loop, arm = (condition.local for condition in results[0].conditions)
    random_loop, random_arm, letters, alone = (condition.local for condition in results[1].conditions)
    summary = named("loop_minus_stem", difference(loop - arm))
    summary |= named("letters", difference(random_loop - letters))
    summary |= named("structure", unpaired_difference(random_loop - letters, loop - arm))
    summary |= named("together", difference(letters - random_arm - alone))
    summary |= named("structure_at_most", unpaired_difference(random_loop - random_arm - alone, loop - arm))
    summary |= named("loop_minus_random", unpaired_difference(random_loop, loop))
    summary |= named("stem_minus_random", unpaired_difference(random_arm, arm))
    summary |= named("partner_alone", difference(alone))
    own = [placement.pattern for placement in partner.placements] == [pattern]
    site = float(random_arm.mean())
    share = summary["partner_alone"] / site if site > 0 else np.nan
    is_site = own or (summary["partner_alone_low"] > 0 and share >= SITE_SHARE)
    named_partner = {"partner": partner.text, "partner_share": share, "is_own_partner": own, "partner_is_site": is_site}
    return rows, summary | named_partner
