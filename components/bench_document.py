"""The bench's document: read from a link, edited by actions, written to a link. Plain data and plain functions.

A document is small JSON, so it lives in the browser::

    {"experiment", "background", "n", "seed",                  as in a `Design`; background is "sequences:" for none yet
     "model": {"kmer", "folds", "task"},                        what the page must know of it: `about`
     "conditions": [{"key", "text"}],                           text is "" for an empty condition
     "active": key of the condition on the track,
     "preset": the experiment that was loaded, as in `bench_presets`, "" for none,
     "before": what was there before it, or None,
     "patterns": own patterns in the palette,
     "revision": number of the last action that was applied,
     "problems": {field: sentence}, what was wrong with the last change of a field, shown there until it is put right,
     "link": {"path", "query"}: the address that restores the document,
     "view": what the browser draws of the backgrounds (components/bench_view)}

Keys, unlike numbers in the list, stay with a condition, so a second click on "Remove" never hits its neighbour.
"""

from typing import Any

from components import bench_presets, bench_view
from core.errors import AppError, SequenceError
from core.gia.design import Condition, Design, Placement, parse_condition, parse_pattern
from core.gia.protocol import Plan, Setting
from core.model.cards import Card
from core.sequence import PROBE_LENGTH

PATH = "/bench"
EMPTY = "-"
"""An empty condition in a link; a blank value would be lost on the way."""
FEWEST, MOST = 2, 10_000
"""Backgrounds the bench takes; a live page should answer in seconds (the command line takes more)."""
MOST_CONDITIONS = PROBE_LENGTH
"""A pattern at every position of the probe, but no more: a page should stay readable."""
EXAMPLE_POSITIONS = (4, 11, 18)
"""Starts, from 1, of one, two and three copies of the best k-mer: the paper's Fig 2b."""

Document = dict[str, Any]


def about(card: Card) -> dict[str, Any]:
    """What the bench must know of a model: its best k-mer, whether it folds RNAs, and its task."""
    return {
        "kmer": distinct(card.top_kmers)[0][0],
        "folds": card.architecture.folds,
        "task": card.architecture.task,
    }


def example(experiment: str, model: dict[str, Any]) -> Document:
    """The document of a fresh visit: one, two, three copies of a k-mer as in the paper's Fig 2b, three on the track."""
    placed = [Placement(model["kmer"], position - 1) for position in EXAMPLE_POSITIONS]
    texts = [Condition(tuple(placed[:copies])).text for copies in range(1, len(placed) + 1)]
    return _document(experiment, model, texts, active=len(texts))


def read_query(query: dict[str, list[str]], experiment: str, model: dict[str, Any]) -> tuple[Document, list[str]]:
    """The document of a link and one sentence for each part of it that could not be read.

    query : as from ``parse_qs``; ``c`` conditions, ``p`` own patterns, and ``active``, ``background``, ``n``, ``seed``,
        ``preset``.
    model : as of `about`; its k-mer makes the example, which is shown when the link has no condition.
    """
    problems: list[str] = []
    texts = [text for given in query.get("c", []) if (text := _read(_condition_text, given, problems)) is not None]
    active = _read(_active, query.get("active", ["1"])[0], problems) or 1
    document = _document(experiment, model, texts, active) if texts else example(experiment, model)
    patterns = [pattern for given in query.get("p", []) if (pattern := _read(parse_pattern, given, problems))]
    document["patterns"] = list(dict.fromkeys(patterns))
    for field in FIELDS:
        for value in query.get(field, [])[:1]:
            read = _read(lambda text, field=field: read_field(field, text), value, problems)
            document[field] = document[field] if read is None else read
    for text in query.get("preset", [])[:1]:
        document["preset"] = text if _read(bench_presets.parse, text, problems) else ""
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
        "preset": [document["preset"]] if plan(document) else [],
        "p": document["patterns"],
    }
    return {"path": PATH, "query": query}


def scored(document: Document) -> list[dict]:
    """The conditions that can be scored: those that are not empty and go with the backgrounds, in their order."""
    items = document["conditions"]
    return [item for item in items if item["text"] and not bench_view.clash(item["text"], document["background"])]


def numbers(document: Document) -> tuple[list[int], int]:
    """The numbers, from 1 and as the page shows them, of the scored conditions and of the active one."""
    items = document["conditions"]
    active = next(number for number, item in enumerate(items, start=1) if item["key"] == document["active"])
    can_be = scored(document)
    return [number for number, item in enumerate(items, start=1) if item in can_be], active


def design(document: Document) -> Design | None:
    """The design of what can be scored; None when that is nothing, or when backgrounds are to be given."""
    texts = [item["text"] for item in scored(document)]
    if not texts or asks(document):
        return None
    return Design.from_dict({"experiment": document["experiment"], "conditions": texts, **_settings(document)})


def asks(document: Document) -> bool:
    """Whether own sequences were chosen as backgrounds, and are still to be given."""
    return document["background"] == bench_view.TO_BE_GIVEN


def plan(document: Document) -> Plan | None:
    """The plan of the experiment that was loaded; None where there is none, or its conditions were changed since."""
    asked = design(document) if document["preset"] else None
    return asked and bench_presets.current(asked, document["preset"], document["model"]["kmer"])


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


def load(document: Document, preset: str, given: str | None = None) -> Document:
    """Put an experiment of the menu on the bench: its first design takes the place of conditions and background.

    preset : its name; "" asks for nothing any more.
    given : what the experiment asks for; without it, one that asks for something only asks.
    """
    if not preset:
        return {**document, "preset": ""}
    text = bench_presets.canonical(preset, given)
    setting = Setting(document["experiment"], n=document["n"], seed=document["seed"])
    made = bench_presets.plan(text, document["model"]["kmer"], setting)
    if made is None:
        if given is not None:
            raise SequenceError(f"nothing is given; write {bench_presets.PRESETS[preset].ask.label.lower()}.")
        return {**document, "preset": text}
    first = made.designs[0]
    if len(first.conditions) > MOST_CONDITIONS:
        raise SequenceError(_too_many(f"the experiment has {len(first.conditions)} conditions"))
    last = max(item["key"] for item in document["conditions"])
    items = [{"key": last + number, "text": one.text} for number, one in enumerate(first.conditions, start=1)]
    return {
        **document,
        "conditions": items,
        "active": items[0]["key"],
        "background": first.background,
        "preset": text,
        "before": {name: document[name] for name in REPLACED},
        "problems": {},
    }


def put_back(document: Document, key: int | None = None) -> Document:
    """What was there before an experiment was loaded."""
    return {**document, **(document["before"] or {}), "before": None, "problems": {}}


def read_field(field: str, value: Any) -> Any:
    """The value of a field from what was typed or stands in a link.

    Raises
    ------
    SequenceError : an unknown background model, or a number that is not whole or is out of range.
    """
    if field == "background":
        return bench_view.read_background(str(value or ""))
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
    "load": load,
    "put_back": put_back,
}
FIELD_OF_EDIT = {
    "write": "condition",
    "add_pattern": "pattern",
    "drop_pattern": "pattern",
    "load": "preset",
    **dict.fromkeys(["select", "add", "duplicate", "remove", "put_back"], "conditions"),
}
"""Where the problem of an edit is shown; ``set`` names its field itself."""
REPLACED = ("conditions", "active", "background", "preset")
"""What of a document an experiment of the menu replaces."""


def _document(experiment: str, model: dict[str, Any], texts: list[str], active: int) -> Document:
    items = [{"key": key, "text": text} for key, text in enumerate(texts, start=1)]
    document = {
        "experiment": experiment,
        "model": model,
        "background": "profile",
        "n": 1000,
        "seed": 0,
        "conditions": items,
        "active": active,
        "preset": "",
        "before": None,
        "patterns": [],
        "revision": 0,
        "problems": {},
    }
    return _linked(_with_active(document))


def _linked(document: Document) -> Document:
    return {**document, "link": link(document), "view": bench_view.view(document)}


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
