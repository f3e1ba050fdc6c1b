"""How the letters of an RNA that is drawn are named: by itself, or as a part of a longer one."""

from collections.abc import Callable
from typing import NamedTuple


class Part(NamedTuple):
    """Where the RNA that is drawn begins in the one that people know, and how they write its letters.

    first : position of its first letter, from 1.
    typed : spells letters, U, as the person who gave the RNA does (`core.NamedRna.typed`).
    """

    first: int = 1
    typed: Callable[[str], str] = str

    def positions(self, length: int) -> list[int]:
        """The positions of its letters."""
        return list(range(self.first, self.first + length))


WHOLE = Part()
"""An RNA that is drawn as a whole."""
