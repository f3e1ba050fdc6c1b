"""The store: what is imported is there again, whole or not at all."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import core
from core.data import catalogue, store
from core.data.records import Probes
from core.errors import DataError, SequenceError

TABLE = "seq,set,RNCMPT00168,own\nACGU,A,1.5,1\nGGUU,B,,2\nCC,A,3,\nAAA,B,4,5\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(TABLE)
    return path


@pytest.fixture
def no_shipped(tmp_path, monkeypatch):
    """A code folder without a simulated set."""
    there = store.settings()
    monkeypatch.setattr(store, "settings", lambda: type(there)(home=there.home, shipped=tmp_path / "shipped"))
    return tmp_path / "shipped"


def files():
    return sorted(path.name for path in store.settings().probes.glob("*"))


def test_import_says_what_came(table):
    summary = store.import_file(table)
    assert summary == (["RNCMPT00168", "own"], 4, 2, 2, (), "table", ())


def test_load_gives_back_the_probes_that_have_a_score(table):
    store.import_file(table)
    probes = store.load("RNCMPT00168")
    assert probes.sequences.tolist() == ["ACGU", "CC", "AAA"]
    assert probes.in_b.tolist() == [False, False, True]
    assert probes.scores.tolist() == [1.5, 3, 4]
    assert probes.scores.dtype == np.float32
    assert probes.letters.shape == (3, 41)
    assert probes.letters[1].tolist() == [1, 1] + [4] * 39
    assert store.load("own").sequences.tolist() == ["ACGU", "GGUU", "AAA"]


def test_entries_know_the_catalogue(table, no_shipped):
    store.import_file(table)
    assert store.entries() == {
        "RNCMPT00168": ("RNCMPT00168", "RBFOX1", "Homo sapiens", "imported", ""),
        "own": ("own", "", "", "imported", ""),
    }
    (dataset,) = store.datasets()
    assert (dataset.file_name, dataset.layout, dataset.n_a, dataset.n_b) == ("mine.csv", "table", 2, 2)
    assert dataset.path.exists()


def test_importing_the_same_again_adds_nothing(table):
    store.import_file(table)
    before, digest = files(), store.load("own").digest
    store.import_file(table)
    assert files() == before
    assert len(before) == 2
    assert store.load("own").digest == digest


def test_the_newest_import_of_an_experiment_counts(table, tmp_path):
    newer = tmp_path / "newer.csv"
    newer.write_text("seq,set,own\nGG,A,7\nCC,B,8\n")
    for path, expected in ((table, [1, 2, 5]), (newer, [7, 8]), (table, [1, 2, 5])):
        store.import_file(path)
        assert store.load("own").scores.tolist() == expected


def test_digest_is_that_of_the_content(table):
    store.import_file(table)
    probes = store.load("own")
    assert probes.digest == Probes(*(part.copy() for part in probes)).digest
    others = (
        probes._replace(scores=probes.scores + 1),
        probes._replace(in_b=~probes.in_b),
        probes._replace(sequences=probes.sequences[::-1].copy()),
    )
    assert len({probes.digest, *(other.digest for other in others)}) == 4


@pytest.mark.parametrize(("text", "error"), [("seq,X\nAC,x\n", DataError), ("seq,X\nAN,1\n", SequenceError)])
def test_a_bad_file_leaves_nothing_behind(tmp_path, text, error):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(error):
        store.import_file(path)
    assert files() == []


def test_a_folder_that_cannot_be_written_is_refused(table, tmp_path, monkeypatch, refuses):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("GIA_HOME", str(tmp_path / "file"))
    with refuses(DataError, "GIA_HOME"):
        store.import_file(table)


def test_a_simulated_experiment_is_not_imported_over(tmp_path, refuses):
    path = tmp_path / "t.csv"
    path.write_text("seq,set,SIM_LOOP\nAC,A,1\nGG,B,2\n")
    with refuses(DataError, "'SIM_LOOP'"):
        store.import_file(path)
    assert files() == []


def test_an_experiment_without_probes_is_refused(refuses):
    with refuses(DataError, "'RNCMPT00001'"):
        store.load("RNCMPT00001")


@pytest.mark.parametrize("content", [b"", b"PAR1 and no more"])
def test_damaged_measurements_are_refused_and_mended_by_importing_again(table, no_shipped, content, refuses):
    store.import_file(table)
    store.datasets()[0].path.write_bytes(content)
    with refuses(DataError):
        store.load("own")
    store.import_file(table)
    assert store.load("own").scores.tolist() == [1, 2, 5]


@pytest.mark.parametrize("content", ["{", "{}", "[]", '{"experiments": [{"id": "x"}]}'])
@pytest.mark.parametrize("ask", [store.load, core.find_experiment])
def test_a_damaged_description_hides_only_its_own_dataset(table, content, ask, refuses):
    store.import_file(table)
    next(store.settings().probes.glob("*.json")).write_text(content)
    assert all(experiment.source != "imported" for experiment in core.list_experiments())
    with refuses(DataError):
        ask("own")


@pytest.mark.parametrize(("n_a", "n_b"), [(19, 3), (20, 2)])
def test_too_few_probes_are_not_trained_on(n_a, n_b, refuses):
    def probes(a, b):
        return Probes(np.full(a + b, "ACGU"), np.arange(a + b) >= a, np.ones(a + b, np.float32))

    with refuses(DataError, "'X'", n_a, n_b, "least 20"):
        store.check_trainable(probes(n_a, n_b), "X")
    store.check_trainable(probes(20, 3), "X")


def test_catalogue_holds_the_244_experiments_under_their_present_gene_symbols():
    assert len(catalogue.ids()) == 244
    assert catalogue.gene("RNCMPT00168") == ("RBFOX1", "Homo sapiens", "RRM")
    assert catalogue.gene("RNCMPT00106").gene == "SRSF1"
    assert catalogue.gene("RNCMPT00066") == ("SF2", "Drosophila melanogaster", "RRM")
    assert catalogue.gene("RNCMPT00239") == ("Pcbp1", "Mus musculus", "KH")
    assert catalogue.gene("own") is None


def test_real_table_imports_as_it_is(real_data):
    summary = store.import_file(real_data / "rnacompete2013.parquet")
    assert (summary.n_probes, summary.n_a, summary.n_b, summary.left_out) == (241357, 120326, 121031, ())
    assert len(summary.experiments) == 40
    probes = store.load("RNCMPT00168")
    assert len(probes.scores) == 240118
    assert probes.scores.min() == 0
    assert store.entries()["RNCMPT00168"].source == "rnacompete2013"


def test_real_long_form_imports_as_two_experiments(real_data):
    summary = store.import_file(real_data / "rnacompete2013_a1cf_ankhd1_60k.csv.gz")
    assert summary.experiments == ["RNCMPT00001", "RNCMPT00002"]
    assert summary.left_out == ("gene",)
    for name in summary.experiments:
        assert np.bincount(store.load(name).in_b).tolist() == [30000, 30000]


def test_real_2009_table_imports_with_its_own_split(real_data: Path):
    summary = store.import_file(real_data / "rnacompete2009_vts1.csv")
    assert summary == (["score"], 2270, 1149, 1121, (), "table", ())


def test_a_made_up_table_imports_as_it_is(made_up_data):
    """As the real one, also on a fresh clone."""
    path = made_up_data / "rnacompete2013.parquet"
    table = pd.read_parquet(path)
    summary = store.import_file(path)
    assert (summary.n_probes, summary.n_a, summary.n_b, summary.left_out) == (600, 300, 300, ())
    assert set(summary.experiments) == {"RNCMPT00168", "RNCMPT00025", "RNCMPT00001"}
    for name in summary.experiments:
        probes, measured = store.load(name), table[table[name].notna()]
        assert probes.sequences.tolist() == measured["sequence"].tolist()  # flagged spots dropped, both copies kept
        assert probes.in_b.tolist() == (measured["probe_set"] == "B").tolist()
        np.testing.assert_array_equal(probes.scores, measured[name])


def test_a_made_up_long_form_imports_as_two_experiments(made_up_data):
    summary = store.import_file(made_up_data / "rnacompete2013_a1cf_ankhd1_60k.csv.gz")
    assert (summary.experiments, summary.left_out) == (["RNCMPT00001", "RNCMPT00002"], ("gene",))
    for name in summary.experiments:
        assert np.bincount(store.load(name).in_b).tolist() == [100, 100]


def test_a_made_up_2009_table_imports_with_its_own_split(made_up_data):
    path = made_up_data / "rnacompete2009_vts1.csv"
    in_b = pd.read_csv(path)["split"] == "test"
    assert store.import_file(path) == (["score"], 300, (~in_b).sum(), in_b.sum(), (), "table", ())
    assert store.load("score").in_b.tolist() == in_b.tolist()


@pytest.mark.parametrize(
    ("experiment", "families"),
    [("RNCMPT00168", ("RRM",)), ("RNCMPT00033", ("KH", "RRM")), ("RNCMPT99999", ()), ("SIM_A", ())],
)
def test_an_id_tells_its_families(experiment, families):
    assert catalogue.families(experiment) == families
