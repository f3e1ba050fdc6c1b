"""The 244 RNAcompete experiments of Ray et al. 2013 (Nature 499:172): gene, species and RNA-binding domains by id.

Measurements of the public set are recognised by their digest (public.csv), whatever the names of file and columns.
"""

import csv
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Gene(NamedTuple):
    """The protein of one experiment: gene symbol, species by its Latin name, RNA-binding domains."""

    gene: str
    species: str
    domains: str


def gene(rncmpt_id: str) -> Gene | None:
    """Return the protein of an RNCMPT id; None for any other id."""
    return genes().get(rncmpt_id)


def families(rncmpt_id: str) -> tuple[str, ...]:
    """List the kinds of RNA-binding domain of an RNCMPT id's protein, each once; empty for any other id."""
    known = gene(rncmpt_id)
    return tuple(dict.fromkeys(part.strip() for part in known.domains.split(","))) if known and known.domains else ()


def ids() -> list[str]:
    """List the 244 RNCMPT ids in order."""
    return list(genes())


def is_public(digests: Mapping[str, str], rncmpt_id: str) -> bool:
    """Say whether measurements of an id belong to the public set; ``digests`` as from `core.data.probe_file`."""
    return rncmpt_id in digests and public_digest(digests, rncmpt_id) in _public().get(rncmpt_id, ())


def public_digest(digests: Mapping[str, str], rncmpt_id: str) -> str:
    """Return the digest of an experiment's probes and scores as public.csv lists it."""
    return hashlib.sha256(f"{digests['probes']} {digests[rncmpt_id]}".encode()).hexdigest()[:32]


@cache
def _public() -> dict[str, tuple[str, ...]]:
    with Path(__file__).with_name("public.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row["id"]: tuple(one["digest"] for one in rows if one["id"] == row["id"]) for row in rows}


def aliases(gene: str) -> tuple[str, ...]:
    """List other names of a protein by its gene symbol: ELAVL1 for HuR, TDP-43 for TARDBP; empty if none is known."""
    return _aliases().get(name_key(gene), ())


def named(text: str) -> list[str]:
    """List the RNCMPT ids of the protein with that gene symbol or alias, in any spelling."""
    key = name_key(text)
    if not key:
        return []
    return [one for one, known in genes().items() if key in map(name_key, (known.gene, *aliases(known.gene)))]


def name_key(text: str) -> str:
    """Reduce a name to what its spellings share: letters and digits, in lower case (TDP-43 and tdp43)."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    with Path(__file__).with_name("aliases.csv").open(newline="", encoding="utf-8") as file:
        return {name_key(row["gene"]): tuple(row["aliases"].split(";")) for row in csv.DictReader(file)}


@cache
def genes() -> Mapping[str, Gene]:
    """Return the protein of each of the 244 RNCMPT ids, in their order."""
    with Path(__file__).with_name("rncmpt.csv").open(newline="", encoding="utf-8") as file:
        return {row["id"]: Gene(row["gene"], row["species"], row["domains"]) for row in csv.DictReader(file)}
