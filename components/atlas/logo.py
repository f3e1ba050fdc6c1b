"""A small sequence logo outside tables; what it does in the browser stands in assets/atlas.js."""

from components.shared.internals import OwnComponent

BITS = 2.0
"""Height of a logo in bits."""


class AtlasLogo(OwnComponent):
    """Columns of letters as `components.figures.small_logo.logo_columns` makes them.

    label : its text for screen readers. top : height of the box, in the unit of the letters.
    """

    def __init__(self, id: str, columns: list, label: str, top: float = BITS):
        super().__init__(id=id, columns=columns, label=label, top=top)
