"""The house rules that statements can show: which room imports which, and how long things are."""

import ast
import re
from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
SOURCES = {
    "app": ["gia_explorer.py", "app.py", "worker.py"],
    "callbacks": ["callbacks"],
    "components": ["components"],
    "core": ["core"],
}
SLOW = {"tensorflow", "keras", "RNA", "matplotlib", "logomaker", "scipy"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
MOST_ROOMS, MOST_ARROWS = 26, 160
"""Of `core`: what one look can take in."""


def sources(room):
    for name in SOURCES[room]:
        path = ROOT / name
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


EVERY_SOURCE = [path for room in SOURCES for path in sources(room)]


def imported(statements):
    """The first part of every module named by import statements."""
    for node in statements:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." if node.level else node.module.partition(".")[0]


def tree(path):
    return ast.parse(path.read_text())


def relative(path):
    return str(path.relative_to(ROOT))


def broken(is_broken):
    """The files for which a rule is broken."""
    return [relative(path) for path in EVERY_SOURCE if is_broken(path)]


def test_the_contracts_in_pyproject_hold():
    assert lint_imports(str(ROOT / "pyproject.toml"), cache_dir=None, no_cache=True) == 0


def test_core_has_few_rooms_and_few_arrows_between_them():
    graph = grimp.build_graph("core", cache_dir=None)
    rooms = graph.find_children("core") - {"core.__main__"}
    arrows = {
        (one, other)
        for one in rooms
        for other in rooms - {one}
        if graph.direct_import_exists(importer=one, imported=other, as_packages=True)
    }
    assert len(rooms) <= MOST_ROOMS
    assert len(arrows) <= MOST_ARROWS


def test_nothing_imports_the_wiring_and_all_imports_are_absolute():
    assert broken(lambda path: {"app", "worker", "."} & set(imported(ast.walk(tree(path))))) == [
        "gia_explorer.py",
        "worker.py",
    ]


@pytest.mark.parametrize("room", ["app", "callbacks", "components"])
def test_pages_import_nothing_slow_when_they_are_imported(room):
    assert [relative(path) for path in sources(room) if SLOW & set(imported(tree(path).body))] == []


@pytest.mark.parametrize("room", ["callbacks", "components"])
def test_pages_do_no_arithmetic_on_arrays(room):
    """Figures may: they turn records into shapes."""
    for path in sources(room):
        arrays = set(imported(ast.walk(tree(path)))) & {"numpy", "pandas", "scipy"}
        assert not arrays or "figures" in path.parts, relative(path)


def test_our_environment_variables_are_read_in_one_place():
    readers = {
        relative(path)
        for path in EVERY_SOURCE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and re.fullmatch("GIA_[A-Z_]+|REDIS_URL", str(node.value))
    }
    assert readers == {"core/settings.py"}


def test_files_stay_short():
    assert broken(lambda path: len(path.read_text().splitlines()) > LONGEST_FILE) == []


def test_functions_stay_short():
    assert [
        f"{relative(path)}: {node.name}"
        for path in EVERY_SOURCE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ] == []


def test_every_module_says_what_lives_in_it():
    assert broken(lambda path: path.read_text().strip() and not ast.get_docstring(tree(path))) == []
