"""The common parts of all tables: theme, behaviour of cells and rows, and columns of numbers."""

from typing import Any

import dash_ag_grid as dag

GRID_THEME = (
    "themeQuartz.withParams({backgroundColor: 'var(--surface)', foregroundColor: 'var(--ink)', "
    "accentColor: 'var(--accent)', borderColor: 'var(--line)', headerBackgroundColor: 'var(--raised)', "
    "headerTextColor: 'var(--muted)', headerFontWeight: 600, rowHoverColor: 'var(--accent-soft)', "
    "fontFamily: 'inherit', fontSize: 14.5, headerFontSize: 13, cellHorizontalPadding: 10, "
    "wrapperBorderRadius: 12, spacing: 8})"
)
"""The table in the colours of app.css, which change with the colour scheme."""

OPTIONS: dict[str, Any] = {
    "theme": {"function": GRID_THEME},
    "suppressCellFocus": False,
    "ensureDomOrder": True,
    "enableCellTextSelection": True,
    "animateRows": False,
    "tooltipShowDelay": 400,
}
"""Common ``dashGridOptions``: cells can be reached by keyboard, read in order, and copied."""
DEFAULT_COLUMN: dict[str, Any] = {"sortable": True, "resizable": True, "suppressHeaderMenuButton": True, "minWidth": 56}


def number(field: str, name: str, help_text: str, form: str, width: int, **more: Any) -> dict[str, Any]:
    """Make a column of numbers, written in the form of ``d3.format``; a missing one is a dash."""
    text = f"params.value == null ? '–' : d3.format('{form}')(params.value).replace('-', '−')"
    column = {"field": field, "headerName": name, "headerTooltip": help_text, "type": "rightAligned", "width": width}
    return {**column, "valueFormatter": {"function": text}, **more}


def ag_table(
    name: Any,
    columns: list[dict[str, Any]],
    row_id: str | None = None,
    *,
    opens: str | None = None,
    chosen: str | None = None,
    texts: dict[str, str] | None = None,
    heights: tuple[int, int] = (32, 40),
    options: dict[str, Any] | None = None,
    listeners: dict[str, list[str]] | None = None,
    **more: Any,
) -> dag.AgGrid:
    """Make a table.

    Parameters
    ----------
    row_id : expression for the key of a row, such as ``params.data.id``.
    opens, chosen : functions of dashAgGridFunctions.js: what a click on a row, or a key in one of its cells, does; and
        whether a row is the one that is shown elsewhere.
    texts : of AG Grid, by its names, such as ``noRowsToShow``.
    heights : pixels of a row and of the header.
    options, listeners : more of ``dashGridOptions`` and ``eventListeners``; more : any property of the table.
    """
    row, header = heights
    known: dict[str, Any] = {**OPTIONS, "rowHeight": row, "headerHeight": header, "localeText": texts or {}}
    if chosen:
        known["rowClassRules"] = {"chosen-row": f"{chosen}(params)"}
    opening = {event: [f"{opens}(params)"] for event in ("rowClicked", "cellKeyDown")} if opens else {}
    return dag.AgGrid(
        id=name,
        columnDefs=columns,
        dashGridOptions={**known, **(options or {})},
        eventListeners={**opening, **(listeners or {})},
        **{"defaultColDef": DEFAULT_COLUMN, **({"getRowId": row_id} if row_id else {}), **more},
    )
