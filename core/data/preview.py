"""Preview of an import: a file is read once, examined, and laid aside before anything is kept.

`core.data.staging` holds what was laid aside; this module reads no layout itself.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from core.data import sample, staging, store
from core.data.layouts import LAYOUTS, read
from core.data.records import ProbeTable
from core.data.transform import KINDS, fit_transform
from core.errors import DataError

FIRST_ROWS, FIRST_SCORES = 5, 6
"""Probes, and experiments of each, that a preview shows as read."""
BINS = 40

OnProgress = Callable[[str], None]


class Column(NamedTuple):
    """One experiment of a file.

    n_a, n_b : probes of both sets with a score; n_missing : probes without.
    problem : why no model can be trained on it, or "".
    here : the import on this machine that it would replace, or "".
    """

    id: str
    gene: str
    n_a: int
    n_b: int
    n_missing: int
    problem: str
    here: str


class Preview(NamedTuple):
    """The content of a file, as `store.import_file` would import it.

    digest : of its content; the key of what was laid aside.
    file_names, n_bytes : the files that are read, by their path within a folder, and their total size.
    layouts : all layouts, to choose another by hand.
    first_rows : {"sequence", "set", "scores"} of the first probes.
    sets_from : the origin of the sets, in words.
    n_unscored : probes without a score in any experiment, which are never used.
    n_repeated : probes whose sequence occurred before in the same set; each counts.
    n_leaked : different sequences that are in both sets, so that the model has seen these test probes.
    dna : whether the file writes T; None if that cannot be seen.
    lengths : probes of each length in nt, ascending.
    refused : why it can be read but not kept, or "".
    notes : sentences on readings that may not be what is meant.
    """

    digest: str
    file_names: tuple[str, ...]
    n_bytes: int
    layout: str
    layouts: tuple[str, ...]
    parts: tuple[sample.Part, ...]
    first_rows: tuple[dict, ...]
    sets_from: str
    n_probes: int
    n_a: int
    n_b: int
    n_unscored: int
    n_repeated: int
    n_leaked: int
    dna: bool | None
    lengths: dict[int, int]
    experiments: tuple[Column, ...]
    left_out: tuple[str, ...]
    refused: str
    notes: tuple[str, ...]

    def to_dict(self) -> dict:
        """Return the preview as plain JSON."""
        return {
            **self._asdict(),
            "file_names": list(self.file_names),
            "layouts": list(self.layouts),
            "parts": [{**part._asdict(), "values": list(part.values)} for part in self.parts],
            "first_rows": list(self.first_rows),
            "lengths": {str(length): number for length, number in self.lengths.items()},
            "experiments": [column._asdict() for column in self.experiments],
            "left_out": list(self.left_out),
            "notes": list(self.notes),
        }


class Histogram(NamedTuple):
    """Scores of one experiment on one scale. edges : (BINS + 1,); a, b : probes of both sets in each bin."""

    kind: str
    edges: tuple[float, ...]
    a: tuple[int, ...]
    b: tuple[int, ...]
    low: float
    median: float
    high: float


def preview_file(
    path: str | Path, layout: str | None = None, on_progress: OnProgress | None = None, lay_aside: bool = False
) -> Preview:
    """Read a file or folder as an import would, and describe its content without importing it.

    Parameters
    ----------
    layout : a name in ``LAYOUTS``; None finds the one that fits.
    on_progress : called with the current step in words.
    lay_aside : keep what was read for a day, so that `staging.keep_previewed` need not read it again.

    Raises
    ------
    DataError, SequenceError : as `core.data.layouts.read`.
    """
    tell = on_progress or (lambda text: None)
    path = Path(path).expanduser()
    tell(f"Reading {path.name}")
    table, layout = read(path, layout)
    tell(f"Looking at {len(table.sequences):,} probes, experiments: {table.scores.shape[1]:,}")
    found = _look(path, layout, table)
    if lay_aside:
        tell("Laying aside what was read")
        staging.lay_aside(table, _summary_of(found), path.name)
    return found


def score_distribution(digest: str, experiment_id: str) -> tuple[Histogram, ...]:
    """Count the scores of one experiment of a previewed or imported file: raw, and after each transform (z-scores).

    Transforms are fitted on the whole of set A; a training fits them on the nine tenths it trains on. A transform that
    cannot be fitted is left out.

    Raises
    ------
    DataError : nothing with that digest is left here, or it has no such experiment.
    """
    probes = staging.probes(digest, experiment_id)
    scales = {"raw": probes.scores.astype(np.float64)}
    for kind in KINDS:
        try:
            scales[kind] = fit_transform(probes.scores[~probes.in_b], kind).apply(probes.scores).astype(np.float64)
        except DataError:
            continue
    return tuple(_histogram(kind, scores, probes.in_b) for kind, scores in scales.items() if len(scores))


def _histogram(kind: str, scores: np.ndarray, in_b: np.ndarray) -> Histogram:
    edges = np.histogram_bin_edges(scores, BINS)
    a, b = (np.histogram(scores[mask], edges)[0].tolist() for mask in (~in_b, in_b))
    low, median, high = np.percentile(scores, (0, 50, 100)).tolist()
    return Histogram(kind, tuple(edges.tolist()), tuple(a), tuple(b), low, median, high)


def _look(path: Path, layout: str, table: ProbeTable) -> Preview:
    parts = sample.parts(path, layout, table)
    files = sample.files_read(path, layout)
    keys = pd.Series(table.sequences, dtype="str")
    which = pd.factorize(keys)[0]
    spots = [np.bincount(which[in_set], minlength=which.max() + 1) for in_set in (~table.in_b, table.in_b)]
    lengths = keys.str.len().value_counts().sort_index()
    return Preview(
        digest=table.digest,
        file_names=tuple(files),
        n_bytes=sum(file.stat().st_size for file in files.values()),
        layout=layout,
        layouts=tuple(LAYOUTS),
        parts=tuple(parts),
        first_rows=tuple(_row(table, place) for place in range(min(FIRST_ROWS, len(keys)))),
        sets_from=_sets_from(layout, parts),
        n_probes=len(keys),
        n_a=int((~table.in_b).sum()),
        n_b=int(table.in_b.sum()),
        n_unscored=_n_unscored(table),
        n_repeated=int(sum(np.maximum(n - 1, 0).sum() for n in spots)),
        n_leaked=int((spots[0].astype(bool) & spots[1].astype(bool)).sum()),
        dna=sample.is_dna(parts),
        lengths={int(length): int(number) for length, number in lengths.items()},
        experiments=tuple(_columns(table)),
        left_out=tuple(table.left_out),
        refused=store.refusal(list(table.scores.columns)),
        notes=table.notes,
    )


def _n_unscored(table: ProbeTable) -> int:
    scored = np.zeros(len(table.sequences), bool)
    for name in table.scores.columns:  # one by one: all at once they are a copy of the table
        scored |= table.scores[name].notna().to_numpy()
    return int((~scored).sum())


def _row(table: ProbeTable, place: int) -> dict:
    scores = table.scores.iloc[place, :FIRST_SCORES]
    shown = {name: None if np.isnan(score) else float(score) for name, score in scores.items()}
    return {"sequence": str(table.sequences[place]), "set": "AB"[int(table.in_b[place])], "scores": shown}


def _sets_from(layout: str, parts: list[sample.Part]) -> str:
    if layout == "koo":
        return "the data sets train and valid (A) and test (B)"
    if layout == "rnacontext":
        return "the names of the files"
    named = next((part.name for part in parts if part.role == sample.SET), None)
    return (
        f"the column {named}"
        if named
        else "no column; half of the different sequences become set B, chosen by their hash"
    )


def _columns(table: ProbeTable) -> list[Column]:
    known = {entry.id: dataset for dataset in reversed(store.datasets()) for entry in dataset.entries}
    found = []
    for name in table.scores.columns:
        scores = table.scores[name].to_numpy()
        measured = ~np.isnan(scores)
        n_b = int((measured & table.in_b).sum())
        n_a = int(measured.sum()) - n_b
        before = known.get(name)
        here = f"{before.file_name}, {before.date[:10]}" if before and before.layout != store.SIMULATED else ""
        problem = _problem(n_a, n_b, scores[measured & ~table.in_b])
        found.append(Column(name, store.describe(name).gene, n_a, n_b, int((~measured).sum()), problem, here))
    return found


def _problem(n_a: int, n_b: int, training_scores: np.ndarray) -> str:
    if n_a < store.FEWEST_A or n_b < store.FEWEST_B:
        return f"too few to train on: it takes {store.FEWEST_A} scores of set A and {store.FEWEST_B} of set B"
    if training_scores.min() == training_scores.max():
        return "all scores of set A are the same, so there is nothing to learn"
    return ""


def _summary_of(found: Preview) -> store.ImportSummary:
    ids = [column.id for column in found.experiments]
    return store.ImportSummary(ids, found.n_probes, found.n_a, found.n_b, found.left_out, found.layout, found.notes)
