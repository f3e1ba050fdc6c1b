"""RNAs with their letters reordered, keeping the letters or the dinucleotides. Padding stays where it is."""

from functools import cache
from itertools import product

import numpy as np

from core.checks import check_seed
from core.sequence import ALPHABET, PAD


def shuffle(letters: np.ndarray, seed: int) -> np.ndarray:
    """Put the letters of every RNA in random order, each order equally likely.

    Parameters
    ----------
    letters : (N, L) int8, padded at the 3' end.

    Returns
    -------
    (N, L), a new array.

    Source: Koo et al. 2021, Methods (random shuffle). Unlike the authors' code, padding stays at the end.
    """
    keys = np.random.default_rng(check_seed(seed)).random(letters.shape)
    return np.take_along_axis(letters, np.argsort(np.where(letters == PAD, 2, keys), axis=1), axis=1)


def shuffle_dinucleotides(letters: np.ndarray, seed: int) -> np.ndarray:
    """Reorder every RNA with exactly the same count of each dinucleotide, each such order equally likely.

    An RNA is a walk over the letters that takes each of its dinucleotides once, so the first and the last letter stay.
    All walks are drawn at once: for each letter the last dinucleotide that leaves it is drawn (these must lead to the
    RNA's last letter), and the other dinucleotides leave it in random order. Libraries shuffle one sequence at a time,
    or sequences of one length.

    Parameters
    ----------
    letters : (N, L) int8, padded at the 3' end.

    Returns
    -------
    (N, L), a new array.

    Source: Altschul and Erickson 1985, Mol Biol Evol 2: 526; uniform as in Kandel, Matias, Unger and Winkler 1996,
    Discrete Appl Math 71: 171. Koo et al. 2021, Methods (dinucleotide shuffle), with padding left at the end.
    """
    if not len(letters) or letters.shape[1] < 2:
        return letters.copy()
    rng = np.random.default_rng(check_seed(seed))
    starts, ends = letters[:, :-1].astype(np.int64), letters[:, 1:].astype(np.int64)
    starts[ends == PAD] = PAD
    is_last = _last_exits(rng, letters, starts, ends)
    keys = np.where(is_last, 1, rng.random(starts.shape))
    order = np.argsort(starts + keys / 2, axis=1)  # by letter that is left, and randomly within, its last exit last
    exits = np.take_along_axis(ends, order, axis=1)
    return _walk(letters, exits, _counts(starts, len(ALPHABET)))


def _last_exits(rng: np.random.Generator, letters: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Draw for each letter the dinucleotide that leaves it last: a mask (N, L - 1), none for the RNA's last letter.

    Letters and their last exits form a tree that leads to the RNA's last letter. The chance of a tree is proportional
    to the number of ways in which the RNA's dinucleotides can form it.
    """
    n, n_letters = len(letters), len(ALPHABET)
    rows = np.arange(n)
    last = letters[rows, np.maximum((letters != PAD).sum(axis=1) - 1, 0)]
    counts = _counts(np.where(starts == PAD, n_letters**2, starts * n_letters + ends), n_letters**2)
    counts = counts.reshape(n, n_letters, n_letters)
    absent = counts.sum(axis=2) == 0
    counts[rows[:, None], np.arange(n_letters), last[:, None]] += absent  # a letter that is not left bars no tree
    trees = _trees()[last]  # (N, trees, letters)
    exits = counts[rows[:, None, None], np.arange(n_letters), trees]
    exits[rows, :, last] = 1
    weights = np.cumsum(exits.prod(axis=2), axis=1)
    drawn = (rng.integers(weights[:, -1])[:, None] >= weights).sum(axis=1)
    goal = np.column_stack([trees[rows, drawn], np.full(n, -1)])  # padding has no exit
    goal[rows, last] = -1
    fits = np.take_along_axis(goal, starts, axis=1) == ends
    first = np.zeros_like(fits)
    for letter in range(n_letters):  # of equal dinucleotides any will do: take the first
        of_letter = fits & (starts == letter)
        first[rows, of_letter.argmax(axis=1)] |= of_letter.any(axis=1)
    return first


def _walk(letters: np.ndarray, exits: np.ndarray, n_exits: np.ndarray) -> np.ndarray:
    """Follow the exits (N, L - 1), which are in the order of their letters, from each first letter to the end."""
    rows = np.arange(len(letters))
    following = np.zeros((len(letters), len(ALPHABET)), np.int64)  # where the next exit of each letter stands
    following[:, 1:] = np.cumsum(n_exits, axis=1)[:, :-1]
    walked = letters.copy()
    for column in range(1, letters.shape[1]):
        inside = rows[letters[:, column] != PAD]
        here = walked[inside, column - 1]
        walked[inside, column] = exits[inside, following[inside, here]]
        following[inside, here] += 1
    return walked


def _counts(codes: np.ndarray, n_codes: int) -> np.ndarray:
    """Count each code below ``n_codes`` in each row: (N, n_codes); other codes are ignored."""
    offset = np.arange(len(codes))[:, None] * (n_codes + 1)
    flat = np.bincount((np.minimum(codes, n_codes) + offset).ravel(), minlength=len(codes) * (n_codes + 1))
    return flat.reshape(len(codes), n_codes + 1)[:, :-1].copy()


@cache
def _trees() -> np.ndarray:
    """List the trees over the letters by their root (4, 16, 4): for each letter the next one on the way to the root."""
    n = len(ALPHABET)
    trees = []
    for root in range(n):
        others = [letter for letter in range(n) if letter != root]
        found = []
        for exits in product(range(n), repeat=n - 1):
            tree = np.full(n, root)
            tree[others] = exits
            if (tree[tree[tree]] == root).all():
                found.append(tree)
        trees.append(found)
    return np.array(trees)
