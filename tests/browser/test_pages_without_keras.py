"""No page imports Keras into the web process, whatever it shows of a shipped model; nor does the scan of a job."""

import pytest
from going import go
from own_server import free_port, serving
from playwright.sync_api import expect

from components import shell

RBP = "RNCMPT00168"
SHOWN = {
    "/explore": ("?sequence=GGAUCCGAUUAUGCAUGACUUUUUGCACGAUGAAGACC", "#explore-facts"),
    "/bench": ("?c=UGCAUG@4&n=64", ".condition.active .condition-result strong"),
}
"""Where a model is asked as a page opens: what is asked, and what shows the answer."""


@pytest.fixture(scope="module")
def shown(open_tab):
    """A tab of a server in a process of its own."""
    port = free_port()
    with serving("shipped_server.py", port):
        tab = open_tab(base_url=f"http://127.0.0.1:{port}")
        yield tab
        tab.close()


def modules(page):
    return page.request.get("/modules").json()


def test_no_page_imports_keras(shown):
    for path in shell.PAGES:
        query, answer = SHOWN.get(path, ("?", "#page h1"))
        go(shown, f"{path}{query}&rbp={RBP}")
        expect(shown.locator(answer).first).to_be_visible()
        shown.wait_for_load_state("networkidle")
        assert modules(shown) == [], path


def test_a_scan_of_a_page_imports_keras_nowhere(shown):
    go(shown, f"/discover?rbp={RBP}&k=3&n=32")
    shown.get_by_role("button", name="Scan").click()
    expect(shown.locator(".ranks tbody th").first).to_be_visible()
    assert modules(shown) == []
