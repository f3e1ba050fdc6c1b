"""The test probes of an experiment as a table: columns computed from their letters, filters and order.

It knows no page and no file: showing, downloading and stepping through the table use the same few functions.

No page and no file: what is shown, downloaded and stepped through asks the same few functions.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core.data.known_motifs import known_motifs
from core.discovery.motifs import mismatches
from core.errors import AppError
from core.library import analyses, test_set
from core.library.experiments import find_experiment
from core.library.test_set import TestScores
from core.models.scoring import Model
from core.sequence import ALPHABET, IUPAC, PAD, PROBE_LENGTH, encode, to_rna

Range = tuple[float | None, float | None]
"""Lowest and highest value to keep, both included; None is no bound."""
COLUMNS = ("measured", "predicted", "residual", "mismatches", "gc", "length")
MOST_MOTIFS = 5


class ProbeList(NamedTuple):
    """The N probes of set B, a column each (N,).

    measured, predicted, pearson : as in `TestScores`. mismatches : to ``motif`` at its best match; None without a
        motif.
    gc : share of G and C, 0 to 1. length : nt.
    """

    sequences: np.ndarray
    measured: np.ndarray
    predicted: np.ndarray
    mismatches: np.ndarray | None
    gc: np.ndarray
    length: np.ndarray
    motif: str | None
    pearson: float

    @property
    def residual(self) -> np.ndarray:
        """Measured minus predicted: above 0 if the probe binds better than the model says."""
        return self.measured - self.predicted


def list_probes(model: str | Model, motif: str | None = None, transform: str | None = None) -> ProbeList:
    """Tabulate set B of an experiment.

    Parameters
    ----------
    motif : IUPAC letters against which mismatches are counted; None takes the first of `motifs_of`.
    transform : of the measured scores, as `core.test_scores`.

    Raises
    ------
    DataError, ModelError, AppError : as `core.test_scores`; also a motif of other letters or of more than 41 nt.
    """
    if motif is None:
        motif = next(iter(motifs_of(model)), None)
    return tabulate(test_set.test_scores(model, transform), motif)


def motifs_of(model: str | Model) -> dict[str, str]:
    """List motifs against which mismatches can be counted, with their kinds: top k-mers, then known motifs of the RBP.

    A model made by `core.wrap_model` has no known top k-mers: only the known motifs of the RBP of its name are listed.
    """
    name = analyses.registry_name(model)
    if not name:
        return {motif.consensus: "known motif" for motif in known_motifs(analyses.open_model(model).name)}
    kmers = [kmer for kmer, _ in analyses.card(name).top_kmers[:MOST_MOTIFS]]
    found = {kmer: f"top {len(kmer)}-mer" + (f", no. {rank}" if rank > 1 else "") for rank, kmer in enumerate(kmers, 1)}
    known = known_motifs(find_experiment(name).gene)
    return found | {motif.consensus: "known motif" for motif in known if motif.consensus not in found}


def tabulate(scores: TestScores, motif: str | None) -> ProbeList:
    """Make the table of given scores; the letters are read once for each set of sequences."""
    _, gc, length = _read(_Same(scores.sequences))
    found = None if motif is None else _mismatches(_Same(scores.sequences), clean_motif(motif))
    return ProbeList(scores.sequences, scores.measured, scores.predicted, found, gc, length, motif, scores.pearson)


def clean_motif(motif: str) -> str:
    """Return a motif in IUPAC letters, upper case, U for T; an AppError for anything else."""
    text = to_rna(motif.strip())
    if not text or set(text) - set(IUPAC) or len(text) > PROBE_LENGTH:
        allowed = f"1 to {PROBE_LENGTH} IUPAC letters: {', '.join(IUPAC)} (T reads as U)"
        raise AppError(f"{motif[:50]!r} is not a motif; write {allowed}.")
    return text


def choose_rows(
    probes: ProbeList,
    ranges: Mapping[str, Range] | None = None,
    contains: str | None = None,
    region: Sequence[tuple[float, float]] = (),
    order: Sequence[tuple[str, bool]] = (),
) -> np.ndarray:
    """Return the indices of the probes that pass every filter, in the requested order.

    Parameters
    ----------
    ranges : bounds of columns of `COLUMNS`, both included.
    contains : IUPAC letters that must match somewhere in the sequence.
    region : corners (measured, predicted) of a box (2) or of a polygon (3 or more) that probes must lie in.
    order : (column or ``sequences``, whether the largest come first), most important first; ties keep their order.

    Raises
    ------
    AppError : an unknown column, or letters outside IUPAC.
    """
    is_in = np.ones(len(probes.sequences), bool)
    for name, (low, high) in (ranges or {}).items():
        values = _column(probes, name)
        is_in &= (values >= (-np.inf if low is None else low)) & (values <= (np.inf if high is None else high))
    if contains:
        is_in &= _mismatches(_Same(probes.sequences), clean_motif(contains)) == 0
    if len(region) >= 2:
        is_in &= _inside(probes, region)
    rows = np.flatnonzero(is_in)
    for name, is_descending in reversed(order):
        values = _column(probes, name)[rows]
        ranks = np.unique(values, return_inverse=True)[1]
        rows = rows[np.argsort(-ranks if is_descending else ranks, kind="stable")]
    return rows


def _column(probes: ProbeList, name: str) -> np.ndarray:
    values = getattr(probes, name) if name in (*COLUMNS, "sequences") else None
    if values is None:
        raise AppError(f"the table has no column {name!r}; use one of: {', '.join(COLUMNS)}.")
    return values


def _inside(probes: ProbeList, region: Sequence[tuple[float, float]]) -> np.ndarray:
    points = np.column_stack([probes.measured, probes.predicted])
    corners = np.asarray(region, float)
    if len(corners) == 2:
        return ((points >= corners.min(axis=0)) & (points <= corners.max(axis=0))).all(axis=1)
    from matplotlib.path import Path

    return Path(corners).contains_points(points)


class _Same:
    """An array as a key, equal only to itself (test scores are remembered, so their arrays live on)."""

    def __init__(self, array: np.ndarray):
        self.array = array

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.array is other.array

    def __hash__(self) -> int:
        return id(self.array)


@lru_cache(maxsize=4)
def _read(sequences: _Same) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return letters, GC share and length of each sequence."""
    letters = encode(sequences.array.tolist())
    length = (letters != PAD).sum(axis=1)
    gc = ((letters == ALPHABET.index("C")) | (letters == ALPHABET.index("G"))).sum(axis=1) / length
    return letters, gc, length


@lru_cache(maxsize=16)
def _mismatches(sequences: _Same, motif: str) -> np.ndarray:
    return mismatches(_read(sequences)[0], motif)
