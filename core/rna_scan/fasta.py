"""The one reader of RNAs, pasted or from files, for pages, library and commands: FASTA, or a list.

It is written here because the errors of libraries do not name lines.

Own code, because a library's errors do not know lines.
"""

import gzip
import io
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from core.errors import SequenceError, quoted
from core.sequence import IUPAC, PROBE_LENGTH, NamedRna, as_rna, upper

MOST_NT, MOST_RNAS, MOST_TOTAL = 20_000, 200, 500_000
"""The most nucleotides of one RNA, RNAs at a time, and nucleotides of all together."""
MOST_TEXT = 1_000_000
"""The most characters of a text: more than `MOST_TOTAL` nucleotides need."""
MOST_FILE = 4 * MOST_TEXT
"""The most bytes of a file: no character takes more than four."""
MOST_LISTED, MOST_LIST_TEXT = 500, 100_000
"""The most RNAs of a list, and the most characters."""
UNKNOWN = "N"
"""Stands for every letter read that is not A, C, G or U."""
AMINO_ACIDS, SHORTEST_PROTEIN = frozenset("EFILPQ*"), 8
"""Letters of nearly every protein that are not nucleotide codes; shorter words are names that lost their '>'."""
CURE = "paste FASTA, a line '>name' and then letters A, C, G, U (T reads as U), or the letters alone"
PACKED = ("BZh", "\xfd7zXZ", "(\xb5/\xfd")
SPREADSHEET = ("PK\x03\x04", "\xd0\xcf\x11\xe0", "PK\ufffd")
INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060]")
"""Byte order marks, also inside joined files, and invisible characters that web pages put between letters."""
STRUCTURE = re.compile(r"(?=.*[().\[\]{}<|])[().\[\]{}<>|,&+~]+(\s+[\[({].*)?|frequency of mfe structure .*")
"""A structure as RNAfold writes it under the letters: dots and brackets, and its energy; and what -p, -g add."""
CURES = (
    ("-.", "is not a nucleotide but a gap of an alignment; take the gaps out"),
    ("*", "is not a nucleotide but ends the letters in some programs; take it out"),
    ("0123456789", "is not a nucleotide; take numbers between the letters out, as GenBank and EMBL write them"),
)
"""Advice about signs that programs write between letters."""
UNAVAILABLE = "sequenceunavailable"
"""What Ensembl's BioMart writes for a sequence that it does not have, without the space, in lower case."""


class Fasta(NamedTuple):
    """RNAs in the order of the text, letters A, C, G, U and N, with notices of what was changed in reading."""

    rnas: tuple[NamedRna, ...]
    notices: tuple[str, ...] = ()


class LongRna(SequenceError):
    """An RNA that is longer than a probe; ``rnas`` holds all RNAs of the text, for a scan."""

    def __init__(self, message: str, rnas: tuple[NamedRna, ...]):
        super().__init__(message)
        self.rnas = rnas


class _Record(NamedTuple):
    header: str | None
    line: int
    lines: list[tuple[int, str]]
    structures: list[int]

    @property
    def letters(self) -> str:
        """The letters as typed, without space."""
        return "".join("".join(line.split()) for _, line in self.lines)


def read_fasta(text: str) -> Fasta:
    """Read one or many RNAs of any length; letters without a header are one RNA.

    A record may have many lines. Skipped silently: lines that begin with ``;`` (comments) and byte order marks. Skipped
    with a notice: structure lines of RNAfold, and records without letters that say ``Sequence unavailable``. T reads as
    U, lower case as upper; an RNA written with T becomes a `NamedDna`, which is shown with T. The other codes of IUPAC
    (N, R, Y, …) become N, an unknown letter: windows with an N get no prediction. The name is the whole header; a
    repeated name gets a number, and an RNA without a name is called by its place, ``RNA 1``.

    Raises
    ------
    SequenceError : an empty text, text before the first header, a header without letters, a protein, letters that are
        not nucleotides, a spreadsheet, or more than `MOST_NT`, `MOST_RNAS`, `MOST_TOTAL` allow. The sentence names line
        and RNA.
    """
    check_size(len(text))
    records, left_out = _records(text, is_list=False)
    if len(records) > MOST_RNAS:
        raise SequenceError(f"there are {len(records):,} RNAs; give at most {MOST_RNAS} at a time.")
    names, doubled = _names(records, ())
    rnas = tuple(as_rna((name, _letters(name, record))) for name, record in zip(names, records, strict=True))
    for rna, record in zip(rnas, records, strict=True):
        if len(rna.sequence) > MOST_NT:
            raise SequenceError(
                f"{_whose(rna.name, record)} has {len(rna.sequence):,} nt; give at most {MOST_NT:,} nt of each RNA."
            )
    total = sum(len(rna.sequence) for rna in rnas)
    if total > MOST_TOTAL:
        raise SequenceError(f"the {len(rnas)} RNAs have {total:,} nt together; give at most {MOST_TOTAL:,} at a time.")
    return Fasta(rnas, (*left_out, *doubled, *_joined(rnas, records), *_mixed(names, records), *_unknown(rnas)))


def read_rnas(
    text: str, most: int = MOST_LISTED, longest: int | None = PROBE_LENGTH, taken: Collection[str] = ()
) -> list[NamedRna]:
    """Read RNAs of up to ``longest`` nt; as `read_list`, but without its notices."""
    return list(read_list(text, most, longest, taken).rnas)


def read_list(
    text: str, most: int = MOST_LISTED, longest: int | None = PROBE_LENGTH, taken: Collection[str] = ()
) -> Fasta:
    """Read RNAs of up to ``longest`` nt: a list, one a line or with spaces or commas between them, or FASTA.

    Otherwise as `read_fasta`, but unknown letters are refused.

    Parameters
    ----------
    taken : names in use, which an RNA without a name does not get.

    Raises
    ------
    LongRna : an RNA is too long; the error holds all RNAs, for `core.scan_rnas`.
    SequenceError : as `read_fasta`, or letters other than A, C, G, U, T.
    """
    if len(text) > MOST_LIST_TEXT:
        raise SequenceError(f"that is a text of {len(text):,} characters; paste at most {MOST_LIST_TEXT:,} at a time.")
    records, left_out = _records(text, is_list=True)
    if len(records) > most:
        raise SequenceError(f"there are {len(records):,} RNAs; paste at most {most} at a time.")
    names, doubled = _names(records, taken)
    rnas = []
    for name, record in zip(names, records, strict=True):
        letters = _letters(name, record)
        if UNKNOWN in letters:
            _refuse(name, record, set(IUPAC) - set("ACGU"), "stands for an unknown letter; give A, C, G, U")
        if longest and len(letters) > longest:
            raise LongRna(
                f"{_whose(name, record)} has {len(letters):,} nt; give 1 to {longest} nt. Scan takes RNAs of up to "
                f"{MOST_NT:,} nt.",
                read_fasta(text).rnas,
            )
        rnas.append(as_rna((name, letters)))
    return Fasta(tuple(rnas), (*left_out, *doubled))


def read_text(data: bytes) -> str:
    """Read the text of a file: UTF-8, UTF-16 with its mark, or Latin-1; unpacked where it is packed by gzip.

    Raises
    ------
    SequenceError : more than `MOST_TEXT` characters, or a damaged gzip file.
    """
    if data.startswith(b"\x1f\x8b"):
        try:
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(MOST_FILE + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise SequenceError("the gzip file is damaged or cut; unpack it, or copy it again.") from error
    check_file_size(len(data))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    check_size(len(text))
    return text


def check_file_size(n_bytes: int) -> None:
    """Raise a SequenceError if a file, packed or unpacked, is too long to be read."""
    if n_bytes > MOST_FILE:
        raise SequenceError(
            f"that is more than {MOST_FILE / 1e6:.0f} MB of text; give at most {MOST_TEXT:,} characters, which is "
            f"{MOST_TOTAL:,} nt and their names."
        )


def check_size(characters: int) -> None:
    """Raise a SequenceError if a text is too long to be read."""
    if characters > MOST_TEXT:
        raise SequenceError(
            f"that is a text of {characters:,} characters; give at most {MOST_TEXT:,}, which is {MOST_TOTAL:,} nt and "
            "their names."
        )


def write_fasta(rnas: tuple[NamedRna, ...], width: int = 60) -> str:
    """Write RNAs as text that `read_fasta` reads back unchanged, with T for RNAs that were given with T."""
    parts = []
    for rna in rnas:
        letters = rna.typed(rna.sequence)
        parts += [f">{rna.name}", *(letters[start : start + width] for start in range(0, len(letters), width))]
    return "\n".join(parts) + "\n"


def _records(text: str, is_list: bool) -> tuple[list[_Record], list[str]]:
    """Split a text into the records that have letters, and one notice for each kind of thing that was left out."""
    if text.startswith(PACKED):
        raise SequenceError("that is packed by bzip2, xz or zstd; unpack it, or pack it by gzip, and give that.")
    if text.startswith(SPREADSHEET) or "\x00" in text[:1000]:
        raise SequenceError(f"that is not text but a file of another program, a spreadsheet perhaps; {CURE}.")
    found = _split(INVISIBLE.sub("", text), is_list)
    kept = [record for record in found if record.letters.lower() != UNAVAILABLE]
    missing = [record.header or f"line {record.line}" for record in found if record.letters.lower() == UNAVAILABLE]
    folded = [record.header or f"line {number}" for record in found for number in record.structures[:1]]
    notices = []
    if missing:
        notices.append(f"Left out, because they have 'Sequence unavailable' in place of letters: {_some(missing)}.")
    if folded:
        notices.append(f"Left out: structure lines (dots and brackets, as RNAfold writes them) of {_some(folded)}.")
    if not kept:
        nothing = " but 'Sequence unavailable'" if missing else ""
        raise SequenceError(f"there is no RNA in it{nothing}; {CURE}.")
    return kept, notices


def _split(text: str, is_list: bool) -> list[_Record]:
    records: list[_Record] = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        line = line.strip()
        has_header = bool(records) and records[-1].header is not None
        if not line or line.startswith(";"):
            continue
        if line.startswith(">"):
            if records and not has_header:
                raise SequenceError(
                    f"there is text before the first FASTA header, in line {records[0].line}; begin with '>'."
                )
            records.append(_Record(line[1:].strip(), number, [], []))
            continue
        if STRUCTURE.fullmatch(line):
            if records:
                records[-1].structures.append(number)
            continue
        if "\t" in line and not (has_header or is_list):
            raise SequenceError(f"line {number} has columns, with a tab between them; {CURE}.")
        if has_header or (records and not is_list):
            records[-1].lines.append((number, line))
        else:
            words = line.replace(",", " ").split() if is_list else [line]
            records += [_Record(None, number, [(number, word)], []) for word in words]
    return records


def _names(records: list[_Record], taken: Collection[str]) -> tuple[list[str], list[str]]:
    """Make the names unique; return them with a notice of those that got a number."""
    given = [record.header for record in records if record.header]
    used, seen, names = {*given, *taken}, set(), []
    for place, record in enumerate(records, start=1):
        name = record.header or _free(f"RNA {place}", "RNA {}", place, used)
        if name in seen:
            name = _free(f"{name} (2)", f"{name.replace('{', '{{').replace('}', '}}')} ({{}})", 2, used)
        seen.add(name)
        used.add(name)
        names.append(name)
    doubled = [name for name, count in Counter(given).items() if count > 1]
    if not doubled:
        return names, []
    return names, [f"Names that occur more than once got a number, as in {doubled[0]} (2): {_some(doubled)}."]


def _free(name: str, form: str, number: int, used: Collection[str]) -> str:
    """Return the first name of a form that is not in use."""
    while name in used:
        number += 1
        name = form.format(number)
    return name


def _letters(name: str, record: _Record) -> str:
    """Return the checked letters of a record in upper case, with N for each that is not A, C, G, T or U."""
    text = upper(record.letters)
    if not text:
        raise SequenceError(
            f"the header of {name!r} in line {record.line} has no sequence under it; add its letters or take it out."
        )
    strange = set(text) - {*IUPAC, "T"}
    ambiguous = sum(text.count(code) for code in set(text) - set("ACGTUN"))
    n_nucleotides = sum(text.count(letter) for letter in "ACGTU")
    is_word = len(text) < SHORTEST_PROTEIN or n_nucleotides > len(text) / 2
    of_protein = strange & AMINO_ACIDS and strange <= set("EFILPQXZJO*") and not is_word
    if of_protein or (not (strange or is_word) and ambiguous > len(text) / 2):
        raise SequenceError(f"{_whose(name, record)} looks like a protein; give the RNA or DNA that codes it.")
    if strange:
        _refuse(name, record, strange, f"is not a nucleotide; {CURE}")
    return re.sub("[^ACGTU]", UNKNOWN, text)


def _refuse(name: str, record: _Record, strange: Collection[str], why: str) -> None:
    """Raise a SequenceError for the first strange letter, quoting the text as it was given."""
    for number, line in record.lines:
        for word in line.split():
            for letter in word:
                if upper(letter) in strange:
                    place = f"line {number}" if record.header is None else f"line {number}, of {name!r},"
                    within = f" in {quoted(word)}" if word != letter else ""
                    foreign = "" if letter.isascii() else f" ({unicodedata.name(letter, 'a sign without a name')})"
                    raise SequenceError(f"{place} has {letter!r}{foreign}{within}, which {_cure(letter, why)}.")


def _cure(letter: str, why: str) -> str:
    return next((cure for signs, cure in CURES if letter in signs), why)


def _whose(name: str, record: _Record) -> str:
    return f"the RNA in line {record.line}" if record.header is None else f"{name!r} in line {record.line}"


def _joined(rnas: tuple[NamedRna, ...], records: list[_Record]) -> list[str]:
    n_lines = len(records[0].lines)
    if records[0].header is not None or n_lines == 1:
        return []
    n = len(rnas[0].sequence)
    return [
        f"The {n_lines} lines are read as one RNA of {n:,} nt; for one RNA a line, write a line '>name' above each."
    ]


def _mixed(names: list[str], records: list[_Record]) -> list[str]:
    mixed = [name for name, record in zip(names, records, strict=True) if {"T", "U"} <= set(upper(record.letters))]
    return [f"T and U occur together; both are read, and shown, as U: {_some(mixed)}."] if mixed else []


def _some(names: list[str], most: int = 5) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _unknown(rnas: tuple[NamedRna, ...]) -> list[str]:
    n = sum(rna.sequence.count(UNKNOWN) for rna in rnas)
    if not n:
        return []
    return [f"{n:,} letter{'s' * (n != 1)} other than A, C, G, U {'are' if n != 1 else 'is'} unknown (N): windows with "
            "one get no prediction."]  # fmt: skip
