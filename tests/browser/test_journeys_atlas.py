"""The Atlas with the shipped simulated models and real job processes: one design on all of them, and on to one."""

import re

import pytest
from going import go
from playwright.sync_api import expect

import core
from core import atlas
from core.formatting import number_text

COLD = 180_000
"""Milliseconds that a busy machine may take to load TensorFlow in another process."""


@pytest.fixture(scope="module")
def simulated():
    return [one for one in core.list_experiments() if one.source == "simulated" and one.has_model]


def test_a_design_runs_on_all_simulated_rbps_and_leads_to_one(tab, simulated, monkeypatch):
    gc3 = next(one for one in simulated if one.id == "SIM_GC3")
    go(tab, f"/bench?rbp={gc3.id}&c={gc3.top_kmer}@18&c={gc3.top_kmer}@18,GCGCGC@35&n=32")
    tab.get_by_role("link", name="Run on every RBP").click()
    expect(tab).to_have_url(re.compile(r"/atlas\?.*part=design.*n=32"))
    tab.get_by_role("combobox", name="Data").or_(tab.get_by_label("Data")).first.click()
    tab.get_by_role("option", name="Simulated").click()
    expect(tab.get_by_text(f"{len(simulated)} experiments with a model")).to_be_visible()
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="Ask all RBPs").click()
    expect(tab.get_by_text(f"All {len(simulated)} experiments were asked")).to_be_visible(timeout=COLD)
    survey = atlas.Survey(
        "design",
        tuple(one.id for one in simulated),
        n=32,
        conditions=(f"{gc3.top_kmer}@18", f"{gc3.top_kmer}@18,GCGCGC@35"),
    )
    best = atlas.ranked(atlas.ask(survey), "2")[0]
    assert best["model"] == gc3.id
    expect(tab.locator(".bench-finding")).to_contain_text(f"{best['gene']} ({number_text(best['value'])} SD")

    here = tab.url
    tab.reload()  # a reload has it all at once
    expect(tab.locator(".bench-finding")).to_contain_text(f"{best['gene']} ({number_text(best['value'])} SD")
    assert tab.url == here
    tab.locator(".atlas-grid a.open").first.press("Enter")  # by keyboard to the bench of the first
    expect(tab).to_have_url(re.compile(rf"/bench\?rbp={gc3.id}&c={gc3.top_kmer}@18&"))


def test_a_click_on_a_mark_opens_it_and_a_file_is_saved(tab, simulated):
    atlas.ask(atlas.Survey("gc", tuple(one.id for one in simulated), n=16))
    go(tab, "/atlas?part=gc&source=simulated&n=16")
    expect(tab.get_by_text("strongest at the 3′ end SimGC3")).to_be_visible()
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Share").click()
        tab.get_by_role("menuitem", name="CSV").click()
    assert "SimGC3" in download.value.path().read_text()
    point = tab.locator(".atlas-figure .js-plotly-plot").first.locator(".points path").last
    point.click(force=True)
    expect(tab).to_have_url(re.compile(r"/bench\?rbp=SIM_"))
