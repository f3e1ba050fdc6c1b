import json

import dash_mantine_components as dmc
import page_world
import pytest
from page_world import EXPERIMENTS, everything, links_of, text_of, texts_of

import core
from components import ids
from components.rbps import page as rbps


@pytest.fixture(autouse=True)
def world(monkeypatch):
    page_world.install(monkeypatch)


def part(component_id, query=None):
    return next(one for one in everything(rbps.layout(query or {})) if getattr(one, "id", None) == component_id)


def grid(query=None):
    return part(ids.RBPS_TABLE, query)


def test_the_page_says_what_it_is_and_what_to_do():
    page = rbps.layout({})
    assert "RNA-binding protein (RBP)" in text_of(page)
    assert [
        part.children
        for part in everything(page)
        if getattr(part, "children", None) in ("Pick an RBP", "Explore", "Test it on the GIA bench")
    ] == ["Pick an RBP", "Explore", "Test it on the GIA bench"]
    assert links_of(page)[:2] == ["/explore", "/bench"]


def test_rows_hold_what_people_read_those_with_a_model_first():
    first, second, third = rbps.rows([page_world.UNTRAINED, page_world.SIMULATED, page_world.RBFOX1])
    assert [first["id"], second["id"], third["id"]] == ["SIM_A", "RNCMPT00168", "MY RBP"]
    assert first == {
        "id": "SIM_A",
        "gene": "SimA",
        "species": "",
        "source": "Simulated",
        "r": 0.9,
        "kmer": "UGCAUG",
        "models": 1,
        "family": "",
        "logo": [],
        "has_probes": True,
        "facets": {"family": [], "species": [], "source": ["simulated"], "has": ["model", "probes"]},
        "note": "Planted: sites of UGCAUG add up.",
        "train": None,
        "explore": "/explore?rbp=SIM_A",
        "bench": "/bench?rbp=SIM_A",
    }
    assert second["source"] == "RNAcompete 2013"
    assert (second["family"], second["facets"]["family"], second["facets"]["has"]) == ("RRM", ["RRM"], ["model"])
    assert [column[-1][0] for column in second["logo"]] == list("UGCAUG")  # the highest letter is on top
    assert (second["models"], third["models"]) == (3, 0)
    assert second["explore"] == "/explore?rbp=RNCMPT00168"  # the model in use
    assert third["source"] == "Imported"
    assert third["train"] == "/data?rbp=MY+RBP&part=train" and first["train"] is None
    assert third["explore"] == "/explore?rbp=MY+RBP"


def test_each_column_shows_a_field_of_the_rows_and_numbers_sort():
    row = rbps.rows(EXPERIMENTS)[0]
    for column in rbps.columns():
        assert column.get("field", "explore") in row
    sortable = [column.get("field", column.get("colId")) for column in rbps.columns() if column.get("sortable", True)]
    assert sortable == ["gene", "id", "species", "family", "source", "r", "kmer", "here"]


def test_rows_open_by_click_and_by_enter():
    assert grid().eventListeners["rowClicked"] == grid().eventListeners["cellKeyDown"] == ["openRow(params)"]


def test_an_empty_machine_says_what_to_do(monkeypatch, wording):
    monkeypatch.setattr(core, "list_experiments", list)
    assert part(ids.RBPS_ROWS).data == []
    wording.within(grid().dashGridOptions["localeText"]["noRowsToShow"], "Data & models", "page", "models")
    assert [one for one in everything(rbps.layout({})) if isinstance(one, dmc.MultiSelect)] == []


def test_a_search_without_a_match_says_what_to_do():
    assert grid().dashGridOptions["localeText"]["noRowsToShow"] == rbps.NO_MATCH


def test_each_filter_offers_what_rows_have_in_words():
    assert rbps.facet_options(rbps.rows(EXPERIMENTS)) == {
        "family": {"RRM": "RRM"},
        "species": {"Homo sapiens": "Homo sapiens"},
        "source": {"imported": "Imported", "rnacompete2013": "RNAcompete 2013", "simulated": "Simulated"},
        "has": {"model": "Has a model", "probes": "Has probes"},
    }


def test_the_address_sets_search_filters_and_order():
    query = {"q": ["fox"], "family": ["RRM"], "has": ["model", "probes"], "sort": ["r:desc"]}
    assert part(ids.RBPS_SEARCH, query).value == "fox"
    assert part(ids.rbps_filter("family"), query).value == ["RRM"]
    assert part(ids.rbps_filter("has"), query).value == ["model", "probes"]
    assert part(ids.rbps_filter("species"), query).value == []
    assert [column["field"] for column in grid(query).columnDefs if "sort" in column] == ["r"]
    assert "left out" not in text_of(rbps.layout(query))


@pytest.mark.parametrize("sort", ["nothing:desc", "r:sideways", "r", ":"])
def test_an_order_that_there_is_not_is_none(sort):
    assert [column for column in rbps.columns(sort) if "sort" in column] == []


def test_a_filter_of_a_link_that_nothing_here_has_is_named_and_left_out(wording):
    query = {"family": ["RRM", "Zinc"], "source": ["moon"]}
    wording.within(texts_of(rbps.layout(query)), "RBP", "'Zinc'", "'moon'")
    assert part(ids.rbps_filter("family"), query).value == ["RRM"]


def test_two_hundred_and_fifty_experiments_stay_a_small_page():
    many = [page_world.RBFOX1._replace(id=f"X{number}") for number in range(250)]
    assert len(json.dumps(rbps.rows(many))) < 250_000
