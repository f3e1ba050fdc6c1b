"""The list of conditions on the bench, with the numbers of their last result."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components import bench_document, ids
from core.gia.importance import ConditionResult, GiaResult

SMALLEST_P = 1e-300
"""Below this a p value is said as a bound: floating point has nothing more to tell."""


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
    return {"text": one.text, "importance": one.global_importance, "low": one.ci_low, "high": one.ci_high}


def _difference(comparison) -> dict[str, float] | None:
    if comparison is None:
        return None
    return {
        "mean": comparison.difference,
        "low": comparison.ci_low,
        "high": comparison.ci_high,
        "p": comparison.p_value,
    }


FAILED = {"failed": True}
"""In place of `summaries`, when there is no result to wait for."""


def condition_list(document: dict, known: dict | None) -> list[Component]:
    """One row a condition; numbers that belong to other placements or another setting show as being computed."""
    pending = "no result" if known == FAILED else "scoring…"
    is_current = bool(known) and known.get("setting") == bench_document.setting(document)
    known = known if is_current else {"conditions": {}}
    reference = next((item["text"] for item in bench_document.scored(document)), None)
    first = known["first"] if reference and known.get("reference") == reference else None
    rows = []
    for number, item in enumerate(document["conditions"], start=1):
        one = known["conditions"].get(str(item["key"]))
        one = one if one and one["text"] == item["text"] else None
        result = _result(one, first, pending if item["text"] else "not scored")
        rows.append(_row(number, item, result, document["active"] == item["key"]))
    return rows


def _row(number: int, item: dict, result: list[Component], active: bool) -> Component:
    key, text = item["key"], item["text"]
    texts = [html.Code(placement) for placement in text.split(",")] if text else [html.Em("Empty: drag a motif here")]
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


def _result(one: dict | None, first: int | None, without: str) -> list[Component]:
    """The numbers of a condition; ``without`` is what to say while there are none."""
    if one is None:
        return [html.Span(without, className="quiet")]
    estimate = [
        html.Strong(number_text(one["importance"])),
        html.Span(f"({interval_text(one['low'], one['high'])})", className="interval"),
    ]
    parts = [html.Span(estimate, className="estimate", title="Global importance, 95% interval (SD of binding score)")]
    if one["difference"] is None or first is None:
        return parts
    difference = one["difference"]
    text = f"{number_text(difference['mean'], sign=True)} vs {first}, {p_text(difference['p'])}"
    interval = interval_text(difference["low"], difference["high"])
    title = f"Mean difference to condition {first} on the same backgrounds, 95% interval {interval}; paired t-test"
    return [*parts, html.Span(text, className="difference", title=title)]


def number_text(value: float, sign: bool = False) -> str:
    """A number with two decimals and a true minus: 4.39, −0.15; with ``sign`` also +4.39."""
    text = f"{value:+.2f}" if sign else f"{value:.2f}"
    return (text if float(text) else text.lstrip("+-")).replace("-", "−")


def interval_text(low: float, high: float) -> str:
    """An interval with two decimals: 4.32 to 4.46."""
    return f"{number_text(low)} to {number_text(high)}"


def p_text(p: float) -> str:
    """A p value as people write it: p = 0.42, p = 0.0015, p = 3.2e-19, p < 1e-300."""
    if p < SMALLEST_P:
        return "p < 1e-300"
    if p < 0.001:
        return f"p = {p:.1e}"
    return f"p = {p:.4f}" if p < 0.01 else f"p = {p:.2f}"
