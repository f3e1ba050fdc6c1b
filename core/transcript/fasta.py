"""FASTA, as people paste it: records with names and letters, and one sentence for what cannot be read.

Own code, because a library's errors do not know lines. `core.sequence.read_rnas` reads lists of probes, a line each.
"""

import re
from collections import Counter
from typing import NamedTuple

from core.errors import SequenceError
from core.sequence import IUPAC, NamedRna

MOST_NT, MOST_RNAS, MOST_TOTAL = 20_000, 200, 500_000
"""Nucleotides of one RNA, RNAs at a time, and nucleotides of all of them."""
MOST_TEXT = 1_000_000
"""Characters of a text that are looked at: more than `MOST_TOTAL` nucleotides need."""
UNKNOWN = "N"
"""Stands for every letter that is none of A, C, G, U in what was read."""
LONGEST_NAME = 60
AMINO_ACIDS = frozenset("EFILPQ*")
"""What stands in nearly every protein and is no code of nucleotides."""
CURE = "paste FASTA, a line '>name' and then letters A, C, G, U (T reads as U), or the letters alone"
SPREADSHEET = ("PK\x03\x04", "\xd0\xcf\x11\xe0", "PK\ufffd")


class Fasta(NamedTuple):
    """RNAs in the order of the text, letters A, C, G, U and N, and sentences on what was read otherwise than it is."""

    rnas: tuple[NamedRna, ...]
    notices: tuple[str, ...] = ()


class _Record(NamedTuple):
    header: str | None
    line: int
    lines: list[tuple[int, str]]


def read_fasta(text: str) -> Fasta:
    """Read one or many RNAs.

    A record may have many lines; lines that begin with ``;`` are comments; T reads as U, lower case as upper. The other
    letters of IUPAC (N, R, Y, …) become N, an unknown letter: windows with one get no prediction. A text without any
    header is one RNA. Names are the first words of the headers where these differ, else the whole headers; names that
    stand twice get a number.

    Raises
    ------
    SequenceError : nothing in it, text before the first header, a header without letters, a protein, letters that are
        no nucleotides, a spreadsheet, or more than `MOST_NT`, `MOST_RNAS`, `MOST_TOTAL` allow. The sentence names line
        and RNA.
    """
    check_size(len(text))
    if text.startswith(SPREADSHEET) or "\x00" in text[:1000]:
        raise SequenceError(f"that is no text but a file of another program, a spreadsheet perhaps; {CURE}.")
    records = _split(text)
    if not records:
        raise SequenceError(f"there is no RNA in it; {CURE}.")
    if len(records) > MOST_RNAS:
        raise SequenceError(f"there are {len(records):,} RNAs; give at most {MOST_RNAS} at a time.")
    names, notices = _names(records)
    rnas = tuple(NamedRna(name, _letters(name, record)) for name, record in zip(names, records, strict=True))
    total = sum(len(rna.sequence) for rna in rnas)
    if total > MOST_TOTAL:
        raise SequenceError(f"the {len(rnas)} RNAs have {total:,} nt together; give at most {MOST_TOTAL:,} at a time.")
    return Fasta(rnas, (*notices, *_unknown(rnas)))


def check_size(characters: int) -> None:
    """Refuse a text or file that is too long to be looked at; a `SequenceError` says so."""
    if characters > MOST_TEXT:
        raise SequenceError(
            f"that is a text of {characters:,} characters; give at most {MOST_TEXT:,}, which is {MOST_TOTAL:,} nt and "
            "their names."
        )


def write_fasta(rnas: tuple[NamedRna, ...], width: int = 60) -> str:
    """The text that `read_fasta` reads back as the same RNAs."""
    parts = []
    for name, sequence in rnas:
        lines = [sequence[start : start + width] for start in range(0, len(sequence), width)]
        parts += [f">{name}", *lines]
    return "\n".join(parts) + "\n"


def _split(text: str) -> list[_Record]:
    records: list[_Record] = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), start=1):
        line = line.strip()
        if not line or line.startswith(";"):
            continue
        if line.startswith(">"):
            if records and records[0].header is None:
                raise SequenceError(
                    f"there is text before the first FASTA header, in line {records[0].line}; begin with '>'."
                )
            records.append(_Record(line[1:].strip(), number, []))
        elif records:
            records[-1].lines.append((number, line))
        else:
            records.append(_Record(None, number, [(number, line)]))
    return records


def _names(records: list[_Record]) -> tuple[list[str], list[str]]:
    """Names that are not empty and differ, and what was renamed."""
    whole = [(record.header or f"RNA{place}")[:LONGEST_NAME].strip() for place, record in enumerate(records, start=1)]
    first = [name.split()[0] if record.header else name for name, record in zip(whole, records, strict=True)]
    names = first if len(set(first)) == len(first) else whole
    doubled = [name for name, count in Counter(names).items() if count > 1]
    taken, unique = set(names), []
    seen: set[str] = set()
    for name in names:
        number, fresh = 2, name
        while fresh in seen or (fresh != name and fresh in taken):
            fresh, number = f"{name} ({number})", number + 1
        seen.add(fresh)
        unique.append(fresh)
    said = ", ".join(doubled[:5]) + (", …" if len(doubled) > 5 else "")
    return unique, [f"Names that stand more than once got a number, as in {doubled[0]} (2): {said}."] if doubled else []


def _letters(name: str, record: _Record) -> str:
    """The letters of a record, checked."""
    text = "".join(line for _, line in record.lines)
    text = "".join(text.split()).upper().replace("T", "U")
    if not text:
        raise SequenceError(
            f"the header of {name!r} in line {record.line} has no sequence under it; add its letters or take it out."
        )
    strange = set(text) - set(IUPAC)
    ambiguous = sum(text.count(code) for code in set(text) - set("ACGUN"))
    if (strange & AMINO_ACIDS and strange <= set("EFILPQXZJO*")) or (not strange and ambiguous > len(text) / 2):
        raise SequenceError(f"{name!r} in line {record.line} looks like a protein; give the RNA or DNA that codes it.")
    if strange:
        _refuse(name, record, strange)
    if len(text) > MOST_NT:
        raise SequenceError(
            f"{name!r} in line {record.line} has {len(text):,} nt; give at most {MOST_NT:,} nt of each RNA."
        )
    return re.sub("[^ACGU]", UNKNOWN, text)


def _refuse(name: str, record: _Record, strange: set[str]) -> None:
    for number, line in record.lines:
        for letter in "".join(line.split()).upper().replace("T", "U"):
            if letter in strange:
                raise SequenceError(f"line {number}, of {name!r}, has {letter!r}, which is no nucleotide; {CURE}.")


def _unknown(rnas: tuple[NamedRna, ...]) -> list[str]:
    n = sum(rna.sequence.count(UNKNOWN) for rna in rnas)
    if not n:
        return []
    return [f"{n:,} letter{'s' * (n != 1)} other than A, C, G, U {'are' if n != 1 else 'is'} unknown (N): windows with "
            "one get no prediction."]  # fmt: skip
