"""What helps a network that learns all experiments together: ``python -m benchmarks.recipes --out FILE [TRIAL ...]``.

Each trial changes one thing in a short training of the variant ``joint`` (four epochs, seed 0, clip transform) on all
experiments whose probes were imported, and is judged on the validation set alone. With ``--out`` each finished trial is
a JSON line, and those that the file holds are not trained again.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import numpy as np

import core
from core.data import store
from core.models.architectures import Architecture
from core.models.networks import residualbind
from core.sequence import PAD, one_hot
from core.statistics import pearson
from core.training import loop, resume
from core.training.loop import Labelled, Schedule
from core.training.splits import Splits, prepare_splits, replicate_pearson

PLAN = Schedule("trial", epochs=4, batch_size=512, rate=8e-3, one_cycle=True)
JOINT = residualbind.Variant(hidden=64, has_heads=True, hidden_dropout=0.0)
Change = Callable[[np.ndarray, np.random.Generator], np.ndarray]


@dataclass(frozen=True)
class Trial:
    """One change. variant, plan : fields of `JOINT` and `PLAN` that are other. prepare : what is done to the training
    set. augment : letters (N, L) of a batch, each time it is read. title : what people read."""

    title: str
    variant: dict = field(default_factory=dict)
    plan: dict = field(default_factory=dict)
    prepare: Callable[[Labelled], Labelled] = lambda part: part
    augment: Change | None = None


def averaged(part: Labelled) -> Labelled:
    """Probes that were spotted twice as one, with the mean of their scores."""
    letters, probe = np.unique(part.letters, axis=0, return_inverse=True)
    known = ~np.isnan(part.binding_scores)
    total, count = (np.zeros((len(letters), known.shape[1])) for _ in range(2))
    np.add.at(total, probe, np.where(known, part.binding_scores, 0))
    np.add.at(count, probe, known)
    scores = np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)
    return Labelled(letters, scores.astype(np.float32))


def weighted(part: Labelled) -> Labelled:
    """Scores times the root of their experiment's replicate correlation: squared errors of noisy ones count less."""
    agreement = [replicate_pearson(part.letters, column) or 1.0 for column in part.binding_scores.T]
    scale = np.sqrt(np.clip(agreement, 0.05, 1)).astype(np.float32)
    return part._replace(binding_scores=part.binding_scores * scale)


def shifted(letters: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each probe moved to the right within its padding, by up to all of it."""
    room = (letters == PAD).sum(axis=1)
    source = np.arange(letters.shape[1]) - rng.integers(0, room + 1)[:, None]
    return np.where(source >= 0, np.take_along_axis(letters, np.maximum(source, 0), axis=1), PAD)


def reversed_order(letters: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Half of the probes read from their 3' end."""
    length = (letters != PAD).sum(axis=1, keepdims=True)
    source = (length - 1 - np.arange(letters.shape[1])) % letters.shape[1]
    return np.where(rng.random((len(letters), 1)) < 0.5, np.take_along_axis(letters, source, axis=1), letters)


def mutated(letters: np.ndarray, rng: np.random.Generator, share: float = 0.03) -> np.ndarray:
    """A share of all letters drawn anew, as in EvoAug (Lee et al. 2023, Genome Biology 24: 105)."""
    is_drawn = (rng.random(letters.shape) < share) & (letters != PAD)
    return np.where(is_drawn, rng.integers(0, PAD, letters.shape), letters)


TRIALS = {
    "base": Trial("joint, dropout 0.1 and 0.2, none in the heads"),
    "less-dropout": Trial("dropout 0.05 and 0.1", {"first_dropout": 0.05, "residual_dropout": 0.1}),
    "head-dropout": Trial("dropout 0.5 in the heads, as the paper's dense layer", {"hidden_dropout": 0.5}),
    "one-head": Trial("one dense layer of 1,024 for all", {"has_heads": False, "hidden": 1024, "hidden_dropout": 0.5}),
    "papers": Trial("one of 256, the paper's network", {"has_heads": False, "hidden": 256, "hidden_dropout": 0.5}),
    "wide": Trial("192 filters instead of 96", {"filters": 192}),
    "exponential": Trial("exponential activation of the first layer", {"first_activation": "exponential"}),
    "far": Trial("a fourth convolution, dilation 8", {"dilations": (1, 2, 4, 8)}),
    "batch-256": Trial("batches of 256", plan={"batch_size": 256}),
    "rate": Trial("twice the rate", plan={"rate": 1.6e-2}),
    "average": Trial("replicate spots averaged", prepare=averaged),
    "weights": Trial("noisy experiments count less", prepare=weighted),
    "shift": Trial("shifts within the padding", augment=shifted),
    "reverse": Trial("half of the probes in reverse order", augment=reversed_order),
    "mutate": Trial("3% of letters mutated (EvoAug)", augment=mutated),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is not in the file yet, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recipes", description=__doc__.splitlines()[0])
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=f"some of {', '.join(TRIALS)} (default all)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where trials are written, and read again")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.trials if name not in TRIALS]:
        print(f"there is no trial {unknown[0]!r}; use some of: {', '.join(TRIALS)}.", file=sys.stderr)
        return 2
    names = [one.id for one in core.list_experiments() if one.has_probes and one.source != "simulated"]
    if len(names) < 2:
        print("a joint training needs two experiments; import some with: python -m core import PATH", file=sys.stderr)
        return 2
    lines = options.out.read_text().splitlines() if options.out and options.out.exists() else []
    kept = {row["trial"]: row for row in map(json.loads, lines)}
    asked = options.trials or list(TRIALS)
    splits = None
    for name in asked:
        if name not in kept:
            splits = splits or prepare_splits([store.load(one) for one in names], "clip", "sequence", "regression", 0)
            kept[name] = {"trial": name, **run(TRIALS[name], splits)}
            if options.out:
                with options.out.open("a") as file:
                    file.write(json.dumps(kept[name]) + "\n")
    print(table({name: kept[name] for name in asked}))
    return 0


def run(trial: Trial, splits: Splits, seed: int = 0) -> dict:
    """Mean validation Pearson over the experiments, the last training loss, parameters and CPU seconds of a trial."""
    started = time.process_time()
    part = trial.prepare(splits.training)
    plan = Schedule(**{**vars(PLAN), **trial.plan})
    variants = {**residualbind.VARIANTS, "trial": JOINT._replace(**trial.variant)}
    batches = augmented(trial.augment) if trial.augment else resume.shuffled
    with mock.patch.dict(residualbind.VARIANTS, variants), mock.patch.object(loop, "shuffled", batches):
        model = Architecture(variant="trial", outputs=part.binding_scores.shape[1]).fresh(seed)
        epochs = loop.fit(model, plan, part, splits.validation, seed)
    predicted = model.predict(splits.validation.inputs, batch_size=1024, verbose=0)
    each = [pearson(*pair) for pair in zip(splits.validation.binding_scores.T, predicted.T, strict=True)]
    seconds = time.process_time() - started
    reached = {"validation": float(np.mean(each)), "loss": epochs[-1].loss}
    return {**reached, "parameters": model.count_params(), "cpu_seconds": round(seconds)}


def augmented(change: Change) -> Callable:
    """As `core.training.resume.shuffled`, with letters that are changed each time they are read."""

    def shuffled(keras, inputs, targets, batch_size, seed, first):
        plain = resume.shuffled(keras, inputs, targets, batch_size, seed, first)
        rng = np.random.default_rng(seed)

        class Changed(type(plain)):
            def __getitem__(self, index):
                read, measured = super().__getitem__(index)
                letters = np.where(read.any(axis=-1), read.argmax(axis=-1), PAD)
                return one_hot(change(letters, rng).astype(np.int8)), measured

        return Changed()

    return shuffled


def table(rows: dict[str, dict]) -> str:
    """A row for each trial, and how far it is from the first."""
    first = next(iter(rows.values()))["validation"]
    lines = [f"{'trial':<14}{'validation r':>13}{'':>9}{'loss':>8}{'parameters':>12}{'CPU s':>7}  what"]
    for name, row in rows.items():
        figures = f"{row['validation']:>13.4f}{row['validation'] - first:>+9.4f}{row['loss']:>8.4f}"
        lines.append(f"{name:<14}{figures}{row['parameters']:>12,}{row['cpu_seconds']:>7}  {TRIALS[name].title}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
