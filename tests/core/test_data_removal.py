"""Taking an import away: what depends on it, exactly, and that it goes whole."""

import json
import re

import pytest
import toy_network

import core
from core.__main__ import main
from core.data import store
from core.errors import DataError


@pytest.fixture
def imports(tmp_path):
    """Three imports, the oldest first: X1 and X2, X2 and X3, X3."""
    names = {}
    for file, ids in (("old.csv", "X1,X2"), ("middle.csv", "X2,X3"), ("new.csv", "X3,RNCMPT00168")):
        scores = [",".join([str(len(file) + i)] * 2) for i in range(4)]
        lines = [
            f"{seq},{half},{score}" for seq, half, score in zip(("AC", "GG", "UU", "CA"), "ABAB", scores, strict=True)
        ]
        (tmp_path / file).write_text(f"seq,set,{ids}\n" + "\n".join(lines) + "\n")
        core.import_file(tmp_path / file)
        names[file] = store.datasets()[1].name
    return names


@pytest.fixture
def models(monkeypatch):
    """Models, by the experiments that have one."""
    listed = {}
    toy_network.use_models(monkeypatch, lambda: listed)
    return listed


def ids(entries):
    return [entry.id for entry in entries]


def test_datasets_are_listed_with_their_size(imports):
    simulated, *others = core.list_datasets()
    assert simulated.name == store.SIMULATED
    assert [one.file_name for one in others] == ["new.csv", "middle.csv", "old.csv"]
    for one in others:
        files = list(one.path.parent.glob(f"{one.name}*"))
        assert len(files) == 2
        assert one.n_bytes == sum(file.stat().st_size for file in files)


def test_dependents_are_exact(imports, models):
    models |= {"X1": {"residualbind": None}, "X2": {"ridge": None, "residualbind": None}, "X3": {"residualbind": None}}
    old = core.dataset_dependents("old.csv")
    assert (ids(old.lost), old.taken_over, ids(old.unused)) == (["X1"], (), ["X2"])
    assert (old.models, old.retold) == (("X1:residualbind",), ())
    middle = core.dataset_dependents("middle.csv")
    assert (ids(middle.lost), ids(middle.unused)) == ([], ["X3"])
    assert [(one.entry.id, one.file_name) for one in middle.taken_over] == [("X2", "old.csv")]
    assert (middle.models, middle.retold) == ((), ("X2:ridge", "X2:residualbind"))
    new = core.dataset_dependents(imports["new.csv"][:8])
    assert ids(new.lost) == ["RNCMPT00168"]
    assert [(one.entry.id, one.file_name) for one in new.taken_over] == [("X3", "middle.csv")]
    assert new.retold == ("X3:residualbind",)


def test_removal_does_what_the_dependents_said(imports, models, refuses):
    before, said = store.load("X2").scores.tolist(), core.dataset_dependents("middle.csv")
    assert core.remove_dataset("middle.csv") == said
    assert [one.file_name for one in core.list_datasets()] == [store.SIMULATED + ".parquet", "new.csv", "old.csv"]
    assert store.load("X2").scores.tolist() != before
    core.remove_dataset("old.csv")
    assert set(store.entries()) - set(ids(store.datasets()[0].entries)) == {"X3", "RNCMPT00168"}
    with refuses(DataError):
        store.load("X1")
    core.remove_dataset("new.csv")
    assert list(store.settings().probes.iterdir()) == []


def test_a_removal_that_is_cut_leaves_no_data_set(imports, models, monkeypatch):
    path = store.locate("X1")
    unlink = type(path).unlink

    def cut(self, missing_ok=False):
        if self.suffix == ".parquet":
            raise OSError("busy")
        unlink(self, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(type(path), "unlink", cut)
        core.remove_dataset("old.csv")
    assert "X1" not in store.entries()
    store.sweep(older=-1)
    assert not path.exists()


def test_the_simulated_set_stays(models, refuses):
    with refuses(DataError):
        core.remove_dataset("simulated")


def test_a_name_must_mean_one_data_set(imports, tmp_path, refuses):
    with refuses(DataError, "'nothing.csv'", "python -m core datasets"):
        core.dataset_dependents("nothing.csv")
    with refuses(DataError, "''"):
        core.dataset_dependents("")
    (tmp_path / "old.csv").write_text("seq,set,X9\nAC,A,1\nGG,B,2\n")
    core.import_file(tmp_path / "old.csv")
    with pytest.raises(DataError, match=r"2 data sets are named 'old.csv'; use [0-9a-f]{12} or [0-9a-f]{12}"):
        core.remove_dataset("old.csv")


def test_a_model_of_a_removed_import_stays_and_is_listed(imports, monkeypatch):
    card = toy_network.toy_card("RNCMPT00168")
    toy_network.use_models(monkeypatch, lambda: {"RNCMPT00168": {card.label: card}})
    assert core.dataset_dependents("new.csv").models == (f"RNCMPT00168:{card.label}",)
    core.remove_dataset("new.csv")
    found = core.find_experiment("RNCMPT00168")
    assert (found.has_model, found.has_probes) == (True, False)


def run(capsys, *arguments):
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_command_line_previews_lists_and_removes(tmp_path, capsys, models, wording):
    path = tmp_path / "mine.csv"
    path.write_text("seq,set,X1\nAC,A,1\nGG,B,2\n")
    seen = run(capsys, "import", str(path), "--preview")
    assert (seen["n_probes"], seen["experiments"][0]["id"]) == (2, "X1")
    assert "X1" not in store.entries()
    assert main(["import", str(path), "--preview"]) == 0
    assert re.search(r"\nX1 +1 +1 +0 +too few to train on", capsys.readouterr().out)
    run(capsys, "import", str(path))
    assert [row["file"] for row in run(capsys, "datasets")] == ["simulated.parquet", "mine.csv"]
    said = run(capsys, "remove", "mine.csv")
    assert (said["removed"], said["lose_their_probes"]) == (False, ["X1"])
    assert "X1" in store.entries()
    assert run(capsys, "remove", "mine.csv", "--yes")["removed"] is True
    assert "X1" not in store.entries()
    assert main(["remove", "mine.csv"]) == 2
    wording.within(capsys.readouterr().err, "python -m core datasets")
