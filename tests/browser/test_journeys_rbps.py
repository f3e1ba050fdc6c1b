"""The RBPs table, the help and the tour, as a person uses them."""

import re

import pytest
from going import go
from playwright.sync_api import expect

import core
from components import help as panel
from components import shell
from core.formatting import LETTERS

FIRST_VISIT = "localStorage.removeItem('gia:tour'); sessionStorage.setItem('first visit', 'yes')"


def rows(page):
    return page.locator(".rbps-grid .ag-center-cols-container .ag-row")


def choose(page, label, option):
    page.get_by_role("textbox", name=label).click()
    page.get_by_role("option", name=re.compile(f"^{option} ")).click()
    page.keyboard.press("Escape")


CUT_NOTES = """rows => rows.map(row => row.querySelector('.note')).filter(Boolean).map(note => {
    const [inner, outer] = [note, note.closest('.ag-cell')].map(one => one.getBoundingClientRect());
    return Math.max(note.scrollHeight - note.clientHeight, inner.bottom - outer.bottom, outer.top - inner.top);
})"""


def test_a_note_is_read_whole_without_a_mouse(page):
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto("/?q=QKI")
    expect(rows(page)).to_have_count(1)
    expect(rows(page).locator(".note")).to_contain_text("take none of its answers for binding")
    page.wait_for_function("document.querySelector('.rbps-grid .ag-center-cols-container .ag-row').offsetHeight > 80")
    assert max(rows(page).evaluate_all(CUT_NOTES)) < 1


def test_filters_count_narrow_go_into_the_address_and_are_cleared(page, rbp):
    listed = core.list_experiments()
    page.goto("/")
    expect(page.locator("#rbps-count")).to_have_text(f"{len(listed)} experiments")
    expect(rows(page).first.locator("svg.small-logo use.G").first).to_be_visible()
    choose(page, "On this machine", "Has a model")
    expect(rows(page)).to_have_count(1)
    expect(page.locator("#rbps-count")).to_have_text(f"1 of {len(listed)} experiments")
    page.get_by_role("textbox", name="Source").click()
    expect(page.get_by_role("option", name="Simulated (1)")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("columnheader", name="Test r").click()
    expect(page).to_have_url(re.compile(r"/\?has=model&sort=r:asc$"))
    page.reload()
    expect(rows(page)).to_have_count(1)
    page.get_by_role("textbox", name="Search").fill("no such protein")
    expect(page.get_by_text("No RBP on this machine matches. Clear the filters")).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.locator("#rbps-count")).to_have_text(f"{len(listed)} experiments")
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/\?sort=r:asc$"))


def test_an_rbp_is_picked_by_keyboard_alone_and_travels_back_and_forward(tab, rbp):
    go(tab, "/explore")
    go(tab, "/")
    expect(rows(tab).first).to_be_visible()
    tab.keyboard.press("/")
    expect(tab.get_by_role("textbox", name="Search")).to_be_focused()
    tab.keyboard.type(rbp)
    expect(tab).to_have_url(re.compile(rf"q={rbp}"))  # one row is left before the last letter has been read
    expect(rows(tab)).to_have_count(1)
    tab.keyboard.press("ArrowDown")
    expect(tab.locator(".ag-cell-focus")).to_have_attribute("col-id", "gene")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(rf"/explore\?rbp={rbp}"))
    expect(tab.locator("#rbp-badge")).to_contain_text(rbp)
    tab.get_by_role("link", name="GIA bench", exact=True).click()
    expect(tab).to_have_url(re.compile(rf"/bench\?rbp={rbp}"))
    tab.go_back()
    expect(tab).to_have_url(re.compile(rf"/explore\?rbp={rbp}"))
    expect(tab.get_by_role("heading", level=1)).to_have_text(core.find_experiment(rbp).gene)
    tab.go_back()
    expect(tab.get_by_role("textbox", name="Search")).to_have_value(rbp)
    expect(rows(tab)).to_have_count(1)
    tab.get_by_role("textbox", name="Search").press("Enter")
    expect(tab).to_have_url(re.compile(rf"/explore\?rbp={rbp}"))


def test_the_help_opens_by_key_and_its_letters_stay_chosen(page, rbp):
    page.goto(f"/explore?rbp={rbp}&sequence=GACUAC")
    logo = "document.querySelector('#explore-stack .js-plotly-plot')?.layout?.shapes?.[0]?.fillcolor"
    page.wait_for_function(f"{logo} === '{LETTERS['G']}'")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Help")
    expect(dialog).to_contain_text("Global importance")
    dialog.get_by_role("switch", name="Colour-blind-safe letters").check()
    page.wait_for_function(f"{logo} === '#7e1405'")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.reload()
    page.wait_for_function(f"{logo} === '#7e1405'")
    assert page.evaluate("getComputedStyle(document.querySelector('.rna .A')).color") == "rgb(10, 125, 104)"


def test_a_first_visit_is_led_through_three_pages_once(page, rbp):
    page.goto("/")
    page.evaluate(FIRST_VISIT)
    page.reload()
    card = page.locator(".tour-card")
    for number, step in enumerate(panel.TOUR, start=1):
        expect(card).to_be_focused()
        expect(card).to_contain_text(f"Step {number} of {len(panel.TOUR)}")
        expect(page.get_by_role("dialog", name=step["title"])).to_be_visible()
        expect(page.get_by_role("link", name=shell.PAGES[step["path"]], exact=True)).to_have_class(re.compile("active"))
        expect(page.locator(".tour-target")).to_have_count(1)
        card.get_by_role("button", name=re.compile("Next|Done")).click()
    expect(card).to_have_count(0)
    page.goto("/")
    expect(rows(page).first).to_be_visible()
    expect(card).to_have_count(0)
    page.get_by_role("button", name="Help").click()
    page.get_by_role("button", name="Take the three-step tour").click()
    expect(card).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(page.locator(".tour-target")).to_have_count(0)


def test_other_names_find_an_rbp_and_one_that_is_not_here_says_how_to_get_it(page, rbp):
    page.goto("/")
    search, elsewhere = page.locator("#rbps-search"), page.locator("#rbps-elsewhere")
    for typed in ("tdp43", "TDP-43"):
        search.fill(typed)
        expect(elsewhere).to_have_text(
            "TARDBP (RNCMPT00076) is not on this machine; get its measurements and train a model on the page Data & "
            "models."
        )
        expect(page.get_by_role("link", name="Open Data & models", exact=True)).to_have_attribute(
            "href", re.compile("^/data")
        )
    search.fill("ELAVL1")
    expect(elsewhere).to_contain_text("HuR (RNCMPT00032, RNCMPT00112")
    search.fill("")
    expect(elsewhere).to_be_empty()
    expect(page.get_by_role("link", name="Open Data & models", exact=True)).to_be_hidden()


@pytest.mark.parametrize(
    ("address", "field", "list_name"),
    [
        ("/scan", "RBPs", "scan"),
        ("/bench?rbp=RNCMPT00168", "RBP; the design stays", "bench"),
        ("/atlas", "RBPs", "atlas"),
        ("/bench?rbp=RNCMPT00168", "Another model, on the same design", "beside"),
        ("/data?part=models&model=RNCMPT00168:residualbind", "Compare with", "pair"),
    ],
)  # no page follows itself: what is typed there before it is drawn anew would be lost
def test_every_choice_among_rbps_knows_their_other_names(tab, address, field, list_name):
    go(tab, address)
    choice = tab.get_by_role("textbox", name=field, exact=True).or_(tab.get_by_role("combobox", name=field, exact=True))
    for typed, found in (("sam-68", "KHDRBS1"), ("hnRNP A1", "HNRNPA1"), ("sf2/asf", "SRSF1")):
        choice.fill(typed)
        options = tab.locator("[role=option]:visible")
        expect(options.first).to_contain_text(found)
    choice.fill("no such protein")
    expect(options).to_have_count(0)
    tab.keyboard.press("Escape")


def test_the_list_of_models_knows_other_names_of_rbps(tab):
    go(tab, "/data?part=models")
    listed = tab.locator(".models-grid .ag-center-cols-container .ag-row")
    expect(listed.first).to_be_visible()
    for typed, found in (("SAM68", "KHDRBS1"), ("U1A", "SNRPA"), ("hnrnpa1", "HNRNPA1")):
        tab.get_by_role("textbox", name="Search").fill(typed)
        expect(listed.first).to_contain_text(found)
