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
from callbacks import discover
from callbacks import share as callbacks
from components import ids, views
from components.bench import page as bench
from components.bench import presets as bench_presets
from components.discover import page as discover_page
from components.discover.page import SCAN
from components.explore import page as explore
from components.scan import page as scan_page
from components.shared import share
from core.errors import AppError
from core.exports import FORMATS, DesignView, KmerScanView, RnaView

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


@pytest.mark.parametrize("page", [bench.layout, explore.layout, discover_page.layout, scan_page.layout])
def test_each_page_with_a_view_carries_the_menu_and_the_offer_to_go_on(page, rbp):
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


def test_all_seeds_go_along_where_they_are_shown_and_there_are_several(rbp, monkeypatch):
    assert not views.read("/bench", f"?rbp={rbp}&c=A@1").over_seeds
    for names in ([rbp], [rbp, f"{rbp}:residualbind-seed1"]):
        monkeypatch.setattr(core, "seeds_of", lambda name, names=names: names)
        assert views.read("/bench", f"?rbp={rbp}&c=A@1&show=seeds").over_seeds == (len(names) > 1)


@pytest.mark.parametrize("name", [name for name, preset in bench_presets.PRESETS.items() if not preset.ask])
def test_an_experiment_of_the_bench_is_asked_again_as_it_was(name, rbp):
    made = core.PROTOCOLS[name].planned
    preset = bench_presets.PRESETS[name]
    plan = made(rbp, pattern=KMER, n=20, **preset.fixed)
    conditions = "&c=".join(condition.text for condition in plan.designs[0].conditions)
    search = f"?rbp={rbp}&c={conditions}&n=20&preset={name}&background={plan.designs[0].background}"
    view = views.read("/bench/", search)
    assert (view.design, view.protocol) == (plan.designs[0], name)
    assert core.PROTOCOLS[name].designs(rbp, **view.parameters) == plan.designs


def test_explore_is_its_rna_and_the_one_it_was_made_of(rbp):
    assert views.read("/explore", f"?rbp={rbp}&sequence=acgt") == RnaView(rbp, "ACGU")
    assert views.read("/explore", f"?rbp={rbp}&sequence=ACGU&from=ACGA") == RnaView(rbp, "ACGU", "ACGA")
    assert views.read("/explore", f"?rbp={rbp}&sequence=ACGU&from=ACGU") == RnaView(rbp, "ACGU")
    assert views.read("/explore", f"?rbp={rbp}&sequence=ACGU&logo=signed") == RnaView(rbp, "ACGU", logo="signed")
    assert views.read("/explore", f"?rbp={rbp}&sequence=ACGU&logo=tall") == RnaView(rbp, "ACGU")


def test_a_scan_is_read_from_a_link(rbp):
    assert views.read("/discover", f"?rbp={rbp}") == KmerScanView(rbp)
    search = f"?rbp={rbp}&k=4&position=7&method=exhaustive&n=50&background=shuffle"
    assert views.read("/discover", search) == KmerScanView(rbp, 4, 7, "exhaustive", 20, 50, "shuffle")


def test_two_motifs_are_read_from_the_same_link(rbp):
    view = views.read("/discover", f"?rbp={rbp}&n=50&a=GGA&map=gaps", views.PAIR)
    assert (view.model_name, view.protocol) == (rbp, "interaction")
    expected = {"pattern": "GGA", "other": KMER, "n": 50, "background": "profile", "seed": 0}
    assert expected.items() <= view.parameters.items()


def test_a_scan_that_was_made_is_saved_as_it_came(rbp, monkeypatch, refuses):
    scan = core.scan_kmers(core.open_model(rbp), k=3, n=20, top=2)
    kept = {}
    monkeypatch.setattr(discover.long_work, "look_up", lambda job, question: (kept.get(job), None))
    search = f"?rbp={rbp}&k=3&n=20&top=2"
    with refuses(AppError, "Scan"):
        callbacks.send_file(asked("csv", "/discover", search))
    record = {"scan": {**scan._asdict(), "kmers": [one._asdict() for one in scan.kmers]}}
    kept[SCAN] = {"question": {}, "record": record}
    monkeypatch.setattr(KmerScanView, "ask", lambda view: pytest.fail("scanned in the web process"))
    sent, _ = callbacks.send_file(asked("csv", "/discover", search))
    rows = list(csv.DictReader(io.StringIO(base64.b64decode(sent["content"]).decode())))
    assert [row["kmer"] for row in rows] == [one.kmer for one in scan.kmers]
    importance = [float(row["global_importance (SD)"]) for row in rows]
    assert importance == pytest.approx([one.global_importance for one in scan.kmers], rel=5e-6, abs=1e-6)


def test_two_motifs_are_saved_from_the_same_menu(rbp):
    sent, said = callbacks.send_file(asked(f"{views.PAIR}/csv", "/discover", f"?rbp={rbp}&n=20&b=GGA"))
    assert (sent["filename"], said) == (f"interaction_{rbp}.csv", f"Saved interaction_{rbp}.csv")
    rows = list(csv.DictReader(io.StringIO(base64.b64decode(sent["content"]).decode())))
    found = core.PROTOCOLS["interaction"].ask(core.open_model(rbp), pattern=KMER, other="GGA", n=20)
    assert [row["label"] for row in rows] == [row["label"] for row in found.rows]


@pytest.mark.parametrize(
    ("path", "search", "facts"),
    [
        ("/", "?rbp={rbp}", ["RBP", "Explore", "GIA bench", "Discover"]),
        ("/nowhere", "", ["nothing", "save"]),
        ("/bench", "", ["RBP"]),
        ("/bench", "?rbp={rbp}&c=-", ["nothing", "bench"]),
        ("/bench", "?rbp=NOPE&c=A@1", ["'NOPE'"]),
        ("/explore", "?rbp={rbp}", ["RNA"]),
        ("/discover", "?rbp={rbp}&n=many", ["'many'", "from 2"]),
        ("/explore", "?rbp={rbp}&sequence=ACG5", ["'5'"]),
        ("/explore", "?rbp={rbp}&sequence=ACG&from=%00", ["A, C, G, U"]),
    ],
)
def test_an_address_with_nothing_to_save_says_what_to_do(path, search, facts, rbp, refuses):
    with refuses(AppError, *facts):
        views.read(path, search.format(rbp=rbp))


def test_a_file_comes_with_cores_numbers(rbp):
    design = core.Design(rbp, (core.parse_condition(f"{KMER}@4"),), n=20)
    sent, said = callbacks.send_file(asked("csv", "/bench", f"?rbp={rbp}&c={KMER}@4&n=20"))
    assert (sent["filename"], sent["type"], said) == (f"gia_{rbp}.csv", "text/csv", f"Saved gia_{rbp}.csv")
    (row,) = csv.DictReader(io.StringIO(base64.b64decode(sent["content"]).decode()))
    expected = core.run_gia(design).conditions[0].global_importance
    assert float(row["global_importance (SD)"]) == pytest.approx(expected, rel=5e-6, abs=1e-6)


def test_the_name_of_a_file_holds_no_colon(rbp):
    name = f"{rbp}:residualbind-seed1"
    sent, _ = callbacks.send_file(asked("json", "/bench", f"?rbp={name}&c={KMER}@4&n=20"))
    assert sent["filename"] == f"gia_{rbp}_residualbind-seed1.json"


def test_what_cannot_be_saved_is_said_in_the_one_place(rbp):
    values = {f"{ids.SHARE_ASKED}.data": asked("csv", "/explore", f"?rbp={rbp}")}
    answer = ask(web.create_app(), f"{ids.SHARE_DOWNLOAD}.data", values).json
    assert answer["sideUpdate"][ids.ALERT]["children"].startswith("No RNA is chosen yet")
    assert answer.get("response", {}).get(ids.SHARE_DOWNLOAD, no_update) is no_update
