"""How soon the quick schedule is as good as the paper's: ``python -m benchmarks.training EXPERIMENT [--out FILE]``.

Trains a ResidualBind of seed 0 by each schedule on probes that are on this machine. CPU seconds are of this process,
all its cores and the compilation included. With ``--out``, each epoch is written as a JSON line when it is done, and a
schedule that the file holds to its end is not trained again.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from core.data import store
from core.errors import AppError
from core.models.architectures import Architecture
from core.training.fitters import fitter
from core.training.loop import Epoch, schedule
from core.training.splits import Splits, prepare_splits

SCHEDULES = ("paper", "quick")
NEAR = 0.003
"""Validation Pearson that may be missing to the best of the paper's schedule."""


class Reached(NamedTuple):
    """One finished epoch: its number from 1, validation Pearson, CPU and wall seconds since the start."""

    epoch: int
    validation_pearson: float
    cpu: float
    wall: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Train what is not in the file yet, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training", description=__doc__.splitlines()[0])
    parser.add_argument("experiment", metavar="EXPERIMENT", help="an id whose probes are on this machine")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where epochs are written, and read again")
    options = parser.parse_args(arguments)
    try:
        kept = read(options.out) if options.out else {}
        splits = prepare_splits([store.load(options.experiment)], "log", "sequence", "regression", 0)
    except AppError as error:
        print(error, file=sys.stderr)
        return 2
    runs = {name: kept.get(name) or _train(name, splits, options.out) for name in SCHEDULES}
    print(table(runs))
    return 0


def read(path: Path) -> dict[str, list[Reached]]:
    """The epochs of each schedule that the file holds to its end; of one that was begun anew, the last run."""
    runs, finished = {}, {}
    for line in path.read_text().splitlines() if path.exists() else ():
        entry = json.loads(line)
        name = entry.pop("schedule")
        if entry.get("finished"):
            finished[name] = runs[name]
        elif entry["epoch"] == 1:
            runs[name] = [Reached(**entry)]
        else:
            runs[name].append(Reached(**entry))
    return finished


def table(runs: dict[str, list[Reached]]) -> str:
    """A row for each schedule, and how much less the quick one takes to come near the best of the paper's."""
    aim = max(epoch.validation_pearson for epoch in runs["paper"]) - NEAR
    lines = [f"{'schedule':<10}{'epochs':>7}{'best r':>9}{'CPU s':>9}{'wall s':>9}{f'CPU s to {aim:.4f}':>18}"]
    near = {}
    for name, epochs in runs.items():
        best = max(epoch.validation_pearson for epoch in epochs)
        near[name] = next((epoch.cpu for epoch in epochs if epoch.validation_pearson >= aim), None)
        reached = f"{near[name]:.0f}" if near[name] else "never"
        last = epochs[-1]
        lines.append(f"{name:<10}{len(epochs):>7}{best:>9.4f}{last.cpu:>9.0f}{last.wall:>9.0f}{reached:>18}")
    if near["quick"] is None:
        lines.append(f"The quick schedule does not come within {NEAR} of the best validation Pearson of the paper's.")
    else:
        whole, part = runs["paper"][-1].cpu / near["quick"], near["paper"] / near["quick"]
        lines.append(
            f"The quick schedule is within {NEAR} of the best validation Pearson of the paper's for {whole:.1f} times "
            f"less CPU than the whole of that schedule, {part:.1f} times less than the part of it that comes as near."
        )
    return "\n".join(lines)


def _train(name: str, splits: Splits, out: Path | None) -> list[Reached]:
    architecture = Architecture()
    model = architecture.fresh(0)
    reached: list[Reached] = []
    started = time.process_time()

    def tell(epoch: Epoch) -> None:
        cpu = time.process_time() - started
        reached.append(Reached(epoch.number, epoch.validation_pearson, cpu, epoch.seconds))
        _write(out, {"schedule": name, **reached[-1]._asdict()})
        print(f"{name} epoch {epoch.number}: r {epoch.validation_pearson:.4f}, {cpu:.0f} CPU s", file=sys.stderr)

    plan = schedule(name).sized(len(splits.training.letters))
    fitter(architecture)(model, plan, splits.training, splits.validation, 0, tell)
    _write(out, {"schedule": name, "finished": True})
    return reached


def _write(out: Path | None, entry: dict) -> None:
    if out:
        with out.open("a") as file:
            file.write(json.dumps(entry) + "\n")


if __name__ == "__main__":
    sys.exit(main())
