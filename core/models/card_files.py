"""Reading of cards: each field is checked, and what is still known of a damaged card is reported."""

import json
import math
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from core.data.transform import Transform
from core.errors import ModelError
from core.models.again import make_again
from core.models.architectures import EXTERNAL
from core.models.card import CARD_SUFFIX, MEMBERS, SEEDS, TAKEN_FROM, TAUGHT_BY, TRANSFORMS, TUNED, Card, spec_key
from core.sequence import ALPHABET, PROBE_LENGTH
from core.storage.index import Index, Kind

LATEST = "9999"
"""Date of a damaged card with an unreadable date: it may be newer than any other."""
TOP_RANK = 3
"""Rank of a damaged card with an unreadable spec: it may be of any kind."""


class Damaged(NamedTuple):
    """A card that cannot be used.

    slug : the experiment in its file name. label : of the model, None if the spec cannot be read.
    rank, trained : as in `Card`, the highest if they cannot be read. problem : one sentence that names the file.
    """

    path: Path
    slug: str
    label: str | None
    rank: int
    trained: str
    problem: str


def read(path: Path) -> Card | Damaged:
    """Return the card in a file, or what is known of it if it is damaged.

    Raises
    ------
    OSError : the file cannot be opened.
    """
    content, text = path.read_bytes(), ""
    try:
        text = content.decode()
        document = json.loads(text)
        check(document)
        return Card(**document)
    except (ValueError, RecursionError) as error:
        return _damaged(path, text, error)


@lru_cache(maxsize=8)
def index(folder: Path) -> Index[Card | Damaged]:
    """Return the index of the cards in a folder, grouped by the slugs of their experiments."""
    return Index(folder, Kind(CARD_SUFFIX, read, _unreadable, _slug_of))


def _unreadable(path: Path, error: OSError) -> Damaged:
    return _damaged(path, "", error)


def _slug_of(found: Card | Damaged) -> str:
    return found.slug if isinstance(found, Damaged) else slug(found.experiment)


def slug(experiment: str) -> str:
    """Convert an experiment's name for file names."""
    return re.sub(r"[^A-Za-z0-9_]+", "_", experiment)[:40] or "_"


def _damaged(path: Path, text: str, error: Exception) -> Damaged:
    fields = _salvaged(text)
    spec = fields.get("spec")
    known = _card_of(spec, path)
    again = make_again(known, f"the model of {known.name} ") if known else "train the model again"
    why = str(error) if isinstance(error, _FieldError) else "it is not JSON" if text else "it is empty or locked"
    trained = fields.get("trained")
    return Damaged(
        path,
        path.name.removesuffix(CARD_SUFFIX).rpartition("-")[0],
        known.label if known else None,
        known.rank if known else TOP_RANK,
        trained if known and isinstance(trained, str) else LATEST,
        f"the model card {path.name} cannot be read; delete it and {again} ({why}; in {path.parent}).",
    )


def _salvaged(text: str) -> dict[str, Any]:
    """Return the fields of a card that can still be read: each is on a line of its own."""
    try:
        whole = json.loads(text)
        return whole if isinstance(whole, dict) else {}
    except (ValueError, RecursionError):
        pass
    found: dict[str, Any] = {}
    for line in text.splitlines():
        try:
            found |= json.loads("{" + line.strip().rstrip(",") + "}")
        except (ValueError, RecursionError):
            continue
    return found


def _card_of(spec: Any, path: Path) -> Card | None:
    """Make a card of that spec, for its name and rank; None unless the file is named by this spec."""
    try:
        _check_spec(spec)
        if f"-{spec_key(spec)[:10]}." not in path.name:
            return None
    except ValueError:
        return None
    blank = dict.fromkeys(Card.__dataclass_fields__)
    return Card(**{**blank, "experiment": spec["experiment"], "spec": spec, "transform": {}})


class _FieldError(ValueError):
    """A field that is not as it must be."""


def check(document: Any) -> None:
    """Raise a ValueError, which names the field, unless a document has all fields of a card, each of its kind."""
    if not isinstance(document, dict):
        raise _FieldError("it holds no fields")
    known = Card.__dataclass_fields__
    for name in document:
        if name not in known:
            raise _FieldError(f"it has a field {name[:40]!r}, which no card has; a newer GIA Explorer may have made it")
    for name, (is_right, wanted) in FIELDS.items():
        if name not in document:
            if name in OPTIONAL:
                continue
            raise _FieldError(f"the field {name} is missing")
        if not is_right(document[name]):
            raise _FieldError(f"the field {name} is {_short(document[name])}, but must be {wanted}")
    _check_spec(document["spec"])
    if len(document["coverage"]) not in (0, len(document["profile"])):
        raise _FieldError("the fields coverage and profile are of different lengths")
    if document["spec"]["experiment"] != document["experiment"]:
        raise _FieldError("the fields experiment and spec name two experiments")
    if document.get("key") and document["key"] != spec_key(document["spec"]):
        raise _FieldError(
            f"the key is {document['key'][:10]}…, but the spec gives {spec_key(document['spec'])[:10]}…, so it was "
            "changed by hand: restore it, or train again"
        )


def _check_spec(spec: Any) -> None:
    if not isinstance(spec, dict) or not isinstance(spec.get("experiment"), str):
        raise _FieldError("the field spec names no experiment")
    for name, (is_right, wanted) in SPEC.items():
        if name in spec and not is_right(spec[name]):
            raise _FieldError(f"the spec's {name} is {_short(spec[name])}, but must be {wanted}")
    try:
        blank: dict[str, Any] = dict.fromkeys(Card.__dataclass_fields__)
        _ = Card(**{**blank, "experiment": "", "spec": spec}).label
    except (TypeError, ModelError) as error:
        raise _FieldError(f"the spec's architecture is not known ({error})") from error
    if EXTERNAL not in spec:
        _check_output(spec)
    if MEMBERS in spec and len(spec.get(SEEDS, [])) != len(spec[MEMBERS]):
        raise _FieldError("the spec's members and seeds are of different lengths")


def _check_output(spec: dict[str, Any]) -> None:
    """Check that the network of a spec has an output for this experiment, and one for each that it names."""
    outputs, output = spec.get("architecture", {}).get("outputs", 1), spec.get("output", 0)
    if output >= outputs:
        raise _FieldError(f"the spec's output is {output}, but the network has {outputs}")
    if (named := len(spec.get("experiments", []))) > outputs:
        raise _FieldError(f"the spec's experiments are {named}, but the outputs of its network {outputs}")


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_maybe_number(value: Any) -> bool:
    return value is None or _is_number(value)


def _is_pearson(value: Any) -> bool:
    return value is None or (_is_number(value) and not abs(value) > 1.000001)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_counts(value: Any) -> bool:
    """Say whether a value is a list of whole numbers; quickly, because a density has thousands."""
    return isinstance(value, list) and set(map(type, value)) <= {int} and min(value, default=0) >= 0


def _is_file_name(value: Any) -> bool:
    return isinstance(value, str) and not re.search(r"[/\\\0]", value) and value not in (".", "..") and len(value) < 256


def _is_list(of: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(of, value))


def _is_full_list(of: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and bool(value) and all(map(of, value))


def _is_share(value: Any) -> bool:
    return _is_number(value) and 0 <= value <= 1


def _is_shares(value: Any) -> bool:
    """Say whether a value holds the share of each letter at a position, or none if no probe reaches it."""
    is_row = isinstance(value, list) and len(value) == len(ALPHABET)
    return is_row and (all(map(_is_share, value)) or value == [None] * len(ALPHABET))


def _is_epoch(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_maybe_number, value))


def _is_kmer(value: Any) -> bool:
    if not (isinstance(value, list) and len(value) == 2 and isinstance(value[0], str)):
        return False
    return 1 <= len(value[0]) <= PROBE_LENGTH and set(value[0]) <= set(ALPHABET) and _is_number(value[1])


def _are_kmers(value: Any) -> bool:
    return _is_full_list(_is_kmer)(value) and len({len(kmer) for kmer, _ in value}) == 1


def _is_dict(of: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, dict) and all(map(of, value.values()))


TRANSFORM_NUMBERS = {
    "log": ("minimum", "mean", "sd"),
    "clip": ("ceiling", "mean", "sd"),
    "label": ("threshold",),
}
"""Numbers that each kind of transform needs."""


def _is_transform(value: Any) -> bool:
    if not isinstance(value, dict) or not set(value) <= set(Transform.__dataclass_fields__):
        return False
    if not value:  # of a network that was brought without measurements
        return True
    needed = TRANSFORM_NUMBERS.get(value["kind"]) if _is_text(value.get("kind")) else None
    numbers = (number for name, number in value.items() if name != "kind")
    is_whole = needed is not None and all(_is_number(value.get(name)) for name in needed)
    return is_whole and all(map(_is_maybe_number, numbers)) and value.get("sd") != 0


def _is_density(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    if not value:  # of a network that was brought without measurements
        return True
    rows, columns = (value.get(name, ()) for name in ("measured_edges", "predicted_edges"))
    if not (_are_edges(rows) and _are_edges(columns) and _is_list(_are_counts)(value.get("counts"))):
        return False
    return [len(row) for row in value["counts"]] == [len(columns) - 1] * (len(rows) - 1)


def _are_edges(value: Any) -> bool:
    return _is_list(_is_number)(value) and len(value) > 1 and value == sorted(value)


def _is_architecture(value: Any) -> bool:
    return isinstance(value, dict) and all(
        _is_count(one) if name == "outputs" else _is_text(one) for name, one in value.items()
    )


def _is_external(value: Any) -> bool:
    if not (isinstance(value, dict) and _is_text(value.get("file")) and _is_text(value.get("sha256"))):
        return False
    reading = value.get("reading")
    if not isinstance(reading, dict) or not set(reading) <= {"alphabet", "length", "channels_first"}:
        return False
    length = reading.get("length")
    return sorted(str(reading.get("alphabet", ALPHABET))) == sorted(ALPHABET) and (length is None or _is_count(length))


_TEXTS = _is_full_list(_is_text)
FIELDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "experiment": (_is_text, "a text"),
    "gene": (_is_text, "a text"),
    "spec": (_is_dict(lambda _: True), "fields by name"),
    "transform": (_is_transform, "a kind and its numbers"),
    "validation_pearson": (_is_pearson, "a number from -1 to 1, or null"),
    "test_pearson": (_is_pearson, "a number from -1 to 1, or null"),
    "n_train": (_is_count, "a whole number"),
    "n_validation": (_is_count, "a whole number"),
    "n_test": (_is_count, "a whole number"),
    "profile": (_is_full_list(_is_shares), "a list of four numbers from 0 to 1 for each position"),
    "coverage": (_is_list(_is_share), "a list of numbers from 0 to 1"),
    "density": (_is_density, "counts and their edges"),
    "top_kmers": (_are_kmers, "a list of [k-mer, number], the k-mers of one length"),
    "history": (_is_list(_is_epoch), "a list of [loss, validation Pearson]"),
    "seconds": (_is_number, "a number"),
    "versions": (_is_dict(lambda value: _is_text(value) or _is_number(value)), "a text for each library"),
    "trained": (_is_text, "a date"),
    "key": (_is_text, "a text"),
    "weights": (_is_file_name, "the name of a file"),
    "weights_sha256": (_is_text, "a text"),
    "weights_bytes": (_is_count, "a whole number"),
    "metrics": (_is_dict(_is_maybe_number), "a number for each name"),
    "replicate_pearson": (_is_pearson, "a number from -1 to 1, or null"),
}
"""The kind of each field: a check, and the words for it."""
OPTIONAL = ("key", "weights", "weights_sha256", "weights_bytes", "metrics", "replicate_pearson")
SPEC: dict[str, tuple[Callable[[Any], bool], str]] = {
    "architecture": (_is_architecture, "texts by name, and the number of outputs"),
    "transform": (_is_text, "a text"),
    "schedule": (_is_text, "a text"),
    "seed": (_is_count, "a whole number"),
    "output": (_is_count, "a whole number"),
    "epochs": (_is_maybe_number, "a whole number"),
    "experiments": (_TEXTS, "a list of experiments"),
    "data": (lambda value: _is_text(value) or _TEXTS(value), "a text, or a list of texts"),
    "revision": (_is_count, "a whole number"),
    "energies": (_is_text, "a text"),
    TRANSFORMS: (_TEXTS, "a list of texts"),
    TAKEN_FROM: (lambda value: _is_text(value) or value is True, "a key"),
    TAUGHT_BY: (lambda value: _is_text(value) or value is True, "a key"),
    TUNED: (_is_dict(_is_count), "whole numbers by name"),
    MEMBERS: (_TEXTS, "a list of keys"),
    SEEDS: (_is_full_list(_is_count), "a list of whole numbers"),
    EXTERNAL: (_is_external, "its file and how it reads RNA"),
}
