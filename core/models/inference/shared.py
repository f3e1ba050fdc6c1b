"""A ResidualBind asked many variants of few sequences: what looks alike to a layer is computed once.

The same numbers as the network itself, to 1e-5, from 2 to 5 times less arithmetic: GIA embeds patterns in the same
backgrounds, ISM changes one letter at a time, k-mer scans write all k-mers at one place. NumPy's matrix products on all
cores; nothing is compiled, whatever the positions and numbers are.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Lock, local
from typing import NamedTuple

import numpy as np
from joblib import cpu_count
from scipy.linalg import block_diag
from scipy.sparse import csr_array
from scipy.sparse._sparsetools import csr_matvecs
from scipy.special import expit

from core.models.inference.receptive_fields import ReceptiveFields, Shape, receptive_fields
from core.models.networks.fast_layers import trained_fast
from core.models.networks.keras_backend import import_keras
from core.sequence import PAD

ROWS = 4096
"""Receptive fields of a layer that a core computes at once, a few MB: what is computed next is still in its cache."""
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
        """Take the weights of a Keras model made by `core.models.networks.residualbind.build`."""
        first, *residual, hidden, out = _folded(model)
        keras = import_keras()
        convolutions = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv1D)]
        pooling = next(layer for layer in model.layers if isinstance(layer, keras.layers.AveragePooling1D))
        dilations = tuple(layer.dilation_rate[0] for layer in convolutions[1:])
        self._shape = Shape(len(first.weights), dilations, pooling.pool_size[0])
        self._tables = _tables(first)
        self._residual = [Layer(np.hstack(layer.weights), layer.bias) for layer in residual]
        self._hidden = Layer(hidden.weights.reshape(-1, first.weights.shape[-1], len(hidden.bias)), hidden.bias)
        self._out = out
        self._is_classifier = model.layers[-1].activation is keras.activations.sigmoid

    def __call__(self, letters: np.ndarray, written: np.ndarray, slides: bool = False) -> np.ndarray:
        """Predictions (C, N, E) float32 of C variants of each of N sequences.

        Parameters
        ----------
        letters : (C, N, L) int8.
        written : (C, L) numbers from 0; where two variants bear the same number, their letters are the same in each of
            the N sequences.
        slides : whether equal numbers stand for equal letters at different positions too, as in windows of one RNA.
        """
        n = letters.shape[1]
        largest = max(receptive_fields(written, self._shape, 1, slides).counts)
        step = max(1, min(ROWS // largest, -(-n // cpu_count())))
        parts = [letters[:, start : start + step] for start in range(0, n, step)]
        sizes = {part.shape[1] for part in parts}
        fields = {size: receptive_fields(written, self._shape, size, slides) for size in sizes}
        with _alone, _blas().limit(limits=1, user_api="blas"):
            found = _cores().map(lambda part: self._predict(part, fields[part.shape[1]]), parts)
            return np.concatenate(list(found), axis=1)

    def _predict(self, letters: np.ndarray, fields: ReceptiveFields) -> np.ndarray:
        """As `__call__`; the fields of all sequences are the rows of one matrix (N * F, filters)."""
        first = seen = self._first(letters, fields)
        for layer, sums in zip(self._residual, fields.layers, strict=True):
            products = _scratch.rows("products", len(seen), layer.weights.shape[1])
            np.matmul(seen, layer.weights, out=products)
            seen = _scratch.rows("seen", sums.shape[0], len(layer.bias))
            seen[:] = layer.bias
            if sums is fields.layers[-1]:
                seen += first.take(fields.skipped, axis=0)
            _rectify(_add(sums, products.reshape(-1, len(layer.bias)), seen))
        pooled = fields.pooled @ seen
        ends = letters.shape[1] * np.cumsum((0, *fields.windows))
        products = _scratch.rows("products", len(pooled), len(self._hidden.bias))
        for window, weights in enumerate(self._hidden.weights):
            rows = slice(ends[window], ends[window + 1])
            np.matmul(pooled[rows], weights, out=products[rows])
        hidden = np.tile(self._hidden.bias, (fields.hidden.shape[0], 1))
        _rectify(_add(fields.hidden, products, hidden))
        scores = (hidden @ self._out.weights + self._out.bias).reshape(*letters.shape[:2], -1)
        return expit(scores) if self._is_classifier else scores

    def _first(self, letters: np.ndarray, fields: ReceptiveFields) -> np.ndarray:
        """Outputs (N * F, filters) of the first convolution, looked up by the letters of each field."""
        margin = self._shape.width // 2
        margins = (0, 0), (0, 0), (margin, margin)
        padded = np.pad(letters.swapaxes(0, 1), margins, constant_values=PAD).astype(np.int32)
        seen: np.ndarray | None = None
        for table in self._tables:
            words = np.zeros((), np.int32)
            for tap in range(table.taps):
                words = words * (PAD + 1) + padded[..., tap : padded.shape[-1] - table.taps + 1 + tap]
            chosen = words[:, fields.variant, fields.position + table.start].ravel()
            rows = _scratch.rows("first" if seen is None else "more", len(chosen), table.rows.shape[1])
            table.rows.take(chosen, axis=0, out=rows, mode="clip")  # the only mode that writes into ``out`` at once
            seen = rows if seen is None else np.add(seen, rows, out=seen)
        assert seen is not None  # there is a table for each few columns of the kernel
        return _rectify(seen)


_alone = Lock()
"""All cores serve one call at a time."""


class _Scratch(local):
    """Memory of a core for its largest arrays: given back and taken again, it would cost as much as the arithmetic."""

    def __init__(self):
        self._numbers: dict[str, np.ndarray] = {}

    def rows(self, name: str, count: int, width: int) -> np.ndarray:
        """An array (count, width) of whatever was there, valid until the next of that name."""
        if name not in self._numbers or self._numbers[name].size < count * width:
            self._numbers[name] = np.empty(count * width, np.float32)
        return self._numbers[name][: count * width].reshape(count, width)


_scratch = _Scratch()


@cache
def _cores() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(cpu_count(), "cores")


@cache
def _blas():
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _add(sums: csr_array, rows: np.ndarray, onto: np.ndarray) -> np.ndarray:
    """Add ``sums @ rows`` to an array, by the kernel that `sums @ rows` itself calls on fresh zeros."""
    shape = sums.shape
    csr_matvecs(*shape, rows.shape[1], sums.indptr, sums.indices, sums.data, rows.ravel(), onto.ravel())
    return onto


def _rectify(rows: np.ndarray) -> np.ndarray:
    return np.maximum(rows, 0, out=rows)


def _folded(model) -> list[Layer]:
    """The layers that have weights, in their order, each with the batch normalisation that follows it."""
    layers = import_keras().layers
    folded = []
    for layer in model.layers:
        if isinstance(layer, layers.Conv1D | layers.Dense | layers.EinsumDense | trained_fast().Heads):
            weights, bias = _dense(np.asarray(layer.kernel, np.float64), layer), getattr(layer, "bias", None)
            folded.append([weights, np.zeros(weights.shape[-1]) if bias is None else np.asarray(bias)])
        elif isinstance(layer, layers.BatchNormalization):
            scale = np.asarray(layer.gamma, np.float64) / np.sqrt(np.asarray(layer.moving_variance) + layer.epsilon)
            weights, bias = folded[-1]
            folded[-1] = [weights * scale, (bias - np.asarray(layer.moving_mean)) * scale + np.asarray(layer.beta)]
    return [Layer(*(np.ascontiguousarray(array, np.float32) for array in pair)) for pair in folded]


def _dense(kernel: np.ndarray, layer) -> np.ndarray:
    """The kernel of a layer, of heads that of one (inputs, outputs) for all, with zeros for the units of others."""
    if isinstance(layer, trained_fast().Heads):
        return np.concatenate(kernel, axis=1)
    return block_diag(*kernel).T if isinstance(layer, import_keras().layers.EinsumDense) else kernel


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
