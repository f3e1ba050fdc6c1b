"""Additivity, GC bias and positional bias on the Atlas: figures, sentences, tables."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.atlas import state as states
from components.atlas.parts import (
    Look,
    Row,
    by_kind,
    card,
    good,
    graph,
    is_simulated,
    mark,
    quiet,
    row_names,
    setting_text,
    tall,
)
from components.atlas.table import BENCH, DISCOVER, MODEL, NOTE, PATTERN, RBP, SOURCE, asked, columns, grid
from components.figures.atlas_dots import dot_histogram, effects
from components.figures.atlas_lines import copies
from components.figures.atlas_rows import Cells, position_heatmap
from components.shared.links import bench_href
from core.atlas import ORDERS, SCALES, Survey, clear_rows, corrected, heatmap, title_of
from core.atlas.overall import CORRECTED, STRAIGHT, gc_text
from core.formatting import interval_text, number_text
from core.gia.protocols.context import END_3, END_5

GC, SITE = "GCGCGC", 18
COPIES = (4, 11, 18)
COPIED = "Importance of one, two and three copies, a row for each RBP"
SCATTER_HEIGHT = 520
FEW, LOW, HIGH = 24, 250, 420
"""RBPs up to which a histogram is low, and pixels of a low and a high one."""
HALF = 0.5
MEASURED = "Measured gain by more copies of the k-mer's inner letters, over the gain if copies added up"


def additivity(rows: list[Row], survey: Survey, look: Look) -> list[Component]:
    """Show a histogram of R² of importance against copies, and each RBP's importances and slope."""
    known = sorted(clear_rows("additivity", rows), key=lambda row: (row["source"] == "simulated", -row["slope"]))
    marks = [
        mark(
            row,
            bench_href(row["model"], _copies(row["pattern"]), survey.setting, "multiple-sites"),
            [
                f"{row['pattern']}: R² {number_text(row['r_squared'], digits=4)}",
                f"a site adds {number_text(row['slope'])} SD ({interval_text(row['slope_low'], row['slope_high'])})",
            ],
            value=row["r_squared"],
            values=row["importance"],
        )
        for row in known
    ]
    found = columns(
        ("r_squared", "R²", "Of the line through one, two and three copies", ".4f", 90),
        ("slope", "A site adds", "Slope of the line, SD per site", ".2f", 110),
        ("slope_low", "from", "Lower end of its 95% interval over backgrounds", ".2f", 76),
        ("slope_high", "to", "Upper end of its 95% interval over backgrounds", ".2f", 76),
        *((f"copies_{n}", f"{n} site{'s' * (n > 1)}", "Global importance, SD", ".2f", 92) for n in (1, 2, 3)),
        ("measured_share", "Measured", MEASURED, ".2f", 110),
    )
    listed = [
        asked(
            row,
            "multiple-sites",
            _copies(row.get("pattern", "")),
            survey.setting,
            **{name: row.get(name) for name in ("r_squared", "slope", "slope_low", "slope_high", "measured_share")},
            **{f"copies_{n}": value for n, value in enumerate(row.get("importance", ()), start=1)},
        )
        for row in rows
    ]
    table = grid(listed, [RBP, PATTERN, *found, SOURCE, MODEL, BENCH, NOTE], "Additivity")
    text = (
        f"R² of the least-squares line of global importance over one, two and three copies (the paper's Fig 2g, where "
        f"nearly all lie above {STRAIGHT}); {setting_text(survey)}. Measured, in the table: the same from the "
        "probes themselves, without a model, if they are on this machine: the gain from one to three or more copies of "
        "the k-mer's inner letters, over twice the gain from none to one. 1: copies add up; 0: one is as good as many."
    )
    figure = dot_histogram(marks, "R²", look.dark, ends=(0.98, 1.0), height=LOW if len(marks) <= FEW else HIGH)
    parts = [by_kind("additivity", rows), graph("additivity", figure, f"R² of {len(marks)} experiments"), quiet(text)]
    every = card("Every RBP", [table])
    if not known:
        return [every]
    named = [{**one, "gene": name} for one, name in zip(marks, row_names(known), strict=True)]
    drawn = tall(graph("copies", copies(named, "Global importance (SD)", look.dark), COPIED), len(named))
    said = (
        "Three dots per RBP, larger for more copies (Fig 2b, c of the paper): even steps add up. Steepest line first."
    )
    side = card("One, two and three copies", [drawn, quiet(said)])
    return [html.Div([card("Do sites add up?", parts), side], className="atlas-two"), every]


def gc(rows: list[Row], survey: Survey, look: Look) -> list[Component]:
    """Show the effect of GC at both ends: histograms, one against the other, p corrected for the number of RBPs."""
    known = clear_rows("gc", rows)
    marks = [mark(row, _gc_href(row, survey), [gc_text(row, "3"), gc_text(row, "5")], **_xy(row)) for row in known]
    reach = [value for row in known for value in (row["effect_3"], row["effect_5"])]
    ends = (min([0.5, *reach]), max([1.5, *reach]))
    histograms = [
        graph(
            f"gc{end}",
            dot_histogram(
                [{**one, "value": one["y" if end == "3" else "x"]} for one in marks],
                f"Effect of GC at the {end}′ end",
                look.dark,
                1.0,
                ends,
            ),
            f"Effect of GC at the {end}′ end of {len(marks)} experiments",
        )
        for end in ("3", "5")
    ]
    scatter = graph(
        "gc",
        effects(marks, ("Effect at the 5′ end", "Effect at the 3′ end"), look.dark),
        f"Effect of GC at the 3′ end against that at the 5′ end, of {len(marks)} experiments",
        height=SCATTER_HEIGHT,
    )
    text = (
        f"Effect: global importance of the best k-mer at {SITE} with {GC} at {END_3} (3′ end) or {END_5} (5′ end) over "
        f"that of the k-mer alone; 1 (dotted) is no effect. Intervals: Fieller, 95%. p of the paired gain, corrected "
        f"(Holm) for {len(good(rows))} experiments; {setting_text(survey)}."
    )
    table = card("Every RBP", [_gc_table(corrected(rows, CORRECTED["gc"]), survey)])
    if not known:
        return [table]
    left = card("GC at either end", [by_kind("gc", rows), *histograms, quiet(text)])
    return [html.Div([left, card("3′ end against 5′ end", [scatter])], className="atlas-two"), table]


def positions(rows: list[Row], survey: Survey, look: Look) -> list[Component]:
    """Show the importance of a site, RBPs by positions."""
    order, scale = states.order_of(look.fields), look.fields["scale"]
    scale = scale if scale in SCALES else next(iter(SCALES))
    found = heatmap(rows, order, scale)
    listed = [
        asked(
            row,
            "positional-bias",
            _places(row),
            survey.setting,
            **{name: row.get(name) for name in ("best_position", "best", "worst_position", "worst", "mean", "trend")},
        )
        for row in rows
    ]
    numbers = columns(
        ("best_position", "Strongest at", "Position where a site is most important", "d", 112),
        ("best", "there", "Global importance there, SD", ".2f", 78),
        ("worst_position", "Weakest at", "Position where it is least important", "d", 104),
        ("worst", "there", "Global importance there, SD", ".2f", 78),
        ("mean", "Mean", "Over all positions, SD", ".2f", 80),
        ("trend", "Trend", "SD per nucleotide, towards the 3′ end", "+.3f", 84),
    )
    table = card("Every RBP", [grid(listed, [RBP, PATTERN, *numbers, SOURCE, MODEL, BENCH, NOTE], "Positional bias")])
    if not found.rows:
        return [table]
    names = [f"{name}{' ◇' * is_simulated(row)}" for row, name in zip(found.rows, row_names(found.rows), strict=True)]
    cells = Cells(names, found.positions, found.values, *_cells(found.rows, found.positions, survey))
    figure = position_heatmap(cells, found.unit, scale == "max", look.dark)
    label = f"Positional bias of {len(found.rows)} experiments at {len(found.positions)} positions"
    drawn = tall(graph("positions", figure, label, "atlas-wide"), len(names), "atlas-scroll")
    text = (
        f"{SCALES[scale]}; rows {ORDERS[order].lower()}. ◇ simulated. {_reached(found.rows)} {setting_text(survey)}. "
        "Click a cell to compare that position with the strongest on the bench."
    )
    return [
        card("Importance of a site at each position", [by_kind("positions", rows), drawn, quiet(text)]),
        table,
    ]


def _copies(pattern: str) -> list[str]:
    placed = [f"{pattern}@{position}" for position in COPIES]
    return [",".join(placed[:copies]) for copies in (1, 2, 3)]


def _xy(row: Row) -> dict[str, float]:
    shown = {"x": "5", "y": "3"}
    return {
        f"{axis}{part}": row[f"effect_{end}{part}"] for axis, end in shown.items() for part in ("", "_low", "_high")
    }


def _gc_conditions(pattern: str) -> list[str]:
    site, at_3, at_5 = f"{pattern}@{SITE}", f"{GC}@{END_3}", f"{GC}@{END_5}"
    return [at_3, site, f"{site},{at_3}", f"{at_5},{site}", at_5]


def _gc_href(row: Row, survey: Survey) -> str:
    return bench_href(row["model"], _gc_conditions(row["pattern"]), survey.setting, "gc-bias")


def _gc_table(rows: Sequence[Row], survey: Survey) -> Component:
    shown = []
    for end in ("3", "5"):
        shown += [
            (f"effect_{end}", f"{end}′ effect", "Importance of site and GC over that of the site", ".2f", 96),
            (f"effect_{end}_low", "from", "Lower end of its 95% interval", ".2f", 70),
            (f"effect_{end}_high", "to", "Upper end of its 95% interval", ".2f", 70),
            (f"gain_{end}_p_adjusted", "p (Holm)", "p that GC adds nothing to the site", ".2g", 92),
        ]
    found = [("site", "Site alone", "Global importance of the best k-mer, SD", ".2f", 100), *shown]
    listed = [
        asked(
            row,
            "gc-bias",
            _gc_conditions(row.get("pattern", "")),
            survey.setting,
            **{name: row.get(name) for name, *_ in found},
        )
        for row in rows
    ]
    return grid(listed, [RBP, PATTERN, *columns(*found), SOURCE, MODEL, BENCH, DISCOVER, NOTE], "GC bias")


def _places(row: Row) -> list[str]:
    """Return the strongest and the weakest position, as conditions."""
    if "best_position" not in row:
        return []
    return [f"{row['pattern']}@{row[name]}" for name in ("best_position", "worst_position")]


def _cells(rows: list[Row], places: list[int], survey: Survey) -> tuple[list[list[str]], list[list[str]]]:
    """Return link and hover text of every cell."""
    links: list[list[str]] = []
    texts: list[list[str]] = []
    for row in rows:
        at = {place: index for index, place in enumerate(row["positions"])}
        best = f"{row['pattern']}@{row['best_position']}"
        links.append([])
        texts.append([])
        for place in places:
            index = at.get(place)
            here = f"{row['pattern']}@{place}"
            chosen = list(dict.fromkeys([best, here]))
            links[-1].append("" if index is None else bench_href(row["model"], chosen, survey.setting))
            texts[-1].append("" if index is None else _hover(row, here, index))
    return links, texts


def _hover(row: Row, here: str, index: int) -> str:
    interval = interval_text(row["low"][index], row["high"][index])
    return (
        f"<b>{title_of(row)}</b>, {here}<br>global importance {number_text(row['importance'][index])} SD ({interval})"
    )


def _reached(rows: list[Row]) -> str:
    """Return the first position from which fewer than half of some RBP's probes hold a whole site."""
    firsts = [
        next((place for place in row["positions"] if row["coverage"][place + len(row["pattern"]) - 2] < HALF), None)
        for row in rows
        if row["coverage"]
    ]
    known = [first for first in firsts if first]
    if not known:
        return ""
    return f"From position {min(known)} on, a site leaves more than half of the probes, and the models guess."
