"""RNAs of a person's own, of any length: read, scanned in windows, their peaks, and what substitutions do to them."""

from core.transcript.fasta import Fasta, read_fasta, read_rnas
from core.transcript.peaks import Peak
from core.transcript.scan import RnaScan, Track, scan_rnas
from core.transcript.variants import Effect, Substitution, read_variants, score_variants

__all__ = [
    "Effect",
    "Fasta",
    "Peak",
    "RnaScan",
    "Substitution",
    "Track",
    "read_fasta",
    "read_rnas",
    "read_variants",
    "scan_rnas",
    "score_variants",
]
