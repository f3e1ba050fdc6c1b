"""The paper's experiments on variants of a site: every single mutant, and patterns of known affinity."""

import csv
from pathlib import Path

import numpy as np

from core.errors import DataError, SequenceError
from core.gia.design import parse_pattern
from core.gia.importance import GiaResult
from core.gia.protocol import COMMON, PATTERN, POSITION, Outcome, Parameter, Plan, Protocol, Row, Setting, carry_out
from core.gia.run import OnProgress
from core.gia.sites import CENTRE
from core.gia.statistics import line
from core.score import Model
from core.sequence import ALPHABET

KMER_COLUMNS = ("kmer", "k-mer", "pattern", "variant", "motif", "sequence")
"""Names of the column of patterns in a table of dissociation constants, whatever their case."""


def kmer_mutagenesis(
    model: Model,
    pattern: str,
    position: int = CENTRE,
    *,
    background: str = "profile",
    n: int = 1000,
    seed: int = 0,
    on_progress: OnProgress | None = None,
) -> Outcome:
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
    plan = plan_kmer_mutagenesis(Setting(model.name, background, n, seed), pattern, position)
    return carry_out("kmer-mutagenesis", model, plan, on_progress)


def plan_kmer_mutagenesis(setting: Setting, pattern: str, position: int) -> Plan:
    kmer = parse_pattern(pattern)
    if several := [letter for letter in kmer if letter not in ALPHABET]:
        raise SequenceError(f"pattern {kmer} has an {several[0]}, which has no mutants; use the letters A, C, G, U.")
    columns, texts = [{"label": "wild type", "letter_position": None, "letter": None}], [f"{kmer}@{position}"]
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


def spr(
    model: Model,
    affinities: str | dict[str, float],
    position: int = CENTRE,
    *,
    background: str = "profile",
    n: int = 1000,
    seed: int = 0,
    on_progress: OnProgress | None = None,
) -> Outcome:
    """Does importance follow measured affinity? Patterns of known dissociation constant (KD), and the line of ln KD.

    Parameters
    ----------
    affinities : KD by pattern, all in one unit; as text ``UGCAUGU=0.83,AGCAUGU=4.8``, or the path of a CSV file with a
        column of patterns (kmer, pattern, variant, motif or sequence) and one whose name starts with kd.

    Returns
    -------
    Outcome : rows with kd and ln_kd; summary slope (ln KD an SD of importance), intercept, r, r_squared, p_value.

    Raises
    ------
    DataError : a file that cannot be read, or has no such columns.
    SequenceError : fewer than three patterns, a KD that is no positive number, or patterns as `Design`.

    Source: Koo et al. 2021, Fig 2f, with surface plasmon resonance of Auweter et al. 2006, EMBO J 25: 163.
    """
    plan = plan_spr(Setting(model.name, background, n, seed), affinities, position)
    return carry_out("spr", model, plan, on_progress)


def plan_spr(setting: Setting, affinities: str | dict[str, float], position: int) -> Plan:
    if isinstance(affinities, str):
        affinities = read_affinities(affinities)
    affinities = {parse_pattern(pattern): _constant(pattern, kd) for pattern, kd in affinities.items()}
    if len(affinities) < 3:
        raise SequenceError(
            f"{len(affinities)} patterns with a KD make no line; give three or more, such as UGCAUGU=0.83,AGCAUGU=4.8."
        )
    columns = [{"label": pattern, "kd": kd, "ln_kd": float(np.log(kd))} for pattern, kd in affinities.items()]
    design = setting.design([f"{pattern}@{position}" for pattern in affinities])
    return Plan(setting, [design], columns, _finish_spr, {"affinities": affinities, "position": position})


def _finish_spr(rows: list[Row], results: list[GiaResult]) -> tuple[list[Row], dict]:
    importance, ln_kd = (np.array([row[name] for row in rows]) for name in ("global_importance", "ln_kd"))
    return rows, line(importance, ln_kd)


def read_affinities(text: str) -> dict[str, float]:
    """KD by pattern from a text or a CSV file; errors as `spr`."""
    if "=" not in text:
        return _read_table(Path(text.strip()))
    affinities = {}
    for part in text.split(","):
        pattern, _, kd = part.partition("=")
        affinities[parse_pattern(pattern)] = _constant(pattern, kd)
    return affinities


def _read_table(path: Path) -> dict[str, float]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = {name.strip().lower(): name for name in reader.fieldnames or ()}
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(
            f"{path} cannot be read as a CSV file; give one, or KDs as text, such as UGCAUGU=0.83,AGCAUGU=4.8."
        ) from error
    kmer = next((names[name] for name in KMER_COLUMNS if name in names), None)
    kd = next((names[name] for name in names if name.startswith("kd")), None)
    if not kmer or not kd:
        raise DataError(
            f"{path} has the columns {', '.join(names) or '(none)'}; it needs one of {', '.join(KMER_COLUMNS)}, "
            "and one whose name starts with kd."
        )
    return {parse_pattern(row[kmer] or ""): _constant(row[kmer], row[kd] or "") for row in rows}


def _constant(pattern: str, kd: str | float) -> float:
    try:
        value = float(kd)
    except ValueError:
        value = np.nan
    if not 0 < value < np.inf:
        raise SequenceError(f"the KD of {pattern.strip()} is {kd!r}; give a number above 0.")
    return value


KMER_MUTAGENESIS = Protocol(
    "kmer-mutagenesis",
    "Every single mutant of a k-mer",
    kmer_mutagenesis,
    plan_kmer_mutagenesis,
    {"pattern": PATTERN, "position": POSITION, **COMMON},
)
SPR = Protocol(
    "spr",
    "Measured affinities",
    spr,
    plan_spr,
    {
        "affinities": Parameter(read_affinities, "KDs such as UGCAUGU=0.83,AGCAUGU=4.8, or a CSV file of them"),
        "position": POSITION,
        **COMMON,
    },
)
