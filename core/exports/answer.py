"""The answer to a view: the content of all its files, whatever their format."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.exports.code import Cell
from core.exports.subject import Subject
from core.exports.table import Table
from core.figures.picture import Picture


class Rna(str):
    """Text in which A, C, G, U and T are nucleotides, to be coloured."""

    __slots__ = ()


class Passage(NamedTuple):
    """A heading of the report with its content: facts by name, or rows of a table."""

    heading: str
    facts: dict[str, str] | None = None
    rows: list[dict[str, str]] | None = None


@dataclass(frozen=True)
class Answer:
    """The answer to a view.

    stem : of the files' names. subjects : the models that were asked, the view's own first.
    table : the numbers; values : every single value behind them, if there are more.
    document : the JSON form, for `core.formatting.plain`.
    method : the method, in sentences. passages : the content of the report.
    cells : code that reproduces it.
    """

    stem: str
    title: str
    subjects: list[Subject]
    table: Table
    document: dict[str, Any]
    picture: Picture
    method: list[str]
    passages: list[Passage]
    cells: list[Cell]
    values: Table | None = field(default=None)

    @property
    def is_simulated(self) -> bool:
        """Whether any of its models learned from simulated data."""
        return any(one.is_simulated for one in self.subjects)


def notes(method: list[str], subjects: list[Subject], more: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Compose the notes below a picture."""
    models = [f"{one.title}: {one.card.trust}" for one in subjects]
    return (*more, " ".join(method), " ".join(models))
