"""Methods compared on the same experiments: paired differences with p, means, and the pairs worth comparing."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from core.atlas.methods import BEST, CLIP, OURS, REPLICATES, Method, usual_title
from core.statistics import holm, wilcoxon_p

Row = dict[str, Any]
OF_THE_PAPER = (CLIP, "residualbind-pu", "residualbind-phime")
"""The paper's comparisons with ResidualBind on sequence and log scores; listed even if such models are missing."""


class Comparison(NamedTuple):
    """Two methods on the experiments that both have, either real or simulated ones.

    points : (experiment, Pearson of the first, of the second). difference : mean of first minus second.
    p_value : of Wilcoxon's signed-rank test, None for fewer than `FEWEST_FOR_P` pairs; p_adjusted : corrected (Holm)
    for all comparisons of a kind. transforms : of the scores of both; "" if not known.
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
    transforms: tuple[str, str] = ("", "")

    @property
    def is_mixed(self) -> bool:
        """Whether the two correlate with scores of different transforms."""
        return self.transforms[0] != self.transforms[1]

    @property
    def transform_text(self) -> str:
        """The transform of both, or those of first and second: ``clip``, or ``log / clip``."""
        return " / ".join(self.transforms) if self.is_mixed else self.transforms[0]


class Summary(NamedTuple):
    """A method summarised over the real, or the simulated experiments that it has numbers for.

    n, mean, sd : of its test Pearson; sd over experiments, None for a single one. n_shared : of these, experiments that
    ThermoNet has too; reference : ThermoNet's mean over them, difference : mean of this method minus ThermoNet there.
    n_together : of n, experiments whose network was also trained on others; None for methods not trained here.
    """

    key: str
    title: str
    source: str
    transform: str
    is_simulated: bool
    n: int
    mean: float
    sd: float | None
    n_shared: int
    reference: float | None
    difference: float | None
    n_together: int | None = None

    @property
    def trained(self) -> str:
        """Whether its networks were trained on one experiment each, in words."""
        if self.n_together is None:
            return ""
        alone = self.n - self.n_together
        return "together" if not alone else f"{alone} alone, {self.n_together} together" if self.n_together else "alone"


def summarise(methods: Sequence[Method], rows: Sequence[Row]) -> list[Summary]:
    """Summarise each method over the real and over the simulated experiments of the rows."""
    best = next((method.pearson for method in methods if method.key == BEST), {})
    found = []
    for method in methods:
        for is_simulated, ids in _by_kind(rows).items():
            values = {one: method.pearson[one] for one in ids if one in method.pearson}
            if not values:
                continue
            r = np.array(list(values.values()))
            shared = [one for one in values if one in best and method.key != BEST]
            reference = float(np.mean([best[one] for one in shared])) if shared else None
            difference = float(np.mean([values[one] - best[one] for one in shared])) if shared else None
            spread = float(r.std(ddof=1)) if len(r) > 1 else None
            is_trained = not method.is_published and method.key != REPLICATES
            together = sum(one in method.together for one in values) if is_trained else None
            about = method.key, method.title, method.source, method.transform, is_simulated
            mean = float(r.mean())
            found.append(Summary(*about, len(r), mean, spread, len(shared), reference, difference, together))
    return found


def compare(first: Method, second: Method, experiments: Sequence[str], is_simulated: bool) -> Comparison:
    """Compare two methods on the experiments that both have; p is not corrected yet."""
    both = [one for one in experiments if one in first.pearson and one in second.pearson]
    points = tuple((one, first.pearson[one], second.pearson[one]) for one in both)
    transforms = first.transform, second.transform
    if not points:
        return Comparison(first.key, second.key, is_simulated, (), None, None, None, None, None, transforms)
    x, y = np.array([point[1:] for point in points]).T
    p = wilcoxon_p(x - y)
    means = float(x.mean()), float(y.mean())
    return Comparison(first.key, second.key, is_simulated, points, *means, float((x - y).mean()), p, p, transforms)


def comparisons(methods: Sequence[Method], rows: Sequence[Row]) -> list[Comparison]:
    """Make all comparisons, for real and, if there are any, simulated experiments, with corrected p (Holm)."""
    found = []
    for is_simulated, experiments in _by_kind(rows).items():
        kind = [
            (compare(one, other, experiments, is_simulated), is_kept and not is_simulated)
            for one, other, is_kept in _asked(methods)
        ]
        kept = [one for one, is_kept in kind if one.points or is_kept]
        adjusted = holm([np.nan if one.p_value is None else one.p_value for one in kept])
        found += [
            one._replace(p_adjusted=None if one.p_value is None else p) for one, p in zip(kept, adjusted, strict=True)
        ]
    return found


def _by_kind(rows: Sequence[Row]) -> dict[bool, list[str]]:
    """Group the experiments of rows by whether they are simulated."""
    kinds = (False, True)
    return {kind: [row["experiment"] for row in rows if (row["source"] == "simulated") is kind] for kind in kinds}


def _asked(methods: Sequence[Method]) -> Iterator[tuple[Method, Method, bool]]:
    """Yield the first and second method of each comparison, and whether it is listed even without shared experiments.

    The pairs are: those of the paper; clipped against log scores of the same networks; an ensemble against one of its
    networks; any two kinds of ResidualBind on the same scores, such as single networks and networks of many
    experiments; all of these against published methods and k-mer ridge; single networks against the other methods of
    this machine.
    """
    known = {method.key: method for method in methods}

    def of(key: str) -> Method:
        return known.get(key, Method(key, usual_title(key), "", {}))

    yield from ((of(key), of(OURS), True) for key in OF_THE_PAPER)
    plain = [method for method in methods if method.key in (OURS, CLIP)]
    variants = [one for one in methods if one.is_residualbind and one not in plain and one.key not in OF_THE_PAPER]
    yield from ((one, of(_log(one.key)), False) for one in variants if one.key != _log(one.key))
    alone = [*plain, *(one for one in variants if not one.is_ensemble)]
    for place, one in enumerate(alone):
        yield from ((one, other, False) for other in alone[:place] if other.transform == one.transform)
    yield from ((one, of(one.key.removesuffix("-ensemble")), False) for one in variants if one.is_ensemble)
    ours = [*plain, *(one for one in variants if one.is_ensemble or one.is_together)]
    yield from ((one, other, one in plain) for one in ours for other in methods if other.is_published)
    others = [method for method in methods if not method.is_published and not method.is_residualbind]
    for one in ours:
        asked = [other for other in others if other.is_ridge or one in plain]
        yield from ((one, other, False) for other in asked if _is_fair(one, other, asked))


def _log(key: str) -> str:
    """Return the label of the same network on log scores."""
    return "-".join(word for word in key.split("-") if word != "clip")


def _is_fair(one: Method, other: Method, others: Sequence[Method]) -> bool:
    """Say whether two methods have the same scores, or no other model of that kind has."""
    of_kind = [method.transform for method in others if _log(method.key) == _log(other.key)]
    return one.transform == other.transform or one.transform not in of_kind
