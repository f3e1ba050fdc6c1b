"""Motifs of a model and of sequences: best k-mers, logos, aligned k-mers, and comparisons with known motifs."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core.data.known_motifs import KnownMotif, every_known_motif
from core.discovery.kmer_scan import score_kmers_together
from core.errors import SequenceError
from core.gia.backgrounds import sample_profile
from core.models.architectures import Architecture
from core.models.scoring import Score
from core.sequence import ALPHABET, IUPAC, decode, encode, kmers, to_rna

CENTRE = 17
"""Index of the first letter of scanned k-mers; the paper embeds 6-mers at positions 18 to 23."""
UNIFORM = 1 / len(ALPHABET)
LEAST_SUPPORT = 0.5
"""Share of the weight below which a column's k-mers are too few, so that the column is trimmed."""
LEAST_OVERLAP = 4
LEAST_CORE = 3.5
"""Letters that a shared core must specify, counted by `letters_told`. A random 6-mer shares as much with one in
about 1% of cases (median of all known motifs; at most 2.7%), and three letters in 4% (up to 6.7%), which is too often
to be meaningful for tens of RBPs. Consensuses that specify less themselves (CAUH, YGCY) cannot be judged by it."""


class Pwm(NamedTuple):
    """A motif: letter probabilities (W, 4) and support (W,), the share of the weight behind each column."""

    probabilities: np.ndarray
    support: np.ndarray


class MotifMatch(NamedTuple):
    """The best fit of a consensus to a motif: the column of its first letter (from 0, or negative), and Pearson r."""

    consensus: str
    pearson: float
    offset: int
    overlap: int


class SharedCore(NamedTuple):
    """The letters that a k-mer and a consensus share at their best alignment.

    kind : the k-mer ``contains`` the whole consensus, lies ``within`` it, or the two ``overlap`` at their ends. letters
    : of the k-mer in the core. told : how many letters these specify (`letters_told`).
    """

    consensus: str
    kind: str
    letters: str
    told: float


class Look(NamedTuple):
    """The effort of `top_kmers`: all k-mers on ``first`` backgrounds, then the best ``kept`` on ``second``."""

    first: int
    kept: int
    second: int


LOOK, HASTY_LOOK = Look(16, 128, 500), Look(8, 64, 200)
"""The usual effort, and one for models that take milliseconds per sequence because they fold it."""


def look_of(reads_structure: bool) -> Look:
    """Return the effort for the k-mers of a card: less for a model that folds RNAs."""
    return HASTY_LOOK if reads_structure else LOOK


def measured_at(architecture: Architecture) -> str:
    """Say where k-mers of a card were measured, such as ``at position 18 of 500 profile backgrounds``."""
    n = "200 or 500" if architecture.is_external else look_of(architecture.reads_structure).second
    return f"at position {CENTRE + 1} of {n} profile backgrounds"


def top_kmers(
    score: Score, profile: np.ndarray, k: int = 6, most: int = 10, seed: int = 0, look: Look = LOOK
) -> list[tuple[str, float]]:
    """Find the k-mers of highest global importance in the middle of profile backgrounds, best first.

    There are two rounds: all k-mers on a few backgrounds, then the best on more, whose means are returned. This first
    look takes seconds for any model; `core.discovery.scan_kmers` takes the time it needs to be sure.

    Parameters
    ----------
    profile : (L, 4) letter frequencies per position.

    Source: Koo et al. 2021, Methods (k-mer discovery), which scores all k-mers on 1,000 backgrounds.
    """
    return top_kmers_together([score], profile, k, most, seed, look)[0]


def top_kmers_together(
    scores: Sequence[Score], profile: np.ndarray, k: int = 6, most: int = 10, seed: int = 0, look: Look = LOOK
) -> list[list[tuple[str, float]]]:
    """Find `top_kmers` for several scores, a list for each; outputs of a network share a forward pass in each round."""
    candidates = np.array(decode(kmers(k)))
    best = np.tile(np.arange(len(candidates)), (len(scores), 1))
    for n, kept in ((look.first, look.kept), (look.second, most)):
        backgrounds = sample_profile(profile, n, seed)
        asked, place = np.unique(best, return_inverse=True)
        predictions = score_kmers_together(scores, backgrounds, candidates[asked].tolist(), CENTRE)
        null = np.array([score(backgrounds).mean(dtype=np.float64) for score in scores])
        importance = predictions.mean(axis=2, dtype=np.float64) - null[:, None]
        importance = np.take_along_axis(importance, place.reshape(best.shape), axis=1)
        order = np.argsort(-importance, axis=1, kind="stable")[:, :kept]
        best, importance = (np.take_along_axis(array, order, axis=1) for array in (best, importance))
    pairs = zip(candidates[best].tolist(), importance.tolist(), strict=True)
    return [list(zip(*pair, strict=True)) for pair in pairs]


def mismatches(letters: np.ndarray, motif: str) -> np.ndarray:
    """Count the mismatches (N,) of each sequence to a motif at its best match (paper, Fig 2a); padding never matches.

    Parameters
    ----------
    motif : a k-mer, or IUPAC codes, each of which matches every letter it stands for.
    """
    is_other = np.array([[letter not in IUPAC[code] for letter in ALPHABET] + [True] for code in motif])
    windows = letters.shape[1] - len(motif) + 1
    counts = np.zeros((len(letters), windows), np.int8)
    for column, row in enumerate(is_other):
        counts += row[letters[:, column : column + windows]]
    return counts.min(axis=1).astype(int)


def top_kmer_logo(kmer: str, delta: np.ndarray) -> np.ndarray:
    """Compute the letter heights (k, 4) of the top-k-mer logo: the sensitivity of each letter of the k-mer.

    Parameters
    ----------
    delta : (k, 4) k-mer mutagenesis: global importance of each single mutant minus that of the k-mer, 0 for the k-mer's
        own letters; in standard deviations of the binding score.

    Raises
    ------
    SequenceError : delta of another shape.

    Source: Koo et al. 2021, Methods: the L2 norm of each position. (The authors' code takes the sum of squares, without
    subtracting the k-mer.)
    """
    if np.shape(delta) != (len(kmer), len(ALPHABET)):
        raise SequenceError(
            f"the mutagenesis of {kmer} has shape {np.shape(delta)}; give one row for each letter of the k-mer and a "
            f"column for each of {ALPHABET}: ({len(kmer)}, {len(ALPHABET)})."
        )
    return _columns(kmer) * np.linalg.norm(delta, axis=1, keepdims=True)


def alignment_motif(kmers: Sequence[str], importances: Sequence[float], most: int = 10) -> Pwm:
    """Align the best k-mers to the first, and average them with weights from global importance.

    A k-mer is placed where most of its letters agree with the first k-mer (best cross-correlation; among ties the
    smallest shift, left before right). Columns are averaged over the k-mers that cover them, and trimmed if these have
    less than `LEAST_SUPPORT` of the weight.

    Parameters
    ----------
    kmers, importances : K k-mers of one length, and their global importance; importances of 0 or less have no weight.
    most : number of the best k-mers to align.

    Raises
    ------
    SequenceError : k-mers of several lengths, a different number of importances, or none above 0.

    Source: Koo et al. 2021, Methods. The text is followed; the authors' code leaves out the top k-mer and the last
    column.
    """
    if len(kmers) != len(importances) or len(set(map(len, kmers))) > 1:
        raise SequenceError(
            f"there are {len(importances)} importances for {len(kmers)} k-mers of {len(set(map(len, kmers)))} lengths; "
            "give one for each, and k-mers of one length."
        )
    order = np.argsort(-np.asarray(importances, np.float64), kind="stable")[:most]
    weights = np.maximum(np.asarray(importances, np.float64)[order], 0)
    if not weights.sum() > 0:
        raise SequenceError("no k-mer has a global importance above 0; an alignment motif needs at least one.")
    aligned = [_columns(kmers[row]) for row in order]
    k = len(aligned[0])
    shifts = np.arange(1 - k, k)
    summed, covered = np.zeros((3 * k, len(ALPHABET))), np.zeros(3 * k)
    for columns, weight in zip(aligned, weights, strict=True):
        agreement = _cross_correlation(aligned[0], columns)
        shift = shifts[np.lexsort([shifts, abs(shifts), -agreement])[0]]
        summed[k + shift : 2 * k + shift] += weight * columns
        covered[k + shift : 2 * k + shift] += weight
    support = covered / weights.sum()
    supported = np.flatnonzero(support >= LEAST_SUPPORT)
    kept = slice(supported[0], supported[-1] + 1)
    return Pwm(summed[kept] / covered[kept, None], support[kept])


def information(pwm: Pwm) -> np.ndarray:
    """Compute the letter heights (W, 4) of a logo in bits: probability times information of the column, 0 to 2.

    Source: Schneider and Stephens 1990, Nucleic Acids Res 18: 6097, without their correction for small samples.
    """
    p = pwm.probabilities
    entropy = -np.sum(p * np.log2(p, out=np.zeros_like(p), where=p > 0), axis=1, keepdims=True)
    return p * (np.log2(len(ALPHABET)) - entropy)


@lru_cache(maxsize=1024)
def kmer_logo(top_kmers: tuple[tuple[str, float], ...]) -> np.ndarray:
    """Compute the letter heights (W, 4), in bits and read-only, of the motif of a model's best k-mers.

    Parameters
    ----------
    top_kmers : (k-mer, global importance), as cards keep them; no columns if none is above 0.

    Source: `alignment_motif` and `information`.
    """
    heights = np.zeros((0, len(ALPHABET)))
    if any(importance > 0 for _, importance in top_kmers):
        kmers, importances = zip(*top_kmers, strict=True)
        heights = information(alignment_motif(kmers, importances))
    heights.flags.writeable = False
    return heights


def consensus_pwm(consensus: str) -> Pwm:
    """Convert a consensus in IUPAC letters (T reads as U) to a motif, the choices of each code equally likely.

    Raises
    ------
    SequenceError : an empty consensus, or another letter.
    """
    text = to_rna(consensus.strip())
    if not text or set(text) - set(IUPAC):
        raise SequenceError(
            f"{consensus!r} is not a consensus; write IUPAC letters: {', '.join(IUPAC)} (T reads as U)."
        )
    probabilities = np.array([[(letter in IUPAC[code]) / len(IUPAC[code]) for letter in ALPHABET] for code in text])
    return Pwm(probabilities, np.ones(len(text)))


def compare_motifs(pwm: Pwm, consensus: str) -> MotifMatch:
    """Find where a consensus fits a motif best, with their Pearson correlation there.

    All offsets with an overlap of at least `LEAST_OVERLAP` columns, or of the whole shorter motif, are tried. Columns
    beyond the other motif are compared with uniform ones: four shared letters of two longer motifs are not a perfect
    match. RNA has one strand, so the reverse complement is not tried. A motif without any preference matches nothing
    (0).

    Parameters
    ----------
    consensus : IUPAC letters.

    Raises
    ------
    SequenceError : as `consensus_pwm`.
    """
    known = consensus_pwm(consensus).probabilities
    centred, known = pwm.probabilities - UNIFORM, known - UNIFORM  # both have the mean 1/4 over any columns
    width, length = len(centred), len(known)
    overlap = np.array([min(width, offset + length) - max(0, offset) for offset in range(1 - length, width)])
    norm = np.linalg.norm(centred) * np.linalg.norm(known)
    pearson = _cross_correlation(centred, known) / (norm or 1)
    pearson[overlap < min(LEAST_OVERLAP, width, length)] = -np.inf
    best = int(np.lexsort([-overlap, -pearson.round(9)])[0])
    return MotifMatch(consensus, float(pearson[best]), best + 1 - length, int(overlap[best]))


def letters_told(consensus: str) -> float:
    """Count the exact letters that a consensus specifies: 1 for one base, a half for a choice of two, nothing for N."""
    return sum(1 - np.log2(len(IUPAC[code])) / np.log2(len(ALPHABET)) for code in consensus)


def shared_core(kmer: str, consensus: str) -> SharedCore | None:
    """Find the core that a k-mer shares with a consensus: at that alignment all letters of the overlap match.

    Containment is preferred to an overlap of ends, then the core that specifies most. None if no core specifies as much
    as `LEAST_CORE`.

    Parameters
    ----------
    consensus : IUPAC codes, each of which matches every letter it stands for.
    """
    k, length = len(kmer), len(consensus)
    found = []
    for offset in range(1 - length, k):
        first, end = max(0, offset), min(k, offset + length)
        under, over = kmer[first:end], consensus[first - offset : end - offset]
        told = letters_told(over)
        if told < LEAST_CORE or not all(a in IUPAC[b] for a, b in zip(under, over, strict=True)):
            continue
        kind = "contains" if len(over) == length else "within" if len(under) == k else "overlap"
        found.append(SharedCore(consensus, kind, under, float(told)))
    return max(found, key=lambda core: (core.kind != "overlap", core.told), default=None)


def best_matches(pwm: Pwm, most: int = 5) -> list[tuple[KnownMotif, MotifMatch]]:
    """List the known motifs that match best, at most one per gene, best first."""
    matches = [(motif, compare_motifs(pwm, motif.consensus)) for motif in every_known_motif()]
    by_gene: dict[tuple[str, str], tuple[KnownMotif, MotifMatch]] = {}
    for motif, match in sorted(matches, key=lambda pair: -pair[1].pearson):
        by_gene.setdefault((motif.gene, motif.species), (motif, match))
    return list(by_gene.values())[:most]


def _columns(kmer: str) -> np.ndarray:
    """Convert a k-mer to columns (k, 4) of 0 and 1."""
    return np.eye(len(ALPHABET))[encode([kmer], len(kmer))[0]]


def _cross_correlation(columns: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Sum the products of (W, 4) and (V, 4) columns at each offset of the second, from 1 - V to W - 1."""
    return np.sum([np.correlate(one, other, "full") for one, other in zip(columns.T, others.T, strict=True)], axis=0)
