"""Every CSV has the columns, and every JSON the keys, that it had before the rebuild; they may have more.

What bears another name today stands in `RENAMED`.
"""

import pytest

from tests.golden import exports
from tests.golden.table import OLDER, read_json

BEFORE = read_json(exports.FILE)


@pytest.fixture(autouse=True)
def one_home(shared_home, monkeypatch):
    monkeypatch.setenv("GIA_HOME", str(shared_home))


def kept(names, before):
    """Return the names that were there before, as they were then and in their order of today."""
    return [then for name in names if (then := OLDER.get(name, name)) in before]


@pytest.mark.parametrize("name", BEFORE["views"])
def test_files_of_a_view_have_their_columns_and_keys(name):
    now, before = exports.of_view(exports.views()[name]), BEFORE["views"][name]
    assert {file: kept(now.get(file, []), before[file]) for file in before} == before


def test_tables_have_their_columns():
    now, before = exports.tables(), BEFORE["tables"]
    assert {name: kept(now[name], before[name]) for name in before} == before


def test_every_view_is_asked():
    assert set(BEFORE["views"]) == set(exports.views())
