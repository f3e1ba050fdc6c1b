"""Summaries of an analysis over all RBPs, real and simulated separately: counts and medians, and as a sentence."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from core.atlas.arrange import answered, corrected, title_of
from core.atlas.questions import BEST_KMERS, INSIDE
from core.formatting import capital, interval_text, number_text, p_text
from core.gia.protocols.sites import KEPT

Row = dict[str, Any]
Numbers = dict[str, Any]
STRAIGHT = 0.9
"""R² of a line through copies above which sites add up: "nearly all" of the paper's are (Fig 2g)."""
HALF = 0.5
"""Additivity share below which the measured probes themselves count as sub-additive."""
CLEAR = 0.05
"""p, corrected for the number of RBPs, below which an effect counts as clear."""
AGREES = 0.75
"""Pearson of aligned k-mers with a known motif from which they count as agreeing."""
CORRECTED = {"gc": ("gain_3_p", "gain_5_p", "ends_p"), "spacing": ("gained_p",)}
"""The p values of an analysis that are corrected for the number of RBPs."""
NEEDED = {"additivity": ("r_squared",), "gc": ("effect_3_low", "effect_5_low"), "spacing": ("close_low", "wide_low")}
"""Values that a row must have to count."""
KINDS = {False: "real", True: "simulated"}


def clear_rows(analysis: str, rows: Sequence[Row]) -> list[Row]:
    """Select the rows of an analysis that carry information, with p corrected for all that were asked.

    Failed rows are left out, and, for ratios over the importance of a site, rows whose importance cannot be told from
    0: their ratios are noise.
    """
    rows = corrected(rows, CORRECTED[analysis]) if analysis in CORRECTED else rows
    names = NEEDED.get(analysis, ())
    return [row for row in answered(rows) if all(row[name] is not None for name in names)]


def overall(analysis: str, rows: Sequence[Row]) -> dict[str, Numbers]:
    """Summarise the rows of an analysis, by ``real`` and ``simulated`` if there are such rows.

    Returns
    -------
    dict : n, the RBPs that count (`clear_rows`), and, depending on the analysis, medians over them and numbers of RBPs.
        Empty for a design, which has no summary.
    """
    if analysis not in SUMS:
        return {}
    return {kind: {"n": len(some), **SUMS[analysis](some)} for kind, some in _kinds(analysis, rows)}


def sentences(analysis: str, rows: Sequence[Row]) -> list[str]:
    """Put `overall` into words: a sentence on the real, and one on the simulated RBPs, each with their number."""
    said = []
    for kind, some in _kinds(analysis, rows):
        who = f"{title_of(some[0])} ({kind})" if len(some) == 1 else f"{capital(kind)}, {len(some)} experiments"
        of_one = OF_ONE.get(analysis) if len(some) == 1 else None
        text = of_one(some[0]) if of_one else SAID[analysis]({"n": len(some), **SUMS[analysis](some)}, some)
        said.append(f"{who}: {text}")
    return said


def _kinds(analysis: str, rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    known = clear_rows(analysis, rows)
    found = [(name, [row for row in known if (row["source"] == "simulated") is kind]) for kind, name in KINDS.items()]
    return [(name, some) for name, some in found if some]


def _median(rows: Sequence[Row], name: str) -> float | None:
    known = [row[name] for row in rows if row[name] is not None]
    return median(known) if known else None


def _share(count: int, n: int) -> str:
    """Format a count out of n, with its percentage if n is large enough."""
    return f"{count} of {n}{f' ({count / n:.0%})' if n >= 10 else ''}"


def _additivity(rows: list[Row]) -> Numbers:
    straight = sum(row["r_squared"] > STRAIGHT for row in rows)
    return {
        "median_r_squared": _median(rows, "r_squared"),
        "straight": straight,
        "share_straight": straight / len(rows),
        "median_slope": _median(rows, "slope"),
        "falling": sum(row["slope"] < 0 for row in rows),
        "bent": _bending([row for row in rows if not _is_straight(row)]),
        "bent_straight": _bending([row for row in rows if _is_straight(row)]),
    }


def _is_straight(row: Row) -> bool:
    return row["r_squared"] > STRAIGHT and row["slope"] > 0


def _bending(rows: Sequence[Row]) -> tuple[int, int]:
    """Count the RBPs whose measurements are clearly sub-additive, and all whose measurements are known."""
    known = [row["measured_share"] for row in rows if row["measured_share"] is not None]
    return sum(share < HALF for share in known), len(known)


def _say_additivity(found: Numbers, rows: list[Row]) -> str:
    least = min(rows, key=lambda row: row["r_squared"])
    falling = f"; more copies lower the prediction in {found['falling']}" if found["falling"] else ""
    return (
        f"R² median {number_text(found['median_r_squared'], digits=4)}, above {STRAIGHT} in "
        f"{_share(found['straight'], found['n'])}; least straight {title_of(least)} "
        f"({number_text(least['r_squared'], digits=3)}){falling}. A site adds {number_text(found['median_slope'])} SD "
        f"(median).{_say_bending(*found['bent'], *found['bent_straight'])}"
    )


def _say_bending(bent: int, known: int, bent_straight: int, known_straight: int) -> str:
    """Say whether the measurements explain lines that are not straight."""
    if not known:
        return ""
    return (
        f" In {_share(bent, known)} that are not straight, or fall, the measurements are sub-additive, too: more "
        "copies of the k-mer's core than one bind less than half of what they would if copies added up; among the "
        f"straight ones in {_share(bent_straight, known_straight)}."
    )


def _say_one_additivity(row: Row) -> str:
    return f"R² {number_text(row['r_squared'], digits=4)}, a site adds {number_text(row['slope'])} SD."


def _spacing(rows: list[Row]) -> Numbers:
    return {
        "median_close": _median(rows, "close"),
        "median_wide": _median(rows, "wide"),
        "hindered": sum(row["gained"] > 0 and row["gained_p_adjusted"] < CLEAR for row in rows),
        "helped": sum(row["gained"] < 0 and row["gained_p_adjusted"] < CLEAR for row in rows),
    }


def _say_spacing(found: Numbers, rows: list[Row]) -> str:
    gap = rows[0]["gaps"][-1]
    return (
        f"two sites have {number_text(found['median_close'])} times twice the importance of one without a gap, and "
        f"{number_text(found['median_wide'])} with {gap} letters between (medians); the wider pair is clearly more "
        f"important in {_share(found['hindered'], found['n'])}, less in {_share(found['helped'], found['n'])}."
    )


def _say_one_spacing(row: Row) -> str:
    shares = [
        f"{number_text(row[name])} ({interval_text(row[f'{name}_low'], row[f'{name}_high'])})"
        for name in ("close", "wide")
    ]
    full = row["full_from_gap"]
    kept = "" if full is None else f" At least {KEPT:.0%} of the widest pair from a gap of {full}."
    gap = row["gaps"][-1]
    apart = f"{shares[0]} times twice the importance of one without a gap, {shares[1]} with {gap} letters between"
    return f"two sites have {apart}.{kept}"


def _gc(rows: list[Row]) -> Numbers:
    found: Numbers = {}
    for end in ("3", "5"):
        found[f"median_{end}"] = _median(rows, f"effect_{end}")
        up = [row for row in rows if row[f"effect_{end}"] > 1 and row[f"gain_{end}_p_adjusted"] < CLEAR]
        found[f"clear_{end}"] = len(up)
    found["larger_at_3"] = sum(row["effect_3"] > row["effect_5"] for row in rows)
    found["clearly_larger_at_3"] = sum(row["ends"] > 0 and row["ends_p_adjusted"] < CLEAR for row in rows)
    found["clearly_larger_at_5"] = sum(row["ends"] < 0 and row["ends_p_adjusted"] < CLEAR for row in rows)
    return found


def _say_gc(found: Numbers, rows: list[Row]) -> str:
    n = found["n"]
    ends = [
        f"{end}′ median {number_text(found[f'median_{end}'])}, clearly above 1 in {_share(found[f'clear_{end}'], n)}"
        for end in ("3", "5")
    ]
    top = max(rows, key=lambda row: row["effect_3"])
    return (
        f"{'; '.join(ends)}; larger at 3′ than at 5′ in {_share(found['larger_at_3'], n)} (clearly in "
        f"{found['clearly_larger_at_3']}, the other way in {found['clearly_larger_at_5']}); strongest at the 3′ end "
        f"{title_of(top)} ({number_text(top['effect_3'])})."
    )


def _say_one_gc(row: Row) -> str:
    return f"{'; '.join(gc_text(row, end) for end in ('3', '5'))}."


def gc_text(row: Row, end: str) -> str:
    """Format the effect of GC at one end on one RBP, from a row with corrected p."""
    interval = interval_text(row[f"effect_{end}_low"], row[f"effect_{end}_high"])
    p = p_text(row[f"gain_{end}_p_adjusted"])
    return f"{end}′ end: {number_text(row[f'effect_{end}'])} ({interval}), {p} (Holm)"


def _positions(rows: list[Row]) -> Numbers:
    return {
        "median_span": median(row["best"] - row["worst"] for row in rows),
        "median_best_position": _median(rows, "best_position"),
        "stronger_to_3": sum(row["trend"] > 0 for row in rows),
    }


def _say_positions(found: Numbers, rows: list[Row]) -> str:
    least = min(rows, key=lambda row: row["best"] - row["worst"])
    return (
        f"strongest minus weakest position {number_text(found['median_span'])} SD (median), strongest at "
        f"{found['median_best_position']:g} (median); stronger towards the 3′ end in "
        f"{_share(found['stronger_to_3'], found['n'])}; least bias in {title_of(least)} "
        f"({number_text(least['best'] - least['worst'])} SD)."
    )


def _say_one_positions(row: Row) -> str:
    gap = number_text(row["best"] - row["worst"])
    return f"strongest at {row['best_position']}, {gap} SD more than at {row['worst_position']}, the weakest."


def _motifs(rows: list[Row]) -> Numbers:
    judged = [row for row in rows if row["core"]]
    beside = [row for row in rows if row["core_beside"]]
    known = [row for row in rows if row["own_pearson"] is not None]
    return {
        "with_consensus": len(judged),
        "inside": sum(row["core"] in INSIDE for row in judged),
        "among_best": sum(row["core_rank"] is not None for row in judged),
        "measured": sum(row["measured_core"] is not None for row in judged),
        "inside_measured": sum(row["measured_core"] in INSIDE for row in judged),
        "overlapping": sum(row["core"] == "overlap" for row in judged),
        "with_consensus_beside": len(beside),
        "inside_beside": sum(row["core_beside"] in INSIDE for row in beside),
        "overlapping_beside": sum(row["core_beside"] == "overlap" for row in beside),
        "with_motif": len(known),
        "alike": sum(row["own_pearson"] >= AGREES for row in known),
    }


def _say_motifs(found: Numbers, _rows: list[Row]) -> str:
    if not found["with_motif"]:
        return "no motif of these genes is known here."
    judged, beside = found["with_consensus"], found["with_consensus_beside"]
    texts = []
    if judged:
        texts.append(
            f"the best k-mer contains a known consensus of its gene, or lies within it, in "
            f"{_share(found['inside'], judged)}; their ends overlap in {found['overlapping']} more; one of the "
            f"{BEST_KMERS} best does in {_share(found['among_best'], judged)}"
        )
    if found["measured"]:
        texts.append(
            f"the k-mer whose probes bind best, measured without a model, does in "
            f"{_share(found['inside_measured'], found['measured'])}"
        )
    if beside:
        texts.append(
            f"by consensuses from evidence other than RNAcompete in {_share(found['inside_beside'], beside)}, and "
            f"{found['overlapping_beside']} more"
        )
    texts.append(
        f"the aligned k-mers agree with the known motif (r of {AGREES} or more) in "
        f"{_share(found['alike'], found['with_motif'])}"
    )
    return f"{'; '.join(texts)}."


SUMS: dict[str, Callable[[list[Row]], Numbers]] = {
    "additivity": _additivity,
    "spacing": _spacing,
    "gc": _gc,
    "positions": _positions,
    "motifs": _motifs,
}
SAID: dict[str, Callable[[Numbers, list[Row]], str]] = {
    "additivity": _say_additivity,
    "spacing": _say_spacing,
    "gc": _say_gc,
    "positions": _say_positions,
    "motifs": _say_motifs,
}
OF_ONE: dict[str, Callable[[Row], str]] = {
    "additivity": _say_one_additivity,
    "spacing": _say_one_spacing,
    "gc": _say_one_gc,
    "positions": _say_one_positions,
}
"""Sentences on a single RBP, which has no median."""
