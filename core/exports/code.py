"""Code that reproduces a view with `core` alone: one list of cells, written as a script or as a Jupyter notebook."""

import ast
import json
import textwrap
from typing import Any, NamedTuple

WIDTH = 100
"""Most letters of a line of text in a script."""


class Cell(NamedTuple):
    """One step: a description in words (Markdown), and the Python that carries it out."""

    text: str
    code: str = ""


def script(cells: list[Cell]) -> str:
    """Write the cells as a Python file; ``# %%`` lines let editors run it cell by cell."""
    title, *steps = cells
    parts = [f'"""{_wrapped(title.text)}\n"""']
    for cell in steps:
        said = textwrap.indent(_wrapped(cell.text), "# ")
        parts.append("\n".join(filter(None, ["# %%", said, cell.code.strip()])))
    text = "\n\n".join(parts) + "\n"
    ast.parse(text)
    return text


def notebook(cells: list[Cell]) -> str:
    """Write the cells as a Jupyter notebook (format 4), checked by `nbformat`; equal cells give equal files."""
    from nbformat import v4, validate

    listed = []
    for cell in (cells[0]._replace(text=f"# {cells[0].text}"), *cells[1:]):
        listed += [v4.new_markdown_cell(cell.text)] if cell.text else []
        listed += [v4.new_code_cell(cell.code.strip())] if cell.code else []
    for number, cell in enumerate(listed, start=1):
        cell["id"] = f"cell-{number}"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    document = v4.new_notebook(cells=listed, metadata={**kernel, "language_info": {"name": "python"}})
    validate(document)
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def value(given: Any, indent: int = 4) -> str:
    """Write a value as Python; a long list gets a line for each of its items."""
    text = repr(given)
    if len(text) <= WIDTH - indent or not isinstance(given, list | tuple):
        return text.replace("'", '"') if '"' not in text and "\\" not in text else text
    inner = ",\n".join(f"{' ' * (indent + 4)}{value(item, indent + 4)}" for item in given)
    left, right = ("[", "]") if isinstance(given, list) else ("(", ")")
    return f"{left}\n{inner},\n{' ' * indent}{right}"


def _wrapped(text: str) -> str:
    """Wrap text to the width of a page; nothing in it can end a docstring."""
    text = text.replace("\\", "/").replace('"""', "'''")
    return "\n".join(
        "\n".join(textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False))
        for line in text.splitlines()
    )
