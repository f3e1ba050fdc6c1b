"""Findings from measurements alone, without a model: the best bound k-mer, and whether more copies bind more."""

from typing import Any, NamedTuple

import numpy as np

from core.data import store
from core.data.transform import Transform
from core.errors import DataError
from core.models.card import Card
from core.sequence import PAD, encode

Values = dict[str, Any]
FEWEST_PROBES = 100
"""Fewest probes with a k-mer whose mean says something; nearly every 6-mer is in 1,000 probes of RNAcompete 2013."""
COPIES = (0, 1, 2, 3)
"""Numbers of copies; the last one includes all above it."""


class Measured(NamedTuple):
    """All probes of an experiment, both sets: sequences (N,) and binding scores (N,) in the unit of a model."""

    sequences: np.ndarray
    scores: np.ndarray


def measured_for(card: Card) -> Measured | None:
    """Load the measurements behind a model; None if they are not on this machine or the model has no transform."""
    if not card.transform:
        return None
    try:
        probes = store.load(card.experiment)
    except DataError:
        return None
    return Measured(probes.sequences, Transform.from_dict(card.transform).apply(probes.scores))


def strongest_kmer(measured: Measured, k: int) -> str | None:
    """Find the k-mer with the highest mean binding score, among those in `FEWEST_PROBES` or more probes."""
    letters = encode(measured.sequences.tolist())
    windows = np.lib.stride_tricks.sliding_window_view(letters, k, axis=1)
    codes = np.where((windows == PAD).any(axis=2), 4**k, windows @ 4 ** np.arange(k)[::-1])
    codes.sort(axis=1)
    is_new = np.diff(codes, axis=1, prepend=-1) != 0
    scores = np.broadcast_to(measured.scores[:, None], codes.shape)[is_new]
    n = np.bincount(codes[is_new], minlength=4**k + 1)[: 4**k]
    total = np.bincount(codes[is_new], weights=scores, minlength=4**k + 1)[: 4**k]
    means = np.full(4**k, -np.inf)
    np.divide(total, n, out=means, where=n >= FEWEST_PROBES)
    best = int(means.argmax())
    return "".join("ACGU"[best // 4**place % 4] for place in reversed(range(k))) if n.max() >= FEWEST_PROBES else None


def copies(measured: Measured, core: str) -> Values:
    """Average the binding scores of probes with none, one, two, and three or more copies of a few letters.

    Returns
    -------
    dict : mean, standard error and number of probes by number of (not overlapping) copies, None if there are none; and
        ``share``: the gain from one to three or more copies, over twice the gain from none to one. It is 1 if copies
        add up, 0 if one is as good as many.
    """
    counts = np.minimum(np.char.count(measured.sequences.astype(str), core), COPIES[-1])
    groups = [measured.scores[counts == number] for number in COPIES]
    means = [float(group.mean()) if len(group) else None for group in groups]
    errors = [float(group.std(ddof=1) / len(group) ** 0.5) if len(group) > 1 else None for group in groups]
    known = [mean for mean in means if mean is not None]
    first = known[1] - known[0] if len(known) == len(means) else 0.0
    share = (known[3] - known[1]) / (2 * first) if first > 0 else None
    return {"mean": means, "error": errors, "n": [len(group) for group in groups], "share": share}
