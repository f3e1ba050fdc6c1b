"""axe-core finds nothing on any page, in light and dark, empty or filled; no page scrolls sideways."""

import pytest
import toy_network
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from components import shell

KMER = toy_network.KMER
FILLED = {"/explore": f"sequence={KMER}AA", "/bench": f"c={KMER}@4&c={KMER}@4,{KMER}@20"}
"""What of the address fills a page; a page that is not named here is checked as it opens."""
SETTLED = {
    "/explore": "document.querySelector('#explore-stack .js-plotly-plot')?.layout?.shapes?.length",
    "/bench": "document.querySelector('.bench-figure .js-plotly-plot')?.data?.length",
}
WIDTHS = (390, 1360, 1920)


@pytest.fixture(scope="module", params=["light", "dark"])
def view(request, browser, browser_context_args, base_url, problems):
    """A tab in light or dark, kept for all pages."""
    from conftest import watch

    context = browser.new_context(**browser_context_args, color_scheme=request.param, reduced_motion="reduce")
    watch(context, base_url, problems)
    yield context.new_page()
    context.close()


def show(page, path, rbp, filled):
    query = f"?rbp={rbp}&{FILLED.get(path, '')}" if filled and path != "/" else ""
    if page.url == "about:blank":
        page.goto(path + query)
    else:
        page.evaluate("address => window.dash_clientside.gia.go(address)", path + query)
    expect(page.locator("header a.nav-link.active")).to_have_text(shell.PAGES[path])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    if filled and path in SETTLED:
        page.wait_for_function(SETTLED[path])


def findings(page):
    """What axe-core finds, one line each: the rule, what it asks for, and where."""
    return [
        f"{one['id']}: {node['target']}: {node['failureSummary']}"
        for one in Axe().run(page).response["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
@pytest.mark.parametrize("path", shell.PAGES)
def test_axe_finds_nothing(view, rbp, path, filled):
    show(view, path, rbp, filled)
    assert findings(view) == []


def test_axe_finds_nothing_in_the_help(view, rbp):
    show(view, "/", rbp, filled=False)
    view.get_by_role("button", name="Help").click()
    expect(view.get_by_role("dialog", name="Help")).to_be_visible()
    assert findings(view) == []
    view.keyboard.press("Escape")


@pytest.mark.parametrize("path", shell.PAGES)
def test_no_page_scrolls_sideways(tab, rbp, path):
    show(tab, path, rbp, filled=True)
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    tab.set_viewport_size({"width": 1360, "height": 1000})
