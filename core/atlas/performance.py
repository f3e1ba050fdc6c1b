"""How good the models are, beside published methods: what cards and papers say; nothing is asked of a model."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from core.atlas.choice import EVERYTHING, Choice, choose
from core.data import catalogue
from core.data.published import KOO, SOURCE, PublishedMean, published, published_means
from core.errors import ModelError
from core.gia.importance import holm
from core.model import registry
from core.model.cards import Card

OURS = "residualbind"
"""The method that others are compared with: ResidualBind of sequence alone, log transform."""
OF_RESIDUALBIND = {
    "residualbind": "ResidualBind",
    "residualbind-clip": "ResidualBind, clip",
    "residualbind-pu": "ResidualBind + PU",
    "residualbind-phime": "ResidualBind + PHIME",
}
"""Methods that the paper compares, by label of their models: transform log and sequence alone unless said."""
PUBLISHED = ("ThermoNet", "DLPRB-CNN", "cDeepbind-CNN", "RCK")
FEWEST_FOR_P = 6
"""Pairs below which the Wilcoxon test can reach no p under 0.05, whatever they are."""
MOST_EXACT = 50
"""Pairs up to which p is exact."""


class Method(NamedTuple):
    """Test Pearson by experiment of one way to predict; source : who measured it, "" for models on this machine."""

    key: str
    title: str
    source: str
    pearson: dict[str, float]

    @property
    def is_published(self) -> bool:
        return bool(self.source)


class Comparison(NamedTuple):
    """Two methods on the experiments that both have, real or simulated ones.

    points : (experiment, Pearson of the first, of the second). difference : mean of first minus second.
    p_value : of Wilcoxon's signed-rank test, None for fewer than `FEWEST_FOR_P` pairs; p_adjusted : so corrected (Holm)
    for all comparisons of a kind.
    """

    first: str
    second: str
    is_simulated: bool
    points: tuple[tuple[str, float, float], ...]
    first_mean: float | None
    second_mean: float | None
    difference: float | None
    p_value: float | None
    p_adjusted: float | None


class Performance(NamedTuple):
    """Methods, one row for each experiment, and paired comparisons.

    rows : experiment, gene, species, source, model ("" where none is here), top_kmers, and Pearson by key of method.
    means : what papers report over all 244 experiments.
    """

    methods: list[Method]
    rows: list[dict[str, Any]]
    comparisons: list[Comparison]
    means: list[PublishedMean]

    def by_kind(self, method: Method) -> dict[str, dict[str, float]]:
        """Test Pearson by experiment of the real and of the simulated ones."""
        simulated = {row["experiment"] for row in self.rows if row["source"] == "simulated"}
        kinds = {"real": {}, "simulated": {}}
        for one, pearson in method.pearson.items():
            kinds["simulated" if one in simulated else "real"][one] = pearson
        return kinds


def performance(choice: Choice = EVERYTHING) -> Performance:
    """Test Pearson of the chosen experiments by every method: models on this machine, and published ones.

    Published are the 244 experiments of RNAcompete 2013, those without a model here too, as far as the choice takes
    them. Of several seeds of one method the lowest counts; classifiers are left out, whose scores are another scale.

    Raises
    ------
    DataError : as `choose`.
    """
    chosen = {experiment.id: (name, experiment) for name, experiment in choose(choice)}
    ours = _ours([experiment for _, experiment in chosen.values()])
    listed = [one for one in catalogue.ids() if one not in chosen and _is_chosen(choice, one)]
    rows = [_row(name, experiment) for name, experiment in chosen.values()] + [_published_row(one) for one in listed]
    reported = {row["experiment"]: known for row in rows if (known := published(row["experiment"]))}
    theirs = [
        Method(key, f"{key}, published", SOURCE, {one: known[key] for one, known in reported.items()})
        for key in PUBLISHED
    ]
    methods = [*ours, *(method for method in theirs if method.pearson)]
    for row in rows:
        row |= {method.key: method.pearson.get(row["experiment"]) for method in methods}
    rows.sort(key=lambda row: (not row["model"], row["source"] == "simulated", row["gene"].lower(), row["experiment"]))
    return Performance(methods, rows, _comparisons(methods, rows), published_means())


def method_title(label: str) -> str:
    """What people read for the label of a model."""
    return OF_RESIDUALBIND.get(label, f"{label}, here")


def compare(first: Method, second: Method, experiments: Sequence[str], is_simulated: bool) -> Comparison:
    """Two methods on those of the experiments that both have; p is not corrected yet."""
    both = [one for one in experiments if one in first.pearson and one in second.pearson]
    points = tuple((one, first.pearson[one], second.pearson[one]) for one in both)
    if not points:
        return Comparison(first.key, second.key, is_simulated, (), None, None, None, None, None)
    x, y = np.array([point[1:] for point in points]).T
    p_value = wilcoxon_p(x - y)
    means = float(x.mean()), float(y.mean())
    return Comparison(first.key, second.key, is_simulated, points, *means, float((x - y).mean()), p_value, p_value)


def wilcoxon_p(difference: np.ndarray) -> float | None:
    """p of Wilcoxon's signed-rank test that paired differences (n,) lie around 0; None for too few to tell.

    Differences of 0 are left out (Wilcoxon's own way); 1 where all are 0. Exact for up to `MOST_EXACT` different ones,
    else by the normal approximation.
    """
    from scipy.stats import wilcoxon

    if len(difference) < FEWEST_FOR_P:
        return None
    difference = difference[difference != 0]
    if not len(difference):
        return 1.0
    is_exact = len(difference) <= MOST_EXACT and len(np.unique(np.abs(difference))) == len(difference)
    return float(wilcoxon(difference, method="exact" if is_exact else "asymptotic").pvalue)


def _ours(experiments: Sequence) -> list[Method]:
    """A method for each kind of model that an experiment has here, those of ResidualBind first."""
    models = registry.models()
    found: dict[str, dict[str, tuple[int, float]]] = {}
    for experiment in experiments:
        for card in models.get(experiment.id, {}).values():
            if card.architecture.task == "classification" or card.test_pearson is None:
                continue
            seed, pearson = card.spec.get("seed") or 0, card.test_pearson
            held = found.setdefault(_method_key(card), {})
            if experiment.id not in held or seed < held[experiment.id][0]:
                held[experiment.id] = seed, pearson
    order = [*(key for key in OF_RESIDUALBIND if key in found), *sorted(found.keys() - OF_RESIDUALBIND.keys())]
    return [Method(key, method_title(key), "", {one: r for one, (_, r) in found[key].items()}) for key in order]


def _method_key(card: Card) -> str:
    """The label of a model without its seed."""
    seed = card.spec.get("seed")
    return card.label.removesuffix(f"-seed{seed}") if seed else card.label


def _comparisons(methods: list[Method], rows: list[dict[str, Any]]) -> list[Comparison]:
    """What the paper compares, then our models with published ones; each for real and, where there are any, simulated
    experiments."""
    known = {method.key: method for method in methods}
    empty = {key: Method(key, OF_RESIDUALBIND[key], "", {}) for key in OF_RESIDUALBIND}
    asked = [(known.get(key, empty[key]), known.get(OURS, empty[OURS])) for key in OF_RESIDUALBIND if key != OURS]
    mine = [known[key] for key in (OURS, "residualbind-clip") if key in known]
    others = [method for method in methods if method.is_published]
    others += [method for method in methods if not method.is_published and method.key not in OF_RESIDUALBIND]
    asked += [(one, other) for one in mine for other in others]
    found = []
    for is_simulated in (False, True):
        experiments = [row["experiment"] for row in rows if (row["source"] == "simulated") is is_simulated]
        kind = [compare(one, other, experiments, is_simulated) for one, other in asked]
        kind = [one for one in kind if one.points or not is_simulated]
        adjusted = holm([np.nan if one.p_value is None else one.p_value for one in kind])
        found += [
            one._replace(p_adjusted=None if one.p_value is None else p) for one, p in zip(kind, adjusted, strict=True)
        ]
    return found


def _is_chosen(choice: Choice, rncmpt_id: str) -> bool:
    return choice.takes("rnacompete2013", catalogue.families(rncmpt_id), catalogue.gene(rncmpt_id).species, rncmpt_id)


def _row(name: str, experiment) -> dict[str, Any]:
    model = name if experiment.has_model else ""
    top_kmers = experiment.top_kmers
    if model and name != experiment.id:
        try:
            top_kmers = tuple(map(tuple, registry.card(name).top_kmers))
        except ModelError:  # whoever asks it reads why
            top_kmers = ()
    about = {"experiment": experiment.id, "gene": experiment.gene, "species": experiment.species}
    return {**about, "source": experiment.source, "model": model, "top_kmers": top_kmers}


def _published_row(rncmpt_id: str) -> dict[str, Any]:
    known = catalogue.gene(rncmpt_id)
    about = {"experiment": rncmpt_id, "gene": known.gene, "species": known.species}
    return {**about, "source": "rnacompete2013", "model": "", "top_kmers": ()}


SOURCES = {"here": "models on this machine", "published": SOURCE, "means": KOO}
"""Where the numbers come from."""
