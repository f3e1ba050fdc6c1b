"""A page that has been left: what it asked for, or wrote, does nothing to the page that is there by then."""

import re

import pytest
from bench_page import chip, placed
from going import leave
from playwright.sync_api import expect
from test_journeys_rbps import FIRST_VISIT, rows

import core
from components import help as panel
from core.models import registry

MINUTE = 60_000
BENCH = "GACUAC@4"


class Held:
    """Answers of the server that a test lets through when it is their turn."""

    def __init__(self, page):
        self._page, self._routes, self._output = page, [], None
        page.route("**/_dash-update-component*", self._take)

    def _take(self, route):
        if self._output and self._output in route.request.post_data_json["output"]:
            self._routes.append(route)
        else:
            route.continue_()

    def hold(self, output):
        self._output = output

    def wait(self):
        while not self._routes:
            self._page.wait_for_timeout(20)

    def let_through(self):
        self._output = None
        for route in self._routes:
            route.continue_()
        self._routes.clear()


@pytest.fixture
def held(page):
    yield Held(page)
    page.unroute_all(behavior="ignoreErrors")


@pytest.fixture
def other(rbp):
    """Another model of the same experiment."""
    return [card.name for card in registry.models()[rbp].values()][1]


def click(page, path):
    page.evaluate("path => document.querySelector(`a.nav-link[href^='${path}']`).click()", path)


def test_a_tour_that_nobody_has_put_away_begins_again_on_a_page_that_is_loaded_anew(page, rbp):
    page.goto("/")
    page.evaluate(FIRST_VISIT)
    card = page.locator(".tour-card")
    page.reload()
    expect(card).to_be_focused()
    page.reload()
    expect(card).to_be_focused()
    rows(page).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(core.find_experiment(rbp).gene)
    expect(card).to_have_count(0)
    page.goto("/")
    expect(rows(page).first).to_be_visible()
    expect(card).to_have_count(0)


def test_the_tour_waits_for_a_page_however_long_it_takes(page, context, rbp, held):
    page.clock.install()
    page.goto("/")
    page.evaluate(FIRST_VISIT)
    page.reload()
    card = page.locator(".tour-card")
    expect(card).to_be_focused()
    held.hold("page.children")
    card.get_by_role("button", name="Next").click()
    held.wait()
    page.clock.fast_forward(MINUTE)
    held.let_through()
    expect(card).to_contain_text(panel.TOUR[1]["title"])


def test_the_way_back_is_open_while_the_next_page_is_on_its_way(page, rbp, held):
    page.goto("/")
    expect(rows(page).first).to_be_visible()
    held.hold("page.children")
    click(page, "/explore")
    held.wait()
    click(page, "/")
    held.let_through()
    page.wait_for_function("location.pathname === '/'")
    expect(rows(page).first).to_be_visible()


def test_an_edit_of_a_page_that_was_left_changes_neither_the_next_one_nor_its_address(page, rbp, other, held):
    page.goto(f"/bench?rbp={rbp}&c={BENCH}")
    result = page.locator(".condition.active .condition-result strong")
    expect(result).to_be_visible()
    held.hold("bench-state.data")
    chip(page, "UUUUUU").first.focus()
    page.keyboard.press("Enter")
    held.wait()
    leave(page, f"/bench?rbp={other}&c={BENCH},AAAA@30")
    expect(placed(page, "AAAA")).to_have_count(1)
    expect(result).to_be_visible()  # it waits for no answer to the page before
    with page.expect_response(lambda answer: "bench-state.data" in (answer.request.post_data or "")):
        held.let_through()
    chip(page, "UUUUUU").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"rbp={other}&c={BENCH},UUUUUU@\d+,AAAA@30&"))
    assert page.url.count("UUUUUU") == 1


def test_an_edit_on_its_way_when_another_model_is_chosen_is_made_there(page, rbp, other, held):
    page.goto(f"/bench?rbp={rbp}&c={BENCH}")
    expect(page.locator(".condition.active .condition-result strong")).to_be_visible()
    held.hold("bench-state.data")
    chip(page, "UUUUUU").first.focus()
    page.keyboard.press("Enter")
    held.wait()
    page.evaluate("model => window.dash_clientside.gia.chooseModel(model, [])", other)
    held.hold(None)
    expect(page).to_have_url(re.compile(rf"rbp={other}&c={BENCH},UUUUUU@\d+&"))
    held.let_through()
    expect(placed(page, "UUUUUU")).to_have_count(1)
    assert f"rbp={other}&" in page.url


def test_what_is_done_while_another_models_page_is_on_its_way_is_done_there(page, rbp, other, held):
    page.goto(f"/bench?rbp={rbp}&c=AAAA@20&c={BENCH}&active=2")
    expect(page.locator(".condition.active .condition-result strong").first).to_be_visible()
    page.locator('.condition[data-condition="1"]').get_by_role("button", name=re.compile("Remove")).click()
    expect(page.locator(".condition")).to_have_count(1)
    page.wait_for_function("!location.search.includes('AAAA')")
    held.hold("page.children")
    page.evaluate("model => window.dash_clientside.gia.chooseModel(model, [])", other)
    held.wait()
    chip(page, "UUUUUU").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    held.let_through()
    expect(page).to_have_url(re.compile(f"rbp={other}.*c=AAAA@20&c={BENCH}&"))
    expect(page.locator(".condition")).to_have_count(2)
    redo = page.get_by_role("button", name="Redo")
    redo.click()
    redo.click()
    expect(page).to_have_url(re.compile(rf"rbp={other}&c={BENCH},UUUUUU@\d+&"))
    assert "AAAA" not in page.url
