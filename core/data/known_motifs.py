"""Binding motifs of RBPs reported in papers: consensus sequences, written down by us, each with its source.

If the source is RNAcompete (Ray et al. 2013), the motif comes from the measurements that models here learn from: a
match says that a model agrees with its data. The other sources (SELEX, structures, CLIP, genetics) are independent
evidence.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

RNACOMPETE = "Ray et al. 2013"
"""Beginning of the source of motifs that come from the measurements that models here learn from."""


class KnownMotif(NamedTuple):
    """A consensus in IUPAC letters that a paper reports for an RBP; aliases are other names of the gene."""

    gene: str
    aliases: tuple[str, ...]
    species: str
    consensus: str
    source: str

    @property
    def is_independent(self) -> bool:
        """Whether it is evidence other than RNAcompete."""
        return not self.source.startswith(RNACOMPETE)


def known_motifs(gene: str) -> list[KnownMotif]:
    """List the motifs of a gene by any of its names, in any case and species; empty if none is known here."""
    asked = gene.strip().upper()
    return [motif for motif in every_known_motif() if asked in map(str.upper, (motif.gene, *motif.aliases))]


@cache
def every_known_motif() -> tuple[KnownMotif, ...]:
    """Load all motifs, in the order of the table."""
    with Path(__file__).with_name("known_motifs.csv").open(newline="", encoding="utf-8") as file:
        return tuple(
            KnownMotif(row["gene"], tuple(row["aliases"].split()), row["species"], row["consensus"], row["source"])
            for row in csv.DictReader(file)
        )
