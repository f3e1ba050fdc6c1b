"""A trained ResidualBind as matrices, and its predictions for unrelated RNAs, by NumPy alone."""

from typing import NamedTuple

import numpy as np

from core.models.architectures import Architecture
from core.models.inference.cores import on_all_cores, probabilities, rectify, scratch, slices
from core.models.inference.first_convolution import FirstConvolution
from core.models.networks.residualbind import FIRST_WIDTH, POOL, RESIDUAL_WIDTH, VARIANTS
from core.models.weights import Shapes, Weights
from core.sequence import PROBE_LENGTH

EPSILON = 1e-3
"""Added to each variance by Keras' batch normalisation."""
PART = 256
"""RNAs that a core gets at once: the dense layers read their weights once for all of them."""
BLOCK = 2**16
"""Numbers of a layer that a core computes at once, 256 KB, so that they stay in its cache for the next layer."""


class Layer(NamedTuple):
    """The weights and bias of a layer, with batch normalisation folded in."""

    weights: np.ndarray
    bias: np.ndarray


class Folded(NamedTuple):
    """The layers of a ResidualBind of F filters.

    first : (11, channels, F). residual : a convolution (3, F, F) for each of ``dilations``. hidden : (windows * F, H),
    the units of all heads next to each other. out : (H, E), zeros for the units of other heads.
    """

    first: Layer
    residual: tuple[Layer, ...]
    dilations: tuple[int, ...]
    hidden: Layer
    out: Layer
    is_classifier: bool

    def scores(self, hidden: np.ndarray) -> np.ndarray:
        """Turn rectified hidden units (N, H) into predictions (N, E)."""
        scores = hidden @ self.out.weights + self.out.bias
        return probabilities(scores) if self.is_classifier else scores


def residualbind_shapes(architecture: Architecture) -> Shapes:
    """Return the layers in the weights file of this ResidualBind, with the shapes of their arrays."""
    form, outputs = VARIANTS[architecture.variant], architecture.outputs
    filters, units = form.filters, form.hidden * (outputs if form.has_heads else 1)
    flat = PROBE_LENGTH // POOL * filters
    kernels = [(FIRST_WIDTH, architecture.channels, filters)]
    kernels += [(RESIDUAL_WIDTH, filters, filters)] * len(form.dilations)
    found: dict[str, tuple] = {}
    for number, kernel in enumerate(kernels):
        ending = f"_{number}" if number else ""
        found[f"conv1d{ending}"] = (kernel,)
        found[f"batch_normalization{ending}"] = ((filters,),) * 4
    normalised = {f"batch_normalization_{len(kernels)}": ((units,),) * 4}
    if form.has_heads:
        heads = {"heads": ((outputs, flat, form.hidden),)}
        return found | heads | normalised | {"einsum_dense": ((outputs, form.hidden), (outputs,))}
    return found | {"dense": ((flat, units),)} | normalised | {"dense_1": ((units, outputs), (outputs,))}


def folded(weights: Weights, architecture: Architecture) -> Folded:
    """Fold each batch normalisation into the layer before it, and join the heads."""
    form = VARIANTS[architecture.variant]
    *kernels, (out, bias) = [arrays for name, arrays in weights.items() if not name.startswith("batch_normalization")]
    normalisations = [arrays for name, arrays in weights.items() if name.startswith("batch_normalization")]
    if form.has_heads:
        kernels[-1] = [np.concatenate(kernels[-1][0], axis=1)]
        out = (out[:, :, None] * np.eye(len(out))[:, None]).reshape(-1, len(out))
    first, *residual, hidden = [_normalised(kernel, *by) for (kernel,), by in zip(kernels, normalisations, strict=True)]
    is_classifier = architecture.task == "classification"
    return Folded(first, tuple(residual), form.dilations, hidden, _layer(out, bias), is_classifier)


class ResidualBind:
    """The predictions of a ResidualBind; the rows of every layer are ordered by position, then by RNA.

    The neighbours at a distance are therefore a slice of the same matrix, and a convolution is three products without a
    copy.
    """

    def __init__(self, weights: Weights, architecture: Architecture):
        self.layers = folded(weights, architecture)
        self._first = FirstConvolution(*self.layers.first)

    def __call__(self, letters: np.ndarray, structure: np.ndarray | None = None) -> np.ndarray:
        """Return predictions (N, E) for (N, 41) letters, and structure (N, 41, channels) if the network reads it."""

        def predict(rows: slice) -> np.ndarray:
            return self._predict(letters[rows], None if structure is None else structure[rows])

        parts = on_all_cores(predict, slices(len(letters), PART))
        return np.concatenate([np.empty((0, len(self.layers.out.bias)), np.float32), *parts])

    def _predict(self, letters: np.ndarray, structure: np.ndarray | None) -> np.ndarray:
        n, filters = len(letters), self._first.filters
        pooled = np.empty((n, PROBE_LENGTH // POOL, filters), np.float32)
        step = max(1, BLOCK // (PROBE_LENGTH * filters))
        for start in range(0, n, step):
            block = slice(start, start + step)
            first = rectify(self._first(letters[block], None if structure is None else structure[block]))
            pooled[block] = _pooled(self._residual(first), len(letters[block]))
        hidden = pooled.reshape(n, -1) @ self.layers.hidden.weights
        hidden += self.layers.hidden.bias
        return self.layers.scores(rectify(hidden))

    def _residual(self, first: np.ndarray) -> np.ndarray:
        """Compute the residual module from outputs of the first convolution; both are (41 * N, filters)."""
        first = first.reshape(PROBE_LENGTH, -1, self._first.filters)
        seen = first
        for number, (layer, dilation) in enumerate(zip(self.layers.residual, self.layers.dilations, strict=True)):
            sums = scratch.rows(f"residual {number % 2}", len(first), first[0].size).reshape(first.shape)
            sums[:] = layer.bias
            add_products(sums, 0, seen, 0, layer.weights, dilation)
            if layer is self.layers.residual[-1]:
                sums += first
            seen = rectify(sums)
        return seen.reshape(-1, self._first.filters)


def add_products(
    sums: np.ndarray, start: int, seen: np.ndarray, before: int, weights: np.ndarray, dilation: int
) -> None:
    """Add a convolution of a layer to the sums of the next one, as far as they meet.

    Parameters
    ----------
    sums : (positions, n, filters), the first of which is at ``start``. seen : the same of the layer, zeros elsewhere;
        the first position is ``before``. weights : (3, filters, filters).
    """
    for tap, kernel in enumerate(weights, start=-1):
        moved = before - tap * dilation  # where the first position arrives
        begin, end = max(start, moved), min(start + len(sums), moved + len(seen))
        if begin < end:
            inputs = seen[begin - moved : end - moved].reshape(-1, len(kernel))
            products = np.matmul(inputs, kernel, out=scratch.rows("more", *inputs.shape))
            sums[begin - start : end - start] += products.reshape(-1, *sums.shape[1:])


def _pooled(seen: np.ndarray, n: int) -> np.ndarray:
    """Compute the means (N, windows, filters) of every `POOL` positions."""
    windows = PROBE_LENGTH // POOL
    whole = seen[: windows * POOL * n].reshape(windows, POOL, n, -1)
    return whole.mean(axis=1).swapaxes(0, 1)


def _normalised(kernel: np.ndarray, gamma: np.ndarray, beta: np.ndarray, mean: np.ndarray, variance: np.ndarray):
    """Fold batch normalisation into the layer without bias before it, in double precision until the end."""
    scale = np.asarray(gamma, np.float64) / np.sqrt(np.asarray(variance, np.float64) + EPSILON)
    return _layer(kernel * scale, beta - mean * scale)


def _layer(weights: np.ndarray, bias: np.ndarray) -> Layer:
    return Layer(np.ascontiguousarray(weights, np.float32), np.ascontiguousarray(bias, np.float32))
