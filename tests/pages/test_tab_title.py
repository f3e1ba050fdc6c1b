"""What the browser's tab is called on every page."""

import page_world
import pytest
from dash.exceptions import PreventUpdate

import core
from callbacks import shell as callbacks
from components import shell


@pytest.fixture(autouse=True)
def world(monkeypatch):
    page_world.install(monkeypatch)


def title(path, chosen=None, rbp=(), part=(), model=()):
    return callbacks.show_title({"path": path, "rbp": [*rbp], "part": [*part], "model": [*model]}, chosen)


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({"path": "/", "chosen": "SIM_A"}, "RBPs"),
        ({"path": "/bench", "rbp": ["RNCMPT00168"]}, "RBFOX1 · GIA bench"),
        ({"path": "/bench", "rbp": ["RNCMPT00168:residualbind"]}, "RBFOX1 · GIA bench"),
        ({"path": "/bench", "rbp": ["rbfox1"]}, "RBFOX1 · GIA bench"),
        ({"path": "/bench", "rbp": ["FOX-1"]}, "RBFOX1 · GIA bench"),
        ({"path": "/explore", "rbp": ["RNCMPT00168:residualbind-pu"]}, "RBFOX1 residualbind-pu · Explore"),
        ({"path": "/discover", "chosen": "SIM_A"}, "SimA · Discover"),
        ({"path": "/scan", "rbp": ["SIM_A", "RNCMPT00168"]}, "SimA, RBFOX1 · Scan"),
        ({"path": "/scan", "rbp": ["SIM_A", "RNCMPT00168", "MY RBP"]}, "SimA, RBFOX1 and 1 more · Scan"),
        ({"path": "/data"}, "Measurements · Data & models"),
        ({"path": "/data", "part": ["train"], "rbp": ["SIM_A"]}, "SimA · Train · Data & models"),
        (
            {"path": "/data", "part": ["models"], "rbp": ["SIM_A"], "model": ["RNCMPT00168"]},
            "RBFOX1 · Models · Data & models",
        ),
        ({"path": "/atlas", "rbp": ["SIM_A"], "part": ["gc"]}, "SimA · GC bias · Atlas"),
        ({"path": "/atlas", "part": ["nothing"]}, "Atlas"),
        ({"path": "/bench", "rbp": ["NOPE"]}, "GIA bench"),
    ],
)
def test_a_tab_says_rbp_part_and_page(about, expected):
    assert title(**about) == f"{expected} · GIA Explorer"


def test_a_page_that_does_not_exist_has_the_apps_name():
    assert title("/nowhere") == "GIA Explorer"


def test_two_experiments_of_one_gene_are_told_apart(monkeypatch, wording):
    twin = page_world.RBFOX1._replace(id="RNCMPT00169")
    monkeypatch.setattr(core, "list_experiments", lambda: [page_world.RBFOX1, twin])
    wording(title("/bench", rbp=["RNCMPT00169"]), "RBFOX1", "RNCMPT00169", "GIA bench")


def test_every_page_has_a_title_of_its_own():
    assert len({title(path, "SIM_A") for path in shell.PAGES}) == len(shell.PAGES)


def test_before_a_page_is_there_nothing_is_called():
    with pytest.raises(PreventUpdate):
        callbacks.show_title(None, "SIM_A")
