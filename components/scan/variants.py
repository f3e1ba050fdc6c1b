"""Substitutions on the Scan page: the list, what is wrong with its lines, and their effects as a table."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.scan import state as states
from components.shared import models
from components.shared.attributes import aria
from components.shared.grid import ag_table, number
from components.shared.long_work import controls, form
from core.rna_scan.variants import MOST, VariantList

ROW, HEADER, ROWS = 36, 40, 10
MOST_SAID = 8
"""Most lines whose problems are shown at once."""
HELP = (
    f"One per line, at most {MOST:,}: RNA, position from 1, reference and alternative letter, with tabs, spaces or "
    "commas between them; or utr1:123A>G. With one RNA its name may be left out. Insertions and deletions are not read."
)
NOTE = (
    "Change: mutant minus reference, over every window that holds the letter. Strongest: where it is largest; best "
    "window: the one predicted highest without the substitution; sum: of all windows. Click a row to see both logos."
)


def card(text: str) -> Component:
    """Make the card that lists and scores substitutions."""
    box = dmc.Textarea(
        id=ids.scan_field("variants"),
        label="Substitutions",
        description=HELP,
        placeholder="utr1 123 A G",
        value=text,
        resize="vertical",
        debounce=300,
        classNames={"input": "rna"},
        className="scan-variants",
    )
    effects = [
        html.Div(
            [
                html.H3("Effects"),
                dmc.Button("Download CSV", id=ids.SCAN_EFFECTS_CSV, variant="default", size="xs"),
            ],
            className="scan-bar",
        ),
        _grid(),
        html.P(NOTE, className="quiet"),
        dcc.Download(id=ids.SCAN_EFFECTS_FILE),
    ]
    parts = [
        html.H2("What mutations do"),
        form(states.EFFECTS, [box]),
        html.Div(id=ids.SCAN_VARIANTS_PROBLEM, className="scan-lines", role="alert"),
        html.P(id=ids.SCAN_VARIANTS_READ, className="quiet", role="status"),
        controls(states.EFFECTS, "Score mutations"),
        html.Div(effects, id=ids.SCAN_EFFECTS_CARD, className="scan-effects empty"),
    ]
    return html.Section(parts, className="card", **aria(label="What mutations do"))


def problems(listed: VariantList) -> list[Component]:
    """Write a sentence for each line that cannot be scored."""
    if not listed.problems:
        return []
    more = len(listed.problems) - MOST_SAID
    said = [*listed.problems[:MOST_SAID], *([f"And {more} lines more."] if more > 0 else [])]
    return [html.Ul([html.Li(text) for text in said])]


def read_note(listed: VariantList) -> str:
    """Say how many substitutions can be scored."""
    n, wrong = len(listed.substitutions), len(listed.problems)
    if not n:
        return ""
    left_out = f" {wrong} line{'s are' if wrong != 1 else ' is'} left out." if wrong else ""
    return f"{n:,} substitution{'s' * (n != 1)} fit{'s' * (n == 1)} the RNAs.{left_out}"


def rows(effects: list[core.Effect]) -> list[dict[str, Any]]:
    """Return the effects as rows of the table; ``change`` names model and substitution."""
    names = list(dict.fromkeys(effect.model for effect in effects))
    titles = dict(zip(names, models.titles(names), strict=True))
    shown = ("strongest_change", "best_change", "summed_change", "best_before", "best_after", "best_first", "windows")
    found = []
    for effect in effects:
        numbers = effect.to_dict()
        one = effect.substitution
        found.append(
            {
                "rbp": titles[effect.model],
                "name": one.rna,
                "what": f"{one.ref}{one.position}{one.alt}",
                **{name: _rounded(numbers.get(name)) for name in shown},
                "change": f"{names.index(effect.model) + 1}:{one.text}",
            }
        )
    return found


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def style(n: int) -> dict[str, str]:
    """Return the height of the table: its rows, up to ten of them."""
    return {"height": f"{HEADER + ROW * min(max(n, 1), ROWS) + 18}px"}


def _grid() -> Component:
    columns = [
        {"field": "rbp", "headerName": "RBP", "width": 110, "tooltipField": "rbp"},
        {"field": "name", "headerName": "RNA", "minWidth": 110, "flex": 1, "tooltipField": "name"},
        {
            "field": "what",
            "headerName": "Change",
            "width": 100,
            "headerTooltip": "Reference letter, position, alternative",
        },
        number("strongest_change", "Strongest", "Change of the window that changes most", "+.2f", 104),
        number("best_change", "Best window", "Change of the window predicted highest without it", "+.2f", 116),
        number("best_before", "Before", "Prediction of the best window without the substitution", "+.2f", 92),
        number("best_after", "After", "The same with it", "+.2f", 86),
        number("best_first", "From", "First position of the best window", ",d", 86),
        number("summed_change", "Sum", "Sum of the changes of all windows that hold the letter", "+.1f", 86),
        number("windows", "Windows", "Windows that hold the letter and have a prediction", "d", 96),
    ]
    return ag_table(
        ids.SCAN_EFFECTS,
        columns,
        "params.data.change",
        opens="openChange",
        chosen="isShownChange",
        heights=(ROW, HEADER),
        rowData=[],
        className="explore-grid scan-grid",
        style=style(0),
    )


def effects_file(effects: list[core.Effect]) -> dict[str, str]:
    """Write the effects as a CSV file, named after what was scored."""
    from core.exports import effects_table, scan_stem

    stem = scan_stem("mutations", [one.model for one in effects], [one.substitution.rna for one in effects])
    return {"content": effects_table(effects).csv, "filename": f"{stem}.csv", "type": "text/csv"}
