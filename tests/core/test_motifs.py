import csv
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_models import count_sites

from core.data.known_motifs import every_known_motif, known_motifs
from core.data.published import published, published_means
from core.discovery.motifs import (
    IUPAC,
    Pwm,
    alignment_motif,
    best_matches,
    compare_motifs,
    consensus_pwm,
    information,
    kmer_logo,
    mismatches,
    top_kmer_logo,
    top_kmers,
)
from core.errors import SequenceError
from core.sequence import encode

CONSENSUSES = sorted({motif.consensus for motif in every_known_motif()})


def test_the_counted_kmer_comes_first():
    ranked = top_kmers(count_sites("UGCAUG"), np.full((41, 4), 0.25), most=3)
    assert ranked[0][0] == "UGCAUG"
    assert 0.95 < ranked[0][1] <= 1.05
    assert len(ranked) == 3
    assert ranked[1][1] < 0.5


def test_mismatches_are_those_of_the_best_place():
    letters = encode(["AAUGCAUGAA", "UGCAUCAAAA", "A" * 41, "UGC"])
    assert mismatches(letters, "UGCAUG").tolist() == [0, 1, 5, 3]
    assert mismatches(letters, "UGCAUS").tolist() == [0, 0, 5, 3]
    assert mismatches(letters, "NNNN").tolist() == [0, 0, 0, 1]  # padding matches nothing, not even N


def test_logo_letters_are_as_high_as_they_are_sensitive():
    delta = np.array([[-3, -4, 0, 0], [0, -1, -2, -2], [0, 0, 0, 0]])
    heights = top_kmer_logo("GAU", delta)
    assert heights.tolist() == [[0, 0, 5, 0], [3, 0, 0, 0], [0, 0, 0, 0]]


def test_logo_of_another_shape_is_refused():
    with pytest.raises(SequenceError, match=r"\(3, 4\)"):
        top_kmer_logo("GAU", np.zeros((4, 3)))


def test_shifted_kmers_align_to_the_first():
    motif = alignment_motif(["UGCAUG", "GCAUGA", "GCAUGC", "AUGCAU"], [4, 3, 3, 2])
    assert motif.probabilities[:6].tolist() == np.eye(4)[encode(["UGCAUG"], 6)[0]].tolist()
    assert motif.probabilities[6].tolist() == [0.5, 0.5, 0, 0]
    np.testing.assert_allclose(motif.support, [6 / 12, 1, 1, 1, 1, 10 / 12, 6 / 12])


def test_of_equal_places_the_nearest_is_taken():
    motif = alignment_motif(["UGCAUG", "CCCCCC"], [2, 1])
    assert motif.support.tolist() == [1] * 6


def test_columns_are_averaged_with_weights():
    motif = alignment_motif(["UGCAUG", "AGCAUG"], [3, 1])
    np.testing.assert_allclose(motif.probabilities[0], [0.25, 0, 0, 0.75])
    np.testing.assert_allclose(motif.support, 1)


def test_columns_of_little_support_are_trimmed_and_the_top_kmer_and_last_column_are_kept():
    motif = alignment_motif(["UGCAUG", "GCAUGA"], [4, 3])
    assert motif.probabilities.tolist() == np.eye(4)[encode(["UGCAUG"], 6)[0]].tolist()


def test_only_the_best_kmers_are_aligned_in_any_order():
    expected = alignment_motif(["UGCAUG", "AGCAUG"], [3, 1])
    motif = alignment_motif(["CCCCCC", "AGCAUG", "UGCAUG", "GGGGGG"], [-5, 1, 3, 0.5], most=2)
    assert motif.probabilities.tolist() == expected.probabilities.tolist()


def test_kmers_without_importance_have_no_weight():
    motif = alignment_motif(["UGCAUG", "AGCAUG"], [3, -1])
    assert motif.probabilities.tolist() == np.eye(4)[encode(["UGCAUG"], 6)[0]].tolist()


@pytest.mark.parametrize(
    ("kmers", "importances", "cure"),
    [
        (["UGCAUG"], [1, 2], "give one for each"),
        (["UGCAUG", "UGC"], [1, 2], "k-mers of one length"),
        (["UGCAUG", "AGCAUG"], [0, -2], "needs at least one"),
        ([], [], "needs at least one"),
    ],
)
def test_kmers_that_cannot_be_aligned(kmers, importances, cure):
    with pytest.raises(SequenceError, match=cure):
        alignment_motif(kmers, importances)


def test_information_is_two_bits_for_a_sure_letter_and_none_for_any():
    heights = information(consensus_pwm("GRN"))
    np.testing.assert_allclose(heights, [[0, 0, 2, 0], [0.5, 0, 0.5, 0], [0, 0, 0, 0]], atol=1e-12)


def test_a_consensus_allows_its_letters():
    np.testing.assert_allclose(
        consensus_pwm("uTH").probabilities, [[0, 0, 0, 1], [0, 0, 0, 1], [1 / 3, 1 / 3, 0, 1 / 3]]
    )


@pytest.mark.parametrize("consensus", ["", "UGXA", "U-G"])
def test_a_consensus_of_other_letters_is_refused(consensus):
    with pytest.raises(SequenceError, match="write IUPAC letters: A, C, G, U, R"):
        compare_motifs(consensus_pwm("UGCAUG"), consensus)


@pytest.mark.parametrize("consensus", CONSENSUSES)
def test_every_known_motif_matches_itself(consensus):
    match = compare_motifs(consensus_pwm(consensus), consensus)
    assert match.pearson == pytest.approx(1)
    assert (match.offset, match.overlap) == (0, len(consensus))


@given(st.text("ACGU", min_size=4, max_size=8), st.integers(0, 6), st.integers(0, 6))
def test_a_shifted_motif_is_found_where_it_stands(consensus, before, after):
    uniform = np.full((1, 4), 0.25)
    columns = [*np.repeat(uniform, before, 0), *consensus_pwm(consensus).probabilities, *np.repeat(uniform, after, 0)]
    match = compare_motifs(Pwm(np.array(columns), np.ones(len(columns))), consensus)
    assert match.pearson == pytest.approx(1)
    assert match.offset == before


def test_correlation_equals_pearson_of_the_padded_columns():
    rng = np.random.default_rng(3)
    pwm = Pwm(rng.dirichlet(np.ones(4), 7), np.ones(7))
    known = consensus_pwm("UGYAURC").probabilities
    by_offset = {}
    for offset in range(-3, 4):
        columns, others = np.full((2, 13, 4), 0.25)
        columns[3:10], others[3 + offset : 10 + offset] = pwm.probabilities, known
        by_offset[offset] = np.corrcoef(columns.ravel(), others.ravel())[0, 1]
    match = compare_motifs(pwm, "UGYAURC")
    assert match.pearson == pytest.approx(max(by_offset.values()))
    assert by_offset[match.offset] == pytest.approx(match.pearson)


def test_unrelated_motifs_match_badly():
    assert compare_motifs(consensus_pwm("UGCAUG"), "AAAAAA").pearson < 0.2
    assert compare_motifs(consensus_pwm("UUUUUU"), "CCUUCC").pearson < 0.5


def test_four_shared_letters_of_longer_motifs_are_no_perfect_match():
    match = compare_motifs(consensus_pwm("UGCAUG"), "AUUGCAC")
    assert match.overlap >= 4
    assert match.pearson < 0.75


def test_three_columns_are_too_few_to_compare():
    assert compare_motifs(consensus_pwm("CCCAAA"), "AAAGGGG").overlap >= 4


def test_the_reverse_complement_is_another_motif():
    assert compare_motifs(consensus_pwm("UAGGGA"), "UCCCUA").pearson < 0.5


def test_a_motif_without_preference_matches_nothing():
    assert compare_motifs(Pwm(np.full((6, 4), 0.25), np.ones(6)), "UGCAUG").pearson == 0


def test_the_family_of_a_motif_comes_first():
    best = best_matches(consensus_pwm("UGCAUG"), 4)
    assert {motif.gene for motif, _ in best} <= {"RBFOX1", "RBFOX2", "RBFOX3", "fox-1", "asd-1"}
    assert best[0][1].pearson == pytest.approx(1)


def test_a_gene_stands_once_with_its_best_motif():
    best = best_matches(consensus_pwm("GGAGGA"), 1000)
    named = [(motif.gene, motif.species) for motif, _ in best]
    assert len(named) == len(set(named)) == len({(m.gene, m.species) for m in every_known_motif()})
    assert next(match.consensus for motif, match in best if motif.gene == "SRSF1") == "GGAGGA"


@pytest.mark.parametrize("name", ["RBFOX1", "rbfox1", " A2BP1 ", "fox-1"])
def test_a_gene_is_found_by_any_of_its_names(name):
    assert "UGCAUG" in [motif.consensus for motif in known_motifs(name)]


def test_a_gene_that_is_not_in_the_table_has_no_motif():
    assert known_motifs("GAPDH") == []


def test_every_row_of_the_table_is_whole():
    for motif in every_known_motif():
        assert set(motif.consensus) <= set(IUPAC)
        assert 4 <= len(motif.consensus) <= 12
        assert motif.species.count(" ") == 1
        assert any(year.isdecimal() for year in motif.source.replace(",", "").split())
        assert motif.gene not in motif.aliases
    assert len(set(every_known_motif())) == len(every_known_motif())
    assert len({motif.gene for motif in every_known_motif()}) >= 45


def test_known_motifs_agree_with_measured_ones(real_data):
    """Nine in ten of CISBP-RNA's matrices whose gene is in the table resemble one of its motifs."""
    matrices = json.loads((real_data / "cisbp_rna_pwms.json").read_text())
    best = []
    for entry in matrices.values():
        pwm = Pwm(np.array(entry["pwm_ACGU"]), np.ones(len(entry["pwm_ACGU"])))
        best += (
            [max(compare_motifs(pwm, m.consensus).pearson for m in known)]
            if (known := known_motifs(entry["gene"]))
            else []
        )
    assert len(best) >= 90
    assert np.mean(np.array(best) > 0.7) > 0.9


def test_every_experiment_that_is_sure_has_a_known_motif(real_data):
    with (real_data / "experiments.csv").open() as file:
        genes = {row["gene"].partition(" ")[0] for row in csv.DictReader(file)}
    assert {gene for gene in genes if not known_motifs(gene)} == set()


def test_published_numbers_are_those_of_the_papers():
    assert published("RNCMPT00168") == {
        "ThermoNet": 0.7078,
        "RCK": 0.6222,
        "DLPRB-CNN": 0.7391,
        "cDeepbind-CNN": 0.6835,
    }
    assert published("SIM_ADDITIVE") == {}
    means = {mean.method: mean.pearson for mean in published_means() if mean.transform == "clip"}
    assert means["ResidualBind, sequence"] == 0.690
    assert means["MatrixREDUCE"] == 0.353
    assert means["MultiRBP"] == max(means.values()) == 0.692  # a mean alone: of no experiment
    assert "MultiRBP" not in published("RNCMPT00168")
    assert [mean.pearson for mean in published_means()] == sorted((m.pearson for m in published_means()), reverse=True)
    assert all("et al." in mean.source for mean in published_means())


def test_published_experiments_average_to_the_published_means():
    from core.data import catalogue

    by_experiment = [published(key) for key in catalogue.ids()]
    means = {mean.method: mean.pearson for mean in published_means()}
    for method in ("ThermoNet", "RCK"):
        assert np.mean([row[method] for row in by_experiment]) == pytest.approx(means[method], abs=5e-4)


def test_a_kmer_logo_is_the_information_of_the_aligned_kmers():
    kmers = (("UGCAUG", 4.0), ("GCAUGU", 3.0), ("AAAAAA", -1.0))
    expected = information(alignment_motif([kmer for kmer, _ in kmers], [importance for _, importance in kmers]))
    np.testing.assert_array_equal(kmer_logo(kmers), expected)
    assert not kmer_logo(kmers).flags.writeable


@pytest.mark.parametrize("kmers", [(), (("UGCAUG", 0.0), ("AAAAAA", -1.0))])
def test_without_a_kmer_that_adds_there_is_no_kmer_logo(kmers):
    assert kmer_logo(kmers).shape == (0, 4)
