"""Scans of RNAs of any length: reading them, predicting their windows, peaks, and the effects of substitutions."""

from core.rna_scan.fasta import Fasta, read_fasta, read_rnas
from core.rna_scan.peaks import Peak
from core.rna_scan.scan import RnaScan, Track, scan_rnas
from core.rna_scan.variants import Effect, Substitution, read_variants, variant_effects

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
    "variant_effects",
]
