"""HTML attributes whose names are not valid in Python, as arguments of a Dash component, and components as JSON."""

from typing import Any

from dash.development.base_component import Component


def aria(**values: str) -> dict[str, Any]:
    """Return attributes for assistive technology: ``**aria(label="Peaks")`` is aria-label="Peaks"."""
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """Return attributes for the scripts of the page: ``**data(bench_do="add")`` is data-bench-do="add"."""
    return {f"data-{name.replace('_', '-')}": value for name, value in values.items()}


def plain(content: Any) -> Any:
    """Return components as plain JSON, as the browser sends them back."""
    if isinstance(content, Component):
        return plain(content.to_plotly_json())
    if isinstance(content, dict):
        return {key: plain(value) for key, value in content.items()}
    return [plain(part) for part in content] if isinstance(content, list | tuple) else content
