"""What stands in the fields of the Discover page: read from a link, checked, and made into questions. Plain data.

A state is ``{"path", "query": {"rbp", field: text, ...}}``, so that it is its own link. Fields keep what was typed,
right or wrong; what is wrong is said beneath them.
"""

from typing import Any

from components.shared import backgrounds
from components.shared.cures import sentence
from components.shared.long_work import duration
from components.shared.rates import pace
from core.checks import number_between
from core.discovery.kmer_scan import LONGEST, METHODS, SHORTEST, check_scan, expected_evaluations
from core.errors import SequenceError
from core.gia.design import parse_pattern
from core.gia.protocols.protocol import PROTOCOLS, Plan, size
from core.models.card import Card
from core.sequence import PROBE_LENGTH

PATH = "/discover"
FEWEST, MOST = 2, 10_000
"""Backgrounds the page takes; the command line takes more."""
MOST_KMERS = 200
DEFAULTS = {
    "k": "6",
    "position": "18",
    "n": "1000",
    "background": "profile",
    "seed": "0",
    "method": "race",
    "top": "20",
    "map": "gaps",
    "a": "",
    "b": "",
}
"""What stands in each field of a fresh visit; a and b are the model's best k-mer."""
NUMBERS = {
    "k": ("k", SHORTEST, LONGEST),
    "position": ("position", 1, PROBE_LENGTH),
    "n": ("number of backgrounds", FEWEST, MOST),
    "seed": ("seed", 0, 2**32 - 1),
    "top": ("number of k-mers to list", 1, MOST_KMERS),
}
SHARED = ("n", "background", "seed")
OF_SCAN = ("k", "position", "method", "top", *SHARED)
ONLY_IF_CHANGED = ("map", "a", "b")
"""Fields that stand in the link only where they differ from what a fresh visit has."""
MAPS = {"gaps": "Over the gap between them", "positions": "Over both positions"}
GRID_STEP = 2
"""Every second position is asked in a map over both: every one would take four times as long."""


def fresh(model_name: str, card: Card) -> dict[str, str]:
    """The fields of a first visit."""
    kmer = best_kmer(card)
    return {**DEFAULTS, "a": kmer, "b": kmer}


def best_kmer(card: Card) -> str:
    return card.top_kmers[0][0]


def read_query(query: dict[str, list[str]], model_name: str, card: Card) -> dict[str, str]:
    """The text of each field from a link; nothing is refused here, the fields say what is wrong."""
    usual = fresh(model_name, card)
    return {name: query[name][0].strip()[:2000] if query.get(name) else usual[name] for name in usual}


def state(model_name: str, fields: dict[str, str], card: Card) -> dict[str, Any]:
    """The state of these texts, which is the link that restores them."""
    usual = fresh(model_name, card)
    shown = {name: text for name, text in fields.items() if name not in ONLY_IF_CHANGED or text != usual[name]}
    return {"path": PATH, "query": {"rbp": model_name, **shown}}


def check(fields: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of the fields that can be read, and by field the sentence that says what is wrong with others."""
    values, problems = {}, {}
    for name, text in fields.items():
        try:
            values[name] = READERS.get(name, _number)(name, text)
        except SequenceError as error:
            problems[name] = sentence(error)
    asked = {name: values[name] for name in OF_SCAN if name in values}
    if len(asked) == len(OF_SCAN):
        try:
            check_scan(**asked)
        except SequenceError as error:
            problems["scan"] = sentence(error)
    if all(name in values for name in ("a", "b", "map", *SHARED)):
        try:
            pair_plan("", values)
        except SequenceError as error:
            problems["pair"] = sentence(error)
    return values, problems


def scan_question(model_name: str, card: Card, values: dict, problems: dict) -> dict | None:
    """All that a scan's answer depends on; None where a field of it is wrong."""
    if any(name in problems for name in (*OF_SCAN, "scan")):
        return None
    return {"model": card.answers_key, "rbp": model_name, **{name: values[name] for name in OF_SCAN}}


def pair_question(model_name: str, card: Card, values: dict, problems: dict) -> dict | None:
    """All that a map of two patterns depends on; None where a field of it is wrong."""
    needed = ("map", "a", "b", *SHARED)
    if any(name in problems for name in (*needed, "pair")):
        return None
    return {"model": card.answers_key, "rbp": model_name, **{name: values[name] for name in needed}}


def pair_arguments(asked: dict[str, Any]) -> dict[str, Any]:
    """Arguments of the protocol interaction for a map."""
    a, b = asked["a"], asked["b"]
    if len(a) + len(b) > PROBE_LENGTH:
        raise SequenceError(
            f"{a} and {b} have {len(a) + len(b)} letters together; give two patterns that fit into {PROBE_LENGTH}."
        )
    last = PROBE_LENGTH - max(len(a), len(b)) + 1
    positions = tuple(range(1, last + 1, GRID_STEP)) if asked["map"] == "positions" else None
    return {"pattern": a, "other": b, "gaps": None, "positions": positions}


def pair_plan(model_name: str, asked: dict[str, Any]) -> Plan:
    """The plan of a map; errors as of `core.gia.protocols.interaction.interaction`."""
    setting = {name: asked[name] for name in ("background", "n", "seed")}
    return PROTOCOLS["interaction"].planned(model_name, **setting, **pair_arguments(asked))


def scan_cost(asked: dict[str, Any], folds: bool) -> str:
    """How long a scan takes, in one line; a race depends on how close the k-mers are to each other."""
    all_of_them = expected_evaluations(asked["k"], "exhaustive", asked["n"])
    usual = min(expected_evaluations(asked["k"], asked["method"], asked["n"]), all_of_them)
    return _cost(usual, all_of_them, folds)


def pair_cost(asked: dict[str, Any], folds: bool) -> str:
    """How long a map takes, in one line."""
    predictions = size(pair_plan("", asked))
    return _cost(predictions, predictions, folds)


def _cost(usual: int, most: int, folds: bool) -> str:
    rate = pace(folds)
    bound = f", at most {most:,} ({duration(max(most / rate, 2))})" if most > usual else ""
    text = f"About {usual:,} predictions, {duration(max(usual / rate, 2))} on a small machine{bound}"
    if folds:
        return f"{text}: this model folds each RNA. A smaller N, k or another model of this RBP is quicker."
    return f"{text}, and a few seconds to start."


def _number(name: str, text: str) -> int:
    label, low, high = NUMBERS[name]
    return number_between(label, text, low, high)


def _background(_: str, text: str) -> str:
    read = backgrounds.read_background(text)
    if read == backgrounds.TO_BE_GIVEN:
        raise SequenceError("no own sequences are given; choose another background model.")
    return read


def _pattern(_: str, text: str) -> str:
    return parse_pattern(text)


def _one_of(known: dict[str, str], what: str):
    def read(_: str, text: str) -> str:
        if text not in known:
            raise SequenceError(f"there is no {what} {text!r}; use one of: {', '.join(known)}.")
        return text

    return read


READERS = {
    "background": _background,
    "method": _one_of(METHODS, "method"),
    "map": _one_of(MAPS, "map"),
    "a": _pattern,
    "b": _pattern,
}
