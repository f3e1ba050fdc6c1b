"""A ResidualBind asked many variants of few sequences: what looks alike to a layer is computed once.

The same numbers as the network itself, to 1e-5, from 2 to 5 times less arithmetic: GIA embeds patterns in the same
backgrounds, ISM changes one letter at a time, k-mer scans write all k-mers at one place. NumPy's matrix products on all
cores; nothing is compiled, whatever the positions and numbers are.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Lock
from typing import NamedTuple

import numpy as np
from joblib import cpu_count
from scipy.special import expit

from core.model.keras_backend import import_keras
from core.model.views import Plan, Shape, plan
from core.sequence import PAD

ROWS = 4096
"""Views of a layer that a core computes at once, a few MB: what is computed next is still in its cache."""
TAPS = 4
"""Positions of the first convolution that one table covers, 5^4 rows: letters and padding."""


class Layer(NamedTuple):
    """Weights and bias of a layer, batch normalisation folded in."""

    weights: np.ndarray
    bias: np.ndarray


class Table(NamedTuple):
    """What each word of letters, (PAD + 1)^taps rows, adds to the first convolution by its taps from ``start`` on."""

    start: int
    taps: int
    rows: np.ndarray


class SharedNetwork:
    """A trained ResidualBind of sequence alone, as a function of variants; safe to call from several threads."""

    def __init__(self, model):
        """Take the weights of a Keras model made by `core.model.residualbind.build`."""
        first, *residual, hidden, out = _folded(model)
        keras = import_keras()
        convolutions = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv1D)]
        pooling = next(layer for layer in model.layers if isinstance(layer, keras.layers.AveragePooling1D))
        dilations = tuple(layer.dilation_rate[0] for layer in convolutions[1:])
        self._shape = Shape(len(first.weights), dilations, pooling.pool_size[0])
        self._tables = _tables(first)
        self._residual = residual
        self._hidden = Layer(hidden.weights.reshape(-1, first.weights.shape[-1], len(hidden.bias)), hidden.bias)
        self._out = out
        self._is_classifier = model.layers[-1].activation is keras.activations.sigmoid

    def __call__(self, letters: np.ndarray, written: np.ndarray) -> np.ndarray:
        """Predictions (C, N, E) float32 of C variants of each of N sequences.

        Parameters
        ----------
        letters : (C, N, L) int8.
        written : (C, L) numbers from 0; where two variants bear the same number, their letters are the same in each of
            the N sequences.
        """
        views = plan(written, self._shape)
        n, workers = letters.shape[1], cpu_count()
        step = max(1, min(ROWS // views.most, -(-n // workers)))
        parts = [letters[:, start : start + step] for start in range(0, n, step)]
        with _alone, _blas().limit(limits=1, user_api="blas"), ThreadPoolExecutor(workers) as pool:
            return np.concatenate(list(pool.map(lambda part: self._predict(part, views), parts)), axis=1)

    def _predict(self, letters: np.ndarray, views: Plan) -> np.ndarray:
        n = letters.shape[1]
        first = self._first(letters, views)
        seen = first
        for layer, sums in zip(self._residual, views.layers, strict=True):
            products = np.empty((len(layer.weights), *seen.shape), np.float32)
            for weights, product in zip(layer.weights, products, strict=True):
                np.matmul(seen, weights, out=product)
            seen = (sums @ products.reshape(sums.shape[1], -1)).reshape(-1, n, len(layer.bias))
            if sums is views.layers[-1]:
                seen += first[views.skipped]
            _activate(seen, layer.bias)
        pooled = (views.pooled @ seen.reshape(len(seen), -1)).reshape(-1, n, seen.shape[-1])
        ends = np.cumsum((0, *views.windows))
        products = np.empty((len(pooled), n, len(self._hidden.bias)), np.float32)
        for window, weights in enumerate(self._hidden.weights):
            rows = slice(ends[window], ends[window + 1])
            np.matmul(pooled[rows], weights, out=products[rows])
        hidden = (views.hidden @ products.reshape(len(products), -1)).reshape(-1, n, products.shape[-1])
        scores = _activate(hidden, self._hidden.bias) @ self._out.weights + self._out.bias
        return expit(scores) if self._is_classifier else scores

    def _first(self, letters: np.ndarray, views: Plan) -> np.ndarray:
        """Views (V, N, F) of the first convolution, looked up by the letters that each sees."""
        margin = self._shape.width // 2
        padded = np.pad(letters, ((0, 0), (0, 0), (margin, margin)), constant_values=PAD).astype(np.int32)
        total = np.zeros((len(views.variant), letters.shape[1], self._tables[0].rows.shape[1]), np.float32)
        for table in self._tables:
            words = 0
            for tap in range(table.taps):
                words = words * (PAD + 1) + padded[..., tap : padded.shape[-1] - table.taps + 1 + tap]
            total += table.rows.take(words[views.variant, :, views.position + table.start], axis=0)
        return np.maximum(total, 0, out=total)


_alone = Lock()
"""All cores serve one call at a time."""


@cache
def _blas():
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _activate(rows: np.ndarray, bias: np.ndarray) -> np.ndarray:
    rows += bias
    return np.maximum(rows, 0, out=rows)


def _folded(model) -> list[Layer]:
    """The layers that have weights, in their order, each with the batch normalisation that follows it."""
    layers = import_keras().layers
    folded = []
    for layer in model.layers:
        if isinstance(layer, layers.Conv1D | layers.Dense):
            weights = np.asarray(layer.kernel, np.float64)
            folded.append([weights, np.asarray(layer.bias) if layer.use_bias else np.zeros(weights.shape[-1])])
        elif isinstance(layer, layers.BatchNormalization):
            scale = np.asarray(layer.gamma, np.float64) / np.sqrt(np.asarray(layer.moving_variance) + layer.epsilon)
            weights, bias = folded[-1]
            folded[-1] = [weights * scale, (bias - np.asarray(layer.moving_mean)) * scale + np.asarray(layer.beta)]
    return [Layer(*(np.ascontiguousarray(array, np.float32) for array in pair)) for pair in folded]


def _tables(first: Layer) -> list[Table]:
    """The first convolution as look-ups of words of up to `TAPS` letters."""
    width, _, filters = first.weights.shape
    weights = np.concatenate([first.weights, np.zeros((width, 1, filters), np.float32)], axis=1)
    tables = []
    for start in range(0, width, TAPS):
        rows = first.bias[None] if start == 0 else np.zeros((1, filters), np.float32)
        taps = weights[start : start + TAPS]
        for tap in taps:
            rows = (rows[:, None] + tap).reshape(-1, filters)
        tables.append(Table(start, len(taps), rows))
    return tables
