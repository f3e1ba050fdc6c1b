"""The name of an RBP does wherever an experiment's id does, and shadows none."""

import json

import pytest

import core
from callbacks import shell
from core.__main__ import main
from core.data import catalogue
from core.errors import DataError
from core.library.experiments import full_name, not_here
from core.training.external import check_experiment

RBFOX1 = "RNCMPT00168"


@pytest.mark.parametrize(
    "typed, meant",
    [
        (RBFOX1, RBFOX1),
        ("rncmpt00168", RBFOX1),
        ("RBFOX1", RBFOX1),
        ("rbfox1", RBFOX1),
        ("FOX-1", RBFOX1),
        ("RBFOX1:pwm", f"{RBFOX1}:pwm"),
        ("hnRNP A1", "RNCMPT00022"),
        ("U1A", "RNCMPT00071"),
        ("PCBP1", "RNCMPT00186"),
        ("Pcbp1", "RNCMPT00239"),
        ("SimLoop", "SIM_LOOP"),
        ("NOTHING:pwm", "NOTHING:pwm"),
        ("", ""),
    ],
)
def test_a_name_means_an_experiment(typed, meant):
    assert full_name(typed) == meant


def test_several_experiments_of_one_rbp_are_listed_with_their_quality(refuses):
    for typed in ("SRSF1", "SF2/ASF", "srsf1:residualbind"):
        with refuses(DataError, "5 experiments", "SRSF1", "RNCMPT00107", "r 0.818"):
            core.card(typed)


@pytest.mark.parametrize(
    "typed, ids",
    [("HuR", 5), ("ELAVL1", 5), ("TDP-43", 1), ("tardbp", 1), ("PTB", 2), ("PTBP1", 2), ("hnRNP K", 1)],
)
def test_an_rbp_that_is_not_here_says_which_experiments_exist_and_how_to_get_one(typed, ids, refuses):
    with refuses(DataError, "python -m core download --import", "python -m core train RNCMPT") as error:
        core.find_experiment(typed)
    assert str(error.value).count("RNCMPT") == ids + 1 and str(error.value).startswith(typed)
    assert not_here("RBFOX1") == "" and not_here("nonsense") == ""


def test_aliases_are_of_proteins_of_the_catalogue_and_no_two_share_one():
    genes = {catalogue.name_key(catalogue.gene(one).gene) for one in catalogue.ids()}
    listed = catalogue._aliases()
    assert set(listed) <= genes
    names = [key for gene in listed for key in set(map(catalogue.name_key, catalogue.aliases(gene)))]
    assert len(names) == len(set(names))


def test_library_and_commands_take_it(capsys):
    by_id, by_gene = (core.predict(name, ["UGCAUGU"]) for name in (RBFOX1, "RBFOX1"))
    assert by_id.tolist() == by_gene.tolist()
    assert core.open_model("RBFOX1:pwm").name == f"{RBFOX1}:pwm"
    answers = []
    for name in (RBFOX1, "rbfox1"):
        assert main(["gia", name, "--condition", "UGCAUG@18", "--n", "10", "--json"]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1]
    assert main(["models", "QKI", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["model"].startswith("RNCMPT00047:")
    assert main(["card", "SRSF1"]) == 2
    assert "5 experiments of SRSF1" in capsys.readouterr().err


def test_the_address_bar_takes_it():
    for path in ("/explore", "/bench", "/discover"):
        assert shell.show_page(path, "?rbp=RBFOX1:pwm", None)[1] == f"{RBFOX1}:pwm"


def test_a_network_is_brought_to_the_experiment_of_its_rbp_or_to_a_new_one():
    assert check_experiment("RBFOX1") == RBFOX1
    assert check_experiment("SRSF1") == "SRSF1" and check_experiment("My RBP") == "My RBP"


def test_an_experiment_that_bears_the_name_of_another_rbp_is_meant_by_it(home, tmp_path):
    table = tmp_path / "mine.csv"
    rows = "".join(f"{'ACGU'[i % 4] * 20}{'ACGU'[i // 4 % 4] * 12},{i % 7}\n" for i in range(400))
    table.write_text(f"sequence,RBFOX1\n{rows}")
    core.import_file(table)
    assert full_name("RBFOX1") == "RBFOX1" and full_name("RBFOX1:pwm") == "RBFOX1:pwm"


@pytest.mark.parametrize("typed", ["RBFOX1:nope", f"{RBFOX1}:nope"])
def test_a_label_that_is_not_there_is_told_from_an_rbp_that_is_not(typed, refuses):
    for ask in (core.find_experiment, core.card, core.fine_tune, core.plan_removal, core.take_out, core.open_model):
        with refuses(core.ModelError, RBFOX1, "'nope'"):
            ask(typed)
    for ask in (core.fine_tune, core.plan_removal, core.take_out):
        with refuses(DataError, "'NOTHING'"):
            ask("NOTHING")
