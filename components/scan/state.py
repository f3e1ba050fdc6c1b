"""What stands in the fields of the Scan page: read from a link, checked, and made into questions. Plain data.

A state is ``{"path", "query": {field: text, ...}}``, so that it is its own link. Fields keep what was typed,
right or wrong; what is wrong is said beneath them.
"""

from typing import Any

import core
from components.shared import models
from components.shared.fields import Field, Form, Rule, whole
from components.shared.long_work import duration
from components.shared.rates import FOLDED_PER_SECOND
from core.errors import AppError, SequenceError
from core.rna_scan import link
from core.rna_scan.null import count_windows, n_shuffles
from core.rna_scan.scan import BACKGROUNDS, MOST_MODELS
from core.rna_scan.variants import VariantList
from core.rna_scan.windows import LONGEST, SHORTEST, check_window
from core.sequence import NamedRna
from core.structure.fold import FOLD_SPAN, FOLD_WINDOW, LONGEST_FOLD, SHORTEST_FOLD, check_local

PATH = "/scan"
JOB, EFFECTS = "rna-scan", "rna-effects"
"""The two kinds of long work of this page."""
SHOWN = ("rna", "open", "change")
"""The open RNA, window and substitution in the address."""
PER_SECOND, NT_PER_SECOND = 15_000, 5_000
"""Predictions a second of a small machine, and nucleotides of local structure."""


def state(fields: dict[str, Any], rnas: str | None) -> dict[str, Any]:
    """Return the state of these texts, which is the link that restores them."""
    return {"path": PATH, "query": {"rbp": [], "rnas": rnas, **FORM.link(fields)}}


def shown(query: dict[str, list[str]]) -> dict[str, Any]:
    """Return the open RNA, window and substitution of a link."""
    return {name: query[name][0] if query.get(name) else None for name in SHOWN}


def question(query: dict[str, Any], values: dict, problems: dict) -> dict | None:
    """Return everything that the answer of a scan depends on; None if a field is wrong, or there is no RNA."""
    if problems or not query.get("rnas"):
        return None
    asked = {name: values[name] for name in ("window", "step", "fold_window", "fold_span")}
    return {"models": values["rbp"], "rnas": query["rnas"], "quantile": values["threshold"] / 100, **asked}


def variants_of(query: dict[str, Any]) -> VariantList:
    """Return the substitutions in the box, and what is wrong with other lines.

    Raises
    ------
    SequenceError : too many of them, or RNAs that cannot be read.
    """
    text = query.get("variants") or ""
    if not text.strip() or not query.get("rnas"):
        return VariantList((), ())
    return core.read_variants(text, link.unpack(query["rnas"]))


def effects_question(query: dict[str, Any], values: dict, problems: dict, listed: VariantList) -> dict | None:
    """Return everything that the effects of substitutions depend on; None if there is nothing to ask."""
    if "rbp" not in values or "window" in problems or "window" not in values or not listed.substitutions:
        return None
    lines = [one.text for one in listed.substitutions]
    return {"models": values["rbp"], "rnas": query["rnas"], "window": values["window"], "variants": lines}


def cost(asked: dict[str, Any], rnas: tuple[NamedRna, ...]) -> str:
    """Say in one line how long a scan takes."""
    nt = sum(len(rna.sequence) for rna in rnas)
    reading = [core.card(name).architecture.reads_structure for name, _ in asked["models"]]
    windows = [count_windows(rna.sequence, asked["window"], asked["step"]) for rna in rnas]
    each = [BACKGROUNDS + sum(n * (1 + n_shuffles(n, one)) for n in windows) for one in reading]
    paces = [FOLDED_PER_SECOND if one else PER_SECOND for one in reading]
    seconds = nt / NT_PER_SECOND + sum(n / pace for n, pace in zip(each, paces, strict=True))
    slow = " A model that reads structure folds every window." if any(reading) else ""
    return (
        f"At most {sum(each):,} predictions, those of shuffled RNA included: up to "
        f"{duration(max(2, seconds))} on a small machine.{slow}"
    )


def _models(label: str, names: list[str]) -> list[list[str]]:
    """List each model with a key that changes when it is trained again."""
    if not 1 <= len(names) <= MOST_MODELS:
        raise AppError(f"{len(names) or 'no'} {label} are chosen; choose 1 to {MOST_MODELS} from the list.")
    found = [[name, core.card(name).answers_key] for name in names]
    units = {models.unit_of(name).short for name in names}
    if len(units) > 1:
        raise AppError(
            "some of these models predict scores and some probabilities, which share no axis; leave some out."
        )
    return found


def _percent(label: str, text: str) -> float:
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = float("nan")
    if not 50 <= value <= 99.9:
        raise SequenceError(
            f"the {label} is {text[:20]!r}; give the per cent of random RNA that a peak surpasses, 50 to 99.9."
        )
    return value


def _check_folding(fold_window: int, fold_span: int) -> None:
    check_local(fold_window, fold_span)


FOLDED = whole(SHORTEST_FOLD, LONGEST_FOLD)
FORM = Form(
    Field("rbp", _models, (), "RBPs", several=True),
    Field("window", whole(SHORTEST, LONGEST), str(LONGEST), "window"),
    Field("step", whole(1, LONGEST), "1", "step"),
    Field("threshold", _percent, "99", "threshold"),
    Field("fold_window", FOLDED, str(FOLD_WINDOW), "folding window"),
    Field("fold_span", FOLDED, str(FOLD_SPAN), "longest pair"),
    Field("variants", most=60_000),
    rules=[
        Rule("window", ("window", "step"), check_window),
        Rule("fold_window", ("fold_window", "fold_span"), _check_folding),
    ],
)
"""The fields of the page; the list of substitutions is read with the RNAs, by `variants_of`."""
