"""The lists of CONTRIBUTING.md are whole: an example of each thing is added in the files that its list names."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from toy_contributions import ASKED, TOYS

ROOT = Path(__file__).parents[1]
ROOMS = ("core", "components", "callbacks")
ASK = """import io, json, sys, traceback
from contextlib import redirect_stdout
import core
from core.__main__ import main

def command_line(arguments, said):
    with redirect_stdout(io.StringIO()) as out:
        try:
            main(arguments)
        except SystemExit:
            pass
    assert said in " ".join(out.getvalue().split()), out.getvalue()

answers = {}
for heading, code in json.load(sys.stdin).items():
    try:
        exec(code, {"core": core, "command_line": command_line})
        answers[heading] = ""
    except Exception:
        answers[heading] = traceback.format_exc()
print(json.dumps(answers))
"""
"""Runs what is asked of each example, and says what went wrong."""


def listed(heading):
    """The files of code that the list under a heading names."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    section = text.split(f"### {heading}\n")[1].split("\n#")[0]
    return re.findall(r"^- `([\w/]+\.(?:py|toml))`", section, re.M)


def changed(text, insertions):
    """A file's text with every insertion before the one place where its anchor stands."""
    for anchor, insertion in insertions.items():
        assert text.count(anchor) == 1, f"{anchor!r} stands {text.count(anchor)} times in it"
        text = text.replace(anchor, insertion + anchor)
    return text


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What went wrong with each example, in a copy of the project that has all of them."""
    tree = tmp_path_factory.mktemp("project")
    for room in ROOMS:
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tree)
    for room in ("assets", "cached_models"):
        (tree / room).symlink_to(ROOT / room)
    for files in TOYS.values():
        for name, change in files.items():
            path = tree / name
            path.parent.mkdir(exist_ok=True)
            assert path.exists() != isinstance(change, str), f"{name}: new files are text, old ones are changed"
            path.write_text(change if isinstance(change, str) else changed(path.read_text(), change))
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=tree, input=json.dumps(ASKED), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("heading", TOYS)
def test_an_example_works(heading, answers):
    assert answers[heading] == "", answers[heading]


@pytest.mark.parametrize("heading", TOYS)
def test_it_is_added_in_the_files_that_its_list_names(heading):
    assert sorted(TOYS[heading]) == sorted(listed(heading))


def test_every_list_has_its_example():
    text = (ROOT / "CONTRIBUTING.md").read_text()
    assert re.findall(r"^### (.+)$", text, re.M) == list(TOYS)
