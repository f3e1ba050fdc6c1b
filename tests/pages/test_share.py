"""The Share menu on every page: what an address asks for, and the file that comes."""

import base64
import csv
import io

import pytest
import toy_network
from dash import no_update
from page_world import ask, everything, text_of

import app as web
import core
from callbacks import share as callbacks
from components import bench, bench_presets, explore, ids, share, views
from core.errors import AppError
from core.exports import FORMATS, DesignView, RnaView, ScanView

KMER = toy_network.KMER


@pytest.fixture
def rbp(monkeypatch):
    return toy_network.install(monkeypatch)


def asked(format, path, search):
    return {"format": format, "path": path, "search": search, "href": f"http://here{path}{search}", "number": 1}


def test_the_menu_has_every_format_that_there_is():
    entries = [format for group in share.ENTRIES.values() for format in group]
    assert sorted(entries) == sorted([*FORMATS, share.LINK])
    shown = text_of(share.share_menu("values"))
    assert "Jupyter notebook" in shown and "all backgrounds" not in shown


def test_a_heading_without_entries_is_left_out():
    assert "Numbers" not in text_of(share.share_menu("csv", "values", "json"))


@pytest.mark.parametrize("page", [bench.layout, explore.layout])
def test_bench_and_explore_carry_the_menu_and_the_offer_to_go_on(page, rbp):
    found = [part.id for part in everything(page({"rbp": [rbp]})) if getattr(part, "id", None)]
    assert found.count(ids.SHARE_BUTTON) == found.count(ids.RESUME) == 1


def test_the_bench_of_an_address_is_its_design(rbp):
    view = views.read("/bench", f"?rbp={rbp}&c={KMER}@4&c=-&c=A@9,{KMER}@20&active=2&background=shuffle&n=50&seed=7")
    texts = tuple(map(core.parse_condition, [f"{KMER}@4", f"A@9,{KMER}@20"]))
    assert view == DesignView(core.Design(rbp, texts, "shuffle", 50, 7))


def test_names_a_second_model_and_the_kind_of_plot_go_along(rbp):
    other = f"{rbp}:residualbind-seed1"
    view = views.read("/bench", f"?rbp={rbp}&c=A@1&c=-&c=G@2&name=3:the+G&with={other}&plot=violin")
    assert (view.design.names, view.others, view.plot) == (("", "the G"), (other,), "violin")


@pytest.mark.parametrize("name", [name for name, preset in bench_presets.PRESETS.items() if not preset.ask])
def test_an_experiment_of_the_bench_is_asked_again_as_it_was(name, rbp):
    made = core.EXPERIMENTS[name].planned
    preset = bench_presets.PRESETS[name]
    plan = made(rbp, pattern=KMER, n=20, **preset.fixed)
    conditions = "&c=".join(condition.text for condition in plan.designs[0].conditions)
    search = f"?rbp={rbp}&c={conditions}&n=20&preset={name}&background={plan.designs[0].background}"
    view = views.read("/bench/", search)
    assert (view.design, view.experiment) == (plan.designs[0], name)
    assert core.EXPERIMENTS[name].designs(rbp, **view.parameters) == plan.designs


def test_explore_is_its_rna_and_the_one_it_was_made_of(rbp):
    assert views.read("/explore", f"?rbp={rbp}&sequence=acgt") == RnaView(rbp, "ACGU")
    assert views.read("/explore", f"?rbp={rbp}&sequence=ACGU&from=ACGA") == RnaView(rbp, "ACGU", "ACGA")
    assert views.read("/explore", f"?rbp={rbp}&sequence=ACGU&from=ACGU") == RnaView(rbp, "ACGU")


def test_a_scan_is_read_from_a_link():
    assert views.scan("SIM_A", {}) == ScanView("SIM_A")
    query = {"k": ["4"], "position": ["7"], "method": ["exhaustive"], "n": ["50"], "background": ["shuffle"]}
    assert views.scan("SIM_A", query) == ScanView("SIM_A", 4, 7, "exhaustive", 20, 50, "shuffle")
    with pytest.raises(AppError, match="'many' is no whole number"):
        views.scan("SIM_A", {"n": ["many"]})


@pytest.mark.parametrize(
    ("path", "search", "said"),
    [
        ("/", "?rbp={rbp}", "nothing to save; open an RBP on Explore or on the GIA bench"),
        ("/nowhere", "", "nothing to save"),
        ("/bench", "", "no RBP is chosen yet"),
        ("/bench", "?rbp={rbp}&c=-", "nothing on the bench to save yet; place a motif"),
        ("/bench", "?rbp=NOPE&c=A@1", "there is no experiment 'NOPE' here"),
        ("/explore", "?rbp={rbp}", "no RNA is chosen yet; click a point"),
        ("/explore", "?rbp={rbp}&sequence=ACG5", "'5'"),
        ("/explore", "?rbp={rbp}&sequence=ACG&from=%00", "use the letters A, C, G, U"),
    ],
)
def test_an_address_with_nothing_to_save_says_what_to_do(path, search, said, rbp):
    with pytest.raises(AppError, match=said):
        views.read(path, search.format(rbp=rbp))


def test_a_file_comes_with_cores_numbers(rbp):
    design = core.Design(rbp, (core.parse_condition(f"{KMER}@4"),), n=20)
    sent, said = callbacks.send_file(asked("csv", "/bench", f"?rbp={rbp}&c={KMER}@4&n=20"))
    assert (sent["filename"], sent["type"], said) == (f"gia_{rbp}.csv", "text/csv", f"Saved gia_{rbp}.csv")
    (row,) = csv.DictReader(io.StringIO(base64.b64decode(sent["content"]).decode()))
    assert float(row["global_importance (SD)"]) == core.run_gia(design).conditions[0].global_importance


def test_the_name_of_a_file_holds_no_colon(rbp):
    name = f"{rbp}:residualbind-seed1"
    sent, _ = callbacks.send_file(asked("json", "/bench", f"?rbp={name}&c={KMER}@4&n=20"))
    assert sent["filename"] == f"gia_{rbp}_residualbind-seed1.json"


def test_what_cannot_be_saved_is_said_in_the_one_place(rbp):
    values = {f"{ids.SHARE_ASKED}.data": asked("csv", "/explore", f"?rbp={rbp}")}
    answer = ask(web.create_app(), f"{ids.SHARE_DOWNLOAD}.data", values).json
    assert answer["sideUpdate"][ids.ALERT]["children"].startswith("No RNA is chosen yet")
    assert answer.get("response", {}).get(ids.SHARE_DOWNLOAD, no_update) is no_update
