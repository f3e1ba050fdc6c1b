"""The core that a k-mer shares with a consensus, against a naive way to find it, and how often chance makes one."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.atlas.questions import own_core
from core.data.known_motifs import KnownMotif, every_known_motif, known_motifs
from core.discovery.motifs import LEAST_CORE, letters_told, shared_core
from core.sequence import ALPHABET, IUPAC, kmers

MOTIFS = sorted({motif.consensus for motif in every_known_motif()})
JUDGED = [consensus for consensus in MOTIFS if letters_told(consensus) >= LEAST_CORE]


@pytest.mark.parametrize(
    ("kmer", "consensus", "kind", "letters", "told"),
    [
        ("UGCAUG", "UGCAUG", "contains", "UGCAUG", 6),
        ("AGGAGA", "GGAG", "contains", "GGAG", 4),
        ("GACUAA", "ACUAAY", "overlap", "ACUAA", 5),
        ("AUAAAA", "AUAAAAR", "within", "AUAAAA", 6),
        ("GUAAAU", "UGUANAUA", "within", "GUAAAU", 5),  # N tells nothing
        ("UGCACG", "AUUGCAC", "overlap", "UGCAC", 5),
        ("CCAGCU", "YGCUKY", None, "", 0),
        ("UUUUUU", "UGCAUG", None, "", 0),
        ("GGCAUU", "CAUH", None, "", 0),  # it matches, but tells too little to mean something
    ],
)
def test_kmers_that_are_known_by_hand(kmer, consensus, kind, letters, told):
    found = shared_core(kmer, consensus)
    assert (found and (found.kind, found.letters, found.told)) == (kind and (kind, letters, told))


@given(st.text(ALPHABET, min_size=6, max_size=6), st.sampled_from(JUDGED))
def test_one_inside_the_other_is_what_a_search_finds(kmer, consensus):
    pattern = "".join(f"[{IUPAC[code]}]" for code in consensus)
    inside = [consensus[start : start + 6] for start in range(len(consensus) - 5)]
    lies = any(
        letters_told(part) >= LEAST_CORE and all(a in IUPAC[b] for a, b in zip(kmer, part, strict=True))
        for part in inside
    )
    found = shared_core(kmer, consensus)
    assert (found is not None and found.kind != "overlap") == (bool(re.search(pattern, kmer)) or lies)
    if found:
        assert found.letters in kmer and found.told >= LEAST_CORE


def test_chance_makes_a_core_as_seldom_as_is_said():
    every = kmers(6)
    matches = {code: np.array([letter in IUPAC[code] for letter in ALPHABET]) for code in IUPAC}

    def share(consensus, least):
        has_core = np.zeros(len(every), bool)
        for offset in range(1 - len(consensus), 6):
            places = range(max(0, offset), min(6, offset + len(consensus)))
            over = [consensus[place - offset] for place in places]
            if letters_told(over) >= least:
                columns = [matches[code][every[:, place]] for place, code in zip(places, over, strict=True)]
                has_core |= np.logical_and.reduce(columns)
        return has_core.mean()

    usual, loose = ([share(one, least) for one in JUDGED] for least in (LEAST_CORE, 3))
    assert np.median(usual) == pytest.approx(0.01, abs=0.002) and max(usual) < 0.028
    assert np.median(loose) == pytest.approx(0.04, abs=0.005) and max(loose) > 0.06
    assert set(MOTIFS) - set(JUDGED) == {"CAUH", "YGCY"}


def motif(consensus, source="Jin et al. 2003, EMBO J 22:905"):
    return KnownMotif("A", (), "Homo sapiens", consensus, source)


def test_of_several_consensuses_the_one_inside_counts_first_and_other_evidence_apart():
    measured = motif("AUUGCAC", "Ray et al. 2013, Nature 499:172")
    found = own_core("UGCACG", [measured, motif("GCAC")])
    assert (found["core"], found["core_motif"], found["core_letters"]) == ("contains", "GCAC", "GCAC")
    assert found["core_source"].startswith("Jin") and found["core_beside"] == "contains"
    found = own_core("UGCACG", [measured, motif("AAAAA")])
    assert (found["core"], found["core_motif"], found["core_beside"]) == ("overlap", "AUUGCAC", "none")
    assert own_core("UGCACG", [measured])["core_beside"] is None
    assert own_core("UUUUUU", [measured])["core"] == "none"
    assert own_core("UUUUUU", [motif("CAUH")]) == dict.fromkeys(found)  # nothing that can be judged
    assert own_core("UUUUUU", []) == dict.fromkeys(found)


def test_what_tells_most_counts_first():
    assert own_core("UGCAUG", [motif("GCAU"), motif("UGCAUG")])["core_motif"] == "UGCAUG"


def test_every_real_experiment_has_a_consensus_that_can_be_judged(real_data):
    from core.data import catalogue

    lines = (real_data / "experiments.csv").read_text().splitlines()[1:]
    genes = {catalogue.gene(line.split(",")[0]).gene for line in lines}
    assert len(lines) == 40
    assert all(any(letters_told(one.consensus) >= LEAST_CORE for one in known_motifs(gene)) for gene in genes)
