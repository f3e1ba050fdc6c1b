"""Checks of what people type that many commands and functions share; each is one sentence for what cannot be."""

import operator

from core.errors import SequenceError

MOST_SEED = 2**32 - 1


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
