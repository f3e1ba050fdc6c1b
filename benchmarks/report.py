"""A run of the benchmark as one JSON document, and a document as lines of at most 120 columns."""

from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks.contest import Row
from benchmarks.growth import Growth
from benchmarks.page import PageTimes, Start, Traffic
from benchmarks.page import table as page_table

HOT = ("scored", "first", "ours", "scored/s", "of peak", "naive", "ratio", "tangermeme", "ratio")
WIDTHS = (9, 8, 8, 8, 7, 8, 7, 10, 7)
WORK, CELL = 36, 14
NOTES = """\
scored    sequences; those that share work with others count in full
first     our first call, with what it compiles and plans; ours: the median of the calls after it, if any
of peak   what a network that shares no work would compute, against this machine's sgemm in this run; may exceed 1
naive     model.predict, in its batches of 32, once a condition, a probe or a k-mer; ratio: times as long as ours
~         extrapolated: from a sample of the k-mers, or from fewer backgrounds"""


def document(about: dict, peaks: Sequence[float], rows: Sequence[Row], growths: Sequence[Growth]) -> dict:
    """Everything that a run measured; ``about`` says what ran where, ``peaks`` are FLOP/s of sgemm during the run."""
    peak = median(peaks)
    hot = [
        {
            **row._asdict(),
            "per_second": row.per_second,
            "of_peak": row.per_second * about["flops"] / peak,
            "naive_ratio": row.naive_ratio,
            "peer_ratio": row.peer_ratio,
        }
        for row in rows
    ]
    grown = [{**growth._asdict(), "power": growth.power} for growth in growths]
    return {**about, "peak": peak, "peaks": list(peaks), "hot": hot, "growth": grown, "page": None}


def table(run: dict) -> str:
    """A document as people read it."""
    return "\n".join([*_about(run), *_hot(run["hot"]), *_growth(run["growth"]), *_page(run["page"])])


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
        ours, loops = ("~" * (row[share] < 1) for share in ("ours_share", "share"))
        yield _line(
            row["work"],
            f"{row['scored']:,}",
            ours + seconds(row["first"]),
            ours + seconds(row["ours"]),
            f"{row['per_second']:,.0f}",
            f"{row['of_peak']:.2f}",
            *_other(row["naive"], row["naive_ratio"], loops),
            *_other(row["peer"], row["peer_ratio"], loops),
        )
    if rows:
        yield NOTES


def _line(work: str, *cells: str) -> str:
    line = f"{work:<{WORK}}" + "".join(f" {cell:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))
    return line.rstrip()


def _other(taken: float | None, ratio: float | None, mark: str) -> tuple[str, str]:
    return ("", "") if taken is None else (mark + seconds(taken), f"{ratio:.{0 if ratio >= 100 else 1}f}x")


def _growth(growths: list[dict]) -> Iterator[str]:
    if growths:
        yield ""
        yield "how our time grows: as size to the power ^ at the end of the line"
    for growth in growths:
        pairs = zip(growth["sizes"], growth["seconds"], strict=True)
        cells = "".join(f" {f'{size:,}: {seconds(one)}':>{CELL}}" for size, one in pairs)
        yield f"{growth['work'] + ': ' + growth['unit']:<{WORK}}{cells} ^{growth['power']:.2f}"


def _page(page: dict | None) -> Iterator[str]:
    if page:
        starts, traffic = [Start(**one) for one in page["starts"]], [Traffic(**one) for one in page["traffic"]]
        yield ""
        yield page_table(PageTimes(starts, page["drags"], traffic))
