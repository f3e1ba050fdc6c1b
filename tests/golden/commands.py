"""Commands with their options, and the keys of the JSON document that each prints."""

import argparse
import json
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd

import core
from core.__main__ import _parser
from core.discovery.motifs import Look
from core.sequence import decode
from core.training.checkpoints import State
from core.training.train import keeper_of
from tests.golden.table import paths, run

FILE = "commands.json"
A_GLANCE = Look(first=2, kept=8, second=4)
"""Finds some k-mers at once; which ones does not matter here."""
MEASURED = (
    "import {table} --preview",
    "import {table}",
    "datasets",
    "experiments",
    "train MADE_UP --network kmer-ridge",
    "train-all --experiments MADE_UP --network kmer-ridge --seeds 0 1",
    "models MADE_UP",
    "evaluate MADE_UP",
    "card MADE_UP",
    "compare-models MADE_UP:kmer-ridge MADE_UP:kmer-ridge-seed1 --resamples 100",
    "ensemble MADE_UP:kmer-ridge",
    "trainings",
    "download http://127.0.0.1/made_up.csv",
    "download http://127.0.0.1/made_up.csv --import",
    "import-network {network} --experiment MADE_UP --name mine",
    "take-out RNCMPT00168:residualbind-wide-multitask",
    "fine-tune RNCMPT00168:residualbind-wide-multitask",
    "remove-model MADE_UP:kmer-ridge-seed1",
    "remove made_up.csv --yes",
    "simulate {folder}",
)
"""Asked one after the other, of measurements that are made up."""
SHIPPED = (
    "about",
    "predict SIM_LOOP --sequence ACGU",
    "ism SIM_LOOP --sequence ACGU",
    "ism SIM_LOOP --sequence ACGU --sequence ACGU",
    "structure --sequence ACGU",
    "gia SIM_LOOP --condition A@1 --n 4",
    "gia SIM_LOOP SIM_GC3 --condition A@1 --n 4",
    "gia RNCMPT00168:residualbind-joint-tuned --over-seeds --condition A@1 --n 4",
    "kmers SIM_ADDITIVE -k 3 --n 8 --top 2",
    "atlas --experiments SIM_ADDITIVE SIM_STERIC --n 4",
    "atlas --experiments SIM_ADDITIVE SIM_STERIC --condition A@1 --n 4",
    "scan SIM_ADDITIVE --fasta rnas.fa --variants substitutions.txt --step 4",
    "experiment multiple-sites SIM_LOOP --n 4",
    "experiment spacing SIM_LOOP --separations 6,9 --n 4",
    "experiment positional-bias SIM_LOOP --positions 1,2,3 --n 4",
    "experiment random-positions SIM_LOOP --n 4",
    "experiment gc-bias SIM_LOOP --n 4",
    "experiment stem-loop SIM_LOOP --n 4",
    "experiment kmer-mutagenesis SIM_LOOP --n 4",
    "experiment spr SIM_LOOP --affinities ACGU=1,ACGG=2,ACGA=9 --n 4",
    "experiment occlusion SIM_LOOP --sequence ACGUACGU --n 4",
    "experiment interaction SIM_LOOP --gaps 0,3 --n 4",
    "experiment conditions SIM_LOOP --conditions A@1;C@1 --n 4",
    "experiment robustness SIM_LOOP --backgrounds profile;shuffle --n 4",
    "figures --out {folder} --figures 3 --n 4",
)
"""Asked of shipped models."""


def options():
    """Each command with its arguments and options, and what they are unless said."""
    found = {}
    for name, parser in _commands(_parser("gia")):
        actions = [one for one in parser._actions if not isinstance(one, argparse._HelpAction)]
        found[name] = {" ".join(one.option_strings) or one.dest: _usual(one) for one in actions}
    return found


def _commands(parser, above=""):
    inner = [one for one in parser.complete()._actions if isinstance(one, argparse._SubParsersAction)]
    for one in inner:
        for name, below in one.choices.items():
            yield from _commands(below, f"{above} {name}".strip())
    if not inner:
        yield above, parser


def _usual(action):
    usual = str(action.default) if isinstance(action.default, Path) else action.default
    return {"usual": usual, "takes": action.nargs, "is_needed": action.required}


def keys(folder):
    """The keys of the document of every command, asked in a data folder of its own."""
    folder = Path(folder)
    names = {"table": _table(folder), "network": _network(folder), "folder": folder / "made"}
    card = core.card("SIM_LOOP")
    replaced = {  # what takes long, and what needs the net; their documents are made of a card and a file
        "core.discovery.motifs.LOOK": A_GLANCE,
        "core.training.fitters.PENALTIES": (1.0,),
        "core.take_out": lambda *_: [card],
        "core.fine_tune": lambda *_: card,
        "core.download": lambda *_: names["table"],
        "core.simulation.measurements.write": lambda *_: None,
    }
    found = {}
    with ExitStack() as stack:
        for name, value in replaced.items():
            stack.enter_context(patch(name, value))
        for command in (*MEASURED, *SHIPPED):
            if command == "trainings":
                _begin_a_training()
            document = paths(run(command.format(**names)))
            found[command] = sorted(path for path in document if "versions." not in path)  # of this machine
    return found


def _begin_a_training():
    """Leave a training behind as if it had been cut after its first epoch."""
    keeper = keeper_of(["MADE_UP"], core.Recipe("deepbind", epochs=2))
    keeper.keep(State({"epochs": [[1, 2, 0.5, 0.4, 1.0]]}, {}))


def _table(folder):
    """A table of 500 random probes with two experiments."""
    rng = np.random.default_rng(0)
    sequences = [text[: 30 + row % 12] for row, text in enumerate(decode(rng.integers(0, 4, (500, 41))))]
    table = pd.DataFrame({"sequence": sequences, "set": ["A", "B"] * 250})
    table["MADE_UP"] = table["sequence"].str.count("GCAU") + rng.random(500) + 1
    table["OTHER"] = rng.random(500) + 1
    path = folder / "made_up.csv"
    table.to_csv(path, index=False)
    return path


def _network(folder):
    """A Keras file that adds up one weight for each letter."""
    from core.models.networks.keras_backend import import_keras

    keras = import_keras()
    inputs = keras.Input((41, 4))
    model = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Flatten()(inputs)))
    model.save(folder / "net.keras")
    return folder / "net.keras"


def answered():
    """Options and keys of today; the data folder is the one of the moment."""
    from core.settings import settings

    return {"options": json.loads(json.dumps(options())), "keys": keys(settings().home)}
