"""Shipped cards, and those of other kinds as they were written before the rebuild, are read field by field."""

import dataclasses
import json

import pytest

from core.models import card_files
from core.models.card import CARD_SUFFIX, card_text, spec_key
from tests.golden import cards
from tests.golden.table import HERE, is_same, read_rows

ROWS = {row["file"]: row for row in read_rows(cards.FILE)}
SHIPPED = cards.shipped()
KINDS = sorted((HERE / "cards").glob(f"*{CARD_SUFFIX}"))


def test_no_shipped_card_came_or_went():
    assert [path.name for path in SHIPPED] == list(ROWS)


def test_the_key_of_a_spec_stands_in_the_name_of_each_file():
    for path in [*SHIPPED, *KINDS]:
        assert path.name.endswith(f"-{cards.key_of(path)}{CARD_SUFFIX}"), path.name


def test_each_shipped_card_is_read_as_before():
    changed = {}
    for row in cards.answered():
        before = ROWS[row["file"]]
        changed |= {(row["file"], name): text for name, text in row.items() if not is_same(before[name], text)}
    assert changed == {}


def test_each_field_of_a_card_is_read_and_written_as_it_stands():
    for path in [*SHIPPED, *KINDS]:
        text = path.read_text(encoding="utf-8")
        card = card_files.read(path)
        fields = json.loads(text)
        assert {name: value for name, value in dataclasses.asdict(card).items() if name in fields} == fields, path.name
        assert json.loads(card_text(card)) == dataclasses.asdict(card)
        assert card.key == spec_key(card.spec)


@pytest.mark.parametrize("path", KINDS, ids=[path.name for path in KINDS])
def test_cards_of_every_kind_are_known_by_their_name(path):
    assert card_files.read(path).name == json.loads((HERE / "cards" / "names.json").read_text())[path.name]
