"""Figure 4: does GC at an end of the probe help a site? The paper's RBPs, and all experiments with a model."""

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.data import catalogue
from core.errors import DataError
from core.figures.drawing import BLUE, GREY, INK, boxes, corner, histogram
from core.figures.sheet import WIDTH, Panel
from core.figures.subjects import Answers, Request, Subject, ask_every, numbers
from core.gia.protocols import named
from core.gia.protocols.protocol import Outcome

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

TITLE = "GC at the ends of the probe; n = {n:,} profile backgrounds"
GC_ROWS = {"GC 3'": 0, "site": 1, "site +\nGC 3'": 2, "site +\nGC 5'": 3}
"""Rows of `core.gia.protocols.named.gc_bias` to show, by tick."""


class Case(NamedTuple):
    """One of the paper's RBPs: its name there, genes that may represent it (orthologues share the motif), its motif."""

    name: str
    genes: tuple[str, ...]
    motif: str


CASES = (
    Case("SNF", ("snf", "snrpa"), "UUGCAC"),
    Case("CG17838", ("cg17838",), "CAAAUU"),
    Case("HuR", ("hur", "elavl1"), "UUAUUU"),
)


class Shown(NamedTuple):
    """The content of a panel for a case of the paper: the model asked, the motif, and why it is not the paper's."""

    asked: Subject
    motif: str
    missing: tuple[str, ...] = ()


def panels(request: Request) -> dict[str, Callable[[], Panel]]:
    """Return the question of each panel."""

    def ask(asked: Subject, motif: str) -> Outcome:
        return named.gc_bias(asked.model, motif, **request.asked)

    found = cache(partial(ask_every, lambda asked: ask(asked, asked.kmers[0])))
    chosen = cache(lambda: choose(found()))

    def one(place: int) -> Panel:
        if not (shown := chosen()[place]):
            raise DataError(_absent(CASES[place]))
        return gc_boxes(ask(shown.asked, shown.motif), shown)

    return {
        **{letter: partial(one, place) for place, letter in enumerate("abc")},
        "d": lambda: effect_sizes(found(), "3"),
        "e": lambda: effect_sizes(found(), "5"),
    }


def choose(found: Answers) -> list[Shown | None]:
    """Choose a model for each case: its RBP, else the largest effect at the 3' end among the rest, real ones first."""
    by_effect = sorted(found.answers, key=lambda answer: (answer[0].is_simulated, -answer[1].summary["gain_3"]))
    asked = [answer[0] for answer in by_effect]
    own = [next((one for one in asked if one.gene.lower() in case.genes), None) for case in CASES]
    rest = [one for one in asked if one not in own]
    shown: list[Shown | None] = []
    for case, one in zip(CASES, own, strict=True):
        if one:
            is_own = one.gene.lower() == case.genes[0]
            note = () if is_own else (f"{one.title} stands for the paper's {case.name}; they share the motif.",)
            shown.append(Shown(one, case.motif, note))
        elif rest:
            stand_in = rest.pop(0)
            shown.append(Shown(stand_in, stand_in.kmers[0], (f"{_absent(case)} Shown instead: {stand_in.title}.",)))
        else:
            shown.append(None)
    return shown


def gc_boxes(outcome: Outcome, shown: Shown) -> Panel:
    """Draw GC alone at the 3' end, the site alone, and both at either end."""
    conditions = outcome.results[0].conditions
    groups = {tick: conditions[row].local for tick, row in GC_ROWS.items()}
    summary = outcome.summary

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        boxes(axes, groups)
        axes.set_xlabel(f"effect size 3' {summary['effect_3']:.2f}, 5' {summary['effect_5']:.2f}")

    title = f"{shown.asked.title}: {shown.motif}"
    about = (shown.asked.name,), (WIDTH / 3, 2.3), shown.missing
    return Panel(title, draw, numbers(outcome), "Koo et al. 2021, Fig 4c.", *about)


def effect_sizes(found: Answers, end: str) -> Panel:
    """Draw importance of the site with GC at one end over that of the site alone, over all experiments with a model."""
    known = {e: [_effect(outcome.summary, e) for _, outcome in found.answers] for e in ("3", "5")}
    both = np.array([values for values in zip(known["3"], known["5"], strict=True) if np.isfinite(values).all()])
    if not len(both):
        raise DataError("no site is important enough to divide by; train models that have a motif.")
    groups, edges = found.by_kind(known[end]), _edges(both)
    above = found.by_kind([at_3 - at_5 for at_3, at_5 in zip(known["3"], known["5"], strict=True)])
    texts = [
        f"{kind}: median {np.median(values):.2f}, 3' above 5' in {int((above[kind] > 0).sum())} of {len(above[kind])}"
        for kind, values in groups.items()
        if len(values)
    ]

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        histogram(axes, groups, edges, f"Effect size of GC at the {end}' end", (BLUE, GREY))
        axes.axvline(1, ymax=0.74, color=INK, linewidth=0.6, linestyle=":")
        corner(axes, "\n".join(texts), right=True)

    shown = {"rows": [_row(asked, outcome) for asked, outcome in found.answers]}
    missing = [*found.missing]
    if unclear := [asked.name for (asked, _), value in zip(found.answers, known[end], strict=True) if np.isnan(value)]:
        missing.append(f"without {', '.join(unclear)}: the importance of the site alone cannot be told from 0.")
    title = f"(Site and GC) over site, {end}' end, best k-mer of each model"
    size = (WIDTH / 2, 2.1)
    return Panel(title, draw, shown, "Koo et al. 2021, Fig 4d, e.", found.models, size, tuple(missing))


def _effect(summary: dict, end: str) -> float:
    """Return the effect size; nan if the site alone cannot be told from 0."""
    return summary[f"effect_{end}"] if np.isfinite(summary[f"effect_{end}_low"]) else np.nan


def _edges(values: np.ndarray) -> np.ndarray:
    """Make bins for both ends that cover 0 and 1."""
    return np.linspace(min(0, values.min()), max(2, values.max()), 25)


def _row(asked: Subject, outcome: Outcome) -> dict:
    about = {"model": asked.name, "simulated": asked.is_simulated, "pattern": outcome.parameters["pattern"]}
    return {**about, **outcome.summary}


def _absent(case: Case) -> str:
    ids = [i for i, known in catalogue.genes().items() if known.gene.lower() in case.genes]
    return (
        f"The paper's {case.name} ({case.motif}) has no model here; import its measurements ({', '.join(ids)}) "
        "and train one with: python -m core train ID."
    )
