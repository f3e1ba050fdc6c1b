"""A ResidualBind asked about variants of RNAs: of each variant only what differs from its RNA is computed.

A pattern of 6 letters changes 16 of the 41 positions of the first layer, 18 and 22 of the next ones: 56 positions are
multiplied by weights instead of 123. The sums of every layer on bare backgrounds can be kept, so that a motif that
moves costs these 56 alone.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import count
from threading import Lock
from typing import NamedTuple

import numpy as np
from cachetools import LRUCache

from core.models.inference.cores import on_all_cores, rectify, scratch, slices
from core.models.inference.first_convolution import FirstConvolution
from core.models.inference.receptive_fields import Shape
from core.models.inference.residualbind import Folded, Residual, pool

BYTES = 80 * 2**20
"""Memory for all networks: 1,300 backgrounds of 41 nt in the paper's network; the least recently asked are dropped."""
BLOCK = 32
"""RNAs that a core computes at once: a layer of them is a few hundred KB and stays in the core's cache."""

Stretch = tuple[tuple[int, int], ...]
"""The positions, from start to end, that change in each convolution, from the first to the last."""


class Kept(NamedTuple):
    """What a network computes of n bare backgrounds.

    first : outputs (L, n, filters) of the first convolution. sums : of each residual convolution, not rectified yet; of
    the last one only positions that are pooled. hidden : (n, H), not rectified yet.
    """

    first: np.ndarray
    sums: tuple[np.ndarray, ...]
    hidden: np.ndarray


_memory: LRUCache = LRUCache(
    BYTES, getsizeof=lambda kept: sum(part.nbytes for part in (kept.first, *kept.sums, kept.hidden))
)
_seen: LRUCache = LRUCache(64)
"""Backgrounds that were asked before, by network: what is asked once only is not worth keeping."""
_remembering = Lock()
_numbers = count()


class KeptNetwork:
    """A trained ResidualBind of sequence alone, as a function of variants of backgrounds."""

    def __init__(self, layers: Folded, first: FirstConvolution, shape: Shape):
        self._layers, self._first, self._shape, self._number = layers, first, shape, next(_numbers)
        self._residual = Residual(layers)
        self._hidden = layers.hidden.weights.reshape(-1, first.filters, len(layers.hidden.bias))
        self._of_sums = layers.hidden.weights / np.float32(shape.pool)
        self._pooled = len(self._hidden) * shape.pool

    def rows(self, changed: np.ndarray) -> int:
        """Count the positions of an RNA that are multiplied by weights for variants with changed letters (C, L)."""
        found = (stretch for row in changed for stretch in stretches(row, self._shape))
        return sum(end - start for stretch in found for start, end in stretch[:-1])

    def have_room(self, backgrounds: np.ndarray) -> bool:
        """Say whether what is computed of backgrounds (N, L) fits into memory."""
        n, length = backgrounds.shape
        positions = length * len(self._layers.residual) + self._pooled
        return 4 * n * (positions * self._first.filters + self._hidden.shape[-1]) <= BYTES

    def were_asked(self, backgrounds: np.ndarray) -> bool:
        """Say whether these backgrounds (N, L) were asked before, and note that they are asked now."""
        key = self._number, _digest(backgrounds)
        with _remembering:
            before = key in _seen
            _seen[key] = True
        return before

    def __call__(self, letters: np.ndarray, changed: np.ndarray, backgrounds: np.ndarray, keep: bool) -> np.ndarray:
        """Return predictions (C, N, E) float32 for C variants of each of N backgrounds.

        Parameters
        ----------
        letters : (C, N, L) int8. changed : (C, L) bool, the positions at which a variant may differ from its
            background.
        backgrounds : (N, L) int8.
        keep : whether what is computed of them is kept in memory.
        """
        groups: dict[bytes, list[int]] = {}
        for variant, row in enumerate(changed):
            groups.setdefault(row.tobytes(), []).append(variant)

        def predict(rows: slice) -> np.ndarray:
            kept, part = self._of(backgrounds[rows], keep), letters[:, rows]
            n = part.shape[1]
            pooled = np.zeros((len(part), n, *self._hidden.shape[:2]), np.float32)
            for variants in _in_blocks(groups.values(), n):
                words = self._first.words(part[variants].reshape(-1, part.shape[-1]))
                for stretch in stretches(changed[variants[0]], self._shape):
                    differences = _by_background(self._differences(words, stretch, kept), kept)
                    for window, own in self._windows(stretch[-1]):
                        pooled[variants, :, window] = differences[own].sum(axis=0)
            hidden = pooled.reshape(len(part), n, -1) @ self._of_sums + kept.hidden
            return self._layers.scores(rectify(hidden).reshape(-1, hidden.shape[-1])).reshape(len(part), n, -1)

        return np.concatenate(on_all_cores(predict, slices(len(backgrounds), BLOCK)), axis=1)

    def _of(self, backgrounds: np.ndarray, keep: bool) -> Kept:
        """Return what the network computes of these backgrounds, from memory if it is there."""
        if not keep:
            return self._given_by(backgrounds)
        key = self._number, _digest(backgrounds)
        with _remembering:
            kept = _memory.get(key)
        if kept is None:
            kept = self._given_by(backgrounds)
            with _remembering, suppress(ValueError):  # it is larger than the whole memory
                _memory[key] = kept
        return kept

    def _given_by(self, backgrounds: np.ndarray) -> Kept:
        n, length = backgrounds.shape
        first = rectify(self._first(backgrounds)).reshape(length, n, -1).copy()
        sums = [one.copy() for one in self._residual.sums(first)]
        hidden = np.matmul(pool(np.maximum(sums[-1], 0)), self._hidden).sum(axis=0) + self._layers.hidden.bias
        return Kept(first, tuple(sums), hidden)

    def _windows(self, stretch: tuple[int, int]) -> Iterator[tuple[int, slice]]:
        """List the pooled windows that a stretch of the last layer meets, and its positions in each."""
        pool, (start, end) = self._shape.pool, stretch
        for window in range(start // pool, -(-min(end, self._pooled) // pool)):
            yield window, slice(max(0, window * pool - start), (window + 1) * pool - start)

    def _differences(self, words: np.ndarray, stretch: Stretch, kept: Kept) -> np.ndarray:
        """Compute how far variants are from their n backgrounds after the last convolution.

        Parameters
        ----------
        words : (positions, V * n), as from `FirstConvolution.words`. Of the stretch, positions that are pooled are
            returned: (positions, V * n, filters).
        """
        start, end = stretch[0]
        first = rectify(self._first.between(words, start, end, "first"))
        first = first.reshape(end - start, -1, self._first.filters)
        _by_background(first, kept)[:] -= kept.first[start:end, None]
        differences, before, layers = first, start, self._layers
        for number, (layer, dilation) in enumerate(zip(layers.residual, layers.dilations, strict=True)):
            start, end = stretch[number + 1]
            bare = kept.sums[number][start:end]
            sums = scratch.rows(f"residual {number % 2}", len(bare), first[0].size).reshape(-1, *first.shape[1:])
            _by_background(sums, kept)[:] = bare[:, None]
            _add_products(sums, start, differences, before, layer.weights, dilation)
            if layer is layers.residual[-1]:
                skipped = sums[stretch[0][0] - start :][: len(first)]
                skipped += first[: len(skipped)]
            rectify(sums)
            rectified = np.maximum(bare, 0, out=scratch.rows("more", len(bare), bare[0].size).reshape(bare.shape))
            _by_background(sums, kept)[:] -= rectified[:, None]
            differences, before = sums, start
        return differences


def _add_products(
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


def _by_background(array: np.ndarray, kept: Kept) -> np.ndarray:
    """View an array (positions, V * n, filters) as (positions, V, n, filters)."""
    return array.reshape(len(array), -1, *kept.first.shape[1:])


def _in_blocks(groups: Iterable[list[int]], n: int) -> Iterator[list[int]]:
    """Cut groups of variants of n backgrounds so that a core computes `BLOCK` RNAs at once."""
    step = max(1, BLOCK // n)
    for variants in groups:
        for start in range(0, len(variants), step):
            yield variants[start : start + step]


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
