"""Patterns at positions, conditions and designs; their text and JSON forms.

People count positions from 1 and arrays from 0: the text form (``UGCAUG@18``) is the one place that converts.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from core.checks import check_seed, is_whole
from core.errors import SequenceError, quoted
from core.gia.backgrounds import COMPLEMENT, parse_background
from core.sequence import ALPHABET, IUPAC, PROBE_LENGTH, to_rna

FEWEST, MOST = 2, 100_000
"""Fewest and most backgrounds of a design: an interval needs two, and memory is bounded."""
ANYWHERE = "*"
"""Stands for a position that is random in each background."""
LEAVE = "N"
"""Stands in a pattern for a letter that stays as it is in the background."""
DRAWN = {letter: choices for letter, choices in IUPAC.items() if letter not in ALPHABET + LEAVE}
"""Stand in a pattern for one of these letters, drawn anew in each background."""
LONGEST_NAME = 60
"""Most letters of a condition's name, which is printed under its box."""
FORMERLY = {"experiment": "model_name"}
"""Keys of older JSON forms, read as the keys of today."""


class Placement(NamedTuple):
    """A pattern, and the index from 0 of its first letter.

    In the pattern N leaves the background's letter, and R, Y, W, S, K, M, B, D, H, V stand for one of several letters,
    drawn in each background (`core.gia.embedding.embed`). With position None, ``UGCAUG@*``, the pattern stands at a
    random position in each background.
    """

    pattern: str
    position: int | None

    @property
    def start(self) -> int:
        """The index, from 0, of its first letter; a ValueError if the position is random in each background."""
        if self.position is None:
            raise ValueError(f"{self.text} has a random position in each background")
        return self.position

    @property
    def end(self) -> int:
        """The index after its last letter; a ValueError if the position is random in each background."""
        return self.start + len(self.pattern)

    @property
    def text(self) -> str:
        """The text form, ``UGCAUG@18`` or ``UGCAUG@*``, with the position counted from 1."""
        return f"{self.pattern}@{ANYWHERE if self.position is None else self.position + 1}"


class Condition(NamedTuple):
    """Placements that are embedded together, in the order of their positions; random positions come last."""

    placements: tuple[Placement, ...]

    @property
    def text(self) -> str:
        """The text form: placements joined by commas."""
        return ",".join(placement.text for placement in self.placements)

    @property
    def fixed(self) -> tuple[Placement, ...]:
        """The placements at a given position."""
        return tuple(placement for placement in self.placements if placement.position is not None)

    @property
    def moving(self) -> tuple[Placement, ...]:
        """The placements at random positions."""
        return tuple(placement for placement in self.placements if placement.position is None)


@dataclass(frozen=True)
class Design:
    """A complete GIA question, which the page edits, the link and the file hold, and the command line runs.

    ``model_name`` is the model that is asked. ``background`` is a text as `parse_background` reads it, kept in its
    shortest form; if it lists the sequences itself, ``n`` becomes their number. ``names`` are the people's names of the
    conditions, one for each, "" for none. ``reference`` is the index, from 0, of the condition that the others are
    compared with, None for no comparison. The importance of a condition depends on neither names nor reference, and
    designs that differ only in these are equal.

    Raises
    ------
    SequenceError : an unknown background model, n or seed outside their range, a name that is too long, a reference
        that is none of the conditions, or a condition that writes two letters that cannot pair where the background
        model keeps them paired.
    """

    model_name: str
    conditions: tuple[Condition, ...]
    background: str = "profile"
    n: int = 1000
    seed: int = 0
    names: tuple[str, ...] = field(default=(), compare=False)
    reference: int | None = field(default=0, compare=False)

    def __post_init__(self):
        background = parse_background(self.background)
        object.__setattr__(self, "background", background.text)
        given = background.kind == "sequences"
        if given:
            object.__setattr__(self, "n", len(background.sequences))
        if not (1 if given else FEWEST) <= self.n <= MOST:
            raise SequenceError(f"the number of backgrounds is {self.n:,}; use a number from {FEWEST} to {MOST:,}.")
        check_seed(self.seed)
        object.__setattr__(self, "names", _names(self.names, len(self.conditions)))
        if self.reference and not 0 < self.reference < len(self.conditions):
            raise SequenceError(
                f"the design compares with condition {self.reference + 1}; give a number from 1 to "
                f"{len(self.conditions)}, or 0 for no comparison."
            )
        for condition in self.conditions:
            _check_pairs(condition, background.pairs)

    def to_dict(self) -> dict:
        """Return the JSON form, with conditions as texts, and with ``names`` if any condition has one.

        ``compared_with``, the number from 1 of the reference, or 0 for none, is left out if the first condition is it.
        """
        more: dict[str, Any] = {"names": list(self.names)} if self.names else {}
        more |= {} if self.reference == 0 else {"compared_with": number_of(self.reference)}
        return {
            "model_name": self.model_name,
            "background": self.background,
            "n": self.n,
            "seed": self.seed,
            "conditions": [condition.text for condition in self.conditions],
            **more,
        }

    @classmethod
    def from_dict(cls, document: dict) -> "Design":
        """Make the design of a JSON form; errors as `Design` and `parse_condition`."""
        given = {FORMERLY.get(key, key): value for key, value in document.items()}
        given["conditions"] = tuple(map(parse_condition, document["conditions"]))
        given |= {"names": tuple(document.get("names", ())), "reference": index_of(given.pop("compared_with", 1))}
        return cls(**given)


def number_of(reference: int | None) -> int:
    """Convert a reference's index to its number from 1; no comparison, None, becomes 0."""
    return 0 if reference is None else reference + 1


def index_of(number: int) -> int | None:
    """Convert a reference's number to its index from 0; the inverse of `number_of`."""
    return number - 1 if number else None


def clean_name(text: str) -> str:
    """Put the name of a condition on one line, without blanks around it.

    Raises
    ------
    SequenceError : it is too long.
    """
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME:
        raise SequenceError(f"the name {name[:20] + '…'!r} has {len(name)} letters; use at most {LONGEST_NAME}.")
    return name


def parse_pattern(text: str) -> str:
    """Read a pattern: upper case, U for T.

    Raises
    ------
    SequenceError : no letters, more than the probe has, or a letter that is not a nucleotide code of IUPAC.
    """
    pattern = to_rna(text.strip())
    if not pattern:
        raise SequenceError("the pattern is empty; give letters A, C, G, U, or N to leave the background's letter.")
    for letter in pattern:
        if letter not in IUPAC:
            raise SequenceError(
                f"pattern {quoted(text)} has the letter {letter!r}; use A, C, G, U (T reads as U), "
                f"or N to leave the background's letter, or {', '.join(DRAWN)} for one of several letters."
            )
    if len(pattern) > PROBE_LENGTH:
        raise SequenceError(f"pattern {quoted(pattern)} has {len(pattern)} letters; give 1 to {PROBE_LENGTH}.")
    return pattern


def parse_placement(text: str) -> Placement:
    """Read a placement ``PATTERN@POSITION``, counted from 1, or ``PATTERN@*`` for a random position in each background.

    Raises
    ------
    SequenceError : another form, a pattern that `parse_pattern` refuses, or that leaves the probe.
    """
    letters, at, number = text.partition("@")
    if at and number.strip() == ANYWHERE:
        return Placement(parse_pattern(letters), None)
    if not at or not is_whole(number.strip()):
        raise SequenceError(f"{quoted(text)} is not a placement; write PATTERN@POSITION, such as UGCAUG@18.")
    pattern, position = parse_pattern(letters), int(number)
    last = PROBE_LENGTH - len(pattern) + 1
    if not 1 <= position <= last:
        raise SequenceError(
            f"pattern {pattern!r} at position {position} leaves the {PROBE_LENGTH}-nt probe; "
            f"use a position from 1 to {last}."
        )
    return Placement(pattern, position - 1)


def parse_condition(text: str) -> Condition:
    """Read a condition, placements joined by commas: ``UGCAUG@4,UGCAUG@11``.

    Raises
    ------
    SequenceError : no placement, one that `parse_placement` refuses, two that overlap, or too many letters for a probe.
    """
    if not text.strip():
        raise SequenceError("the condition is empty; write one or more placements, such as UGCAUG@4,UGCAUG@11.")
    placements = [parse_placement(part) for part in text.split(",")]
    fixed = sorted((p for p in placements if p.position is not None), key=lambda placement: placement.start)
    for left, right in pairwise(fixed):
        if left.end > right.start:
            raise SequenceError(
                f"{left.text} and {right.text} overlap; move {right.text} to position {left.end + 1} or later, "
                "or remove one."
            )
    if (n_letters := sum(len(placement.pattern) for placement in placements)) > PROBE_LENGTH:
        raise SequenceError(
            f"the patterns of {text.strip()!r} have {n_letters} letters together; "
            f"use at most {PROBE_LENGTH}, the length of a probe."
        )
    return Condition((*fixed, *sorted(p for p in placements if p.position is None)))


def _check_pairs(condition: Condition, pairs: tuple[tuple[int, int], ...]) -> None:
    """Raise a SequenceError if a condition writes both letters of a pair and they cannot pair.

    A letter that is drawn counts as pairing with none: both sides are drawn independently.
    """
    written = {
        index: (letter, placement)
        for placement in condition.fixed
        for index, letter in enumerate(placement.pattern, start=placement.start)
        if letter != LEAVE
    }
    for left, right in pairs:
        if left in written and right in written:
            (letter, first), (partner, second) = written[left], written[right]
            if {letter, partner} & set(DRAWN) or COMPLEMENT[ALPHABET.index(letter)] != ALPHABET.index(partner):
                raise SequenceError(
                    f"{first.text} writes {letter} at position {left + 1} and {second.text} {partner} at {right + 1}, "
                    "which the stem-loop pairs; write letters that pair there, N on one side, or move a pattern."
                )


def _names(names: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return the cleaned names of the conditions, or an empty tuple if none has a name."""
    cleaned = tuple(map(clean_name, names))
    if cleaned and len(cleaned) != count:
        raise SequenceError(f"there are {len(cleaned)} names for {count} conditions; give one for each, '' for none.")
    return cleaned if any(cleaned) else ()
