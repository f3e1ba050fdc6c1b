"""The list of conditions on the bench, with the numbers of their last result."""

from math import isfinite
from typing import Any

from components.bench import presets as bench_presets
from components.bench import state as bench_state
from components.bench import view as bench_view
from core.formatting import UNITS, Unit, interval_text, number_text, p_text
from core.gia.importance import Comparison, ConditionResult, GiaResult


def summaries(state: dict, results: list[GiaResult], titles: list[str]) -> dict[str, Any]:
    """Return the numbers of results, one for each model, as small JSON for the browser, by condition key.

    ``reference`` is the condition that the others are compared with, `_compared_with`; ``titles`` are what people read
    for the models, "" where there is one.
    """
    items = bench_state.scored(state)
    columns = [
        [{**_numbers(one), "difference": _difference(compared)} for one, compared in zip(*pair, strict=True)]
        for pair in ((result.conditions, result.compared) for result in results)
    ]
    return {
        "setting": bench_state.setting(state),
        "reference": _compared_with(state),
        "titles": titles,
        "conditions": {
            str(item["key"]): {"text": item["text"], "models": list(row)}
            for item, row in zip(items, zip(*columns, strict=True), strict=True)
        },
    }


def _numbers(one: ConditionResult) -> dict[str, Any]:
    return {"importance": one.global_importance, "low": _known(one.ci_low), "high": _known(one.ci_high)}


def _known(value: float) -> float | None:
    """Replace nan by None, for JSON: on a single background there is no interval."""
    return value if isfinite(value) else None


def _difference(comparison: Comparison | None) -> dict[str, float | None] | None:
    if comparison is None:
        return None
    return {
        "mean": comparison.difference,
        "low": _known(comparison.ci_low),
        "high": _known(comparison.ci_high),
        "p": _known(comparison.p_value),
        "adjusted": _known(comparison.p_adjusted),
    }


FAILED = {"failed": True}
"""In place of `summaries`, when there is no result to wait for."""


def condition_rows(state: dict, known: dict | None) -> list[dict[str, Any]]:
    """Make the rows of the list, for `components.bench.track.ConditionList`.

    Numbers of other placements or of another setting are shown as being computed.
    """
    current = known if known and known.get("setting") == bench_state.setting(state) else {}
    numbers, titles = current.get("conditions", {}), current.get("titles", ())
    labels = bench_presets.labels(bench_state.plan(state))
    scored = bench_state.scored(state)
    reference = _compared_with(state)
    reference = reference if current and current["reference"] == reference else None
    waiting = "no result" if known == FAILED else _busy(state)
    unit = UNITS[state["model"]["task"]]
    rows = []
    for number, item in enumerate(state["conditions"], start=1):
        one = numbers.get(str(item["key"]), {})
        models = zip(titles, one["models"], strict=True) if one.get("text") == item["text"] else ()
        row = {
            "key": item["key"],
            "number": number,
            "name": item["name"],
            "placements": [text for text in item["text"].split(",") if text],
            "label": labels.get(item["text"]) if labels.get(item["text"]) != item["name"] else None,
            "active": item["key"] == state["active"],
            "problem": _clash(item, state),
            "results": [_result(title, numbers, reference, unit) for title, numbers in models],
        }
        can_be = item in scored and not bench_state.asks(state)
        rows.append({**row, "waiting": None if row["results"] else waiting if can_be else "not scored"})
    return rows


def _compared_with(state: dict) -> dict | None:
    """Return number, on the page, text and name of the reference condition; None if there is none."""
    item = bench_state.reference(state)
    return item and {"number": state["conditions"].index(item) + 1, "text": item["text"], "name": item["name"]}


def _clash(item: dict, state: dict) -> str | None:
    """Say why a condition is not scored, if it does not fit the backgrounds."""
    why = item["text"] and bench_view.clash(item["text"], state["background"])
    return f"Not scored: {why}" if why else None


def _busy(state: dict) -> str:
    """Describe a condition that the model is working on; folding takes seconds."""
    return f"folding {state['view']['n']:,} RNAs…" if state["model"]["reads_structure"] else "scoring…"


def _result(title: str, one: dict, reference: dict | None, unit: Unit) -> dict[str, str | None]:
    """Format the numbers of a condition from one model."""
    difference, about = _compared(one["difference"], reference) if one["difference"] and reference else (None, None)
    return {
        "title": title,
        "estimate": number_text(one["importance"]),
        "interval": interval_text(one["low"], one["high"]),
        "about": f"Global importance, 95% interval ({unit.long})",
        "difference": difference,
        "about_difference": about,
    }


def _compared(difference: dict[str, Any], reference: dict) -> tuple[str, str]:
    """Format the difference to the reference condition, with its text on hover."""
    number, name = reference["number"], reference["name"]
    which = f"condition {number} ({name})" if name else f"condition {number}"
    text = f"{number_text(difference['mean'], sign=True)} vs {number}, {p_text(difference['p'])}"
    interval = interval_text(difference["low"], difference["high"])
    return text, (
        f"Mean difference to {which} on the same backgrounds, 95% interval {interval}; paired t-test, "
        f"corrected for the number of conditions (Holm): {p_text(difference['adjusted'])}"
    )
