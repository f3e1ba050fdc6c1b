"""The state of the Explore page, which its address holds and which all parts of the page read."""

from typing import Any

from components.figures.probe_classes import COLORS
from components.shared.fields import Field, Form

PATH = "/explore"
KEYS = ("rbp", "sequence", "from", "stretch", "color", "motif", "scores", "contexts", "logo", "region")
FORM = Form(*map(Field, KEYS))
"""The fields of the address. ``from``: the original of a mutated RNA; ``region``: the selection in the scatter."""
OF_THE_RNA = ("from", "stretch")
"""Fields that are dropped when another RNA is chosen."""


def state(rbp: str, sequence: str | None, **more: str | None) -> dict[str, Any]:
    """Make a state. past, future: sequences to go back and forth to; original: the one at which undo ends."""
    query = {"rbp": rbp, "sequence": sequence, **{key: value for key, value in more.items() if value}}
    return {"path": PATH, "query": query, "past": [], "future": [], "original": more.get("from")}


def of_address(query: dict[str, list[str]]) -> dict[str, Any]:
    """Return the state of ``?rbp=ID&sequence=RNA…``; parts that the page does not know are left out."""
    given = FORM.link(FORM.texts(query))
    return state(given.pop("rbp", ""), given.pop("sequence", None), **given)


def choose(now: dict[str, Any], sequence: str) -> dict[str, Any]:
    """Return the state with another RNA, not mutated yet."""
    kept = {key: value for key, value in now["query"].items() if key not in OF_THE_RNA}
    return state(**{**kept, "sequence": sequence})


def color(query: dict[str, Any]) -> str:
    """Return what colours the scatter; mismatches if the address names nothing known."""
    return query["color"] if query.get("color") in COLORS else "mismatches"


def region(query: dict[str, Any]) -> list[tuple[float, float]]:
    """Return the corners (measured, predicted) of the selection: two are a box, more a polygon, none no selection."""
    try:
        texts = [corner.split(":") for corner in (query.get("region") or "").split(",") if corner]
        corners = [(float(measured), float(predicted)) for measured, predicted in texts]
    except ValueError:
        return []
    return corners if len(corners) > 1 else []


def offer(before: dict[str, Any], chosen: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Offer a state; the browser takes it if its own is still ``before``, so that a late answer undoes nothing newer.

    more : ``text``, the pasted text; its box is emptied unless it holds another text by then.
    """
    return {"over": before, "state": chosen, **more}
