"""The bench's state: what it is, and how a link makes one and is made of it. Plain data and plain functions.

`bench_edits` holds the functions that change it. A state is small JSON, so it lives in the browser::

    {"model_name", "background", "n", "seed",                  as in a `Design`; background is "sequences:" for none yet
     "model": {"kmer", "reads_structure", "task", "scores"},  facts about the model: `about`
     "with": the name of a second model on the same design, "" for none,
     "conditions": [{"key", "text", "name"}],                   text is "" for an empty condition
     "active": key of the condition on the track,
     "reference": key of the condition that the others are compared with, 0 for none, None for the first,
     "preset": the protocol that was loaded, as in `bench_presets`, "" for none,
     "patterns": own patterns in the palette,
     "plot": one of `PLOTS`, "show": some of `SHOWN`,           how results are drawn
     "revision": number of the last action that was applied,
     "undo", "redo": what the last edit and the one that was undone last were, None for none,
     "said": {"of", "notices"}, the parts left out of pasted backgrounds, and their text,
     "problems": {field: sentence}, the problem of a field's last change, shown until it is corrected,
     "link": {"path", "query"}: the address that restores the state,
     "go": the address of the page to open instead, if any,
     "view": what the browser draws of the backgrounds (components/bench_view)}

Keys, unlike the numbers in the list, stay with a condition, so that a second click on "Remove" never removes its
neighbour.
"""

from typing import Any

from components.bench import presets as bench_presets
from components.bench import view as bench_view
from components.bench.palette import distinct
from components.shared import backgrounds, links, model_words, models
from components.shared.cures import sentence
from components.shared.fields import BACKGROUND, SEED, Field, Form, N, each, one_of
from core.checks import is_count
from core.errors import AppError, SequenceError, quoted
from core.gia.design import Condition, Design, Placement, clean_name, number_of, parse_condition, parse_pattern
from core.gia.protocols.protocol import Plan
from core.models.card import Card
from core.sequence import PROBE_LENGTH

PATH = "/bench"
EMPTY = "-"
"""An empty condition in a link; a blank value would be lost on the way."""
MOST_CONDITIONS = PROBE_LENGTH
"""Most conditions: one for each position of the probe, so that the page stays readable."""
EXAMPLE_POSITIONS = (4, 11, 18)
"""Starts, from 1, of one, two and three copies of the best k-mer: the paper's Fig 2b."""
PLOTS = {"box": "Box", "violin": "Violin", "strip": "Dots"}
"""Plots of local importance, by their names on the page."""
SHOWN = {"fit": "Line through copies", "null": "Bare backgrounds", "seeds": "Over seeds"}
"""Parts that can be shown next to the plot, by their names on the page."""

BenchState = dict[str, Any]


def form(model_name: str) -> Form:
    """Make the form of a bench: its setting, and how results are shown; another model can stand beside this one."""

    def beside(_: str, text: str) -> str:
        return models.beside(model_name, text)

    return Form(
        BACKGROUND._replace(read=lambda _, text: backgrounds.read_background(text), most=100_000),
        N,
        SEED,
        Field("with", beside),
        Field("plot", one_of(PLOTS), "box", "plot"),
        Field("show", each(one_of(SHOWN)), (), "part to show", several=True),
        always=FIELDS,
    )


def about(card: Card) -> dict[str, Any]:
    """Return what the bench needs to know of a model: best k-mer, whether it reads structure, task, scores in words."""
    return {
        "kmer": distinct(card.top_kmers)[0][0],
        "reads_structure": card.architecture.reads_structure,
        "task": card.architecture.task,
        "scores": model_words.scores_of(card),
    }


def example(model_name: str, model: dict[str, Any]) -> BenchState:
    """Return the state of a first visit: one, two, three copies of a k-mer as in the paper's Fig 2b."""
    placed = [Placement(model["kmer"], position - 1) for position in EXAMPLE_POSITIONS]
    texts = [Condition(tuple(placed[:copies])).text for copies in range(1, len(placed) + 1)]
    return _state(model_name, model, texts, active=len(texts))


def read_query(query: dict[str, list[str]], model_name: str, model: dict[str, Any]) -> tuple[BenchState, list[str]]:
    """Read the state of a link, with one sentence for each part that could not be read.

    query : as from ``parse_qs``; ``c`` conditions, ``name`` their names (``2:Two sites``), ``p`` own patterns,
        ``show``, and ``active``, ``vs``, ``background``, ``n``, ``seed``, ``preset``, ``with``, ``plot``.
    model : as of `about`; its k-mer makes the example, which is shown when the link has no condition.
    """
    problems: list[str] = []
    texts = [_read(_condition_text, given, problems) for given in query.get("c", [])]
    active = _read(_active, query.get("active", ["1"])[0], problems) or 1
    readable = [text for text in texts if text is not None]
    state = _state(model_name, model, readable, active) if readable else example(model_name, model)
    _name(state, texts, query.get("name", []), problems)
    state["reference"] = _reference(state, texts, query.get("vs", []), problems)
    patterns = [pattern for given in query.get("p", []) if (pattern := _read(parse_pattern, given, problems))]
    state["patterns"] = list(dict.fromkeys(patterns))
    values, said = form(model_name).read(query)
    state |= values
    problems += said.values()
    for text in query.get("preset", [])[:1]:
        state["preset"] = text if _read(bench_presets.parse, text, problems) else ""
    _complete(state, query)
    if len(readable) > MOST_CONDITIONS:
        state["conditions"] = state["conditions"][:MOST_CONDITIONS]
        problems.append(too_many(f"the link has {len(readable)} conditions"))
    problems += links.unknown(query, KEYS)
    return linked(with_active(state)), [sentence(problem) for problem in problems]


def link(state: BenchState) -> dict[str, Any]:
    """Return path and query of the address that restores a state; `read_query` is its inverse."""
    items, fields = state["conditions"], form(state["model_name"]).link(state)
    query = {
        "rbp": state["model_name"],
        "c": [item["text"] or EMPTY for item in items],
        "name": [f"{number}:{item['name']}" for number, item in enumerate(items, start=1) if item["name"]],
        "active": numbers(state)[1],
        "vs": _versus(state),
        **{key: fields.pop(key) for key in FIELDS},
        "preset": [state["preset"]] if plan(state) else [],
        "p": state["patterns"],
        **fields,
    }
    return {"path": PATH, "query": query}


def scored(state: BenchState) -> list[dict]:
    """Return the conditions that can be scored: those that are not empty and suit the backgrounds, in their order."""
    items = state["conditions"]
    return [item for item in items if item["text"] and not bench_view.clash(item["text"], state["background"])]


def numbers(state: BenchState) -> tuple[list[int], int]:
    """Return the numbers, from 1 and as on the page, of the scored conditions and of the active one."""
    items = state["conditions"]
    active = next(number for number, item in enumerate(items, start=1) if item["key"] == state["active"])
    can_be = scored(state)
    return [number for number, item in enumerate(items, start=1) if item in can_be], active


def design(state: BenchState) -> Design | None:
    """Return the design of what can be scored; None if that is nothing, or if backgrounds are still to be given."""
    items = scored(state)
    if not items or asks(state):
        return None
    texts, names = zip(*((item["text"], item["name"]) for item in items), strict=True)
    settings = {field: state[field] for field in FIELDS}
    compared = {"compared_with": number_of(_index_of_reference(state, items))}
    shown = {"conditions": texts, "names": names, **compared}
    return Design.from_dict({"model_name": state["model_name"], **shown, **settings})


def reference(state: BenchState) -> dict | None:
    """Return the condition that the others are compared with; None for no comparison."""
    items = scored(state)
    index = _index_of_reference(state, items)
    return items[index] if items and index is not None else None


def _index_of_reference(state: BenchState, items: list[dict]) -> int | None:
    if state["reference"] == 0:
        return None
    keys = [item["key"] for item in items]
    return keys.index(state["reference"]) if state["reference"] in keys else 0


def asked(state: BenchState) -> list[str]:
    """Return the names of the models that are asked: the page's own, and the second one."""
    return [name for name in (state["model_name"], state["with"]) if name]


def asks(state: BenchState) -> bool:
    """Say whether own sequences were chosen as backgrounds but not given yet."""
    return state["background"] == backgrounds.TO_BE_GIVEN


def plan(state: BenchState) -> Plan | None:
    """Return the plan of the loaded protocol; None if there is none, or its conditions were changed since."""
    made = design(state) if state["preset"] else None
    return bench_presets.current(made, state["preset"], state["model"]["kmer"]) if made else None


def setting(state: BenchState) -> list:
    """Return what determines a result besides placements: results of another setting must not be shown."""
    return [*asked(state), *(state[field] for field in FIELDS)]


def read_field(state: BenchState, field: str, value: Any) -> Any:
    """Read the value of a field or choice from what was typed or chosen, or from a link.

    Raises
    ------
    SequenceError : an unknown background model or choice, or a number that is not whole or is out of range.
    DataError, ModelError : a second model that is not on this machine, or not of the same unit.
    """
    return form(state["model_name"]).fields[field].typed(value)


def too_many(came: str) -> str:
    """Say that there are more conditions than the bench holds."""
    return f"{came}; the bench holds {MOST_CONDITIONS}: remove one before you add another."


def linked(state: BenchState) -> BenchState:
    """Add to a state what follows from it: its link and what the browser draws."""
    return {**state, "link": link(state), "view": bench_view.view(state)}


def with_active(state: BenchState) -> BenchState:
    """Return the state with an active condition that exists: the named one, else the last."""
    keys = [item["key"] for item in state["conditions"]]
    return state if state["active"] in keys else {**state, "active": keys[-1]}


FIELDS, CHOICES = ("background", "n", "seed"), ("with", "plot", "show")
"""The fields of the setting, and what is chosen about how results are shown."""
KEYS = ("rbp", "c", "name", "active", "vs", "preset", "p", *FIELDS, *CHOICES)
"""What a link may hold."""


def _state(model_name: str, model: dict[str, Any], texts: list[str], active: int) -> BenchState:
    items = [{"key": key, "text": text, "name": ""} for key, text in enumerate(texts, start=1)]
    state = {
        "model_name": model_name,
        "model": model,
        **form(model_name).read({}).values,
        "conditions": items,
        "active": active,
        "reference": None,
        "preset": "",
        "patterns": [],
        "revision": 0,
        "undo": None,
        "redo": None,
        "said": {"of": "", "notices": []},
        "problems": {},
    }
    return linked(with_active(state))


def _versus(state: BenchState) -> list[int]:
    """Return the number of the reference condition for a link; nothing if it is the first."""
    if state["reference"] == 0:
        return [0]
    keys = [item["key"] for item in state["conditions"]]
    return [keys.index(state["reference"]) + 1] if state["reference"] in keys else []


def _reference(state: BenchState, texts: list[str | None], given: list[str], problems: list[str]) -> int | None:
    """Return the key of the condition whose number a link gives as ``vs``."""
    numbers_ = [number for number, text in enumerate(texts, start=1) if text is not None]
    for text in given[:1]:
        if text == "0":
            return 0
        if is_count(text) and int(text) in numbers_:
            return state["conditions"][numbers_.index(int(text))]["key"]
        problems.append(f"the others are compared with condition {text[:20]!r}; give the number of one, or 0 for none.")
    return None


def _complete(state: BenchState, query: dict[str, list[str]]) -> None:
    """Give the conditions of an older link the names and the comparison of the protocol that it loads."""
    made = plan(state) if "vs" not in query and "name" not in query else None
    if made is None:
        return
    labels = bench_presets.labels(made)
    items = [{**item, "name": item["name"] or labels.get(item["text"], "")} for item in state["conditions"]]
    state["conditions"], state["reference"] = items, key_of(items, made.designs[0].reference)


def key_of(items: list[dict], index: int | None) -> int | None:
    """Return the reference as a state holds it, from the index of one of its conditions."""
    return 0 if index is None else items[index]["key"] if index else None


def _name(state: BenchState, texts: list[str | None], given: list[str], problems: list[str]) -> None:
    """Give the conditions of a new state the names of a link; one that could not be read takes its name with it."""
    if not texts:
        texts = [item["text"] for item in state["conditions"]]
    rows = [number for number, text in enumerate(texts, start=1) if text is not None]
    for text in given:
        number, colon, name = text.partition(":")
        if not colon or not is_count(number) or not 1 <= int(number) <= len(texts):
            problems.append(
                f"the name {text[:40]!r} belongs to no condition; write its number before it, such as 2:Two sites."
            )
        elif int(number) in rows:
            state["conditions"][rows.index(int(number))]["name"] = _read(clean_name, name, problems) or ""


def _condition_text(text: str) -> str:
    return "" if text.strip() == EMPTY else parse_condition(text).text


def _active(text: str) -> int:
    if not is_count(text) or int(text) < 1:
        raise SequenceError(f"the active condition is {quoted(text)}; give its number, from 1.")
    return int(text)


def _read(reader, given: Any, problems: list[str]) -> Any:
    """Apply a reader to one part of a link; if it fails, return None and add its sentence to ``problems``."""
    try:
        return reader(given)
    except AppError as error:
        problems.append(str(error))
        return None
