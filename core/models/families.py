"""Families: models that differ only in their seed."""

from core.models import registry
from core.models.card import Card, seeds_text


def family(card: Card) -> list[Card]:
    """List the networks that differ from this one, or from an ensemble's members, only in their seed, by seed."""
    labelled = registry.models_of(card.experiment).values()
    alike = [one for one in labelled if one.family == card.family and not one.is_ensemble]
    return sorted(alike, key=lambda one: one.seeds)


def other_families(card: Card) -> list[list[Card]]:
    """List the networks of each other kind of the experiment that has several seeds, by seed."""
    found: list[list[Card]] = []
    for one in registry.models_of(card.experiment).values():
        is_new = one.family != card.family and all(one.family != alike[0].family for alike in found)
        if is_new and len(alike := family(one)) > 1:
            found.append(alike)
    return found


def why_single(card: Card, what: str, lacks: str) -> str:
    """Say that a model has no others with another seed: what it therefore lacks, and what to do.

    what : the word for it, such as ``model``. lacks : for example ``so there is no interval over seeds``.
    """
    said = f"{card.name} is the only {what} here that was made just so but for the seed, {lacks}"
    others = [
        f"{alike[0].name} has {len(alike)} ({seeds_text([one.seeds[0] for one in alike])})"
        for alike in other_families(card)
    ]
    choose = f"{'; '.join(others)}: choose that one" if others else ""
    if card.architecture.is_external:
        return f"{said}; {choose or 'choose a model that was trained here'}."
    train = f"train this one with another seed, such as {max(card.seeds) + 1}, and otherwise as it was"
    return f"{said}. {choose}, or {train}." if choose else f"{said}; {train}."
