"""Lists that people bring as tables: their marks, quotes, separators, headers and numbers."""

import gzip

import pytest

from core.errors import DataError, SequenceError
from core.gia.protocols.affinity import read_affinities
from core.rna_scan import read_variants
from core.sequence import NamedRna

KD = {"UGCAUGU": 1.5, "AGCAUGU": 2.0}
TABLE = "kmer,kd\nUGCAUGU,1.5\nAGCAUGU,2\n"


def table(folder, content):
    path = folder / "kd.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


@pytest.mark.parametrize(
    "content",
    [
        TABLE,
        "\ufeff" + TABLE,
        TABLE.replace("\n", "\r\n"),
        TABLE.replace(",", ";"),
        TABLE.replace(",", "\t"),
        "# by SPR\n\n" + TABLE,
        "sep=;\n" + TABLE.replace(",", ";"),
        '\ufeff"kmer";"kd"\n"UGCAUGU";"1.5"\n\n"AGCAUGU";"2"\n',
        gzip.compress(TABLE.encode(), mtime=0),
    ],
)
def test_affinities_are_read_however_a_spreadsheet_writes_them(tmp_path, content):
    assert read_affinities(table(tmp_path, content)) == KD


def test_affinities_without_a_header_are_refused_with_the_cure(tmp_path, refuses):
    with refuses(DataError, "kd.csv"):
        read_affinities(table(tmp_path, "UGCAUGU,1.5\nAGCAUGU,2\n"))


@pytest.mark.parametrize(
    ("kd", "said"),
    [
        ("1,234", "the comma of '1,234'; write 1234 if it stands between thousands, 1.234 if not"),
        ("2,5", "the decimal comma '2,5'; write decimals with a point"),
        ("5%", "the percentage '5%'; write numbers without a sign"),
        ("1'234", 'an apostrophe between thousands in "1\'234"; write 1234'),
    ],
)
def test_a_kd_that_is_written_otherwise_is_named_with_its_cure(tmp_path, kd, said, refuses):
    with refuses(SequenceError, "KD", "UGCAUGU", said):
        read_affinities(table(tmp_path, f'kmer,kd\nUGCAUGU,"{kd}"\nAGCAUGU,2\n'))


def test_a_text_of_affinities_may_begin_with_a_byte_order_mark():
    assert read_affinities("\ufeffUGCAUGU=1.5,AGCAUGU=2") == KD


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffutr1 1 A G",
        '"utr1","1","A","G"',
        '\ufeff"name";"position";"ref";"alt"\r\n"utr1";"1";"A";"G"\r\n',
        "# ours\nutr1:1A>G",
    ],
)
def test_substitutions_are_read_however_a_spreadsheet_writes_them(text):
    found = read_variants(text, (NamedRna("utr1", "ACGU" * 20),))
    assert found.problems == ()
    assert [one.text for one in found.substitutions] == ["utr1:1A>G"]
