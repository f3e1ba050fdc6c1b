"""axe-core finds nothing on any page, in light and dark, empty or filled; no page scrolls sideways."""

import filled
import pytest
import toy_network
from axe import findings
from going import go
from playwright.sync_api import expect

from components import shell

WIDTHS = (390, 1360, 1920)
COLD = 180_000
"""Milliseconds that a busy machine may take to load TensorFlow in another process."""


@pytest.fixture(scope="module", params=["light", "dark"])
def view(request, open_tab):
    """A tab in light or dark, kept for all pages."""
    return open_tab(color_scheme=request.param, reduced_motion="reduce")


def show(page, path, rbp, is_filled):
    address = filled.address(path, rbp, toy_network.KMER) if is_filled else path
    go(page, address)
    expect(page.locator("header a.nav-link.active")).to_have_text(shell.PAGES[path])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if is_filled or address == filled.address(path, rbp, toy_network.KMER):
        filled.wait(page, path, COLD)
    else:
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("is_filled", [False, True], ids=["empty", "filled"])
@pytest.mark.parametrize("path", shell.PAGES)
def test_axe_finds_nothing(view, rbp, path, is_filled):
    show(view, path, rbp, is_filled)
    assert findings(view) == []


def test_axe_finds_nothing_in_the_help(view, rbp):
    show(view, "/", rbp, is_filled=False)
    view.get_by_role("button", name="Help").click()
    expect(view.get_by_role("dialog", name="Help")).to_be_visible()
    assert findings(view) == []
    view.keyboard.press("Escape")


@pytest.mark.parametrize("path", shell.PAGES)
def test_no_page_scrolls_sideways(tab, rbp, path):
    show(tab, path, rbp, is_filled=True)
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    tab.set_viewport_size({"width": 1360, "height": 1000})
