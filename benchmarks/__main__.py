"""How fast this is on this machine: the hot path against others, growth, fresh processes, and the page, in one run.

Machines are noisy, so what is compared takes turns: read the ratios, which a busy machine does not tell. Training has
``python -m benchmarks.training``, and ``python -m benchmarks.builds`` compares two builds of this project.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path

import core
from benchmarks import growth, hot, memory, naive, page, report, start
from benchmarks.contest import play
from benchmarks.flops import flops
from benchmarks.machine import is_quiet, machine, sgemm_peak
from core.models.scoring import Model

NETWORK = "residualbind"
MODEL = f"RNCMPT00168:{NETWORK}"
MODELS = 6
"""How many models of one architecture a design is asked of."""
SECTIONS = ("hot", "growth", "start", "page", "memory")
LAST = Path(__file__).with_name("last.json")
SPEED = Path(__file__).parents[1] / "docs" / "speed.md"
QUICK = hot.Sizes(exhaustive=200, many_probes=500)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what was asked for, print it, and keep it."""
    given = _parser().parse_args(arguments)
    if given.show:
        print(report.table(json.loads(given.show.read_text())))
        return
    run = measure(given.only, given.repeats, given.quick)
    print(report.table(run))
    is_whole = set(given.only) == set(SECTIONS) and not given.quick and is_quiet(run["load"])
    if file := given.json or (LAST if is_whole else None):
        file.write_text(json.dumps(run, indent=1) + "\n")
    if is_whole:
        report.renew(SPEED, run)


def measure(sections: Sequence[str], repeats: int, quick: bool = False, sizes: hot.Sizes | None = None) -> dict:
    """A run as `benchmarks.report.document` has it; says on standard error what it is doing."""
    sizes = sizes or (QUICK if quick else hot.Sizes())
    model, keras_model = core.open_model(MODEL), naive.keras_model(MODEL)
    about = {"date": date.today().isoformat(), "model": MODEL, "flops": flops(keras_model), **machine()._asdict()}
    peaks, rows, growths = [sgemm_peak()], [], []
    for contest in hot.contests(model, keras_model, sizes) if "hot" in sections else []:
        _tell(contest.work)
        rows.append(play(contest, repeats))
        peaks.append(sgemm_peak())
    for sweep in growth.sweeps(_models(), quick) if "growth" in sections else []:
        _tell(f"{sweep.work}: {sweep.unit}")
        growths.append(growth.measure(sweep, repeats))
        peaks.append(sgemm_peak())
    run = report.document(about, peaks, rows, growths)
    if "start" in sections:
        _tell("fresh processes")
        run["start"] = [one._asdict() for one in start.measure(repeats)]
    if "page" in sections:
        _tell("the page")
        run["page"] = report.page_entry(page.measure())
    if "memory" in sections:
        _tell("the memory of the app")
        run["memory"] = memory.of_app()._asdict()
    return run


def _models() -> list[Model]:
    """Models that differ in their weights only."""
    names = (f"{one.id}:{NETWORK}" for one in core.list_experiments() if NETWORK in one.models)
    return [core.open_model(name) for name in islice(names, MODELS)]


def _tell(what: str) -> None:
    print(f"{what} …", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="these parts of it")
    parser.add_argument("--repeats", type=int, default=5, help="of what is not slow (%(default)s)")
    parser.add_argument(
        "--quick", action="store_true", help=f"exhaustive scans on {QUICK.exhaustive} backgrounds, extrapolated"
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help=f"keep it there (a whole quiet run: {LAST.name} and docs/speed.md)"
    )
    parser.add_argument("--show", type=Path, nargs="?", const=LAST, metavar="FILE", help="only print a kept run")
    return parser


if __name__ == "__main__":
    main()
