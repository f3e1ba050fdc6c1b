"""Every layout of text files with every fault: one sentence, nothing stored; and what is no fault simply works."""

import gzip

import pytest

from core.data import layouts, store
from core.errors import AppError, DataError, SequenceError

GOOD = {
    "table": {"t.csv": "sequence,set,X1,X2\nACGU,A,0.5,1\nGGUA,B,2,-1\nCCU,A,NaN,3\n"},
    "hughes": {
        "norm_data.txt": "Probe_Set\tRNA_Seq\tProbe_ID\tRNCMPT00001\tRNCMPT00002\n"
        "SetA\tACGU\tp1\t0.5\t1\nSetB\tGGUA\tp2\t2\t-1\nSetA\tCCU\tp3\t NaN\t3\n"
    },
    "deepbind": {
        "sequences.tsv": "Fold ID\tEvent ID\tseq\nA\t1\tACGU\nB\t2\tGGUA\nA\t3\tCCU\n",
        "targets.tsv": "RNCMPT00001\tRNCMPT00002\n0.5\t1\n2\t-1\n NaN\t3\n",
    },
    "rnacontext": {
        "VTS1_training_sequences.txt": "0.5 ACGU\n3 CCU\n",
        "VTS1_test_sequences.txt": "2 GGUA\n-1e0 GGUA\n",
    },
}
FIRST = {layout: next(iter(files)) for layout, files in GOOD.items()}


def write(folder, layout, name=None, content=None):
    """The good files of a layout, one of them with another content; the path to import."""
    for file_name, text in (GOOD[layout] | ({name: content} if name else {})).items():
        (folder / file_name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder / FIRST[layout]


def edited(layout, old, new, name=None):
    name = name or FIRST[layout]
    assert old in GOOD[layout][name]
    return layout, name, GOOD[layout][name].replace(old, new)


def only_header(layout, name=None):
    name = name or FIRST[layout]
    return layout, name, GOOD[layout][name].split("\n")[0] + "\n"


def cut_gzip(layout):
    return layout, FIRST[layout], gzip.compress(GOOD[layout][FIRST[layout]].encode() * 50)[:-20]


MIXED = r"mixes DNA and RNA: row {} is written with T, row {} with U; write every sequence with U"
BOTH = r"the sequence in row {} of .* has both T and U; write U for every T"
CUT = r"cannot be read \(Compressed file ended.*\); get the file again"
UNSEPARATED = r"columns of .* are not separated by tabs, commas or semicolons; give a CSV, TSV or Parquet"
NO_ROWS = r"has a header but no rows; give a CSV"

FAULTS = {
    "table, no sequences": (*edited("table", "sequence,", "probe,"), r"no sequence column among .*; name it sequence"),
    "table, no scores": (*edited("table", ",X1,X2", ",name,id"), r"no numeric column.*; add a column of binding"),
    "table, separator": (*edited("table", ",", "|"), UNSEPARATED),
    "table, separator of a row": (
        *edited("table", "ACGU,A,0.5,1", "ACGU\tA\t0.5\t1"),
        r"row 2 .* has 1 values.*give every",
    ),
    "table, DNA and RNA": (*edited("table", "GGUA", "GGTA"), MIXED.format(3, 2)),
    "table, both in one": (*edited("table", "GGUA", "GTUA"), BOTH.format(3)),
    "table, same names": (*edited("table", "X2", "X1"), r"2 columns named 'X1'; give each its own name"),
    "table, no rows": (*only_header("table"), NO_ROWS),
    "table, gzip": (*cut_gzip("table"), CUT),
    "hughes, no sequences": (*edited("hughes", "RNA_Seq", "Probe"), r"no sequence column among .*; name it sequence"),
    "hughes, no sets": (
        *edited("hughes", "Set", "Part"),
        r"has no column Probe_Set; add it with SetA \(training\) or SetB \(test\)",
    ),
    "hughes, bad set": (
        *edited("hughes", "SetB", "SetC"),
        r"'Probe_Set' of norm_data.txt has 'SetC' in row 3; use A, train",
    ),
    "hughes, no scores": (
        *edited("hughes", "RNCMPT0000", "X"),
        r"no column named by an RNCMPT id; give norm_data.txt.gz, or use the layout table",
    ),
    "hughes, separator": (*edited("hughes", "\t", " "), UNSEPARATED),
    "hughes, DNA and RNA": (*edited("hughes", "GGUA", "GGTA"), MIXED.format(3, 2)),
    "hughes, both in one": (*edited("hughes", "GGUA", "GTUA"), BOTH.format(3)),
    "hughes, same names": (*edited("hughes", "00002", "00001"), r"2 columns named 'RNCMPT00001'; give each its own"),
    "hughes, no rows": (*only_header("hughes"), NO_ROWS),
    "hughes, gzip": (*cut_gzip("hughes"), CUT),
    "deepbind, no sequences": (*edited("deepbind", "seq", "probe"), r"no sequence column among .*; name it sequence"),
    "deepbind, no sets": (*edited("deepbind", "Fold", "Other"), r"no column Fold ID; add it with A"),
    "deepbind, no scores": (*edited("deepbind", "RNCMPT00001\tRNCMPT00002", "id\tname", "targets.tsv"), r"no numeric"),
    "deepbind, separator": (*edited("deepbind", "\t", "|"), UNSEPARATED),
    "deepbind, DNA and RNA": (*edited("deepbind", "GGUA", "GGTA"), MIXED.format(3, 2)),
    "deepbind, both in one": (*edited("deepbind", "GGUA", "GTUA"), BOTH.format(3)),
    "deepbind, same names": (*edited("deepbind", "00002", "00001", "targets.tsv"), r"2 columns named 'RNCMPT00001'"),
    "deepbind, no rows": (*only_header("deepbind"), NO_ROWS),
    "deepbind, no rows of scores": (*only_header("deepbind", "targets.tsv"), NO_ROWS),
    "deepbind, gzip": (*cut_gzip("deepbind"), CUT),
    "rnacontext, no sequence": (
        *edited("rnacontext", "3 CCU", "3"),
        r"row 2 of VTS1_training_sequences.txt is '3'; write a score, a space or tab, and a sequence",
    ),
    "rnacontext, separator": (
        *edited("rnacontext", "3 CCU", "3,CCU"),
        r"row 2 of .* is '3,CCU'; write a score, a space",
    ),
    "rnacontext, other order": (*edited("rnacontext", "3 CCU", "CCU 3"), r"row 2 of .* is 'CCU 3'; write a score"),
    "rnacontext, infinite": (*edited("rnacontext", "3 CCU", "inf CCU"), r"infinite score in row 2"),
    "rnacontext, DNA and RNA": (*edited("rnacontext", "3 CCU", "3 CCT"), MIXED.format(2, 1)),
    "rnacontext, both in one": (*edited("rnacontext", "3 CCU", "3 CTU"), BOTH.format(2)),
    "rnacontext, other letter": (
        *edited("rnacontext", "3 CCU", "3 CNU"),
        r"sequence in row 2 'CNU' has 'N' at position 2",
    ),
    "rnacontext, same names": (
        *("rnacontext", "VTS1_data_full_A.txt", "1 ACGU\n"),
        r"VTS1_data_full_A.txt and VTS1_training_sequences.txt are both set A of experiment 'VTS1'; give each",
    ),
    "rnacontext, no rows": ("rnacontext", FIRST["rnacontext"], "\n", r"VTS1_training_sequences.txt is empty; give"),
    "rnacontext, gzip": (*cut_gzip("rnacontext"), CUT),
}


def stored():
    return sorted(store.settings().home.rglob("*"))


@pytest.mark.parametrize(("layout", "name", "content", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_one_sentence_and_nothing_is_stored(tmp_path, layout, name, content, message):
    path = write(tmp_path, layout, name, content)
    with pytest.raises((DataError, SequenceError), match=message) as caught:
        store.import_file(path, layout)
    text = str(caught.value)
    assert text.endswith(".")
    assert "\n" not in text
    assert len(text) < 400
    assert stored() == []


@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - {"hughes, no scores"}))  # which is a good table
def test_a_fault_is_refused_as_well_when_no_layout_is_named(tmp_path, fault):
    with pytest.raises(AppError):
        store.import_file(write(tmp_path, *FAULTS[fault][:3]))
    assert stored() == []


@pytest.mark.parametrize("layout", GOOD)
def test_a_layout_is_found_out_and_reads_the_same_whatever_its_line_ends_and_packing(tmp_path, layout):
    path = write(tmp_path, layout)
    table, found = layouts.read(path)
    assert found == layout
    assert sorted(table.sequences.tolist()) == sorted(["ACGU", "GGUA", "CCU"] + ["GGUA"] * (layout == "rnacontext"))
    assert table.in_b.tolist() == [sequence == "GGUA" for sequence in table.sequences]
    for name, text in GOOD[layout].items():
        for content in (
            text.replace("\n", "\r\n").encode(),
            text.rstrip("\n").encode(),
            b"\xef\xbb\xbf" + text.encode(),
            gzip.compress(text.encode()),
            text.replace("U", "T").lower().encode() if layout == "rnacontext" else text.encode(),
        ):
            (tmp_path / name).write_bytes(content)
            again, found = layouts.read(path)
            assert found == layout
            assert again.digest == table.digest


@pytest.mark.parametrize("layout", GOOD)
def test_every_layout_is_stored_under_its_name(tmp_path, layout):
    summary = store.import_file(write(tmp_path, layout), layout)
    assert summary.layout == layout
    (dataset,) = [dataset for dataset in store.datasets() if dataset.layout != "simulated"]
    assert dataset.layout == layout
    assert {entry.id for entry in dataset.entries} == set(summary.experiments)


def test_dna_alone_reads_as_rna(tmp_path):
    table, _ = layouts.read(write(tmp_path, "table", "t.csv", GOOD["table"]["t.csv"].replace("U", "T")))
    assert table.sequences.tolist() == ["ACGU", "GGUA", "CCU"]


def test_rows_without_t_and_u_are_neither_dna_nor_rna(tmp_path):
    path = write(tmp_path, "table", "t.csv", "sequence,set,X1\nACG,A,1\nGGTA,B,2\n")
    assert layouts.read(path)[0].sequences.tolist() == ["ACG", "GGUA"]
