"""No page imports Keras into the web process, whatever it shows of a shipped model; nor does the scan of a job."""

import pytest
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
def address():
    port = free_port()
    with serving("shipped_server.py", port):
        yield f"http://127.0.0.1:{port}"


def modules(tab, address):
    return tab.request.get(f"{address}/modules").json()


def test_no_page_imports_keras(page, address):
    for path in shell.PAGES:
        query, answer = SHOWN.get(path, ("?", "#page h1"))
        page.goto(f"{address}{path}{query}&rbp={RBP}")
        expect(page.locator(answer).first).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert modules(page, address) == [], path


def test_a_scan_of_a_page_imports_keras_nowhere(page, address):
    page.goto(f"{address}/discover?rbp={RBP}&k=3&n=32")
    page.get_by_role("button", name="Scan").click()
    expect(page.locator(".ranks tbody th").first).to_be_visible()
    assert modules(page, address) == []
