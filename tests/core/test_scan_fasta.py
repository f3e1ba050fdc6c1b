"""FASTA and lists as people paste them, and RNAs packed into a link: what was written is read back, or it is said."""

import bz2
import gzip
import lzma

import pytest
from hypothesis import given
from hypothesis import strategies as st

import core
from core.errors import SequenceError
from core.rna_scan import fasta, link
from core.rna_scan.fasta import LongRna, read_fasta, read_rnas, read_text, write_fasta
from core.sequence import NamedDna, NamedRna, random_rna
from core.settings import settings

NAMES = (
    st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S"), exclude_characters=">;"), min_size=1)
    .map(str.strip)
    .filter(bool)
)
LETTERS = st.text("ACGUN", min_size=1, max_size=200).filter(lambda text: set(text) != {"N"})
RNAS = st.lists(
    st.builds(NamedRna, NAMES, LETTERS) | st.builds(NamedDna, NAMES, LETTERS.map(lambda one: one + "U")),
    min_size=1,
    max_size=6,
    unique_by=lambda rna: rna.name,
)


@given(RNAS, st.integers(1, 80))
def test_what_is_written_is_read_back(rnas, width):
    assert list(read_fasta(write_fasta(tuple(rnas), width)).rnas) == rnas


@given(RNAS)
def test_what_is_packed_is_unpacked(rnas):
    token = link.pack(rnas)
    assert list(link.unpack(token)) == rnas
    assert not link.is_kept(token) and set(token) <= set("._-") | set(map(chr, range(48, 123)))


@given(st.lists(st.sampled_from(["a", "a b", "a c", "", "a (2)", "b"]), min_size=1, max_size=6))
def test_names_are_told_apart_and_stay_as_they_are(names):
    read = read_fasta("".join(f">{name}\nACGU\n" for name in names))
    assert len({rna.name for rna in read.rnas}) == len(names)
    assert read_fasta(write_fasta(read.rnas)) == (read.rnas, ())


def test_lines_comments_case_and_line_ends_do_not_matter(wording):
    text = "\ufeff; a comment\r\n>one first RNA\r\nacgt acg\r\n;another\rTTT\n\n>two second\nGGnRy\n"
    read = read_fasta(text)
    assert read.rnas == (("one first RNA", "ACGUACGUUU"), ("two second", "GGNNN"))
    wording(*read.notices, "3 letters", "A, C, G, U")


TYPED = [
    (">utr1:123A>G\nACGU\n>b\nGG", [("utr1:123A>G", "ACGU"), ("b", "GG")]),
    (">a\n; a comment\nAC\n;x\nGU\n", [("a", "ACGU")]),
    (">a\rACGU\rGG\r>b\rGG\r", [("a", "ACGUGG"), ("b", "GG")]),
    ("\ufeff>a\nAC\u200bGU\n\ufeff>b\nGG", [("a", "ACGU"), ("b", "GG")]),
    (f">{'x' * 200} 1\nAC\n>{'x' * 200} 2\nGG", [("x" * 200 + " 1", "AC"), ("x" * 200 + " 2", "GG")]),
    (">GAPDH 3'\nAC\n>GAPDH 5\u2032\nGG", [("GAPDH 3'", "AC"), ("GAPDH 5\u2032", "GG")]),
    (">RNA 2\nAC\n>RNA 1\nGG\n>\nUU", [("RNA 2", "AC"), ("RNA 1", "GG"), ("RNA 3", "UU")]),
    (">one\nAC\n>two\nAC", [("one", "AC"), ("two", "AC")]),
    (">E1\nSequence unavailable\n>E2\nACGU\n", [("E2", "ACGU")]),
    (">h\nGGGGAAAACCCC\n((((....)))) ( -5.40)\n>i\nACGU\n....\n", [("h", "GGGGAAAACCCC"), ("i", "ACGU")]),
    (">h\nGGGGAAAACCCC\n((((....)))) ( -5.40)\n((((....)))) [ -5.52]\n((((....)))) { -5.40 d=0.26}\n "
     "frequency of mfe structure in ensemble 0.82; ensemble diversity 0.51\n", [("h", "GGGGAAAACCCC")]),
    (">q\nGGAGGAGGAGG\n++.++.++.++ (-12.00)\n", [("q", "GGAGGAGGAGG")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rnas"), TYPED)
def test_both_readers_read_the_same_and_change_no_name(text, rnas):
    assert list(read_fasta(text).rnas) == rnas
    assert read_rnas(text) == rnas


def test_what_is_left_out_is_said_by_name(wording):
    read = read_fasta(">E1\nSequence unavailable\n>h\nGGGGAAAACCCC\n((((....)))) ( -5.40)\n")
    no_letters, structure = read.notices
    wording(no_letters, "'Sequence unavailable'", "E1")
    wording(structure, "RNAfold", "of h.")


def test_t_is_shown_as_it_was_typed(wording):
    dna, rna, both = read_fasta(">d\nacgt\n>r\nACGU\n>b\nTU").rnas
    assert [one.typed("GU") for one in (dna, rna, both)] == ["GT", "GU", "GU"]
    assert [one.sequence for one in (dna, rna, both)] == ["ACGU", "ACGU", "UU"]
    wording.within(read_fasta(">b\nTU").notices, "occur together")
    assert write_fasta((dna,)) == ">d\nACGT\n"
    (again,) = link.unpack(link.pack([dna]))
    assert again.typed("U") == "T" and again == dna


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:]), bytes])
@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", b""), ("utf-8-sig", b""), ("utf-16", b""), ("latin-1", b"")])
def test_files_are_read_in_any_encoding_packed_or_not(pack, encoding, mark):
    text = ">Müller 3'\r\nACGT\r\n"
    assert read_fasta(read_text(pack(mark + text.encode(encoding)))).rnas == (("Müller 3'", "ACGU"),)


@pytest.mark.parametrize(
    ("data", "facts"),
    [
        (gzip.compress(b"A" * 5_000_000, mtime=0), ["most 1,000,000"]),
        (gzip.compress(b">a\nACGU", mtime=0)[:-9], ["gzip", "damaged"]),
        (b"A" * 5_000_000, ["4 MB", "1,000,000 characters"]),
        (b"A" * 1_000_001, ["1,000,001 characters"]),
    ],
)
def test_a_file_that_cannot_be_read_is_said(data, facts, refuses):
    with refuses(SequenceError, *facts):
        read_text(data)


def test_lists_are_read_a_line_or_with_spaces_and_commas():
    assert read_rnas("ACGU\n\n ggt , AAAA\r\n") == [("RNA 1", "ACGU"), ("RNA 2", "GGU"), ("RNA 3", "AAAA")]
    assert read_rnas("ACGU GG", taken={"RNA 1", "RNA 3"}) == [("RNA 2", "ACGU"), ("RNA 4", "GG")]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("", ["RNA"]),
        (" \n,", ["RNA"]),
        ("1 ACGU", ["line 1", "'1'"]),
        ("ACGU\nsiteA", ["line 2", "'i'", "'siteA'"]),
        (">utr\nACGU\nACTX", ["line 3", "'utr'", "'X'", "'ACTX'"]),
        ("ACGU\nMKVLAEELQ", ["RNA", "2 looks"]),
        (">x\nACGU\n>y\n", ["'y'", "line 3"]),
        ("ACGU\n>x\nACGU", ["FASTA", "line 1"]),
        ("ACGU\nb", ["line 2", "'b'"]),
        ("ACGN", ["line 1", "'N'", "'ACGN'", "A, C, G, U"]),
        ("ACGU " * 501, ["501 RNAs", "most 500"]),
        ("A" * 10_000_000, ["10,000,000 characters", "most 100,000"]),
    ],
)
def test_what_is_no_list_of_rnas_is_said(text, facts, refuses):
    with refuses(SequenceError, *facts):
        read_rnas(text)


def test_what_is_too_long_for_a_probe_has_all_rnas_for_a_scan(refuses):
    with refuses(LongRna, "'b'", "line 3", "42 nt", "1 to 41 nt", "RNAs", "to 20,000") as one:
        read_rnas(f">a\nAC\n>b\n{'A' * 42}")
    assert one.value.rnas == (("a", "AC"), ("b", "A" * 42))


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
def test_what_is_packed_otherwise_is_said(pack, refuses):
    with refuses(SequenceError):
        read_fasta(read_text(pack(b">a\nACGU")))


def test_letters_alone_are_one_rna(wording):
    read = core.read_fasta("ACGU\nACGT\n")
    assert read.rnas == (("RNA 1", "ACGUACGU"),)
    wording(read.notices[0], "2 lines", "8 nt", "'>name'")
    assert not core.read_fasta(">a\nACGU\nACGT\n").notices[1:] and not core.read_fasta("ACGU").notices


def test_names_that_stand_twice_get_a_number_and_a_notice(wording):
    read = read_fasta(">x\nACGU\n>x\nGG\n>x\nCC\n")
    assert [rna.name for rna in read.rnas] == ["x", "x (2)", "x (3)"]
    wording.within(read.notices[0], "Names", "number")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("", ["RNA", "FASTA"]),
        (" \n;only a comment\n", ["RNA"]),
        (">a\nACGU\n>b\n>c\nAC", ["'b'", "line 3"]),
        (">a\n", ["'a'", "line 1"]),
        ("ACGU\n>a\nAC", ["FASTA", "line 1", "'>'"]),
        (">p\nMKVLAAGIVGLLLAQPSFA\n", ["'p'", "1 looks", "RNA", "DNA"]),
        ("MKRSWVHMDSKRRWYVDMSK", ["looks", "protein"]),
        (">a\nACGU\nAC-GU\n", ["line 3", "'a'", "'-'", "'AC-GU'"]),
        (">a\nAC..GU\n", ["'.'", "'AC..GU'"]),
        (">a\nACGU*\n", ["'*'", "'ACGU*'"]),
        (">a\n 1 acgt\n", ["line 2", "'a'", "'1'"]),
        ("АCGU", ["'А'", "CYRILLIC", "CAPITAL", "LETTER", "'АCGU'"]),
        (">a\nACGUß\n", ["'ß'", "LATIN", "SMALL", "LETTER", "SHARP"]),
        (">a\nACGUŉ\n", ["'ŉ'"]),
        ("utra\tACGU\nb\tGGGG", ["line 1", "FASTA"]),
        ("utra,ACGUACGU", ["line 1", "','", "'utra,ACGUACGU'"]),
        ("1 acgtacgt", ["line 1", "'1'"]),
        ("siteA ACGU", ["line 1", "'i'", "'siteA'"]),
        (">a\nSequence unavailable\n", ["RNA", "'Sequence unavailable'"]),
        ("((((....)))) (-3.40)", ["RNA"]),
        ("PK\x03\x04\x14\x00", ["program", "spreadsheet"]),
        ("\x00\x01", ["text"]),
        ("A" * 20_001, ["RNA", "line 1", "20,001 nt", "most 20,000"]),
        (">a\nA\n" * 201, ["201 RNAs", "most 200"]),
        (f">a\n{'A' * 20_000}\n" * 26, ["26 RNAs", "520,000 nt", "most 500,000"]),
        ("A" * 1_000_001, ["1,000,001 characters", "most 1,000,000"]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_a_sentence(text, facts, refuses):
    with refuses(SequenceError, *facts):
        read_fasta(text)


def test_one_rna_of_the_greatest_length_fits_into_a_link():
    rna = NamedRna("a name of some length", random_rna(0, fasta.MOST_NT))
    token = link.pack([rna])
    assert not link.is_kept(token) and len(token) < 7000
    assert link.unpack(token) == (rna,)
    assert not settings().rnas.exists()


def test_longer_ones_are_kept_here_and_nowhere_else(monkeypatch, tmp_path, refuses):
    rnas = (NamedRna("one", random_rna(0, 20_000)), NamedRna("two", random_rna(1, 20_000)))
    token = link.pack(rnas)
    assert link.is_kept(token) and len(token) < 50
    assert link.unpack(token) == rnas and link.pack(rnas) == token
    assert len(list(settings().rnas.iterdir())) == 1
    monkeypatch.setenv("GIA_HOME", str(tmp_path / "another machine"))
    with refuses(SequenceError):
        link.unpack(token)


def test_what_cannot_be_kept_is_said(monkeypatch, tmp_path, refuses):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GIA_HOME", str(tmp_path / "file"))
    with refuses(SequenceError):
        link.pack([NamedRna("one", random_rna(0, 20_000)), NamedRna("two", random_rna(1, 20_000))])


GOOD = link.pack([NamedRna("a", "ACGUNNACGU"), NamedRna("b", "GGG")])


@pytest.mark.parametrize("cut", range(len(GOOD)))
def test_a_cut_link_is_said_to_be_one(cut, refuses):
    with refuses(SequenceError):
        link.unpack(GOOD[:cut])


@pytest.mark.parametrize("token", ["kept.../../etc/passwd", "kept.xyz", "kept." + "0" * 32])
def test_no_other_file_is_read_by_a_link(token):
    with pytest.raises(SequenceError, match="paste them"):
        link.unpack(token)
