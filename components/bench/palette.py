"""The motifs that the bench offers to place, in groups: what the model prefers, what papers report, and controls."""

from typing import Any

from core.data.known_motifs import known_motifs
from core.discovery.motifs import measured_at
from core.gia.design import parse_pattern
from core.models.card import Card
from core.sequence import PROBE_LENGTH

CLAMP = {"pattern": "GCGCGC", "name": "GC clamp", "title": "The paper's probe for a GC bias (Koo et al. 2021, Fig 4c)"}


def palette(card: Card, gene: str) -> list[dict[str, Any]]:
    """Return groups ``{"name", "motifs"}`` of motifs ``{"pattern", "name", "importance", "title"}`` without empty ones.

    Each motif is listed once, in the first group that has it. importance : global importance of a k-mer, from the card.
    title : its source, and what its number was measured on, shown on hover.
    """
    measured = measured_at(card.architecture)
    reported = {motif["pattern"]: motif["title"] for motif in known(gene)}
    best = [
        {"pattern": kmer, "importance": importance, "title": _title(measured, reported.get(kmer, ""))}
        for kmer, importance in distinct(card.top_kmers)
    ]
    listed = {motif["pattern"] for motif in best}
    others = [{"pattern": pattern, "title": said} for pattern, said in reported.items() if pattern not in listed]
    control = [] if CLAMP["pattern"] in {*listed, *reported} else [CLAMP]
    groups = {
        f"The model's best k-mers, {measured}": best,
        f"Known motifs of {gene}": others,
        "Control": control,
    }
    return [{"name": name, "motifs": motifs} for name, motifs in groups.items() if motifs]


def _title(measured: str, reported: str) -> str:
    """Make the text on hover of one of the model's best k-mers."""
    said = (
        f"Global importance {measured} of seed 0, from the model's card; the bench uses the backgrounds that you choose"
    )
    return f"{said}. Also reported, {reported}" if reported else said


def known(gene: str) -> list[dict[str, Any]]:
    """Return the consensus motifs that papers report for a gene, each once, with species and sources."""
    sources: dict[str, list[str]] = {}
    for motif in known_motifs(gene):
        sources.setdefault(parse_pattern(motif.consensus), []).append(f"{motif.species}: {motif.source}")
    return [{"pattern": pattern, "title": "; ".join(said)} for pattern, said in sources.items()]


def distinct(top_kmers: list, most: int = 4) -> list[tuple[str, float]]:
    """Return the best k-mers, best first, without k-mers that equal a better one shifted by one or two letters.

    top_kmers : (k-mer, global importance), best first. Patterns longer than the probe are left out.
    """
    chosen: list[tuple[str, float]] = []
    for kmer, importance in top_kmers:
        if len(kmer) <= PROBE_LENGTH and not any(is_shift(kmer, other) for other, _ in chosen):
            chosen.append((kmer, importance))
    return chosen[:most]


def is_shift(first: str, second: str, furthest: int = 2) -> bool:
    """Say whether one k-mer is the other moved by at most ``furthest`` letters."""
    return any(
        first[shift:] == second[: len(second) - shift] or second[shift:] == first[: len(first) - shift]
        for shift in range(furthest + 1)
    )
