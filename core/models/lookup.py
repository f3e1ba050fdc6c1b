"""All models of two folders, arranged: the models that names mean, and the damaged cards."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.models.card import Card
from core.models.card_files import Damaged, slug
from core.storage.index import Contents

Cards = Contents[Card | Damaged]


@dataclass(frozen=True, eq=False)
class Library:
    """Models of two folders at one moment, equal only to themselves.

    models : by experiment and label, the model in use first. damaged : cards, the user's own first. ranked : files with
    their cards, best first.
    """

    models: dict[str, dict[str, Card]]
    damaged: list[Damaged]
    ranked: list[tuple[Path, Card]]

    def damaged_of(self, experiment: str) -> list[Damaged]:
        """Return the damaged cards whose file is named after an experiment."""
        called = slug(experiment)
        return [one for one in self.damaged if one.slug == called]


@lru_cache(maxsize=4)
def arranged(shipped: Cards, local: Cards) -> Library:
    """Arrange the cards of the shipped folder and of the user's own."""
    listed = [(part is local, part.folder / name, one) for part in (shipped, local) for name, one in part.found.items()]
    broken = [one for _, _, one in reversed(listed) if isinstance(one, Damaged)]
    found = [(_in_use(one, is_local), path, one) for is_local, path, one in listed if isinstance(one, Card)]
    ranked = [(path, card) for _, path, card in sorted(found, key=lambda one: one[0], reverse=True)]
    return Library(by_experiment(_in_sight(ranked, broken, local.folder)), broken, ranked)


def by_experiment(ranked: Sequence[Card]) -> dict[str, dict[str, Card]]:
    """Group cards, given best first, by experiment and label."""
    found: dict[str, dict[str, Card]] = {}
    for card in ranked:
        found.setdefault(card.experiment, {}).setdefault(card.label, card)
    return found


def is_meant(broken: Damaged, label: str | None, found: Card | None, own: Path, is_own: bool) -> bool:
    """Say whether a damaged card of an experiment may be the model that is asked for.

    label : of the model, None if the model in use is asked for. found : the card that would answer, if any.
    own : the user's own folder. is_own : whether ``found`` is in it.
    """
    if found is None:
        return broken.label in (label, None) or label is None
    usual = found.rank, is_own, found.trained
    return label is None and (broken.rank, broken.path.parent == own, broken.trained) > usual


def _in_sight(ranked: Sequence[tuple[Path, Card]], broken: Sequence[Damaged], own: Path) -> list[Card]:
    """List the cards that no damaged card may replace."""
    by_slug = defaultdict(list)
    for one in broken:
        by_slug[one.slug].append(one)
    return [
        card
        for path, card in ranked
        if not by_slug or not _is_hidden(card, path.parent == own, by_slug.get(slug(card.experiment), ()), own)
    ]


def _is_hidden(found: Card, is_local: bool, broken: Sequence[Damaged], own: Path) -> bool:
    """Say whether the name of an intact card may mean a damaged card of its experiment.

    It may if the damaged card has the same label and is newer. A shipped card hides none of the user's own; a card of
    the user whose label cannot be read may have that of any shipped model.
    """
    for one in broken:
        is_above = one.path.parent == own
        if is_local and not is_above:
            continue
        is_newer = one.trained >= found.trained or is_above > is_local
        if (one.label == found.label and is_newer) or (one.label is None and is_above > is_local):
            return True
    return False


def _in_use(card: Card, is_local: bool) -> tuple:
    """Return the sort key that puts the model in use last: of shipped ones the paper's kind, then the lowest seed."""
    shipped = card.kind == "log", card.architecture.variant == "paper", -card.seeds[0]
    return card.rank, is_local, *(() if is_local else shipped), card.trained
