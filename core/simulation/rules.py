"""The planted rules of binding of the simulated RBPs, against which GIA can be checked.

A planted score is in log units and has no noise. The simulated set is exp(planted score + noise), so the log transform
recovers the planted score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.sequence import ALPHABET, PAD, decode, encode
from core.structure.fold import fold

GC3_LETTERS = 8
"""Letters at the 3' end whose G and C count if a 3' GC bias is planted."""
MISMATCH = (3.6, 4.0, 4.4, 4.4, 4.0, 3.6)
"""Energy of a mismatch (kT) at each position of a site: a single one leaves 2 to 6% of the occupancy.

This is so little that writing a pattern over the weak sites of a background has almost no effect of its own."""
_PARTNER = {"A": "G", "G": "A", "C": "U", "U": "C"}
_PAD_ENERGY = 100.0


@dataclass(frozen=True)
class Rule:
    """The binding rule of one simulated RBP.

    consensus : the best site; energies : (6, 4) kT above it, letters in the order of ``ALPHABET``.
    effect : increase of the score by one full site, in log units.
    ceiling : Pearson correlation of the planted with the noisy score, the most that a model can reach.
    steric_gap, steric_share : of two sites with fewer than ``steric_gap`` letters between them (or that overlap) each
        keeps this share, to the extent that the other is occupied.
    loop_floor : share of its effect that a site keeps outside hairpin loops; 1 is no preference.
    gc3 : increase, in log units, from no G or C among the last 8 letters to all G or C.
    """

    id: str
    gene: str
    note: str
    consensus: str
    energies: tuple[tuple[float, ...], ...]
    effect: float
    ceiling: float
    steric_gap: int = 0
    steric_share: float = 1.0
    loop_floor: float = 1.0
    gc3: float = 0.0


def planted_score(rule: Rule, sequences: Sequence[str]) -> np.ndarray:
    """Score N RNA texts in log units, without noise: (N,); 0 means no site at all."""
    return score_letters(rule, encode(sequences))


def score_letters(rule: Rule, letters: np.ndarray) -> np.ndarray:
    """Compute `planted_score` for letters (N, L) int8 padded at the 3' end."""
    sites = _unhindered(occupancy(rule, letters), rule) * _accessible(rule, letters)
    return rule.effect * sites.sum(axis=1) + rule.gc3 * _gc_at_3_end(letters)


def occupancy(rule: Rule, letters: np.ndarray) -> np.ndarray:
    """Compute the occupancy (N, L - 5) of the site that starts at each position, 1 at the consensus.

    The site has two states, bound and free, equally likely at the consensus: 2 / (1 + exp(energy)).
    """
    table = np.column_stack([rule.energies, np.full(len(rule.energies), _PAD_ENERGY)])
    n_starts = letters.shape[1] - len(table) + 1
    energy = sum(row[letters[:, start : start + n_starts]] for start, row in enumerate(table))
    return 2 / (1 + np.exp(energy))


def _unhindered(occupied: np.ndarray, rule: Rule) -> np.ndarray:
    """Reduce the occupancy (N, P) of sites that are too close to each other."""
    kept = np.ones_like(occupied)
    hinder = 1 - (1 - rule.steric_share) * occupied
    reach = len(rule.consensus) + rule.steric_gap if rule.steric_share < 1 else 0
    for distance in range(1, reach):
        kept[:, distance:] *= hinder[:, :-distance]
        kept[:, :-distance] *= hinder[:, distance:]
    return occupied * kept


def _accessible(rule: Rule, letters: np.ndarray) -> np.ndarray:
    """Compute the share that each site keeps (N, P) from the mean hairpin-loop probability of its letters."""
    width = len(rule.consensus)
    if rule.loop_floor == 1:
        return np.ones((1, 1))
    loop = hairpin_probability(letters)
    in_loop = np.lib.stride_tricks.sliding_window_view(loop, width, axis=1).mean(axis=2)
    return rule.loop_floor + (1 - rule.loop_floor) * in_loop


def hairpin_probability(letters: np.ndarray) -> np.ndarray:
    """Compute each letter's probability (N, L) to be in a hairpin loop (ViennaRNA, 1 ms an RNA); 0 on padding."""
    loop = np.zeros(letters.shape)
    for row, sequence in enumerate(decode(letters)):
        loop[row, : len(sequence)] = fold(sequence).hairpin
    return loop


def _gc_at_3_end(letters: np.ndarray) -> np.ndarray:
    """Compute the share (N,) of G and C among the last 8 letters."""
    from_end = (letters != PAD).sum(axis=1)[:, None] - np.arange(letters.shape[1])
    last = (from_end >= 1) & (from_end <= GC3_LETTERS)
    is_gc = (letters == ALPHABET.index("G")) | (letters == ALPHABET.index("C"))
    return (is_gc & last).sum(axis=1) / last.sum(axis=1)


def _specific(consensus: str) -> tuple[tuple[float, ...], ...]:
    """Make the energies of a motif that tolerates no other letter: transitions cost a little less than the rest."""
    rows = []
    for letter, cost in zip(consensus, MISMATCH, strict=True):
        price = {letter: 0.0, _PARTNER[letter]: round(cost - 0.1, 2)}
        rows.append(tuple(price.get(other, round(cost + 0.2, 2)) for other in ALPHABET))
    return tuple(rows)


def _degenerate(consensus: str, tolerated: float, refused: float) -> tuple[tuple[float, ...], ...]:
    """Make the energies of a motif that tolerates C for U and U for C."""
    price = [{letter: 0.0, _PARTNER[letter]: tolerated} for letter in consensus]
    return tuple(tuple(row.get(other, refused) for other in ALPHABET) for row in price)


RULES = (
    Rule(
        "SIM_ADDITIVE",
        "SimAdditive",
        "Planted: sites of GACUAC add up, wherever they are.",
        "GACUAC",
        _specific("GACUAC"),
        effect=1.5,
        ceiling=0.95,
    ),
    Rule(
        "SIM_STERIC",
        "SimSteric",
        "Planted: sites of UGUAAC add up, but with fewer than 4 nt between two, each keeps 60%.",
        "UGUAAC",
        _specific("UGUAAC"),
        effect=1.5,
        ceiling=0.95,
        steric_gap=4,
        steric_share=0.6,
    ),
    Rule(
        "SIM_LOOP",
        "SimLoop",
        "Planted: sites of CUGGAA count in full in hairpin loops and 20% elsewhere.",
        "CUGGAA",
        _specific("CUGGAA"),
        effect=2.0,
        ceiling=0.95,
        loop_floor=0.2,
    ),
    Rule(
        "SIM_GC3",
        "SimGC3",
        "Planted: sites of UAUCAG add up, and G and C among the last 8 nt add to the score of any probe.",
        "UAUCAG",
        _specific("UAUCAG"),
        effect=1.5,
        ceiling=0.95,
        gc3=1.2,
    ),
    Rule(
        "SIM_URICH",
        "SimURich",
        "Planted: a U-rich motif, best UCUUUC, that tolerates C for U and U for C at a price.",
        "UCUUUC",
        _degenerate("UCUUUC", tolerated=1.5, refused=4.2),
        effect=1.5,
        ceiling=0.92,
    ),
    Rule(
        "SIM_WEAK",
        "SimWeak",
        "Planted: sites of CAUUGA add up, under so much noise that no model can correlate above 0.6.",
        "CAUUGA",
        _specific("CAUUGA"),
        effect=0.8,
        ceiling=0.6,
    ),
)
"""The simulated RBPs."""
