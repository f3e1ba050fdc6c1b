"""What we rest on inside Dash, Plotly, AG Grid and Mantine is there, is listed, and is reached in one place."""

import re
from importlib import metadata
from pathlib import Path

import pytest

from components.shared import internals
from components.shared.internals import CHECKED, INTERNALS, Internal

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "assets"
BEHIND_ONE_NAME = ASSETS / "_internals.js", ROOT / "components" / "shared" / "internals.py"
IN_SCRIPTS = (
    r"_dash-[\w-]+|js-plotly-plot|xaxislayer[\w-]*|\bag-[\w-]+|data-mantine-[\w-]+|mantine-(?!components)[\w-]+"
    r"|dash_component_api|(?<=\.)_[a-zA-Z]\w+"
)
IN_STYLES = (
    r"(?<=[.#])(?:ag|mantine|_dash|js-plotly|modebar|react)-[\w-]+"
    r"|data-(?:dash|mantine|combobox)-[\w-]+|--(?:ag|mantine)-[\w-]+"
)
IN_PYTHON = (
    r"_dash-[\w-]+|data-mantine-[\w-]+|\bmantine-[\w-]+|background_callback\.\w+|_prop_names|_make_progress_key"
    r"|\b_type\b|\b_namespace\b|oldJob"
)


def vanished(listed):
    """A sentence for each name that its library has no more."""
    said = []
    for library, file, name, use, texts in listed:
        text = Path(str(metadata.distribution(library).locate_file(file))).read_text(encoding="utf-8")
        if not all(part in text for part in texts or (name,)):
            now, before = metadata.version(library), CHECKED[library]
            said.append(f"{library} {now} has no {name!r} any more, which was there in {before}; it is for: {use}")
    return said


def found(pattern, files):
    return {name for file in files for name in re.findall(pattern, file.read_text())}


def test_everything_is_where_it_was():
    assert vanished(INTERNALS) == []


def test_what_vanished_is_named():
    [said] = vanished([*INTERNALS, Internal("plotly", "plotly/package_data/plotly.min.js", "_events2", "clicks")])
    assert said.startswith(f"plotly {metadata.version('plotly')} has no '_events2' any more")
    [said] = vanished([Internal("dash", "dash/dash.py", "x", "pages", ("react-entry-point", "react-exit-point"))])
    assert said.startswith(f"dash {metadata.version('dash')} has no 'x' any more")


def test_scripts_reach_them_by_one_file():
    others = [file for file in ASSETS.glob("*.js") if file not in BEHIND_ONE_NAME]
    assert found(IN_SCRIPTS, others) == set()


def test_python_reaches_them_by_one_module():
    rooms = [file for room in ("callbacks", "components") for file in (ROOT / room).rglob("*.py")]
    files = [file for file in (*rooms, ROOT / "app.py", ROOT / "worker.py") if file not in BEHIND_ONE_NAME]
    assert found(IN_PYTHON, files) == set()


def test_each_name_that_is_used_is_listed_and_each_that_is_listed_is_used():
    styles = found(IN_STYLES, ASSETS.glob("*.css"))
    scripts = found(IN_SCRIPTS, [BEHIND_ONE_NAME[0]])
    listed = {one.name for one in INTERNALS}
    assert styles | scripts <= listed
    source = BEHIND_ONE_NAME[0].read_text() + "".join(
        file.read_text() for file in (*ASSETS.glob("*.css"), ASSETS / "long_work.js", ROOT / "callbacks/managers.py")
    )
    module = BEHIND_ONE_NAME[1].read_text().partition("INTERNALS = (")[0]
    assert {one.name for one in INTERNALS if one.name not in source + module} == set()


def test_the_list_has_each_name_once_and_a_version_for_each_library():
    assert len({one.name for one in INTERNALS}) == len(INTERNALS)
    assert {one.library for one in INTERNALS} == set(CHECKED)


@pytest.mark.parametrize("library", CHECKED)
def test_the_lock_has_the_versions_that_were_checked(library):
    [locked] = re.findall(rf"^{library}==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert locked == CHECKED[library], f"look at each line of {internals.__name__} for {library}, then write {locked}"
