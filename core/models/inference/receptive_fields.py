"""Number the distinct receptive fields that a set of variants produces in each layer of a ResidualBind.

A receptive field is the stretch of an RNA that one position of a layer depends on, with the letters in it. Variants
that differ far from a position have the same receptive field there: around an embedded pattern only the fields that
reach into it are new, single mutations share all but a few, and of 4,096 6-mers a position that sees two of their
letters has 16 fields. The numbers depend on where variants differ, not on their letters, so any number of
sequences can use them.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np


class Shape(NamedTuple):
    """The part of a network's shape that decides its receptive fields.

    width : of the first convolution. dilations : of the residual convolutions (of width 3). pool : positions that are
    pooled.
    """

    width: int
    dilations: tuple[int, ...]
    pool: int


class ReceptiveFields(NamedTuple):
    """The distinct receptive fields of C variants of N sequences: F1, F2, … per sequence and layer, and their sums.

    variant, position : (F1,) the first occurrence of each field of the first convolution.
    layers : (3, N F[i+1]) for each residual convolution: which products of the fields before, three of each (by left,
        centre and right weights), add up to a field; 3 N F[i] marks a product beyond the ends of an RNA. The
        fields of a sequence are adjacent.
    skipped : (N F last,) the field of the first convolution that is added to each field of the last one.
    pooled : (positions pooled, P N) fields of the last convolution. From here on, the sequences of a field are
        adjacent.
    windows : how many of the P pooled fields belong to each window, in their order.
    hidden : (windows, C N) the pooled fields that make up a variant.
    """

    variant: np.ndarray
    position: np.ndarray
    layers: tuple[np.ndarray, ...]
    skipped: np.ndarray
    pooled: np.ndarray
    windows: tuple[int, ...]
    hidden: np.ndarray

    @property
    def counts(self) -> tuple[int, ...]:
        """Count the fields of each convolution in one sequence."""
        return (len(self.variant), *(layer.shape[1] for layer in self.layers))


def receptive_fields(written: np.ndarray, shape: Shape, n: int = 1, slides: bool = False) -> ReceptiveFields:
    """Enumerate the receptive fields of C variants of each of n sequences, and remember the answer.

    Parameters
    ----------
    written : (C, L) numbers from 0; if two variants have the same number at a position, their letters are equal there.
    slides : whether equal numbers at different positions also mean equal letters, so that positions share fields.
    """
    written = np.ascontiguousarray(written, np.int64)
    return _remembered(written.tobytes(), written.shape, shape, n, slides)


@lru_cache(maxsize=64)
def _remembered(written: bytes, size: tuple[int, int], shape: Shape, n: int, slides: bool) -> ReceptiveFields:
    if n > 1:
        return _repeated(_remembered(written, size, shape, 1, slides), n)
    return _of_one_sequence(written, size, shape, slides)


def _repeated(one: ReceptiveFields, n: int) -> ReceptiveFields:
    """Repeat the fields of one sequence for n of them."""
    each, before, layers = np.arange(n), len(one.variant), []
    for members in one.layers:
        moved = members[:, None] + 3 * before * each[:, None]
        layers.append(np.where(members[:, None] < 3 * before, moved, 3 * before * n).reshape(3, -1))
        before = members.shape[1]
    return one._replace(
        layers=tuple(layers),
        skipped=(one.skipped + len(one.variant) * each[:, None]).ravel(),
        pooled=(one.pooled[..., None] + before * each).reshape(len(one.pooled), -1),
        hidden=(n * one.hidden[..., None] + each).reshape(len(one.hidden), -1),
    )


def _of_one_sequence(written: bytes, size: tuple[int, int], shape: Shape, slides: bool) -> ReceptiveFields:
    tokens = np.frombuffer(written, np.int64).reshape(size).T
    margin = shape.width // 2
    ids, first = _number(_shifted(tokens, range(-margin, margin + 1)), slides)
    position, variant = np.divmod(first, size[0])
    skips, layers = ids, []
    for dilation in shape.dilations:
        before, sources = ids.max() + 1, _shifted(ids, (-dilation, 0, dilation))
        ids, first = _number(sources, slides)
        seen = np.stack([source.ravel()[first] for source in sources])
        layers.append(np.where(seen, 3 * (seen - 1) + np.arange(3)[:, None], 3 * before))
    skipped = skips.ravel()[first]
    windows = size[1] // shape.pool
    pools = ids[: windows * shape.pool].reshape(windows, shape.pool, size[0]).swapaxes(0, 1)
    ids, first = _number(pools)
    members = np.stack([pool.ravel()[first] for pool in pools])
    counts = np.bincount(first // size[0], minlength=windows)
    return ReceptiveFields(
        variant,
        position,
        tuple(layers),
        skipped,
        members,
        tuple(counts.tolist()),
        ids,
    )


def _shifted(ids: np.ndarray, shifts: Iterable[int]) -> list[np.ndarray]:
    """Return the ids (L, C) seen from each position at each shift, from 1; 0 is beyond the ends of the RNA."""
    length, count = ids.shape
    shifts = tuple(shifts)
    margin = max(shifts)
    padded = np.zeros((length + 2 * margin, count), np.int64)
    padded[margin : margin + length] = ids + 1
    return [padded[margin + shift : margin + shift + length] for shift in shifts]


def _number(parts: Iterable[np.ndarray], slides: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Enumerate from 0 the distinct combinations (L, C) of parts (L, C), each position by itself unless ``slides``.

    The flat index of the first appearance of each combination is returned, too.
    """
    parts = list(parts)
    length, count = parts[0].shape
    first_keys = np.zeros(length, np.int64) if slides else np.arange(length)
    keys: np.ndarray = np.repeat(first_keys[:, None], count, axis=1)
    for part in parts:
        span = int(part.max()) + 1
        if int(keys.max()) >= 2**62 // span:
            keys = np.unique(keys, return_inverse=True)[1].reshape(part.shape)
        keys = keys * span + part
    _, first, ids = np.unique(keys, return_index=True, return_inverse=True)
    return ids.reshape(keys.shape), first
