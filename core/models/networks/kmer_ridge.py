"""The k-mer ridge: a linear model of k-mer counts as a Keras model like any other."""

from functools import cache

import numpy as np

from core.errors import ModelError
from core.models.networks.keras_backend import import_keras
from core.models.networks.layers import registered
from core.sequence import ALPHABET, PAD

K = {"sequence": 6, "pu": 5, "phime": 5}
"""Letters of a k-mer by kind of input: five contexts of all 6-mers would need 3.4 GB for the normal equations."""


def build_kmer_ridge(architecture, k: int | None = None):
    """Build a network that adds up one coefficient for every k-mer of an RNA, all zero until it is fitted.

    With structure, a k-mer has one coefficient per context (``pu``: 2, ``phime``: 5), each weighted by the context's
    mean probability over the k-mer. k-mers that reach into padding do not count. (N, L, channels) in, for any L of at
    least k; (N, outputs) out. ``k`` : by default 6 without structure, 5 with it.

    Raises
    ------
    ModelError : an architecture for classification.

    Source: k-mers with structural contexts are those of RCK (Orenstein, Wang, Berger 2016), after RNAcontext (Kazan et
    al. 2010). They multiply a term of the sequence with one of the structure and search for both; here every pair has a
    coefficient of its own, so that the best coefficients are found exactly.
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
    """Count every k-mer in every RNA, or its share in every structural context.

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
    indices = windows[rows, starts] @ place_values(k)
    weights = np.ones((len(rows), 1))
    if structure is not None:
        means = np.lib.stride_tricks.sliding_window_view(structure, k, axis=1).mean(axis=-1)
        weights = means[rows, starts].astype(np.float64)
    contexts = weights.shape[1]
    columns = indices[:, None] * contexts + np.arange(contexts)
    coordinates = (np.repeat(rows, contexts), columns.ravel())
    return csr_array((weights.ravel(), coordinates), shape=(len(letters), 4**k * contexts))


def place_values(k: int) -> np.ndarray:
    """Return the place values of letters in a k-mer, whose sum is the k-mer's number in alphabetical order."""
    return 4 ** np.arange(k)[::-1]


@cache
def kmer_sum():
    """Define the Keras layer, once Keras is imported."""
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
            values = place_values(self.k)[:, None, None] * np.arange(len(ALPHABET))[:, None]
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
