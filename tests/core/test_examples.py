"""The RNA that a person begins with: the best k-mer unpaired, and bound well."""

from dataclasses import replace

import numpy as np
import pytest
import toy_network

import core
from core.library.example_rna import DRAWN, PLACE
from core.sequence import ALPHABET

SHIPPED = ["RNCMPT00168", "SIM_ADDITIVE", "SIM_LOOP"]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_best_kmer_is_unpaired_and_the_prediction_high(name):
    kmer = core.card(name).top_kmers[0][0]
    drawn = core.example_rna(name, 1)
    end = PLACE + len(kmer)
    assert len(drawn) == 41 and drawn[PLACE:end] == kmer
    assert core.fold(drawn).paired[PLACE:end].mean() < 0.25
    letters = np.random.default_rng(0).choice(list(ALPHABET), (DRAWN, 41))
    random = ["".join(row) for row in letters]
    others = [row[:PLACE] + kmer + row[end:] for row in random]
    prediction = core.predict(name, [drawn])[0]
    assert prediction > np.median(core.predict(name, others))
    assert prediction > np.quantile(core.predict(name, random), 0.95)


def test_a_seed_gives_the_same_rna_and_another_one_another(monkeypatch):
    rbp = toy_network.install(monkeypatch)
    assert core.example_rna(rbp, 3) == core.example_rna(rbp, 3) != core.example_rna(rbp, 4)


def test_a_model_without_a_best_kmer_has_an_example_too(monkeypatch):
    rbp = toy_network.install(monkeypatch)
    card = core.card(rbp)
    monkeypatch.setattr(core.library.analyses, "card", lambda _: replace(card, top_kmers=[]))
    assert len(core.example_rna(rbp)) == 41
