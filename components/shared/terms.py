"""A list of terms with what each means, as one component of the page."""

from collections.abc import Mapping

from components.shared.internals import OwnComponent


class Terms(OwnComponent):
    """A description list (assets/terms.js).

    entries : what each term means. kind : ``words`` or ``keys``, the class of the list.
    """

    def __init__(self, entries: Mapping[str, str], kind: str):
        super().__init__(entries=[list(entry) for entry in entries.items()], kind=kind)
