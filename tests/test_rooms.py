"""The house rules that statements can show: which room imports which, and how long things are."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {
    "app": ["gia_explorer.py", "app.py", "worker.py"],
    "callbacks": ["callbacks"],
    "components": ["components"],
    "core": ["core"],
}
ALLOWED = {
    "app": {"callbacks", "components", "core"},
    "callbacks": {"components", "core"},
    "components": {"core"},
    "core": set(),
}
WEB = {"dash", "plotly", "flask", "werkzeug", "dash_mantine_components", "dash_ag_grid"}
SLOW = {"tensorflow", "keras", "RNA", "matplotlib", "logomaker", "scipy"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


def sources(room):
    for name in ROOMS[room]:
        path = ROOT / name
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


EVERY_SOURCE = [path for room in ROOMS for path in sources(room)]


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


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room):
    forbidden = set(ROOMS) - ALLOWED[room] - {room} | {"."}
    for path in sources(room):
        assert set(imported(ast.walk(tree(path)))) & forbidden == set(), relative(path)


def test_core_knows_no_web():
    for path in sources("core"):
        assert set(imported(ast.walk(tree(path)))) & WEB == set(), relative(path)


def test_pages_import_nothing_slow_when_they_are_imported():
    for room in ("app", "callbacks", "components"):
        for path in sources(room):
            assert set(imported(tree(path).body)) & SLOW == set(), relative(path)


def test_pages_do_no_arithmetic_on_arrays():
    """Figures may: they turn records into shapes."""
    for room in ("callbacks", "components"):
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


@pytest.mark.parametrize("path", EVERY_SOURCE, ids=relative)
def test_files_and_functions_stay_short(path):
    assert len(path.read_text().splitlines()) <= LONGEST_FILE
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", EVERY_SOURCE, ids=relative)
def test_every_module_says_what_lives_in_it(path):
    assert path.read_text().strip() == "" or ast.get_docstring(tree(path))
