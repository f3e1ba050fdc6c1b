"""What the app keeps in memory, visited and scanning: ``python -m benchmarks.memory``."""

import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import psutil

from benchmarks.page import PATIENCE, ROOT, Wire, app, chromium

MODEL = "RNCMPT00168"
PATHS = (
    "/",
    f"/explore?rbp={MODEL}",
    f"/bench?rbp={MODEL}",
    f"/discover?rbp={MODEL}",
    f"/atlas?rbp={MODEL}",
    "/scan",
    "/data",
)
"""Every page, none of which begins long work of itself."""
SCAN = f"/discover?rbp={MODEL}&k=6&n=1000&seed=1"
"""A scan whose answer does not come with the model."""
TICK = 50
"""Milliseconds between two looks at the memory."""


class Memory(NamedTuple):
    """Memory of the app with all its processes (bytes), and seconds from a click on Scan to the first ranking.

    visited : after every page was visited once. scanning : the most while a k-mer scan runs, until its first ranking.
    """

    visited: int
    scanning: int
    ranking: float

    @property
    def added(self) -> int:
        """What the scan adds."""
        return self.scanning - self.visited


def tree(pid: int) -> int:
    """Resident memory (bytes) of a process and all that it started; what they share counts in each."""
    whole = 0
    for process in [parent := psutil.Process(pid), *parent.children(recursive=True)]:
        try:
            whole += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return whole


def measure(page, wire: Wire, address: str, pid: int) -> Memory:
    """Visit every page, then scan k-mers until the first ranking is there.

    Raises
    ------
    TimeoutError : no ranking comes.
    """
    for path in PATHS:
        page.goto(f"{address}{path}", wait_until="load")
        wire.settle()
    page.goto(f"{address}{SCAN}", wait_until="load")
    wire.settle()
    visited, most, began = tree(pid), 0, time.perf_counter()
    page.get_by_role("button", name="Scan", exact=True).click()
    while not page.locator(".ranks tbody th").count():
        most = max(most, tree(pid))
        if time.perf_counter() - began > PATIENCE:
            raise TimeoutError(f"no ranking came within {PATIENCE:.0f} s of a click on Scan")
        page.wait_for_timeout(TICK)
    ranking = time.perf_counter() - began
    return Memory(visited, max(most, tree(pid)), ranking)


def of_app(root: Path = ROOT) -> Memory:
    """Start the app of a build, and measure it; errors as `measure` and `benchmarks.page.measure`."""
    with chromium() as browser, app(root) as (address, _, pid), closing(browser.new_context()) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        return measure(page, Wire(page), address, pid)


def lines(found: Memory) -> list[str]:
    """What was measured, a line each."""
    return [
        f"{'the app with all its processes':<44} {'MB':>8}",
        f"{'  after every page was visited':<44} {found.visited / 1e6:>8.0f}",
        f"{'  what a k-mer scan adds':<44} {found.added / 1e6:>8.0f}",
        f"{'from a click on Scan to the first ranking':<44} {found.ranking:>8.2f} s",
    ]


if __name__ == "__main__":
    print("\n".join(lines(of_app())))
