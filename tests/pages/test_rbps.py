import dash_ag_grid
import page_world
import pytest
from page_world import EXPERIMENTS, everything, links_of, text_of

import core
from callbacks import rbps as callbacks
from components import ids, rbps


@pytest.fixture(autouse=True)
def world(monkeypatch):
    page_world.install(monkeypatch)


def grid():
    return next(part for part in everything(rbps.layout({})) if isinstance(part, dash_ag_grid.AgGrid))


def test_the_page_says_what_it_is_and_what_to_do():
    page = rbps.layout({})
    assert "RNA-binding protein (RBP)" in text_of(page)
    assert [
        part.children
        for part in everything(page)
        if getattr(part, "children", None) in ("Pick an RBP", "Explore", "Test it on the GIA bench")
    ] == ["Pick an RBP", "Explore", "Test it on the GIA bench"]
    assert links_of(page) == ["/explore", "/bench"]


def test_rows_hold_what_people_read_those_with_a_model_first():
    first, second, third = rbps.rows([page_world.UNTRAINED, page_world.SIMULATED, page_world.RBFOX1])
    assert [first["id"], second["id"], third["id"]] == ["SIM_A", "RNCMPT00168", "MY RBP"]
    assert first == {
        "id": "SIM_A",
        "gene": "SimA",
        "species": "",
        "source": "Simulated",
        "kind": "simulated",
        "r": 0.9,
        "kmer": "UGCAUG",
        "models": 1,
        "has_model": True,
        "has_probes": True,
        "note": "Planted: sites of UGCAUG add up.",
        "cure": None,
        "explore": "/explore?rbp=SIM_A",
        "bench": "/bench?rbp=SIM_A",
    }
    assert second["source"] == "RNAcompete 2013"
    assert (second["models"], third["models"]) == (3, 0)
    assert second["explore"] == "/explore?rbp=RNCMPT00168"  # the model in use
    assert third["source"] == "Imported"
    assert third["cure"] == "python -m core train 'MY RBP'"
    assert third["explore"] == "/explore?rbp=MY+RBP"


def test_each_column_shows_a_field_of_the_rows_and_numbers_sort():
    row = rbps.rows(EXPERIMENTS)[0]
    for column in rbps.columns():
        assert column.get("field", "explore") in row
    sortable = [column.get("field", column.get("colId")) for column in rbps.columns() if column.get("sortable", True)]
    assert sortable == ["gene", "id", "species", "source", "r", "kmer", "models", "here"]


def test_rows_open_by_click_and_by_enter():
    assert grid().eventListeners["rowClicked"] == grid().eventListeners["cellKeyDown"] == ["openRow(params)"]


def test_an_empty_machine_says_what_to_do(monkeypatch):
    monkeypatch.setattr(core, "list_experiments", list)
    assert grid().rowData == []
    assert "python -m core import PATH" in grid().dashGridOptions["localeText"]["noRowsToShow"]


@pytest.mark.parametrize(("typed", "filtered"), [("fox ", "fox"), ("", ""), (None, "")])
def test_search_sets_the_quick_filter_and_nothing_else(typed, filtered):
    assert callbacks.search_table(typed).to_plotly_json()["operations"] == [
        {"operation": "Assign", "location": ["quickFilterText"], "params": {"value": filtered}}
    ]


def test_the_count_is_said():
    assert rbps.count_text(2, 45) == "2 of 45 experiments"
    assert rbps.count_text(45, 45) == "45 experiments"
    assert rbps.count_text(1, 1) == "1 experiment"
    assert any(getattr(part, "id", None) == ids.RBPS_COUNT for part in everything(rbps.layout({})))
