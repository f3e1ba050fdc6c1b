"""Design files that were saved before the rebuild are read as then, and answered as then."""

import json

import pytest

import core
from tests.golden import designs
from tests.golden.table import is_same, read_json

FILES = read_json(designs.FILE)


@pytest.mark.parametrize("number", range(len(FILES)))
def test_it_is_read_and_answered_as_before(number, shared_home, monkeypatch):
    monkeypatch.setenv("GIA_HOME", str(shared_home))
    before, now = FILES[number]["read"], designs.answer(FILES[number]["file"])
    pairs = list(zip(before.pop("importance").split(), now.pop("importance").split(), strict=True))
    assert now == before
    assert [one for one in pairs if not is_same(*one)] == []


@pytest.mark.parametrize("number", range(len(FILES)))
def test_what_is_written_of_it_is_read_to_the_same(number):
    design = core.read_design(json.dumps(FILES[number]["file"]))
    again = core.read_design(json.dumps(design.to_dict()))
    assert (again, again.names, again.reference) == (design, design.names, design.reference)


def test_every_background_and_every_writer_has_a_file():
    kinds = {one["read"]["background"].partition(":")[0] for one in FILES}
    assert kinds == {*core.BACKGROUNDS, "sequences", "occluded"}
    assert {one["written_by"] for one in FILES} == {"bench", "Share menu", "command line", "hand"}
