"""What is imported when: a command waits for nothing that it does not need, and `core` names what its stub says."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import core
from core.__main__ import COMMANDS, _parser
from core.cli import data_options, model_options, question_options

pytestmark = pytest.mark.slow

HEAVY = ("RNA", "dash", "jinja2", "logomaker", "matplotlib", "pandas", "plotly", "pyarrow", "scipy.stats", "sklearn")
STUB = Path(core.__file__).with_suffix(".pyi")


def imported(arguments, home):
    """The packages that a command has imported when it is done, in a process of its own."""
    code = f"""
import sys
from core.__main__ import main
try:
    main({arguments!r})
except SystemExit:
    pass
print(*sys.modules, file=sys.stderr)
"""
    environment = {**os.environ, "GIA_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout
    return set(done.stderr.splitlines()[-1].split())


def test_help_imports_no_library(home):
    found = imported(["--help"], home)
    assert found.isdisjoint({*HEAVY, "numpy", "scipy", "keras", "tensorflow"})
    assert {name for name in found if name.startswith("core.")} <= {"core.__main__", "core.errors"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["gia", "RNCMPT00168", "--condition", "UGCAUG@18", "--n", "20"],
        ["kmers", "RNCMPT00168", "-k", "3", "--n", "20"],
        ["ism", "RNCMPT00168", "--sequence", "UGCAUG"],
        ["models", "RNCMPT00168"],
        ["experiments"],
    ],
)
def test_asking_imports_what_it_needs(arguments, home):
    found = imported(arguments, home)
    assert found.isdisjoint({*HEAVY, "keras", "tensorflow"})
    assert "core.cli.commands" in found


def test_the_stub_names_what_can_be_imported():
    tree = ast.parse(STUB.read_text())
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    named = {one.asname or one.name: f"{node.module}.{one.name}" for node in imports for one in node.names}
    assert named == core.PLACES
    (listed,) = [ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign)]
    assert sorted(listed) == core.__all__
    for name in core.__all__:
        assert getattr(core, name) is not None


def test_a_room_of_core_is_an_attribute_and_nothing_else_is():
    assert core.figures.draw.__module__ == "core.figures"
    with pytest.raises(AttributeError, match=r"'core'.*'figure'"):
        _ = core.figure
    assert {"open_model", "PLACES"} <= set(dir(core))


def test_every_command_has_its_options_and_no_options_are_without_a_command():
    topics = {"data": data_options, "model": model_options, "question": question_options}
    listed = {name: topic for topic, module in topics.items() for name in module.OPTIONS}
    assert listed == {name: topic for name, (topic, _) in COMMANDS.items()}
    options = _parser().parse_args(["gia", "X", "--condition", "A@1"])
    assert (options.n, options.background, options.run.__name__) == (1000, "profile", "gia")
