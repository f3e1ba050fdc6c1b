"""Checks of what people type that many commands and functions share; each is one sentence for what cannot be."""

import operator

from core.errors import SequenceError

MOST_SEED = 2**32 - 1
MOST_DIGITS = 18
"""Of a number that is typed: Python refuses to read one of thousands of digits."""


def is_count(text: str) -> bool:
    """Say whether a text is a whole number without a sign, such as ``18``."""
    return len(text) <= MOST_DIGITS and text.isascii() and text.isdecimal()


def is_whole(text: str) -> bool:
    """Say whether a text is a whole number, such as ``18`` or ``-3``."""
    return is_count(text[1:] if text[:1] in ("+", "-") else text)


def check_seed(seed: int) -> int:
    """Give back a seed of random numbers that can be one.

    Raises
    ------
    SequenceError : anything but a whole number from 0 to `MOST_SEED`.
    """
    try:
        whole = operator.index(seed)
    except TypeError:
        whole = -1
    if isinstance(seed, bool) or not 0 <= whole <= MOST_SEED:
        raise SequenceError(f"the seed is {seed}; use a whole number from 0 to {MOST_SEED}.")
    return whole
