import json
import os
import subprocess
import sys

import numpy as np
import pytest
import RNA
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import AppError, SequenceError
from core.sequence import PAD, decode, encode
from core.settings import settings as app_settings
from core.structure.fold import channels, fold, fold_letters, mfe

rna = st.text("ACGU", min_size=5, max_size=41)


@given(rna)
@settings(max_examples=50)
def test_unpaired_equals_the_window_folding_of_viennarna(sequence):
    length = len(sequence)
    expected = [row[1] for row in RNA.pfl_fold_up(sequence, 1, length, length)[1:]]
    np.testing.assert_allclose(fold(sequence).unpaired, expected, atol=1e-6)


@given(rna)
@settings(max_examples=50)
def test_contexts_are_probabilities_that_add_up_to_one(sequence):
    contexts = np.array(fold(sequence))
    assert contexts.shape == (5, len(sequence))
    np.testing.assert_allclose(contexts.sum(axis=0), 1, atol=1e-9)
    assert contexts.min() >= 0


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


def boltzmann_contexts(sequence, n):
    """The five contexts (L, 5) counted in n structures that ViennaRNA samples from the ensemble."""
    model = RNA.md()
    model.uniq_ML = 1
    compound = RNA.fold_compound(sequence, model)
    compound.pf()
    counts = np.zeros((len(sequence), 5))
    for sampled in compound.pbacktrack(n):
        for position, context in enumerate(RNA.db_to_element_string(sampled)):
            paired = sampled[position] != "."
            counts[position, 0 if paired else {"h": 1, "i": 2, "m": 3, "e": 4}[context]] += 1
    return counts / n


@pytest.mark.parametrize(
    "sequence", ["GGGCAGCGCAAAAGCGCAGCGCAAAAGCGCAGCCC", "GAUCCGGAUAACGGCUUAGCAUUGCACGGAUCUUAGCGAUC"]
)
def test_the_five_contexts_agree_with_sampled_structures(sequence):
    np.testing.assert_allclose(np.transpose(fold(sequence)), boltzmann_contexts(sequence, 4000), atol=0.03)


def test_many_rnas_fold_as_each_alone_over_all_cores():
    rng = np.random.default_rng(0)
    rnas = dict.fromkeys("".join(rng.choice(list("ACGU"), rng.integers(1, 42))) for _ in range(400))
    letters = encode([*rnas][:250])
    told = []
    contexts = fold_letters(letters, lambda done, total: told.append((done, total)))
    assert told == [(100, 250), (200, 250), (250, 250)]
    assert contexts.shape == (250, 41, 5)
    for sequence, found in zip(decode(letters), contexts, strict=True):
        np.testing.assert_allclose(found[: len(sequence)], np.transpose(fold(sequence)), atol=1e-6)
        assert not found[len(sequence) :].any()
    np.testing.assert_allclose(contexts.sum(axis=2), letters != PAD, atol=1e-6)


def test_padding_anywhere_is_no_part_of_the_rna():
    letters = encode(["GGGGAAAACCCC"], 12)
    gapped = np.insert(letters, 4, PAD, axis=1)
    np.testing.assert_array_equal(np.delete(fold_letters(gapped), 4, axis=1), fold_letters(letters))
    assert not fold_letters(gapped)[0, 4].any()


def test_nothing_folds_to_nothing():
    assert fold_letters(np.empty((0, 41), np.int8)).shape == (0, 41, 5)


def test_channels_are_paired_and_unpaired_or_all_five():
    contexts = fold_letters(encode(["GGGGAAAACCCCA"]))
    np.testing.assert_array_equal(channels(contexts, "phime"), contexts)
    pairing = channels(contexts, "pu")
    np.testing.assert_allclose(pairing[0, :13, 1], fold("GGGGAAAACCCCA").unpaired, atol=1e-6)
    np.testing.assert_allclose(pairing.sum(axis=2), contexts.sum(axis=2), atol=1e-6)


def test_folding_can_be_cancelled():
    def cancel(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fold_letters(encode(["ACGU"]), cancel)


def test_energies_of_1999_are_chosen_when_a_process_starts():
    program = (
        "import RNA; from core.structure.fold import fold; ours = fold('GGGAUACGUUCUCCAGGAUAC').paired.tolist();"
        "RNA.params_load_RNA_Turner1999(); rows = RNA.pfl_fold_up('GGGAUACGUUCUCCAGGAUAC', 1, 21, 21)[1:];"
        "print([ours, [1 - row[1] for row in rows]])"
    )
    environment = {**os.environ, "GIA_ENERGIES": "turner1999"}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    ours, theirs = json.loads(ran.stdout)
    np.testing.assert_allclose(ours, theirs, atol=1e-6)
    assert np.abs(fold("GGGAUACGUUCUCCAGGAUAC").paired - ours).max() > 0.01


def test_energies_are_never_switched_midway(monkeypatch, refuses):
    fold("GGGGAAAACCCC")
    monkeypatch.setenv("GIA_ENERGIES", "turner1999")
    with refuses(SequenceError, "GIA_ENERGIES=turner1999"):
        fold("GGGGAAAACCCC")


def test_unknown_energies_are_refused(monkeypatch, refuses):
    monkeypatch.setenv("GIA_ENERGIES", "andronescu")
    with refuses(AppError):
        app_settings()


@given(rna)
@settings(max_examples=50)
def test_the_most_likely_structure_is_viennarnas(sequence):
    found = mfe(sequence)
    dot_bracket, energy = RNA.fold(sequence)
    assert found.dot_bracket == dot_bracket
    assert found.energy == pytest.approx(energy, abs=0.006)
    assert found.xy.shape == (len(sequence), 2)
    assert len(np.unique(found.xy.round(3), axis=0)) == len(sequence)  # no two nucleotides on one place


def test_pairs_are_complementary_and_nested():
    found = mfe("GGGGAAAACCCC")
    assert found.dot_bracket == "((((....))))"
    assert found.pairs == [(0, 11), (1, 10), (2, 9), (3, 8)]
    assert found.energy < -4


@pytest.mark.parametrize("sequence", ["A", "ACGU", "AAAAAAAA"])
def test_what_does_not_pair_is_a_line_of_no_energy(sequence):
    found = mfe(sequence)
    assert (found.dot_bracket, found.energy, found.pairs) == ("." * len(sequence), 0.0, [])
    assert np.ptp(found.xy[:, 1]) == 0


def test_the_most_likely_structure_of_bad_letters_is_refused():
    with pytest.raises(SequenceError, match="use the letters"):
        mfe("ACGN")
    assert len(mfe("ACGU" * 20, longest=None).dot_bracket) == 80
