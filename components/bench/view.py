"""The backgrounds of the bench as people choose them and as the track draws them."""

from functools import lru_cache
from typing import Any

from components.bench import presets as bench_presets
from core.errors import SequenceError
from core.gia.backgrounds import BACKGROUNDS, KINDS, Background, parse_background
from core.gia.design import Design, parse_condition
from core.rna_scan.fasta import read_list
from core.sequence import PROBE_LENGTH

TO_BE_GIVEN = "sequences:"
"""The background text of own sequences of which none are given yet."""
MOST_SEQUENCES = 100
"""Own sequences the bench takes: all of them stand in the link."""
OWN = "The RNAs that you give. With one alone, importance is specific to that context."
NAMES = {
    **{name: kind.title for name, kind in KINDS.items()},
    "sequences": "Own sequences",
    "occluded": "Occluded RNA",
}
"""What people read for each kind of background model."""


def read_background(text: str) -> str:
    """A background model as the bench takes it, in its shortest form; ``sequences`` alone asks for RNAs.

    Own sequences may be pasted: one a line, with commas or spaces, or as FASTA.

    Raises
    ------
    SequenceError : as `parse_background` and `read_list`, of at most `MOST_SEQUENCES`.
    """
    kind, _, given = text.strip().partition(":")
    if kind != "sequences":
        return parse_background(text).text
    if not given.strip(" \n,"):
        return TO_BE_GIVEN
    rnas = read_list(given, MOST_SEQUENCES).rnas
    return parse_background(f"sequences:{','.join(rna.sequence for rna in rnas)}").text


def notices(text: str) -> list[str]:
    """Say what was left out of pasted own sequences; nothing for other backgrounds. Errors: as `read_background`."""
    kind, _, given = text.strip().partition(":")
    is_given = kind == "sequences" and given.strip(" \n,")
    return list(read_list(given, MOST_SEQUENCES).notices) if is_given else []


@lru_cache(maxsize=1024)
def clash(condition: str, background: str) -> str | None:
    """Why a condition cannot be written into backgrounds, its letters not pairing in the stem; None where it can."""
    if background == TO_BE_GIVEN:
        return None
    try:
        Design("", (parse_condition(condition),), background)
        return None
    except SequenceError as error:
        return str(error)


def help_of(background: str) -> str:
    """One line on a background model, from its text."""
    if background == TO_BE_GIVEN:
        return OWN
    model = parse_background(background)
    if model.kind == "sequences":
        return OWN
    if model.kind == "occluded":
        first, end = model.stretch
        return f"One RNA, its stretch {first + 1}-{end} replaced by letters drawn from the profile."
    return BACKGROUNDS[model.kind]


def view(state: dict[str, Any]) -> dict[str, Any]:
    """What the browser needs of a state's backgrounds, beside the state itself.

    kind : the choice in the list of background models. n : backgrounds there are. letters : what stands on the track
    under the motifs, or None. stem : (first, last) position of its two stretches, or None. sequences : own RNAs, one a
    line, or None. ask : what the experiment that was chosen asks for, or None.
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
    """The one RNA that all backgrounds share, N where they differ, blank where it has ended."""
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
    """What is to be given for an experiment, until it is; with the own RNA that is there already."""
    if not preset:
        return None
    entry, given = bench_presets.parse(preset)
    if not entry.ask or given:
        return None
    is_rna = entry.ask is bench_presets.OCCLUDED and len(model.sequences) == 1
    return {"preset": preset, **entry.ask._asdict(), "text": model.sequences[0] if is_rna else ""}
