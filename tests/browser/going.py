"""From page to page as a link of the app goes: without loading the app anew, which takes seconds."""

from playwright.sync_api import Page, expect


def go(page: Page, address: str) -> None:
    """Open an address; where the app is open already, once the page before it has been drawn."""
    if page.url == "about:blank":
        page.goto(address)
        return
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    page.evaluate("address => window.dash_clientside.gia.go(address)", address)
