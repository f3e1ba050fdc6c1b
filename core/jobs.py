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
from core.data.transform import KINDS, fit_transform, split
from core.errors import AppError
from core.experiments import find_experiment
from core.gia.backgrounds import profile_of
from core.model import registry
from core.model.training import Epoch, Labelled, Schedule, fit, pearson, schedule
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
    plan = _plan(schedule_name, epochs, seed)
    experiment = find_experiment(experiment_id)
    probes = store.load(experiment_id)
    store.check_trainable(probes, experiment_id)
    registry.prepare(folder)
    spec = {
        "experiment": experiment_id,
        "architecture": {"name": "residualbind", "variant": "paper", "inputs": "sequence"},
        "transform": transform,
        "schedule": plan.name,
        "epochs": plan.epochs,
        "seed": seed,
        "data": probes.digest,
    }
    model, history, fitted = _fit(plan, probes, transform, seed, on_progress)
    card, report = _measure(model, history, fitted, probes, spec, experiment.gene)
    registry.save(model, card, folder)
    return report


def _plan(name: str, epochs: int | None, seed: int) -> Schedule:
    if epochs is not None and not 1 <= epochs <= 10_000:
        raise AppError(f"the number of epochs is {epochs}; use a whole number from 1 to 10,000.")
    if not 0 <= seed < 2**32:
        raise AppError(f"the seed is {seed}; use a whole number from 0 to {2**32 - 1}.")
    plan = schedule(name)
    return dataclasses.replace(plan, epochs=epochs or plan.epochs)


def _fit(plan: Schedule, probes: Probes, kind: str, seed: int, on_progress):
    """A trained model, its epochs and its transform; the transform is fitted on the training part of set A alone."""
    from core.model import residualbind
    from core.model.keras_backend import import_keras

    if kind not in KINDS:
        fit_transform(probes.scores, kind)
    letters, scores = probes.letters[~probes.in_b], probes.scores[~probes.in_b]
    training, validation = split(len(letters), seed)
    fitted = fit_transform(scores[training], kind)
    binding_scores = fitted.apply(scores)
    import_keras().utils.set_random_seed(seed)
    model = residualbind.build()
    parts = [Labelled(letters[rows], binding_scores[rows]) for rows in (training, validation)]
    return model, fit(model, plan, *parts, seed, on_progress), fitted


def _measure(model, history: list[Epoch], fitted, probes: Probes, spec: dict, gene: str):
    """The card and the report of a trained model: set B is asked here, once."""
    from core.model.predictor import Predictor

    predict = Predictor(model)
    letters = probes.letters[probes.in_b]
    measured, predicted = fitted.apply(probes.scores[probes.in_b]), predict(letters)
    profile, coverage = profile_of(letters)
    validation = max(epoch.validation_pearson for epoch in history)
    n_a = int((~probes.in_b).sum())
    n_validation = len(split(n_a, spec["seed"])[1])
    card = registry.Card(
        experiment=spec["experiment"],
        gene=gene,
        spec=spec,
        transform=fitted.to_dict(),
        validation_pearson=validation,
        test_pearson=pearson(measured, predicted),
        n_train=n_a - n_validation,
        n_validation=n_validation,
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
    return card, TrainingReport(card.experiment, validation, card.test_pearson, len(history), history[-1].seconds)


def _density(measured: np.ndarray, predicted: np.ndarray) -> dict:
    """Counts of measured (rows) against predicted (columns) score on set B: a picture of the fit without the probes."""
    counts, measured_edges, predicted_edges = np.histogram2d(measured, predicted, bins=DENSITY_BINS)
    return {
        "measured_edges": measured_edges.round(4).tolist(),
        "predicted_edges": predicted_edges.round(4).tolist(),
        "counts": counts.astype(int).tolist(),
    }
