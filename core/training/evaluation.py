"""Evaluation of a trained network and the cards of its outputs. Set B is used here only."""

from datetime import UTC, datetime

import numpy as np

from core.discovery.motifs import Look, look_of, top_kmers_together
from core.models.architectures import Architecture
from core.models.card import Card
from core.models.networks.keras_backend import backend_name
from core.sequence import profile_of
from core.settings import settings
from core.statistics import classification_metrics, pearson
from core.training.loop import Epoch, Labelled
from core.training.splits import Splits, replicate_pearson
from core.versions import installed

DENSITY_BINS = 60


def measured(
    model, architecture: Architecture, history: list[Epoch], splits: Splits, specs: list[dict], genes: list[str]
) -> list[Card]:
    """Measure a trained model and make a card for each of its outputs."""
    from core.models.loading import network_of

    network = network_of(model, architecture)
    reached = _validation(network, splits.validation, history)
    about = [
        {
            "experiment": spec["experiment"],
            "gene": gene,
            "spec": spec,
            "transform": splits.transforms[output].to_dict(),
            "validation_pearson": reached[output],
            "n_train": int((~np.isnan(splits.training.binding_scores[:, output])).sum()),
            "n_validation": int((~np.isnan(splits.validation.binding_scores[:, output])).sum()),
            "history": [[round(epoch.loss, 5), round(epoch.validation_pearson, 5)] for epoch in history],
            "seconds": round(history[-1].seconds, 1),
            "versions": _versions(architecture),
        }
        for output, (spec, gene) in enumerate(zip(specs, genes, strict=True))
    ]
    return measured_cards(network, architecture, splits.test, about, splits.test_contexts)


def measured_cards(
    network, architecture: Architecture, test: Labelled, about: list[dict], contexts: np.ndarray | None = None
) -> list[Card]:
    """Measure the outputs of a network on set B, once, and make their cards.

    about : the fields of each output's card that are known before.
    """
    from core.models.inference.network import Predictor

    predicted = network.outputs(test.letters, contexts)
    scores = [Predictor(network, output) for output in range(len(about))]
    cards, kmers = [], _top_kmers(scores, test, look_of(architecture.reads_structure))
    for output, known_before in enumerate(about):
        measured = test.binding_scores[:, output]
        known = ~np.isnan(measured)
        letters, measured, scores = test.letters[known], measured[known], predicted[known, output]
        profile, coverage = profile_of(letters)
        card = Card(
            **known_before,
            test_pearson=pearson(measured, scores),
            n_test=len(letters),
            profile=profile.round(5).tolist(),
            coverage=coverage.round(5).tolist(),
            density=density(measured, scores),
            top_kmers=[[kmer, round(importance, 4)] for kmer, importance in kmers[output]],
            trained=datetime.now(UTC).isoformat(timespec="seconds"),
            metrics=classification_metrics(measured, scores) if architecture.task == "classification" else {},
            replicate_pearson=replicate_pearson(letters, measured),
        )
        cards.append(card)
    return cards


def _validation(network, validation: Labelled, history: list[Epoch]) -> list[float]:
    """Return the validation Pearson of each output; the history holds only their mean."""
    if validation.binding_scores.shape[1] == 1:
        return [max(epoch.validation_pearson for epoch in history)]
    predicted = network.outputs(validation.letters)
    return [pearson(*pair) for pair in zip(validation.binding_scores.T, predicted.T, strict=True)]


def _top_kmers(scores: list, test: Labelled, look: Look) -> list[list[tuple[str, float]]]:
    """Find the best k-mers of each output, on backgrounds like the probes that have a score in any experiment."""
    known = ~np.isnan(test.binding_scores).all(axis=1)
    return top_kmers_together(scores, profile_of(test.letters[known])[0], look=look)


def _versions(architecture: Architecture) -> dict[str, str]:
    """Collect the versions and settings that determined the weights."""
    backend = backend_name()
    used = ("keras", "numpy", backend, *(("viennarna",) if architecture.reads_structure else ()))
    return {**{name: installed(name) for name in used}, "backend": backend, "precision": settings().precision}


def density(measured: np.ndarray, predicted: np.ndarray) -> dict:
    """Count measured (rows) against predicted (columns) scores on set B: a picture of the fit without the probes."""
    counts, measured_edges, predicted_edges = np.histogram2d(measured, predicted, bins=DENSITY_BINS)
    return {
        "measured_edges": measured_edges.round(4).tolist(),
        "predicted_edges": predicted_edges.round(4).tolist(),
        "counts": counts.astype(int).tolist(),
    }
