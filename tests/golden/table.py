"""Golden files: what the app answered before it was rebuilt, kept as text and compared with what it answers now."""

import contextlib
import csv
import io
import json
import shlex
from pathlib import Path

from core.__main__ import main

HERE = Path(__file__).parent
DIGITS = 9
"""Significant digits of a number that is kept."""
MARGIN = 1e-6
"""The most that an answer may change, as a share of `SPAN`, or of the number itself where it is larger."""
SPAN = 10
"""Standard deviations between the lowest and the highest prediction of the shipped models.

Networks answer in float32: with SSE4.2 instead of AVX-512 instructions the same processor gave answers that differ by
up to 3e-6, as much as 0.3 `MARGIN` of this span. A change of a model, of its input or of its background moves an answer
by 1e-3 and more.
"""


def run(command):
    """Run a command line in this process with --json, from this folder; return its document."""
    said, told = io.StringIO(), io.StringIO()
    with contextlib.chdir(HERE), contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
        code = main([*shlex.split(command), "--json"])
    assert code == 0, f"{command}: {told.getvalue()}"
    return json.loads(said.getvalue())


def pick(document, path):
    """Yield what stands in a document under a path such as ``conditions.*.text``: ``*`` is every item, a number one.

    A key that some items of a list lack is None there.
    """
    first, _, rest = path.partition(".")
    if document is None:
        found = [None]
    elif first == "*":
        found = document.values() if isinstance(document, dict) else document
    else:
        found = [document[int(first)] if isinstance(document, list) else document.get(first)]
    for one in found:
        yield from pick(one, rest) if rest else [one]


def written(value):
    """Write one value without a space: a number with nine significant digits."""
    text = f"{value:.{DIGITS}g}" if isinstance(value, float) else str(value)
    return "_".join(text.split())


def is_same(one, other):
    """Say whether two written values are equal, numbers within the margin."""
    if one == other:
        return True
    try:
        first, second = float(one), float(other)
    except ValueError:
        return False
    return abs(first - second) <= MARGIN * max(SPAN, abs(first))


def paths(document, whole=""):
    """Yield the path of every key of a document, items of a list as ``*``, each once and in its order."""
    return list(dict.fromkeys(_paths(document, whole)))


def _paths(document, whole):
    if isinstance(document, dict):
        for key, value in document.items():
            yield f"{whole}.{key}".lstrip(".")
            yield from _paths(value, f"{whole}.{key}")
    elif isinstance(document, list):
        for value in document:
            yield from _paths(value, f"{whole}.*")


RENAMED = {
    "design.experiment": "design.model_name",
    "designs.*.experiment": "designs.*.model_name",
    "outcome.designs.*.experiment": "outcome.designs.*.model_name",
    "outcome.experiment": "outcome.protocol",
    "parameters.experiment": "parameters.protocol",
    "experiment": "protocol",
}
"""Keys of documents, by their paths, that bear another name today."""
OLDER = {now: before for before, now in RENAMED.items()}


def read_rows(name):
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_rows(name, rows):
    with (HERE / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_json(name):
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def write_json(name, document):
    text = json.dumps(document, indent=1, ensure_ascii=False)
    (HERE / name).write_text(text + "\n", encoding="utf-8")
