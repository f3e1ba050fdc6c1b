"""The complete discovery of a model: its best k-mers, both motifs, similar known motifs, every mutant."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from core.data.known_motifs import known_motifs
from core.discovery.kmer_scan import KmerImportance, KmerScan, OnProgress, Progress, scan_kmers
from core.discovery.motifs import Pwm, alignment_motif, best_matches, compare_motifs, information
from core.formatting import plain
from core.gia.protocols.affinity import kmer_mutagenesis
from core.gia.protocols.protocol import Outcome
from core.models.scoring import Model

MOST_MATCHES = 5


class Findings(NamedTuple):
    """A k-mer scan and the analyses that follow from it.

    mutagenesis : every single mutant of the best k-mer at the scanned position; its ``sensitivity`` gives the heights
        of the paper's top-k-mer logo.
    motif : the best k-mers aligned (the paper's alignment motif); None if no k-mer raises the prediction.
    """

    scan: KmerScan
    mutagenesis: Outcome
    motif: Pwm | None

    def to_dict(self, gene: str = "") -> dict[str, Any]:
        """Return the JSON form, with the known motifs that the motif resembles, and those of the gene itself."""
        found = self.mutagenesis.to_dict()
        return plain(
            {
                "scan": {**self.scan._asdict(), "kmers": [one._asdict() for one in self.scan.kmers]},
                "mutagenesis": {name: found[name] for name in ("parameters", "rows", "summary")},
                "motif": self.motif and {**self.motif._asdict(), "bits": information(self.motif)},
                "known_motifs": similar(self.motif),
                "own_motifs": similar(self.motif, gene) if gene else [],
            }
        )


def discover(
    model: Model,
    k: int = 6,
    position: int = 18,
    method: str = "race",
    top: int = 20,
    n: int = 1000,
    background: str = "profile",
    seed: int = 0,
    on_progress: OnProgress | None = None,
) -> Findings:
    """Rank all k-mers, align the best, and mutate the best of them.

    Arguments and errors as `core.discovery.kmer_scan.scan_kmers`; ``on_progress`` counts all sequences, mutants
    included.

    Source: Koo et al. 2021, Methods (k-mer discovery, k-mer mutagenesis, motif visualisation).
    """
    mutants = (2 + 3 * k) * n  # the bare backgrounds, the k-mer, and its mutants

    def tell_scan(now: Progress) -> None:
        if on_progress:
            on_progress(now._replace(total=now.total + mutants))

    def tell_mutants(done: int, total: int) -> None:
        if on_progress:
            on_progress(Progress(scan.evaluations + done, scan.evaluations + total, scan.kmers, scan.n))

    scan = scan_kmers(model, k, position, method, top, n, background, seed, tell_scan)
    best, drawn = scan.kmers[0].kmer, scan.background
    mutated = kmer_mutagenesis(model, best, position, background=drawn, n=n, seed=seed, on_progress=tell_mutants)
    return Findings(scan, mutated, aligned(scan.kmers))


def aligned(kmers: Sequence[KmerImportance]) -> Pwm | None:
    """Align ranked k-mers into a motif; None if none of them raises the prediction."""
    if kmers[0].global_importance <= 0:
        return None
    return alignment_motif([one.kmer for one in kmers], [one.global_importance for one in kmers])


def similar(motif: Pwm | None, gene: str = "") -> list[dict[str, Any]]:
    """List the known motifs that a motif resembles most, best first: of all genes, or all those of one gene.

    Returns
    -------
    list : gene, species, consensus, source, and pearson, offset and overlap as in `core.discovery.motifs.MotifMatch`.
    """
    if motif is None:
        return []
    if gene:
        pairs = [(known, compare_motifs(motif, known.consensus)) for known in known_motifs(gene)]
        pairs.sort(key=lambda pair: -pair[1].pearson)
    else:
        pairs = best_matches(motif, MOST_MATCHES)
    shown = ("gene", "species", "consensus", "source")
    return [{**{name: getattr(known, name) for name in shown}, **match._asdict()} for known, match in pairs]
