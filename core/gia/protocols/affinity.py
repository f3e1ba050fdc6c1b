"""The paper's protocols on variants of a site: every single mutant, and patterns of known affinity."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from core.data.number_texts import advice, is_number_written_otherwise
from core.errors import DataError, SequenceError
from core.gia.design import parse_pattern
from core.gia.importance import GiaResult
from core.gia.protocols.protocol import (
    PATTERN,
    POSITION,
    Parameter,
    Plan,
    Row,
    Setting,
    protocol,
)
from core.gia.protocols.sites import CENTRE
from core.sequence import ALPHABET
from core.statistics import line

KMER_COLUMNS = ("kmer", "k-mer", "pattern", "variant", "motif", "sequence")
"""Names, in any case, of the pattern column in a table of dissociation constants."""
NOT_KD = {
    "err",
    "error",
    "sd",
    "std",
    "stdev",
    "dev",
    "se",
    "sem",
    "var",
    "variance",
    "cv",
    "ci",
    "low",
    "lower",
    "high",
}
NOT_KD |= {"high", "upper", "min", "max", "n", "unit"}
"""Words in the name of a column that holds the error or the unit of a KD instead of the KD."""
Affinities = dict[str, float | tuple[float, ...]]
"""KD by pattern; a tuple of them for a pattern that was measured or written more than once."""


@protocol("Every single mutant of a k-mer", pattern=PATTERN, position=POSITION)
def kmer_mutagenesis(setting: Setting, pattern: str, position: int = CENTRE) -> Plan:
    """Which letters of a k-mer matter? Every single mutant, minus the wild type.

    Returns
    -------
    Outcome : rows with letter_position (in the k-mer, from 1), letter, and the paired difference to the wild type;
        summary matrix (k, 4) of these differences in the order of letters, 0 at the wild type, low and high ends of
        their intervals, and sensitivity (k,), their L2 norm: the heights of the paper's top-k-mer logo.

    Raises
    ------
    SequenceError : a pattern with other letters than A, C, G, U, or that leaves the probe.

    Source: Koo et al. 2021, Methods (k-mer mutagenesis). The authors' code does not subtract the wild type.
    """
    kmer = parse_pattern(pattern)
    if several := [letter for letter in kmer if letter not in ALPHABET]:
        raise SequenceError(f"pattern {kmer} has an {several[0]}, which has no mutants; use the letters A, C, G, U.")
    columns: list[Row] = [{"label": "wild type", "letter_position": None, "letter": None}]
    texts = [f"{kmer}@{position}"]
    for index, wild in enumerate(kmer):
        for letter in ALPHABET.replace(wild, ""):
            columns.append({"label": f"{wild}{index + 1}{letter}", "letter_position": index + 1, "letter": letter})
            texts.append(f"{kmer[:index]}{letter}{kmer[index + 1 :]}@{position}")
    parameters = {"pattern": kmer, "position": position}
    return Plan(setting, [setting.design(texts)], columns, _finish_kmer_mutagenesis, parameters)


def _finish_kmer_mutagenesis(rows: list[Row], results: list[GiaResult]) -> tuple[list[Row], dict]:
    comparisons = results[0].comparisons
    names = {"difference": "difference", "ci_low": "difference_low", "ci_high": "difference_high"}
    names |= {"p_value": "p_value", "p_adjusted": "p_adjusted"}
    shape = (rows[-1]["letter_position"], len(ALPHABET))
    grids = {name: np.zeros(shape) for name in ("difference", "ci_low", "ci_high")}
    final = [rows[0]]
    for row, comparison in zip(rows[1:], comparisons, strict=True):
        final.append({**row, **{shown: getattr(comparison, name) for name, shown in names.items()}})
        for name, grid in grids.items():
            grid[row["letter_position"] - 1, ALPHABET.index(row["letter"])] = getattr(comparison, name)
    matrix = grids["difference"]
    return final, {
        "letters": ALPHABET,
        "matrix": matrix.tolist(),
        "low": grids["ci_low"].tolist(),
        "high": grids["ci_high"].tolist(),
        "sensitivity": np.linalg.norm(matrix, axis=1).tolist(),
    }


def read_affinities(text: str) -> Affinities:
    """Read KD by pattern from a text or a CSV file; errors as `spr`."""
    text = text.removeprefix("\ufeff")
    if "=" not in text:
        return gathered(_read_table(Path(text.strip())))
    return gathered((pattern, kd) for pattern, _, kd in (part.partition("=") for part in text.split(",")))


def gathered(given: Iterable[tuple[str, str | float | Sequence[float]]]) -> Affinities:
    """Collect KD by pattern, with all values for the same letters together; errors as `spr`."""
    found: dict[str, list[float]] = {}
    for pattern, kd in given:
        several = kd if isinstance(kd, Sequence) and not isinstance(kd, str) else [kd]
        found.setdefault(parse_pattern(pattern), []).extend(_constant(pattern, one) for one in several)
    return {pattern: tuple(several) if len(several) > 1 else several[0] for pattern, several in found.items()}


def _read_table(path: Path) -> list[tuple[str, str]]:
    """Read pattern and KD of each row, as texts."""
    from core.data.small_table import read_rows  # Arrow, which the app's start does not wait for

    try:
        names, rows = read_rows(path, ("kmer", "kd"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(
            f"{path} cannot be read as a CSV file; give one, or KDs as text, such as UGCAUGU=0.83,AGCAUGU=4.8."
        ) from error
    lower = [name.lower() for name in names]
    kmer = _only(path, names, [place for place, name in enumerate(lower) if name in KMER_COLUMNS], "patterns")
    named_kd = [place for place, name in enumerate(lower) if name == "kd"]
    kd = _only(path, names, named_kd or [place for place, name in enumerate(lower) if _tells_kd(name)], "KD")
    if kmer is None or kd is None:
        raise DataError(
            f"{path} has the columns {', '.join(names) or '(none)'}; it needs one of {', '.join(KMER_COLUMNS)}, "
            "and one named kd, or kd with its unit, kd_nM."
        )
    for number, row in rows:
        if len(row) <= max(kmer, kd):
            raise DataError(f"row {number} of {path} has {len(row)} cells, too few for its {len(names)} columns.")
    return [(row[kmer], row[kd]) for _number, row in rows]


def _tells_kd(name: str) -> bool:
    """Say whether a column of this name, in lower case, holds KD: kd_nm, kd (um), but not kd_error."""
    return name.startswith("kd") and not NOT_KD & {*re.findall("[a-z]+", name.removeprefix("kd"))}


def _only(path: Path, names: list[str], places: list[int], what: str) -> int | None:
    """Return the single place of a column that fits, None if no column does; a DataError if several do."""
    if len(places) > 1:
        several = ", ".join(names[place] for place in places)
        cure = "name the one that is meant kd" if what == "KD" else "keep one of them"
        raise DataError(f"{path} has several columns of {what}: {several}; {cure}.")
    return places[0] if places else None


def _constant(pattern: str, kd: str | float) -> float:
    try:
        value = float(kd)
    except ValueError as error:
        what, cure = advice(str(kd).strip())
        if is_number_written_otherwise(str(kd).strip()):
            raise SequenceError(f"the KD of {pattern.strip()} has {what}; {cure}.") from error
        value = np.nan
    if not 0 < value < np.inf:
        raise SequenceError(f"the KD of {pattern.strip()} is {kd!r}; give a number above 0.")
    return value


@protocol(
    "Measured affinities",
    affinities=Parameter(read_affinities, "KDs such as UGCAUGU=0.83,AGCAUGU=4.8, or a CSV file of them"),
    position=POSITION,
)
def spr(setting: Setting, affinities: str | Mapping[str, float | Sequence[float]], position: int = CENTRE) -> Plan:
    """Does importance follow measured affinity? Patterns of known dissociation constant (KD), and the line of ln KD.

    Parameters
    ----------
    affinities : KD by pattern, all in one unit; as text ``UGCAUGU=0.83,AGCAUGU=4.8``, or the path of a CSV file with a
        pattern column (kmer, k-mer, pattern, variant, motif or sequence) and a column named kd, or else the only column
        whose name begins with kd (kd_nM) and does not name an error (kd_sd). A pattern that is given more than once
        (replicates, or TGCATGT and UGCAUGU) takes the mean of its ln KD.

    Returns
    -------
    Outcome : rows with kd (of several the geometric mean), ln_kd and n_kd, the number of KD given; summary slope (ln KD
        per SD of importance), intercept, r, r_squared, p_value, and averaged, the patterns that were given more than
        once with their numbers, or None.

    Raises
    ------
    DataError : a file that cannot be read, lacks one of the columns, or has several that fit.
    SequenceError : fewer than three patterns, a KD that is not a positive number, or a pattern that `Design` refuses.

    Source: Koo et al. 2021, Fig 2f, with surface plasmon resonance of Auweter et al. 2006, EMBO J 25: 163.
    """
    known = read_affinities(affinities) if isinstance(affinities, str) else gathered(affinities.items())
    if len(known) < 3:
        raise SequenceError(
            f"{len(known)} patterns with a KD are too few for a line; give three or more, such as "
            "UGCAUGU=0.83,AGCAUGU=4.8."
        )
    ln_kd = {pattern: np.log(np.atleast_1d(kd)) for pattern, kd in known.items()}
    columns = [
        {"label": pattern, "kd": float(np.exp(logs.mean())), "ln_kd": float(logs.mean()), "n_kd": len(logs)}
        for pattern, logs in ln_kd.items()
    ]
    design = setting.design([f"{pattern}@{position}" for pattern in known], reference=None)
    return Plan(setting, [design], columns, _finish_spr, {"affinities": known, "position": position})


def _finish_spr(rows: list[Row], results: list[GiaResult]) -> tuple[list[Row], dict]:
    importance, ln_kd = (np.array([row[name] for row in rows]) for name in ("global_importance", "ln_kd"))
    averaged = ", ".join(f"{row['label']} ({row['n_kd']})" for row in rows if row["n_kd"] > 1)
    return rows, {**line(importance, ln_kd), "averaged": averaged or None}
