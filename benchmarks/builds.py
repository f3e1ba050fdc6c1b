"""Two builds of this project side by side, in turns: ``python -m benchmarks.builds OLD NEW``.

Each is a commit of this repository, or a folder that holds a build. Both run with this Python and its libraries.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks import asked, memory, start
from benchmarks.machine import QUIET, is_quiet, machine
from benchmarks.page import PATIENCE, Wire, app, chromium, drag, first_plot, moves

ROOT = Path(__file__).parents[1]
CLOSE = 1e-5
"""How far answers of two builds may be apart, of numbers of the size of one."""
PARTS = ("start", "hot", "page")
FEWEST_DRAGS = 2
GIA = "a first GIA of 1 x 1,000"


class Ratio(NamedTuple):
    """One measure of both builds, in one unit: what it is, and what part of the old one was to be reached."""

    what: str
    unit: str
    old: float
    new: float
    goal: float | None = None

    @property
    def ratio(self) -> float:
        return self.new / self.old


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure both builds, and print the table; 1 if their answers differ."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.builds", description=__doc__.splitlines()[0])
    parser.add_argument("old", metavar="OLD", help="a commit, or the folder of a build")
    parser.add_argument("new", metavar="NEW", nargs="?", default=str(ROOT), help="the same (this folder unless said)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="these parts of it")
    parser.add_argument("--turns", type=int, default=5, help="of each work that is not slow (%(default)s)")
    parser.add_argument("--drags", type=int, default=100, help=f"motifs dragged, at least {FEWEST_DRAGS} (%(default)s)")
    given, here = parser.parse_args(arguments), machine()
    works: dict[str, Callable] = {
        "start": lambda builds: starts(builds, given.turns),
        "hot": lambda builds: hot(builds, given.turns),
        "page": lambda builds: pages(builds, given.drags),
    }
    with ExitStack() as kept:
        builds = [kept.enter_context(build(name)) for name in (given.old, given.new)]
        apart = difference(builds)
        rows = [row for part in given.only for row in works[part](builds)]
    print(f"{here.cpu}, {here.cores} cores; load before the run {here.load:.1f}")
    print(f"answers: at most {apart:.1e} apart")
    print(table(rows, is_quiet(here.load)))
    return int(apart > CLOSE)


@contextmanager
def build(name: str) -> Iterator[Path]:
    """The folder of a build: itself, or a checkout of a commit, which is removed afterwards.

    Raises
    ------
    SystemExit : there is neither such a folder nor such a commit.
    """
    folder = Path(name)
    if (folder / "core").is_dir():
        yield folder.resolve()
        return
    git = ["git", "-C", str(ROOT)]
    with tempfile.TemporaryDirectory() as temporary:
        checkout = Path(temporary) / "build"
        done = subprocess.run([*git, "worktree", "add", "--detach", checkout, name], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{name!r} is neither the folder of a build nor a commit: {done.stderr.strip()}")
        try:
            yield checkout
        finally:
            subprocess.run([*git, "worktree", "remove", "--force", checkout], check=True, capture_output=True)


class Worker:
    """A process of a build that does what `benchmarks.asked` names, as long as the ``with`` block lasts."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __enter__(self) -> "Worker":
        self._home = tempfile.TemporaryDirectory()
        environment = {**os.environ, "GIA_HOME": self._home.name, "PYTHONPATH": str(self._root)}
        self._process = subprocess.Popen(
            [sys.executable, "-P", asked.__file__],
            cwd=self._root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_) -> None:
        self._process.communicate()
        self._home.cleanup()

    def ask(self, work: str) -> dict:
        """Do a work; its seconds, CPU seconds and numbers.

        Raises
        ------
        RuntimeError : the build cannot do it; what it says stands on standard error.
        """
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{work}\n")
        self._process.stdin.flush()
        while line := self._process.stdout.readline():
            if line.startswith("{"):  # what a library says is none of ours
                return json.loads(line)
        raise RuntimeError(f"{self._root} cannot be asked: {work}")


def difference(builds: Sequence[Path]) -> float:
    """The largest difference of the same answers of two builds, where they are large as a part of themselves."""
    found = []
    for root in builds:
        with Worker(root) as worker:
            found.append(worker.ask("answers")["numbers"])
    return max(abs(a - b) / max(1, abs(a)) for a, b in zip(*found, strict=True))


def starts(builds: Sequence[Path], turns: int) -> list[Ratio]:
    """A fresh process to its first answer, and the command line."""
    goals = {GIA: 0.15}
    taken: dict[str, list[list[start.Fresh]]] = {work: [[], []] for work in start.WORKS}
    for turn in range(turns + 1):  # the first one compiles what Python keeps compiled
        for work, of_both in taken.items():
            for root, of_one in zip(builds, of_both, strict=True):
                one = start.run(work, root)
                of_one.extend([one] if turn else [])
    rows = []
    for work, of_both in taken.items():
        old, new = map(start.middle, of_both)
        rows.append(Ratio(f"fresh process: {work}", "s", old.wall, new.wall, goals.get(work)))
        if work == GIA:
            rows.append(Ratio("its memory", "MB", old.memory / 1e6, new.memory / 1e6))
    return rows


def hot(builds: Sequence[Path], turns: int) -> list[Ratio]:
    """CPU seconds of GIA, ISM and a scan in processes that were asked before."""
    rows = []
    with Worker(builds[0]) as old, Worker(builds[1]) as new:
        for work in [work for work in asked.WORKS if work != "answers"]:
            taken = [[one.ask(work)["cpu"] for one in (old, new)] for _ in range(turns + 1)][1:]
            rows.append(Ratio(f"CPU: {work}", "s", *map(median, zip(*taken, strict=True)), 0.5))
    return rows


def pages(builds: Sequence[Path], drags: int) -> list[Ratio]:
    """The app from its start to the first live box plot, drags on it, its memory, and a scan."""
    with chromium() as browser:
        for root in builds:  # the first visit compiles what Python keeps compiled
            _visit(browser, root, FEWEST_DRAGS)
        old, new = [_visit(browser, root, drags) for root in builds]
    goals = (
        ("app to the first live box plot", "s", 0.35),
        ("drop to the painted plot, median", "ms", 0.4),
        ("drop to the painted plot, 95%", "ms", 0.5),
        ("memory after every page", "MB", 0.2),
        ("memory that a k-mer scan adds", "MB", 0.3),
        ("click on Scan to the first ranking", "s", 0.4),
    )
    return [Ratio(what, unit, a, b, goal) for (what, unit, goal), a, b in zip(goals, old, new, strict=True)]


def _visit(browser, root: Path, drags: int) -> tuple[float, ...]:
    with app(root) as (address, began, pid), closing(browser.new_context()) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        wire = Wire(page)
        plot = first_plot(page, address, began).plot
        wire.settle()
        seconds = []
        for begin, end in islice(moves(), drags):
            seconds.append(drag(page, begin, end) * 1000)
            wire.settle()
        found = memory.measure(page, wire, address, pid)
    slow = quantiles(seconds, n=20, method="inclusive")[-1]
    return plot, median(seconds), slow, found.visited / 1e6, found.added / 1e6, found.ranking


def table(rows: Sequence[Ratio], quiet: bool) -> str:
    """Both builds, and the new one as a part of the old, which a busy machine does not tell."""
    lines = [f"{'':<48} {'old':>9} {'new':>9} {'':>3} {'new/old':>8} {'to reach':>9}"]
    for row in rows:
        ratio, goal = f"{row.ratio:.2f}" if quiet else "-", f"{row.goal:g}" if row.goal else ""
        lines.append(f"{row.what:<48} {_digits(row.old):>9} {_digits(row.new):>9} {row.unit:>3} {ratio:>8} {goal:>9}")
    if not quiet:
        lines.append(f"no ratios: the load before this run was above {QUIET:g}; run it again when nothing else runs.")
    return "\n".join(lines)


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
