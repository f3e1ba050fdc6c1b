"""The commands that ask the paper's questions, rank k-mers, list models and download; numbers are the library's."""

import functools
import http.server
import json
import threading

import pytest

import core
from core.__main__ import main
from core.gia.backgrounds import FORMS


@pytest.mark.parametrize("background", core.BACKGROUNDS)
def test_gia_takes_every_background_by_name(ask, trained, background):
    document = ask("gia", trained, "--condition", "GCAUG@18", "--background", background, "--n", "20", "--seed", "3")
    assert document["background"] == background
    design = core.Design(trained, (core.parse_condition("GCAUG@18"),), background, 20, 3)
    expected = core.run_gia(design).conditions[0].global_importance
    assert document["conditions"][0]["global_importance"] == pytest.approx(expected, abs=1e-5)


def test_one_sequence_has_a_value_and_no_interval(ask, trained):
    (row,) = ask("gia", trained, "--condition", "GCAUG@5", "--background", "sequences:" + "AC" * 20)["conditions"]
    assert row["global_importance"] > 0.5
    assert (row["ci_low"], row["ci_high"], row["sd"]) == (None, None, None)


def test_a_protocol_takes_parameters_both_ways(ask, trained):
    named = ask("protocol", "multiple-sites", trained, "--pattern", "GCAUG", "--positions", "3,13,23", "--n", "20")
    listed = ask("protocol", "multiple-sites", trained, "--parameters", "pattern=gcaug", "positions=3,13,23", "n=20")
    assert named == listed
    assert named["protocol"] == "multiple-sites"
    assert named["parameters"]["positions"] == [3, 13, 23]
    assert named["rows"][0]["text"] == "GCAUG@3"
    asked = core.PROTOCOLS["multiple-sites"].ask(core.open_model(trained), "GCAUG", positions=(3, 13, 23), n=20)
    assert named["summary"]["r_squared"] == pytest.approx(asked.summary["r_squared"])


@pytest.mark.parametrize(
    "name", [name for name in core.PROTOCOLS if name not in ("spr", "occlusion", "conditions", "robustness")]
)
def test_every_protocol_of_a_pattern_runs_with_the_best_kmer(ask, trained, name):
    document = ask("protocol", name, trained, "--parameters", "n=4")
    assert document["parameters"]["pattern"] == core.card(trained).top_kmers[0][0]
    assert {"label", "text", "global_importance", "ci_low", "ci_high"} <= set(document["rows"][0])


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("spr", ["affinities=GCAUGU=1,GCAAGU=20,AAAAAA=300"]),
        ("occlusion", ["sequence=ACGCAUGACCAAGC", "stretch=3-7"]),
        ("conditions", ["conditions=GCAUG@3;GCAUG@3,GCAUG@20"]),
        ("robustness", ["backgrounds=profile;dinucleotide"]),
    ],
)
def test_experiments_of_more_than_a_pattern_run_too(ask, trained, name, parameters):
    document = ask("protocol", name, trained, "--parameters", *parameters, "n=4")
    assert document["rows"]
    assert document["model"] == trained


def test_kmers_are_ranked_with_intervals(ask, trained):
    document = ask("kmers", trained, "-k", "3", "--top", "4", "--n", "50", "--method", "exhaustive")
    assert [list(row) for row in document["kmers"]] == [["kmer", "global_importance", "ci_low", "ci_high"]] * 4
    assert document["evaluations"] == 65 * 50
    assert document["seconds"] >= 0
    raced = ask("kmers", trained, "-k", "3", "--top", "4", "--n", "50")
    for row, exhaustive in zip(raced["kmers"], document["kmers"], strict=True):
        assert row.pop("kmer") == exhaustive.pop("kmer")
        assert row == pytest.approx(exhaustive, abs=1e-5)
    assert {"gene", "consensus", "pearson", "source"} == set(raced["known_motifs"][0])


def test_models_of_an_experiment_are_listed_by_their_names(ask, trained):
    (row,) = ask("models", trained)
    assert row["model"] == f"{trained}:residualbind"
    by_name, by_id = (ask("predict", name, "--sequence", "GCAUGGCAUG") for name in (row["model"], trained))
    assert by_name == by_id


@pytest.fixture
def served(small_table):
    """The address of a table on a server of this machine."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(small_table.parent))
    handler.log_message = lambda *rest: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{small_table.name}"
        server.shutdown()


def test_a_download_is_imported_if_asked(ask, served, home):
    document = ask("download", served, "--import")
    assert document["experiments"] == ["TOY"]
    assert core.find_experiment("TOY").has_probes
    assert document["path"].startswith(str(home))


@pytest.mark.parametrize(
    ("arguments", "facts"),
    [
        (["download", "ftp://somewhere"], ["address"]),
        (["protocol", "nonsense", "{id}"], ["'nonsense'"]),
        (["protocol", "spacing", "{id}", "--parameters", "UGCAUG"], ["NAME=VALUE", "pattern=UGCAUG"]),
        (["protocol", "spacing", "{id}", "--parameters", "colour=red"], ["'colour'"]),
        (["protocol", "spacing", "{id}", "SIM_LOOP"], ["compare", "robustness"]),
        (["protocol", "spr", "{id}"], ["needs affinities"]),
        (
            ["protocol", "spacing", "{id}", "--parameters", "pattern=GCAUG", "pattern=UUUUU"],
            ["'GCAUG'", "'UUUUU'"],
        ),
        (["kmers", "{id}", "-k", "9"], []),
        (["kmers", "{id}", "-k", "7", "--method", "exhaustive"], ["exhaustive"]),
        (["gia", "{id}:deepbind", "--condition", "A@1"], ["'deepbind'"]),
        (["train", "{id}", "--network", "x"], ["residualbind", "deepbind"]),
        (["train", "{id}", "--network", "pwm", "--inputs", "pu"], ["PWM"]),
        (["train", "{id}", "--network", "kmer-ridge", "--task", "classification"], ["task regression"]),
        (["train", "{id}", "{id}"], ["name each"]),
    ],
)
def test_bad_input_ends_with_one_sentence(trained, capsys, arguments, facts):
    assert main([argument.format(id=trained) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert [fact for fact in facts if fact not in err] == []
    assert err.count("\n") == 1


def test_people_read_a_protocol_as_a_table(trained, capsys):
    assert main(["protocol", "spacing", trained, "--n", "4"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0].startswith("label")
    assert "full_from_gap:" in out


def test_json_is_strict(ask, trained, capsys):
    assert main(["protocol", "occlusion", trained, "--sequence", "ACGCAUGACCAAGC", "--n", "4", "--json"]) == 0
    json.loads(capsys.readouterr().out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def test_older_words_are_read_and_give_the_same_document(ask, trained):
    asked = ("robustness", trained, "--backgrounds", "profile", "--n", "4")
    today = ask("protocol", *asked, "--protocol", "spacing", "--parameters", "pattern=GCAUG")
    assert ask("experiment", *asked, "--experiment", "spacing", "--parameters", "pattern=GCAUG") == today
    assert ask("experiment", *asked, "--parameters", "experiment=spacing", "pattern=GCAUG") == today
    assert (today["protocol"], today["parameters"]["protocol"]) == ("robustness", "spacing")


@pytest.mark.parametrize(("command", "listed"), [((), "protocol "), (("protocol", "robustness"), "--protocol ")])
def test_help_lists_the_words_of_today_alone(command, listed, capsys):
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    said = capsys.readouterr().out
    assert f" {listed}" in said
    assert "--experiment " not in said and " experiment  " not in said


def test_a_word_that_is_no_parameter_here_is_named_as_it_was_given(trained, capsys):
    assert main(["protocol", "spacing", trained, "--parameters", "experiment=x"]) == 2
    assert "has no parameter 'experiment'" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["gia"], ["kmers"], ["protocol", "spacing"]])
def test_the_help_of_a_background_names_its_forms(command, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "500")  # no line is broken
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    assert FORMS in capsys.readouterr().out
