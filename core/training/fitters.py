"""The fit of each network: by the common loop, or by a method of its own (PWM, k-mer ridge)."""

import time
from collections.abc import Callable, Iterator

import numpy as np

from core.errors import DataError
from core.models.architectures import Architecture
from core.models.networks.baselines import PWM_WIDTH
from core.models.networks.keras_backend import import_keras
from core.models.networks.kmer_ridge import count_kmers
from core.sequence import ALPHABET, kmers, one_hot
from core.statistics import pearson
from core.training.checkpoints import Keeper
from core.training.loop import Epoch, Labelled, Schedule, fit

PENALTIES = tuple(float(penalty) for penalty in 10.0 ** np.arange(-3, 3))
"""Ridge penalties to try, in units of the mean sum of squares of a centred feature."""


def fit_ridge(
    model,
    plan: Schedule | None,
    training: Labelled,
    validation: Labelled,
    seed: int = 0,
    on_progress: Callable[[Epoch], None] | None = None,
    keeper: Keeper | None = None,
) -> list[Epoch]:
    """Solve for the coefficients of a `build_kmer_ridge` network: least squares with a ridge penalty, exactly.

    Each output gets the penalty of `PENALTIES` with the best validation Pearson. The bias is not penalised. In binding
    scores (N, outputs), NaN is missing; outputs that miss different probes are solved separately.

    Parameters
    ----------
    plan, seed, keeper : unused; they match the signature of `core.training.loop.fit`.
    on_progress : called after each solution; an exception it raises cancels the run and leaves the network unchanged.

    Returns
    -------
    One "epoch" for each solution: the mean squared error on the training set, and the validation Pearson of the best
    penalties so far (mean over outputs; 0 for an output not yet solved).

    Raises
    ------
    DataError : an output without any binding score to train on.
    """
    started = time.perf_counter()
    layer = model.layers[-1]
    scores, expected = (part.binding_scores.reshape(-1, layer.outputs) for part in (training, validation))
    seen, unseen = (count_kmers(part.letters, part.structure, layer.k) for part in (training, validation))
    groups = _of_the_same_probes(scores)
    coefficients, bias = np.zeros((seen.shape[1], layer.outputs)), np.zeros(layer.outputs)
    best = np.full(layer.outputs, -np.inf)
    history: list[Epoch] = []
    for outputs in groups:
        for solved, intercepts in _solutions(seen, scores[:, outputs]):
            predicted = unseen @ solved + intercepts
            reached = np.array([pearson(*pair) for pair in zip(expected[:, outputs].T, predicted.T, strict=True)])
            is_better = reached > best[outputs]
            chosen = outputs[is_better]
            coefficients[:, chosen], bias[chosen] = solved[:, is_better], intercepts[is_better]
            best[chosen] = reached[is_better]
            loss = float(np.nanmean((seen @ solved + intercepts - scores[:, outputs]) ** 2))
            so_far = float(np.where(np.isfinite(best), best, 0).mean())
            number, total = len(history) + 1, len(groups) * len(PENALTIES)
            history.append(Epoch(number, total, loss, so_far, time.perf_counter() - started))
            if on_progress:
                on_progress(history[-1])
    layer.set_weights([coefficients.reshape(layer.coefficients.shape), bias])
    return history


def _of_the_same_probes(scores: np.ndarray) -> list[np.ndarray]:
    """Group the outputs of scores (N, E) that miss the same probes, and so share their normal equations."""
    known = ~np.isnan(scores)
    if not known.any(axis=0).all():
        raise DataError("an experiment has no binding score to train on; leave it out.")
    patterns, pattern_of = np.unique(known, axis=1, return_inverse=True)
    return [np.flatnonzero(pattern_of == pattern) for pattern in range(patterns.shape[1])]


def _solutions(features, scores: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield coefficients (F, E) and intercepts (E,) of features (N, F) on scores (N, E), one penalty after the other.

    Rows without scores are left out. The method is Cholesky's; the normal equations of the 4,096 6-mers take 134 MB.
    """
    from scipy.linalg import cho_factor, cho_solve

    known = ~np.isnan(scores[:, 0])
    if not known.all():
        features, scores = features[known], scores[known]
    means, score_means = features.mean(axis=0), scores.mean(axis=0, dtype=np.float64)
    gram = (features.T @ features).toarray()
    gram -= len(scores) * np.outer(means, means)
    moments = features.T @ (scores - score_means)
    unit = gram.trace() / len(gram) or 1.0
    for penalty in PENALTIES:
        system = gram.copy(order="F")  # the order that is overwritten, not copied once more
        system[np.diag_indices_from(system)] += penalty * unit
        solved = cho_solve(cho_factor(system, overwrite_a=True), moments)
        yield solved, score_means - means @ solved


SEED_WIDTH = 6
"""Letters of the k-mer that a PWM starts from."""

SEED_MISMATCH = 0.1
"""Affinity of a mismatch to that k-mer."""


def fit_pwm(
    model,
    plan: Schedule,
    training: Labelled,
    validation: Labelled,
    seed: int = 0,
    on_progress: Callable[[Epoch], None] | None = None,
    keeper: Keeper | None = None,
) -> list[Epoch]:
    """Fit a network of `build_pwm` with `core.training.loop.fit`, from the start that `start_pwm` finds."""
    start_pwm(model, training.letters, training.binding_scores)
    return fit(model, plan, training, validation, seed, on_progress, keeper)


def start_pwm(model, letters: np.ndarray, binding_scores: np.ndarray) -> None:
    """Initialise a network of `build_pwm` at the k-mer that explains the scores best, so that training finds the motif.

    That is the 6-mer whose count correlates most with the scores. A mismatch costs a factor of 10, the position on
    either side is free, and F and C come from least squares.

    Parameters
    ----------
    letters : (N, L) int8. binding_scores : (N,) or (N, outputs), NaN where missing.
    """
    scores = binding_scores.reshape(len(letters), -1)
    counts = count_kmers(letters, None, SEED_WIDTH)
    log_pwm = np.zeros((PWM_WIDTH, len(ALPHABET), scores.shape[1]), np.float32)
    for output, column in enumerate(scores.T):
        known = ~np.isnan(column)
        seed = one_hot(kmers(SEED_WIDTH)[_best_column(counts[known], column[known])])
        log_pwm[1 : 1 + SEED_WIDTH, :, output] = (1 - seed) * np.log(SEED_MISMATCH)
    model.get_layer("log_pwm").set_weights([log_pwm])
    scale, offset = np.zeros(scores.shape[1]), np.zeros(scores.shape[1])
    for output, (column, occupancy) in enumerate(zip(scores.T, _occupancies(model, letters).T, strict=True)):
        known = ~np.isnan(column)
        varied = occupancy[known] - occupancy[known].mean()
        scale[output] = varied @ column[known] / max(varied @ varied, 1e-9)
        offset[output] = column[known].mean() - scale[output] * occupancy[known].mean()
    model.get_layer("scale").set_weights([scale[None, :, None], offset])


def _best_column(counts, scores: np.ndarray) -> int:
    """Find the column of a sparse matrix (N, F) that correlates most with the scores (N,)."""
    spread = np.sqrt(counts.power(2).sum(axis=0) - counts.sum(axis=0) ** 2 / max(len(scores), 1))
    covariance = counts.T @ (scores - scores.mean())
    return int(np.argmax(np.divide(covariance, spread, out=np.zeros_like(covariance), where=spread > 0)))


def _occupancies(model, letters: np.ndarray) -> np.ndarray:
    """Compute the sum of a PWM over each RNA, before F and C: (N, outputs)."""
    keras = import_keras()
    summed = keras.Model(model.inputs, model.get_layer("occupancy").output)
    return summed.predict(one_hot(letters), batch_size=1024, verbose=0)[:, 0].astype(np.float64)


FITTERS: dict[str, Callable] = {"pwm": fit_pwm, "kmer-ridge": fit_ridge}
"""Fits of networks that do not use the common loop, by the network's name."""


def fitter(architecture: Architecture) -> Callable:
    """Return the function that fits a network, with the arguments and the result of `core.training.loop.fit`."""
    return FITTERS.get(architecture.name, fit)
