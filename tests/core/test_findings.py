import numpy as np
import pytest
from toy_models import count_sites, count_u

from core.discovery.discover import discover, similar
from core.discovery.kmer_scan import check_scan, expected_evaluations, scan_kmers
from core.discovery.motifs import alignment_motif, compare_motifs
from core.errors import SequenceError
from core.gia.protocols.affinity import kmer_mutagenesis
from core.models.scoring import wrap_model

ASKED = {"k": 4, "position": 9, "top": 12, "n": 64, "seed": 3}


@pytest.fixture(scope="module")
def found():
    return discover(wrap_model(count_sites("UGCA")), **ASKED)


def test_findings_are_those_of_the_scan_the_mutagenesis_and_the_alignment(found):
    model = wrap_model(count_sites("UGCA"))
    scan = scan_kmers(model, **ASKED)
    assert found.scan.kmers == scan.kmers
    assert found.scan.kmers[0].kmer == "UGCA"
    mutated = kmer_mutagenesis(model, "UGCA", 9, n=64, seed=3).summary
    np.testing.assert_array_equal(found.mutagenesis.summary["matrix"], mutated["matrix"])
    motif = alignment_motif([one.kmer for one in scan.kmers], [one.global_importance for one in scan.kmers])
    np.testing.assert_array_equal(found.motif.probabilities, motif.probabilities)


def test_the_json_form_holds_bits_and_known_motifs_of_the_gene(found):
    document = found.to_dict("RBFOX1")
    assert {one["gene"] for one in document["own_motifs"]} == {"RBFOX1"}
    best = document["own_motifs"][0]
    assert best["pearson"] == compare_motifs(found.motif, best["consensus"]).pearson
    assert document["known_motifs"][0]["pearson"] >= best["pearson"]
    assert all(0 <= sum(column) <= 2 for column in document["motif"]["bits"])
    assert found.to_dict()["own_motifs"] == []


def test_without_any_importance_there_is_no_motif_and_nothing_like_it():
    nothing = discover(wrap_model(lambda letters: np.zeros(len(letters))), **ASKED)
    assert nothing.motif is None
    assert nothing.to_dict("RBFOX1")["known_motifs"] == similar(None) == []


def test_progress_covers_scan_and_mutants():
    told = []
    discover(wrap_model(count_u), **ASKED, on_progress=told.append)
    done = [one.done for one in told]
    assert done == sorted(done)
    assert all(one.done <= one.total for one in told)
    assert told[-1].done == told[-1].total
    assert told[-1].best[0].kmer == "UUUU"
    assert told[0].best == [], "the scan tells too, not only the mutants"


def test_the_exhaustive_scan_is_known_beforehand():
    scan = scan_kmers(wrap_model(count_u), 3, method="exhaustive", n=50)
    assert expected_evaluations(3, "exhaustive", 50) == scan.evaluations
    assert expected_evaluations(6, "race", 1000) < expected_evaluations(6, "exhaustive", 1000)


def test_a_scan_is_checked_without_a_model():
    assert check_scan().n == 1000
    with pytest.raises(SequenceError, match="use a position from 1 to 36"):
        check_scan(position=37)
