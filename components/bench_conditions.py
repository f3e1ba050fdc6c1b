"""The list of conditions on the bench, with the numbers of their last result."""

from math import isfinite
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import bench_document, bench_presets, bench_view, ids
from components.figures.numbers import interval_text, number_text, p_text
from components.figures.units import UNITS, Unit
from core.gia.importance import Comparison, ConditionResult, GiaResult


def summaries(document: dict, result: GiaResult) -> dict[str, Any]:
    """The numbers of a result as small JSON for the browser, by condition key.

    ``first`` is the number, on the page, of the condition that the others are compared with.
    """
    items = bench_document.scored(document)
    against = [None, *result.comparisons]
    return {
        "setting": bench_document.setting(document),
        "reference": items[0]["text"],
        "first": document["conditions"].index(items[0]) + 1,
        "conditions": {
            str(item["key"]): {**_numbers(one), "difference": _difference(comparison)}
            for item, one, comparison in zip(items, result.conditions, against, strict=True)
        },
    }


def _numbers(one: ConditionResult) -> dict[str, Any]:
    low, high = _known(one.ci_low), _known(one.ci_high)
    return {"text": one.text, "importance": one.global_importance, "low": low, "high": high}


def _known(value: float) -> float | None:
    """None for nan, which JSON does not have: on a single background there is no interval."""
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


def condition_list(document: dict, known: dict | None) -> list[Component]:
    """One row a condition; numbers that belong to other placements or another setting show as being computed."""
    pending = "no result" if known == FAILED else _busy(document)
    labels = bench_presets.labels(bench_document.plan(document))
    unit = UNITS[document["model"]["task"]]
    is_current = bool(known) and known.get("setting") == bench_document.setting(document)
    known = known if is_current else {"conditions": {}}
    scored = bench_document.scored(document)
    reference = next((item["text"] for item in scored), None)
    first = known["first"] if reference and known.get("reference") == reference else None
    rows = []
    for number, item in enumerate(document["conditions"], start=1):
        one = known["conditions"].get(str(item["key"]))
        one = one if one and one["text"] == item["text"] else None
        can_be = item in scored and not bench_document.asks(document)
        result = _result(one, first, pending if can_be else "not scored", unit)
        if why := item["text"] and bench_view.clash(item["text"], document["background"]):
            result = [html.Span(f"Not scored: {why}", className="bench-problem")]
        rows.append(_row(number, item, labels.get(item["text"]), result, document["active"] == item["key"]))
    return rows


def _busy(document: dict) -> str:
    """What is said of a condition that the model is at; folding takes seconds."""
    return f"folding {document['view']['n']:,} RNAs…" if document["model"]["folds"] else "scoring…"


def _row(number: int, item: dict, label: str | None, result: list[Component], active: bool) -> Component:
    key, text = item["key"], item["text"]
    texts = [html.Code(placement) for placement in text.split(",")] if text else [html.Em("Empty: drag a motif here")]
    texts += [html.Span(label, className="condition-label")] if label else []
    head = [html.Span(str(number), className="condition-number"), html.Span(texts, className="condition-text")]
    select = html.Button(
        [*head, html.Span(result, className="condition-result")],
        id=ids.bench_button("select", key),
        className="condition-select",
        title="On the track" if active else "Edit this condition on the track",
        **{"aria-pressed": "true" if active else "false"},
    )
    tools = [
        _tool("duplicate", key, "Duplicate", f"Duplicate condition {number}"),
        _tool("remove", key, "Remove", f"Remove condition {number}"),
    ]
    return html.Div(
        [select, html.Div(tools, className="condition-tools")],
        className="condition active" if active else "condition",
        **{"data-condition": str(number)},
    )


def _tool(do: str, key: int, text: str, label: str) -> Component:
    return html.Button(text, id=ids.bench_button(do, key), className="bench-tool", **{"aria-label": label})


def _result(one: dict | None, first: int | None, without: str, unit: Unit) -> list[Component]:
    """The numbers of a condition; ``without`` is what to say while there are none."""
    if one is None:
        return [html.Span(without, className="quiet")]
    estimate = [
        html.Strong(number_text(one["importance"])),
        html.Span(f"({interval_text(one['low'], one['high'])})", className="interval"),
    ]
    parts = [html.Span(estimate, className="estimate", title=f"Global importance, 95% interval ({unit.long})")]
    if one["difference"] is None or first is None:
        return parts
    difference = one["difference"]
    text = f"{number_text(difference['mean'], sign=True)} vs {first}, {p_text(difference['p'])}"
    interval = interval_text(difference["low"], difference["high"])
    title = (
        f"Mean difference to condition {first} on the same backgrounds, 95% interval {interval}; paired t-test, "
        f"corrected for the number of conditions (Holm): {p_text(difference['adjusted'])}"
    )
    return [*parts, html.Span(text, className="difference", title=title)]
