"""All models of two folders, arranged: which of them a name means, and which cards are damaged."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from core.models.card import Card
from core.models.card_files import Damaged, Stamp, hidden_by, read_all


class Library(NamedTuple):
    """What `registry.models`, `damaged` and `everything` give, as long as no card is written, changed or deleted."""

    models: dict[str, dict[str, Card]]
    damaged: list[Damaged]
    ranked: list[tuple[Path, Card]]


@lru_cache(maxsize=4)
def arranged(shipped: tuple[Stamp, ...], local: tuple[Stamp, ...], folder: Path) -> Library:
    """Arrange the cards of the shipped folder and of the person's folder, ``folder``; both are given by their files."""
    listed = [(is_local, *one) for is_local, part in ((False, shipped), (True, local)) for one in read_all(part)]
    broken = [one for _, _, one in reversed(listed) if isinstance(one, Damaged)]
    found = [(_in_use(one, is_local), path, one) for is_local, path, one in listed if isinstance(one, Card)]
    ranked = [(path, card) for _, path, card in sorted(found, key=lambda one: one[0], reverse=True)]
    seen = [card for path, card in ranked if not hidden_by(path, card, broken, folder)]
    return Library(by_experiment(seen), broken, ranked)


def by_experiment(ranked: Sequence[Card]) -> dict[str, dict[str, Card]]:
    """Cards, best first, as `models` gives them."""
    found: dict[str, dict[str, Card]] = {}
    for card in ranked:
        found.setdefault(card.experiment, {}).setdefault(card.label, card)
    return found


def _in_use(card: Card, is_local: bool) -> tuple:
    """What models are sorted by, the one in use last: of shipped ones the paper's kind, and then the lowest seed."""
    shipped = card.kind == "log", card.architecture.variant == "paper", -card.seeds[0]
    return card.rank, is_local, *(() if is_local else shipped), card.trained
