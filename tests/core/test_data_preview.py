"""What a preview says of a file, exactly; and keeping it: whole, some experiments, after a kill."""

import gzip
import json
import os
import re
import time

import h5py
import numpy as np
import pytest
from test_data_faults import GOOD, write

import core
from core.__main__ import main
from core.data import sample, staging, store
from core.data.preview import BINS
from core.errors import AppError, DataError
from core.storage.files import DAY

BIG = 30
"""Rows of each set in a table that is large enough to train on."""


def previewed(folder, text, name="t.csv", **more):
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return core.preview_file(path, **more)


def rows(n, letters="ACGU"):
    """n different sequences of 4 nt."""
    return ["".join(letters[i // 4**place % 4] for place in range(4)) for i in range(n)]


def big_table(*names, more=""):
    """BIG probes of each set; the scores of the n-th experiment are n times the row's number."""
    header = ",".join(["sequence", "set", *names])
    lines = [
        f"{sequence},{'AB'[i % 2]},{','.join(str((place + 1) * i) for place in range(len(names)))}"
        for i, sequence in enumerate(rows(2 * BIG))
    ]
    return "\n".join([header, *lines]) + "\n" + more


def roles(found):
    return {part.name: part.role for part in found.parts}


def home_files():
    return sorted(str(path.relative_to(store.settings().home)) for path in store.settings().home.rglob("*.*"))


def test_a_table_is_told_column_by_column(tmp_path, wording):
    text = "id,seq,Probe set,X1,RNCMPT00168,note,none\n1,acgt,A,0.5,1,x,\n2,ggta,B,2,,y,\n3,cct,A,,,z,\n4,acgt,B,,3,,\n"
    found = previewed(tmp_path, text)
    assert roles(found) == {
        "id": "left out",
        "seq": "sequence",
        "Probe set": "set",
        "X1": "scores",
        "RNCMPT00168": "scores",
        "note": "left out",
        "none": "left out",
    }
    why = {part.name: part.why for part in found.parts}
    assert why["id"] == "describes the probes"
    wording(why["none"])
    assert next(part for part in found.parts if part.name == "seq").values == ("acgt", "ggta", "cct")
    assert (found.layout, found.sets_from, found.dna) == ("table", "the column Probe set", True)
    assert (found.n_probes, found.n_a, found.n_b, found.n_unscored) == (4, 2, 2, 1)
    assert (found.n_repeated, found.n_leaked) == (0, 1)
    assert found.lengths == {3: 1, 4: 3}
    assert found.first_rows[0] == {"sequence": "ACGU", "set": "A", "scores": {"X1": 0.5, "RNCMPT00168": 1.0}}
    assert found.first_rows[2] == {"sequence": "CCU", "set": "A", "scores": {"X1": None, "RNCMPT00168": None}}
    known = {column.id: column for column in found.experiments}
    assert (known["X1"].n_a, known["X1"].n_b, known["X1"].n_missing) == (1, 1, 2)
    assert (known["RNCMPT00168"].gene, known["RNCMPT00168"].n_missing) == ("RBFOX1", 2)
    wording(known["X1"].problem, "20 scores", "3")
    assert found.file_names == ("t.csv",)
    assert found.n_bytes == len(text)
    assert json.loads(json.dumps(found.to_dict()))["digest"] == found.digest
    assert home_files() == []


@pytest.mark.parametrize("layout", GOOD)
def test_each_layout_of_text_is_told(tmp_path, layout, wording):
    found = core.preview_file(write(tmp_path, layout))
    assert found.layout == layout
    assert (found.n_probes, found.dna) == (4 if layout == "rnacontext" else 3, False)
    if layout == "rnacontext":
        wording(found.sets_from)
        assert found.n_repeated == 1
        assert [(part.name, part.why) for part in found.parts] == [
            ("VTS1_test_sequences.txt", "set B of VTS1"),
            ("VTS1_training_sequences.txt", "set A of VTS1"),
        ]
    else:
        assert found.sets_from.startswith("the column")
        assert [part.role for part in found.parts].count("scores") == 2
        assert [part.role for part in found.parts].count("sequence") == 1
        assert [part.role for part in found.parts].count("set") == 1
    left_out = {"table": set(), "hughes": {"Probe_ID"}, "deepbind": {"Event ID"}, "rnacontext": set()}
    assert {part.name for part in found.parts if part.role == "left out"} == left_out[layout]


def test_a_folder_names_the_files_that_are_not_read(tmp_path):
    write(tmp_path, "rnacontext")
    (tmp_path / "readme.txt").write_text("hello")
    found = core.preview_file(tmp_path)
    assert found.layout == "rnacontext"
    assert roles(found)["readme.txt"] == "left out"


def test_files_of_one_name_in_two_folders_are_both_told(tmp_path, capsys):
    for half, text in (("train", "0.5 ACGU\n3 CCU\n"), ("test", "2 GGUA\n")):
        (tmp_path / half).mkdir()
        (tmp_path / half / "VTS1.txt").write_text(text)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "VTS1.txt").write_text("hello")
    found = core.preview_file(tmp_path)
    assert found.file_names == ("test/VTS1.txt", "train/VTS1.txt")
    assert found.n_bytes == len("0.5 ACGU\n3 CCU\n2 GGUA\n")
    assert [part.name for part in found.parts] == ["test/VTS1.txt", "train/VTS1.txt", "notes/VTS1.txt"]
    assert core.preview_file(tmp_path / "train" / "VTS1.txt").file_names == ("test/VTS1.txt", "train/VTS1.txt")
    assert main(["import", str(tmp_path), "--preview"]) == 0
    said = capsys.readouterr().out
    assert "file_names: test/VTS1.txt, train/VTS1.txt\nn_bytes: 22\n" in said
    assert "train/VTS1.txt  scores and sequences  set A of VTS1" in said


def test_columns_of_any_name_stand_beside_what_a_preview_says_itself(tmp_path, capsys):
    (tmp_path / "t.csv").write_text("seq,set,layout,n_a,refused\nAC,A,1,2,3\nGG,B,2,3,4\n")
    assert main(["import", str(tmp_path / "t.csv"), "--preview"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("layout: table\nfile_names: t.csv\nn_bytes: 49\n")
    assert "\nn_a: 1\n" in said
    listed = said.partition("n_missing")[2]
    assert all(f"\n{name} " in listed for name in ("layout", "n_a", "refused"))


def test_hdf5_is_told_by_its_data_sets(tmp_path, wording):
    path = tmp_path / "k.h5"
    with h5py.File(path, "w") as file:
        for name, n in (("train", 3), ("valid", 2), ("test", 4)):
            one_hot = np.zeros((n, 9, 5), "f4")
            one_hot[np.arange(n), np.arange(n) % 4] = 1
            file[f"X_{name}"], file[f"Y_{name}"] = one_hot, np.arange(2.0 * n).reshape(n, 2)
        file["experiment"] = ["P", "Q"]
        file["extra"] = [1]
    found = core.preview_file(path)
    assert (found.layout, found.n_a, found.n_b, found.lengths) == ("koo", 5, 4, {5: 9})
    wording(found.sets_from)
    told = {part.name: (part.role, part.values) for part in found.parts}
    assert told["X_test"] == ("sequence", ("4 × 9 × 5",))
    assert told["Y_train"] == ("scores", ("3 × 2",))
    assert told["experiment"][0] == "experiment"
    assert told["extra"][0] == "left out"
    assert found.dna is None
    assert found.n_leaked == 3


def test_long_form_and_parquet_are_told(tmp_path):
    import pandas as pd

    frame = pd.DataFrame({"seq": ["AC", "GG"], "set": ["A", "B"], "value": [1.0, 2.0], "rncmpt": ["R1", "R1"]})
    frame.to_parquet(tmp_path / "t.parquet")
    found = core.preview_file(tmp_path / "t.parquet")
    assert roles(found) == {"seq": "sequence", "set": "set", "value": "scores", "rncmpt": "experiment"}
    assert [column.id for column in found.experiments] == ["R1"]
    assert sample.first_rows(tmp_path / "t.parquet")["value"] == ["1.0", "2.0"]


def test_halves_are_said_to_be_made_here(tmp_path):
    assert "chosen by their hash" in previewed(tmp_path, "seq,X1\nAC,1\nGG,2\n").sets_from


def test_enough_to_train_on_is_said_of_each_experiment(tmp_path, wording):
    text = big_table("good", "flat").splitlines()
    text = [text[0]] + [line.rpartition(",")[0] + ",7" for line in text[1:]]
    good, flat = previewed(tmp_path, "\n".join(text) + "\n").experiments
    assert good.problem == ""
    wording(flat.problem)


def test_what_is_here_already_is_said(tmp_path):
    found = previewed(tmp_path, big_table("X1", "X2"), "old.csv", lay_aside=True)
    core.keep_previewed(found.digest)
    one, other = previewed(tmp_path, big_table("X2", "X3"), "new.csv").experiments
    assert re.fullmatch(r"old\.csv, \d{4}-\d\d-\d\d", one.here)
    assert other.here == ""


def test_a_simulated_name_can_be_previewed_but_not_kept(tmp_path, refuses, wording):
    taken = store.datasets()[0].entries[0].id
    found = previewed(tmp_path, big_table(taken, "mine"), lay_aside=True)
    wording(found.refused, taken)
    with refuses(DataError):
        core.keep_previewed(found.digest)
    assert core.keep_previewed(found.digest, ["mine"]).experiments == ["mine"]


def test_a_preview_is_kept_as_an_import_would_be(tmp_path):
    found = previewed(tmp_path, big_table("X1", "X2"), lay_aside=True)
    assert store.entries().keys().isdisjoint({"X1", "X2"})
    kept = core.keep_previewed(found.digest)
    by_preview = store.load("X2"), kept, store.locate("X2").read_bytes()
    core.remove_dataset(found.digest)
    assert core.import_file(tmp_path / "t.csv") == by_preview[1]
    assert store.load("X2").digest == by_preview[0].digest
    assert store.locate("X2").read_bytes() == by_preview[2]
    assert home_files() == sorted(f"probes/{found.digest}.{end}" for end in ("json", "parquet"))


def test_some_experiments_are_kept_with_the_probes_they_measured(tmp_path):
    text = "seq,set,X1,X2\nAC,A,1,\nGG,B,2,5\nUU,A,,6\nCC,B,,\n"
    found = previewed(tmp_path, text, lay_aside=True)
    kept = core.keep_previewed(found.digest, ["X2"])
    assert (kept.experiments, kept.n_probes, kept.n_a, kept.n_b) == (["X2"], 2, 1, 1)
    assert store.load("X2").sequences.tolist() == ["GG", "UU"]
    assert "X1" not in store.entries()
    for asked, cure in ((["X9"], "choose among those it lists"), ([], "choose at least one")):
        again = previewed(tmp_path, text, lay_aside=True)
        with pytest.raises(DataError, match=cure):
            core.keep_previewed(again.digest, asked)


def test_a_kill_at_any_moment_leaves_nothing_half(tmp_path, monkeypatch):
    found = previewed(tmp_path, big_table("X1"), lay_aside=True)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store, "write_json", killed)  # after the table was moved
        with pytest.raises(KeyboardInterrupt):
            core.keep_previewed(found.digest)
    assert "X1" not in store.entries()
    assert core.keep_previewed(found.digest).experiments == ["X1"]
    assert len(store.load("X1").scores) == 2 * BIG


def test_what_a_killed_import_left_is_swept_after_a_day(tmp_path):
    folder = store.settings().probes
    folder.mkdir(parents=True)
    left = [folder / f".{'a' * 64}.parquet-123", folder / f"{'b' * 64}.parquet"]
    for path in left:
        path.write_bytes(b"half")
    found = previewed(tmp_path, big_table("X1"), lay_aside=True)
    core.keep_previewed(found.digest)
    staging.sweep()
    assert all(path.exists() for path in left)
    for path in [*left, store.locate("X1")]:
        os.utime(path, (time.time() - 2 * DAY,) * 2)
    staging.sweep()
    assert not any(path.exists() for path in left)
    assert len(store.load("X1").scores) == 2 * BIG


def test_a_preview_waits_for_a_day(tmp_path, refuses):
    found = previewed(tmp_path, big_table("X1"), lay_aside=True)
    for path in (store.settings().home / "staged").iterdir():
        os.utime(path, (time.time() - DAY - 60,) * 2)
    previewed(tmp_path, big_table("X2"), lay_aside=True)
    with refuses(DataError):
        core.keep_previewed(found.digest)
    with refuses(DataError):
        core.score_distribution(found.digest, "X1")


@pytest.mark.parametrize("digest", ["", None, "../../x", "a" * 63, "A" * 64])
def test_a_digest_that_is_none_names_no_file(digest, refuses):
    for ask in (lambda: core.keep_previewed(digest), lambda: core.score_distribution(digest, "X1")):
        with refuses(DataError):
            ask()


def test_distributions_count_every_score_once_on_each_scale(tmp_path):
    found = previewed(tmp_path, big_table("X1"), lay_aside=True)
    raw, log, clip = core.score_distribution(found.digest, "X1")
    assert [one.kind for one in (raw, log, clip)] == ["raw", "log", "clip"]
    for one in (raw, log, clip):
        assert (sum(one.a), sum(one.b), len(one.edges)) == (BIG, BIG, BINS + 1)
        assert one.edges[0] == one.low
        assert one.edges[-1] == one.high
    assert (raw.low, raw.median, raw.high) == (0, BIG - 0.5, 2 * BIG - 1)
    scores = np.arange(0.0, 2 * BIG)
    shaped = np.log1p(scores)
    training = shaped[::2]
    assert log.high == pytest.approx((shaped[-1] - training.mean()) / training.std(), rel=1e-6)
    ceiling = np.percentile(scores[::2], 99.9)
    clipped = np.minimum(scores, ceiling)
    assert clip.high == pytest.approx((ceiling - clipped[::2].mean()) / clipped[::2].std(), rel=1e-6)
    core.keep_previewed(found.digest)
    assert core.score_distribution(found.digest, "X1")[0] == raw


def test_a_scale_that_cannot_be_fitted_is_left_out(tmp_path):
    found = previewed(tmp_path, "seq,set,X1\nAC,A,1\nGG,A,1\nUU,B,2\n", lay_aside=True)
    assert [one.kind for one in core.score_distribution(found.digest, "X1")] == ["raw"]


KINDS = {
    "excel": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is an Excel workbook; save the sheet as CSV"),
    "xlsx or ods": (b"PK\x03\x04" + b"\0" * 600, "is a spreadsheet or zip archive; save the sheet as CSV"),
    "utf-16": ("seq,X1\nAC,1\n".encode("utf-16"), "is text in UTF-16; save it as UTF-8"),
    "html": (b"\n <!DOCTYPE html><html><table>", "is a web page or XML, not a table; get the file of measurements"),
    "xml": (b"<?xml version='1.0'?><Workbook>", "is a web page or XML, not a table"),
    "fasta": (b">probe 1\nACGU\n", "is FASTA, sequences without binding scores; give a CSV"),
    "gzipped fasta": (gzip.compress(b">probe 1\nACGU\n"), "is FASTA, sequences without binding scores"),
    "protein": (b"seq,X1\nACGU,1\nMKLFVQEE,2\n", r"row 3 of t.csv looks like a protein \(MKLFVQEE\); give RNA or DNA"),
    "one long line": (b"seq,X1" + b"x" * 200_000, "first row of t.csv is not the header of a table; give a CSV"),
    "noise": (bytes(range(1, 256)) * 300, "t.csv"),
}


@pytest.mark.parametrize(("content", "message"), KINDS.values(), ids=KINDS.keys())
def test_what_is_no_table_is_named_for_what_it_is(tmp_path, content, message):
    with pytest.raises(AppError, match=message) as caught:
        previewed(tmp_path, content, lay_aside=True)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert home_files() == []
