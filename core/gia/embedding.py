"""Embed the patterns of a condition into backgrounds, at given or random positions, with stems kept paired."""

from collections.abc import Sequence

import numpy as np

from core.errors import SequenceError
from core.gia.backgrounds import COMPLEMENT
from core.gia.design import DRAWN, LEAVE, Condition, Placement
from core.sequence import ALPHABET, PAD, encode

MOST_TRIES = 1000
"""Draws of random positions after which a background counts as having no room."""
Pairs = tuple[tuple[int, int], ...]
UNKNOWN = PAD + 1
"""The code of a letter that is still to be drawn."""
PARTNERS = np.append(COMPLEMENT, PAD + 2).astype(np.int8)
"""The code that pairs with each code; nothing pairs with a letter that is still to be drawn."""


def embed(backgrounds: np.ndarray, condition: Condition, pairs: Pairs = (), seed: int = 0) -> np.ndarray:
    """Write every pattern of a condition into every background.

    Parameters
    ----------
    backgrounds : (N, L) letters.
    pairs : indices, from 0, of letters kept complementary: if a pattern writes one of them, the other becomes its
        Watson-Crick partner.
    seed : of the random positions, ``UGCAUG@*``, and of the letters that are drawn. A random position is uniform over
        the places inside the RNA (its padding is at the 3' end) where no placement overlaps another; several are drawn
        together. Patterns of the same lengths get the same positions, so that they can be compared background by
        background. An R becomes A or G with equal chance in each background, and likewise the other codes of ``IUPAC``.
        The same code at the same position of a background is drawn alike in every condition.

    Returns
    -------
    (N, L), a new array; letters outside the patterns, and under an N, are unchanged, padding included. A pattern at a
    given position is written whatever stands there, padding too.

    Raises
    ------
    SequenceError : no room for the patterns at random positions.

    Source: Koo et al. 2021, Methods. Unlike the authors' code, padding beside a pattern stays empty.
    """
    placements = condition.fixed + condition.moving
    starts = np.empty((len(backgrounds), len(placements)), np.int64)
    starts[:, : len(condition.fixed)] = [placement.start for placement in condition.fixed]
    if condition.moving:
        starts[:, len(condition.fixed) :] = _random_starts(backgrounds, condition, pairs, seed)
    written = _written(backgrounds.shape, placements, starts)
    return _hold(backgrounds, _drawn(written, placements, starts, seed), pairs)


def embed_each(
    backgrounds: np.ndarray, conditions: Sequence[Condition], pairs: Pairs = (), seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Write each of C conditions into every background, as `embed` does.

    Returns
    -------
    (C, N, L) letters, and (C, L) numbers: two conditions with the same number at a position have the same letter there
    on each background.
    """
    length = backgrounds.shape[1]
    embedded = np.empty((len(conditions), *backgrounds.shape), np.int8)
    written = np.full((len(conditions), length), PAD, np.int64)
    for row, condition in enumerate(conditions):
        embedded[row] = embed(backgrounds, condition, pairs, seed)
        if condition.moving or _draws(condition.placements):
            written[row] = PAD + 1 + row
        else:
            written[row] = embed(written[row : row + 1], condition, pairs)[0]
    return embedded, written


def embed_kmers(
    backgrounds: np.ndarray, kmers: Sequence[str], position: int, pairs: Pairs = ()
) -> tuple[np.ndarray, np.ndarray]:
    """Write each of C k-mers of equal length at one index of every background; returns as `embed_each`."""
    length = backgrounds.shape[1]
    bare = np.full((len(kmers), length), PAD, np.int8)
    written = bare.copy()
    stretch = slice(position, position + len(kmers[0]))
    written[:, stretch] = encode(kmers)[:, : len(kmers[0])]
    written = _hold(bare, written, pairs)
    return np.where(written[:, None] == PAD, backgrounds, written[:, None]), written


def _written(shape: tuple[int, int], placements: tuple[Placement, ...], starts: np.ndarray) -> np.ndarray:
    """Return the letters (N, L) that patterns write at their starts (N, placements).

    ``PAD`` marks places they leave alone, ``UNKNOWN`` letters that are still to be drawn.
    """
    rows = np.arange(shape[0])
    written = np.full(shape, PAD, np.int8)
    for placement, start in zip(placements, starts.T, strict=True):
        for offset, letter in enumerate(placement.pattern):
            if letter != LEAVE:
                written[rows, start + offset] = UNKNOWN if letter in DRAWN else ALPHABET.index(letter)
    return written


def _draws(placements: Sequence[Placement]) -> bool:
    """Say whether a letter of any placement is to be drawn."""
    return any(letter in DRAWN for placement in placements for letter in placement.pattern)


def _drawn(written: np.ndarray, placements: tuple[Placement, ...], starts: np.ndarray, seed: int) -> np.ndarray:
    """Draw the unknown letters of what is written (N, L), by one random number for each place of a background."""
    if not _draws(placements):
        return written
    chance = np.random.default_rng([seed, 0, 1]).random(written.shape)  # another stream than backgrounds and positions
    rows = np.arange(len(written))
    drawn = written.copy()
    for placement, start in zip(placements, starts.T, strict=True):
        for offset, letter in enumerate(placement.pattern):
            if letter in DRAWN:
                choices = np.array([ALPHABET.index(choice) for choice in DRAWN[letter]], np.int8)
                at = start + offset
                drawn[rows, at] = choices[(chance[rows, at] * len(choices)).astype(int)]
    return drawn


def _hold(backgrounds: np.ndarray, written: np.ndarray, pairs: Pairs) -> np.ndarray:
    """Write letters over the backgrounds, and their partners too; a `Design` lets no two of them disagree."""
    embedded = np.where(written == PAD, backgrounds, written)
    for pair in pairs:
        for here, partner in (pair, pair[::-1]):
            changed = written[:, here] != PAD
            embedded[changed, partner] = COMPLEMENT[written[changed, here]]
    return embedded


def _random_starts(backgrounds: np.ndarray, condition: Condition, pairs: Pairs, seed: int) -> np.ndarray:
    """Draw starts (N, moving) of the placements at random positions, again wherever they collide with the rest."""
    widths = np.array([len(placement.pattern) for placement in condition.moving])
    lengths = (backgrounds != PAD).sum(axis=1)
    if widths.sum() > lengths.min():
        raise SequenceError(
            f"{condition.text} does not fit into a background of {lengths.min()} nt; "
            f"use fewer or shorter patterns, together at most {lengths.min()} letters."
        )
    rng = np.random.default_rng([seed, len(widths)])  # another stream than that of the backgrounds
    starts = np.empty((len(backgrounds), len(widths)), np.int64)
    left = np.arange(len(backgrounds))
    for _ in range(MOST_TRIES):
        starts[left] = _apart(rng, lengths[left], widths)
        left = left[~_goes(starts[left], backgrounds.shape[1], condition, pairs)]
        if not len(left):
            return starts
    raise SequenceError(
        f"there is no room for {condition.text} in a background of {lengths[left[0]]} nt (tried {MOST_TRIES:,} times); "
        "use fewer or shorter patterns."
    )


def _apart(rng: np.random.Generator, lengths: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """Draw starts (N, m) of m stretches that do not overlap inside RNAs of these lengths (N,), all sets equally likely.

    m stretches of ``widths`` and the letters between them are ``length - sum(widths) + m`` things in a row: draw which
    of them are stretches, and the order of the stretches.
    """
    n, m = len(lengths), len(widths)
    things = lengths - widths.sum() + m
    keys = rng.random((n, things.max()))
    keys[np.arange(things.max()) >= things[:, None]] = 2
    slots = np.sort(np.argsort(keys, axis=1)[:, :m], axis=1)
    order = np.argsort(rng.random((n, m)), axis=1)
    in_order = slots + np.cumsum(widths[order] - 1, axis=1) - (widths[order] - 1)
    starts = np.empty((n, m), np.int64)
    np.put_along_axis(starts, order, in_order, axis=1)
    return starts


def _goes(starts: np.ndarray, length: int, condition: Condition, pairs: Pairs) -> np.ndarray:
    """Say for each row whether its random starts (N, moving) avoid fixed placements and wrongly paired letters."""
    goes = np.ones(len(starts), bool)
    for placement, start in zip(condition.moving, starts.T, strict=True):
        for other in condition.fixed:
            goes &= (start >= other.end) | (start + len(placement.pattern) <= other.start)
    if pairs:
        fixed = np.tile([placement.start for placement in condition.fixed], (len(starts), 1)).astype(np.int64)
        rows = np.flatnonzero(goes)
        placements = condition.fixed + condition.moving
        written = _written((len(rows), length), placements, np.hstack([fixed, starts])[rows])
        for left, right in pairs:
            both = (written[:, left] != PAD) & (written[:, right] != PAD)
            goes[rows] &= ~both | (PARTNERS[written[:, left]] == written[:, right])
    return goes
