"""A network of which next to nothing is known, no history, no measurements, no density, is asked on every page."""

import pytest
import toy_network
from dash import html
from page_world import ask, text_of, texts_of

import core
from app import create_app
from callbacks import bench as bench_callbacks
from components.bench import edits as bench_edits
from components.bench import page as bench_page
from components.bench import state as bench_state
from components.discover import page as discover_page
from components.explore import page as explore_page
from components.explore.scatter import scatter
from components.rbps import page as rbps
from components.shared import models
from core import exports
from core.data import store
from core.exports.design import DesignView
from core.exports.subject import subject
from core.figures.figure2 import density
from core.figures.subjects import subject as about
from core.formatting import UNITS, share_an_axis
from core.models import registry
from core.models.architectures import Architecture

EXTERNAL = "MINE:own-net"


def external_card(experiment, **more):
    reading = {"alphabet": "ACGU", "length": 41, "channels_first": False}
    architecture = Architecture("own", "net", "sequence", "own", 1).to_dict()
    spec = {
        "experiment": experiment,
        "architecture": architecture,
        "output": 0,
        "own": {"file": "net.keras", "sha256": "0" * 64, "reading": reading},
    }
    empty = {"transform": {}, "test_pearson": None, "density": {}, "profile": [[0.25] * 4] * 41, "coverage": []}
    return registry.Card(
        experiment=experiment,
        gene="MyGene",
        spec=spec,
        validation_pearson=None,
        n_train=0,
        n_validation=0,
        n_test=0,
        top_kmers=[[toy_network.KMER, 2.0], ["ACUACA", 1.9], ["GAGUAC", 0.4]],
        history=[],
        seconds=0.0,
        versions={},
        trained="2026-01-01",
        key=registry.spec_key(spec),
        weights_sha256="an own network",
        **{**empty, **more},
    )


@pytest.fixture(autouse=True)
def external_network(monkeypatch):
    """The experiment MINE, which nobody measured, and a simulated one with probes: both have this network alone."""
    simulated = next(key for key, entry in store.entries().items() if entry.source == "simulated")
    cards = {name: {"own-net": external_card(name)} for name in ("MINE", simulated)}
    toy_network.use_models(monkeypatch, lambda: cards)
    monkeypatch.setattr(registry, "predictor", lambda _: toy_network.ToyNetwork())
    monkeypatch.setattr(registry, "weights_path", lambda _: None)
    return simulated


def test_it_stands_in_the_table_with_a_badge_of_its_own():
    (row,) = [row for row in rbps.rows(core.list_experiments()) if row["id"] == "MINE"]
    assert (row["gene"], row["source"], row["r"], row["kmer"]) == ("MyGene", "External model", None, toy_network.KMER)
    assert row["facets"]["source"] == ["own"] and row["train"] is None


@pytest.mark.parametrize("page", [explore_page, bench_page, discover_page])
@pytest.mark.parametrize("name", ["MINE", EXTERNAL])
def test_every_page_opens(page, name):
    assert "MyGene" in text_of(page.layout({"rbp": [name]}))


def test_explore_says_that_nothing_was_measured_and_answers_for_a_given_rna(wording):
    figure, _ = scatter({"rbp": "MINE", "sequence": ""}, "mismatches", None, None, False)
    assert figure["data"] == []
    wording(figure["layout"]["annotations"][0]["text"])
    found = core.ism("MINE", f"AA{toy_network.KMER}AA")
    assert found.prediction == pytest.approx(2.0 + 0.05 * 6)
    assert models.unit_of("MINE").short == "own units"


def test_with_probes_measured_scores_stay_in_standard_deviations(external_network):
    query = {"rbp": external_network, "sequence": ""}
    figure, note = scatter(query, "mismatches", None, "log", False)
    assert "its own units" in note
    assert figure["layout"]["xaxis"]["title"]["text"] == "Measured binding score (SD)"
    assert "own units" in figure["layout"]["yaxis"]["title"]["text"]
    assert figure["layout"]["shapes"] == []  # no diagonal: the scales differ
    said = [
        trace["hovertemplate"] for trace in figure["data"] if trace.get("mode") == "markers" and trace.get("customdata")
    ]
    assert said and all("%{x:.2f} SD, predicted %{y:.2f} own units" in text for text in said)
    assert core.test_scores(external_network, "clip").pearson != core.test_scores(external_network).pearson


def test_it_is_listed_and_named_without_a_correlation(wording):
    option = models._option(EXTERNAL, "own-net")
    assert (option["label"], option["group"]) == ("own-net", "External")
    wording(subject("MINE").facts["Data"])


def test_the_figure_of_measured_against_predicted_says_what_is_missing():
    with pytest.raises(core.DataError, match="never compared with measurements"):
        density(about("MINE"), "import them")


def test_an_external_network_stands_beside_another_on_an_axis_of_its_own(monkeypatch, wording):
    usual = toy_network.toy_card(next(iter(store.entries())))
    mine = external_card("MINE")
    toy_network.use_models(monkeypatch, lambda: {"MINE": {"own-net": mine}, usual.experiment: {usual.label: usual}})
    assert models.beside(usual.experiment, "MINE") == "MINE"
    state = bench_state.example(usual.experiment, bench_state.about(usual))
    state = bench_edits.set_field({**state, "show": ["null"]}, "with", "MINE")
    figure, *_, legend, beside, known = bench_callbacks.results(bench_state.linked(state), dark=False)
    titles = [figure["layout"][name]["title"]["text"] for name in ("yaxis", "yaxis2")]
    assert titles == ["Local importance (SD)", "Local importance (own units)"]
    assert {(trace["xaxis"], trace["yaxis"]) for trace in figure["data"]} == {("x", "y"), ("x2", "y2")}
    wording.within(texts_of(legend), "Each", "axis")
    assert known["titles"][1].endswith("(own units)")
    said = text_of(html.Div(beside))
    assert " SD on average" in said and "own units on average" in said


def test_two_external_networks_have_an_axis_each():
    own, usual = UNITS["own"], UNITS["regression"]
    assert share_an_axis([usual, usual]) and share_an_axis([own])
    assert not share_an_axis([own, usual]) and not share_an_axis([own, own])


def test_the_share_files_are_made():
    asked = DesignView(core.Design("MINE", (core.parse_condition(f"{toy_network.KMER}@9"),), n=20))
    for name in ("csv", "json", "script", "report", "svg"):
        assert exports.export(asked, name)


def test_the_page_of_an_address_opens_in_the_app():
    app = create_app()
    for path in ("/explore", "/bench", "/discover", "/data"):
        values = {"url.pathname": path, "url.search": f"?rbp={EXTERNAL}&part=own"}
        reply = ask(app, "page.children", values)
        assert reply.status_code == 200 and "MyGene" in reply.get_data(as_text=True)


def test_its_card_says_what_nobody_knows(wording):
    from callbacks.data import models as callbacks
    from components.data import models as models_page

    text = text_of(models_page.layout({"model": [EXTERNAL]}))
    assert [row["origin"] for row in models_page.rows() if row["name"] == EXTERNAL] == ["External model"]
    assert "MyGene, MINE:own-net" in text
    wording.within(texts_of(models_page.layout({"model": [EXTERNAL]})), "keeps", "epochs")
    assert "nan" not in text
    _, fit, profile, logo = callbacks.show_card({"model": EXTERNAL, "with": ""}, "light", None)
    wording(fit["layout"]["annotations"][0]["text"])
    assert len(profile["data"][0]["y"]) == 41 and logo["layout"]["shapes"]


def test_the_atlas_asks_it_and_says_its_unit():
    from components.atlas import results as findings
    from components.atlas.parts import Look
    from components.atlas.state import read, read_query
    from core import atlas

    for part in ("performance", "additivity", "gc", "positions", "motifs"):
        fields = read_query({"part": [part], "n": ["8"], "only": ["MINE"]})
        asked = read(fields, None)
        rows = atlas.ask(asked.survey) if asked.survey else []
        assert [row["problem"] for row in rows] == [""] * len(rows)
        text = text_of(findings.findings(asked, rows, Look(False, False, fields)))
        assert "MyGene" in text or part == "performance"
        assert ("In a unit of its own, where a figure says SD: MyGene (own units)" in text) is (part != "performance")


def test_a_scan_asks_it():
    scan = core.scan_rnas([EXTERNAL], [core.NamedRna("utr", "ACGU" * 20 + toy_network.KMER + "ACGU" * 5)])
    assert toy_network.KMER in scan.peaks[0].letters


@pytest.mark.parametrize("format", ["svg", "csv", "json", "script", "report"])
def test_its_card_is_saved(format):
    assert exports.export(exports.CardView(EXTERNAL, ""), format, "http://127.0.0.1/").content
