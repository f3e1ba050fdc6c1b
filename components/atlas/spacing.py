"""Spacing on the Atlas: importance of two sites over twice one, by the letters between them."""

from dash.development.base_component import Component

from components.atlas import state as states
from components.atlas.parts import Look, Row, by_kind, card, graph, is_simulated, quiet, row_names, setting_text, tall
from components.atlas.table import BENCH, MODEL, NOTE, PATTERN, RBP, SOURCE, asked, columns, grid
from components.figures.atlas_rows import Cells, gap_heatmap
from components.shared.links import bench_href
from core.atlas import GAP_ORDERS, Survey, clear_rows, corrected, gap_map, title_of
from core.atlas.overall import CORRECTED
from core.atlas.questions import GAPS
from core.formatting import interval_text, number_text
from core.gia.protocols.sites import middle

SITE = 18
SINGLE = "RBPs whose single site cannot be told from 0 are left out of the figure: their ratios are noise."


def spacing(rows: list[Row], survey: Survey, look: Look) -> list[Component]:
    """Show the importance of two copies of the best k-mer over twice one, RBPs by gaps."""
    order = states.order_of(look.fields)
    known = clear_rows("spacing", rows)
    found = gap_map(known, order)
    table = card("Every RBP", [_table(corrected(rows, CORRECTED["spacing"]), survey)])
    if not found.rows:
        return [table]
    names = [f"{name}{' ◇' * is_simulated(row)}" for row, name in zip(found.rows, row_names(found.rows), strict=True)]
    cells = Cells(names, found.positions, found.values, *_cells(found.rows, survey))
    figure = gap_heatmap(cells, f"Importance, {found.unit}", look.dark)
    label = f"Two sites over twice one, of {len(found.rows)} experiments at {len(found.positions)} gaps"
    drawn = tall(graph("spacing", figure, label), len(names), "atlas-scroll")
    text = (
        "No colour: two sites add twice as much as one (additive); blue: less; red: more (the paper's Fig 2d, RBFOX1). "
        f"Pairs are centred in the probe and the single site is at {SITE}, so positional bias counts, too. Rows "
        f"{GAP_ORDERS[order].lower()}. ◇ simulated. {SINGLE} {setting_text(survey)}. Click a cell to see the pair "
        "beside one site on the bench."
    )
    return [card("Importance of a second site, by the gap", [by_kind("spacing", rows), drawn, quiet(text)]), table]


def _table(rows: list[Row], survey: Survey) -> Component:
    shown = [("single", "One site", f"Global importance at {SITE}, SD", ".2f", 92)]
    for name, head, what in (("close", "No gap", "without a gap"), ("wide", "Widest", f"{GAPS[-1]} letters apart")):
        shown += [
            (name, head, f"Two sites {what}, over twice one", ".2f", 88),
            (f"{name}_low", "from", "Lower end of its 95% interval (Fieller)", ".2f", 74),
            (f"{name}_high", "to", "Upper end of its 95% interval (Fieller)", ".2f", 74),
        ]
    shown += [
        ("gained", "Widest − none", "Importance of the widest pair minus that without a gap, SD", "+.2f", 134),
        ("gained_p_adjusted", "p (Holm)", "p that both are equally important", ".2g", 108),
        ("full_from_gap", "Full from", "Smallest gap from which pairs keep 95% of the widest", "d", 94),
    ]
    listed = [
        asked(
            row,
            "spacing",
            _conditions(row.get("pattern", ""), (0, 3, GAPS[-1])),
            survey.setting,
            **{name: row.get(name) for name, *_ in shown},
        )
        for row in rows
    ]
    return grid(listed, [RBP, PATTERN, *columns(*shown), SOURCE, MODEL, BENCH, NOTE], "Spacing")


def _conditions(pattern: str, gaps: tuple[int, ...]) -> list[str]:
    """Return one site and the pairs, as `core.gia.protocols.sites.spacing` places them."""
    k = len(pattern)
    starts = [(middle(2 * k + gap), middle(2 * k + gap) + k + gap) for gap in gaps]
    return [f"{pattern}@{SITE}", *(f"{pattern}@{first},{pattern}@{second}" for first, second in starts)]


def _cells(rows: list[Row], survey: Survey) -> tuple[list[list[str]], list[list[str]]]:
    """Return link and hover text of every cell."""
    links = [
        [bench_href(row["model"], _conditions(row["pattern"], (gap,)), survey.setting) for gap in row["gaps"]]
        for row in rows
    ]
    return links, [[_hover(row, index) for index in range(len(row["gaps"]))] for row in rows]


def _hover(row: Row, index: int) -> str:
    interval = interval_text(row["share_low"][index], row["share_high"][index])
    return (
        f"<b>{title_of(row)}</b>, two {row['pattern']}, gap {row['gaps'][index]}<br>"
        f"{number_text(row['share'][index])} of twice one ({interval})<br>"
        f"{number_text(row['importance'][index])} SD, one {number_text(row['single'])} SD"
    )
