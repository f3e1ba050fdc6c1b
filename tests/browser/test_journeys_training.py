"""A network is trained on a small table, cancelled, goes on, is found on the other pages, compared and deleted."""

import re

import numpy as np
import pytest
from axe import findings
from going import go
from playwright.sync_api import expect

import core
from core.sequence import decode

COLD = 180_000
"""Milliseconds that a busy machine may take to load TensorFlow in another process, or to train a few epochs."""
EPOCHS = "document.querySelector('#train-curves .js-plotly-plot')?.data?.[0]?.x?.length"


@pytest.fixture
def measured(home):
    """TINY: 300 probes of set A, 60 of B, that are worth their letters U."""
    letters = np.random.default_rng(0).integers(0, 4, (360, 41))
    rows = zip(decode(letters), ["A"] * 300 + ["B"] * 60, (letters == 3).sum(axis=1), strict=True)
    path = home / "tiny.csv"
    path.write_text("sequence,set,TINY\n" + "\n".join(",".join(map(str, row)) for row in rows))
    core.import_file(path)
    return "TINY"


def test_train_cancel_go_on_find_it_compare_it_and_delete_it(page, measured):
    page.goto(f"/data?part=train&rbp={measured}&network=pwm&seed=-1")
    start = page.get_by_role("button", name="Train", exact=True)
    expect(page.get_by_text("The seed is '-1'; give a whole number from 0")).to_be_visible()
    expect(start).to_be_disabled()
    page.get_by_label("Seed").fill("0")
    page.get_by_label("Epochs").fill("3000")
    page.get_by_label("Epochs").press("Enter")
    expect(page.get_by_text("270 probes to train on, 30 to validate, 60 of set B to test")).to_be_visible()
    expect(page).to_have_url(re.compile(r"network=pwm&epochs=3000$"))
    start.click()
    page.wait_for_function(f"{EPOCHS} >= 3", timeout=COLD)
    page.reload()
    page.wait_for_function(f"{EPOCHS} >= 5", timeout=COLD)
    page.get_by_role("button", name="Cancel").first.click()
    expect(page.get_by_text(re.compile(r"\d+ of 3000 epochs are kept"))).to_be_visible()
    assert len(core.list_trainings()) == 1

    page.get_by_label("Epochs").fill("2")
    page.get_by_label("Epochs").press("Enter")
    expect(page.get_by_text("at most 2 epochs")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d+ of \d+ epochs are kept"))).to_have_count(0)
    start.click()
    expect(page.get_by_role("heading", name="Trained")).to_be_visible(timeout=COLD)
    assert [one.total for one in core.list_trainings()] == [3000], "the other one still waits"
    shown = page.locator(".trained .strong").inner_text()
    assert float(shown) == pytest.approx(core.card("TINY:pwm").test_pearson, abs=6e-4)

    page.get_by_role("link", name="RBPs").last.click()
    expect(page.locator(".ag-row", has_text="TINY").first).to_contain_text("✓ Model")
    page.go_back()
    page.get_by_role("link", name="Its card").click()
    expect(page.get_by_role("heading", name="TINY:pwm")).to_be_visible()
    expect(page.locator("#models-curves .js-plotly-plot")).to_be_visible()
    page.get_by_role("button", name="Delete …").click()
    expect(page.get_by_text("Left without a model: TINY")).to_be_visible()
    page.get_by_role("button", name="Delete it for good").click()
    expect(page.get_by_text("TINY:pwm was deleted.")).to_be_visible()
    assert core.find_experiment("TINY").models == ()


def test_two_shipped_models_are_compared_and_none_of_them_can_be_deleted(page):
    page.goto("/data?part=models&model=SIM_LOOP")
    expect(page.get_by_role("heading", name="SIM_LOOP:residualbind")).to_be_visible()
    expect(page.get_by_role("button", name="Delete …")).to_be_disabled()
    expect(page.get_by_text("It comes with the app and stays.")).to_be_visible()
    page.get_by_role("textbox", name="Compare with").fill("SIM_GC3")
    page.get_by_role("option", name=re.compile("SIM_GC3")).click()
    expect(page).to_have_url(re.compile("with=SIM_GC3"))
    expect(page.get_by_text("choose two models of SIM_LOOP")).to_be_visible()
    page.get_by_label("Search", exact=True).fill("RNCMPT00168")
    shipped = core.find_experiment("RNCMPT00168").models
    rows = page.locator(".models-grid [aria-rowcount]")  # of long tables only what is in sight is drawn
    expect(rows).to_have_attribute("aria-rowcount", str(1 + len(shipped)))
    page.locator(".models-grid .ag-row").first.click()
    expect(page.get_by_role("heading", name="RNCMPT00168:residualbind", exact=False)).to_be_visible()


SHOWN = {
    "part=train&rbp=SIM_LOOP&network=pwm&inputs=pu": "use the inputs sequence",
    "part=models&model=SIM_LOOP&with=RNCMPT00168:pwm": "choose two models of SIM_LOOP",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_tab, scheme):
    tab = open_tab(color_scheme=scheme, reduced_motion="reduce")
    for query, text in SHOWN.items():
        go(tab, f"/data?{query}")
        expect(tab.get_by_text(text).first).to_be_visible()
        tab.wait_for_load_state("networkidle")
        assert findings(tab) == []
        for width in (390, 1920, 1360):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
