"""Figure 2: one RBP. Its model's predictions, the letters it reads, and how sites add up, there and over all RBPs."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from core.discovery.ism import Ism, ism
from core.discovery.motifs import mismatches
from core.errors import DataError
from core.figures.drawing import (
    BLUE,
    GREY,
    ORANGE,
    PALE,
    SKY,
    YELLOW,
    beside,
    boxes,
    corner,
    histogram,
    logo,
    mutant_map,
    straight_line,
)
from core.figures.sheet import WIDTH, Panel
from core.figures.subjects import Answers, Request, Subject, ask_every, numbers, subject
from core.gia.protocols import named
from core.gia.protocols.protocol import Outcome
from core.library.analyses import card
from core.library.test_set import TestScores, test_scores
from core.sequence import encode

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

TITLE = "What one model has learned; n = {n:,} profile backgrounds"
MISMATCHES = (ORANGE, YELLOW, BLUE, SKY, GREY)
"""Colours of probes by mismatches to the best k-mer, from 0; more are pale."""
PAPER_WEAK = {"RBFOX1": "AGAAUG"}
"""The paper's weaker k-mer by gene; for other RBPs it is the middle one of the list of the best."""
N_LOGOS = 2
THIRD = (WIDTH / 3, 2.2)


def panels(request: Request) -> dict[str, Callable[[], Panel]]:
    """Return the question of each panel."""
    about = cache(partial(subject, request.model_name))

    def best() -> tuple:
        return about().model, about().kmers[0]

    def weak() -> tuple:
        return about().model, weak_kmer(about())

    def affinity() -> Panel:
        if request.affinities is None:
            raise DataError("no affinities were given; name a file or text of them, such as UGCAUGU=0.83,AGCAUGU=4.8.")
        return regression(named.spr(about().model, request.affinities, **request.asked), about())

    return {
        "a": lambda: agreement(about()),
        "b": lambda: sites(named.multiple_sites(*best(), **request.asked), about(), "best k-mer"),
        "c": lambda: sites(named.multiple_sites(*weak(), **request.asked), about(), "weaker k-mer"),
        "d": lambda: spacing(named.spacing(*best(), **request.asked), about()),
        "e": lambda: mutants(named.kmer_mutagenesis(*best(), **request.asked), about()),
        "f": affinity,
        "g": lambda: additivity(ask_every(partial(_ask_sites, request))),
    }


def weak_kmer(about: Subject) -> str:
    """Choose a k-mer that raises the prediction, but not the most."""
    return PAPER_WEAK.get(about.gene) or about.kmers[len(about.kmers) // 2]


def agreement(about: Subject) -> Panel:
    """Draw measured against predicted binding: probe by probe if the probes are here, otherwise the card's density."""
    try:
        found = test_scores(about.name)
    except DataError as error:
        return density(about, str(error))
    order = np.argsort(-found.measured, kind="stable")
    best = list(dict.fromkeys(found.sequences[order[:1000]].tolist()))[:N_LOGOS]  # some probes were spotted twice
    return scatter(about, found, [ism(about.model.score, sequence) for sequence in best])


def scatter(about: Subject, found: TestScores, isms: Sequence[Ism]) -> Panel:
    """Draw measured against predicted binding, coloured by mismatches to the best k-mer, and ISM logos of probes."""
    kmer = about.kmers[0]
    wrong = mismatches(encode(found.sequences.tolist()), kmer)

    def draw(cell: "SubFigure") -> None:
        grid = cell.add_gridspec(max(1, len(isms)), 2, width_ratios=(1, 1.9))
        axes = cell.add_subplot(grid[:, 0])
        _mismatch_scatter(cell, axes, found, wrong, kmer)
        for row, one in enumerate(isms):
            axes = cell.add_subplot(grid[row, 1])
            logo(axes, one.sequence, one.sensitivity, "Sensitivity (SD)")
            measured = found.measured[found.sequences == one.sequence].max()
            axes.set_title(f"measured {measured:.2f}, predicted {one.prediction:.2f}", size=6, loc="right", pad=2)
        if isms:
            axes.set_xlabel("Position in the probe")

    shown = {
        "pearson": found.pearson,
        "n": len(found.measured),
        "kmer": kmer,
        "measured": found.measured,
        "predicted": found.predicted,
        "mismatches": wrong,
        "ism": [{"sensitivity": one.sensitivity, **one._asdict()} for one in isms],
    }
    logos = f"; ISM logos of the {len(isms)} best measured" if isms else ""
    title = f"{about.title}: probes of set B by mismatches to {kmer}{logos}"
    return Panel(title, draw, shown, "Koo et al. 2021, Fig 2a.", (about.name,), (WIDTH, 2.6))


def _mismatch_scatter(cell: "SubFigure", axes, found: TestScores, wrong: np.ndarray, kmer: str) -> None:
    from matplotlib.colors import BoundaryNorm, ListedColormap

    levels = len(kmer) + 1
    colors = ListedColormap([*MISMATCHES, *[PALE] * levels][:levels])
    order = np.argsort(-wrong, kind="stable")  # the best matches on top
    points = axes.scatter(
        found.measured[order],
        found.predicted[order],
        c=wrong[order],
        cmap=colors,
        norm=BoundaryNorm(np.arange(levels + 1) - 0.5, levels),
        s=2,
        linewidths=0,
        rasterized=True,
    )
    bar = cell.colorbar(points, ax=axes, fraction=0.06, pad=0.02, ticks=range(levels))
    bar.set_label(f"Mismatches to {kmer}")
    bar.outline.set_linewidth(0.4)
    axes.set(xlabel="Measured binding score (SD)", ylabel="Predicted binding score (SD)")
    corner(axes, f"Pearson {found.pearson:.3f}\nn = {len(found.measured):,}")


def density(about: Subject, why: str) -> Panel:
    """Draw measured against predicted binding as counts, which come with the model."""
    found = card(about.name)
    if not found.density:
        raise DataError(f"{about.name} was never compared with measurements, and none are here: {why}.")
    x, y, counts = (np.array(found.density[name]) for name in ("measured_edges", "predicted_edges", "counts"))

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        image = axes.pcolormesh(x, y, np.ma.masked_equal(counts.T, 0), norm="log", cmap="viridis", rasterized=True)
        bar = cell.colorbar(image, ax=axes, fraction=0.06, pad=0.02)
        bar.set_label("Probes")
        axes.set(xlabel="Measured binding score (SD)", ylabel="Predicted binding score (SD)")
        corner(axes, f"Pearson {found.test_pearson:.3f}\nn = {found.n_test:,}")

    shown = {**found.density, "pearson": found.test_pearson, "n": found.n_test}
    missing = (f"shows the density that comes with the model, without single probes, mismatches and ISM logos: {why}",)
    title = f"{about.title}: probes of set B"
    return Panel(title, draw, shown, "Koo et al. 2021, Fig 2a.", (about.name,), (WIDTH / 2, 2.4), missing)


def sites(outcome: Outcome, about: Subject, what: str) -> Panel:
    """Draw one site and more, and the line through their means."""
    groups = {str(row["sites"]): one.local for row, one in zip(outcome.rows, _conditions(outcome), strict=True)}
    fit = outcome.summary

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        boxes(axes, groups)
        text = f"R² = {fit['r_squared']:.3f}\nslope {fit['slope']:.2f} SD per site"
        straight_line(axes, fit["slope"], fit["intercept"], (0.7, len(groups) + 0.3), text)
        axes.set_xlabel("Sites of " + outcome.parameters["pattern"])

    positions = ", ".join(map(str, outcome.parameters["positions"]))
    title = f"{about.title}: sites of the {what}, at {positions}"
    return Panel(title, draw, numbers(outcome), "Koo et al. 2021, Fig 2b, c.", (about.name,), THIRD)


def spacing(outcome: Outcome, about: Subject) -> Panel:
    """Draw one site, and two at growing distances."""
    ticks = [_starts(row) for row in outcome.rows]
    groups = {tick: one.local for tick, one in zip(ticks, _conditions(outcome), strict=True)}

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        boxes(axes, groups)
        axes.set_xlabel(f"First letters of {outcome.parameters['pattern']} (nt between)")

    title = f"{about.title}: spacing of two sites"
    return Panel(title, draw, numbers(outcome), "Koo et al. 2021, Fig 2d.", (about.name,), THIRD)


def _starts(row: dict) -> str:
    """Name the starts, from 1, of the sites of a row of ``spacing``; copies that share letters are one pattern."""
    start = int(row["text"].partition("@")[2].partition(",")[0])
    if row["separation"] is None:
        return f"{start}\n(one)"
    return f"{start}, {start + row['separation']}\n({row['gap']})".replace("-", "−")


def mutants(outcome: Outcome, about: Subject) -> Panel:
    """Draw every single mutant of the best k-mer minus the wild type, and the logo of their norms."""
    kmer, matrix = outcome.parameters["pattern"], np.array(outcome.summary["matrix"])

    def draw(cell: "SubFigure") -> None:
        top, bottom = cell.subplots(2, 1, height_ratios=(1, 1.3))
        logo(top, kmer, np.array(outcome.summary["sensitivity"]), "L2 norm (SD)")
        top.set_xticks([])
        mutant_map(cell, bottom, kmer, matrix)

    title = f"{about.title}: single mutants of {kmer}"
    return Panel(title, draw, numbers(outcome), "Koo et al. 2021, Fig 2e.", (about.name,), THIRD)


def regression(outcome: Outcome, about: Subject) -> Panel:
    """Draw measured affinity against global importance, and the line through the patterns."""
    x, y = (np.array([row[name] for row in outcome.rows]) for name in ("global_importance", "ln_kd"))
    fit = outcome.summary

    def draw(cell: "SubFigure") -> None:
        axes = cell.subplots()
        ends = (x.min() - 0.2, x.max() + 0.2)
        axes.plot(x, y, "o", color=ORANGE, markersize=3.5)
        beside(axes, x, y, [row["label"] for row in outcome.rows])
        text = f"r = {fit['r']:.3f}, R² = {fit['r_squared']:.3f}\np = {fit['p_value']:.2g}".replace("-", "−")
        straight_line(axes, fit["slope"], fit["intercept"], ends, "")
        corner(axes, text, bottom=True)
        axes.set(xlabel="Global importance (SD)", ylabel="ln KD (KD in the unit given)")

    source = "Koo et al. 2021, Fig 2f; affinities as given."
    return Panel(f"{about.title}: measured affinities", draw, numbers(outcome), source, (about.name,), THIRD)


def additivity(found: Answers) -> Panel:
    """Draw how straight the lines through one, two and three sites are, over all experiments with a model."""
    r_squared = [outcome.summary["r_squared"] for _, outcome in found.answers]
    groups = found.by_kind(r_squared)

    def draw(cell: "SubFigure") -> None:
        low = min(0.8, *(float(values.min()) for values in groups.values() if len(values)))
        edges = np.linspace(np.floor(low * 20) / 20, 1, 21)
        histogram(cell.subplots(), groups, edges, "R² of the line through 1, 2, 3 sites", (BLUE, GREY))

    shown = {"rows": [_additivity_row(asked, outcome) for asked, outcome in found.answers]}
    title = "Additivity over all experiments with a model, each with its best k-mer"
    missing = tuple(found.missing)
    return Panel(title, draw, shown, "Koo et al. 2021, Fig 2g.", found.models, THIRD, missing)


def _additivity_row(asked: Subject, outcome: Outcome) -> dict:
    importance = [row["global_importance"] for row in outcome.rows]
    about = {"model": asked.name, "simulated": asked.is_simulated, "pattern": outcome.parameters["pattern"]}
    return {**about, "global_importance": importance, **outcome.summary}


def _ask_sites(request: Request, asked: Subject) -> Outcome:
    return named.multiple_sites(asked.model, asked.kmers[0], **request.asked)


def _conditions(outcome: Outcome) -> list:
    return [condition for result in outcome.results for condition in result.conditions]
