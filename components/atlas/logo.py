"""A small sequence logo outside tables; what it does in the browser stands in assets/atlas.js."""

from dash.development.base_component import Component

BITS = 2.0
"""Height of a logo in bits."""


class AtlasLogo(Component):
    """Columns of letters as `components.figures.small_logo.logo_columns` makes them.

    label : what those hear who do not see it. top : height of the box, in the unit of the letters.
    """

    _namespace = "gia_components"
    _type = "AtlasLogo"

    def __init__(self, id: str, columns: list, label: str, top: float = BITS):
        self._prop_names = ["id", "columns", "label", "top"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = list(self._prop_names)
        self.available_wildcard_properties: list[str] = []
        super().__init__(id=id, columns=columns, label=label, top=top)
