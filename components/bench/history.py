"""Undo and redo on the bench: a bounded list of earlier states, kept in the browser next to the state."""

from typing import Any

BenchState = dict[str, Any]
History = dict[str, list[dict]]

KEPT = ("conditions", "active", "reference", "background", "n", "seed", "preset", "patterns", "with")
"""Parts of a state that undo restores; how results are drawn is no edit."""
MOST = 50
"""Edits that can be undone; the oldest is forgotten first."""
NAMES = {
    "write": "Move or write motifs",
    "rename": "Rename a condition",
    **dict.fromkeys(["move", "up", "down"], "Reorder conditions"),
    "add": "Add a condition",
    "duplicate": "Duplicate a condition",
    "remove": "Remove a condition",
    "add_pattern": "Add a pattern",
    "drop_pattern": "Take out a pattern",
    "set": "Change the backgrounds",
    "with": "Choose a second model",
    "load": "Load a protocol",
    "open": "Open a design file",
}
"""Names of the edits on the buttons."""


def empty() -> History:
    """Return a history without edits."""
    return {"past": [], "future": []}


def note(history: History, before: BenchState, after: BenchState, did: str) -> History:
    """Add an edit to the history, named as in ``NAMES``; an edit that only changes the track is not added."""
    if all(before[name] == after[name] for name in KEPT if name != "active"):
        return history
    return {"past": [*history["past"], _state(before, did)][-MOST:], "future": []}


def step(state: BenchState, history: History, back: bool) -> tuple[BenchState, History]:
    """Return the state before its last edit, or after the one undone last, with the history from there."""
    source, target = ("past", "future") if back else ("future", "past")
    if not history[source]:
        return state, history
    *rest, last = history[source]
    kept = {source: rest, target: [*history[target], _state(state, last["did"])]}
    return {**state, **{name: last[name] for name in KEPT}, "problems": {}}, kept


def _state(state: BenchState, did: str) -> dict[str, Any]:
    return {"did": did, **{name: state[name] for name in KEPT}}
