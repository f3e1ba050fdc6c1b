"""Names of the letters of a drawn RNA: by itself, or as a part of a longer RNA."""

from collections.abc import Callable
from typing import NamedTuple


class Part(NamedTuple):
    """The place of a drawn RNA in the RNA that people know, and the spelling of its letters.

    first : position of its first letter, from 1.
    typed : spells letters as the giver of the RNA does, with U or T (`core.NamedRna.typed`).
    """

    first: int = 1
    typed: Callable[[str], str] = str

    def positions(self, length: int) -> list[int]:
        """List the positions of its letters."""
        return list(range(self.first, self.first + length))


WHOLE = Part()
"""An RNA drawn as a whole."""
