"""Shipped cards: the model that each file names, its keys, and how far it can be trusted."""

import json

from core.models import card_files
from core.models.card import CARD_SUFFIX, spec_key
from core.settings import settings
from tests.golden.table import written

FILE = "cards.csv"


def shipped():
    """The files of all shipped cards."""
    return sorted(settings().shipped.glob(f"*{CARD_SUFFIX}"))


def answer(path):
    """What a card file is read as, in one row."""
    card = card_files.read(path)
    trust = card.reliability
    return {
        "file": path.name,
        "model": card.name,
        "answers_key": card.answers_key[:16],
        "kind": card.kind,
        "folds": card.architecture.reads_structure,
        "task": card.architecture.task,
        "networks": len(card.seeds),
        "rank": card.rank,
        "best": card.top_kmers[0][0],
        "n_test": card.n_test,
        "reliability": trust.level,
        "ci_low": written(trust.ci_low),
        "ci_high": written(trust.ci_high),
    }


def answered():
    """All shipped cards with what they are read as today."""
    return [{name: str(value) for name, value in answer(path).items()} for path in shipped()]


def key_of(path):
    """What stands in a card's file name: the first letters of the key of its spec."""
    return spec_key(json.loads(path.read_text())["spec"])[:10]
