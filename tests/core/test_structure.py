import numpy as np
import pytest
import RNA
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import SequenceError
from core.structure import fold

rna = st.text("ACGU", min_size=5, max_size=41)


@given(rna)
@settings(max_examples=50, deadline=None)
def test_unpaired_equals_the_window_folding_of_viennarna(sequence):
    length = len(sequence)
    expected = [row[1] for row in RNA.pfl_fold_up(sequence, 1, length, length)[1:]]
    np.testing.assert_allclose(fold(sequence).unpaired, expected, atol=1e-6)


@given(rna)
@settings(max_examples=50, deadline=None)
def test_contexts_are_probabilities_that_add_up_to_one(sequence):
    contexts = np.array(fold(sequence))
    assert contexts.shape == (5, len(sequence))
    np.testing.assert_allclose(contexts.sum(axis=0), 1, atol=1e-9)
    assert contexts.min() > -1e-6


def test_a_stable_hairpin_is_seen_as_one():
    contexts = fold("GGGGGCGCGAAAAGCGCCCCC")
    assert contexts.paired[:8].min() > 0.9
    assert contexts.hairpin[8:13].min() > 0.9
    assert contexts.external.max() < 0.2


def test_a_multiloop_is_seen_as_one():
    contexts = fold("GGGCAGCGCAAAAGCGCAGCGCAAAAGCGCAGCCC")
    assert contexts.multi[[4, 17, 30]].min() > 0.5


def test_an_rna_that_cannot_pair_is_exterior():
    np.testing.assert_allclose(fold("A" * 30).external, 1)


@pytest.mark.parametrize("sequence", ["G", "GC", "GGC", "GAAC"])
def test_an_rna_too_short_to_pair_is_exterior(sequence):
    contexts = fold(sequence)
    assert contexts.external.tolist() == [1] * len(sequence)
    assert not np.array(contexts)[:4].any()


def test_letters_are_checked():
    with pytest.raises(SequenceError, match="use the letters"):
        fold("ACGN")
