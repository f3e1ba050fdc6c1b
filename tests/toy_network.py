"""A world whose every answer is known: the simulated probes, and a toy network in place of the trained ones."""

import dataclasses

import numpy as np

from core.data import store
from core.data.transform import fit_transform
from core.models import registry
from core.sequence import ALPHABET, encode, profile_of

KMER = "GACUAC"
PER_SITE, PER_A = 2.0, 0.05
"""What one site of the k-mer, and one A, add to the toy's prediction."""


class ToyNetwork:
    """Counts sites of the k-mer and letters A; answers at once."""

    def __call__(self, letters):
        windows = np.lib.stride_tricks.sliding_window_view(letters, len(KMER), axis=1)
        sites = (windows == encode([KMER], len(KMER))[0]).all(axis=2).sum(axis=1)
        return (PER_SITE * sites + PER_A * (letters == ALPHABET.index("A")).sum(axis=1)).astype(np.float32)


def toy_card(experiment: str, **spec) -> registry.Card:
    """A card for the toy network, real profile and coverage of the experiment's set B; ``spec`` goes into it."""
    probes = store.load(experiment)
    profile, coverage = profile_of(probes.letters[probes.in_b])
    spec = {"toy": experiment, **spec}
    return registry.Card(
        experiment=experiment,
        gene=experiment,
        spec=spec,
        transform=fit_transform(probes.scores[~probes.in_b], "log").to_dict(),
        validation_pearson=0.5,
        test_pearson=0.5 + 0.1 * spec.get("seed", 0),
        n_train=1,
        n_validation=1,
        n_test=int(probes.in_b.sum()),
        profile=profile.tolist(),
        coverage=coverage.tolist(),
        density={"measured_edges": [0, 1], "predicted_edges": [0, 1], "counts": [[1]]},
        top_kmers=[[KMER, 2.05], ["ACUACA", 1.9], ["GAGUAC", 0.4], ["UUUUUU", -0.2]],
        history=[],
        seconds=0.0,
        versions={},
        trained="2020-01-01",
        key=registry.spec_key(spec),
        weights_sha256=f"toy of {experiment}, seed {spec.get('seed', 0)}",
    )


def install(monkeypatch) -> str:
    """Give the first simulated experiment two models that are the toy network, and no other any; returns its id."""
    experiment = next(key for key, entry in store.entries().items() if entry.source == "simulated")
    cards = {card.label: card for card in (toy_card(experiment), toy_card(experiment, seed=1))}
    use_models(monkeypatch, lambda: {experiment: cards})
    monkeypatch.setattr(registry, "predictor", lambda _: ToyNetwork())
    monkeypatch.setattr(registry, "weights_path", lambda _: None)
    return experiment


def use_models(monkeypatch, models) -> None:
    """Put what a function returns, models by experiment and label, in the place of those on this machine."""
    on_disk = registry.library
    monkeypatch.setattr(registry, "library", lambda _=None: dataclasses.replace(on_disk(), models=models()))
