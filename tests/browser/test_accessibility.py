"""axe-core finds nothing on any page, in light and dark, empty or filled; no page scrolls sideways."""

import filled
import pytest
import toy_network
from axe import findings
from going import go
from playwright.sync_api import expect

from components import shell
from components.shared.internals import SCHEME

WIDTHS = (390, 1360, 1920)
COLD = 180_000
"""Milliseconds that a busy machine may take to load TensorFlow in another process."""


@pytest.fixture(scope="module")
def view(open_tab):
    """A tab that is kept for all pages; each is shown once and then changed, as loading it takes longest."""
    return open_tab(color_scheme="light", reduced_motion="reduce")


def show(page, path, rbp, is_filled):
    address = filled.address(path, rbp, toy_network.KMER) if is_filled else path
    go(page, address)
    colour(page, "light")
    expect(page.locator("header a.nav-link.active")).to_have_text(shell.PAGES[path])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if is_filled or address == filled.address(path, rbp, toy_network.KMER):
        filled.wait(page, path, COLD)
    else:
        page.wait_for_load_state("networkidle")


def colour(page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute(SCHEME, scheme)
    page.wait_for_function("document.getAnimations().every(one => !(one instanceof CSSTransition))")


@pytest.mark.parametrize("is_filled", [False, True], ids=["empty", "filled"])
@pytest.mark.parametrize("path", shell.PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(view, rbp, path, is_filled):
    show(view, path, rbp, is_filled)
    assert findings(view) == []
    colour(view, "dark")
    assert findings(view) == []
    for width in WIDTHS if is_filled else ():
        view.set_viewport_size({"width": width, "height": 900})
        view.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    view.set_viewport_size({"width": 1360, "height": 1000})


def test_axe_finds_nothing_in_the_help(view, rbp):
    show(view, "/", rbp, is_filled=False)
    view.get_by_role("button", name="Help").click()
    expect(view.get_by_role("dialog", name="Help")).to_be_visible()
    assert findings(view) == []
    colour(view, "dark")
    assert findings(view) == []
    view.keyboard.press("Escape")


def test_contrast_is_seen_inside_and_outside_tables(view, rbp):
    show(view, "/", rbp, is_filled=False)
    for place in (".ag-cell", "h1"):
        style = view.add_style_tag(content=f"{place}, {place} * {{ color: #ddd !important; }}")
        assert any(one.startswith("color-contrast") for one in findings(view))
        style.evaluate("style => style.remove()")
