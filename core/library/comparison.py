"""Two trainings compared: the differences of their recipes, and whether one predicts set B better."""

from typing import NamedTuple

import numpy as np

from core.checks import check_seed
from core.errors import AppError, DataError
from core.library import analyses, test_set
from core.library.test_set import TestScores
from core.models.card import MEMBERS, SEEDS, Card
from core.models.scoring import Model
from core.progress import OnProgress
from core.sequence import encode
from core.statistics import pearson
from core.storage.cache import remembered

RESAMPLES, LEVEL = 1000, 0.95
BINS = 60
LEAST = 1e-12
"""A variance of no more than this part of the mean square is rounding."""
NOT_COMPARED = ("data", "output", "experiments", "transforms", SEEDS, MEMBERS)
"""Parts of a spec that `differences` leaves out, or puts in words of its own."""
NAMES = {"name": "network", "revision": "revision of the schedule"}


class Difference(NamedTuple):
    """One choice in which two trainings differ; "–" for a training without it."""

    what: str
    first: str
    second: str


class PairedPearson(NamedTuple):
    """Test Pearson of two models on the same n probes of set B, and their difference (second minus first).

    ci_low, ci_high : 95% interval of the difference by a paired bootstrap over probes.
    counts : histogram of predictions of the first (rows, ``edges[0]``) against those of the second.
    """

    pearson: tuple[float, float]
    difference: float
    ci_low: float
    ci_high: float
    n: int
    resamples: int
    seed: int
    between: float
    counts: list
    edges: tuple[list, list]


def differences(first: Card, second: Card) -> list[Difference]:
    """List the choices and the training data in which two trainings differ."""
    told = [_told(card) for card in (first, second)]
    names = list({**told[0], **told[1]})
    pairs = [(name, *(str(one.get(name, "–")) for one in told)) for name in names]
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def compare_models(
    first: str | Model,
    second: str | Model,
    resamples: int = RESAMPLES,
    seed: int = 0,
    on_progress: OnProgress | None = None,
) -> PairedPearson:
    """Compare the test Pearson of two models on set B, with an interval over the choice of probes.

    Both predict all probes of set B of their experiment. Each resample draws as many probes with replacement, the same
    probes for both models, so that probes hard for both cancel out. Each model is compared with scores in the transform
    that it was trained in.

    Parameters
    ----------
    first, second : names as in `core.open_model`, or models such as `core.wrap_model` makes. A wrapped model predicts
        set B of the other model; two wrapped models predict the probes that were given to the first, or else the
        second.
    resamples : 100 to 100,000. seed : of the resamples.
    on_progress : called with (resamples done, total); an exception it raises cancels the run.

    Raises
    ------
    AppError : models of two experiments, the same model twice, a model that predicts the same for all probes, or a
        number of resamples out of range.
    DataError, ModelError : as `core.test_scores`.
    """
    check_seed(seed)
    check_pair(first, second)
    if not 100 <= resamples <= 100_000:
        raise AppError(f"the number of resamples is {resamples:,}; use a whole number from 100 to 100,000.")
    scores = _on_one_set(first, second)
    _check_vary(scores, [analyses.registry_name(one) or analyses.open_model(one).name for one in (first, second)])
    parts = (scores[0].measured, scores[0].predicted), (scores[1].measured, scores[1].predicted)
    keys = [_key(one) for one in (first, second)]
    key = ("paired pearson", *keys, len(parts[0][0]), resamples, seed)
    found = remembered(key, lambda: paired_differences(*parts, resamples, seed, on_progress))
    low, high = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    counts, *edges = np.histogram2d(scores[0].predicted, scores[1].predicted, bins=BINS)
    reached = scores[0].pearson, scores[1].pearson
    between = float(np.corrcoef(scores[0].predicted, scores[1].predicted)[0, 1])
    return PairedPearson(
        reached,
        reached[1] - reached[0],
        float(low),
        float(high),
        len(parts[0][0]),
        resamples,
        seed,
        between,
        counts.astype(int).tolist(),
        tuple(edge.round(4).tolist() for edge in edges),
    )


def _on_one_set(first: str | Model, second: str | Model) -> list[TestScores]:
    """Ask both models for the same probes: set B of a registered model, or the probes given to a wrapped one."""
    asked = [analyses.open_model(one) for one in (first, second)]
    names = [analyses.registry_name(one) for one in (first, second)]
    if all(names):
        return [test_set.test_scores(name) for name in names]
    owner = 0 if names[0] else 1 if names[1] else 0 if len(_given(asked[0])) else 1
    known = test_set.test_scores(names[owner] or asked[owner])
    predicted = np.asarray(asked[1 - owner].score(encode(list(known.sequences))), np.float64)
    other = known._replace(predicted=predicted, pearson=pearson(known.measured, predicted))
    return [known, other] if owner == 0 else [other, known]


def _check_vary(scores: list[TestScores], names: list[str]) -> None:
    """Raise an AppError if a correlation is undefined because all predictions of a model, or all scores, are equal."""
    for one, name in zip(scores, names, strict=True):
        for values, what in ((one.predicted, f"{name} predicts"), (one.measured, "the measurements give")):
            if np.ptp(values) == 0:
                raise AppError(
                    f"{what} {values[0]:g} for each of the {len(values):,} probes, and constant values correlate "
                    "with nothing; compare models whose predictions differ."
                )


def _given(model: Model) -> np.ndarray:
    """Return the known binding scores that a wrapped model was given."""
    try:
        measured = model.probes().measured
    except DataError:
        return np.zeros(0)
    return measured[np.isfinite(measured)]


def _key(model: str | Model) -> str:
    name = analyses.registry_name(model)
    return analyses.card(name).answers_key if name else analyses.open_model(model).key


def check_pair(first: str | Model, second: str | Model) -> None:
    """Raise an AppError unless these are two models of one experiment; a wrapped model goes with any."""
    names = [analyses.registry_name(one) for one in (first, second)]
    titles = [name or analyses.open_model(one).name for name, one in zip(names, (first, second), strict=True)]
    cards = [analyses.card(name) for name in names if name]
    keys = {card.key for card in cards} if cards else {analyses.open_model(one).key for one in (first, second)}
    if len(cards) != 1 and len(keys) == 1:
        raise AppError(f"{titles[0]} and {titles[1]} are the same model; choose another one to compare it with.")
    if len({one.experiment for one in cards}) > 1:
        raise AppError(
            f"{titles[0]} and {titles[1]} were tested on different probes, so they cannot be compared; "
            f"choose two models of {cards[0].experiment}."
        )


def paired_differences(
    first: tuple[np.ndarray, np.ndarray],
    second: tuple[np.ndarray, np.ndarray],
    resamples: int,
    seed: int,
    on_progress: OnProgress | None = None,
) -> np.ndarray:
    """Subtract Pearson of the first (measured, predicted) from that of the second, on the same draws: (resamples,).

    A draw counts how often it holds each of the N probes; sums weighted by these counts avoid copying probes. Where
    all measurements of a draw are equal, or all predictions, Pearson counts as 0.
    """
    moments = np.stack([_moments(*pair) for pair in (first, second)])  # (2, 5, N)
    n, rng = moments.shape[-1], np.random.default_rng(seed)
    found = np.empty(resamples)
    for draw in range(resamples):
        counts = np.bincount(rng.integers(0, n, n), minlength=n)
        x, y, xx, yy, xy = np.moveaxis(moments @ counts / n, 1, 0)
        spread = np.stack([xx - x * x, yy - y * y])
        varies = (spread > LEAST * np.stack([xx, yy])).all(axis=0)
        r = np.divide(
            xy - x * y, np.sqrt(spread.prod(axis=0), where=varies, out=np.ones(2)), where=varies, out=np.zeros(2)
        )
        found[draw] = r[1] - r[0]
        if on_progress:
            on_progress(draw + 1, resamples)
    return found


def _moments(measured: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Compute the terms of Pearson for each probe, centred so that no digits are lost: (5, N)."""
    x, y = (np.asarray(part, np.float64) - np.mean(part, dtype=np.float64) for part in (measured, predicted))
    return np.stack([x, y, x * x, y * y, x * y])


def _told(card: Card) -> dict[str, str]:
    """Name the choices of a training in the words of people."""
    spec = card.spec
    told = {NAMES.get(name, name): value for name, value in card.architecture.to_dict().items() if name != "outputs"}
    told |= {
        NAMES.get(name, name): value
        for name, value in spec.items()
        if name not in NOT_COMPARED and name != "architecture"
    }
    told |= {"mean of": card.mean_of}
    others = dict.fromkeys(one for one in spec.get("experiments", []) if one != card.experiment)
    told["trained together with"] = ", ".join(others)
    told["probes"] = str(spec.get("data", ""))[:10] if not card.is_multitask else f"{card.n_train:,} of several"
    return {name: value for name, value in told.items() if value != ""}
