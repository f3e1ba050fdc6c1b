"""Experiments, a model and probes known by hand, in place of core's; and a way to ask the app as a browser does."""

import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np

import core
from components.explore import state as explore_state
from components.shared import models
from components.shared.terms import Terms
from core.data.transform import Transform
from core.discovery.ism import Ism
from core.errors import DataError
from core.library.experiments import Experiment
from core.library.probes import tabulate
from core.library.test_set import TestScores
from core.models.architectures import Architecture
from core.models.card import Card
from core.models.registry import split_name
from core.sequence import clean
from core.structure.fold import Structure

MODELS = ("residualbind", "residualbind-pu", "residualbind-classification")
RBFOX1 = Experiment(
    "RNCMPT00168", "RBFOX1", "Homo sapiens", "rnacompete2013", True, False, 0.825, "UGCAUG", "", MODELS, ("RRM",),
    (("UGCAUG", 4.39), ("UGCACG", 1.2)),
)  # fmt: skip
SIMULATED = Experiment(
    "SIM_A", "SimA", "", "simulated", True, True, 0.9, "UGCAUG", "Planted: sites of UGCAUG add up.", ("residualbind",)
)
UNTRAINED = Experiment("MY RBP", "MY RBP", "", "imported", False, True, None, None, "")
EXPERIMENTS = [SIMULATED, RBFOX1, UNTRAINED]

SEQUENCES = np.array(["AAUGCAUGAA", "AAUGCAUCAA", "AAAAAAAAAA", "CCCCCCCCCC", "AAUGCAUGAA"])
SCORES = TestScores(
    SEQUENCES, np.array([2.0, 1.0, 0.0, -1.0, 2.5], "f4"), np.array([2.2, 0.5, 0.1, -0.8, 2.2], "f4"), 0.9876
)
CARD = Card(
    experiment="RNCMPT00168",
    gene="RBFOX1",
    spec={"experiment": "RNCMPT00168", "architecture": Architecture().described(), "transform": "log", "seed": 0},
    transform=Transform("log", minimum=0.0, ceiling=None, mean=1.0, sd=0.5).to_dict(),
    validation_pearson=0.83,
    test_pearson=0.825,
    n_train=108_293,
    n_validation=12_033,
    n_test=121_031,
    profile=[[0.25] * 4] * 41,
    coverage=[1.0] * 41,
    density={"measured_edges": [0.0, 1.0, 2.0], "predicted_edges": [0.0, 2.0, 4.0], "counts": [[10, 0], [1, 100]]},
    top_kmers=[["UGCAUG", 4.39], ["GCAUGU", 4.0]],
    history=[[0.5, 0.83]],
    seconds=60.0,
    versions={},
    trained="2026-01-01T00:00:00+00:00",
    weights_sha256="0123456789abcdef",
)
"""The usual model of RBFOX1; `card_of` gives those of the other experiments the same numbers."""


def ism_of(sequence):
    """Prediction 1.5; changing the n-th letter, from 1, to any other costs n."""
    sequence = clean(sequence)
    delta = -np.repeat(np.arange(1.0, len(sequence) + 1)[:, None], 4, axis=1).astype("f4")
    for row, letter in enumerate(sequence):
        delta[row, "ACGU".index(letter)] = 0
    return Ism(sequence, 1.5, delta)


def structure_of(sequence):
    """The first nucleotide is paired, all others are half so."""
    paired = np.full(len(clean(sequence)), 0.5)
    paired[0] = 1.0
    return Structure(paired, 1 - paired, *np.zeros((3, len(paired))))


def motifs_of(name):
    return {kmer: "top 6-mer" for kmer, _ in core.card(name).top_kmers}


def list_probes(name, motif=None, transform=None):
    """The probes of `SCORES`; in another transform, the measured scores are ten times as large."""
    scores = SCORES._replace(measured=SCORES.measured * 10) if transform else SCORES
    return tabulate(scores, motif or next(iter(motifs_of(name))))


def mutant(rbp, original, sequence):
    """The state of Explore in which an RNA was changed, as a link has it."""
    return explore_state.state(rbp, sequence, **{"from": original})


def card_of(name):
    """The card of a model by its name, which also says how it differs from the usual one."""
    experiment, label = split_name(name)
    inputs = "pu" if label == "residualbind-pu" else "sequence"
    task = "classification" if label == "residualbind-classification" else "regression"
    made = {"experiment": experiment, "architecture": Architecture(inputs=inputs, task=task).described()}
    return replace(CARD, experiment=experiment, gene=find(experiment).gene, spec=CARD.spec | made)


def change_card(monkeypatch, **changes):
    """Change fields of every card of this world."""
    monkeypatch.setattr(sys.modules[__name__], "CARD", replace(CARD, **changes))


def find(name):
    experiment_id, _ = split_name(name)
    for experiment in EXPERIMENTS:
        if experiment.id == experiment_id:
            return experiment
    raise DataError(f"there is no experiment {experiment_id!r} here; use one of SIM_A, RNCMPT00168.")


def cards_by_label():
    """The cards of this world by experiment and label, as `core.models.registry.models` gives them."""
    return {one.id: {label: card_of(f"{one.id}:{label}") for label in one.models} for one in EXPERIMENTS}


def install(monkeypatch):
    """Put this world in place of core's functions."""
    monkeypatch.setattr(core, "list_experiments", lambda: list(EXPERIMENTS))
    monkeypatch.setattr(core, "find_experiment", find)
    monkeypatch.setattr(core, "card", card_of)
    monkeypatch.setattr(models, "registry", SimpleNamespace(models=cards_by_label, weights_path=lambda card: None))
    monkeypatch.setattr(core, "ism", lambda _, sequence: ism_of(sequence))
    monkeypatch.setattr(core, "fold", structure_of)
    monkeypatch.setattr(core, "test_scores", lambda *_: SCORES)
    monkeypatch.setattr(core, "list_probes", list_probes)
    monkeypatch.setattr(core, "motifs_of", motifs_of)
    monkeypatch.setattr(core, "has_test_scores", lambda _: True)
    monkeypatch.setattr(core, "example_rna", lambda _, seed: f"{'ACGU'[seed % 4]}UGCAUGA")
    monkeypatch.setattr(core, "predict", lambda _, sequences: np.arange(len(sequences)) + 0.5)


def everything(component):
    """A component, or several, and all that is in it, texts included."""
    yield component
    inside = component.entries if isinstance(component, Terms) else getattr(component, "children", None)
    children = component if isinstance(component, (list, tuple)) else inside
    for child in children if isinstance(children, (list, tuple)) else [children]:
        if child is not None:
            yield from everything(child)


def text_of(component):
    """All text in a component, in reading order."""
    return " ".join(part for part in everything(component) if isinstance(part, str))


def texts_of(component):
    """The text in each part of a component."""
    return [text_of(part) for part in everything(component)]


def links_of(component):
    return [part.href for part in everything(component) if getattr(part, "href", None)]


def ids_of(component):
    return [part.id for part in everything(component) if getattr(part, "id", None)]


def ask(app, output, values):
    """POST a callback as a browser does.

    output : "id.property" of one of its outputs; values : by "id.property", None where not given.
    """
    dependency = next(d for d in app.server.test_client().get("/_dash-dependencies").json if output in d["output"])
    outputs = [
        dict(zip(("id", "property"), name.rsplit(".", 1), strict=True))
        for name in dependency["output"].strip(".").split("...")
    ]
    body = {
        "output": dependency["output"],
        "outputs": outputs if dependency["output"].startswith("..") else outputs[0],
        "inputs": _filled(dependency["inputs"], values),
        "state": _filled(dependency["state"], values),
        "changedPropIds": list(values),
    }
    return app.server.test_client().post("/_dash-update-component", json=body)


def _filled(parts, values):
    return [{**part, "value": values.get(f"{part['id']}.{part['property']}")} for part in parts]
