"""A tiny experiment whose rule is known, imported and trained once for the tests that need a trained model."""

import json
import os

import numpy as np
import pandas as pd
import pytest
from filelock import FileLock
from toy_models import A_GLANCE

import core
from core.__main__ import main
from core.sequence import decode, encode
from core.training.loop import fit

MOTIF = "GCAUG"


@pytest.fixture(scope="session", autouse=True)
def trained_soon():
    """Train without XLA, which takes longer to compile than what is trained here: `test_training.py` compares."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.training.loop.has_xla", lambda keras: False)
        yield


@pytest.fixture(scope="session")
def small_table(tmp_path_factory):
    """A CSV of 3,000 random probes of set A and 600 of set B, whose score is high where they hold GCAUG."""
    rng = np.random.default_rng(0)
    sequences = np.array([text[: rng.integers(30, 42)] for text in decode(rng.integers(0, 4, (3600, 41)))])
    planted = rng.random(3600) < 0.5
    places = rng.integers(0, 25, 3600)
    sequences[planted] = [s[:p] + MOTIF + s[p + 5 :] for s, p in zip(sequences[planted], places[planted], strict=True)]
    has_motif = np.array([MOTIF in sequence for sequence in sequences])
    frame = pd.DataFrame(
        {
            "sequence": sequences,
            "set": ["A"] * 3000 + ["B"] * 600,
            "TOY": np.exp(1.5 * has_motif + rng.normal(0, 0.2, 3600)),
        }
    )
    path = tmp_path_factory.mktemp("tables") / "toy.csv"
    frame.to_csv(path, index=False)
    return path


@pytest.fixture(scope="session")
def trained_home(small_table, tmp_path_factory):
    """A data folder in which TOY is imported and trained with the quick schedule, once for all workers of pytest."""
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    folder = (tmp_path_factory.getbasetemp().parent if is_worker else tmp_path_factory.getbasetemp()) / "trained"
    with FileLock(f"{folder}.lock"), pytest.MonkeyPatch.context() as patch:
        if (folder / "models").is_dir() and any((folder / "models").glob("*.card.json")):
            return folder
        patch.setenv("GIA_HOME", str(folder))
        patch.setattr("core.discovery.motifs.LOOK", A_GLANCE)
        patch.setattr("core.training.fitters.fit", fit_and_tell)
        core.import_file(small_table)
        core.train("TOY", core.Recipe(epochs=2))
    return folder


def fit_and_tell(model, *arguments, **options):
    """Train a ResidualBind, then write the motif into it: what it has learned by then decides no test."""
    epochs = fit(model, *arguments, **options)
    tell_the_motif(model)
    return epochs


def tell_the_motif(model):
    """Give a ResidualBind 2 for each site of the motif, and a fiftieth of what it answered before.

    The first filter detects the motif, the residual module adds nothing to it, the first hidden unit sums it up.
    """
    first, *_ = model.get_weights()
    weights = model.get_weights()
    shapes = [array.shape for array in weights]
    kernels = [n for n, shape in enumerate(shapes) if len(shape) > 1]
    detector = np.zeros(first.shape[:2], np.float32)
    detector[3 : 3 + len(MOTIF)] = np.eye(4)[encode([MOTIF], len(MOTIF))[0]]
    for n in kernels[:-1]:
        weights[n][..., 0] = 0  # what the first filter, and the first hidden unit, read
        normalised = weights[n + 1 : n + 5]
        for array, value in zip(normalised, (1, 0, 0, 1), strict=True):  # gamma, beta, mean, variance
            array[0] = value
    weights[kernels[0]][..., 0] = detector
    weights[kernels[0] + 2][0] = 1 - len(MOTIF)  # beta: only the whole motif is over 0
    weights[kernels[-2]][:: first.shape[-1], 0] = 10  # of each pooled window, a mean over 10 positions
    weights[kernels[-1]] *= 0.02
    weights[kernels[-1]][0] = 2
    model.set_weights(weights)


@pytest.fixture
def trained(trained_home, monkeypatch):
    """The id of a trained experiment; the data folder is shared, so tests only read it."""
    monkeypatch.setenv("GIA_HOME", str(trained_home))
    return "TOY"


@pytest.fixture
def ask(capsys):
    """Run a command with --json in this process and return its document."""

    def run(*arguments):
        capsys.readouterr()
        assert main([*arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run
