"""Probe sets designed like RNAcompete's: every k-mer covered evenly, and a share of stem-loops and multiple sites."""

from collections.abc import Sequence

import numpy as np

from core.sequence import decode

LENGTHS = {30: 0.12, 35: 0.22, 38: 0.36, 40: 0.10, 41: 0.20}
"""Share of the probes of each length (nt). RNAcompete 2013 has 30: 15%, 35: 26%, 38: 58%; here more reach the 3' end
of the model's input, so that effects there can be learned."""
STEM, LOOP = (5, 9), (6, 12)
"""Shortest and longest stem (bp) and loop (nt) of the designed stem-loops."""


def covering_probes(rng: np.random.Generator, order: int = 9) -> list[str]:
    """Design probes of 30 to 41 nt that hold every word of ``order`` letters exactly once, 4**order words in all.

    They are cut from a random de Bruijn sequence and overlap by ``order - 1`` letters.
    """
    cyclic = de_bruijn(rng, order)
    letters = np.concatenate([cyclic, cyclic[: order - 1]])
    sizes = _words_per_probe(rng, len(cyclic), order - 1)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return [decode(letters[None, s : s + n + order - 1])[0] for s, n in zip(starts, sizes, strict=True)]


def de_bruijn(rng: np.random.Generator, order: int) -> np.ndarray:
    """Draw a random cyclic sequence (4**order,) int8 that holds each word of ``order`` letters, at least 2, once.

    It is an Eulerian circuit (Hierholzer) of the graph of all words of ``order - 1`` letters, with edges in random
    order.
    """
    n_words = 4 ** (order - 1)
    edges = rng.permuted(np.tile(np.arange(4), (n_words, 1)), axis=1).tolist()
    path, circuit = [0], []
    while path:
        word = path[-1]
        if edges[word]:
            path.append((word * 4 + edges[word].pop()) % n_words)
        else:
            circuit.append(path.pop())
    return (np.array(circuit[:0:-1]) % 4).astype(np.int8)


def designed_probes(rng: np.random.Generator, n: int, motifs: Sequence[str], loop_motif: str) -> list[str]:
    """Design n probes, half of them stem-loops, half with one to three sites of one of the motifs.

    In evenly covered k-mers a motif of 6 occurs once in 110 probes and almost never twice: too rarely, in a set of this
    size, to learn how two sites, or a site and a loop, act together. ``loop_motif`` is in half of the stem-loops that
    carry a motif, and twice as often as any other motif in the probes with sites: a model must also see it outside
    loops.
    """
    chosen = rng.choice([*motifs, loop_motif], n)
    loops = [_stem_loop(rng, loop_motif if rng.random() < 0.5 else motif) for motif in chosen[: n // 2]]
    return loops + [_with_sites(rng, motif) for motif in chosen[n // 2 :]]


def _words_per_probe(rng: np.random.Generator, n_words: int, overlap: int) -> list[int]:
    """Draw the number of words per probe so that probes have ``LENGTHS``; the last four share the rest."""
    most, drawn, left = max(LENGTHS) - overlap, [], n_words
    while left > 4 * most:
        drawn.append(_length(rng) - overlap)
        left -= drawn[-1]
    return drawn + [left // 4 + (part < left % 4) for part in range(4)]


def _length(rng: np.random.Generator) -> int:
    return int(rng.choice(list(LENGTHS), p=list(LENGTHS.values())))


def _random_rna(rng: np.random.Generator, length: int) -> str:
    return decode(rng.integers(0, 4, (1, length), np.int8))[0]


def _stem_loop(rng: np.random.Generator, motif: str) -> str:
    """Make a stem-loop with random flanks, the motif in the loop (30%), in an arm of the stem (30%) or nowhere (10%).

    The rest are controls: the motif is placed as in a loop, but the right arm is random, so that there is no stem.
    """
    place = rng.choice(["loop", "no stem", "left arm", "right arm", "nowhere"], p=[0.3, 0.3, 0.15, 0.15, 0.1])
    stem = int(rng.integers(len(motif) if place.endswith("arm") else STEM[0], STEM[1] + 1))
    loop = int(rng.integers(LOOP[0], LOOP[1] + 1))
    left, inner = _random_rna(rng, stem), _random_rna(rng, loop)
    if place in ("loop", "no stem"):
        inner = _write(rng, inner, motif)
    elif place == "left arm":
        left = _write(rng, left, motif)
    right = _random_rna(rng, stem) if place == "no stem" else reverse_complement(left)
    if place == "right arm":
        right = _write(rng, right, motif)
        left = reverse_complement(right)
    spare = max(_length(rng) - 2 * stem - loop, 0)
    before = int(rng.integers(0, spare + 1))
    return _random_rna(rng, before) + left + inner + right + _random_rna(rng, spare - before)


def _with_sites(rng: np.random.Generator, motif: str) -> str:
    """Make a random probe with one (40%), two (40%) or three (20%) sites, at most 9 nt apart in half of the probes."""
    n_sites = int(rng.choice([1, 2, 3], p=[0.4, 0.4, 0.2]))
    length = _length(rng)
    spare = length - n_sites * len(motif)
    if rng.random() < 0.5:
        inner = rng.integers(0, min(9, spare // max(n_sites - 1, 1)) + 1, n_sites - 1)
        cuts = rng.integers(0, spare - inner.sum() + 1) + np.cumsum([0, *inner])
    else:
        cuts = np.sort(rng.integers(0, spare + 1, n_sites))
    gaps = np.diff(cuts, prepend=0, append=spare)
    return motif.join(_random_rna(rng, int(gap)) for gap in gaps)


def _write(rng: np.random.Generator, rna: str, motif: str) -> str:
    start = int(rng.integers(0, len(rna) - len(motif) + 1))
    return rna[:start] + motif + rna[start + len(motif) :]


def reverse_complement(rna: str) -> str:
    """Return the RNA that pairs with every letter of this one."""
    return rna.translate(str.maketrans("ACGU", "UGCA"))[::-1]
