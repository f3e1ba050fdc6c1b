"""What the atlas reads off measurements, no model asked, against naive loops and planted effects."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.atlas import measured
from core.atlas.measured import Measured, copies, strongest_kmer
from core.sequence import decode


def random_probes(seed, n=400, length=20):
    letters = np.random.default_rng(seed).integers(0, 4, (n, length)).astype(np.int8)
    return np.array(decode(letters))


def naive_strongest(sequences, scores, k, fewest):
    means = {}
    for start_letters in {text[i : i + k] for text in sequences for i in range(len(text) - k + 1)}:
        holding = [score for text, score in zip(sequences, scores, strict=True) if start_letters in text]
        if len(holding) >= fewest:
            means[start_letters] = np.mean(holding)
    return max(means, key=means.get) if means else None


class TestStrongest:
    @given(seed=st.integers(0, 50), k=st.integers(1, 3))
    def test_equals_the_naive_loop(self, seed, k):
        sequences = random_probes(seed, n=60, length=9)
        scores = np.random.default_rng(seed + 1).normal(size=60)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(measured, "FEWEST_PROBES", 5)
            assert strongest_kmer(Measured(sequences, scores), k) == naive_strongest(sequences, scores, k, 5)

    def test_a_planted_motif_is_found_in_probes_of_any_length(self):
        sequences = random_probes(3, n=3000)
        sequences[:300] = [text[:7] + "GCAUG" + text[12:] for text in sequences[:300]]
        sequences[300:600] = [text[:12] for text in sequences[300:600]]
        scores = 2.0 * np.char.count(sequences, "GCAUG") + np.random.default_rng(4).normal(size=3000)
        assert strongest_kmer(Measured(sequences, scores), 5) == "GCAUG"

    def test_k_mers_of_few_probes_do_not_count(self):
        sequences = random_probes(5, n=50)
        assert strongest_kmer(Measured(sequences, np.ones(50)), 6) is None


class TestCopies:
    def probes(self, worth):
        """Probes with none to four times UUUU, that bind what ``worth`` says, and a little noise."""
        sequences = np.array(["ACG" * 7, "ACGUUUUACG", "UUUUACGUUUU", "UUUUAUUUUAUUUU", "UUUUAUUUUAUUUUAUUUU"])
        numbers = np.tile(np.arange(5), 30)
        noise = np.random.default_rng(6).normal(0, 0.01, 150)
        return Measured(sequences[numbers], np.array([worth(number) for number in numbers]) + noise)

    def test_copies_that_add_up_have_the_share_of_one(self):
        found = copies(self.probes(lambda number: min(number, 3)), "UUUU")
        assert found["n"] == [30, 30, 30, 60]
        np.testing.assert_allclose(found["mean"], [0, 1, 2, 3], atol=0.02)
        assert found["share"] == pytest.approx(1, abs=0.02)
        assert all(error < 0.01 for error in found["error"])

    def test_one_as_good_as_many_has_none(self):
        assert copies(self.probes(lambda number: min(number, 1)), "UUUU")["share"] == pytest.approx(0, abs=0.02)

    def test_copies_that_cost_have_less(self):
        assert copies(self.probes(lambda number: [0, 1, 1, 0, 0][number]), "UUUU")["share"] < -0.4

    def test_copies_do_not_overlap(self):
        assert copies(Measured(np.array(["UUUUUUU", "UUUUUUUU"]), np.ones(2)), "UUUU")["n"] == [0, 1, 1, 0]

    def test_where_some_are_missing_there_is_no_share(self):
        found = copies(Measured(np.array(["ACGU"] * 3), np.ones(3)), "UUUU")
        assert found["mean"] == [1, None, None, None] and found["share"] is None
