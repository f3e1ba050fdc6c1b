"""Every CSV has the columns, and every JSON the keys, that it had before the rebuild."""

import pytest

from tests.golden import exports
from tests.golden.table import read_json

BEFORE = read_json(exports.FILE)


@pytest.fixture(autouse=True)
def one_home(shared_home, monkeypatch):
    monkeypatch.setenv("GIA_HOME", str(shared_home))


@pytest.mark.parametrize("name", BEFORE["views"])
def test_files_of_a_view_have_their_columns_and_keys(name):
    assert exports.of_view(exports.views()[name]) == BEFORE["views"][name]


def test_tables_have_their_columns():
    assert exports.tables() == BEFORE["tables"]


def test_every_view_is_asked():
    assert set(exports.views()) == set(BEFORE["views"])
