"""A trained ResidualBind as matrices, and its predictions for unrelated RNAs, by NumPy alone."""

from collections.abc import Iterator
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
BLOCK = 2**17
"""Numbers of a layer that a core computes at once, 512 KB, so that they stay in its cache for the next layer."""


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

    The neighbours at a distance are therefore a slice of the same matrix.
    """

    def __init__(self, weights: Weights, architecture: Architecture):
        self.layers = folded(weights, architecture)
        self._first = FirstConvolution(*self.layers.first)
        self._residual = Residual(self.layers)

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
            *_, sums = self._residual.sums(first.reshape(PROBE_LENGTH, -1, filters))
            pooled[block] = pool(rectify(sums)).swapaxes(0, 1)
        hidden = pooled.reshape(n, -1) @ self.layers.hidden.weights
        hidden += self.layers.hidden.bias
        return self.layers.scores(rectify(hidden))


class Residual:
    """The residual module of a network, at all positions of its RNAs."""

    def __init__(self, layers: Folded):
        self._convolutions = [*map(PairedConvolution, layers.residual, layers.dilations)]

    def sums(self, first: np.ndarray) -> Iterator[np.ndarray]:
        """Compute what each convolution and, in the last one, the skip connection add up to, before it is rectified.

        Parameters
        ----------
        first : outputs (41, n, filters) of the first convolution. The sums are valid until the next ones are asked for;
            of the last convolution only positions that are pooled are computed.
        """
        sums = first
        for number, convolution in enumerate(self._convolutions):
            seen = rectify(sums) if number else first
            is_last = convolution is self._convolutions[-1]
            positions = len(first) // POOL * POOL if is_last else len(first)
            sums = convolution(seen, positions, f"residual {number % 2}")
            if is_last:
                sums += first[:positions]
            yield sums


class PairedConvolution:
    """A convolution of width 3 that computes positions in pairs, by four products instead of six.

    The positions t and t + dilation see a, b, c and b, c, e. With p = (b + c) (left + centre + right) / 2 and
    q = (c - b) (left - centre + right) / 2, their sums are p + q + (a - c) left and p - q + (e - b) right: Winograd's
    F(2, 3), exact to 1e-6 in single precision.
    """

    def __init__(self, layer: Layer, dilation: int):
        left, centre, right = layer.weights
        self._kernels = (left + centre + right) / 2, (left - centre + right) / 2, left, right
        self._bias, self._dilation = layer.bias, dilation

    def __call__(self, seen: np.ndarray, positions: int, name: str) -> np.ndarray:
        """Compute the sums (positions, n, filters) of a layer (P, n, filters), in the scratch memory of that name.

        Parameters
        ----------
        positions : how many from the first on; at most the last one is left out.
        """
        reach, size = self._dilation, seen[0].size
        pairs = -(-positions // (2 * reach))
        wide = scratch.rows("wide", (2 * pairs + 2) * reach, size)
        wide[:reach] = wide[reach + len(seen) :] = 0
        wide[reach:][: len(seen)] = seen.reshape(-1, size)
        even, odd = wide.reshape(-1, 2, reach * size).swapaxes(0, 1)
        sums = scratch.rows(name, 2 * pairs, reach * size)
        both = self._products(np.add, odd[:-1], even[1:], 0, "both")
        apart = self._products(np.subtract, even[1:], odd[:-1], 1, "apart")
        both.reshape(-1, size)[:] += np.tile(self._bias, size // len(self._bias))
        np.add(both, apart, out=sums[::2])
        np.subtract(both, apart, out=sums[1::2])
        sums[::2] += self._products(np.subtract, even[:-1], even[1:], 2, "both")
        sums[1::2] += self._products(np.subtract, odd[1:], odd[:-1], 3, "both")
        return sums.reshape(-1, *seen.shape[1:])[:positions]

    def _products(self, combine: np.ufunc, one: np.ndarray, other: np.ndarray, kernel: int, name: str) -> np.ndarray:
        """Combine two layers (pairs, reach * n * filters) and multiply the result by a kernel."""
        combined = combine(one, other, out=scratch.rows("combined", *one.shape))
        products = scratch.rows(name, *one.shape)
        rows = -1, len(self._bias)
        np.matmul(combined.reshape(rows), self._kernels[kernel], out=products.reshape(rows))
        return products


def pool(seen: np.ndarray) -> np.ndarray:
    """Compute the means (windows, n, filters) of every `POOL` positions of complete windows."""
    return seen.reshape(-1, POOL, *seen.shape[1:]).mean(axis=1)


def _normalised(kernel: np.ndarray, gamma: np.ndarray, beta: np.ndarray, mean: np.ndarray, variance: np.ndarray):
    """Fold batch normalisation into the layer without bias before it, in double precision until the end."""
    scale = np.asarray(gamma, np.float64) / np.sqrt(np.asarray(variance, np.float64) + EPSILON)
    return _layer(kernel * scale, beta - mean * scale)


def _layer(weights: np.ndarray, bias: np.ndarray) -> Layer:
    return Layer(np.ascontiguousarray(weights, np.float32), np.ascontiguousarray(bias, np.float32))
