"""Figure 3: an RBP that binds hairpins. Structure as input, a site in loop and stem, and the best k-mers."""

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from core.errors import DataError
from core.figures.drawing import BLUE, GREEN, MUTED, ORANGE, PALE, SKY, boxes
from core.figures.sheet import Panel
from core.figures.subjects import USUAL, Request, Subject, numbers, subject
from core.formatting import interval_text, number_text
from core.gia.backgrounds import parse_background
from core.gia.protocols import named
from core.gia.protocols.protocol import Outcome
from core.gia.protocols.sites import CENTRE
from core.library.experiments import list_experiments
from core.models import registry
from core.sequence import PROBE_LENGTH
from core.structure.fold import layout

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

TITLE = "A site in a hairpin; n = {n:,} profile and hairpin backgrounds"
PAPER_GENE, SIMULATED = "vts1", "SIM_LOOP"
PAPER_PATTERN = "GCUGG"
"""The paper's pattern for VTS1, part of its best 6-mer GCUGGC; other RBPs use the best k-mer."""
N_KMERS = 10
INPUTS = {"": "sequence", "-pu": "+ PU", "-phime": "+ PHIME"}
"""Inputs of a model by the end of its label."""


def default_name() -> str:
    """Choose VTS1, as in the paper, if it has a model here, else the simulated loop binder; sequence models first."""
    listed = {e.id: e for e in list_experiments() if e.has_model}
    vts1 = next((e.id for e in listed.values() if e.gene.lower() == PAPER_GENE), SIMULATED)
    return f"{vts1}:{USUAL}" if vts1 in listed and USUAL in listed[vts1].models else vts1


def panels(request: Request) -> dict[str, Callable[[], Panel]]:
    """Return the question of each panel."""
    about = cache(partial(subject, request.hairpin))

    @cache
    def asked() -> Outcome:
        return named.stem_loop(about().model, pattern(about()), **request.asked)

    def best() -> Outcome:
        placed = [f"{kmer}@{CENTRE}" for kmer in about().kmers[:N_KMERS]]
        return named.conditions(about().model, placed, **request.asked)

    return {
        "a": lambda: inputs(about()),
        "b": lambda: hairpin(asked(), about()),
        "c": lambda: loop_and_stem(asked(), about()),
        "d": lambda: kmer_list(best(), about()),
    }


def pattern(about: Subject) -> str:
    """Return the pattern for loop and stem."""
    return PAPER_PATTERN if about.gene.lower() == PAPER_GENE else about.kmers[0]


def inputs(about: Subject) -> Panel:
    """Draw the test Pearson of the models that read sequence, and sequence with structure."""
    experiment, _ = registry.split_name(about.name)
    here = registry.models_of(experiment)
    labels = {shown: f"{USUAL}{end}" for end, shown in INPUTS.items()}
    found = {shown: here[label] for shown, label in labels.items() if label in here}
    pearson = {shown: card.test_pearson for shown, card in found.items() if card.test_pearson is not None}
    if not pearson:
        raise DataError(f"{about.name} has no ResidualBind; train one with: python -m core train {experiment}")

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        names = list(INPUTS.values())
        bars = axes.bar(names, [pearson.get(name, 0) for name in names], 0.6, color=(BLUE, SKY, GREEN))
        axes.bar_label(bars, [f"{pearson[name]:.3f}" if name in pearson else "no\nmodel" for name in names], size=6)
        axes.set(ylabel="Test Pearson", ylim=(0, 1))

    missing = tuple(
        f"no model that reads {shown.removeprefix('+ ')}; "
        f"train it with: python -m core train {experiment} --inputs {end.removeprefix('-') or 'sequence'}"
        for end, shown in INPUTS.items()
        if shown not in pearson
    )
    shown = {"test_pearson": pearson, "n_test": {name: found[name].n_test for name in pearson}}
    models = tuple(f"{experiment}:{found[name].label}" for name in pearson)
    title = f"{about.title}: structure as input"
    return Panel(title, draw, shown, "Koo et al. 2021, Fig 3.", models, (1.7, 2.3), missing)


def hairpin(outcome: Outcome, about: Subject) -> Panel:
    """Draw the hairpin and the places of the pattern."""
    pairs = parse_background(outcome.results[0].design.background).pairs
    places = {
        name: (outcome.parameters[f"{name}_position"] - 1, color) for name, color in (("loop", ORANGE), ("stem", BLUE))
    }

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        xy = hairpin_layout(pairs)
        axes.plot(*xy.T, color=MUTED, linewidth=0.6, zorder=1)
        for pair in pairs:
            axes.plot(*xy[list(pair)].T, color=MUTED, linewidth=0.6, zorder=1)
        axes.scatter(xy[:, 0], xy[:, 1], s=22, color=PALE, edgecolors=MUTED, linewidths=0.4, zorder=2)
        for name, (start, color) in places.items():
            _write_pattern(axes, xy, outcome.parameters["pattern"], start, color, name)
        for end, letters in ((0, "5'"), (-1, "3'")):
            outwards = xy[end] - xy[[0, pairs[0][0], pairs[0][1], -1]].mean(axis=0)
            offset = 9 * outwards / np.linalg.norm(outwards)
            axes.annotate(letters, xy[end], offset, textcoords="offset points", ha="center", va="center", size=6)
        axes.set_aspect("equal")
        axes.axis("off")
        axes.margins(0.12)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0), handlelength=0.8, borderaxespad=0.2)

    shown = {"pairs": [[left + 1, right + 1] for left, right in pairs], **outcome.parameters}
    title = f"Stem {outcome.parameters['stem']}, pattern {outcome.parameters['pattern']}"
    return Panel(title, draw, shown, "Koo et al. 2021, Fig 3.", (about.name,), (1.4, 2.3))


def hairpin_layout(pairs: tuple[tuple[int, int], ...]) -> np.ndarray:
    """Compute coordinates (41, 2) of the letters of a probe with these pairs, stem upright and 5' end left."""
    brackets = ["."] * PROBE_LENGTH
    for left, right in pairs:
        brackets[left], brackets[right] = "(", ")"
    xy = layout("".join(brackets))
    foot, top = (xy[list(pair)].mean(axis=0) for pair in (pairs[0], pairs[-1]))
    x, y = (top - foot) / (np.linalg.norm(top - foot) or 1)
    return xy @ np.array([[y, x], [-x, y]])


def _write_pattern(axes, xy: np.ndarray, letters: str, start: int, color: str, name: str) -> None:
    taken = xy[start : start + len(letters)]
    axes.scatter(*taken.T, s=24, color=color, linewidths=0, zorder=3, label=f"{name}, from position {start + 1}")
    for letter, point in zip(letters, taken, strict=True):
        axes.text(*point, letter, size=4.5, color="white", weight="bold", ha="center", va="center_baseline", zorder=4)


def loop_and_stem(outcome: Outcome, about: Subject) -> Panel:
    """Draw the pattern in random RNA and in the hairpin, and the stem's letters where nothing pairs."""
    (loop, stem), (random_loop, random_stem, letters, _) = (
        [condition.local for condition in result.conditions] for result in outcome.results
    )
    at_loop, at_stem = outcome.parameters["loop_position"], outcome.parameters["stem_position"]
    groups = {
        f"random,\nat {at_loop}": random_loop,
        f"random,\nat {at_stem}": random_stem,
        "random,\nboth\nstrands": letters,
        f"loop,\nat {at_loop}": loop,
        f"stem,\nat {at_stem}": stem,
    }
    summary = outcome.summary
    shown = {"loop − stem": "loop_minus_stem", "in random RNA": "letters", "structure": "structure"}
    shown["structure, at most"] = "structure_at_most"
    said = [_interval(name, *(summary[f"{key}{end}"] for end in ("", "_low", "_high"))) for name, key in shown.items()]

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        boxes(axes, groups)
        axes.set_xlabel("\n".join(said))

    title = f"{about.title}: {outcome.parameters['pattern']} in random RNA and in the hairpin"
    return Panel(title, draw, numbers(outcome), "Koo et al. 2021, Fig 3.", (about.name,), (2.6, 2.3))


def _interval(name: str, value: float, low: float, high: float) -> str:
    return f"{name}: {number_text(value)} SD (95% {interval_text(low, high)})"


def kmer_list(outcome: Outcome, about: Subject) -> Panel:
    """Draw the best k-mers of the model with their global importance."""
    rows = sorted(outcome.rows, key=lambda row: row["global_importance"])

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        middles = np.array([row["global_importance"] for row in rows])
        ends = np.abs(np.array([[row["ci_low"], row["ci_high"]] for row in rows]).T - middles)
        names = [row["text"].partition("@")[0] for row in rows]
        axes.barh(names, middles, 0.7, color=SKY, xerr=ends, error_kw={"linewidth": 0.6, "capsize": 1.5})
        for tick in axes.get_yticklabels():
            tick.set_fontfamily("DejaVu Sans Mono")
        axes.set_xlabel("Global importance (SD)")

    title = f"Best 6-mers, at {CENTRE}"
    return Panel(title, draw, numbers(outcome), "Koo et al. 2021, Fig 3.", (about.name,), (1.5, 2.3))
