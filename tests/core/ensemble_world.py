"""Networks of several seeds, with random weights, of experiments that are imported: what ensembles are made of."""

import dataclasses

import pandas as pd
from test_registry import a_card

import core
from core.data import store
from core.data.transform import fit_transform, split
from core.models import registry
from core.sequence import profile_of
from core.training.train import specs_of

SEEDS = (0, 2, 5)
HALF = "HALF"
"""A second experiment, of every other probe of TOY."""


def import_two(table, folder):
    """Import TOY, and HALF beside it in a file of its own."""
    core.import_file(table)
    frame = pd.read_csv(table).iloc[::2].rename(columns={"TOY": HALF})
    frame.to_csv(folder / "half.csv", index=False)
    core.import_file(folder / "half.csv")


def keep(experiments=("TOY",), seed=0, **recipe):
    """Keep a network as if it had been trained on the experiments by that recipe; its weights are random."""
    recipe = core.Recipe(seed=seed, **recipe)
    cards = []
    for spec in specs_of(experiments, recipe)[0]:
        probes = store.load(spec["experiment"])
        scores = probes.scores[~probes.in_b]
        transform = fit_transform(scores[split(len(scores), seed)[0]], spec["transform"]).to_dict()
        profile, coverage = (part.round(5).tolist() for part in profile_of(probes.letters[probes.in_b]))
        about = {"transform": transform, "profile": profile, "coverage": coverage, "n_train": 2700 + seed}
        about |= {"seconds": 1.5, "versions": {"keras": "3", "n": seed}}
        cards.append(dataclasses.replace(a_card(spec["experiment"]), spec=spec, **about))
    return registry.save(recipe.architecture(len(cards)).fresh(seed), cards)
