"""Experiments whose models are rules on RNA without any U, C or G in their backgrounds: every answer is exact."""

import dataclasses
import uuid

import numpy as np
import toy_network

from core.models import registry
from core.models.card import spec_key
from core.sequence import encode

KMER = "UGCAUG"
ADDITIVE, GC3, PLACED = "SIM_ADDITIVE", "SIM_GC3", "SIM_WEAK"
ALL_A = [[1.0, 0.0, 0.0, 0.0]] * 41
PLACES = 36
WEIGHTS = np.linspace(1, 3, PLACES) ** 2
"""What a site is worth at each position, to the model of PLACED."""


def sites(letters):
    """Where the k-mer stands: (N, 36) of 0 and 1."""
    windows = np.lib.stride_tricks.sliding_window_view(letters, len(KMER), axis=1)
    return (windows == encode([KMER], len(KMER))[0]).all(axis=2)


def gc_at_3(letters):
    return np.isin(letters[:, 34:40], (1, 2)).sum(axis=1)


RULES = {
    ADDITIVE: lambda letters: 2.0 * sites(letters).sum(axis=1),
    GC3: lambda letters: sites(letters).sum(axis=1) + 0.5 * gc_at_3(letters),
    PLACED: lambda letters: sites(letters) @ WEIGHTS,
}
"""Two for each site; half for each G or C near the 3' end; as much as its position is worth."""


class World:
    """The models in place of those on disk; ``asked`` counts the sequences that each has scored."""

    def __init__(self, monkeypatch):
        self.asked, self.rules = dict.fromkeys(RULES, 0), dict(RULES)
        self.cards = {name: self.card(name, f"weights of {name}, {uuid.uuid4()}") for name in RULES}
        toy_network.use_models(monkeypatch, lambda: {name: {c.label: c} for name, c in self.cards.items()})
        monkeypatch.setattr(registry, "predictor", self.predictor)
        monkeypatch.setattr(registry, "weights_path", lambda _: None)

    def card(self, name, weights, **spec):
        made = toy_network.toy_card(name, **spec)
        kmers = [[KMER, 2.0], ["AGCAUG", 1.5]]
        made = dataclasses.replace(made, top_kmers=kmers, profile=ALL_A, weights_sha256=weights, gene=name)
        return dataclasses.replace(made, key=spec_key(made.spec))

    def predictor(self, name):
        experiment = registry.split_name(name)[0]

        def score(letters):
            self.asked[experiment] += len(letters)
            return self.rules[experiment](letters).astype(np.float32)

        return score
