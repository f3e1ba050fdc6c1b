"""RNAs packed into text short enough for a link, two bits a letter; longer RNAs are kept on this machine."""

import base64
import binascii
import hashlib
import json
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.errors import DataError, SequenceError
from core.rna_scan.fasta import MOST_TOTAL, UNKNOWN, read_fasta, write_fasta
from core.rna_scan.windows import letters_of
from core.sequence import ALPHABET, NamedDna, NamedRna, decode
from core.settings import settings
from core.storage.files import disk_errors, write_whole

LONGEST = 7300
"""Most letters of RNAs in a link, so that the whole link stays under 8,000; one RNA of 20,000 nt fits."""
PACKED, KEPT = "z.", "kept."
DAMAGED = "the RNAs in this link cannot be read, because it is incomplete; copy the link again, or paste the RNAs."


def pack(rnas: Sequence[NamedRna]) -> str:
    """Pack RNAs into letters, digits, ``-``, ``_`` and ``.``, short enough for a link and readable by `unpack`.

    RNAs that do not fit are kept under ``settings().rnas``, and the text is their digest.

    Raises
    ------
    SequenceError : they do not fit, and cannot be kept.
    """
    text = PACKED + _packed(rnas)
    return text if len(text) <= LONGEST else KEPT + _keep(write_fasta(tuple(rnas)))


def unpack(text: str) -> tuple[NamedRna, ...]:
    """Read the RNAs that `pack` packed.

    Raises
    ------
    SequenceError : a damaged text, or RNAs that were kept on another machine, or are damaged on this one.
    """
    if text.startswith(KEPT):
        return read_fasta(_kept(text.removeprefix(KEPT))).rnas
    if not text.startswith(PACKED):
        raise SequenceError(DAMAGED)
    try:
        return _unpacked(text.removeprefix(PACKED))
    except (binascii.Error, zlib.error, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise SequenceError(DAMAGED) from error


def is_kept(text: str) -> bool:
    """Say whether a text of `pack` works on this machine only."""
    return text.startswith(KEPT)


def _packed(rnas: Sequence[NamedRna]) -> str:
    letters = [letters_of(rna.sequence)[0] for rna in rnas]
    gaps = [[[m.start(), m.end()] for m in re.finditer(f"{UNKNOWN}+", rna.sequence)] for rna in rnas]
    about = [_about(rna, gap) for rna, gap in zip(rnas, gaps, strict=True)]
    codes = np.concatenate([*letters, np.zeros(-sum(map(len, letters)) % 4, np.int8)]).reshape(-1, 4).astype(np.uint8)
    bits = (codes << np.array([0, 2, 4, 6], np.uint8)).sum(axis=1).astype(np.uint8).tobytes()
    head = json.dumps(about, separators=(",", ":")).encode()
    whole = zlib.compress(len(head).to_bytes(4, "big") + head + bits, 9)
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def _about(rna: NamedRna, gaps: list[list[int]]) -> list:
    """Describe an RNA: name and length, then its gaps if it has any, and T if it was written with T."""
    rest = [gaps, "T"] if isinstance(rna, NamedDna) else [gaps] if gaps else []
    return [rna.name, len(rna.sequence), *rest]


def _unpacked(text: str) -> tuple[NamedRna, ...]:
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    opened = zlib.decompressobj()
    whole = opened.decompress(raw, 2 * MOST_TOTAL)
    if opened.unconsumed_tail or not opened.eof:
        raise ValueError("cut or too long")
    size = int.from_bytes(whole[:4], "big")
    about, bits = json.loads(whole[4 : 4 + size]), np.frombuffer(whole[4 + size :], np.uint8)
    codes = ((bits[:, None] >> np.array([0, 2, 4, 6], np.uint8)) & 3).ravel().astype(np.int8)
    rnas, start = [], 0
    for name, length, *more in about:
        if len(codes) < start + length:
            raise ValueError("letters are missing")
        sequence = decode(codes[None, start : start + length])[0]
        for first, end in more[0] if more else []:
            sequence = sequence[:first] + UNKNOWN * (end - first) + sequence[end:]
        rnas.append((NamedDna if more[1:] == ["T"] else NamedRna)(str(name), sequence))
        start += length
    read = read_fasta(write_fasta(tuple(rnas))).rnas
    if [rna.sequence for rna in read] != [rna.sequence for rna in rnas]:
        raise ValueError(f"no RNAs of {ALPHABET}")
    return tuple(rnas)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _keep(text: str) -> str:
    digest = _digest(text.encode())
    folder = settings().rnas
    path = folder / f"{digest}.fasta"
    try:
        with disk_errors(folder):
            is_kept = path.exists() and _digest(path.read_bytes()) == digest
        if not is_kept:
            write_whole(path, text.encode())
    except DataError as error:
        raise SequenceError(f"these RNAs are too long for a link, and {error}") from error
    return digest


def _kept(digest: str) -> str:
    path = settings().rnas / f"{Path(digest).name}.fasta"
    if not re.fullmatch("[0-9a-f]{32}", digest) or not path.is_file():
        raise SequenceError(
            "the RNAs of this link are too long for a link and are kept on the machine where it was made, not "
            "here; paste them."
        )
    content = path.read_bytes()
    if _digest(content) != digest:
        raise SequenceError("the RNAs that were kept for this link are damaged on this machine; paste them again.")
    return content.decode()
