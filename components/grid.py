"""What all tables share: their theme, how cells behave, and columns of numbers."""

from typing import Any

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
}
"""Of ``dashGridOptions``: cells can be reached by keyboard, read in order, and copied."""
DEFAULT_COLUMN: dict[str, Any] = {"sortable": True, "resizable": True, "suppressHeaderMenuButton": True, "minWidth": 56}


def number(field: str, name: str, help_text: str, form: str, width: int, **more: Any) -> dict[str, Any]:
    """A column of numbers, written in the form of ``d3.format``; a missing one is a dash."""
    text = f"params.value == null ? '–' : d3.format('{form}')(params.value).replace('-', '−')"
    column = {"field": field, "headerName": name, "headerTooltip": help_text, "type": "rightAligned", "width": width}
    return {**column, "valueFormatter": {"function": text}, **more}
