"""Readers of measurement files: exact small tables, and every way in which a file can be wrong."""

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from written_layouts import written_in_every_layout

from core.data import layouts
from core.errors import DataError, SequenceError

TABLE = "probe_id,Sequence,set,X1,gene\n7,acgu,A,1.5,Foo\n8,GGUU,b,NaN,Foo\n9,CC,Train,-2,Bar\n"


@pytest.fixture
def write(tmp_path):
    """Write a file of that text or bytes, and return its path."""

    def write(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def scores(table, name="X1"):
    return table.scores[name].tolist()


def assert_is_small_table(table):
    assert table.sequences.tolist() == ["ACGU", "GGUU", "CC"]
    assert table.in_b.tolist() == [False, True, False]
    assert table.scores.columns.tolist() == ["X1"]
    np.testing.assert_array_equal(table.scores["X1"], np.array([1.5, np.nan, -2], np.float32))
    assert table.scores.dtypes.tolist() == [np.float32]
    assert table.left_out == ("probe_id", "gene")


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_table_is_read_whatever_its_separator_and_line_ending(write, separator, ending):
    table, layout = layouts.read(write(TABLE.replace(",", separator).replace("\n", ending), "some.txt"))
    assert layout == "table"
    assert_is_small_table(table)


def test_what_is_neither_a_file_nor_a_folder_is_refused():
    with pytest.raises(DataError, match="/dev/null is a device or a pipe, not a file; save the measurements in a file"):
        layouts.read(Path("/dev/null"))


@pytest.mark.parametrize("blank", ["\n", "\n\n", " \r\n"])
def test_table_is_read_when_gzipped_with_a_byte_order_mark_and_blank_lines(write, blank):
    text = blank + TABLE.replace("\n8", "\n  \n8")
    table, _ = layouts.read(write(gzip.compress(b"\xef\xbb\xbf" + text.encode()), "any name"))
    assert_is_small_table(table)


@pytest.mark.parametrize("score_type", [np.float16, np.float32, np.float64, object])
def test_parquet_is_read_whatever_the_type_of_its_scores(tmp_path, score_type):
    values = np.array([1.5, np.nan, -2]) if score_type is not object else np.array(["1.5", None, " -2 "], object)
    frame = pd.DataFrame({"probe_id": [7, 8, 9], "Sequence": ["acgu", "GGUU", "CC"], "set": ["A", "B", "A"]})
    frame["X1"] = values if score_type is object else values.astype(score_type)
    frame["gene"] = pd.Categorical(["Foo", "Foo", "Bar"])
    frame.to_parquet(tmp_path / "t.parquet", index=False)
    assert_is_small_table(layouts.read(tmp_path / "t.parquet")[0])


def test_parquet_index_dates_and_flags_are_left_out(tmp_path):
    frame = pd.DataFrame({"seq": ["ACG", "GGA"], "set": ["A", "B"], "ok": [True, False], "when": pd.Timestamp(0)})
    frame["X1"] = [1, 2]
    frame.index = [5, 9]
    frame.to_parquet(tmp_path / "t.parquet")
    table, _ = layouts.read(tmp_path / "t.parquet")
    assert scores(table) == [1, 2]
    assert set(table.left_out) == {"ok", "when", "__index_level_0__"}


@pytest.mark.parametrize("name", ["sequence", "SEQ", "RNA_Seq", "rna seq", "rna", "Probe-Sequence"])
def test_sequence_column_goes_by_many_names(write, name):
    assert layouts.read(write(f"{name},X1\nACGU,1\nGG,2\n"))[0].sequences.tolist() == ["ACGU", "GG"]


@pytest.mark.parametrize("name", ["set", "Probe_Set", "probe set", "SPLIT", "fold", "Fold ID"])
@pytest.mark.parametrize("a", ["A", "a", "train", "Training", "VALIDATION", "valid", "val"])
@pytest.mark.parametrize("b", ["B", "test"])
def test_sets_go_by_many_names(write, name, a, b):
    assert layouts.read(write(f"{name},seq,X1\n{a},AC,1\n{b},GG,2\n"))[0].in_b.tolist() == [False, True]


def test_without_sets_half_of_the_different_sequences_test(write):
    rows = [f"{'ACGU'[i % 4]}{'ACGU'[i // 4]}A,{i}" for i in range(16)]
    table, _ = layouts.read(write("seq,X1\n" + "\n".join(rows + rows) + "\n"))
    assert table.in_b.sum() == 16
    assert table.in_b[:16].tolist() == table.in_b[16:].tolist()
    again, _ = layouts.read(write("seq,X1\n" + "\n".join(reversed(rows)) + "\n"))
    assert again.in_b[::-1].tolist() == table.in_b[:16].tolist()


@pytest.mark.parametrize("missing", ["", "NaN", " NaN", "NA", "nan"])
def test_missing_scores_are_nan(write, missing):
    assert np.isnan(scores(layouts.read(write(f"seq,X1,X2\nAC,{missing},1\nGG,2,1\n"))[0])[0])


def test_a_column_without_a_single_number_is_left_out(write):
    table, _ = layouts.read(write("seq, X1 ,motif,empty\nAC,1,UGU,\nGG,+2e0,UUU,\n"))
    assert scores(table) == [1, 2]
    assert table.left_out == ("motif", "empty")


def test_long_form_becomes_one_column_per_experiment_and_keeps_replicate_spots(write):
    rows = ["AC,A,1,R1", "AC,A,2,R1", "GG,B,3,R1", "GG,B,4,R2", "AC,A,5,R2", "UU,B,6,R2"]
    table, _ = layouts.read(write("seq,set,score,rncmpt\n" + "\n".join(rows) + "\n"))
    assert table.sequences.tolist() == ["AC", "AC", "GG", "UU"]
    assert table.in_b.tolist() == [False, False, True, True]
    np.testing.assert_array_equal(table.scores["R1"], np.array([1, 2, 3, np.nan], np.float32))
    np.testing.assert_array_equal(table.scores["R2"], np.array([5, np.nan, 4, 6], np.float32))


BAD_TABLES = {
    "no sequence column": ("probe,X1\nAC,1\n", r"no sequence column among probe and X1; name it sequence, seq"),
    "two sequence columns": ("seq,RNA,X1\nAC,AC,1\n", r"several sequence columns: seq and RNA; keep one"),
    "two set columns": ("seq,set,fold,X1\nAC,A,A,1\n", r"several set columns: set and fold; keep one"),
    "unknown set": ("seq,set,X1\nAC,A,1\nGG,C,1\n", r"'set' of table.csv has 'C' in row 3; use A, train or validation"),
    "empty set": ("seq,set,X1\nAC,A,1\nGG,,1\n", r"has '' in row 3; use A, train"),
    "no set B": ("seq,set,X1\nAC,A,1\n", r"every probe in set A \(train\); mark some probes B \(test\), or remove"),
    "no set A": ("seq,set,X1\nAC,test,1\n", r"every probe in set B \(test\); mark some probes A \(train\)"),
    "one sequence": ("seq,X1\nAC,1\nAC,2\n", r"same sequence.*give at least two"),
    "text score": ("seq,X1\nAC,1\nGG,high\n", r"'X1' of table.csv has the text 'high' in row 3 among.*give a number"),
    "text after a blank line": ("seq,X1\nAC,1\n\nGG,high\n", r"text 'high' in row 4"),
    "decimal comma": ("seq;X1\nAC;1\nGG;2,5\n", r"decimal comma '2,5' in row 3; write decimals with a point"),
    "unquoted decimal comma": ("seq,X1\nAC,1\nGG,2,5\n", r"row 3 of table.csv has 3 values.*names 2.*with a point"),
    "short row": ("seq,X1,X2\nAC,1,2\n\nGG,2\n", r"row 4 of table.csv has 2 values, but the header names 3"),
    "infinite": ("seq,X1\nAC,1\nGG,-inf\n", r"infinite score in row 3; leave missing scores empty"),
    "too large": ("seq,X1\nAC,1e39\nGG,1\n", r"infinite score in row 2"),
    "no numbers": (
        "seq,motif,id\nAC,U,1\nGG,U,2\n",
        r"no numeric column; its other columns are motif and id; add a column",
    ),
    "no other column": ("seq\nAC\nGG\n", r"no numeric column; add a column of binding scores"),
    "duplicate names": ("seq,X1, X1\nAC,1,2\n", r"2 columns named 'X1'; give each its own name"),
    "long, two scores": (
        "seq,rncmpt,X1,X2\nAC,R,1,2\nGG,R,1,2\n",
        r"2 score columns \(X1, X2\); keep one score column",
    ),
    "long, nameless": ("seq,rncmpt,X1\nAC,R,1\nGG,,1\n", r"'rncmpt' is empty in row 3; name the experiment"),
    "empty": (" \n", r"table.csv is empty; give a CSV"),
    "header only": ("seq,X1\n", r"has a header but no rows; give a CSV"),
    "header without a line": ("seq,X1", r"give a CSV, TSV or Parquet"),
    "spreadsheet": (b"PK\x03\x04rest", r"spreadsheet or zip archive; save the sheet as CSV"),
    "binary": (b"\x89HDF\r\n\x00\x00", r"neither Parquet nor a text table; give a CSV"),
    "not UTF-8": (b"seq,X1\nAC,\xff\n", r"cannot be read as a table .*; give a CSV"),
    "truncated parquet": (b"PAR1abc", r"damaged Parquet file .*; get the file again"),
    "truncated gzip": (gzip.compress(TABLE.encode() * 99)[:-20], r"cannot be read \(.*; get the file again"),
    "broken gzip": (b"\x1f\x8bnonsense", r"cannot be read \(.*; get the file again"),
}


@pytest.mark.parametrize(("content", "message"), BAD_TABLES.values(), ids=BAD_TABLES.keys())
def test_bad_table_is_refused_in_one_sentence(write, content, message):
    with pytest.raises(DataError, match=message) as caught:
        layouts.read(write(content))
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("sequence", "facts"),
    [
        ("ACN", ["row 3", "'ACN'", "'N'", "position 3"]),
        ("", ["row 3", "RNA"]),
        ("A" * 42, ["row 3", "42 nt", "1 to 41 nt"]),
    ],
)
def test_bad_sequence_is_refused_with_its_row(write, sequence, facts, refuses):
    with refuses(SequenceError, *facts):
        layouts.read(write(f"seq,X1\nAC,1\n{sequence},1\n"))


def test_parquet_with_sequences_as_lists_is_refused(tmp_path, refuses):
    pd.DataFrame({"seq": [["A"], ["C"]], "X1": [1.0, 2.0]}).to_parquet(tmp_path / "t.parquet")
    with refuses(DataError):
        layouts.read(tmp_path / "t.parquet")


def test_missing_file_and_unknown_layout_are_refused(write, tmp_path, refuses):
    with refuses(DataError, "nothing.csv"):
        layouts.read(tmp_path / "nothing.csv")
    with refuses(DataError, "'excel'"):
        layouts.read(write(TABLE), "excel")
    with refuses(DataError):
        layouts.read(tmp_path, "table")
    with refuses(DataError, "sequences.tsv.gz", "targets.tsv.gz"):
        layouts.read(tmp_path)


SEQUENCES = "Fold ID\tEvent ID\tseq\nA\t1\tACGT\nB\t2\tggtt\n"
TARGETS = "RNCMPT00001\tRNCMPT00002\n0.5\t NaN\n-1\t2\n"


@pytest.mark.parametrize("path", ["", "sequences.tsv.gz", "targets.tsv"])
def test_deepbind_pair_is_found_from_its_folder_or_either_file(write, tmp_path, path):
    write(gzip.compress(SEQUENCES.encode()), "sequences.tsv.gz")
    write(TARGETS, "targets.tsv")
    table, layout = layouts.read(tmp_path / path)
    assert layout == "deepbind"
    assert table.sequences.tolist() == ["ACGU", "GGUU"]
    assert table.in_b.tolist() == [False, True]
    assert scores(table, "RNCMPT00001") == [0.5, -1]
    assert table.scores["RNCMPT00002"].isna().tolist() == [True, False]


BAD_PAIRS = {
    "row counts": (SEQUENCES, TARGETS + "1\t1\n", r"sequences.tsv has 2 rows, targets.tsv has 3; give two files"),
    "no folds": (SEQUENCES.replace("Fold", "Other"), TARGETS, r"no column Fold ID; add it with A"),
    "no targets": (SEQUENCES, None, r"has no targets.tsv.gz; put sequences.tsv.gz and targets.tsv.gz in one folder"),
    "no sequences": (None, TARGETS, r"has no sequences.tsv.gz; put"),
}


@pytest.mark.parametrize(("sequences", "targets", "message"), BAD_PAIRS.values(), ids=BAD_PAIRS.keys())
def test_bad_deepbind_pair_is_refused(write, tmp_path, sequences, targets, message):
    for content, name in ((sequences, "sequences.tsv"), (targets, "targets.tsv")):
        if content:
            write(content, name)
    with pytest.raises(DataError, match=message):
        layouts.read(tmp_path)


HUGHES = (
    "Probe_Set\tRNA_Seq\tProbe_ID\tSpot\tRNCMPT00001\tRNCMPT00002\n"
    "SetB\tGGUU\tp7\t7\t0.5\t NaN\nSetA\tACG\tp8\t8\t-1\t2\n"
)


@pytest.mark.parametrize("set_name", ["Probe_Set", "Half of the array"])
@pytest.mark.parametrize("layout", [None, "hughes"])
def test_hughes_file_is_read_whatever_its_sets_are_called(write, set_name, layout):
    content = gzip.compress(HUGHES.replace("Probe_Set", set_name).encode())
    table, found = layouts.read(write(content, "norm_data.txt.gz"), layout)
    assert found == "hughes"
    assert table.sequences.tolist() == ["GGUU", "ACG"]
    assert table.in_b.tolist() == [True, False]
    assert table.scores.columns.tolist() == ["RNCMPT00001", "RNCMPT00002"]
    assert scores(table, "RNCMPT00001") == [0.5, -1]
    assert table.scores["RNCMPT00002"].isna().tolist() == [True, False]
    assert table.left_out == ("Probe_ID", "Spot")


def test_an_own_table_with_an_rna_seq_column_is_no_hughes_file(write):
    assert layouts.read(write("RNA_Seq\tset\tRNCMPT00001\nAC\tA\t1\nGG\tB\t2\n"))[1] == "table"
    assert layouts.read(write("RNA_Seq\tProbe_ID\tX1\nAC\tp\t1\nGG\tq\t2\n"))[1] == "table"


@pytest.mark.parametrize("measured", ["real_data", "made_up_data"])
def test_measurements_are_the_same_in_every_layout(measured, request, tmp_path):
    table, _ = layouts.read(request.getfixturevalue(measured) / "rnacompete2009_vts1.csv")
    order = np.argsort(table.in_b, kind="stable")  # training first, as some layouts have it
    given = (table.sequences[order], table.in_b[order], table.scores["score"].to_numpy()[order])
    for layout, path in written_in_every_layout(tmp_path, *given).items():
        again, found = layouts.read(path)
        assert found == layout
        assert again.sequences.tolist() == given[0].tolist()
        assert again.in_b.tolist() == given[1].tolist()
        np.testing.assert_array_equal(again.scores["RNCMPT00111"], given[2])
