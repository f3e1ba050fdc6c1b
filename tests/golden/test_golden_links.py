"""Addresses that were written before the rebuild are read to the same state, and what is written is read to it too."""

import pytest

from tests.golden import links
from tests.golden.table import read_json

LINKS = read_json(links.FILE)


@pytest.mark.parametrize("link", LINKS, ids=[one["address"][:80] for one in LINKS])
def test_it_is_read_as_before_and_written_so_that_it_is_read_again(link):
    state, written = links.restored(link["address"])
    assert state == link["state"]
    again, same = links.restored(written)
    assert {**again, "n_said": 0} == {**state, "n_said": 0}  # what could not be read is left out of what is written
    assert same == written


def test_every_page_and_part_has_links():
    pages = {one["address"].partition("?")[0] for one in LINKS}
    parts = {one["address"].partition("part=")[2].partition("&")[0] for one in LINKS}
    assert pages == {"/", "/explore", "/bench", "/discover", "/atlas", "/scan", "/data"}
    assert {"measurements", "train", "models", "own", "performance", "design"} <= parts
