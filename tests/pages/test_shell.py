import json
import os
import re
import subprocess
import sys
from pathlib import Path

import page_world
import pytest
from dash import dcc, html
from page_world import ask, ids_of, links_of, text_of, texts_of

import app as web
import core
from callbacks import errors
from callbacks import shell as callbacks
from components import ids, shell
from components.atlas import page as atlas
from components.data import model_card
from components.data import page as data
from components.explore import page as explore
from components.shared import long_work
from components.shared.links import page_href
from core.errors import AppError, DataError
from core.models import registry
from core.settings import settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def world(monkeypatch):
    page_world.install(monkeypatch)


def test_two_apps_live_side_by_side():
    first, second = web.create_app(), web.create_app()
    assert first is not second
    assert set(first.callback_map) == set(second.callback_map)
    assert len(first.callback_map) > 10


def test_nothing_is_fetched_from_elsewhere():
    page = web.create_app().server.test_client().get("/").get_data(as_text=True)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert any(address.startswith("/assets/app.js") for address in addresses)
    assert [address for address in addresses if "//" in address] == []


def test_the_page_names_its_language():
    assert '<html lang="en"' in web.create_app().server.test_client().get("/").get_data(as_text=True)


def test_header_and_links_are_there_before_any_script():
    page = web.create_app().server.test_client().get("/bench").get_data(as_text=True)
    before = page.partition("<script id=")[0]
    assert "GIA Explorer</span>" in before
    assert re.findall(r'class="nav-link" href="([^"]+)"', before) == list(shell.PAGES)


def test_app_start_imports_neither_the_network_engine_nor_pandas():
    slow = {"tensorflow", "keras", "RNA", "pandas", "pyarrow", "scipy", "sklearn", "matplotlib"}
    code = f"import sys, app; app.create_app(); print(sorted({slow} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_callback_speaks_to_components_that_some_layout_has():
    layouts = [shell.layout(), *(page({"rbp": ["SIM_A"]}) for page in callbacks.LAYOUTS.values())]
    layouts += [data.layout({"part": [part]}) for part in data.PARTS]
    layouts += [model_card.view(registry.card("SIM_LOOP"), None), long_work.controls(ids.MODELS_PAIR_JOB, "Compare")]
    layouts += [
        *long_work.stores(ids.MODELS_PAIR_JOB),
        html.Div(id=ids.MODELS_PAIR),
        html.Div(id=ids.MODELS_PAIR_ASKED),
    ]
    of_a_preview = (ids.DATA_KEEP, ids.DATA_KEEP_PROBLEM, ids.DATA_EXPERIMENTS, ids.DATA_EXPERIMENT, ids.DATA_SCORES)
    of_a_pair = ids.MODELS_PAIR, ids.MODELS_PAIR_ASKED
    layouts += [
        html.Div(id=name) for name in (*of_a_preview, ids.data_set_remove("one"), *of_a_pair)
    ]  # once there is something
    layouts += [html.Div(id=ids.SCAN_LOGO)]  # is there once a window is open
    layouts += [dcc.Graph(id=ids.DISCOVER_MAP)]  # is there once there is something to map
    layouts += [atlas.layout({"part": ["design"]}), dcc.Graph(id=ids.atlas_graph("design"))]
    layouts += [explore.layout({"rbp": [experiment.id]}) for experiment in page_world.EXPERIMENTS]
    known = {_name(one) for layout in layouts for one in ids_of(layout)}
    dependencies = web.create_app().server.test_client().get("/_dash-dependencies").json
    wired = {_name(part["id"]) for one in dependencies for part in (*one["inputs"], *one["state"])}
    wired |= {
        _name(output.rpartition(".")[0])
        for one in dependencies
        for output in one["output"].strip(".").split("...")
        if not output.startswith(("@", "_"))
    }
    assert wired - {""} <= known


def _name(component_id):
    """The id, or the type of a pattern-matching one."""
    if isinstance(component_id, str) and component_id.startswith("{"):
        component_id = json.loads(component_id)
    return component_id["type"] if isinstance(component_id, dict) else component_id


def test_each_address_shows_its_page_and_marks_it_in_the_navigation():
    for path, name, heading in (
        ("/", "RBPs", "What has the network learned about your RBP?"),
        ("/explore", "Explore", "RBFOX1"),
        ("/explore/", "Explore", "RBFOX1"),
    ):
        page, _, nav, _, hide_alert = callbacks.show_page(path, "", None)
        assert heading in text_of(page)
        assert [link.children for link in nav if "active" in link.className] == [name]
        assert hide_alert is True


def test_the_chosen_experiment_travels_along():
    _, rbp, nav, badge, _ = callbacks.show_page("/", "", "SIM_A")
    assert rbp == "SIM_A"
    assert [link.href for link in nav] == ["/", *(f"{path}?rbp=SIM_A" for path in shell.PAGES if path != "/")]
    assert links_of(badge[0]) == ["/explore?rbp=SIM_A"]
    assert "SimA" in text_of(badge[0]) and "SIM_A" in text_of(badge[0])
    assert callbacks.show_page("/explore", "?rbp=RNCMPT00168", "SIM_A")[1] == "RNCMPT00168"
    assert callbacks.show_page("/explore", "", "SIM_A")[1] == "SIM_A"


def test_an_experiment_that_is_gone_is_forgotten():
    _, rbp, _, badge, _ = callbacks.show_page("/", "", "DELETED")
    assert rbp is None and badge == []
    assert callbacks.show_page("/explore", "", "DELETED")[1] == "RNCMPT00168"


def test_explore_opens_with_rbfox1_else_the_first_with_a_model_else_none():
    assert callbacks.default_experiment(page_world.EXPERIMENTS) == "RNCMPT00168"
    assert callbacks.default_experiment([page_world.UNTRAINED, page_world.SIMULATED]) == "SIM_A"
    assert callbacks.default_experiment([page_world.UNTRAINED]) is None


def test_a_machine_without_any_model_says_so(monkeypatch, wording):
    monkeypatch.setattr(core, "list_experiments", lambda: [page_world.UNTRAINED])
    page, rbp, *_ = callbacks.show_page("/explore", "", None)
    assert rbp is None
    wording.within(texts_of(page), "No RBP")


@pytest.mark.parametrize(
    ("path", "search", "facts"),
    [
        ("/explore", "?rbp=NOPE", ["'NOPE'", "SIM_A", "RNCMPT00168"]),
        (
            "/nothing",
            "",
            ["'/nothing'", ", ".join(shell.PAGES)],
        ),
    ],
)
def test_an_address_that_leads_nowhere_says_so_with_a_way_out(path, search, facts, wording):
    with pytest.raises(AppError) as raised:
        callbacks.show_page(path, search, None)
    page, *_ = callbacks.show_page_error(raised.value)
    wording.within(texts_of(page), *facts)
    assert links_of(page)[0] == "/"


def test_bad_input_is_said_in_its_own_words_and_bugs_are_logged_whole(caplog):
    assert errors.error_text(DataError("the file is empty.")) == "The file is empty."
    assert caplog.records == []
    bug = ZeroDivisionError("secret detail")
    assert errors.error_text(bug) == errors.NEUTRAL
    assert caplog.records[0].exc_info[1] is bug


def test_page_href_leaves_out_what_is_not_there():
    assert page_href("/explore", None) == "/explore"
    assert page_href("/explore", "A B", sequence=None) == "/explore?rbp=A+B"
    assert page_href("/bench", "X", c=["U@1", "U@1,G@9"]) == "/bench?rbp=X&c=U@1&c=U@1,G@9"


def test_the_router_answers_over_http():
    answer = ask(web.create_app(), f"{ids.PAGE}.children", {f"{ids.URL}.pathname": "/", f"{ids.URL}.search": ""})
    assert answer.status_code == 200
    response = answer.json["response"]
    assert response[ids.ALERT] == {"hide": True}
    assert response[ids.RBP] == {"data": None}
    assert ids.RBPS_TABLE in str(response[ids.PAGE])


def test_a_bad_address_is_a_page_with_a_sentence_over_http():
    values = {f"{ids.URL}.pathname": "/explore", f"{ids.URL}.search": "?rbp=NOPE"}
    answer = ask(web.create_app(), f"{ids.PAGE}.children", values)
    assert answer.status_code == 200
    assert "'NOPE'" in str(answer.json["response"][ids.PAGE])


def test_the_port_is_a_setting(monkeypatch):
    monkeypatch.delenv("GIA_PORT", raising=False)
    assert settings().port == 8050
    monkeypatch.setenv("GIA_PORT", "9001")
    assert settings().port == 9001


def test_where_it_serves_is_a_setting_and_others_reach_it_only_where_that_was_asked_for(monkeypatch):
    monkeypatch.delenv("GIA_HOST", raising=False)
    assert settings().host == "127.0.0.1"
    monkeypatch.setenv("GIA_HOST", "0.0.0.0")
    assert settings().host == "0.0.0.0"


def test_an_address_of_another_machine_ends_with_one_sentence():
    environment = {**os.environ, "GIA_HOST": "203.0.113.7"}
    done = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert done.stderr.startswith("error: GIA_HOST is '203.0.113.7'") and done.stderr.count("\n") == 1
    assert "0.0.0.0" in done.stderr  # why it cannot be had is told by the system


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "8.5"])
def test_a_bad_port_is_said(monkeypatch, port, refuses):
    monkeypatch.setenv("GIA_PORT", port)
    with refuses(AppError, "from 1 to 65535"):
        settings()


def test_python_app_py_with_a_bad_port_ends_with_one_sentence(wording):
    environment = {**os.environ, "GIA_PORT": "abc"}
    done = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    wording(done.stderr, "GIA_PORT", "'abc'", "from 1 to 65535", "example 8050")


def test_an_address_of_several_experiments_offers_each_with_the_rest_of_the_link():
    for path in ("/explore", "/bench", "/discover", "/scan", "/data"):
        page, rbp, *_ = callbacks.show_page(path, "?rbp=SRSF1&c=GGAGGA@4&seed=2", "RNCMPT00168")
        assert len(links_of(page)) == 5 and rbp == "RNCMPT00168"
        assert f"{path}?rbp=RNCMPT00107&c=GGAGGA@4&seed=2" in links_of(page)
        assert "SRSF1, RNCMPT00107: test r 0.818" in text_of(page) and "is not on this" not in text_of(page)
    assert "rbp=RNCMPT00168" in callbacks.show_page("/bench", "?rbp=SRSF1:pwm", "RNCMPT00168")[2][1].href
    assert "RNCMPT00107:pwm" in str(callbacks.show_page("/bench", "?rbp=SRSF1:pwm", "RNCMPT00168")[0])


def test_an_rbp_that_is_not_here_leads_to_the_measurements():
    with pytest.raises(DataError) as error:
        callbacks.show_page("/explore", "?rbp=HuR", None)
    assert links_of(callbacks.show_page_error(error.value)[0]) == ["/", "/data"]
    assert links_of(callbacks.show_page_error(AppError("no such page"))[0]) == ["/"]
