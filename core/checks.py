"""Checks of typed input that commands and functions share; each raises one sentence."""

import operator

from core.errors import SequenceError, quoted

MOST_SEED = 2**32 - 1
MOST_DIGITS = 18
"""Most digits of a typed number: Python refuses to read thousands."""
MOST_NUMBERS = 1000
"""Most numbers in a list with ranges: no protocol has that many conditions."""


def is_count(text: str) -> bool:
    """Say whether a text is a whole number without a sign, such as ``18``."""
    return len(text) <= MOST_DIGITS and text.isascii() and text.isdecimal()


def is_whole(text: str) -> bool:
    """Say whether a text is a whole number, such as ``18`` or ``-3``."""
    return is_count(text[1:] if text[:1] in ("+", "-") else text)


def whole(text: str) -> int:
    """Read a whole number; a SequenceError for anything else."""
    if not is_whole(text.strip()):
        raise SequenceError(f"{quoted(text)} is not a whole number; give one, such as 18.")
    return int(text)


def wholes(text: str) -> tuple[int, ...]:
    """Read whole numbers from a list with ranges, ``4,11,18`` or ``0-20``; a SequenceError for anything else."""
    numbers: list[int] = []
    for part in text.split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        if not is_count(first) or (dash and not is_count(last)) or (dash and int(last) < int(first)):
            raise SequenceError(f"{quoted(text)} is not a list of whole numbers; write 4,11,18 or a range, 1-36.")
        added = range(int(first), int(last or first) + 1)
        if len(numbers) + len(added) > MOST_NUMBERS:
            raise SequenceError(f"{quoted(text)} are more than {MOST_NUMBERS:,} numbers; write fewer.")
        numbers += added
    return tuple(numbers)


def number_between(name: str, text: str, low: int, high: int) -> int:
    """Read a whole number of a field, such as ``1,000``.

    Parameters
    ----------
    name : of the field, for the error.
    low, high : the smallest and the largest number allowed.

    Raises
    ------
    SequenceError : empty, another text, or a number outside.
    """
    digits = text.strip().replace(",", "")
    if not is_count(digits) or not low <= int(digits) <= high:
        what = repr(text[:50]) if text else "empty"
        raise SequenceError(f"the {name} is {what}; give a whole number from {low:,} to {high:,}.")
    return int(digits)


def check_seed(seed: int) -> int:
    """Return the seed if it is valid.

    Raises
    ------
    SequenceError : anything but a whole number from 0 to `MOST_SEED`.
    """
    try:
        number = operator.index(seed)
    except TypeError:
        number = -1
    if isinstance(seed, bool) or not 0 <= number <= MOST_SEED:
        raise SequenceError(f"the seed is {seed}; use a whole number from 0 to {MOST_SEED}.")
    return number
