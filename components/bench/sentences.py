"""The finding of a protocol in one sentence: a pure function of its outcome's summary."""

from collections.abc import Callable, Sequence
from typing import Any

from components.shared.sentences import interaction_verdict
from core.formatting import Unit, capital, interval_text, number_text, p_text
from core.gia.copies import CopiesLine
from core.gia.importance import ConditionResult
from core.gia.protocols.protocol import Outcome

Summary = dict[str, Any]


def sentence(outcome: Outcome, unit: Unit) -> str:
    """Say what a protocol of the bench's menu found; figures are in the unit of importance."""
    return SENTENCES.get(outcome.protocol, _figures)(outcome.summary, outcome.parameters, unit.short)


def line_sentence(fit: CopiesLine, unit: Unit) -> str:
    """Describe the line through copies of a pattern."""
    slope = number_text(fit.slope)
    interval = interval_text(fit.slope_low, fit.slope_high)
    return (
        f"Line through {_series(sorted(set(fit.copies)))} copies of {fit.pattern}: each copy adds {slope} {unit.short} "
        f"(slope, 95% interval {interval}), intercept {number_text(fit.intercept)} {unit.short}, "
        f"R² {number_text(fit.r_squared, digits=3)}."
    )


def null_sentence(null: ConditionResult, unit: Unit) -> str:
    """Say what a model predicts for the bare backgrounds."""
    n = len(null.local)
    mean = f"{number_text(null.global_importance)} {unit.short}"
    if n == 1:
        return f"Without a pattern the model predicts {mean} for the one background."
    spread = f"95% interval {interval_text(null.ci_low, null.ci_high)}; SD {number_text(null.sd)}, the bar"
    return f"Without a pattern the model predicts {mean} on average over the {n:,} backgrounds ({spread})."


MEASURED_FROM = (
    "Local importance is measured from here: prediction with the patterns minus prediction without, background by "
    "background."
)


def _series(numbers: list[int]) -> str:
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}"


def _multiple_sites(found: Summary, _: dict, unit: str) -> str:
    share = number_text(100 * found["r_squared"], digits=1)
    slope = _with_interval(found, "slope")
    return f"A straight line explains {share}% (R²) of how sites add up; each site adds {slope} {unit}."


def _spacing(found: Summary, _: dict, unit: str) -> str:
    single, farthest = number_text(found["single"]), number_text(found["farthest"])
    gap = found["full_from_gap"]
    text = f"One site adds {single} {unit}, two distant sites add {farthest}"
    if gap is None:
        return f"{text}."
    where = f"with {gap} or more letters between them" if gap >= 0 else "even when they share letters"
    return f"{text}; they keep 95% of that {where}."


def _positional_bias(found: Summary, _: dict, unit: str) -> str:
    best, worst = number_text(found["best"]), number_text(found["worst"])
    trend = number_text(found["trend"], sign=True, digits=3)
    interval = interval_text(found["trend_low"], found["trend_high"], digits=3)
    return (
        f"Highest at position {found['best_position']} ({best} {unit}), lowest at {found['worst_position']} ({worst}); "
        f"{trend} {unit} per letter towards the 3′ end ({interval}, {p_text(found['p_value'])})."
    )


def _random_positions(found: Summary, asked: dict, unit: str) -> str:
    random, fixed = number_text(found["random"]), number_text(found["fixed"])
    difference = _difference(found["difference"], found["ci_low"], found["ci_high"], found["p_value"])
    return f"{random} {unit} at a random position, {fixed} at {asked['position']}: {difference}."


def _gc_bias(found: Summary, _: dict, __: str) -> str:
    at_3, at_5 = (_with_interval(found, f"effect_{end}") for end in "35")
    return f"With GC at the 3′ end the site has {at_3} times its importance, with GC at the 5′ end {at_5} times."


def _stem_loop(found: Summary, asked: dict, unit: str) -> str:
    def part(name: str) -> str:
        return _difference(*(found[f"{name}{end}"] for end in ("", "_low", "_high", "_p")))

    return (
        f"In the loop the site adds {_more_or_less(found, 'loop_minus_stem', unit)} than in the stem. The same letters "
        f"in random RNA, with the stem's other strand {found['partner']}, differ by {part('letters')}: this part comes "
        f"from the letters. The rest, {part('structure')}, comes from structure: "
        f"{_structure_verdict(found, 'structure')}."
        f"{_together_note(found, part)}{_partner_note(found, asked['pattern'], unit)}"
    )


def _more_or_less(found: Summary, name: str, unit: str) -> str:
    """Word a difference without a sign: 2.23 SD less, with its interval turned alike, and p."""
    sign, word = (1, "more") if found[name] >= 0 else (-1, "less")
    low, high = sorted(sign * found[f"{name}_{end}"] for end in ("low", "high"))
    tested = f"{interval_text(low, high)}, {p_text(found[f'{name}_p'])}"
    return f"{number_text(sign * found[name])} {unit} ({tested}) {word}"


def _structure_verdict(found: Summary, name: str) -> str:
    if not _is_clear(found, name):
        return "no clear effect of the hairpin"
    return "the site does better in the loop" if found[name] > 0 else "the site does better in the stem"


def _is_clear(found: Summary, name: str) -> bool:
    return found[f"{name}_low"] > 0 or found[f"{name}_high"] < 0


def _together_note(found: Summary, part: Callable[[str], str]) -> str:
    """Say what site and other strand add together, if it is more than alone; letters or structure may explain it."""
    if not _is_clear(found, "together"):
        return ""
    return (
        f" In random RNA the site and the other strand add {number_text(found['together'], sign=True)} beyond the sum "
        "of each alone: they interact as letters, or pair there too. If they pair, structure accounts for "
        f"{part('structure_at_most')}."
    )


def _partner_note(found: Summary, pattern: str, unit: str) -> str:
    """Warn if the stem's other strand binds as well; nothing if it does not."""
    letters = found["partner"].partition("@")[0]
    if found["is_own_partner"]:
        return f" Note that {pattern} is its own reverse complement: a stem of it holds the site twice."
    if not found["partner_is_site"]:
        return ""
    share = number_text(100 * found["partner_share"], digits=0)
    return (
        f" Note that {letters} is a site itself: alone it adds {number_text(found['partner_alone'])} {unit}, {share}% "
        f"of {pattern}."
    )


def _kmer_mutagenesis(found: Summary, asked: dict, unit: str) -> str:
    most = _largest(found["sensitivity"])
    changes = found["matrix"][most]
    worst = _largest([-change for change in changes])
    wild, mutant = asked["pattern"][most], found["letters"][worst]
    change = number_text(found["matrix"][most][worst])
    interval = interval_text(found["low"][most][worst], found["high"][most][worst])
    by = f"{change} {unit} ({interval})"
    return f"Letter {most + 1}, {wild}, matters most: {mutant} in its place changes the prediction by {by}."


def _spr(found: Summary, _: dict, unit: str) -> str:
    slope, r, r_squared = (number_text(found[name]) for name in ("slope", "r", "r_squared"))
    fit = f"r = {r}, R² = {r_squared}, {p_text(found['p_value'])}"
    averaged = found.get("averaged")
    several = f" Given more than once, so that the line uses the mean ln KD: {averaged}." if averaged else ""
    return f"The natural logarithm of KD changes by {slope} with each {unit} of importance: {fit}.{several}"


def _occlusion(found: Summary, _: dict, unit: str) -> str:
    added = number_text(found["importance"], sign=True)
    return f"The letters at {found['most_important']} add {added} {unit} to the prediction of this RNA."


def _interaction(found: Summary, asked: dict, unit: str) -> str:
    most = _largest([abs(value) for value in found["interaction"]])
    value, low, high = (found[name][most] for name in ("interaction", "interaction_low", "interaction_high"))
    verdict = interaction_verdict(value, is_clear=low > 0 or high < 0)
    pair = f"{asked['pattern']} and {asked['other']}" if asked["other"] != asked["pattern"] else "the two sites"
    return (
        f"Strongest interaction, together minus the sum of each alone: {number_text(value, sign=True)} {unit} "
        f"({interval_text(low, high)}), with {found['gaps'][most]} letters between {pair}: {verdict}."
    )


SENTENCES = {
    "multiple-sites": _multiple_sites,
    "spacing": _spacing,
    "positional-bias": _positional_bias,
    "random-positions": _random_positions,
    "gc-bias": _gc_bias,
    "stem-loop": _stem_loop,
    "kmer-mutagenesis": _kmer_mutagenesis,
    "spr": _spr,
    "occlusion": _occlusion,
    "interaction": _interaction,
}
"""The sentence of each protocol; `_figures` words any other."""


def _figures(found: Summary, _: dict, __: str) -> str:
    """Say every single figure of a summary by its name; nothing if it has none."""
    figures = {name: value for name, value in found.items() if isinstance(value, int | float)}
    text = ", ".join(f"{name.replace('_', ' ')} {number_text(value)}" for name, value in figures.items())
    return f"{capital(text)}." if text else ""


def _largest(values: Sequence[float]) -> int:
    """Return the index of the largest value, the first of equals."""
    return max(range(len(values)), key=values.__getitem__)


def _with_interval(found: Summary, name: str) -> str:
    return f"{number_text(found[name])} ({interval_text(found[f'{name}_low'], found[f'{name}_high'])})"


def _difference(value: float, low: float, high: float, p: float) -> str:
    return f"{number_text(value, sign=True)} ({interval_text(low, high)}, {p_text(p)})"
