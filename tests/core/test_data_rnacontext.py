"""Folders of score-and-sequence files, named as RNAcontext, RCK, DLPRB and the sets of 2009 name them."""

from pathlib import Path

import numpy as np
import pytest

from core.data import layouts, store
from core.data.layouts.rnacontext import parse_name
from core.errors import DataError

PAIRS = {
    "RNAcontext": ("VTS1_training_sequences.txt", "VTS1_test_sequences.txt"),
    "RNAcontext, with sets": ("VTS1_training_sequences_A.txt", "VTS1_test_sequences_B.txt"),
    "2009": ("VTS1_data_full_A.txt", "VTS1_data_full_B.txt"),
    "RCK": ("VTS1.txt.sequences_A.RNAcontext", "VTS1.txt.sequences_B.RNAcontext"),
    "DLPRB": ("VTS1.txt.sequences_A.RNAcontext.clamp", "VTS1.txt.sequences_B.RNAcontext.clamp"),
    "DLPRB samples": (
        "train/VTS1.txt.sequences.RNAcontext.clamp-sample",
        "test/VTS1.txt.sequences.RNAcontext.clamp-sample",
    ),
    "plain": ("VTS1_A.txt", "VTS1_B.txt"),
    "folders alone": ("train/VTS1.txt", "test/VTS1.txt"),
}
TRAINING, TEST = "0.5\tACGU\n-1.25 GGC\n", "2e-1 uuu\n"


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize(("training", "test"), PAIRS.values(), ids=PAIRS.keys())
@pytest.mark.parametrize("given", ["folder", "training", "test"])
def test_pair_is_found_from_its_folder_or_either_file(tmp_path, training, test, given):
    write(tmp_path, {training: TRAINING, test: TEST, "VTS1.txt.annotations_A.RNAcontext": ">ACGU\n0.1 0.2\n"})
    path = {"folder": tmp_path, "training": tmp_path / training, "test": tmp_path / test}[given]
    table, layout = layouts.read(path)
    assert layout == "rnacontext"
    assert table.sequences.tolist() == ["ACGU", "GGC", "UUU"]
    assert table.in_b.tolist() == [False, False, True]
    np.testing.assert_array_equal(table.scores["VTS1"], np.array([0.5, -1.25, 0.2], np.float32))


def test_experiments_of_a_folder_are_columns_and_probes_rows(tmp_path):
    other = {"RNCMPT00001_A.txt": "7 GGC\n8 AAA\n", "RNCMPT00001_B.txt": "9 UUU\nnan CCC\n"}
    write(tmp_path, {"VTS1_A.txt": TRAINING, "VTS1_B.txt": TEST, "README.md": "none of these"} | other)
    summary = store.import_file(tmp_path)
    assert summary.experiments == ["RNCMPT00001", "VTS1"]
    assert (summary.n_probes, summary.n_a, summary.n_b) == (5, 3, 2)
    assert store.load("RNCMPT00001").sequences.tolist() == ["GGC", "AAA", "UUU"]
    assert store.load("VTS1").scores.tolist() == pytest.approx([-1.25, 0.2, 0.5])


def test_one_file_means_one_experiment(tmp_path):
    write(tmp_path, {"X_A.txt": "1 AC\n", "X_B.txt": "2 GG\n", "Y_A.txt": "1 AC\n", "Y_B.txt": "bad"})
    assert layouts.read(tmp_path / "X_A.txt")[0].scores.columns.tolist() == ["X"]


def test_a_file_name_of_two_lines_is_passed_over(tmp_path):
    write(tmp_path, {"VTS1_A.txt": TRAINING, "VTS1_B.txt": TEST, "two\nlines_A.txt": TRAINING})
    table, layout = layouts.read(tmp_path)
    assert layout == "rnacontext" and table.scores.columns.tolist() == ["VTS1"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("U1A_data_full_A.txt.gz", ("U1A", False)),
        ("my_rbp_2-test.txt", ("my_rbp_2", True)),
        ("A_B.txt", ("A", True)),
        ("X_training_sequences_B.txt", ("X", False)),  # a swapped training: the word says what it is for
        ("X_training_test_B.txt", ("X", True)),
        ("X_sequences.txt", ("X", None)),
        ("test/X_sequences.txt", ("X", True)),
        ("test/X_A.txt", ("X", False)),
    ],
)
def test_names_tell_experiment_and_set(name, expected):
    assert parse_name(Path("folder") / name) == expected


FAULTS = {
    "no partner": (
        {"X_A.txt": TRAINING},
        r"experiment 'X' has X_A.txt but no test file \(set B\); put it there, named",
    ),
    "no training": ({"X_B.txt": TEST}, r"experiment 'X' has X_B.txt but no training file \(set A\); put it there"),
    "two of a set": (
        {"X_A.txt": TRAINING, "X_train.txt": TRAINING, "X_B.txt": TEST},
        r"X_A.txt and X_train.txt are both set A of experiment 'X'; give each experiment its own name, or keep one",
    ),
    "no names": ({"X.txt": TRAINING}, r"has no file whose name tells the set; name the files as in VTS1_training_seq"),
    "one bad line": ({"X_A.txt": TRAINING, "X_B.txt": TEST + "ACGU\n"}, r"row 2 of X_B.txt is 'ACGU'; write a score"),
    "long": ({"X_A.txt": "1 " + "A" * 42, "X_B.txt": TEST}, r"sequence in row 1 .* has 42 nt; give 1 to 41 nt"),
    "no score at all": ({"X_A.txt": "nan AC\n", "X_B.txt": TEST}, r"X_A.txt has no numeric column"),
}


@pytest.mark.parametrize(("files", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_in_a_folder_is_one_sentence_and_nothing_is_stored(tmp_path, files, message):
    write(tmp_path, files)
    with pytest.raises(ValueError, match=message) as caught:
        store.import_file(tmp_path, "rnacontext")
    assert str(caught.value).endswith(".")
    assert list(store.settings().home.iterdir()) == []


def test_a_file_without_a_set_in_its_name_is_refused(tmp_path, refuses):
    write(tmp_path, {"X.txt": TRAINING})
    with refuses(DataError, "'X.txt'", "VTS1_training"):
        layouts.read(tmp_path / "X.txt")


def test_a_folder_of_other_files_is_no_folder_of_these(tmp_path, refuses):
    write(tmp_path, {"table_A.txt": "seq,X1\nAC,1\n", "X_annotations_A.txt": "1 AC\n"})
    with refuses(DataError, "VTS1_training_sequences.txt"):
        layouts.read(tmp_path)
