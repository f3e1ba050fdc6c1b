"""Packed and wide files: refused before they take memory, or read in pieces; each file here is harmless in itself."""

import gzip
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from core.data import layouts, limits
from core.errors import AppError, DataError

MEASURE = """
import re, sys
from core.data.layouts import read
from core.errors import AppError
for path in sys.argv[1:]:
    try:
        print(len(read(path)[0].sequences))
    except AppError as error:
        print(error)
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""
"""Not `resource.getrusage`, whose peak Linux takes over from the process that started this one."""


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc"),
]


def read_elsewhere(*paths):
    """Read files in a process of their own; what it says of each, and the most memory that it took, in MB."""
    done = subprocess.run([sys.executable, "-c", MEASURE, *paths], capture_output=True, text=True, check=True)
    *said, peak = done.stdout.splitlines()
    return said, int(peak) // 1024


def packed(path, head, line, n):
    with gzip.open(path, "wb", 1) as file:
        file.write(head)
        for _ in range(n // 1000):
            file.write(line * 1000)
    return path


def one_text_in_many_rows(path):
    """A Parquet file of a million rows that share one text of four million letters."""
    shared = pa.DictionaryArray.from_arrays(pa.array(np.zeros(1_000_000, np.int32)), pa.array(["A" * 4_000_000]))
    table = pa.table({"sequence": shared, "X1": pa.array(np.ones(1_000_000, np.float32))})
    pa.parquet.write_table(table, path, dictionary_pagesize_limit=1 << 30, compression="zstd")
    return path


def declared(path, **shapes):
    with h5py.File(path, "w") as file:
        for name, shape in shapes.items():
            file.create_dataset(name, shape, "f4", chunks=(1, *shape[1:]))
        file["experiment"] = ["X1"]
    return path


def koo_shapes(n):
    return {f"{letter}_{half}": (n, *more) for half in ("train", "valid", "test") for letter, more in
            (("X", (4, 41)), ("Y", (1,)))}  # fmt: skip


def test_what_is_too_large_is_refused_in_a_sentence_and_little_memory(tmp_path):
    wide = tmp_path / "wide.csv"
    wide.write_text("sequence," + ",".join(f"X{i}" for i in range(60_000)) + "\nACGU" + ",1" * 60_000 + "\n")
    long_line = packed(tmp_path / "line.csv.gz", b"sequence,X1\n", b"A" * 1000, 20_000)
    scores = ",".join(f"X{i}" for i in range(100))
    files = {
        packed(tmp_path / "blank.csv.gz", b"sequence,X1\nACGU,1\n", b"\n", 30_000_000): "more than 1,000,000 rows",
        packed(tmp_path / "spaces.csv.gz", b"sequence,X1\nACGU,1\n", b"    \n" * 10, 300_000): "1,000,000 rows",
        packed(tmp_path / "equal.csv.gz", b"sequence,X1\n", b"ACGU,1\n", 3_000_000): "more than 1,000,000 rows",
        packed(tmp_path / "lines.txt.gz", b"", b"1 ACGU\n", 3_000_000): "tell the set",
        packed(
            tmp_path / "much.tsv.gz", f"sequence,{scores}\n".encode(), b"A" + b",1" * 100 + b"\n", 650_000
        ): "million",
        wide: "has 60,001 columns; at most 2,000 are read",
        long_line: "is longer than 1 MB",
        one_text_in_many_rows(tmp_path / "t.parquet"): "has 4,000,000 nt; give 1 to 41 nt",
        declared(tmp_path / "huge.h5", **koo_shapes(10**9)): "more than 1,000,000 rows",
        declared(tmp_path / "long.h5", **{**koo_shapes(5), "X_train": (5, 4, 10**6)}): "1,000,000 positions",
        declared(tmp_path / "wide.h5", **{**koo_shapes(5), "Y_test": (5, 10**6)}): "differ in their columns",
    }
    said, peak = read_elsewhere(*files)
    for sentence, (path, told) in zip(said, files.items(), strict=True):
        assert told in sentence, (path.name, sentence)
        assert sentence.endswith(".")
    assert peak < 300


def test_what_is_within_the_limits_is_read_in_pieces(tmp_path):
    path = tmp_path / "t.csv.gz"
    names = ",".join(f"X{i}" for i in range(30))
    with gzip.open(path, "wt", 1) as file:
        file.write(f"sequence,set,{names}\n")
        for i in range(200_000):
            file.write(f"{np.base_repr(i, 4).translate(LETTERS):A<40},{'AB'[i % 2]}{',1.25' * 30}\n")
    said, peak = read_elsewhere(path)
    assert said == ["200000"]
    assert peak < 450


LETTERS = str.maketrans("0123", "ACGU")


@pytest.mark.parametrize(
    ("name", "most", "facts"),
    [
        ("MOST_BYTES", 20, ["t.csv", "0 MB"]),
        ("MOST_ROWS", 1, ["t.csv", "1 rows"]),
        ("MOST_COLUMNS", 2, ["t.csv", "3 columns", "most 2"]),
        ("MOST_SCORES", 5, ["t.csv", "2 rows", "3 columns", "0 million"]),
        ("LONGEST_LINE", 5, ["t.csv"]),
    ],
)
def test_each_limit_is_said(tmp_path, monkeypatch, name, most, facts, refuses):
    monkeypatch.setattr(limits, name, most)
    (tmp_path / "t.csv").write_text("sequence,set,X1\nAC,A,1\nGG,B,2\n")
    with refuses(DataError, *facts):
        layouts.read(tmp_path / "t.csv")


def test_more_experiments_in_rows_than_are_read_are_refused(tmp_path, refuses):
    rows = [f"AC,{'AB'[i % 2]},{i},R{i}" for i in range(2_100)]
    (tmp_path / "t.csv").write_text("\n".join(["seq,set,score,rncmpt", *rows]) + "\n")
    with refuses(DataError, "'rncmpt'", "t.csv", "2,000 experiments"):
        layouts.read(tmp_path / "t.csv")


def test_an_hdf5_chunk_that_unpacks_as_a_whole_is_refused(tmp_path, refuses):
    with h5py.File(tmp_path / "k.h5", "w") as file:
        for half in ("train", "valid", "test"):
            file.create_dataset(f"X_{half}", (200_000, 4, 41), "f8", chunks=(200_000, 4, 41), compression="gzip")
            file.create_dataset(f"Y_{half}", (200_000, 1), "f8")
        file["experiment"] = ["X1"]
    with refuses(AppError, "67 MB"):
        layouts.read(tmp_path / "k.h5")


@pytest.mark.parametrize("start", [b"\xfd7zXZ\x00", b"BZh9", b"\x28\xb5\x2f\xfd"])
def test_other_packings_are_named(tmp_path, start, refuses):
    (tmp_path / "t.csv.xz").write_bytes(start + bytes(range(1, 100)))
    with refuses(DataError):
        layouts.read(tmp_path / "t.csv.xz")
