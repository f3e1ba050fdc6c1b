"""HTML attributes whose names are not valid in Python, as keyword arguments of a Dash component."""

from typing import Any


def aria(**values: str) -> dict[str, Any]:
    """Return attributes for assistive technology: ``**aria(label="Peaks")`` is aria-label="Peaks"."""
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """Return attributes for the scripts of the page: ``**data(bench_do="add")`` is data-bench-do="add"."""
    return {f"data-{name.replace('_', '-')}": value for name, value in values.items()}
