"""Ridge regression on k-mer counts as a Keras model like any other, and its exact fit, which needs no training loop."""

import time
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np

from core.errors import DataError, ModelError
from core.models.networks.keras_backend import import_keras
from core.models.networks.layers import registered
from core.sequence import ALPHABET, PAD
from core.statistics import pearson
from core.training.checkpoints import Keeper
from core.training.loop import Epoch, Labelled, Schedule

K = {"sequence": 6, "pu": 5, "phime": 5}
"""Letters of a k-mer by kind of input: five contexts of all 6-mers would need 3.4 GB for the normal equations."""
PENALTIES = tuple(float(penalty) for penalty in 10.0 ** np.arange(-3, 3))
"""The ridge penalties that are tried, in units of the mean sum of squares of a centred feature."""


def build_kmer_ridge(architecture, k: int | None = None):
    """A network that adds up one coefficient for every k-mer of an RNA; all of them are zero until `fit_ridge`.

    With structure, a k-mer has one coefficient a context (``pu``: 2, ``phime``: 5), each weighted by the context's mean
    probability over the k-mer. k-mers that reach into padding do not count. (N, L, channels) in, for any L of at least
    k; (N, outputs) out. ``k`` : 6 without structure, 5 with it, unless said.

    Raises
    ------
    ModelError : asked for classification.

    Source: k-mers with structural contexts are those of RCK (Orenstein, Wang, Berger 2016), after RNAcontext (Kazan et
    al. 2010). They multiply a term of the sequence with one of the structure and search for both; here every pair has a
    coefficient of its own, so that the best ones are found exactly.
    """
    check_ridge(architecture)
    keras = import_keras()
    k = k or K[architecture.inputs]
    inputs = keras.Input((None, architecture.channels), name="one_hot")
    return keras.Sequential([inputs, kmer_sum()(k, architecture.outputs, name="binding_score")], name="kmer_ridge")


def check_ridge(architecture) -> None:
    """Raise a ModelError unless there is a k-mer ridge of that kind."""
    if architecture.task == "classification":
        raise ModelError(
            "the k-mer ridge fits binding scores, not classes; use the task regression or another network."
        )


def count_kmers(letters: np.ndarray, structure: np.ndarray | None, k: int):
    """How often every k-mer stands in every RNA, or how much of it in every structural context.

    Parameters
    ----------
    letters : (N, L) int8. structure : (N, L, C) mean probabilities, or None for plain counts (C = 1).

    Returns
    -------
    (N, 4**k * C) float64, sparse by row (CSR); the column of k-mer i (alphabetical) and context c is i * C + c.
    """
    from scipy.sparse import csr_array

    windows = np.lib.stride_tricks.sliding_window_view(letters, k, axis=1)
    rows, starts = np.nonzero((windows != PAD).all(axis=-1))
    indices = windows[rows, starts] @ _place_values(k)
    weights = np.ones((len(rows), 1))
    if structure is not None:
        means = np.lib.stride_tricks.sliding_window_view(structure, k, axis=1).mean(axis=-1)
        weights = means[rows, starts].astype(np.float64)
    contexts = weights.shape[1]
    columns = indices[:, None] * contexts + np.arange(contexts)
    coordinates = (np.repeat(rows, contexts), columns.ravel())
    return csr_array((weights.ravel(), coordinates), shape=(len(letters), 4**k * contexts))


def fit_ridge(
    model,
    plan: Schedule | None,
    training: Labelled,
    validation: Labelled,
    seed: int = 0,
    on_progress: Callable[[Epoch], None] | None = None,
    keeper: Keeper | None = None,
) -> list[Epoch]:
    """Give a network of `build_kmer_ridge` the coefficients of least squares with a ridge penalty, exactly.

    Of the `PENALTIES` each output gets the one with the best validation Pearson. The bias is not penalised. Where the
    binding scores are (N, outputs), NaN is a missing one; outputs that miss other probes are solved one by one.

    Parameters
    ----------
    plan, seed, keeper : not needed; they let this stand where `core.training.loop.fit` does.
    on_progress : is told after each solution; what it raises ends the fit and leaves the network as it was.

    Returns
    -------
    One "epoch" for each solution: the mean squared error on the training set, and the validation Pearson of the best
    penalties so far (mean over outputs; 0 for one that is still to come).

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
    history = []
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
    """The outputs of scores (N, E) in groups that miss the same probes, and so have the same normal equations."""
    known = ~np.isnan(scores)
    if not known.any(axis=0).all():
        raise DataError("an experiment has no binding score to train on; leave it out.")
    patterns, pattern_of = np.unique(known, axis=1, return_inverse=True)
    return [np.flatnonzero(pattern_of == pattern) for pattern in range(patterns.shape[1])]


def _solutions(features, scores: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Coefficients (F, E) and intercepts (E,) of features (N, F) on scores (N, E), for one penalty after the other.

    Rows without scores are left out. By Cholesky's method; of the 4,096 6-mers, the normal equations take 134 MB.
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


def _place_values(k: int) -> np.ndarray:
    """What a letter is worth at each place of a k-mer, so that the sum is the k-mer's number in alphabetical order."""
    return 4 ** np.arange(k)[::-1]


@cache
def kmer_sum():
    """The Keras layer, defined once Keras is there."""
    keras = import_keras()
    ops = keras.ops

    @registered(keras, "gia_explorer")
    class KmerSum(keras.layers.Layer):
        """The sum of the coefficients (4**k, contexts, outputs) of an RNA's k-mers, and a bias."""

        def __init__(self, k: int, outputs: int, **kwargs):
            super().__init__(**kwargs)
            self.k, self.outputs = k, outputs

        def build(self, shape):
            contexts = max(1, shape[-1] - len(ALPHABET))
            self.coefficients = self.add_weight((4**self.k, contexts, self.outputs), "zeros", name="coefficients")
            self.bias = self.add_weight((self.outputs,), "zeros", name="bias")

        def call(self, inputs):
            one_hot, contexts = inputs[..., : len(ALPHABET)], inputs[..., len(ALPHABET) :]
            values = _place_values(self.k)[:, None, None] * np.arange(len(ALPHABET))[:, None]
            numbers = ops.conv(one_hot, ops.convert_to_tensor(values, one_hot.dtype))[..., 0]
            filled = ops.average_pool(ops.sum(one_hot, axis=-1, keepdims=True), self.k, 1)
            weights = ops.cast(filled > 1 - 0.5 / self.k, one_hot.dtype)
            if contexts.shape[-1]:
                weights = weights * ops.average_pool(contexts, self.k, 1)
            found = ops.take(self.coefficients, ops.cast(numbers, "int32"), axis=0)
            return ops.einsum("nwc,nwce->ne", weights, found) + self.bias

        def compute_output_shape(self, shape):
            return (shape[0], self.outputs)

        def get_config(self):
            return {**super().get_config(), "k": self.k, "outputs": self.outputs}

    return KmerSum
