"""From page to page as a link of the app goes: without loading the app anew, which takes seconds."""

from playwright.sync_api import Page, Response, expect

DRAWN = """() => {
    const { stored, completed, ...underWay } = window.store.getState().callbacks;
    return Object.values(underWay).flat().every(one => !one.callback.output.includes("page.children"));
}"""
"""Whether the page's own callback has ended; `dash.testing` waits on the same list."""


def go(page: Page, address: str) -> None:
    """Open an address and wait until its page is drawn; where the app is open already, once the page before it is.

    Of the same path, the old page looks as the new one does: what is typed before the new one is there would be lost.
    """
    if page.url == "about:blank":
        page.goto(address)
        return
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    page.wait_for_function(DRAWN)
    with page.expect_response(draws_a_page):
        leave(page, address)
    page.wait_for_function(DRAWN)


def leave(page: Page, address: str) -> None:
    """Ask for an address, and wait for nothing: the page is still the old one."""
    page.evaluate("address => window.dash_clientside.gia.go(address)", address)


def draws_a_page(response: Response) -> bool:
    """Tell whether a response is the page of an address."""
    asked = response.request.post_data or "" if response.request.method == "POST" else ""
    return '"output":"..page.children' in asked
