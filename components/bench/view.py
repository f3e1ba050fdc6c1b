"""The backgrounds of the bench as the track draws them, and which conditions they cannot hold."""

from functools import lru_cache
from typing import Any

from components.bench import presets as bench_presets
from components.shared.backgrounds import TO_BE_GIVEN
from core.errors import SequenceError
from core.gia.backgrounds import Background, parse_background
from core.gia.design import Design, parse_condition
from core.sequence import PROBE_LENGTH


@lru_cache(maxsize=1024)
def clash(condition: str, background: str) -> str | None:
    """Say why a condition cannot be written into backgrounds with a stem: its letters do not pair; None if it can."""
    if background == TO_BE_GIVEN:
        return None
    try:
        Design("", (parse_condition(condition),), background)
        return None
    except SequenceError as error:
        return str(error)


def view(state: dict[str, Any]) -> dict[str, Any]:
    """Return what the browser needs of a state's backgrounds, in addition to the state itself.

    kind : the choice in the list of background models. n : backgrounds there are. letters : what stands on the track
    under the motifs, or None. stem : (first, last) position of its two stretches, or None. sequences : own RNAs, one a
    line, or None. ask : what the chosen protocol asks for, or None.
    """
    text = state["background"]
    model = Background(text, "sequences") if text == TO_BE_GIVEN else parse_background(text)
    given = model.kind == "sequences"
    return {
        "kind": model.kind,
        "n": len(model.sequences) if given else state["n"],
        "letters": _letters(model),
        "stem": _stem(model),
        "sequences": "\n".join(model.sequences) if given else None,
        "ask": _ask(state["preset"], model),
    }


def _letters(model: Background) -> str | None:
    """Return the one RNA that all backgrounds share, N where they differ, blank where it has ended."""
    if len(model.sequences) != 1:
        return None
    first, end = model.stretch
    rna = model.sequences[0]
    return (rna[:first] + "N" * (end - first) + rna[end:]).ljust(PROBE_LENGTH)


def _stem(model: Background) -> list[list[int]] | None:
    if not model.pairs:
        return None
    (first, last), (inner_left, inner_right) = model.pairs[0], model.pairs[-1]
    return [[first + 1, inner_left + 1], [inner_right + 1, last + 1]]


def _ask(preset: str, model: Background) -> dict[str, str] | None:
    """Make the question for what a protocol needs, with the own RNA that is there already, until it is given."""
    if not preset:
        return None
    entry, given = bench_presets.parse(preset)
    if not entry.ask or given:
        return None
    is_rna = entry.ask is bench_presets.OCCLUDED and len(model.sequences) == 1
    return {"preset": preset, **entry.ask._asdict(), "text": model.sequences[0] if is_rna else ""}
