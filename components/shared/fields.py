"""Forms of pages, declared field by field: the texts in a link, their values, and what is wrong with them.

Fields keep what was typed, right or wrong, as text; so the texts are the state of a page, and the link that restores
it. A form reads them from an address (lists of texts, as of ``parse_qs``) and from a state (texts) alike.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from components.shared import backgrounds
from components.shared.cures import sentence
from core.checks import MOST_SEED, number_between
from core.errors import AppError, SequenceError, quoted
from core.gia.design import parse_pattern

Query = Mapping[str, Any]
Texts = dict[str, Any]
"""The text, or list of texts, of each field."""
Reader = Callable[[str, Any], Any]
"""A function from the label and the text of a field to its value; its AppError says what is wrong."""


def as_it_is(label: str, text: Any) -> Any:
    """Return the text unchanged."""
    return text


class Field(NamedTuple):
    """One field: its name in a link, its reader, its default text, and its name in sentences.

    several : whether its text is a list of different texts. most : letters of a text that a link may hold. Blanks at
    the ends of a text do not count; line ends do, so that a list of lines can be continued.
    """

    name: str
    read: Reader = as_it_is
    default: Any = ""
    label: str = ""
    several: bool = False
    most: int = 2000

    def text(self, given: Any) -> Any:
        """Take the text of the field from a link or a state, that of a fresh visit for None."""
        texts = given if isinstance(given, list | tuple) else [] if given is None else [given]
        if self.several:
            return list(dict.fromkeys(str(one).strip(" ")[: self.most] for one in texts or self.default))
        return str(texts[0]).strip(" ")[: self.most] if texts else self.default

    def value(self, given: Any) -> Any:
        """Read the value of the field from a link or a state; an AppError says what is wrong."""
        return self.read(self.label or self.name, self.text(given))

    def typed(self, given: Any) -> Any:
        """Read the value that the browser reports; None stands for an emptied field, not for a fresh visit."""
        return self.value(self.empty if given is None else given)

    @property
    def empty(self) -> Any:
        """Text of an emptied field."""
        return [] if self.several else ""

    def is_changed(self, text: Any) -> bool:
        """Say whether a text, or a value, differs from that of a fresh visit."""
        return list(text) != list(self.default) if self.several else text != self.default


class Rule(NamedTuple):
    """A condition on several fields: checked with their values by name, if each of them can be read.

    name : where its problem is shown. An AppError of ``check`` says what is wrong.
    """

    name: str
    fields: tuple[str, ...]
    check: Callable[..., Any]


class Read(NamedTuple):
    """The values of the fields that could be read; by field or rule, the sentence on what is wrong with others."""

    values: dict[str, Any]
    problems: dict[str, str]


class Form:
    """The fields of a page or a part of it, in their order.

    always : names of fields that a link holds even with their default, so that the link keeps its meaning when the
    default changes.
    """

    def __init__(self, *fields: Field, rules: Iterable[Rule] = (), always: Iterable[str] = ()):
        self.fields = {field.name: field for field in fields}
        self.rules = tuple(rules)
        self.always = tuple(always)

    def with_defaults(self, **defaults: Any) -> "Form":
        """Make the same form with other texts on a fresh visit."""
        fields = [field._replace(default=defaults.get(name, field.default)) for name, field in self.fields.items()]
        return Form(*fields, rules=self.rules, always=self.always)

    def texts(self, query: Query) -> Texts:
        """Take the text of every field; nothing is refused here, `read` says what is wrong."""
        return {name: field.text(query.get(name)) for name, field in self.fields.items()}

    def typed(self, names: Iterable[Mapping[str, str]], values: Iterable[Any]) -> Texts:
        """Take the texts that the browser reports for some fields, from their ids; None stands for an emptied field."""
        typed = zip([name["field"] for name in names], values, strict=True)
        return {name: value or self.fields[name].empty for name, value in typed}

    def read(self, query: Query) -> Read:
        """Read the values that can be read, and say what is wrong with the others."""
        values: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for name, field in self.fields.items():
            try:
                values[name] = field.value(query.get(name))
            except AppError as error:
                problems[name] = sentence(error)
        for rule in self.rules:
            if all(name in values for name in rule.fields):
                try:
                    rule.check(**{name: values[name] for name in rule.fields})
                except AppError as error:
                    problems[rule.name] = sentence(error)
        return Read(values, problems)

    def values(self, query: Query) -> dict[str, Any]:
        """Read the value of every field; if one cannot be read, take that of a fresh visit."""
        return {**self.read({}).values, **self.read(query).values}

    def link(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Write the part of a link that restores these texts, or values."""
        return {
            name: given[name]
            for name, field in self.fields.items()
            if name in self.always or field.is_changed(given[name])
        }


def whole(low: int, high: int) -> Reader:
    """Make a reader of whole numbers from ``low`` to ``high``, such as ``1,000``."""
    return lambda label, text: number_between(label, text, low, high)


def optional(read: Reader) -> Reader:
    """Make a reader that gives None for an empty text, else the value of ``read``."""
    return lambda label, text: read(label, text) if text else None


def one_of(known: Iterable[str]) -> Reader:
    """Make a reader of names that takes only those that are known."""

    def read(label: str, text: str) -> str:
        if text not in known:
            raise SequenceError(f"there is no {label} {quoted(text)}; use one of: {', '.join(known)}.")
        return text

    return read


def each(read: Reader) -> Reader:
    """Make a reader of a field with several texts, which are read one by one."""
    return lambda label, texts: [read(label, text) for text in texts]


def pattern(label: str, text: str) -> str:
    """Read a pattern: upper case, U for T."""
    return parse_pattern(text)


def background(label: str, text: str) -> str:
    """Read a background model that can be drawn from, in its shortest form."""
    read = backgrounds.read_background(text)
    if read == backgrounds.TO_BE_GIVEN:
        raise SequenceError("no own sequences are given; choose another background model.")
    return read


FEWEST, MOST = 2, 10_000
"""Most backgrounds on a page, which should answer soon; the command line takes more."""
BACKGROUND = Field("background", background, "profile", "background model", most=4000)
N = Field("n", whole(FEWEST, MOST), "1000", "number of backgrounds")
SEED = Field("seed", whole(0, MOST_SEED), "0", "seed")
