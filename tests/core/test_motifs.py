import numpy as np
from toy_models import count_sites

from core.motifs import mismatches, top_kmers
from core.sequence import encode


def test_the_counted_kmer_comes_first():
    ranked = top_kmers(count_sites("UGCAUG"), np.full((41, 4), 0.25), most=3)
    assert ranked[0][0] == "UGCAUG"
    assert 0.95 < ranked[0][1] <= 1.05
    assert len(ranked) == 3
    assert ranked[1][1] < 0.5


def test_mismatches_are_those_of_the_best_place():
    letters = encode(["AAUGCAUGAA", "UGCAUCAAAA", "A" * 41, "UGC"])
    assert mismatches(letters, "UGCAUG").tolist() == [0, 1, 5, 3]
