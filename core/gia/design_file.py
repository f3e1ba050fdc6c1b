"""Read a design from a file that was saved, or written by hand."""

import json
from collections.abc import Callable
from typing import Any

from core.errors import SequenceError
from core.gia.design import FORMERLY, Design, index_of, parse_condition

EXAMPLE = '{"n": 1000, "conditions": ["UGCAUG@4", "UGCAUG@4,UGCAUG@11"]}'
LARGEST = 1_000_000
"""Most letters of a file; a design of a thousand conditions has a tenth of that."""


def read_design(text: str, model_name: str = "") -> Design:
    """Read a design from JSON text.

    The text is what `Design.to_dict` gives, what ``python -m core gia ID … --json`` prints, or a file of the Share
    menu, which holds the design as ``design``.

    Parameters
    ----------
    model_name : used if the text names no model, as is the case for what the command line prints.

    Raises
    ------
    SequenceError : no JSON, a key that a design does not have, a value of another type than the key takes, or errors as
        `Design`; the sentence names the key.
    """
    document = _parse(text)
    if unknown := [key for key in document if key not in READERS and key not in FORMERLY]:
        raise SequenceError(f"the design file has the key {unknown[0]!r}, but may have {', '.join(READERS)} alone.")
    if twice := [key for key, now in FORMERLY.items() if {key, now} <= document.keys()]:
        now = FORMERLY[twice[0]]
        raise SequenceError(f"the design file has {now} and {twice[0]}, an older word for it; give {now} alone.")
    if not document.get("conditions"):
        raise SequenceError(f"the design file has no conditions; write, for example, {EXAMPLE}.")
    read = {(now := FORMERLY.get(key, key)): READERS[now](key, value) for key, value in document.items()}
    read["reference"] = index_of(read.pop("compared_with", 1))
    return Design(**{"model_name": model_name, **read})


def _parse(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise SequenceError(f"the design file has {len(text):,} letters; a design has at most {LARGEST:,}.")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise SequenceError(f"the design file is not JSON{where}; write, for example, {EXAMPLE}.") from error
    if not isinstance(document, dict):
        raise SequenceError(f"the design file holds no design; write, for example, {EXAMPLE}.")
    return document["design"] if isinstance(document.get("design"), dict) else document


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise SequenceError(f"{key} of the design file is {_shown(value)}; give a text.")
    return value


def _whole(key: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise SequenceError(f"{key} of the design file is {_shown(value)}; give a whole number.")
    return value


def _list(key: str, value: Any) -> list:
    if not isinstance(value, list):
        raise SequenceError(f"{key} of the design file is {_shown(value)}; give a list.")
    return value


def _conditions(key: str, value: Any) -> tuple:
    """Read conditions from texts or from the rows that the command line prints, which repeat them for each model."""
    rows = _list(key, value)
    if any(isinstance(row, dict) and "model" in row for row in rows):
        rows = list(dict.fromkeys(row.get("text") if isinstance(row, dict) else row for row in rows))
    return tuple(_condition(f"{key}, number {number},", row) for number, row in enumerate(rows, start=1))


def _condition(key: str, row: Any):
    text = _text(key, row.get("text") if isinstance(row, dict) else row)
    try:
        return parse_condition(text)
    except SequenceError as error:
        raise SequenceError(f"{key} of the design file: {error}") from error


def _names(key: str, value: Any) -> tuple[str, ...]:
    return tuple(_text(f"{key}, number {number},", name) for number, name in enumerate(_list(key, value), start=1))


READERS: dict[str, Callable[[str, Any], Any]] = {
    "model_name": _text,
    "background": _text,
    "n": _whole,
    "seed": _whole,
    "conditions": _conditions,
    "names": _names,
    "compared_with": _whole,
}
"""The keys of a design file, and how the value of each is read."""


def _shown(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
