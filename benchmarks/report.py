"""A run of the benchmark as one JSON document, and a document as lines of at most 120 columns."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from statistics import median

from benchmarks import machine, memory
from benchmarks.contest import Row
from benchmarks.growth import Growth
from benchmarks.page import PageTimes, Start, Traffic
from benchmarks.page import table as page_table
from benchmarks.start import Fresh
from benchmarks.start import lines as start_lines

HOT = ("scored", "first", "ours", "scored/s", "of peak")
WIDTHS = (9, 9, 9, 9, 8)
WORK, CELL, RIVAL = 36, 14, 18
NOTES = """\
scored    sequences; sequences that share work count in full
first     our first call, with what it compiles and plans; ours: the median of the calls after it, if any
of peak   what a network that shares no work would compute, against this machine's sgemm in this run; may exceed 1
~         extrapolated: from a sample of the k-mers, or from fewer backgrounds"""
RIVALS = """\
naive     model.predict, in its batches of 32, once a condition, a probe or a k-mer
others    the same network in tangermeme, with its fastest of three batch sizes, and compiled or converted, with batch
          normalisation folded and in batches of 1,000; 2.0x: it takes two times as long as ours"""


BUSY = f"""\
no ratios: the load before this run was above {machine.QUIET:g}. On a busy machine threads that wait for each other
          spin, and who has many loses most: run it again when nothing else runs"""


def document(about: dict, peaks: Sequence[float], rows: Sequence[Row], growths: Sequence[Growth]) -> dict:
    """Everything that a run measured; ``about`` says what ran where, ``peaks`` are FLOP/s of sgemm during the run."""
    peak = median(peaks)
    hot = [
        {
            **row._asdict(),
            "others": {name: {**one._asdict(), "ratio": row.ratios[name]} for name, one in row.others.items()},
            "per_second": row.per_second,
            "of_peak": row.per_second * about["flops"] / peak,
        }
        for row in rows
    ]
    grown = [{**growth._asdict(), "power": growth.power} for growth in growths]
    return {
        **about,
        "peak": peak,
        "peaks": list(peaks),
        "hot": hot,
        "growth": grown,
        "start": None,
        "page": None,
        "memory": None,
    }


def table(run: dict) -> str:
    """A document as people read it."""
    is_quiet = machine.is_quiet(run["load"])
    parts = [_about(run), _hot(run["hot"]), _rivals(run["hot"], is_quiet), _growth(run["growth"]), _start(run)]
    return "\n".join([*chain(*parts), *_page(run["page"]), *_memory(run)])


def renew(path: Path, run: dict) -> None:
    """Put a run in the place of the first table (a block between ``` lines) of a page of the documentation.

    Raises
    ------
    ValueError : the page has none.
    """
    before, fence, rest = path.read_text().partition("```\n")
    _, end, after = rest.partition("```\n")
    if not end:
        raise ValueError(f"{path} has no block between ``` lines; give the last run one.")
    path.write_text(f"{before}{fence}{table(run)}\n{end}{after}")


def page_entry(times: PageTimes) -> dict:
    return {
        "starts": [start._asdict() for start in times.starts],
        "drags": times.drags,
        "traffic": [row._asdict() for row in times.traffic],
    }


def seconds(value: float) -> str:
    """Three digits and a unit, such as ``4.31 ms``, ``43.1 s``, ``4,310 s``."""
    number, unit = (value, "s") if value >= 1 else (value * 1000, "ms")
    digits = 2 if number < 10 else 1 if number < 100 else 0
    return f"{number:,.{digits}f} {unit}"


def _about(run: dict) -> Iterator[str]:
    yield f"{run['date']}: {run['model']}, {run['flops'] / 1e6:.2f} MFLOP a sequence"
    load = "" if run["load"] is None else f"; load before the run {run['load']:.1f}"
    yield f"{run['cpu']}, {run['cores']} cores, {run['system']}{load}"
    yield ", ".join(f"{name} {version}" for name, version in run["versions"].items())
    yield f"sgemm: {run['peak'] / 1e9:.0f} GFLOP/s (the median of {len(run['peaks'])})"


def _hot(rows: list[dict]) -> Iterator[str]:
    if rows:
        yield ""
        yield _line("hot path", *HOT)
    for row in rows:
        ours = "~" * (row["ours_share"] < 1)
        yield _line(
            row["work"],
            f"{row['scored']:,}",
            ours + seconds(row["first"]),
            ours + seconds(row["ours"]),
            f"{row['per_second']:,.0f}",
            f"{row['of_peak']:.2f}",
        )
    if rows:
        yield NOTES


def _line(work: str, *cells: str) -> str:
    line = f"{work:<{WORK}}" + "".join(f" {cell:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))
    return line.rstrip()


def _rivals(rows: list[dict], is_quiet: bool) -> Iterator[str]:
    """What others take for the same work, and how many times as long that is, unless the machine was busy."""
    names = list(dict.fromkeys(name for row in rows for name in row["others"]))
    if not names:
        return
    yield ""
    yield f"{'what others take for it':<{WORK}}" + "".join(f" {name:>{RIVAL}}" for name in names)
    for row in rows:
        if row["others"]:
            yield f"{row['work']:<{WORK}}" + "".join(f" {_other(row, name, is_quiet):>{RIVAL}}" for name in names)
    yield RIVALS if is_quiet else BUSY


def _other(row: dict, name: str, is_quiet: bool) -> str:
    if name not in row["others"]:
        return "-"
    taken, mark = row["others"][name], "~" * (row["share"] < 1)
    ratio = taken["ratio"]
    times = f" {ratio:.{0 if ratio >= 100 else 1}f}x" if is_quiet else ""
    return f"{mark}{seconds(taken['seconds'])}{times}"


def _growth(growths: list[dict]) -> Iterator[str]:
    if growths:
        yield ""
        yield "how our time grows: as size to the power ^ at the end of the line"
    for growth in growths:
        pairs = zip(growth["sizes"], growth["seconds"], strict=True)
        cells = "".join(f" {f'{size:,}: {seconds(one)}':>{CELL}}" for size, one in pairs)
        yield f"{growth['work'] + ': ' + growth['unit']:<{WORK}}{cells} ^{growth['power']:.2f}"


def _start(run: dict) -> Iterator[str]:
    """What a fresh process takes; runs before November 2026 have no such part."""
    if run.get("start"):
        yield ""
        yield from start_lines([Fresh(**one) for one in run["start"]])


def _page(page: dict | None) -> Iterator[str]:
    if page:
        starts, traffic = [Start(**one) for one in page["starts"]], [Traffic(**one) for one in page["traffic"]]
        yield ""
        yield page_table(PageTimes(starts, page["drags"], traffic))


def _memory(run: dict) -> Iterator[str]:
    if run.get("memory"):
        yield from memory.lines(memory.Memory(**run["memory"]))
