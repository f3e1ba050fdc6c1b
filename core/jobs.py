"""Long work as plain functions that say how far they are: ``on_progress`` is told, and what it raises cancels the job.

Nothing is written before the end, so a cancelled job leaves no half result.
"""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.data import store
from core.data.records import Probes
from core.data.transform import Transform, fit_transform, split
from core.errors import AppError
from core.experiments import find_experiment
from core.gia.backgrounds import profile_of
from core.model import registry
from core.model.training import Epoch, Labelled, fit, pearson, schedule
from core.motifs import top_kmers

DENSITY_BINS = 60


class TrainingReport(NamedTuple):
    """A finished training: Pearson on validation and on set B, epochs run, seconds spent in them."""

    id: str
    validation_pearson: float
    test_pearson: float
    epochs: int
    seconds: float


def train(
    experiment_id: str,
    schedule_name: str = "quick",
    transform: str = "log",
    epochs: int | None = None,
    seed: int = 0,
    on_progress: Callable[[Epoch], None] | None = None,
    folder: Path | None = None,
) -> TrainingReport:
    """Train a ResidualBind on set A of an experiment, measure it on set B, and keep it with its card.

    Parameters
    ----------
    epochs : at most this many, instead of the schedule's own number.
    seed : of the split, the initial weights, the order of probes and the dropout.
    folder : where the model is kept; the person's own folder unless said.

    Raises
    ------
    DataError : an unknown experiment, one without probes here, or scores that cannot be learned from.
    AppError : an unknown schedule, or a number out of its range.
    ModelError : a folder that cannot be written.
    """
    plan = schedule(schedule_name)
    _check(epochs, seed)
    experiment = find_experiment(experiment_id)
    probes = store.load(experiment_id)
    store.check_trainable(probes, experiment_id)
    sets = _prepare(probes, transform, seed)
    registry.prepare(folder)
    plan = plan.sized(len(sets.training.letters))
    plan = dataclasses.replace(plan, epochs=epochs or plan.epochs)
    model = _fresh_network(seed)
    history = fit(model, plan, sets.training, sets.validation, seed, on_progress)
    spec = {
        "experiment": experiment_id,
        "architecture": {"name": "residualbind", "variant": "paper", "inputs": "sequence"},
        "transform": transform,
        "schedule": plan.name,
        "epochs": plan.epochs,
        "seed": seed,
        "data": probes.digest,
    }
    card = _measure(model, history, sets, spec, experiment.gene)
    registry.save(model, card, folder)
    return TrainingReport(experiment_id, card.validation_pearson, card.test_pearson, len(history), history[-1].seconds)


class _Sets(NamedTuple):
    """The three sets of an experiment in the transformed space, and the transform, fitted on the first alone."""

    training: Labelled
    validation: Labelled
    test: Labelled
    transform: Transform


def _check(epochs: int | None, seed: int) -> None:
    if epochs is not None and not 1 <= epochs <= 10_000:
        raise AppError(f"the number of epochs is {epochs}; use a whole number from 1 to 10,000.")
    if not 0 <= seed < 2**32:
        raise AppError(f"the seed is {seed}; use a whole number from 0 to {2**32 - 1}.")


def _prepare(probes: Probes, kind: str, seed: int) -> _Sets:
    in_a, in_b = np.flatnonzero(~probes.in_b), np.flatnonzero(probes.in_b)
    training, validation = (in_a[rows] for rows in split(len(in_a), seed))
    transform = fit_transform(probes.scores[training], kind)
    letters, binding_scores = probes.letters, transform.apply(probes.scores)
    parts = [Labelled(letters[rows], binding_scores[rows]) for rows in (training, validation, in_b)]
    return _Sets(*parts, transform)


def _fresh_network(seed: int):
    from core.model import residualbind
    from core.model.keras_backend import import_keras

    import_keras().utils.set_random_seed(seed)
    return residualbind.build()


def _measure(model, history: list[Epoch], sets: _Sets, spec: dict, gene: str) -> registry.Card:
    """The card of a trained model: set B is asked here, once."""
    from core.model.predictor import Predictor

    predict = Predictor(model)
    letters, measured = sets.test
    predicted = predict(letters)
    profile, coverage = profile_of(letters)
    return registry.Card(
        experiment=spec["experiment"],
        gene=gene,
        spec=spec,
        transform=sets.transform.to_dict(),
        validation_pearson=max(epoch.validation_pearson for epoch in history),
        test_pearson=pearson(measured, predicted),
        n_train=len(sets.training.letters),
        n_validation=len(sets.validation.letters),
        n_test=len(letters),
        profile=profile.round(5).tolist(),
        coverage=coverage.round(5).tolist(),
        density=_density(measured, predicted),
        top_kmers=[[kmer, round(importance, 4)] for kmer, importance in top_kmers(predict, profile)],
        history=[[round(epoch.loss, 5), round(epoch.validation_pearson, 5)] for epoch in history],
        seconds=round(history[-1].seconds, 1),
        versions={name: version(name) for name in ("keras", "numpy")},
        trained=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _density(measured: np.ndarray, predicted: np.ndarray) -> dict:
    """Counts of measured (rows) against predicted (columns) score on set B: a picture of the fit without the probes."""
    counts, measured_edges, predicted_edges = np.histogram2d(measured, predicted, bins=DENSITY_BINS)
    return {
        "measured_edges": measured_edges.round(4).tolist(),
        "predicted_edges": predicted_edges.round(4).tolist(),
        "counts": counts.astype(int).tolist(),
    }
