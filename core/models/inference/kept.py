"""A ResidualBind asked about patterns on backgrounds it has seen: only what the patterns change is computed.

The outputs of every layer on the bare backgrounds are kept. A pattern of 6 letters changes 30 of the 41 positions of
the last layer, and fewer of earlier ones, so a motif that moves costs half as much as without them.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import count
from threading import Lock
from typing import NamedTuple

import numpy as np
from cachetools import LRUCache

from core.models.inference.cores import on_all_cores, rectify, scratch
from core.models.inference.first_convolution import FirstConvolution
from core.models.inference.receptive_fields import Shape
from core.models.inference.residualbind import Folded

BYTES = 80 * 2**20
"""Memory for all networks: 1,200 backgrounds of 41 nt in the paper's network; the least recently asked are dropped."""
BLOCK = 32
"""Backgrounds that a core computes at once: a layer of them is a few hundred KB and stays in the core's cache."""

Stretch = tuple[tuple[int, int], ...]
"""The positions, from start to end, that change in each convolution, from the first to the last."""


class Kept(NamedTuple):
    """The outputs of a network on n bare backgrounds.

    layers : outputs (L, n, filters) of each convolution. windows : (windows, n, hidden units), the part of each pooled
    window in the hidden layer.
    """

    layers: tuple[np.ndarray, ...]
    windows: np.ndarray


_memory: LRUCache = LRUCache(BYTES, getsizeof=lambda kept: sum(array.nbytes for array in (*kept.layers, kept.windows)))
_seen: LRUCache = LRUCache(64)
"""Backgrounds that were asked before, by network: what is asked once only is not worth keeping."""
_remembering = Lock()
_numbers = count()


class KeptNetwork:
    """A trained ResidualBind of sequence alone, as a function of variants of backgrounds."""

    def __init__(self, layers: Folded, first: FirstConvolution, shape: Shape):
        self._layers, self._first, self._shape, self._number = layers, first, shape, next(_numbers)
        self._hidden = layers.hidden.weights.reshape(-1, first.filters, len(layers.hidden.bias))

    def saves(self, changed: np.ndarray, n: int, otherwise: int) -> bool:
        """Say whether kept outputs on n backgrounds make variants with changed letters (C, L) cheaper.

        Parameters
        ----------
        otherwise : positions of an RNA that are multiplied by weights without them. What is kept must fit into memory.
        """
        numbers = changed.shape[1] * self._first.filters * (1 + len(self._layers.residual)) + self._hidden[:, 0].size
        found = (stretch for row in changed for stretch in stretches(row, self._shape))
        return (
            4 * n * numbers <= BYTES and sum(end - start for stretch in found for start, end in stretch[1:]) < otherwise
        )

    def were_asked(self, backgrounds: np.ndarray) -> bool:
        """Say whether these backgrounds (N, L) were asked before, and note that they are asked now."""
        key = self._number, _digest(backgrounds)
        with _remembering:
            before = key in _seen
            _seen[key] = True
        return before

    def __call__(self, letters: np.ndarray, changed: np.ndarray, backgrounds: np.ndarray) -> np.ndarray:
        """Return predictions (C, N, E) float32 for C variants of each of N backgrounds.

        Parameters
        ----------
        letters : (C, N, L) int8. changed : (C, L) bool, the positions at which a variant may differ from its
            background.
        backgrounds : (N, L) int8.
        """
        found = [stretches(row, self._shape) for row in changed]

        def predict(start: int) -> np.ndarray:
            rows = slice(start, start + BLOCK)
            kept, part = self._of(backgrounds[rows]), letters[:, rows]
            words = self._first.words(part.reshape(-1, part.shape[-1])).reshape(-1, *part.shape[:2])
            hidden = [self._hidden_units(words[:, variant], found[variant], kept) for variant in range(len(part))]
            return self._layers.scores(rectify(np.stack(hidden)))

        return np.concatenate(on_all_cores(predict, range(0, len(backgrounds), BLOCK)), axis=1)

    def _of(self, backgrounds: np.ndarray) -> Kept:
        """Return the outputs of the network on these backgrounds, from memory if they are there."""
        key = self._number, _digest(backgrounds)
        with _remembering:
            kept = _memory.get(key)
        if kept is None:
            kept = self._given_by(backgrounds)
            with _remembering, suppress(ValueError):  # it is larger than the whole memory
                _memory[key] = kept
        return kept

    def _given_by(self, backgrounds: np.ndarray) -> Kept:
        whole = ((0, backgrounds.shape[1]),) * (1 + len(self._layers.residual))
        layers: list[np.ndarray] = []
        self._convolved(self._first.words(backgrounds), whole, layers)
        return Kept(tuple(layers), np.matmul(self._pooled(layers[-1]), self._hidden))

    def _hidden_units(self, words: np.ndarray, found: Sequence[Stretch], kept: Kept) -> np.ndarray:
        """Add up the hidden units (n, H) of a variant, not rectified yet; words as from `FirstConvolution.words`."""
        pool, last = self._shape.pool, kept.layers[-1]
        ends = [(start // pool, min(-(-end // pool), len(self._hidden))) for *_, (start, end) in found]
        changed = slice(min([start for start, _ in ends], default=0), max([end for _, end in ends], default=0))
        hidden = self._layers.hidden.bias + kept.windows[: changed.start].sum(axis=0)
        hidden += kept.windows[max(changed.start, changed.stop) :].sum(axis=0)
        if changed.start < changed.stop:
            seen = scratch.rows("windows", (changed.stop - changed.start) * pool, last[0].size)
            seen = seen.reshape(-1, *last.shape[1:])
            seen[:] = last[changed.start * pool : changed.stop * pool]
            for stretch in found:
                start, end = (at - changed.start * pool for at in stretch[-1])
                seen[start:end] = self._convolved(words, stretch, kept=kept)[: len(seen) - start]
            for pooled, weights in zip(self._pooled(seen), self._hidden[changed], strict=True):
                hidden += pooled @ weights
        return hidden

    def _pooled(self, seen: np.ndarray) -> np.ndarray:
        """Compute the means (windows, n, filters) of complete windows of a layer (positions, n, filters)."""
        windows = len(seen) // self._shape.pool
        return seen[: windows * self._shape.pool].reshape(windows, -1, *seen.shape[1:]).mean(axis=1)

    def _convolved(
        self, words: np.ndarray, stretch: Stretch, layers: list[np.ndarray] | None = None, kept: Kept | None = None
    ) -> np.ndarray:
        """Compute the outputs (end - start, n, filters) of the last convolution in the stretch that changes.

        Parameters
        ----------
        words : (positions, n), as from `FirstConvolution.words`. layers : gets copies of the outputs of all
        convolutions. kept : the outputs beyond the stretch; without it, the stretch is the whole RNA.
        """
        n, filters = words.shape[-1], self._first.filters
        first = rectify(self._first.between(words, *stretch[0], "first"))
        seen = first = first.reshape(-1, n, filters)
        if layers is not None:
            layers.append(first.copy())
        for number, (layer, dilation) in enumerate(zip(self._layers.residual, self._layers.dilations, strict=True)):
            start, end = stretch[number + 1]
            beside = kept and kept.layers[number]
            wide = _widened(seen, stretch[number], (start - dilation, end + dilation), beside, "wide")
            wide, size = wide.reshape(-1, filters), (end - start) * n
            sums = np.matmul(wide[:size], layer.weights[0], out=scratch.rows("sums", size, filters))
            for tap in (1, 2):
                more = scratch.rows("more", size, filters)
                sums += np.matmul(wide[tap * dilation * n :][:size], layer.weights[tap], out=more)
            sums += layer.bias
            if layer is self._layers.residual[-1]:
                skipped = _widened(first, stretch[0], (start, end), kept and kept.layers[0], "wide")
                sums += skipped.reshape(-1, filters)
            seen = rectify(sums).reshape(-1, n, filters)
            if layers is not None:
                layers.append(seen.copy())
        return seen


def _widened(
    seen: np.ndarray, own: tuple[int, int], wide: tuple[int, int], beside: np.ndarray | None, name: str
) -> np.ndarray:
    """Put the outputs of a layer at its own positions (P, n, filters) between its neighbours, zeros beyond the RNA.

    beside : (L, n, filters), the layer on the bare backgrounds; None if ``own`` is the whole RNA.
    """
    (start, end), (left, right) = own, wide
    rows = scratch.rows(name, right - left, seen[0].size).reshape(-1, *seen.shape[1:])
    if beside is None:
        rows[: start - left] = rows[end - left :] = 0
    else:
        rows[: max(0, -left)] = rows[len(beside) - left :] = 0
        rows[max(0, -left) : start - left] = beside[max(0, left) : start]
        rows[end - left : len(beside) - left] = beside[end : max(end, right)]
    rows[start - left : end - left] = seen
    return rows


def _digest(backgrounds: np.ndarray) -> bytes:
    return hashlib.sha1(np.ascontiguousarray(backgrounds).data).digest()


def stretches(changed: np.ndarray, shape: Shape) -> tuple[Stretch, ...]:
    """Find what changed letters (L,) change in each layer: a stretch for each run of positions of the last layer."""
    return _stretches(changed.tobytes(), shape)


@lru_cache(maxsize=1024)
def _stretches(changed: bytes, shape: Shape) -> tuple[Stretch, ...]:
    masks = [_reached(np.frombuffer(changed, bool), shape.width // 2)]
    for dilation in shape.dilations:
        masks.append(_reached(masks[-1], dilation))
    ends = np.flatnonzero(np.diff(np.pad(masks[-1], 1).astype(np.int8)))
    runs = zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True)
    return tuple(tuple(_within(mask, start, end) for mask in masks) for start, end in runs)


def _reached(changed: np.ndarray, reach: int) -> np.ndarray:
    """Mark the positions that see one that changed, up to ``reach`` away."""
    return np.convolve(changed, np.ones(2 * reach + 1), "same") > 0


def _within(mask: np.ndarray, start: int, end: int) -> tuple[int, int]:
    marked = start + np.flatnonzero(mask[start:end])
    return int(marked[0]), int(marked[-1]) + 1
