"""FASTA as people paste it, and RNAs packed into a link: what was written is read back, and what cannot be is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import core
from core.errors import SequenceError
from core.sequence import NamedRna, random_rna
from core.settings import settings
from core.transcript import fasta, packed
from core.transcript.fasta import read_fasta, write_fasta

NAMES = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S"), exclude_characters=">;"), min_size=1).map(
    lambda text: text[:60]
)
LETTERS = st.text("ACGUN", min_size=1, max_size=200).filter(lambda text: set(text) != {"N"})
RNAS = st.lists(st.builds(NamedRna, NAMES, LETTERS), min_size=1, max_size=6, unique_by=lambda rna: rna.name)


@given(RNAS, st.integers(1, 80))
def test_what_is_written_is_read_back(rnas, width):
    assert list(read_fasta(write_fasta(tuple(rnas), width)).rnas) == rnas


@given(RNAS)
def test_what_is_packed_is_unpacked(rnas):
    token = packed.pack(rnas)
    assert list(packed.unpack(token)) == rnas
    assert not packed.is_kept(token) and set(token) <= set("._-") | set(map(chr, range(48, 123)))


@given(st.lists(st.sampled_from(["a", "a b", "a c", "", "a (2)", "b"]), min_size=1, max_size=6))
def test_names_are_told_apart_and_stay_as_they_are(names):
    read = read_fasta("".join(f">{name}\nACGU\n" for name in names))
    assert len({rna.name for rna in read.rnas}) == len(names)
    assert read_fasta(write_fasta(read.rnas)) == (read.rnas, ())


def test_lines_comments_case_and_line_ends_do_not_matter():
    text = "\ufeff; a comment\r\n>one first RNA\r\nacgt acg\r\n;another\rTTT\n\n>two second\nGGnRy\n"
    read = read_fasta(text)
    assert read.rnas == (("one", "ACGUACGUUU"), ("two", "GGNNN"))
    assert read.notices == ("3 letters other than A, C, G, U are unknown (N): windows with one get no prediction.",)


def test_letters_alone_are_one_rna():
    assert core.read_fasta("ACGU\nACGT\n").rnas == (("RNA1", "ACGUACGU"),)


def test_names_that_stand_twice_get_a_number_and_a_notice():
    read = read_fasta(">x\nACGU\n>x\nGG\n>x\nCC\n")
    assert [rna.name for rna in read.rnas] == ["x", "x (2)", "x (3)"]
    assert "Names that stand more than once got a number" in read.notices[0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "there is no RNA in it; paste FASTA"),
        (" \n;only a comment\n", "there is no RNA in it"),
        (">a\nACGU\n>b\n>c\nAC", "header of 'b' in line 3 has no sequence under it; add its letters or take it out"),
        (">a\n", "header of 'a' in line 1 has no sequence"),
        ("ACGU\n>a\nAC", "text before the first FASTA header, in line 1; begin with '>'"),
        (">p\nMKVLAAGIVGLLLAQPSFA\n", "'p' in line 1 looks like a protein; give the RNA or DNA that codes it"),
        ("MKRSWVHMDSKRRWYVDMSK", "looks like a protein"),
        (">a\nACGU\nAC-GU\n", "line 3, of 'a', has '-', which is no nucleotide; paste FASTA"),
        ("utra,ACGUACGU", "line 1, of 'RNA1', has ','"),
        ("1 acgtacgt", "has '1', which is no nucleotide"),
        ("PK\x03\x04\x14\x00", "a file of another program, a spreadsheet perhaps"),
        ("\x00\x01", "that is no text"),
        ("A" * 20_001, "'RNA1' in line 1 has 20,001 nt; give at most 20,000"),
        (">a\nA\n" * 201, "there are 201 RNAs; give at most 200"),
        (f">a\n{'A' * 20_000}\n" * 26, "the 26 RNAs have 520,000 nt together; give at most 500,000"),
        ("A" * 1_000_001, "a text of 1,000,001 characters; give at most 1,000,000"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_a_sentence(text, sentence):
    with pytest.raises(SequenceError, match=sentence):
        read_fasta(text)


def test_one_rna_of_the_greatest_length_fits_into_a_link():
    rna = NamedRna("a name of some length", random_rna(0, fasta.MOST_NT))
    token = packed.pack([rna])
    assert not packed.is_kept(token) and len(token) < 7000
    assert packed.unpack(token) == (rna,)
    assert not settings().rnas.exists()


def test_longer_ones_are_kept_here_and_nowhere_else(monkeypatch, tmp_path):
    rnas = (NamedRna("one", random_rna(0, 20_000)), NamedRna("two", random_rna(1, 20_000)))
    token = packed.pack(rnas)
    assert packed.is_kept(token) and len(token) < 50
    assert packed.unpack(token) == rnas and packed.pack(rnas) == token
    assert len(list(settings().rnas.iterdir())) == 1
    monkeypatch.setenv("GIA_HOME", str(tmp_path / "another machine"))
    with pytest.raises(SequenceError, match="kept on the machine where it was made, not here; paste them"):
        packed.unpack(token)


def test_what_cannot_be_kept_is_said(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GIA_HOME", str(tmp_path / "file"))
    with pytest.raises(SequenceError, match="cannot be kept in"):
        packed.pack([NamedRna("one", random_rna(0, 20_000)), NamedRna("two", random_rna(1, 20_000))])


GOOD = packed.pack([NamedRna("a", "ACGUNNACGU"), NamedRna("b", "GGG")])


@pytest.mark.parametrize("cut", range(len(GOOD)))
def test_a_cut_link_is_said_to_be_one(cut):
    with pytest.raises(SequenceError, match="a part of it is missing; copy the link again"):
        packed.unpack(GOOD[:cut])


@pytest.mark.parametrize("token", ["kept.../../etc/passwd", "kept.xyz", "kept." + "0" * 32])
def test_no_other_file_is_read_by_a_link(token):
    with pytest.raises(SequenceError, match="paste them"):
        packed.unpack(token)
