"""What other methods reached on RNAcompete 2013: published Pearson correlations on set B, none of them ours."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

SOURCE = "Su et al. 2019, PLoS Comput Biol 15(9): e1007283 (ThermoNet), supplement"
"""Of the numbers of each experiment."""
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
"""What to know before a number of ours is set beside a published one."""


class PublishedMean(NamedTuple):
    """A method's mean test Pearson over the 244 experiments; ``sd`` over experiments where the paper gives it."""

    method: str
    pearson: float
    sd: float | None
    transform: str
    source: str


def published(experiment_id: str) -> dict[str, float]:
    """Test Pearson of one RNCMPT id by method, as ThermoNet's authors measured; empty for any other id.

    DLPRB-CNN and cDeepbind-CNN are the convolutional variants of their methods: over all experiments they come to 0.606
    and 0.506, less than what Koo et al. quote for DLPRB and cDeepbind in `published_means`.
    """
    return dict(_by_experiment().get(experiment_id, {}))


def published_means() -> list[PublishedMean]:
    """Mean test Pearson over all 244 experiments: of Koo et al. 2021, of what they compare with, and of MultiRBP.

    Best first. Each is a mean alone: of MultiRBP no numbers of single experiments are at hand.
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
