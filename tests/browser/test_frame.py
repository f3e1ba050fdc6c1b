"""The frame of every page: the tab is called after what it shows, and the header has room for what stands in it."""

import pytest
from going import go
from playwright.sync_api import expect

import core

FITS = """() => [...document.querySelectorAll('header .rbp-badge, header .rbp-badge strong')]
    .every(one => one.scrollWidth <= one.clientWidth || getComputedStyle(one).display === 'inline')
    && document.querySelector('header .header-right').getBoundingClientRect().right <= innerWidth"""
SEEN = """() => {
    const box = name => document.querySelector(`header ${name}`).getBoundingClientRect();
    const link = box('.nav-link.active'), nav = box('.nav');
    return link.left >= nav.left - 1 && link.right <= nav.right + 1 && link.right <= innerWidth;
}"""


def test_the_tab_is_called_after_rbp_and_page_also_when_they_change_without_a_reload(tab, rbp):
    gene, app = core.find_experiment(rbp).gene, "GIA Explorer"
    tab.goto("/")
    expect(tab).to_have_title(f"RBPs · {app}")
    go(tab, f"/explore?rbp={rbp}")
    expect(tab).to_have_title(f"{gene} · Explore · {app}")
    for page in ("GIA bench", "Discover", "Scan"):
        tab.get_by_role("link", name=page, exact=True).click()
        expect(tab).to_have_title(f"{gene} · {page} · {app}")
    tab.get_by_role("link", name="Data & models", exact=True).click()
    tab.get_by_role("link", name="Train", exact=True).click()
    expect(tab).to_have_title(f"{gene} · Train · Data & models · {app}")
    tab.go_back()
    expect(tab).to_have_title(f"{gene} · Measurements · Data & models · {app}")
    go(tab, f"/bench?rbp={rbp}:residualbind-seed1")
    expect(tab).to_have_title(f"{gene} residualbind-seed1 · GIA bench · {app}")
    go(tab, "/nowhere")
    expect(tab).to_have_title(app)


def test_the_tab_of_a_scan_names_the_rbps_that_are_asked(tab):
    go(tab, "/scan?rbp=RNCMPT00168&rbp=RNCMPT00025&rbp=SIM_LOOP")
    expect(tab).to_have_title("RBFOX1, HNRNPC and 1 more · Scan · GIA Explorer")


@pytest.mark.parametrize("width", [1920, 1366, 1024, 800, 390])
def test_the_header_cuts_neither_the_badge_nor_the_page_one_is_on(tab, width):
    tab.set_viewport_size({"width": width, "height": 900})
    for address in ("/scan?rbp=SIM_ADDITIVE", "/data?rbp=RNCMPT00168:residualbind-joint-tuned-ensemble"):
        go(tab, address)
        expect(tab.locator(".rbp-badge")).to_be_visible()
        tab.wait_for_function(FITS)
        tab.wait_for_function(SEEN)
    tab.set_viewport_size({"width": 1360, "height": 1000})
