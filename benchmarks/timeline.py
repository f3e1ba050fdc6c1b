"""What happens between the drop of a motif and the painted plot: ``python -m benchmarks.page --profile``.

One line an event, in milliseconds from letting go; of each request what it asks for, and how long its answer took.
"""

from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Any

NOTE = """
window.gia_events = [];
(() => {
  const now = () => performance.now() - window.gia.dropped;
  const note = (what, begin, more) => window.gia_events.push({ what, begin, end: now(), ...more });
  const plain = window.fetch.bind(window);
  window.fetch = async (address, options) => {
    if (!String(address).includes("_dash-update-component")) return plain(address, options);
    const begin = now(), { output } = JSON.parse(options.body);
    const answer = await plain(address, options);
    const size = (await answer.clone().arrayBuffer()).byteLength;
    const name = output.replace(/^\\.\\./, "").split("...")[0].split("@")[0];
    note(name, begin, { sent: options.body.length, received: size });
    return answer;
  };
  new PerformanceObserver(list => {
    for (const task of list.getEntries()) {
      const begin = task.startTime - window.gia.dropped;
      window.gia_events.push({ what: "a long task of scripts", begin, end: begin + task.duration });
    }
  }).observe({ type: "longtask" });
  let plotly;
  Object.defineProperty(window, "Plotly", { configurable: true, get: () => plotly, set: value => {
    plotly = value;
    for (const name of ["react", "newPlot"]) {
      const drawn = value[name];
      value[name] = (...given) => {
        const begin = now(), made = drawn(...given);
        note(`Plotly.${name}`, begin);
        return made;
      };
    }
  } });
})();
"""
"""Notes requests, long tasks and drawing, in ms from the last drop; `benchmarks.page.WATCH` must run before it."""


def begin(page) -> None:
    """Forget what was noted."""
    page.evaluate("() => { window.gia_events = []; }")


def taken(page, painted: float) -> list[dict[str, Any]]:
    """Return what was noted since `begin`, and the paint, in the order of their begin."""
    noted = page.evaluate("() => window.gia_events")
    return sorted([*noted, {"what": "painted", "begin": painted, "end": painted}], key=lambda one: one["begin"])


def table(drags: Sequence[list[dict[str, Any]]]) -> str:
    """Write medians over several drags; the n-th event of a name is one event."""
    found: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for events in drags:
        counts: dict[str, int] = defaultdict(int)
        for one in events:
            found[one["what"], counts[one["what"]]].append(one)
            counts[one["what"]] += 1
    rows = [(name, of, [median(one[key] for one in of) for key in ("begin", "end")]) for (name, _), of in found.items()]
    lines = [
        f"{'ms from the drop, medians of ' + str(len(drags)):<44} {'begin':>7} {'end':>7} {'sent':>8} {'received':>9}"
    ]
    for name, of, (first, last) in sorted(rows, key=lambda row: row[2]):
        sizes = [f"{median(one[key] for one in of):,.0f}" if key in of[0] else "" for key in ("sent", "received")]
        seen = f"   in {len(of)} of them" if len(of) < len(drags) else ""
        lines.append(f"{'  ' + name:<44} {first:>7.0f} {last:>7.0f} {sizes[0]:>8} {sizes[1]:>9}{seen}")
    return "\n".join(lines)
