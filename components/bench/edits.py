"""What a person does to the bench's document: each edit is a plain function, named by an action of the browser."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import core
from components import models
from components.bench import history as bench_history
from components.bench import presets as bench_presets
from components.bench import view as bench_view
from components.bench.document import (
    FIELDS,
    MOST_CONDITIONS,
    Document,
    about,
    key_of,
    linked,
    read_field,
    too_many,
    with_active,
)
from components.bench.history import History
from components.cures import sentence
from components.shell import page_href
from core.errors import AppError, SequenceError
from core.gia.design import Design, clean_name, parse_condition, parse_pattern
from core.gia.protocols.protocol import Setting


def apply(document: Document, history: History, actions: list[dict]) -> tuple[Document, History]:
    """Document and history after the actions that they have not seen, in the order of their numbers.

    An action is ``{"number", "do", ...}``, its other keys being the arguments of the edit named by ``do``. Actions that
    were seen before (number up to the revision) are skipped, so that one may arrive twice.
    """
    for action in sorted(actions, key=lambda action: action["number"]):
        if action["number"] > document["revision"]:
            document, history = _apply_one({**document, "revision": action["number"]}, history, action)
    names = {
        name: bench_history.NAMES[history[kept][-1]["did"]] if history[kept] else None
        for name, kept in [("undo", "past"), ("redo", "future")]
    }
    return linked({**document, **names}), history


def _apply_one(document: Document, history: History, action: dict) -> tuple[Document, History]:
    do = action["do"]
    if do in ("undo", "redo"):
        stepped, history = bench_history.step(document, history, back=do == "undo")
        return {**stepped, "with": _still_beside(stepped)}, history
    if do == "recall":  # what was done before the model or the RBP was switched
        return document, action["history"]
    given = {key: value for key, value in action.items() if key not in ("number", "do")}
    field = given.get("field") or FIELD_OF_EDIT[do]
    others = {name: text for name, text in document["problems"].items() if name != field}
    seen = {**document, "problems": others}
    try:
        changed = EDITS[do](seen, **given)
    except AppError as error:
        return {**seen, "problems": {**others, field: sentence(error)}}, history
    return changed, bench_history.note(history, seen, changed, field if field in bench_history.NAMES else do)


def write(document: Document, key: int, text: str) -> Document:
    """Give a condition new placements, in text form; blank text empties it."""
    return _change(document, key, text=parse_condition(text).text if text.strip() else "")


def rename(document: Document, key: int, text: str | None) -> Document:
    """Give a condition a name; blank text takes it away."""
    return _change(document, key, name=clean_name(text or ""))


def move(document: Document, key: int, to: int) -> Document:
    """Put a condition at another place of the list, counted from 0; past an end is that end."""
    items = [item for item in document["conditions"] if item["key"] != key]
    moved = [item for item in document["conditions"] if item["key"] == key]
    to = max(0, min(to, len(items)))
    return {**document, "conditions": [*items[:to], *moved, *items[to:]]}


def up(document: Document, key: int) -> Document:
    """Put a condition before the one above it."""
    index = _index(document, key)
    return document if index is None else move(document, key, index - 1)


def down(document: Document, key: int) -> Document:
    """Put a condition behind the one below it."""
    index = _index(document, key)
    return document if index is None else move(document, key, index + 1)


def select(document: Document, key: int) -> Document:
    """Put a condition on the track."""
    return {**document, "active": key} if _index(document, key) is not None else document


def add(document: Document, key: int | None = None) -> Document:
    """A new, empty condition at the end, on the track."""
    return _insert(document, len(document["conditions"]), {"text": "", "name": ""})


def duplicate(document: Document, key: int) -> Document:
    """A copy behind a condition, without its name, on the track."""
    index = _index(document, key)
    if index is None:
        return document
    return _insert(document, index + 1, {**document["conditions"][index], "name": ""})


def remove(document: Document, key: int) -> Document:
    """Take a condition away; its neighbour goes on the track, and the last one leaves an empty one."""
    index = _index(document, key)
    if index is None:
        return document
    rest = [item for item in document["conditions"] if item["key"] != key]
    if not rest:
        return _insert({**document, "conditions": []}, 0, {"text": "", "name": ""})
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
    """Set the background model, the number of backgrounds or the seed, or how results are shown."""
    changed = {**document, field: read_field(document, field, value)}
    if field == "background":
        left_out = bench_view.notices(str(value or ""))
        changed["said"] = {"of": changed["background"] if left_out else "", "notices": left_out}
    return changed


def load(document: Document, preset: str, given: str | None = None) -> Document:
    """Put a protocol of the menu on the bench: its first design takes the place of conditions and background.

    preset : its name; "" asks for nothing any more.
    given : what the protocol asks for; without it, one that asks for something only asks.
    """
    if not preset:
        return {**document, "preset": ""}
    text = bench_presets.canonical(preset, given)
    setting = Setting(document["model_name"], n=document["n"], seed=document["seed"])
    made = bench_presets.plan(text, document["model"]["kmer"], setting)
    if made is None:
        asks = bench_presets.PRESETS[preset].ask
        if asks and given is not None:
            raise SequenceError(f"nothing is given; write {asks.label.lower()}.")
        return {**document, "preset": text}
    labels = bench_presets.labels(made)
    first = made.designs[0]
    named = replace(first, names=tuple(labels.get(condition.text, "") for condition in first.conditions))
    return {**_replaced(document, named), "preset": text}


def open_file(document: Document, text: str) -> Document:
    """Put the design of a file on the bench; one of another experiment has the address of its own bench as ``go``."""
    read = core.read_design(text, document["model_name"])
    fields = ("background", "seed") if read.background.startswith("sequences:") else FIELDS
    shared = {field: read_field(document, field, getattr(read, field)) for field in fields}
    if models.same(read.model_name, document["model_name"]):
        return {**_replaced(document, read), **shared, "preset": ""}
    there = {**document, "model_name": read.model_name, "model": about(core.card(read.model_name)), "with": ""}
    there = linked({**_replaced(there, read), **shared, "preset": ""})
    return {**there, "go": page_href(there["link"]["path"], **there["link"]["query"])}


EDITS: dict[str, Callable[..., Document]] = {
    "write": write,
    "rename": rename,
    "move": move,
    "up": up,
    "down": down,
    "select": select,
    "add": add,
    "duplicate": duplicate,
    "remove": remove,
    "add_pattern": add_pattern,
    "drop_pattern": drop_pattern,
    "set": set_field,
    "load": load,
    "open": open_file,
}
FIELD_OF_EDIT = {
    "write": "condition",
    "add_pattern": "pattern",
    "drop_pattern": "pattern",
    "load": "preset",
    "open": "file",
    **dict.fromkeys(["rename", "move", "up", "down", "select", "add", "duplicate", "remove"], "conditions"),
}
"""Where the problem of an edit is shown; ``set`` names its field itself."""
SAID_ABOVE = (*FIELDS, "preset", "file")
"""Fields whose problems are said in the bench's first line, in this order; those of choices are said at the plot."""


def _change(document: Document, key: int, **changes: str) -> Document:
    items = [{**item, **changes} if item["key"] == key else item for item in document["conditions"]]
    return {**document, "conditions": items}


def _insert(document: Document, index: int, item: dict) -> Document:
    items = list(document["conditions"])
    if len(items) >= MOST_CONDITIONS:
        raise SequenceError(too_many(f"there are {len(items)} conditions"))
    key = max((item["key"] for item in items), default=document["active"]) + 1
    items.insert(index, {**item, "key": key})
    return {**document, "conditions": items, "active": key}


def _replaced(document: Document, design: Design) -> Document:
    """The document with the conditions and the background of a design, the first on the track."""
    if len(design.conditions) > MOST_CONDITIONS:
        raise SequenceError(too_many(f"the design has {len(design.conditions)} conditions"))
    last = max(item["key"] for item in document["conditions"])
    names = design.names or [""] * len(design.conditions)
    items = [
        {"key": last + number, "text": condition.text, "name": name}
        for number, (condition, name) in enumerate(zip(design.conditions, names, strict=True), start=1)
    ]
    replaced = {**document, "conditions": items, "background": bench_view.read_background(design.background)}
    replaced["reference"] = key_of(items, design.reference)
    return with_active({**replaced, "active": items[0]["key"], "problems": {}})


def _still_beside(document: Document) -> str:
    """The model beside, unless the page has become its own since it was chosen there."""
    try:
        return models.beside(document["model_name"], document["with"])
    except AppError:
        return ""


def _index(document: Document, key: int) -> int | None:
    return next((index for index, item in enumerate(document["conditions"]) if item["key"] == key), None)
