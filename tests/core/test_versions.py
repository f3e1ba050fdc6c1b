"""Which versions of libraries are known to be good, and what is said of others: once, in one sentence, everywhere."""

import dataclasses
import runpy
from functools import partial
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import core
from core import versions
from core.__main__ import main
from core.exports.answer import notes
from core.exports.subject import subject
from core.library import analyses
from core.models import registry
from core.models.card import answers_key
from core.rna_scan import scan
from core.versions import CHECKED, folding_doubt, is_checked

PU, USUAL = "RNCMPT00168:residualbind-pu", "RNCMPT00168:residualbind"


@pytest.fixture
def newer(monkeypatch):
    """A ViennaRNA that nobody has checked is installed."""
    monkeypatch.setattr(versions, "_version", lambda name, really=versions._version: VERSIONS.get(name) or really(name))


VERSIONS = {"viennarna": "2.9.0"}


@pytest.mark.parametrize(
    ("found", "is_known"),
    [
        *(("2.7.0", True), ("2.7.2", True), ("2.8.0", True), ("2.8.0+local", True)),
        *(("2.6.4", False), ("2.8.1", False), ("2.8.1rc1", False), ("2.10.0", False), ("", False), ("nonsense", False)),
    ],
)
def test_a_version_is_checked_between_both_ends(found, is_known):
    assert is_checked("viennarna", found) is is_known


def test_the_lock_holds_checked_versions(request):
    for line in (request.config.rootpath / "requirements.lock").read_text().splitlines():
        if line[:1].isalpha() and (pin := Requirement(line.rstrip("\\ "))).name.removesuffix("-cpu") in CHECKED:
            (version,) = pin.specifier
            assert is_checked(pin.name.removesuffix("-cpu"), version.version), (
                f"the lock has {pin}; if all tests pass with it, say so in core/versions.py"
            )


def test_ranges_begin_at_the_oldest_checked_version(request):
    for line in (request.config.rootpath / "requirements.txt").read_text().splitlines():
        asked = Requirement(line)
        if (name := asked.name.lower().removesuffix("-cpu")) in CHECKED:
            assert all(end in asked.specifier for end in CHECKED[name])


def test_every_library_that_was_checked_is_listed():
    assert [one.name for one in versions.libraries()] == list(CHECKED)


def test_checked_versions_are_not_worth_a_word(capsys, monkeypatch):
    monkeypatch.setattr(versions, "is_checked", lambda *_: True)
    assert versions.warning() == ""
    assert main(["structure", "--sequence", "GGGGCAAAAGCCCC"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("newer")
def test_an_unchecked_version_is_said_once_on_standard_error(capsys):
    assert main(["about", "--json"]) == 0
    out, err = capsys.readouterr()
    assert err.count("ViennaRNA 2.9.0 (checked: 2.7.0 to 2.8.0)") == 1
    assert err.count("\n") == 1
    assert '"is_checked": false' in out


@pytest.mark.usefixtures("newer")
def test_a_worker_says_so_too(capsys, monkeypatch):
    monkeypatch.delenv("REDIS_URL", raising=False)
    with pytest.raises(SystemExit, match="needs REDIS_URL"):
        runpy.run_path(Path(__file__).parents[2] / "worker.py")
    assert capsys.readouterr().err.count("ViennaRNA 2.9.0 (checked: 2.7.0 to 2.8.0)") == 1


def test_about_lists_the_libraries(ask, capsys):
    document = ask("about")
    assert [one["name"] for one in document["libraries"]] == list(CHECKED)
    assert main(["about"]) == 0
    assert "2.7.0 to 2.8.0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("trained", "here", "is_doubtful"),
    [
        ("", "2.7.0", False),
        ("", "2.8.0", False),
        ("2.7.2", "2.8.0", False),
        ("2.9.0", "2.9.0", False),
        ("", "2.9.0", True),
        ("2.8.0", "2.9.0", True),
        ("2.9.0", "2.8.0", True),
    ],
)
def test_structures_of_another_viennarna_are_doubtful_unless_they_are_known_to_be_equal(
    trained, here, is_doubtful, monkeypatch
):
    monkeypatch.setattr(versions, "installed", lambda _: here)
    said = folding_doubt(trained)
    assert bool(said) is is_doubtful
    assert not said or (f"ViennaRNA {trained or '2.7.0 to 2.8.0'}," in said and f" {here} here" in said)


@pytest.mark.usefixtures("newer")
def test_a_model_that_reads_structures_says_so_and_no_other():
    (said,) = core.doubtful([PU, USUAL])
    assert PU in said
    assert "2.9.0" in said


@pytest.mark.usefixtures("newer")
def test_files_and_the_card_of_such_a_model_say_so_too(capsys):
    said = core.card(PU).folding_doubt
    assert said in subject(PU).facts["How far to trust it"]
    assert said in " ".join(notes([], [subject(PU)]))
    assert core.card(USUAL).folding_doubt == ""
    assert main(["card", PU]) == 0
    out, err = capsys.readouterr()
    assert said in err
    assert f"keras {core.card(PU).versions['keras']}" in out


def test_answers_of_a_structure_model_are_kept_by_the_viennarna(monkeypatch):
    before = {name: core.card(name).answers_key for name in (PU, USUAL)}
    monkeypatch.setattr(versions, "installed", lambda _: "2.9.0")
    assert core.card(USUAL).answers_key == before[USUAL]
    assert core.card(PU).answers_key == f"{before[PU]} ViennaRNA 2.9.0"


def test_a_scan_with_its_structure_is_kept_by_the_viennarna(monkeypatch):
    monkeypatch.setattr(scan, "remembered", lambda key, _: key)
    ask = partial(core.scan_rnas, [USUAL], [("one", "GGACUUAGCAUGCUAAGCAUUGG" * 3)])
    before = ask()
    assert ask() == before
    monkeypatch.setattr(versions, "installed", lambda _: "2.9.0")
    assert ask() != before


def test_keys_of_today_stay():
    for labelled in registry.models().values():
        for card in labelled.values():
            assert answers_key(card.weights_sha256, card.spec) == f"{card.weights_sha256}-{card.output}"


def test_a_card_says_what_trained_it(trained):
    card = core.card(trained)
    backend = card.versions["backend"]
    assert card.versions[backend] == versions.installed(backend)
    assert "viennarna" not in card.versions, "it reads no structure"


def test_the_card_of_a_structure_model_names_the_viennarna():
    from core.training.evaluation import _versions

    folding = dataclasses.replace(analyses.card(USUAL).architecture, inputs="pu")
    assert _versions(folding)["viennarna"] == versions.installed("viennarna")
