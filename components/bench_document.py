"""The bench's document: read from a link, edited by actions, written to a link. Plain data and plain functions.

A document is small JSON, so it lives in the browser::

    {"experiment", "background", "n", "seed",                  as in a `Design`
     "conditions": [{"key", "text"}],                           text is "" for an empty condition
     "active": key of the condition on the track,
     "patterns": own patterns in the palette,
     "revision": number of the last action that was applied,
     "problems": {field: sentence}, what was wrong with the last change of a field, shown there until it is put right,
     "link": {"path", "query"}: the address that restores the document}

Keys, unlike numbers in the list, stay with a condition, so a second click on "Remove" never hits its neighbour.
"""

from typing import Any

from core.errors import AppError, SequenceError
from core.gia.backgrounds import BACKGROUNDS
from core.gia.design import Condition, Design, Placement, parse_condition, parse_pattern
from core.sequence import PROBE_LENGTH

PATH = "/bench"
EMPTY = "-"
"""An empty condition in a link; a blank value would be lost on the way."""
FEWEST, MOST = 2, 10_000
"""Backgrounds the bench takes; a live page should answer in seconds (the command line takes more)."""
MOST_CONDITIONS = 20
EXAMPLE_POSITIONS = (4, 11, 18)
"""Starts, from 1, of one, two and three copies of the best k-mer: the paper's Fig 2b."""

Document = dict[str, Any]


def example(experiment: str, kmer: str) -> Document:
    """The document of a fresh visit: one, two, three copies of a k-mer as in the paper's Fig 2b, three on the track."""
    placed = [Placement(kmer, position - 1) for position in EXAMPLE_POSITIONS]
    texts = [Condition(tuple(placed[:copies])).text for copies in range(1, len(placed) + 1)]
    return _document(experiment, texts, active=len(texts))


def read_query(query: dict[str, list[str]], experiment: str, kmer: str) -> tuple[Document, list[str]]:
    """The document of a link and one sentence for each part of it that could not be read.

    query : as from ``parse_qs``; ``c`` conditions, ``p`` own patterns, and ``active``, ``background``, ``n``, ``seed``.
    kmer : the k-mer of the example, which is shown when the link has no condition.
    """
    problems: list[str] = []
    texts = [text for given in query.get("c", []) if (text := _read(_condition_text, given, problems)) is not None]
    active = _read(_active, query.get("active", ["1"])[0], problems) or 1
    document = _document(experiment, texts, active) if texts else example(experiment, kmer)
    patterns = [pattern for given in query.get("p", []) if (pattern := _read(parse_pattern, given, problems))]
    document["patterns"] = list(dict.fromkeys(patterns))
    for field in FIELDS:
        for value in query.get(field, [])[:1]:
            read = _read(lambda text, field=field: read_field(field, text), value, problems)
            document[field] = document[field] if read is None else read
    if len(texts) > MOST_CONDITIONS:
        document["conditions"] = document["conditions"][:MOST_CONDITIONS]
        problems.append(_too_many(f"the link has {len(texts)} conditions"))
    return _linked(_with_active(document)), [sentence(problem) for problem in problems]


def link(document: Document) -> dict[str, Any]:
    """Path and query of the address that restores a document; `read_query` is its inverse."""
    query = {
        "rbp": document["experiment"],
        "c": [item["text"] or EMPTY for item in document["conditions"]],
        "active": numbers(document)[1],
        **{field: document[field] for field in FIELDS},
        "p": document["patterns"],
    }
    return {"path": PATH, "query": query}


def scored(document: Document) -> list[dict]:
    """The conditions that can be scored: those that are not empty, in their order."""
    return [item for item in document["conditions"] if item["text"]]


def numbers(document: Document) -> tuple[list[int], int]:
    """The numbers, from 1 and as the page shows them, of the scored conditions and of the active one."""
    items = document["conditions"]
    active = next(number for number, item in enumerate(items, start=1) if item["key"] == document["active"])
    return [number for number, item in enumerate(items, start=1) if item["text"]], active


def design(document: Document) -> Design | None:
    """The design of a document without its empty conditions; None when all are empty."""
    texts = [item["text"] for item in scored(document)]
    if not texts:
        return None
    return Design.from_dict({"experiment": document["experiment"], "conditions": texts, **_settings(document)})


def setting(document: Document) -> list:
    """What, beside the placements, decides a result: results of another setting must not be shown."""
    return [document["experiment"], *_settings(document).values()]


def apply(document: Document, actions: list[dict]) -> Document:
    """The document after the actions it has not seen, in the order of their numbers.

    An action is ``{"number", "do", ...}``, its other keys being the arguments of the edit named by ``do``. Actions that
    were seen before (number up to the revision) are skipped, so that one may arrive twice.
    """
    for action in sorted(actions, key=lambda action: action["number"]):
        if action["number"] > document["revision"]:
            document = _apply_one(document, action)
    return _linked(document)


def _apply_one(document: Document, action: dict) -> Document:
    given = {key: value for key, value in action.items() if key not in ("number", "do")}
    field = given.get("field") or FIELD_OF_EDIT[action["do"]]
    others = {name: text for name, text in document["problems"].items() if name != field}
    seen = {**document, "revision": action["number"], "problems": others}
    try:
        return EDITS[action["do"]](seen, **given)
    except AppError as error:
        return {**seen, "problems": {**others, field: sentence(str(error))}}


def write(document: Document, key: int, text: str) -> Document:
    """Give a condition new placements, in text form; blank text empties it."""
    text = parse_condition(text).text if text.strip() else ""
    items = [{**item, "text": text} if item["key"] == key else item for item in document["conditions"]]
    return {**document, "conditions": items}


def select(document: Document, key: int) -> Document:
    """Put a condition on the track."""
    return {**document, "active": key} if _index(document, key) is not None else document


def add(document: Document, key: int | None = None) -> Document:
    """A new, empty condition at the end, on the track."""
    return _insert(document, len(document["conditions"]), "")


def duplicate(document: Document, key: int) -> Document:
    """A copy behind a condition, on the track."""
    index = _index(document, key)
    if index is None:
        return document
    return _insert(document, index + 1, document["conditions"][index]["text"])


def remove(document: Document, key: int) -> Document:
    """Take a condition away; its neighbour goes on the track, and the last one leaves an empty one."""
    index = _index(document, key)
    if index is None:
        return document
    rest = [item for item in document["conditions"] if item["key"] != key]
    if not rest:
        return _insert({**document, "conditions": []}, 0, "")
    active = document["active"] if document["active"] != key else rest[min(index, len(rest) - 1)]["key"]
    return {**document, "conditions": rest, "active": active}


def add_pattern(document: Document, text: str) -> Document:
    """Put an own pattern into the palette, once."""
    pattern = parse_pattern(text)
    return {**document, "patterns": list(dict.fromkeys([*document["patterns"], pattern]))}


def drop_pattern(document: Document, pattern: str) -> Document:
    """Take an own pattern out of the palette; where it is placed it stays."""
    return {**document, "patterns": [one for one in document["patterns"] if one != pattern]}


def set_field(document: Document, field: str, value: Any) -> Document:
    """Set the background model, the number of backgrounds or the seed."""
    return {**document, field: read_field(field, value)}


def read_field(field: str, value: Any) -> Any:
    """The value of a field from what was typed or stands in a link.

    Raises
    ------
    SequenceError : an unknown background model, or a number that is not whole or is out of range.
    """
    if field == "background":
        if value not in BACKGROUNDS:
            raise SequenceError(f"there is no background model {value!r}; use one of: {', '.join(BACKGROUNDS)}.")
        return value
    name, low, high = FIELDS[field]
    text = str("" if value is None else value).strip().replace(",", "")
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        what = repr(text) if text else "empty"
        raise SequenceError(f"the {name} is {what}; give a whole number from {low:,} to {high:,}.")
    return int(text)


def sentence(text: str) -> str:
    """The text of an error as a sentence for the page."""
    return text[:1].upper() + text[1:]


FIELDS: dict[str, tuple] = {
    "background": ("background model",),
    "n": ("number of backgrounds", FEWEST, MOST),
    "seed": ("seed", 0, 2**32 - 1),
}
EDITS = {
    "write": write,
    "select": select,
    "add": add,
    "duplicate": duplicate,
    "remove": remove,
    "add_pattern": add_pattern,
    "drop_pattern": drop_pattern,
    "set": set_field,
}
FIELD_OF_EDIT = {
    "write": "condition",
    "add_pattern": "pattern",
    "drop_pattern": "pattern",
    **dict.fromkeys(["select", "add", "duplicate", "remove"], "conditions"),
}
"""Where the problem of an edit is shown; ``set`` names its field itself."""


def _document(experiment: str, texts: list[str], active: int) -> Document:
    items = [{"key": key, "text": text} for key, text in enumerate(texts, start=1)]
    document = {
        "experiment": experiment,
        "background": "profile",
        "n": 1000,
        "seed": 0,
        "conditions": items,
        "active": active,
        "patterns": [],
        "revision": 0,
        "problems": {},
    }
    return _linked(_with_active(document))


def _linked(document: Document) -> Document:
    return {**document, "link": link(document)}


def _with_active(document: Document) -> Document:
    """The document with an active condition that exists: the named one, else the last."""
    keys = [item["key"] for item in document["conditions"]]
    return document if document["active"] in keys else {**document, "active": keys[-1]}


def _insert(document: Document, index: int, text: str) -> Document:
    items = list(document["conditions"])
    if len(items) >= MOST_CONDITIONS:
        raise SequenceError(_too_many(f"there are {len(items)} conditions"))
    key = max((item["key"] for item in items), default=document["active"]) + 1
    items.insert(index, {"key": key, "text": text})
    return {**document, "conditions": items, "active": key}


def _too_many(came: str) -> str:
    return f"{came}; the bench holds {MOST_CONDITIONS}: remove one before you add another."


def _index(document: Document, key: int) -> int | None:
    return next((index for index, item in enumerate(document["conditions"]) if item["key"] == key), None)


def _settings(document: Document) -> dict[str, Any]:
    return {field: document[field] for field in FIELDS}


def _condition_text(text: str) -> str:
    return "" if text.strip() == EMPTY else parse_condition(text).text


def _active(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise SequenceError(f"the active condition is {text!r}; give its number, from 1.")
    return int(text)


def _read(reader, text: str, problems: list[str]) -> Any:
    """What a reader makes of one part of a link; when it cannot, None, and its sentence goes to ``problems``."""
    try:
        return reader(text)
    except AppError as error:
        problems.append(str(error))
        return None


def distinct(top_kmers: list, most: int = 4) -> list[tuple[str, float]]:
    """The best k-mers, best first, without those that are a better one shifted by one or two letters.

    top_kmers : (k-mer, global importance), best first. Patterns longer than the probe are left out.
    """
    chosen: list[tuple[str, float]] = []
    for kmer, importance in top_kmers:
        if len(kmer) <= PROBE_LENGTH and not any(is_shift(kmer, other) for other, _ in chosen):
            chosen.append((kmer, importance))
    return chosen[:most]


def is_shift(first: str, second: str, furthest: int = 2) -> bool:
    """Whether one k-mer is the other moved by at most ``furthest`` letters."""
    return any(
        first[shift:] == second[: len(second) - shift] or second[shift:] == first[: len(first) - shift]
        for shift in range(furthest + 1)
    )
