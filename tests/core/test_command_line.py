import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from toy_models import A_GLANCE

import core
from core.__main__ import main
from core.cli import progress
from core.library import test_set


def test_experiments_are_listed(ask, trained):
    listed = {row["id"]: row for row in ask("experiments")}
    toy = listed[trained]
    assert set(toy) == {"id", "gene", "source", "has_model", "has_probes", "test_pearson"}
    assert (toy["source"], toy["has_model"], toy["has_probes"]) == ("imported", True, True)
    assert toy["test_pearson"] == core.card(trained).test_pearson
    assert toy["gene"] == "TOY", "an import without a gene goes by its id"


def test_help_cures_and_errors_name_the_command_as_it_was_called(capsys, monkeypatch, wording):
    monkeypatch.setattr("core.cli.commands.list_datasets", lambda options: [])
    assert main(["datasets"], "gia-explorer core") == 0
    wording.within(capsys.readouterr().out, "PATH")
    assert main(["datasets"]) == 0
    wording.within(capsys.readouterr().out, "python -m core import PATH")
    assert main(["models", "NOTHING"], "gia-explorer core") == 2
    assert "(all: gia-explorer core experiments)" in capsys.readouterr().err


def test_an_import_says_what_came_in(ask, small_table):
    assert ask("import", str(small_table)) == {"experiments": ["TOY"], "n_probes": 3600, "n_a": 3000, "n_b": 600}


@pytest.mark.slow
def test_training_reports_its_numbers_and_its_progress(ask, small_table, capsys, monkeypatch):
    monkeypatch.setattr("core.discovery.motifs.LOOK", A_GLANCE)
    ask("import", str(small_table))
    recipe = ["--network", "deepbind", "--epochs", "2", "--transform", "clip", "--seed", "3"]
    assert main(["train", "TOY", *recipe, "--json"]) == 0
    out, err = capsys.readouterr()
    report = json.loads(out)
    assert set(report) == {"id", "validation_pearson", "test_pearson", "epochs", "seconds", "model"}
    assert report["model"] == "TOY:deepbind-clip-seed3"
    assert (report["id"], report["epochs"]) == ("TOY", 2)
    assert "epoch 1 of at most 2" in err
    evaluation = ask("evaluate", "TOY")
    assert evaluation["n"] == 600
    assert evaluation["test_pearson"] == pytest.approx(report["test_pearson"], abs=1e-4)


def test_predictions_are_the_librarys(ask, trained):
    sequences = ["GCAUG" * 8, "acgtacgtacgtacgtacgtacgtacgtacgt"]
    document = ask("predict", trained, "--sequence", sequences[0], "--sequence", sequences[1])
    assert document == {"predictions": pytest.approx(core.predict(trained, sequences).tolist(), abs=1e-5)}


def test_delta_has_four_rows(ask, trained):
    document = ask("ism", trained, "--sequence", "acguacgu")
    assert set(document) == {"sequence", "prediction", "delta"}
    assert document["sequence"] == "ACGUACGU"
    assert [len(row) for row in document["delta"]] == [8] * 4
    assert [document["delta"][i % 4][i] for i in range(8)] == [0] * 8
    np.testing.assert_allclose(document["delta"], core.ism(trained, "ACGUACGU").delta.T, atol=1e-5)


def test_structure_has_five_contexts(ask):
    document = ask("structure", "--sequence", "GGGGAAAACCCC")
    assert list(document) == ["paired", "hairpin", "internal", "multi", "external"]
    assert document["hairpin"][5] > 0.9


def test_gia_answers_condition_by_condition(ask, trained):
    document = ask(
        "gia", trained, "--condition", "gcatg@18", "--condition", "GCAUG@4,GCAUG@11", "--n", "64", "--seed", "2"
    )
    assert (document["background"], document["n"], document["seed"]) == ("profile", 64, 2)
    assert [c["text"] for c in document["conditions"]] == ["GCAUG@18", "GCAUG@4,GCAUG@11"]
    keys = {"text", "global_importance", "ci_low", "ci_high", "median", "sd"}
    assert set(document["conditions"][0]) == keys
    design = core.Design(trained, (core.parse_condition("GCAUG@18"),), n=64, seed=2)
    expected = core.run_gia(design).conditions[0].global_importance
    assert document["conditions"][0]["global_importance"] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("arguments", "facts"),
    [
        (["predict", "{id}", "--sequence", "ACGN"], ["A, C, G, U"]),
        (["predict", "{id}", "--sequence", ""], ["sequence", "empty"]),
        (["ism", "{id}", "--sequence", "A" * 42], ["42 nt", "1 to 41 nt"]),
        (["structure", "--sequence", "ACX"], ["letters"]),
        (["gia", "{id}", "--condition", "UGCAUG@40"], ["from 1 to 36"]),
        (["gia", "{id}", "--condition", "UGCAUG@4,UGCAUG@8"], ["overlap"]),
        (["gia", "{id}", "--condition", "A@1", "--background", "x"], ["profile"]),
        (["gia", "{id}", "--condition", "A@1", "--n", "many"], ["'many'"]),
        (["gia", "NOBODY", "--condition", "A@1"], ["'NOBODY'"]),
        (["evaluate", "NOBODY"], ["'NOBODY'"]),
        (["train", "{id}", "--schedule", "slow"], ["quick", "paper"]),
        (["train", "{id}", "--epochs", "0"], ["from 1"]),
        (["import", "nowhere.csv"], ["nowhere.csv", "file nowhere"]),
        (["frobnicate"], ["'frobnicate'"]),
        ([], ["COMMAND"]),
    ],
)
def test_bad_input_ends_with_one_sentence_and_exit_code_2(trained, capsys, arguments, facts):
    assert main([argument.format(id=trained) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert [fact for fact in facts if fact not in err] == []
    assert err.count("\n") == 1


def test_people_read_tables(trained, capsys):
    assert main(["experiments"]) == 0
    assert main(["ism", trained, "--sequence", "GCAUG"]) == 0
    assert main(["gia", trained, "--condition", "GCAUG@18", "--n", "10"]) == 0
    assert main(["predict", trained, "--sequence", "GCAUG"]) == 0
    out = capsys.readouterr().out
    assert "test_pearson" in out
    assert "position  letter  A" in out
    assert "global_importance" in out


def test_standard_output_holds_json_and_nothing_else(trained_home, tmp_path):
    command = [sys.executable, "-m", "core", "predict", "TOY", "--sequence", "GCAUGCAUG", "--json"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=300, check=True, env=_environment(trained_home)
    )
    assert list(json.loads(done.stdout)) == ["predictions"]


@pytest.mark.slow
def test_listing_does_not_wait_for_the_network_engine(home):
    code = "import sys; from core.__main__ import main; main(['experiments']); print('tensorflow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.splitlines()[-1] == "False"


def test_a_table_without_set_b_leaves_nothing_behind(home, tmp_path, capsys):
    path = tmp_path / "a.csv"
    pd.DataFrame({"sequence": ["ACGU"] * 5, "set": "A", "X": 1.0}).to_csv(path, index=False)
    assert main(["import", str(path)]) == 2
    assert "mark some probes B" in capsys.readouterr().err
    assert not list(home.rglob("*.parquet"))


def _environment(home):
    return {**os.environ, "GIA_HOME": str(home)}


@pytest.mark.parametrize("arguments", ["structure --sequence ACGU", "--help"])
@pytest.mark.slow
def test_a_reader_that_leaves_ends_a_command_without_a_word(home, arguments):
    """As in `python -m core experiments | head -1`."""
    done = _ask_with_nobody_at("stdout", arguments.split(), home)
    assert (done.returncode in (141, 0), done.stderr) == (True, b"")


@pytest.mark.slow
def test_an_error_that_nobody_reads_is_still_one(home):
    done = _ask_with_nobody_at("stderr", ["frobnicate"], home)
    assert (done.returncode in (141, 2), done.stdout) == (True, b"")


def _ask_with_nobody_at(name, arguments, home):
    reading, writing = os.pipe()
    os.close(reading)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, name: writing}
    try:
        return subprocess.run([sys.executable, "-m", "core", *arguments], **pipes, env=_environment(home))
    finally:
        os.close(writing)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.slow
def test_an_answer_that_cannot_be_written_is_said(home, wording):
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "core", "structure", "--sequence", "ACGU"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, env=_environment(home))
    assert done.returncode == 2
    wording(done.stderr)


def test_a_terminal_that_knows_few_letters_gets_the_others_spelled(monkeypatch):
    shown = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", shown)
    monkeypatch.setattr("core.cli.models.card_text", lambda document: "−0.15")
    assert main(["card", "SIM_LOOP"]) == 0
    assert shown.buffer.getvalue() == b"\\u22120.15\n"


def test_several_sequences_are_mutated_together(ask, trained):
    alone = [ask("ism", trained, "--sequence", sequence) for sequence in ("ACGUACGU", "GCAUG")]
    together = ask("ism", trained, "--sequence", "ACGUACGU", "--sequence", "GCAUG")
    for one, other in zip(together, alone, strict=True):
        assert one["sequence"] == other["sequence"]
        np.testing.assert_allclose(one["delta"], other["delta"], atol=1e-5)


def test_several_models_are_asked_on_the_backgrounds_of_the_first(ask, trained):
    (one,) = ask("gia", trained, "--condition", "GCAUG@18", "--n", "10")["conditions"]
    first, second = ask("gia", trained, "SIM_LOOP", "--condition", "GCAUG@18", "--n", "10")["conditions"]
    assert first.pop("model") == trained and first.pop("text") == one.pop("text")
    assert first == pytest.approx(one, rel=1e-5)
    design = core.Design(trained, (core.parse_condition("GCAUG@18"),), n=10)
    expected = core.run_gia_together(["SIM_LOOP"], design)[0].conditions[0]
    assert second["model"] == "SIM_LOOP"
    assert second["global_importance"] == pytest.approx(expected.global_importance, rel=1e-5)


@pytest.mark.parametrize("command", ["gia", "scan"])
def test_a_model_that_is_named_twice_is_asked_once(ask, trained, tmp_path, monkeypatch, command, wording):
    (tmp_path / "one.fa").write_text(">a\nACGUACGGCAUGCAUUAGCAUGGCAUCGACUUACGACUAC\n")
    how = ["--condition", "GCAUG@18", "--n", "10"] if command == "gia" else ["--fasta", str(tmp_path / "one.fa")]
    said = []
    monkeypatch.setattr(progress, "say", said.append)
    monkeypatch.setattr(
        progress, "SECONDS_BETWEEN", float("inf")
    )  # a busy machine is slow enough to tell how far it is
    twice = ask(command, trained, f"{trained}:residualbind", *how)
    wording(*said, "(TOY, TOY:residualbind)")
    assert twice == ask(command, trained, *how)


def test_progress_begins_when_something_is_done(capsys, monkeypatch):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN", -1)
    tell = progress.count("sequences scored")
    tell(0, 3000)
    tell(1000, 3000)
    assert capsys.readouterr().err == "1,000 of 3,000 sequences scored\n"


def test_the_prediction_of_set_b_says_how_far_it_is(trained, ask, monkeypatch, wording):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN", -1)
    monkeypatch.setattr(test_set, "PART", 50)
    monkeypatch.setattr(test_set, "recall", lambda key: None)
    monkeypatch.setattr(test_set, "remembered", lambda key, compute: compute())
    said = []
    monkeypatch.setattr(progress, "say", said.append)
    ask("evaluate", trained)
    wording(said[0], "50 of 600 probes", "TOY")
