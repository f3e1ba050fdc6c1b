"""What stands in the fields of the Scan page: read from a link, checked, and made into questions. Plain data.

A state is ``{"path", "query": {field: text, ...}}``, so that it is its own link. Fields keep what was typed,
right or wrong; what is wrong is said beneath them.
"""

from collections.abc import Callable
from typing import Any

import core
from components.shared import models
from components.shared.cures import sentence
from components.shared.long_work import duration
from components.shared.rates import FOLDED_PER_SECOND
from core.checks import is_count
from core.errors import AppError, SequenceError
from core.rna_scan import link
from core.rna_scan.null import count_windows, n_shuffles
from core.rna_scan.scan import BACKGROUNDS, MOST_MODELS
from core.rna_scan.variants import VariantList
from core.rna_scan.windows import LONGEST, SHORTEST, check_window
from core.sequence import NamedRna
from core.structure.fold import FOLD_SPAN, FOLD_WINDOW, check_local

PATH = "/scan"
JOB, EFFECTS = "rna-scan", "rna-effects"
"""The two kinds of long work of this page."""
DEFAULTS = {
    "window": str(LONGEST),
    "step": "1",
    "threshold": "99",
    "fold_window": str(FOLD_WINDOW),
    "fold_span": str(FOLD_SPAN),
}
"""What stands in each number field of a fresh visit, and stands in the link only where it differs."""
LABELS = {
    "window": "the window",
    "step": "the step",
    "threshold": "the threshold",
    "fold_window": "the folding window",
    "fold_span": "the longest pair",
}
KEYS = ("rbp", "rnas", *DEFAULTS, "variants", "rna", "open", "change")
"""What stands in the address."""
LONGEST_TEXT = 2000
"""Letters of a field that a link may hold; a list of substitutions may take more."""
MOST_VARIANTS_TEXT = 60_000
PER_SECOND, NT_PER_SECOND = 15_000, 5_000
"""Predictions a second of a small machine, and nucleotides of local structure."""


def read_query(query: dict[str, list[str]]) -> dict[str, Any]:
    """The text of each field from a link; nothing is refused here, the fields say what is wrong."""
    fields: dict[str, Any] = {
        name: query[name][0].strip()[:LONGEST_TEXT] if query.get(name) else usual for name, usual in DEFAULTS.items()
    }
    fields["rbp"] = [name.strip() for name in query.get("rbp", [])][: 2 * MOST_MODELS]
    fields["variants"] = query.get("variants", [""])[0][:MOST_VARIANTS_TEXT]
    return fields


def state(fields: dict[str, Any], rnas: str | None) -> dict[str, Any]:
    """The state of these fields, which is the link that restores them."""
    changed = {name: text for name, text in fields.items() if text and text != DEFAULTS.get(name)}
    return {"path": PATH, "query": {"rbp": [], "rnas": rnas, **changed}}


def shown(query: dict[str, list[str]]) -> dict[str, Any]:
    """What is looked at, from a link."""
    return {name: query[name][0] if query.get(name) else None for name in ("rna", "open", "change")}


def check(query: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of the fields that can be read, and by field the sentence that says what is wrong with others."""
    texts = {name: query.get(name) or usual for name, usual in DEFAULTS.items()}
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, text in texts.items():
        try:
            values[name] = _threshold(text) if name == "threshold" else _whole(name, text)
        except SequenceError as error:
            problems[name] = sentence(error)
    checks: dict[str, tuple[Callable[[int, int], Any], str, str]]
    checks = {"window": (check_window, "window", "step"), "fold_window": (check_local, "fold_window", "fold_span")}
    for name, (ask, first, second) in checks.items():
        if first in values and second in values:
            try:
                ask(values[first], values[second])
            except SequenceError as error:
                problems[name] = sentence(error)
    try:
        values["models"] = _models(query.get("rbp") or [])
    except AppError as error:
        problems["rbp"] = sentence(error)
    return values, problems


def question(query: dict[str, Any], values: dict, problems: dict) -> dict | None:
    """All that a scan's answer depends on; None where a field of it is wrong, or there is no RNA."""
    if problems or not query.get("rnas"):
        return None
    asked = {name: values[name] for name in ("window", "step", "fold_window", "fold_span")}
    return {"models": values["models"], "rnas": query["rnas"], "quantile": values["threshold"] / 100, **asked}


def variants_of(query: dict[str, Any]) -> VariantList:
    """The substitutions in the box, and what is wrong with other lines.

    Raises
    ------
    SequenceError : too many of them, or RNAs that cannot be read.
    """
    text = query.get("variants") or ""
    if not text.strip() or not query.get("rnas"):
        return VariantList((), ())
    return core.read_variants(text, link.unpack(query["rnas"]))


def effects_question(query: dict[str, Any], values: dict, problems: dict, listed: VariantList) -> dict | None:
    """All that the effects of substitutions depend on; None where there is nothing to ask."""
    if "models" not in values or "window" in problems or "window" not in values or not listed.substitutions:
        return None
    lines = [one.text for one in listed.substitutions]
    return {"models": values["models"], "rnas": query["rnas"], "window": values["window"], "variants": lines}


def scan_of(asked: dict[str, Any], on_progress: Any = None) -> core.RnaScan:
    """The scan of a question; at once where it was worked out before."""
    rnas, given = link.unpack(asked["rnas"]), ("window", "step", "quantile", "fold_window", "fold_span")
    names = [name for name, _ in asked["models"]]
    return core.scan_rnas(names, rnas, **{name: asked[name] for name in given}, on_progress=on_progress)


def effects_of(asked: dict[str, Any], on_progress: Any = None) -> list[core.Effect]:
    """The effects of a question's substitutions; errors as of `core.variant_effects`."""
    rnas = link.unpack(asked["rnas"])
    listed = core.read_variants("\n".join(asked["variants"]), rnas)
    names = [name for name, _ in asked["models"]]
    return core.variant_effects(names, rnas, listed.substitutions, asked["window"], on_progress)


def cost(asked: dict[str, Any], rnas: tuple[NamedRna, ...]) -> str:
    """How long a scan takes, in one line."""
    nt = sum(len(rna.sequence) for rna in rnas)
    folds = [core.card(name).architecture.folds for name, _ in asked["models"]]
    windows = [count_windows(rna.sequence, asked["window"], asked["step"]) for rna in rnas]
    each = [BACKGROUNDS + sum(n * (1 + n_shuffles(n, one)) for n in windows) for one in folds]
    paces = [FOLDED_PER_SECOND if one else PER_SECOND for one in folds]
    seconds = nt / NT_PER_SECOND + sum(n / pace for n, pace in zip(each, paces, strict=True))
    slow = " A model that reads structure folds every window." if any(folds) else ""
    return (
        f"At most {sum(each):,} predictions, those of shuffled RNA included: up to "
        f"{duration(max(2, seconds))} on a small machine, and a few seconds to start.{slow}"
    )


def _models(names: list[str]) -> list[list[str]]:
    """Each model with what changes when it is trained again."""
    if not 1 <= len(names) <= MOST_MODELS:
        raise AppError(f"{len(names) or 'no'} RBPs are chosen; choose 1 to {MOST_MODELS} from the list.")
    found = [[name, core.card(name).answers_key] for name in names]
    units = {models.unit_of(name).short for name in names}
    if len(units) > 1:
        raise AppError(
            "some of these models predict scores and some probabilities, which share no axis; leave some out."
        )
    return found


def _whole(name: str, text: str) -> int:
    digits = text.strip()
    if not is_count(digits) or len(digits) > 5:
        bounds = f"{SHORTEST} to {LONGEST}" if name == "window" else "a whole number of nt"
        raise SequenceError(f"{LABELS[name]} is {text[:20]!r}; give {bounds}, such as {DEFAULTS[name]}.")
    return int(digits)


def _threshold(text: str) -> float:
    try:
        value = float(text.strip().removesuffix("%"))
    except ValueError:
        value = float("nan")
    if not 50 <= value <= 99.9:
        raise SequenceError(
            f"the threshold is {text[:20]!r}; give the per cent of random RNA that a peak surpasses, 50 to 99.9."
        )
    return value
