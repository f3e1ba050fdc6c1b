"""The layout of RNAcontext, RCK and DLPRB: a file for each experiment and set, each line a score and a sequence."""

import re
from pathlib import Path

import numpy as np
import pyarrow as pa

from core.data import columns as parse
from core.data import limits
from core.data.files import check_there, lines, peek
from core.data.records import ProbeTable
from core.data.table_columns import Gathering
from core.data.table_head import BOM
from core.data.union import union
from core.errors import DataError

NAMES = "VTS1_training_sequences.txt, VTS1_data_full_A.txt or RNCMPT00168.txt.sequences_B.RNAcontext.clamp"
TOGETHER = 1 << 16
"""Lines read at a time."""
FOLDERS = {"train": False, "training": False, "test": True}
_NAME = re.compile(
    r"(.+?)((?:[._-](?:training|train|test|a|b|sequences|sequence|data|full|weak|bruijn|rnacontext|clamp|sample|txt|gz))*)",
    re.IGNORECASE,
)
_LINE = re.compile(rb"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|[-+]?inf|nan)[ \t]+([a-z]+)\s*", re.IGNORECASE)

Experiment = tuple[str, np.ndarray, np.ndarray, np.ndarray]


def is_rnacontext(path: Path) -> bool:
    """Say whether a folder holds a file of the layout, or a file begins with a score and a sequence."""
    if path.is_dir():
        return any(_begins_with_score(file) for file in _marked_files(path))
    return _begins_with_score(path)


def read_rnacontext(path: Path) -> ProbeTable:
    """Read lines ``score<space or tab>sequence``; the file name tells the experiment and its set.

    Of a folder, every experiment in it is read; of a file, its experiment, with the file of the other set from the same
    folder, or from neighbouring folders ``train`` and ``test``. The experiment is the file name without the words at
    its end (sequences, data, full, RNAcontext, clamp, txt, gz and so on); the set is ``training``, ``train`` or
    ``test``, otherwise ``A`` or ``B``, otherwise that of the folder. Files of structure annotations are ignored.

    Raises
    ------
    DataError : a name without experiment or set, an experiment with one set only or with two files for one set, a line
        of another kind.
    SequenceError : as `core.data.columns.sequences`.

    Source: the names and lines of RNAcontext (Kazan et al. 2010), RCK (Orenstein et al. 2016) and DLPRB (Ben-Bassat et
    al. 2018).
    """
    pairs = _pairs(files_of(path), path)
    limits.check_columns(path.name, len(pairs), "experiments")
    return union(_read_pair(name, *files) for name, files in pairs.items())


def files_of(path: Path) -> list[Path]:
    """List the files to read of a folder, or of one file's experiment."""
    return _marked_files(path) if path.is_dir() else _files_of_experiment(path)


def parse_name(path: Path) -> tuple[str, bool | None]:
    """Return the experiment that a file name tells, and whether it is set B (test); None if no name tells the set."""
    found = _NAME.fullmatch(path.name)
    experiment, ending = found.groups() if found else (path.name, "")  # a name of two lines
    words = re.split(r"[._-]", ending.lower())
    for sets in ({"training": False, "train": False, "test": True}, {"a": False, "b": True}):
        marks = {sets[word] for word in words if word in sets}
        if len(marks) == 1:
            return experiment, marks.pop()
    return experiment, FOLDERS.get(path.parent.name.lower())


def _marked_files(folder: Path) -> list[Path]:
    """List the files of a folder, and of its folders ``train`` and ``test``, whose names tell a set."""
    inside = [entry for entry in sorted(folder.iterdir()) if not entry.name.startswith(".")]
    below = [file for entry in inside if entry.is_dir() and entry.name.lower() in FOLDERS for file in entry.iterdir()]
    files = [file for file in [*inside, *sorted(below)] if file.is_file()]
    return [file for file in files if not _is_annotation(file) and parse_name(file)[1] is not None]


def _files_of_experiment(path: Path) -> list[Path]:
    """List the files of one file's experiment, itself included."""
    experiment, in_b = parse_name(path)
    if in_b is None:
        raise DataError(f"the name {path.name!r} does not tell the set; name the file as in {NAMES}.")
    folder = path.parent.parent if path.parent.name.lower() in FOLDERS else path.parent
    return [file for file in _marked_files(folder) if parse_name(file)[0] == experiment]


def _pairs(files: list[Path], path: Path) -> dict[str, list[Path]]:
    """Find the files of set A and of set B for each experiment."""
    if not files:
        raise DataError(f"{path} has no file whose name tells the set; name the files as in {NAMES}.")
    pairs: dict[str, dict[bool, Path]] = {}
    for file in files:
        experiment, in_b = parse_name(file)
        if in_b is None:
            continue
        sets = pairs.setdefault(experiment, {})
        if in_b in sets:
            raise DataError(
                f"{sets[in_b].name} and {file.name} are both set {'AB'[in_b]} of experiment {experiment!r}; "
                "give each experiment its own name, or keep one of them."
            )
        sets[in_b] = file
    for experiment, sets in pairs.items():
        if len(sets) < 2:
            ((in_b, file),) = sets.items()
            other = "training file (set A)" if in_b else "test file (set B)"
            raise DataError(
                f"experiment {experiment!r} has {file.name} but no {other}; put it there, named as in {NAMES}."
            )
    return {experiment: [sets[False], sets[True]] for experiment, sets in pairs.items()}


def _read_pair(experiment: str, file_a: Path, file_b: Path) -> Experiment:
    sequences, scores = zip(_read_lines(file_a), _read_lines(file_b), strict=True)
    in_b = np.repeat([False, True], [len(sequences[0]), len(sequences[1])])
    return experiment, np.concatenate(sequences), in_b, np.concatenate(scores)


def _read_lines(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Read the sequences (N,) and scores (N,) of one file."""
    check_there(path)
    gathering = Gathering(path.name, ("score", "sequence"), limits.MOST_ROWS)
    rows, texts = [], []
    for row, line in enumerate(lines(path), start=1):
        line = line.removeprefix(BOM) if row == 1 else line
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            shown = line.strip()[:50].decode("utf-8", "replace")
            raise DataError(
                f"row {row} of {path.name} is {shown!r}; write a score, a space or tab, and a sequence in each row."
            )
        rows.append(row)
        texts.append(match.groups())
        if len(rows) == TOGETHER:
            gathering.add([pa.array(part).cast(pa.string()) for part in zip(*texts, strict=True)], np.array(rows))
            rows, texts = [], []
    if rows:
        gathering.add([pa.array(part).cast(pa.string()) for part in zip(*texts, strict=True)], np.array(rows))
    columns = gathering.columns()
    scores, _ = parse.scores(columns._replace(by_name={"score": columns.by_name["score"]}), path.name)
    return parse.sequences(columns, "sequence", path.name), scores["score"].to_numpy()


def _begins_with_score(path: Path) -> bool:
    line = peek(path, 4096).removeprefix(BOM).lstrip().split(b"\n", 1)[0]
    return _LINE.fullmatch(line) is not None


def _is_annotation(path: Path) -> bool:
    return "annotation" in path.name.lower() or "profile" in path.name.lower()
