"""How fast the page is, as a person in front of a browser has it: ``python -m benchmarks.page``.

``python app.py`` starts with an empty data folder, and a Chromium that is already running opens the bench as soon as
the app answers. A start counts from the start of the process; a drag from the moment the mouse lets go.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from socket import socket
from statistics import median, quantiles
from typing import NamedTuple
from urllib.parse import urlsplit

import core
from benchmarks import timeline

ROOT = Path(__file__).parents[1]
STARTS, DRAGS = 3, 100
PATIENCE = 180.0
"""Seconds that anything may take before the benchmark gives up."""
SETTLED = 120
"""Milliseconds without a request after which nothing is on its way any more."""
MOTIF, SECOND, THIRD, LAST = 6, 11, 18, 36
"""Letters of the motif in the bench's example, where its second and third copy start, and the last start there is."""
WATCH = """
window.gia = {};
const look = () => {
  const seen = { bench: ".track", plot: ".bench-figure .boxlayer .box" };
  for (const name in seen) if (!window.gia[name] && document.querySelector(seen[name])) window.gia[name] = Date.now();
  if (!window.gia.plot) requestAnimationFrame(look);
};
requestAnimationFrame(look);
window.addEventListener("pointerup", () => { window.gia.dropped = performance.now(); }, true);
"""
"""Notes when the track and the first boxes are there (ms since 1970), and when the mouse lets go."""
PAINT = """() => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return paint && performance.timeOrigin + paint.startTime;
}"""
AWAIT_REDRAW = """() => {
  const plot = document.querySelector(".bench-figure .js-plotly-plot"), before = JSON.stringify(plot.data.at(-1).y);
  window.gia.redrawn = new Promise(done => {
    const drawn = () => {
      if (JSON.stringify(plot.data.at(-1).y) === before) return;
      plot.removeListener("plotly_afterplot", drawn);
      requestAnimationFrame(() => done(performance.now() - window.gia.dropped));
    };
    plot.on("plotly_afterplot", drawn);
  });
}"""


class Start(NamedTuple):
    """Seconds from the start of the process to its first answer, something to see, the track, and the first boxes."""

    response: float
    paint: float
    bench: float
    plot: float


class Traffic(NamedTuple):
    """What went over the wire for one thing: requests, bytes sent and received without the heads."""

    what: str
    requests: int
    sent: int
    received: int


class PageTimes(NamedTuple):
    """Starts of the app, seconds from each drop of a motif to the redrawn plot, and bytes."""

    starts: list[Start]
    drags: list[float]
    traffic: list[Traffic]

    @property
    def start(self) -> Start:
        """The median of the starts, each number for itself."""
        return Start(*map(median, zip(*self.starts, strict=True)))

    @property
    def drag_p95(self) -> float:
        return quantiles(self.drags, n=20, method="inclusive")[-1]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=STARTS, help="how often the app is started (%(default)s)")
    parser.add_argument("--drags", type=int, default=DRAGS, help="motifs dragged, at least 2 (%(default)s)")
    parser.add_argument("--profile", action="store_true", help="print what happens in a drag, and nothing else")
    given = parser.parse_args()
    print(profile(given.drags) if given.profile else table(measure(given.starts, given.drags)))


def profile(drags: int = DRAGS) -> str:
    """Say what happens between drop and painted plot, in medians over drags; errors as in `measure`."""
    noted = []
    with chromium() as browser, app() as (address, began, _), closing(browser.new_context()) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.add_init_script(WATCH + timeline.NOTE)
        wire = Wire(page)
        first_plot(page, address, began)
        for start, end in islice(moves(), drags):
            wire.settle()
            timeline.begin(page)
            painted = drag(page, start, end) * 1000
            wire.settle()
            noted.append(timeline.taken(page, painted))
    return timeline.table(noted)


def measure(starts: int = STARTS, drags: int = DRAGS) -> PageTimes:
    """Start the app several times, and drag motifs on the bench of the last one.

    Raises
    ------
    RuntimeError : no Chromium starts here, or the app ends before it answers.
    TimeoutError : the app does not answer, or a page does not show what it must, within `PATIENCE`.
    """
    timed = []
    with chromium() as browser:
        for number in range(1, starts + 1):
            with app() as (address, began, _), closing(browser.new_context()) as context:
                page = context.new_page()
                page.set_default_timeout(PATIENCE * 1000)
                wire = Wire(page)
                timed.append(first_plot(page, address, began))
                if number == starts:
                    return PageTimes(timed, *_use(page, wire, drags))
    raise ValueError(f"the app was started {starts} times; start it at least once.")


def table(times: PageTimes) -> str:
    """What was measured, a line each."""
    start, drags = times.start, [seconds * 1000 for seconds in times.drags]
    spread = ", ".join(f"{one.plot:.1f}" for one in times.starts)
    lines = [
        f"{'from the start of the process to':<44} {'s':>8}",
        f"{'  its first answer':<44} {start.response:>8.2f}",
        f"{'  first contentful paint':<44} {start.paint:>8.2f}",
        f"{'  the track of the bench':<44} {start.bench:>8.2f}",
        f"{'  the first live box plot':<44} {start.plot:>8.2f}   (each start: {spread})",
        f"{'from drop to redrawn plot, ' + str(len(drags)) + ' drags':<44} {'ms':>8}",
        f"{'  median':<44} {median(drags):>8.0f}",
        f"{'  95th percentile':<44} {times.drag_p95 * 1000:>8.0f}",
        f"{'  slowest':<44} {max(drags):>8.0f}",
        f"{'over the wire':<44} {'requests':>8} {'sent':>10} {'received':>10}   bytes",
    ]
    for row in times.traffic:
        lines.append(f"{'  ' + row.what:<44} {row.requests:>8} {row.sent:>10,} {row.received:>10,}")
    return "\n".join(lines)


class Wire:
    """The requests of a page since it was last asked, for as long as the page lives."""

    def __init__(self, page) -> None:
        self._page, self._open, self._done = page, 0, []
        page.on("request", lambda _: self._count(1))
        page.on("requestfailed", lambda _: self._count(-1))
        page.on("requestfinished", self._finish)

    def _count(self, by: int) -> None:
        self._open += by

    def _finish(self, request) -> None:
        self._count(-1)
        self._done.append(request)

    def settle(self) -> None:
        """Wait until nothing has been on its way for a while."""
        deadline, seen = time.monotonic() + PATIENCE, -1
        while self._open or seen != len(self._done):
            if time.monotonic() > deadline:
                raise TimeoutError(f"the page still asked for something after {PATIENCE:.0f} s")
            seen = len(self._done)
            self._page.wait_for_timeout(SETTLED)

    def taken(self, what: str) -> list[Traffic]:
        """Since the last call: one row a callback, each named by its first output, and one for all files."""
        self.settle()
        rows: dict[str, list[dict[str, int]]] = defaultdict(list)
        for request in self._done:
            rows[_name(request)].append(request.sizes())
        self._done.clear()
        return [
            Traffic(
                f"{what}: {name}",
                len(sizes),
                sum(size["requestBodySize"] for size in sizes),
                sum(size["responseBodySize"] for size in sizes),
            )
            for name, sizes in rows.items()
        ]


def _name(request) -> str:
    name = urlsplit(request.url).path.rpartition("/")[2]
    if name == "_dash-update-component":
        return request.post_data_json["output"].strip(".").partition("...")[0].partition("@")[0]
    return name if name in ("_dash-layout", "_dash-dependencies") else "page, scripts, styles"


def first_plot(page, address: str, began: float) -> Start:
    """Open the bench as soon as the app answers; seconds since the process began."""
    responded = time.time()
    page.add_init_script(WATCH)
    page.goto(f"{address}/bench", wait_until="commit")
    page.wait_for_function("() => window.gia && window.gia.plot")
    seen = page.evaluate("() => window.gia")
    painted = page.evaluate(PAINT)
    return Start(responded - began, *(at / 1000 - began for at in (painted, seen["bench"], seen["plot"])))


def _use(page, wire: Wire, drags: int) -> tuple[list[float], list[Traffic]]:
    """Seconds of each drag, and what goes over the wire for a page, a drag, and Explore."""
    traffic = wire.taken("open the bench")
    seconds = []
    for number, (start, end) in enumerate(islice(moves(), drags), start=1):
        seconds.append(drag(page, start, end))
        if number == drags:
            traffic += wire.taken("one drag")
        wire.settle()
        wire.taken("")
    rbp = next(one.id for one in core.list_experiments() if one.source == "simulated" and one.has_model)
    page.evaluate("address => window.dash_clientside.gia.go(address)", f"/explore?rbp={rbp}")
    page.wait_for_selector(".explore .scatterlayer .point")
    return seconds, traffic + wire.taken("open Explore")


def moves() -> Iterator[tuple[int, int]]:
    """Positions from and to of drags by one position, after which no condition comes a second time."""
    second, third, step = SECOND, THIRD, 1
    while True:
        if second + MOTIF < third + step <= LAST:
            yield third, third + step
            third += step
        else:
            yield second, second + 1
            second, step = second + 1, -step


def drag(page, start: int, end: int) -> float:
    """Drag the motif that starts at a position, and wait for the plot; seconds from letting go."""
    box = page.locator(f'.placed[data-position="{start}"]').bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate(AWAIT_REDRAW)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + (end - start) * box["width"] / MOTIF, y, steps=4)
    page.mouse.up()
    return page.evaluate("() => window.gia.redrawn") / 1000


@contextmanager
def app(root: Path = ROOT) -> Iterator[tuple[str, float, int]]:
    """The app of a build in a process of its own, with an empty data folder.

    Its address, when it began (s since 1970), and the number of the process.
    """
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "GIA_HOME": home, "GIA_PORT": str(port), "PYTHONPATH": str(root)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # people's machines keep what was compiled at the first start
        began = time.time()
        process = subprocess.Popen([sys.executable, "app.py"], cwd=root, env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait_for_answer(process, port)
            yield f"http://127.0.0.1:{port}", began, process.pid
        finally:
            process.terminate()
            process.wait()


def _wait_for_answer(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"python app.py ended with {process.returncode} before it answered")
        with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
            try:
                connection.request("GET", "/")
                connection.getresponse().read()
                return
            except ConnectionRefusedError:
                time.sleep(0.01)
    raise TimeoutError(f"the app did not answer within {PATIENCE:.0f} s")


@contextmanager
def chromium() -> Iterator:
    """A running Chromium, the one of the browser tests."""
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import find

    path = find()
    if path is None:
        raise RuntimeError("no Chromium starts here; run: make browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


if __name__ == "__main__":
    main()
