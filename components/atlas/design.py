"""One design on every RBP: a sorted strip with intervals, and a table."""

from dash.development.base_component import Component

from components.atlas import state as states
from components.atlas.parts import Look, Row, card, good, graph, mark, quiet, row_names, said, tall
from components.atlas.table import BENCH, MODEL, NOTE, RBP, SOURCE, about, columns, grid
from components.figures.atlas_rows import strip
from components.shared.links import bench_href
from core.atlas import Survey, ranked, title_of
from core.atlas.overall import CLEAR
from core.formatting import interval_text, number_text, p_text

OWN = "Each model is asked on its own {} backgrounds, N = {:,}, seed {}"


def design(rows: list[Row], survey: Survey, look: Look) -> list[Component]:
    """Show the chosen condition, or difference of two, for all RBPs, the highest first."""
    shown = states.shown_of(survey, look.fields)
    what = states.shown_options(survey)[shown]
    found = ranked(rows, shown)
    is_difference = "-" in shown
    marks = [
        mark(
            row,
            _href(row, survey),
            _lines(row, is_difference),
            value=row["value"],
            low=row["value_low"],
            high=row["value_high"],
        )
        for row in found
    ]
    table = card("Every RBP", [_table(rows, found, survey, is_difference)])
    if not found:
        return [table]
    title = f"{'Difference' if is_difference else 'Global importance'} (SD of binding score)"
    named = [{**one, "gene": name} for one, name in zip(marks, row_names(found), strict=True)]
    figure = strip(named, title, look.dark)
    own = OWN.format(survey.background.partition(":")[0], survey.n, survey.seed)
    text = f"{own}{_shared(found)}. Bars: 95% intervals."
    drawn = tall(graph("design", figure, f"{what}: {len(marks)} experiments, sorted"), len(marks))
    return [card(what, [_verdict(found, is_difference), drawn, quiet(text)]), table]


def _verdict(rows: list[Row], is_difference: bool) -> Component:
    """Name the extremes in one sentence, and link to the first."""
    first, last = rows[0], rows[-1]
    texts = [
        f"{title_of(row)} ({number_text(row['value'])} SD, {interval_text(row['value_low'], row['value_high'])})"
        for row in (first, last)
    ]
    more = ""
    if is_difference:
        clear = sum(row["p_adjusted"] is not None and row["p_adjusted"] < CLEAR for row in rows)
        more = (
            f" It is clearly not 0 in {clear} of {len(rows)} (paired t-test, p corrected for {len(rows)} experiments)."
        )
    between = f"; lowest: {texts[1]}" if len(rows) > 1 else ""
    return said(f"Highest of {len(rows)}: {texts[0]}{between}.{more}")


def _mark(row: Row, survey: Survey, is_difference: bool) -> dict:
    numbers = {"value": row["value"], "low": row["value_low"], "high": row["value_high"]}
    return mark(row, _href(row, survey), _lines(row, is_difference), **numbers)


def _lines(row: Row, is_difference: bool) -> list[str]:
    said = [f"{number_text(row['value'])} SD ({interval_text(row['value_low'], row['value_high'])})"]
    return [*said, f"{p_text(row['p_adjusted'])} (Holm)"] if is_difference else said


def _href(row: Row, survey: Survey) -> str:
    return bench_href(row["model"], list(survey.conditions), survey.setting)


def _table(rows: list[Row], found: list[Row], survey: Survey, is_difference: bool) -> Component:
    shown = [("value", "Shown", "Value shown in the strip, SD", ".2f", 92)]
    shown += [("value_low", "from", "Lower end of its 95% interval", ".2f", 78)]
    shown += [("value_high", "to", "Upper end of its 95% interval", ".2f", 78)]
    shown += [("p_adjusted", "p (Holm)", "p that the difference is 0", ".2g", 96)] if is_difference else []
    shown += [
        (f"c{number}", str(number), f"Global importance of {text}, SD", ".2f", 84)
        for number, text in enumerate(survey.conditions, start=1)
    ]
    listed = [
        about(
            row,
            note="",
            label=row["label"],
            **{name: row.get(name) for name in ("value", "value_low", "value_high", "p_adjusted")},
            **{f"c{number}": value for number, value in enumerate(row["importance"], start=1)},
        )
        | {"bench": _href(row, survey)}
        for row in found
    ]
    missing = [row for row in rows if row not in good(rows)]
    listed += [about(row, note=row["problem"] or "Not asked yet") for row in missing]
    return grid(listed, [RBP, *columns(*shown), SOURCE, MODEL, BENCH, NOTE], "One design, every RBP")


def _shared(rows: list[Row]) -> str:
    """Say that models with a shared network share backgrounds, too."""
    others = {row["backgrounds_of"] for row in rows if states.experiment_of(row["backgrounds_of"]) != row["experiment"]}
    return f" (models of one network: those of {', '.join(sorted(others))})" if others else ""
