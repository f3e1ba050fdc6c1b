"""The paper's protocols as the bench offers them: what each needs, and the plan that it makes."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from core.errors import AppError, SequenceError, quoted
from core.gia.design import Design
from core.gia.protocols.named import PROTOCOLS
from core.gia.protocols.protocol import Outcome, Plan, Protocol, Setting, carry_out
from core.models.scoring import Model
from core.sequence import clean

WIDTH = 6
"""Default length of the occluded stretch in letters: that of the paper's k-mers."""


class Ask(NamedTuple):
    """Input that a person must give before the plan of a protocol can be made."""

    label: str
    placeholder: str


class Preset(NamedTuple):
    """One entry of the menu: a protocol, with its entries in `FIXED` and `ASKS`."""

    protocol: Protocol
    fixed: Mapping[str, Any]
    ask: Ask | None


AFFINITIES = Ask("Patterns and their KD, one per line", "UGCAUGU=0.83\nAGCAUGU=4.8\nCGCAUGU=13")
OCCLUDED = Ask("An RNA, and the stretch of it to replace (default: its middle)", "GGACUUAGCAUGCUAAGCAU 7-12")
ASKS = {"spr": AFFINITIES, "occlusion": OCCLUDED}
"""The input that a protocol needs in addition to the model's best k-mer."""
FIXED: Mapping[str, Mapping[str, Any]] = {"interaction": {"gaps": (0, 2, 4, 8, 16)}}
"""Parameters that differ from the protocol's own, so that the bench holds its conditions."""
PRESETS = {
    name: Preset(protocol, FIXED.get(name, {}), ASKS.get(name))
    for name, protocol in PROTOCOLS.items()
    if name in ASKS or {*protocol.missing({})} <= {"pattern"}
}
"""The menu: every protocol that needs only a best k-mer, or the input in `ASKS`."""


def parse(text: str) -> tuple[Preset, str]:
    """Split ``NAME`` or ``NAME:GIVEN`` into a protocol of the menu and what was given for it.

    Raises
    ------
    SequenceError : there is no such protocol on the bench.
    """
    name, _, given = text.partition(":")
    if name not in PRESETS:
        raise SequenceError(f"the bench has no protocol {name!r}; use one of: {', '.join(PRESETS)}.")
    return PRESETS[name], given


def canonical(name: str, given: str | None) -> str:
    """Write a protocol, and what a person typed for it, as text on one line."""
    lines = [line.strip() for line in (given or "").replace(",", "\n").splitlines() if line.strip()]
    return f"{name}:{','.join(lines)}" if lines else name


def plan(text: str, kmer: str, setting: Setting) -> Plan | None:
    """Make the plan of a protocol for a model's best k-mer; None if something must be given first.

    Raises
    ------
    SequenceError : an unknown protocol, or input that does not fit it.
    """
    preset, given = parse(text)
    if preset.ask and not given:
        return None
    own = dict(preset.fixed)
    if "pattern" in preset.protocol.parameters:
        own["pattern"] = kmer
    if preset.ask is AFFINITIES:
        own["affinities"] = _affinities(given)
    if preset.ask is OCCLUDED:
        own["sequence"], own["stretch"] = _occluded(given)
    shared = setting._asdict()
    model_name = shared.pop("model_name")
    shared = {name: value for name, value in shared.items() if name in preset.protocol.parameters}
    return preset.protocol.planned(model_name, **shared, **own)


def current(design: Design, text: str, kmer: str) -> Plan | None:
    """Return the plan whose first design the state still has; None if the design was changed since.

    A new background model, number or seed is no change of the design.
    """
    for background in dict.fromkeys(("profile", design.background)):
        try:
            made = plan(text, kmer, Setting(design.model_name, background, design.n, design.seed))
        except AppError:
            continue
        if made and made.designs[0] == design:
            return made
    return None


def labels(made: Plan | None) -> dict[str, str]:
    """Return a label for each condition of a plan, by its text, if the plan says more than the text."""
    if made is None:
        return {}
    texts = [condition.text for design in made.designs for condition in design.conditions]
    named = dict(zip(reversed(texts), [column["label"] for column in reversed(made.columns)], strict=True))
    return {text: label for text, label in named.items() if label not in text}


def ask(text: str, model: Model, made: Plan) -> Outcome:
    """Return the outcome of a protocol, with all its designs asked; earlier answers are remembered."""
    return carry_out(parse(text)[0].protocol.name, model, made)


def _affinities(given: str) -> str:
    """Return the text of KDs; a text without an equals sign would be read as a file name of this machine."""
    for part in given.split(","):
        if part.count("=") != 1:
            raise SequenceError(f"{quoted(part)} is not a pattern with a KD; write one a line, such as UGCAUGU=0.83.")
    return given


def _occluded(given: str) -> tuple[str, str]:
    """Read the RNA and the stretch of ``RNA``, ``RNA 7-12`` or ``RNA:7-12``."""
    rna, *stretch = given.replace(":", " ").replace(",", " ").split()
    rna = clean(rna)
    if stretch:
        return rna, " ".join(stretch)
    width = min(WIDTH, len(rna))
    first = (len(rna) - width) // 2 + 1
    return rna, f"{first}-{first + width - 1}"
