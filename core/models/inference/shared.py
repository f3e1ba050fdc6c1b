"""A ResidualBind asked about many variants of few sequences: equal inputs of a layer are computed once.

The numbers equal those of the network itself to 1e-5, with 2 to 5 times less arithmetic: GIA embeds patterns in the
same backgrounds, ISM changes one letter at a time, k-mer scans write all k-mers at one place. NumPy multiplies matrices
on all cores; nothing is compiled for any positions or numbers.
"""

import numpy as np

from core.models.inference.cores import on_all_cores, rectify, scratch, slices, sum_of_rows
from core.models.inference.first_convolution import FirstConvolution
from core.models.inference.kept import KeptNetwork
from core.models.inference.receptive_fields import ReceptiveFields, Shape, receptive_fields
from core.models.inference.residualbind import Folded
from core.models.networks.residualbind import FIRST_WIDTH, POOL

ROWS = 4096
"""Receptive fields of a layer that a core computes at once: a few MB, which stay in its cache for the next layer."""

FEWEST = 32
"""Sequences from which on variants are worth computing one after the other: products of fewer rows take too long."""


class SharedNetwork:
    """A trained ResidualBind of sequence alone, as a function of variants; safe to call from several threads."""

    def __init__(self, layers: Folded):
        self._layers = layers
        self._shape = Shape(FIRST_WIDTH, layers.dilations, POOL)
        self._first = FirstConvolution(*layers.first)
        self._residual = [np.concatenate(layer.weights, axis=1) for layer in layers.residual]
        self._kept = KeptNetwork(layers, self._first, self._shape)
        self._hidden = layers.hidden.weights.reshape(-1, self._first.filters, len(layers.hidden.bias))

    def __call__(
        self, letters: np.ndarray, written: np.ndarray, slides: bool = False, backgrounds: np.ndarray | None = None
    ) -> np.ndarray:
        """Return predictions (C, N, E) float32 for C variants of each of N sequences.

        Parameters
        ----------
        letters : (C, N, L) int8.
        written : (C, L) numbers from 0; if two variants have the same number at a position, their letters are equal
            there in each of the N sequences.
        slides : whether equal numbers also mean equal letters at different positions, as in windows of one RNA.
        backgrounds : (N, L) that the variants are made from, if more variants of them are likely to follow.
        """
        counts = receptive_fields(written, self._shape, 1, slides).counts
        if not slides and letters.shape[1] >= FEWEST:
            differing = self._by_differences(letters, backgrounds, sum(counts[:-1]))
            if differing is not None:
                return differing
        largest = max(counts)
        parts = [letters[:, rows] for rows in slices(letters.shape[1], max(1, ROWS // largest))]
        sizes = {part.shape[1] for part in parts}
        fields = {size: receptive_fields(written, self._shape, size, slides) for size in sizes}
        found = on_all_cores(lambda part: self._predict(part, fields[part.shape[1]]), parts)
        return np.concatenate(found, axis=1)

    def _by_differences(self, letters: np.ndarray, backgrounds: np.ndarray | None, otherwise: int) -> np.ndarray | None:
        """Compute `__call__` from what the backgrounds give, or the first variant, if that is less work.

        Parameters
        ----------
        otherwise : positions of an RNA that are multiplied by weights without it.
        """
        keep = backgrounds is not None and self._kept.have_room(backgrounds) and self._kept.were_asked(backgrounds)
        plans = []
        for bare in (letters[0],) if backgrounds is None else (letters[0], backgrounds):
            changed = (letters != bare).any(axis=1)
            is_kept = keep and bare is backgrounds
            anew = 0 if is_kept else len(self._residual) * letters.shape[-1]
            plans.append((anew + self._kept.rows(changed), changed, bare, is_kept))
        rows, *plan = min(plans, key=lambda plan: plan[0])
        return self._kept(letters, *plan) if rows <= otherwise else None

    def _predict(self, letters: np.ndarray, fields: ReceptiveFields) -> np.ndarray:
        """Compute `__call__`; the fields of all sequences are the rows of one matrix (N * F, filters)."""
        first = seen = rectify(self._first.of_fields(letters, fields.variant, fields.position, "first"))
        for number, (weights, members) in enumerate(zip(self._residual, fields.layers, strict=True)):
            products = scratch.rows("products", len(seen) + 1, weights.shape[1])
            np.matmul(seen, weights, out=products[:-1])
            products[-1] = 0  # what is beyond the ends of an RNA
            seen = sum_of_rows(products.reshape(-1, self._first.filters), members, "seen")
            seen += self._layers.residual[number].bias
            if members is fields.layers[-1]:
                seen += sum_of_rows(first, fields.skipped[None], "more")
            rectify(seen)
        pooled = sum_of_rows(seen, fields.pooled, "pooled")
        pooled *= np.float32(1 / POOL)
        ends = letters.shape[1] * np.cumsum((0, *fields.windows))
        products = scratch.rows("products", len(pooled), self._hidden.shape[-1])
        for window, weights in enumerate(self._hidden):
            rows = slice(ends[window], ends[window + 1])
            np.matmul(pooled[rows], weights, out=products[rows])
        hidden = sum_of_rows(products, fields.hidden, "hidden")
        hidden += self._layers.hidden.bias
        return self._layers.scores(rectify(hidden)).reshape(*letters.shape[:2], -1)
