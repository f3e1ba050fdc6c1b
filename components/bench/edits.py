"""What a person does to the bench's state: each edit is a plain function, named by an action of the browser."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import core
from components.bench import history as bench_history
from components.bench import presets as bench_presets
from components.bench.history import History
from components.bench.state import (
    FIELDS,
    MOST_CONDITIONS,
    BenchState,
    about,
    key_of,
    linked,
    read_field,
    too_many,
    with_active,
)
from components.shared import backgrounds, models
from components.shared.cures import sentence
from components.shared.links import page_href
from core.errors import AppError, SequenceError
from core.gia.design import Design, clean_name, parse_condition, parse_pattern
from core.gia.protocols.protocol import Setting


def apply(state: BenchState, history: History, actions: list[dict]) -> tuple[BenchState, History]:
    """Apply the actions that state and history do not hold yet, in the order of their numbers.

    An action is ``{"number", "do", ...}``, its other keys being the arguments of the edit named by ``do``. Actions that
    were applied before (number up to the revision) are skipped, so that an action may arrive twice.
    """
    for action in sorted(actions, key=lambda action: action["number"]):
        if action["number"] > state["revision"]:
            state, history = _apply_one({**state, "revision": action["number"]}, history, action)
    names = {
        name: bench_history.NAMES[history[kept][-1]["did"]] if history[kept] else None
        for name, kept in [("undo", "past"), ("redo", "future")]
    }
    return linked({**state, **names}), history


def _apply_one(state: BenchState, history: History, action: dict) -> tuple[BenchState, History]:
    do = action["do"]
    if do in ("undo", "redo"):
        stepped, history = bench_history.step(state, history, back=do == "undo")
        return {**stepped, "with": _still_beside(stepped)}, history
    if do == "recall":  # what was done before the model or the RBP was switched
        return state, action["history"]
    given = {key: value for key, value in action.items() if key not in ("number", "do")}
    field = given.get("field") or FIELD_OF_EDIT[do]
    others = {name: text for name, text in state["problems"].items() if name != field}
    seen = {**state, "problems": others}
    try:
        changed = EDITS[do](seen, **given)
    except AppError as error:
        return {**seen, "problems": {**others, field: sentence(error)}}, history
    return changed, bench_history.note(history, seen, changed, field if field in bench_history.NAMES else do)


def write(state: BenchState, key: int, text: str) -> BenchState:
    """Give a condition new placements, in text form; blank text empties it."""
    return _change(state, key, text=parse_condition(text).text if text.strip() else "")


def rename(state: BenchState, key: int, text: str | None) -> BenchState:
    """Give a condition a name; blank text takes it away."""
    return _change(state, key, name=clean_name(text or ""))


def move(state: BenchState, key: int, to: int) -> BenchState:
    """Put a condition at another place of the list, counted from 0; past an end is that end."""
    items = [item for item in state["conditions"] if item["key"] != key]
    moved = [item for item in state["conditions"] if item["key"] == key]
    to = max(0, min(to, len(items)))
    return {**state, "conditions": [*items[:to], *moved, *items[to:]]}


def up(state: BenchState, key: int) -> BenchState:
    """Put a condition before the one above it."""
    index = _index(state, key)
    return state if index is None else move(state, key, index - 1)


def down(state: BenchState, key: int) -> BenchState:
    """Put a condition behind the one below it."""
    index = _index(state, key)
    return state if index is None else move(state, key, index + 1)


def select(state: BenchState, key: int) -> BenchState:
    """Put a condition on the track."""
    return {**state, "active": key} if _index(state, key) is not None else state


def add(state: BenchState, key: int | None = None) -> BenchState:
    """Add a new, empty condition at the end, and put it on the track."""
    return _insert(state, len(state["conditions"]), {"text": "", "name": ""})


def duplicate(state: BenchState, key: int) -> BenchState:
    """Copy a condition, without its name, behind itself, and put the copy on the track."""
    index = _index(state, key)
    if index is None:
        return state
    return _insert(state, index + 1, {**state["conditions"][index], "name": ""})


def remove(state: BenchState, key: int) -> BenchState:
    """Take a condition away; its neighbour goes on the track, and the last one leaves an empty one."""
    index = _index(state, key)
    if index is None:
        return state
    rest = [item for item in state["conditions"] if item["key"] != key]
    if not rest:
        return _insert({**state, "conditions": []}, 0, {"text": "", "name": ""})
    active = state["active"] if state["active"] != key else rest[min(index, len(rest) - 1)]["key"]
    return {**state, "conditions": rest, "active": active}


def add_pattern(state: BenchState, text: str) -> BenchState:
    """Add a person's own pattern to the palette, once."""
    pattern = parse_pattern(text)
    return {**state, "patterns": list(dict.fromkeys([*state["patterns"], pattern]))}


def drop_pattern(state: BenchState, pattern: str) -> BenchState:
    """Take a person's own pattern out of the palette; it stays where it is placed."""
    return {**state, "patterns": [one for one in state["patterns"] if one != pattern]}


def set_field(state: BenchState, field: str, value: Any) -> BenchState:
    """Set the background model, the number of backgrounds or the seed, or how results are shown."""
    changed = {**state, field: read_field(state, field, value)}
    if field == "background":
        left_out = backgrounds.notices(str(value or ""))
        changed["said"] = {"of": changed["background"] if left_out else "", "notices": left_out}
    return changed


def load(state: BenchState, preset: str, given: str | None = None) -> BenchState:
    """Put a protocol of the menu on the bench: its first design takes the place of conditions and background.

    preset : its name; "" closes the question of a protocol.
    given : the input that the protocol asks for; without it the bench asks for it.
    """
    if not preset:
        return {**state, "preset": ""}
    text = bench_presets.canonical(preset, given)
    setting = Setting(state["model_name"], n=state["n"], seed=state["seed"])
    made = bench_presets.plan(text, state["model"]["kmer"], setting)
    if made is None:
        asks = bench_presets.PRESETS[preset].ask
        if asks and given is not None:
            raise SequenceError(f"nothing is given; write {asks.label.lower()}.")
        return {**state, "preset": text}
    labels = bench_presets.labels(made)
    first = made.designs[0]
    named = replace(first, names=tuple(labels.get(condition.text, "") for condition in first.conditions))
    return {**_replaced(state, named), "preset": text}


def open_file(state: BenchState, text: str) -> BenchState:
    """Put the design of a file on the bench; the design of another experiment sets ``go``, the address of its bench."""
    read = core.read_design(text, state["model_name"])
    fields = ("background", "seed") if read.background.startswith("sequences:") else FIELDS
    shared = {field: read_field(state, field, getattr(read, field)) for field in fields}
    if models.same(read.model_name, state["model_name"]):
        return {**_replaced(state, read), **shared, "preset": ""}
    there = {**state, "model_name": read.model_name, "model": about(core.card(read.model_name)), "with": ""}
    there = linked({**_replaced(there, read), **shared, "preset": ""})
    return {**there, "go": page_href(there["link"]["path"], **there["link"]["query"])}


EDITS: dict[str, Callable[..., BenchState]] = {
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
"""Fields whose problems are shown in the bench's first line, in this order; those of choices are shown at the plot."""


def _change(state: BenchState, key: int, **changes: str) -> BenchState:
    items = [{**item, **changes} if item["key"] == key else item for item in state["conditions"]]
    return {**state, "conditions": items}


def _insert(state: BenchState, index: int, item: dict) -> BenchState:
    items = list(state["conditions"])
    if len(items) >= MOST_CONDITIONS:
        raise SequenceError(too_many(f"there are {len(items)} conditions"))
    key = max((item["key"] for item in items), default=state["active"]) + 1
    items.insert(index, {**item, "key": key})
    return {**state, "conditions": items, "active": key}


def _replaced(state: BenchState, design: Design) -> BenchState:
    """Replace conditions and background of the state by those of a design, and put the first on the track."""
    if len(design.conditions) > MOST_CONDITIONS:
        raise SequenceError(too_many(f"the design has {len(design.conditions)} conditions"))
    last = max(item["key"] for item in state["conditions"])
    names = design.names or [""] * len(design.conditions)
    items = [
        {"key": last + number, "text": condition.text, "name": name}
        for number, (condition, name) in enumerate(zip(design.conditions, names, strict=True), start=1)
    ]
    replaced = {**state, "conditions": items, "background": backgrounds.read_background(design.background)}
    replaced["reference"] = key_of(items, design.reference)
    return with_active({**replaced, "active": items[0]["key"], "problems": {}})


def _still_beside(state: BenchState) -> str:
    """Return the second model, or "" if it is the page's model by now."""
    try:
        return models.beside(state["model_name"], state["with"])
    except AppError:
        return ""


def _index(state: BenchState, key: int) -> int | None:
    return next((index for index, item in enumerate(state["conditions"]) if item["key"] == key), None)
