"""The HDF5 files of the paper's authors, written here in their exact layout, good and bad."""

import h5py
import numpy as np
import pytest

from core.data import layouts, store
from core.data.layouts import koo
from core.errors import DataError
from core.sequence import ALPHABET

PROBES = {"train": ["ACGU", "GGC"], "valid": ["UUUUU"], "test": ["CA", "GUGU"]}
SCORES = {"train": [[1, 2], [3, np.nan]], "valid": [[5, 6]], "test": [[7, 8], [np.nan, 10]]}


def one_hot(sequences, length=6, channels=4, centred=False):
    """(N, channels, length), the sequences at the left or, as the authors' code does, in the middle."""
    x = np.zeros((len(sequences), channels, length), np.float32)
    x[:, 4:] = 0.2  # structure contexts, which are not read
    for row, sequence in enumerate(sequences):
        start = (length - len(sequence)) // 2 if centred else 0
        for place, letter in enumerate(sequence):
            x[row, ALPHABET.index(letter), start + place] = 1
    return x


def data_sets(**how):
    """The data sets of a good file, by name."""
    made = {f"X_{name}": one_hot(sequences, **how) for name, sequences in PROBES.items()}
    made |= {f"Y_{name}": np.array(scores, np.float32) for name, scores in SCORES.items()}
    return made | {"experiment": np.array([b"RNCMPT00001", b"RNCMPT00002"])}


def write(path, sets, group="", compression="gzip"):
    with h5py.File(path, "a") as file:
        for name, values in sets.items():
            file.create_dataset(f"{group}/{name}", data=values, compression=compression)
    return path


@pytest.mark.parametrize(
    "how", [{}, {"centred": True}, {"channels": 9}, {"channels": 9, "length": 41, "centred": True}]
)
@pytest.mark.parametrize("size", [1, 400, 1 << 20])
def test_one_hot_becomes_sequences_wherever_the_padding_is(tmp_path, monkeypatch, how, size):
    monkeypatch.setattr(koo, "_PART", size)
    table, layout = layouts.read(write(tmp_path / "rnacompete2013.h5", data_sets(**how)))
    assert layout == "koo"
    assert table.sequences.tolist() == ["ACGU", "GGC", "UUUUU", "CA", "GUGU"]
    assert table.in_b.tolist() == [False, False, False, True, True]
    np.testing.assert_array_equal(table.scores["RNCMPT00001"], np.array([1, 3, 5, 7, np.nan], np.float32))
    np.testing.assert_array_equal(table.scores["RNCMPT00002"], np.array([2, np.nan, 6, 8, 10], np.float32))
    assert table.scores.dtypes.tolist() == [np.float32, np.float32]
    assert table.left_out == ()


def test_probes_of_41_nt_and_all_lengths_come_back(tmp_path):
    rng = np.random.default_rng(0)
    probes = ["".join(rng.choice(list(ALPHABET), length)) for length in range(1, 42)]
    sets = data_sets(length=41) | {
        "X_test": one_hot(probes, 41, 9, centred=True),
        "Y_test": rng.normal(size=(41, 2)),
    }
    table, _ = layouts.read(write(tmp_path / "a.h5", sets))
    assert table.sequences[table.in_b].tolist() == probes


def test_whole_numbers_flags_and_text_names_are_read_too(tmp_path):
    sets = {name: values.astype(np.uint8) for name, values in data_sets().items() if name[0] == "X"}
    sets |= {"Y_train": [1, 2], "Y_valid": [3.0], "Y_test": np.array([4, 5], np.int64), "experiment": ["own"]}
    table, _ = layouts.read(write(tmp_path / "no suffix", sets))
    assert table.scores["own"].tolist() == [1, 2, 3, 4, 5]


def test_an_experiment_without_a_score_is_left_out(tmp_path):
    sets = data_sets()
    for name in PROBES:
        sets[f"Y_{name}"][:, 1] = np.nan
    table, _ = layouts.read(write(tmp_path / "a.h5", sets))
    assert table.scores.columns.tolist() == ["RNCMPT00001"]
    assert table.left_out == ("RNCMPT00002",)


def test_groups_are_experiments_and_the_same_probe_is_one_row(tmp_path):
    path = tmp_path / "rnacompete2009.h5"
    for group, first in (("Fusip", "ACGU"), ("VTS1", "AAAA")):
        sets = {f"X_{name}": one_hot([first] if name == "train" else PROBES[name], channels=9) for name in PROBES}
        sets |= {f"Y_{name}": np.arange(len(sets[f"X_{name}"]))[:, None] + ord(group[0]) for name in PROBES}
        write(path, sets, group)
    summary = store.import_file(path)
    assert summary == (["Fusip", "VTS1"], 5, 3, 2, (), "koo", ())
    assert store.load("Fusip").sequences.tolist() == ["ACGU", "UUUUU", "CA", "GUGU"]
    assert store.load("VTS1").sequences.tolist() == ["UUUUU", "CA", "GUGU", "AAAA"]
    assert store.load("VTS1").scores.tolist() == [86, 86, 87, 86]


def without(name):
    return lambda sets: sets.pop(name)


def put(name, values):
    return lambda sets: sets.update({name: values(sets[name]) if callable(values) else values})


def letter(row, place, values):
    def change(x):
        x[row, :4, place] = values
        return x

    return change


FAULTS = {
    "no X": (without("X_valid"), r"has no data set X_valid; give a file with X_train, Y_train, X_valid"),
    "no Y": (without("Y_test"), r"has no data set Y_test; give a file with"),
    "no names": (without("experiment"), r"no data set experiment; add the id of each of the 2 columns of Y_train"),
    "other orientation": (
        put("X_train", lambda x: x.swapaxes(1, 2)),
        r"X_train of f.h5 has the shape \(2, 6, 4\); give \(probes, 4 or 9 channels, positions\)",
    ),
    "two dimensions": (put("X_test", np.zeros((2, 4))), r"X_test of f.h5 has the shape \(2, 4\); give \(probes"),
    "other rows": (
        put("Y_train", np.zeros((3, 2))),
        r"Y_train of f.h5 has the shape \(3, 2\); give \(2, experiments\)",
    ),
    "other columns": (put("Y_test", np.zeros((2, 3))), r"Y data sets of f.h5 differ in their columns; give each one"),
    "three dimensions": (put("Y_train", np.zeros((2, 2, 2))), r"Y_train of f.h5 has the shape \(2, 2, 2\)"),
    "too few names": (
        put("experiment", [b"X"]),
        r"experiment of f.h5 has 1 names for 2 columns of Y_train; give as many",
    ),
    "same names": (put("experiment", [b"X", b"X"]), r"f.h5 has 2 experiments named 'X'; give each its own name"),
    "no rows": (put("X_valid", np.zeros((0, 4, 6))), r"X_valid of f.h5 has no probes; give at least one"),
    "text": (put("Y_train", [[b"a", b"b"]] * 2), r"Y_train of f.h5 holds .* values; store numbers"),
    "infinite": (put("Y_train", lambda y: y * np.inf), r"f.h5 has an infinite score; leave missing scores NaN"),
    "too large": (put("Y_train", np.full((2, 2), 1e300)), r"f.h5 has an infinite score"),
    "two letters": (put("X_train", letter(1, 2, [1, 0, 1, 0])), r"probe 2 of X_train of f.h5 has a column that is not"),
    "half a letter": (
        put("X_train", letter(1, 2, [0.5, 0, 0, 0])),
        r"probe 2 of X_train of f.h5 .*not one-hot; give one 1",
    ),
    "minus a letter": (put("X_train", letter(1, 2, [-1, 1, 0, 0])), r"probe 2 of X_train of f.h5 .*not one-hot"),
    "no number": (put("X_train", letter(1, 2, [np.nan, 1, 0, 0])), r"probe 2 of X_train of f.h5 .*not one-hot"),
    "hole": (
        put("X_test", letter(1, 2, 0)),
        r"probe 2 of X_test of f.h5 has padding inside the sequence; give zeros before",
    ),
    "nothing": (
        put("X_valid", lambda x: x * 0),
        r"probe 1 of X_valid of f.h5 has nothing but padding; give 1 to 41 nt",
    ),
    "long": (
        put("X_valid", one_hot(["A" * 42], 42)),
        r"probe 1 of X_valid of f.h5 has more than 41 nt; give 1 to 41 nt",
    ),
}


@pytest.mark.parametrize(("change", "message"), FAULTS.values(), ids=FAULTS.keys())
@pytest.mark.parametrize("layout", [None, "koo"])
def test_a_fault_is_one_sentence_and_nothing_is_stored(tmp_path, monkeypatch, layout, change, message):
    monkeypatch.setattr(koo, "_PART", 1)
    sets = data_sets()
    change(sets)
    with pytest.raises(DataError, match=message) as caught:
        store.import_file(write(tmp_path / "f.h5", sets, compression=None), layout)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert list(store.settings().home.iterdir()) == []


def test_a_fault_in_a_group_names_the_group(tmp_path, refuses):
    sets = data_sets()
    sets.pop("X_test")
    with refuses(DataError, "VTS1", "f.h5", "X_test"):
        layouts.read(write(tmp_path / "f.h5", sets, "VTS1"))


def test_a_group_of_many_experiments_and_a_file_of_nothing_are_refused(tmp_path, refuses):
    with refuses(DataError, "VTS1", "f.h5", "2 columns", "Y_train"):
        layouts.read(write(tmp_path / "f.h5", data_sets(), "VTS1"))
    with refuses(DataError, "empty.h5", "X_train"):
        layouts.read(write(tmp_path / "empty.h5", {}))
    with pytest.raises(
        DataError,
        match=r"group X_train of group.h5 has no data set X_train|group.h5 has no data set X_train; give a file with",
    ):
        layouts.read(write(tmp_path / "group.h5", {"other": [1]}, "X_train"))


@pytest.mark.parametrize("content", [b"", b"no HDF5", b"<html>", koo.SIGNATURE[:-1]])
def test_what_is_no_hdf5_is_refused(tmp_path, content, refuses):
    path = tmp_path / "f.h5"
    path.write_bytes(content)
    for layout in (None, "koo"):
        with refuses(DataError, "f.h5", "HDF5"):
            store.import_file(path, layout)
    with refuses(DataError, "is a folder"):
        layouts.read(tmp_path, "koo")


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_an_hdf5_cut_short_is_refused(tmp_path, share):
    path = write(tmp_path / "f.h5", data_sets(length=41, channels=9))
    content = path.read_bytes()
    path.write_bytes(content[: max(8, int(len(content) * share))])
    with pytest.raises(DataError, match=r"f\.h5 is a damaged HDF5 file"):
        store.import_file(path)
    assert list(store.settings().home.iterdir()) == []


def test_a_damaged_chunk_is_refused(tmp_path):
    path = write(tmp_path / "f.h5", data_sets())
    with h5py.File(path) as file:
        chunk = file["X_test"].id.get_chunk_info(0)
    content = bytearray(path.read_bytes())
    content[chunk.byte_offset : chunk.byte_offset + chunk.size] = b"\x07" * chunk.size
    path.write_bytes(content)
    with pytest.raises(DataError, match="damaged HDF5 file"):
        layouts.read(path)
