"""Published Pearson correlations of other methods on set B of RNAcompete 2013; none of them is ours."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

SOURCE = "Su et al. 2019, PLoS Comput Biol 15(9): e1007283 (ThermoNet), supplement"
"""Source of the numbers of single experiments."""
KOO = "Koo et al. 2021, PLoS Comput Biol 17(5): e1008925"
KARIN = "Karin et al. 2021, ACM BCB, doi 10.1145/3459930.3469525"
N_PUBLISHED = 244
"""Experiments of RNAcompete 2013, over which published means are taken."""
OTHERWISE = (
    "Published numbers are not measured as ours: here scores of set B are transformed with the parameters of the "
    "training scores; the code of Koo et al. takes those of set B itself (its own minimum or 99.9th percentile, mean "
    "and SD), and centres probes shorter than 41 nt (by 1 nt at 38 and 39 nt, 3 at 35, 5 at 30), where ours begin at "
    "the first position. python -m core evaluate ID gives both numbers of a model."
)
"""Caveat to read before comparing our numbers with published ones."""


class PublishedMean(NamedTuple):
    """A method's mean test Pearson over the 244 experiments; ``sd`` over experiments if the paper gives it."""

    method: str
    pearson: float
    sd: float | None
    transform: str
    source: str


def published(experiment_id: str) -> dict[str, float]:
    """Return the test Pearson of an RNCMPT id by method, as ThermoNet's authors measured it; empty for any other id.

    DLPRB-CNN and cDeepbind-CNN are the convolutional variants of their methods: over all experiments they reach 0.606
    and 0.506, less than Koo et al. quote for DLPRB and cDeepbind in `published_means`.
    """
    return dict(_by_experiment().get(experiment_id, {}))


def published_means() -> list[PublishedMean]:
    """List mean test Pearson over all 244 experiments: of Koo et al. 2021, the methods they compare with, and MultiRBP.

    The best comes first. Only means are known: MultiRBP published no numbers of single experiments.
    """
    ours: list[tuple[str, str, float, float | None]]
    ours = [("sequence", "clip", 0.690, 0.169), ("sequence", "log", 0.685, 0.172)]
    ours += [("sequence and PU", "log", 0.684, None), ("sequence and PHIME", "log", 0.682, None)]
    others = {
        "ThermoNet": 0.671,
        "DLPRB": 0.628,
        "cDeepbind": 0.582,
        "RCK": 0.460,
        "RNAcontext": 0.434,
        "DeepBind": 0.409,
        "MatrixREDUCE": 0.353,
    }
    means = [
        PublishedMean("MultiRBP", 0.692, None, "clip", KARIN),
        *(PublishedMean(f"ResidualBind, {inputs}", mean, sd, transform, KOO) for inputs, transform, mean, sd in ours),
        *(PublishedMean(method, mean, None, "clip", KOO) for method, mean in others.items()),
    ]
    return sorted(means, key=lambda mean: -mean.pearson)


@cache
def _by_experiment() -> dict[str, dict[str, float]]:
    with Path(__file__).with_name("published.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row.pop("id"): {method: float(pearson) for method, pearson in row.items()} for row in rows}
