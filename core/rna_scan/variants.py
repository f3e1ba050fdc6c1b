"""Single-nucleotide substitutions in RNAs: read as people list them, checked, and scored in every window."""

import csv
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.errors import AppError, SequenceError, quoted
from core.library import analyses
from core.models.scoring import Model
from core.progress import OnProgress
from core.rna_scan.fasta import UNKNOWN
from core.rna_scan.windows import LONGEST, check_window, cut, predict
from core.sequence import ALPHABET, NamedRna, as_rna, to_rna

MOST = 1000
"""Most substitutions of a list."""
MOST_LINES = 5000
TOGETHER = 100
"""Substitutions predicted between two reports of progress."""
SHOWN = 120
"""Letters of a line, or of the name of an RNA, that a sentence shows."""
FORM = "write RNA, position from 1, reference and alternative letter, such as 'utr1 123 A G' or 'utr1:123A>G'"
_PLAIN = re.compile(
    r"^(?:(?P<name>.*?)[\s,;]+)?(?P<position>\d{1,18})[\s,;]+(?P<ref>[A-Za-z.-]+)[\s,;]+(?P<alt>[A-Za-z.-]+)$"
)
_SHORT = re.compile(
    r"^(?:(?P<name>.*?)[\s,;:]+)?(?:[rn]\.)?(?P<position>\d{1,18})(?P<ref>[A-Za-z]+)>(?P<alt>[A-Za-z]+)$"
)
_BETWEEN = re.compile(r"^(?:(?P<name>.*?)[\s,;:]+)?(?P<ref>[A-Za-z]+)(?P<position>\d{1,18})(?P<alt>[A-Za-z]+)$")
_FORMS = (_SHORT, _PLAIN, _BETWEEN)
_OF_A_GENE = re.compile(r"(?<![\w.])(?P<kind>[cgmp])\.(?=[*\-\d(A-Z])")
_LENGTH_CHANGES = re.compile(r"\d(del|ins|dup)", re.IGNORECASE)
HEADS = frozenset({"name", "rna", "id", "chrom", "#chrom", "position", "pos", "ref", "alt", "reference", "alternative"})


class Substitution(NamedTuple):
    """One letter of an RNA (its name) in place of another, with T if the RNA is written with T; position from 1."""

    rna: str
    position: int
    ref: str
    alt: str

    @property
    def text(self) -> str:
        """The form that people write and `read_variants` reads: ``utr1:123A>G``."""
        return f"{self.rna}:{self.position}{self.ref}>{self.alt}"


class VariantList(NamedTuple):
    """The substitutions that can be scored, and one sentence for each line that cannot."""

    substitutions: tuple[Substitution, ...]
    problems: tuple[str, ...]


class Effect(NamedTuple):
    """The effect of a substitution on the prediction of one model, over all windows that hold it.

    starts : (W,) index of the first letter of these windows. before, after : (W,) their predictions without and with
    the substitution; nan for a window with an unknown letter.
    """

    substitution: Substitution
    model: str
    window: int
    starts: np.ndarray
    before: np.ndarray
    after: np.ndarray

    @property
    def change(self) -> np.ndarray:
        """Predictions (W,) with minus without the substitution."""
        return self.after - self.before

    @property
    def is_known(self) -> bool:
        """Whether any of the windows has no unknown letter."""
        return bool(np.isfinite(self.change).any())

    @property
    def best(self) -> int:
        """Index of the window that is predicted highest without the substitution."""
        return int(np.nanargmax(self.before))

    @property
    def strongest(self) -> int:
        """Index of the window that changes most."""
        return int(np.nanargmax(np.abs(self.change)))

    def to_dict(self) -> dict:
        """Return the numbers of tables and files; windows by the position of their first letter, from 1."""
        named = {**self.substitution._asdict(), "model": self.model, "windows": int(np.isfinite(self.change).sum())}
        if not self.is_known:
            return named
        best, strongest = self.best, self.strongest
        return {
            **named,
            "strongest_change": float(self.change[strongest]),
            "strongest_first": int(self.starts[strongest]) + 1,
            "best_first": int(self.starts[best]) + 1,
            "best_before": float(self.before[best]),
            "best_after": float(self.after[best]),
            "best_change": float(self.change[best]),
            "summed_change": float(np.nansum(self.change)),
        }


def read_variants(text: str, rnas: Sequence[NamedRna]) -> VariantList:
    """Read a list of substitutions, one a line, and check each against its RNA.

    ``name position ref alt`` with tabs, spaces or commas between them, ``name:123A>G`` or ``name:A123G``; the name may
    be left out if there is one RNA only. A name is the whole name of an RNA, or its first word if no other RNA's name
    begins with that word; cells may be quoted. A head line, empty lines and lines that begin with ``#`` are skipped. T
    reads as U. Insertions and deletions are not read.

    Raises
    ------
    SequenceError : more than `MOST` substitutions.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if len(lines) > MOST_LINES:
        raise SequenceError(f"the list has {len(lines):,} lines; give at most {MOST:,} substitutions at a time.")
    known = {rna.name: rna for rna in map(as_rna, rnas)}
    found: dict[Substitution, int] = {}
    problems, is_first = [], True
    for number, line in enumerate(map(str.strip, lines), start=1):
        if not line or line.startswith(("#", ">")):
            continue
        is_head, is_first = is_first and _is_head(line), False
        if is_head:
            continue
        try:
            one = _read(line, known)
            if one in found:
                raise SequenceError(f"repeats line {found[one]}; it is scored once.")
            found[one] = number
        except SequenceError as error:
            problems.append(f"Line {number}, {quoted(line, SHOWN)}: {error}")
    if len(found) > MOST:
        raise SequenceError(f"there are {len(found):,} substitutions; give at most {MOST:,} at a time.")
    return VariantList(tuple(found), tuple(problems))


def variant_effects(
    models: Sequence[str | Model],
    rnas: Sequence[NamedRna],
    substitutions: Sequence[Substitution],
    window: int = LONGEST,
    on_progress: OnProgress | None = None,
) -> list[Effect]:
    """Predict every window that holds a substituted letter, without and with it.

    Parameters
    ----------
    models, rnas, window : as in `core.scan_rnas`, with step 1.
    substitutions : as read by `read_variants`.
    on_progress : called with (done, total) predictions; an exception it raises cancels the run.

    Returns
    -------
    One effect for each substitution and model, models side by side.

    Raises
    ------
    SequenceError : a substitution that does not fit its RNA, or a window out of range.
    DataError, ModelError : an unknown experiment, or an experiment without a usable model.
    """
    check_window(window)
    known = {rna.name: rna for rna in map(as_rna, rnas)}
    for one in substitutions:
        _check(one, known)
    opened = [analyses.open_model(model) if isinstance(model, str) else model for model in models]
    if not opened:
        raise AppError("no model is asked; choose at least one.")
    effects: list[Effect] = []
    for start in range(0, len(substitutions), TOGETHER):
        effects += _score(opened, known, substitutions[start : start + TOGETHER], window)
        if on_progress:
            on_progress(min(start + TOGETHER, len(substitutions)), len(substitutions))
    return effects


def _score(models: list[Model], known: dict[str, NamedRna], part: Sequence[Substitution], window: int) -> list[Effect]:
    starts, pieces, is_known = [], [], []
    for one in part:
        sequence, at = known[one.rna].sequence, one.position - 1
        length = min(window, len(sequence))
        first = np.arange(max(0, at - length + 1), min(at, len(sequence) - length) + 1)
        before, clear = cut(sequence, first, window)
        after = before.copy()
        after[np.arange(len(first)), at - first] = ALPHABET.index(to_rna(one.alt))
        starts.append(first)
        pieces += [before, after]
        is_known += [clear, clear]
    kept = np.concatenate(is_known)
    values = np.full((len(models), len(kept)), np.nan, np.float32)
    values[:, kept] = predict([model.score for model in models], np.concatenate(pieces)[kept])
    parts = np.split(values, np.cumsum([len(piece) for piece in pieces])[:-1], axis=1)
    return [
        Effect(one, model.name, window, starts[n], parts[2 * n][m], parts[2 * n + 1][m])
        for n, one in enumerate(part)
        for m, model in enumerate(models)
    ]


def _is_head(line: str) -> bool:
    return bool({word.lower() for word in re.split(r"[\s,;]+", _unquoted(line))} & HEADS) and not any(
        map(str.isdigit, line)
    )


def _read(line: str, known: dict[str, NamedRna]) -> Substitution:
    name, rest = _named(_unquoted(line), known)
    match = next(filter(None, (form.match(rest) for form in _FORMS)), None)
    if match is None:
        raise SequenceError(f"{_lacking(rest)}; {FORM}.")
    name = name or _known(match["name"] or "", known)
    ref, alt = (known[name].typed(to_rna(match[key])) for key in ("ref", "alt"))
    one = Substitution(name, int(match["position"]), ref, alt)
    _check(one, known)
    return one


def _lacking(text: str) -> str:
    """Say what keeps a text from being a substitution: another notation, or a part that is missing."""
    if found := _OF_A_GENE.search(text):
        return f"counts positions as {found['kind']}. does, from a codon or in the genome, not in the RNA"
    if _LENGTH_CHANGES.search(text):
        return "is an insertion or a deletion, and only substitutions are read"
    position = re.search(r"\b[A-Za-z]?(\d+)", text)
    if position is None:
        return "has no position"
    return f"has the position {position[1][:20]}, but not both a reference and an alternative letter"


def _named(line: str, known: dict[str, NamedRna]) -> tuple[str, str]:
    """Split a line into the longest RNA name that it begins with and the rest; "" and the line if there is none."""
    for name in sorted(known, key=len, reverse=True):
        rest = line.removeprefix(name)
        if rest != line and re.match(r"[\s,;:]", rest) and any(form.match(rest.lstrip(" \t,;:")) for form in _FORMS):
            return name, rest.lstrip(" \t,;:")
    return "", line


def _unquoted(line: str) -> str:
    """Remove the quotes of a line of quoted cells, as spreadsheets write them."""
    if not line.startswith('"'):
        return line
    for mark in "\t,;":
        cells = next(csv.reader([line], delimiter=mark))
        if len(cells) > 1:
            return "\t".join(cell.strip() for cell in cells)
    return line.strip('"')


def _known(typed: str, known: dict[str, NamedRna]) -> str:
    """Find the RNA that is meant: the only RNA if none is named, or the RNA whose name begins with that word."""
    word = typed.strip()
    if not word:
        if len(known) != 1:
            raise SequenceError(f"names no RNA, and there are {len(known)}; {FORM}.")
        return next(iter(known))
    begun = [name for name in known if name.split()[0] == word]
    if len(begun) == 1:
        return begun[0]
    some = ", ".join(list(known)[:5]) + (", …" if len(known) > 5 else "")
    if begun:
        raise SequenceError(
            f"{len(begun)} RNAs have names that begin with {quoted(word, SHOWN)}; write the whole name: {some}."
        )
    raise SequenceError(f"there is no RNA {quoted(word, SHOWN)}; use one of: {some}.")


def _check(one: Substitution, known: dict[str, NamedRna]) -> None:
    """Raise a SequenceError if a substitution cannot be: its RNA, letters, position or reference."""
    if one.rna not in known:
        some = ", ".join(list(known)[:5]) + (", …" if len(known) > 5 else "")
        raise SequenceError(f"there is no RNA {quoted(one.rna, SHOWN)}; use one of: {some}.")
    rna, sequence = known[one.rna], known[one.rna].sequence
    if len(one.ref) != 1 or len(one.alt) != 1 or not {one.ref, one.alt} <= {*ALPHABET, "T"}:
        raise SequenceError(
            f"{one.ref[:10]} to {one.alt[:10]} is not a substitution of one letter A, C, G, U by another; insertions "
            "and deletions are not read."
        )
    if not 1 <= one.position <= len(sequence):
        raise SequenceError(f"position {one.position:,} is outside {one.rna}, which has {len(sequence):,} nt.")
    there = rna.typed(sequence[one.position - 1])
    if there != rna.typed(to_rna(one.ref)):
        what = "an unknown letter" if there == UNKNOWN else there
        raise SequenceError(f"the reference is {one.ref}, but {one.rna} has {what} at position {one.position:,}.")
    if one.ref == one.alt:
        raise SequenceError(f"{one.ref} to {one.alt} changes nothing; give another letter.")
