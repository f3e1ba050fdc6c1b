"""Figure 1: performance of the models compared with published methods, another transform, and structure as input."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from core.data import catalogue
from core.data.published import N_PUBLISHED, SOURCE, PublishedMean, published, published_means
from core.errors import DataError
from core.figures.drawing import BLUE, GREEN, MUTED, ORANGE, PURPLE, against, violins
from core.figures.sheet import WIDTH, Panel
from core.figures.subjects import USUAL, Request
from core.models import registry

TITLE = "Test performance, RNAcompete 2013, set B"
PEARSON = "Test Pearson"
OURS, BEST = USUAL, "ThermoNet"
"""Our model, and the best published method."""
FEWEST_FOR_A_TEST = 6
"""Fewest pairs with which a two-sided signed-rank test can reach p = 0.05."""
COLORS = (BLUE, ORANGE, GREEN, PURPLE)
SIDE = (WIDTH / 3, 2.5)

Performance = dict[str, dict[str, float]]
"""Test Pearson by method, or label of our models, then by experiment."""


class Pairs(NamedTuple):
    """The experiments that two methods share, their test Pearson x and y (n,), and p of the paired Wilcoxon test.

    p is nan for fewer pairs than `FEWEST_FOR_A_TEST`.
    """

    x_name: str
    y_name: str
    experiments: list[str]
    x: np.ndarray
    y: np.ndarray
    p_value: float

    @property
    def text(self) -> str:
        """Both means, the number of experiments in which the second is better, and p."""
        better = f"better in {int((self.y > self.x).sum())} of {len(self.x)}"
        better += f", p = {self.p_value:.2g}" if np.isfinite(self.p_value) else ""
        return f"{self.y_name}\nmean {self.y.mean():.3f} against {self.x.mean():.3f}\n{better}"


def panels(request: Request) -> dict[str, Callable[[], Panel]]:
    """Return the question of each panel."""
    ours, theirs = our_performance(), published_performance()
    return {
        "a": partial(all_methods, ours, theirs),
        "b": partial(transforms, ours),
        "c": partial(inputs, ours),
        "d": partial(against_best, ours, theirs),
    }


def our_performance() -> Performance:
    """Collect the regression models here of RNAcompete 2013 experiments; others cannot be compared."""
    known = set(catalogue.ids())
    found: Performance = {}
    for experiment, labelled in sorted(registry.models().items()):
        for label, card in labelled.items():
            is_compared = experiment in known and card.architecture.task == "regression"
            if is_compared and card.test_pearson is not None:
                found.setdefault(label, {})[experiment] = card.test_pearson
    return dict(sorted(found.items()))


def published_performance() -> Performance:
    """Collect results published experiment by experiment, the method with the lowest mean first."""
    found: Performance = {}
    for experiment in catalogue.ids():
        for method, pearson in published(experiment).items():
            found.setdefault(method, {})[experiment] = pearson
    return dict(sorted(found.items(), key=lambda item: np.mean(list(item[1].values()))))


def pairs(x_name: str, y_name: str, x: dict[str, float], y: dict[str, float]) -> Pairs:
    """Compare two methods on the experiments that both have."""
    from scipy.stats import wilcoxon

    shared = sorted(x.keys() & y.keys())
    first, second = (np.array([found[experiment] for experiment in shared]) for found in (x, y))
    is_tested = len(shared) >= FEWEST_FOR_A_TEST and (first != second).any()
    p_value = float(wilcoxon(first, second).pvalue) if is_tested else np.nan
    return Pairs(x_name, y_name, shared, first, second, p_value)


def all_methods(ours: Performance, theirs: Performance) -> Panel:
    """Draw every method: published as one mean, published experiment by experiment, and ours."""
    means = {_mean_name(mean): mean.pearson for mean in published_means()}
    single = {method: np.array([*found.values()]) for method, found in {**theirs, **ours}.items()}
    published_ones = sorted({**means, **theirs}, key=lambda name: means.get(name) or single[name].mean())
    groups = {name: single.get(name, np.array([])) for name in (*published_ones, *ours)}

    def draw(cell) -> None:
        axes = cell.subplots()
        violins(axes, groups, [BLUE if name in ours else MUTED for name in groups], PEARSON)
        marked = [(place, means[name]) for place, name in enumerate(groups, start=1) if name in means]
        axes.plot(
            *zip(*marked, strict=True), "D", color=ORANGE, markersize=3.5, label=f"published mean of {N_PUBLISHED}"
        )
        ticks = [_short(name) + f" ({len(values)})" * (len(values) > 0) for name, values in groups.items()]
        axes.set_xticks(range(1, len(ticks) + 1), ticks, rotation=40, size=5.5, ha="right", rotation_mode="anchor")
        axes.legend(loc="lower right")

    shown = {"test_pearson": {**theirs, **ours}, "published_means": [mean._asdict() for mean in published_means()]}
    source = "Koo et al. 2021, Fig 1. Published numbers are of clipped scores; each mean has its own source. " + SOURCE
    missing = () if ours else (f"no model of ours to show; train one with: python -m core train {catalogue.ids()[0]}",)
    title = "Published methods (grey) and the models at hand (blue), with the number of experiments in brackets"
    return Panel(title, draw, shown, source, _names(ours), (WIDTH, 2.7), missing)


def transforms(ours: Performance) -> Panel:
    """Draw every kind of model on clipped scores against the same kind on log scores."""
    compared = []
    for label in ours:
        base = "-".join(part for part in label.split("-") if part != "clip")
        if base != label and base in ours:
            compared.append(pairs(base, label, ours[base], ours[label]))
    cure = "train both, for example RNCMPT00168, with: python -m core train ID, and again with --transform clip"
    return _compared(compared, "Clipped against log-transformed scores", ("log", "clip"), cure)


def inputs(ours: Performance) -> Panel:
    """Draw models that read structure, too, against those that read sequence only."""
    labels = [f"{OURS}-pu", f"{OURS}-phime"]
    compared = [pairs(OURS, label, ours.get(OURS, {}), ours.get(label, {})) for label in labels]
    cure = "train them for one experiment: python -m core train ID, and again with --inputs pu and --inputs phime"
    return _compared(compared, "Structure as input", ("sequence", "sequence and structure"), cure)


def against_best(ours: Performance, theirs: Performance) -> Panel:
    """Draw ours against the best published method, for each transform."""
    labels = [OURS, f"{OURS}-clip"]
    compared = [pairs(BEST, label, theirs.get(BEST, {}), ours.get(label, {})) for label in labels]
    cure = "train a model of an RNCMPT experiment: python -m core train ID"
    title = f"ResidualBind against {BEST} (published for {N_PUBLISHED})"
    return _compared(compared, title, (BEST, "ResidualBind"), cure)


def _compared(compared: Sequence[Pairs], title: str, axes_names: tuple[str, str], cure: str) -> Panel:
    """Draw pairs of methods around the line of equality; pairs without a shared experiment are left out."""
    found = [pair for pair in compared if pair.experiments]
    if not found:
        raise DataError(f"{title.lower()}: no experiment has both models here; {cure}.")

    def draw(cell) -> None:
        axes = cell.subplots()
        for row, (pair, color) in enumerate(zip(found, COLORS, strict=False)):
            against(axes, pair.x, pair.y, (f"{PEARSON}, {axes_names[0]}", f"{PEARSON}, {axes_names[1]}"), color)
            where = {"x": 0.99, "y": 0.01 + 0.18 * row, "ha": "right", "va": "bottom"}
            axes.text(s=pair.text, transform=axes.transAxes, size=5.5, color=color, **where)

    shown = {"pairs": [pair._asdict() for pair in found], "test": "two-sided Wilcoxon signed-rank, paired"}
    ours = {name: pair.experiments for pair in found for name in (pair.x_name, pair.y_name) if name != BEST}
    return Panel(title, draw, shown, "Koo et al. 2021, Fig 1.", _names(ours), SIDE)


def _mean_name(mean: PublishedMean) -> str:
    return mean.method if mean.transform == "clip" else f"{mean.method} ({mean.transform})"


def _short(name: str) -> str:
    return name.replace(", sequence and ", " + ").replace(", sequence", "")


def _names(ours: dict) -> tuple[str, ...]:
    """Name the models, given experiments by label."""
    return tuple(f"{experiment}:{label}" for label, experiments in ours.items() for experiment in experiments)
