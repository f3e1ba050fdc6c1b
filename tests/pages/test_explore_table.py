import csv

import page_world
import pytest
from dash.exceptions import PreventUpdate
from page_world import SCORES, ask, mutant

import app as web
from callbacks.explore import table as callbacks
from components import ids
from components.explore import state as explore_state
from components.explore import table as explore_table

SIMULATED = explore_state.state("SIM_A", None)
ALL = {"startRow": 0, "endRow": 100, "filterModel": {}, "sortModel": [{"colId": "measured", "sort": "desc"}]}


@pytest.fixture(autouse=True)
def world(monkeypatch):
    page_world.install(monkeypatch)


def shown(request=ALL, state=SIMULATED):
    answer, count = callbacks.show_rows({**ALL, **request}, state)
    return answer, count


def number(column, kind, low, high=None):
    return {"filterModel": {column: {"filterType": "number", "type": kind, "filter": low, "filterTo": high}}}


def test_rows_hold_what_the_columns_show():
    answer, count = shown()
    assert answer["rowCount"] == 5
    assert [row["measured"] for row in answer["rowData"]] == [2.5, 2.0, 1.0, 0.0, -1.0]
    assert answer["rowData"][0] == {
        "sequence": "AAUGCAUGAA", "measured": 2.5, "predicted": 2.2, "residual": 0.3,
        "mismatches": 0, "gc": 30.0, "length": 10,
    }  # fmt: skip
    assert {column["field"] for column in explore_table.columns()} == set(answer["rowData"][0])
    assert count.startswith("5 probes. Click a row")


def test_only_the_block_asked_for_is_sent():
    answer, _ = shown({"startRow": 1, "endRow": 3})
    assert [row["measured"] for row in answer["rowData"]] == [2.0, 1.0] and answer["rowCount"] == 5


@pytest.mark.parametrize(
    ("request_", "measured"),
    [
        (number("measured", "greaterThanOrEqual", 1), [2.5, 2.0, 1.0]),
        (number("measured", "lessThanOrEqual", 0), [0.0, -1.0]),
        (number("measured", "inRange", 0, 2), [2.0, 1.0, 0.0]),
        (number("mismatches", "equals", 1), [1.0]),
        (number("gc", "greaterThanOrEqual", 30), [2.5, 2.0, 1.0, -1.0]),
        (number("gc", "equals", 100), [-1.0]),
        (
            {"filterModel": {"sequence": {"filterType": "text", "type": "contains", "filter": "ugcauN"}}},
            [2.5, 2.0, 1.0],
        ),
        ({"sortModel": [{"colId": "sequence", "sort": "asc"}]}, [0.0, 1.0, 2.0, 2.5, -1.0]),
        ({"sortModel": []}, [2.0, 1.0, 0.0, -1.0, 2.5]),
    ],
)
def test_filters_and_order_are_those_of_the_grid(request_, measured):
    answer, _ = shown(request_)
    assert [row["measured"] for row in answer["rowData"]] == measured


def test_a_selection_in_the_scatter_fills_the_table(wording):
    answer, count = shown(state=explore_state.state("SIM_A", None, region="0.5:0,2.2:3"))
    assert [row["measured"] for row in answer["rowData"]] == [2.0, 1.0]
    wording(count, "2 of 5 probes")
    _, count = shown(number("length", "equals", 9), explore_state.state("SIM_A", None, region="0:0,3:3"))
    wording(count, "0 of 5 probes")


@pytest.mark.parametrize("region", ["x", "1:2", "1,2", "1:2:3,4:5:6", "", None])
def test_a_selection_that_is_none_selects_nothing_away(region):
    assert shown(state=explore_state.state("SIM_A", None, region=region))[0]["rowCount"] == 5


def test_letters_that_are_none_are_said_in_place_of_the_count(wording):
    values = {
        f"{ids.EXPLORE_TABLE}.getRowsRequest": {
            **ALL,
            "filterModel": {"sequence": {"filterType": "text", "filter": "12"}},
        },
        f"{ids.EXPLORE_STATE}.data": SIMULATED,
    }
    answer = ask(web.create_app(), f"{ids.EXPLORE_COUNT}.children", values).json["response"]
    wording.within(answer[ids.EXPLORE_COUNT]["children"], "1 to 41 IUPAC")
    assert answer[ids.EXPLORE_TABLE]["getRowsResponse"] == {"rowData": [], "rowCount": 0}


# stepping

ORDER = ["AAUGCAUGAA", "AAUGCAUGAA", "AAUGCAUCAA", "AAAAAAAAAA", "CCCCCCCCCC"]


@pytest.mark.parametrize(
    ("start", "by", "sequence", "row"),
    [
        (None, 1, ORDER[0], 0),
        ("GGGG", -1, ORDER[0], 0),
        (ORDER[2], 1, ORDER[3], 3),
        (ORDER[2], 2, ORDER[4], 4),
        (ORDER[2], 20, ORDER[4], 4),
        (ORDER[4], 1, ORDER[4], 4),
        (ORDER[4], -1, ORDER[3], 3),
        (ORDER[4], -20, ORDER[0], 0),
        (ORDER[0], 1, ORDER[2], 2),
    ],
)
def test_steps_follow_the_table_and_stop_at_its_ends(start, by, sequence, row):
    offered, scroll = callbacks.step({"by": by, "from": start}, explore_state.state("SIM_A", start), ALL)
    state = offered["state"]
    assert state == explore_state.state("SIM_A", sequence)
    assert scroll["rowIndex"] == row


def test_steps_follow_filters_and_order():
    asked = {**ALL, **number("measured", "lessThanOrEqual", 1), "sortModel": [{"colId": "measured", "sort": "asc"}]}
    offered, _ = callbacks.step({"by": 1, "from": "CCCCCCCCCC"}, SIMULATED, asked)
    state = offered["state"]
    assert state["query"]["sequence"] == "AAAAAAAAAA"
    with pytest.raises(PreventUpdate):
        callbacks.step({"by": 1, "from": None}, SIMULATED, {**ALL, **number("measured", "equals", 77)})
    with pytest.raises(PreventUpdate):
        callbacks.step(None, SIMULATED, ALL)


def test_the_place_in_the_table_is_said_from_one():
    assert callbacks.show_place(explore_state.state("SIM_A", "CCCCCCCCCC"), ALL) == "5 of 5"
    assert callbacks.show_place(explore_state.state("SIM_A", "GGGG"), ALL) == "not in this table"
    assert callbacks.show_place(SIMULATED, ALL) == ""
    assert callbacks.show_place(mutant("SIM_A", "CCCCCCCCCC", "CCCCGCCCCC"), ALL) == "5 of 5"


def test_the_download_holds_all_rows_as_filtered_and_sorted():
    asked = {**ALL, "endRow": 1, **number("measured", "greaterThanOrEqual", 1)}
    file = callbacks.download(1, SIMULATED, asked)
    rows = list(csv.DictReader(file["content"].splitlines()))
    assert file["filename"] == "probes_SIM_A.csv"
    assert [float(row["measured"]) for row in rows] == [2.5, 2.0, 1.0]
    assert len(list(csv.DictReader(callbacks.download(1, SIMULATED, None)["content"].splitlines()))) == len(
        SCORES.sequences
    )
    with pytest.raises(PreventUpdate):
        callbacks.download(None, SIMULATED, ALL)
