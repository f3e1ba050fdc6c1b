"""What a person takes along: the link, every file of the bench and of Explore, and work that a closed tab left."""

import csv
import json
import re

import pytest
import toy_network
from bench_page import chip, expect_means, importance, open_bench, placed
from going import go
from playwright.sync_api import expect

import core
from components import views
from components.shared import share

KMER = toy_network.KMER
RNA = f"GGAC{KMER}AAGCAUUGG"
FILES = {name: entry.title for group in share.ENTRIES.values() for name, entry in group.items() if name != share.LINK}


def choose(page, title):
    page.get_by_role("button", name="Share").click()
    page.locator(".share-item", has=page.locator(f".share-title:text-is('{title}')")).click()


def save(page, title, folder):
    """The file that an entry of the menu gives."""
    with page.expect_download() as coming:
        choose(page, title)
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    expect(page.locator(".share-said")).to_have_text(f"Saved {path.name}")
    return path


def rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def six(values):
    """Numbers as a CSV file holds them: with six significant digits."""
    return [float(f"{value:.6g}") for value in values]


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    return tmp_path_factory.mktemp("saved")


def test_every_file_of_the_bench_holds_cores_numbers(tab, rbp, saved, browser, problems):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4&c={KMER}@4,{KMER}@11&n=30&seed=2")
    texts = tuple(map(core.parse_condition, [f"{KMER}@4", f"{KMER}@4,{KMER}@11"]))
    design = core.Design(rbp, texts, n=30, seed=2)
    one, two = core.run_gia(design).conditions
    files = {name: save(tab, title, saved) for name, title in FILES.items()}
    link = tab.url
    found = rows(files["csv"])
    assert [float(row["global_importance (SD)"]) for row in found] == six(
        [one.global_importance, two.global_importance]
    )
    assert [float(row["ci95_low (SD)"]) for row in found] == six([one.ci_low, two.ci_low])
    local = rows(files["values"])
    assert [float(row[f"1 {KMER}@4 (SD)"]) for row in local] == six(one.local.tolist())
    document = json.loads(files["json"].read_text())
    assert core.read_design(files["json"].read_text()) == design and document["link"] == link
    assert document["results"][rbp]["conditions"][1]["global_importance"] == two.global_importance
    assert files["svg"].read_text().startswith("<?xml") and f"{two.global_importance:.2f}" in files["svg"].read_text()
    assert files["png"].read_bytes().startswith(b"\x89PNG")
    script = files["script"].read_text()
    assert f"{KMER}@4,{KMER}@11" in script and "n=30" in script and link in script
    cells = json.loads(files["notebook"].read_text())["cells"]
    assert all("".join(cell["source"]) in script for cell in cells if cell["cell_type"] == "code")

    # the report, offline and without scripts
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.on(
        "request", lambda r: r.url.startswith(("file:", "data:")) or problems.append(f"the report asks for {r.url}")
    )
    page.goto(f"file://{files['report']}")
    row = page.get_by_role("row").filter(has_text=f"{KMER}@11")
    expect(row).to_contain_text(f"{two.global_importance:.2f}")
    expect(row).to_contain_text(f"{two.ci_low:.2f} to {two.ci_high:.2f}")
    assert page.locator("figure svg").bounding_box()["width"] > 200
    expect(page.get_by_role("link", name=link)).to_be_visible()
    context.close()


def test_a_link_opens_in_another_browser_with_the_same_numbers(tab, rbp, browser, browser_context_args, base_url):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4&n=40&seed=9")
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base_url)
    choose(tab, "Copy link")
    expect(tab.locator(".share-said")).to_contain_text("Link copied. It opens on this machine only: 127.0.0.1 means")
    expect(tab.locator(".share-said")).to_contain_text("start the app with GIA_HOST=0.0.0.0")
    link = tab.evaluate("navigator.clipboard.readText()")
    assert link == tab.url
    shown = importance(tab, 1).inner_text()
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.goto(link)
    expect(importance(page, 1)).to_have_text(shown)
    expect_means(
        page,
        [
            core.run_gia(core.Design(rbp, (core.parse_condition(f"{KMER}@4"),), n=40, seed=9))
            .conditions[0]
            .global_importance
        ],
    )
    context.close()


def test_a_long_link_works_and_one_that_the_browser_does_not_copy_is_selected(tab, rbp):
    rnas = [f"{number:07b}".replace("0", "A").replace("1", "C") + "GU" * 17 for number in range(100)]
    search = [("background", f"sequences:{','.join(rnas)}"), *(("p", rna) for rna in rnas[:50])]
    search += [("c", f"{rnas[0][:40]}@{1 + number % 2}") for number in range(41)]
    open_bench(tab, f"rbp={rbp}&" + "&".join("=".join(pair) for pair in search))
    assert len(tab.url) > share.LONGEST_LINK
    design = views.read("/bench", tab.url.partition("/bench")[2]).design
    assert (len(design.conditions), design.n) == (41, 100)
    tab.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    choose(tab, "Copy link")
    field = tab.get_by_role("textbox", name="Copy this link")
    expect(field).to_have_value(tab.url)
    expect(field).to_be_focused()
    tab.wait_for_function(
        "field => field.selectionEnd - field.selectionStart === field.value.length", arg=field.element_handle()
    )
    expect(tab.locator(".share-said")).to_contain_text("the JSON file is safer")
    tab.get_by_role("button", name="Close", exact=True).click()
    expect(field).to_be_hidden()


def test_every_file_of_explore_holds_cores_numbers(tab, rbp, saved):
    go(tab, f"/explore?rbp={rbp}&sequence={RNA}")
    expect(tab.get_by_role("img", name=RNA)).to_be_visible()
    ism = core.ism(rbp, RNA)
    files = {name: save(tab, title, saved) for name, title in FILES.items() if name != "values"}
    found = rows(files["csv"])
    assert "".join(row["letter"] for row in found) == RNA
    assert [float(row["sensitivity (SD)"]) for row in found] == six(ism.sensitivity.tolist())
    assert json.loads(files["json"].read_text())["delta"] == ism.delta.tolist()
    assert RNA in files["script"].read_text() and RNA in files["notebook"].read_text()
    assert files["report"].name == f"ism_{rbp}.html" and "<svg" in files["svg"].read_text()


def test_the_menu_works_by_keyboard_and_says_what_is_missing(tab, rbp):
    go(tab, f"/explore?rbp={rbp}")
    tab.get_by_role("button", name="Share").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("menuitem").first).to_be_visible()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert").filter(has_text="No RNA is chosen yet; click a point")).to_be_visible()


def test_work_that_a_closed_tab_left_is_offered_and_never_forced(page, rbp):
    page.goto(f"/bench?rbp={rbp}")
    chip(page, "GCGCGC").click()
    expect(page).to_have_url(re.compile("GCGCGC"))
    work = page.url
    page.evaluate("sessionStorage.clear()")  # as when the tab is closed
    page.goto(f"/bench?rbp={rbp}&c=A@1&n=50")  # looking at a link is no work
    expect(placed(page, "A", 1)).to_be_visible()
    expect(page.locator(".resume")).to_be_hidden()
    page.evaluate("sessionStorage.clear()")
    page.goto(f"/bench?rbp={rbp}")
    expect(page.locator(".resume")).to_contain_text("You worked here before, on 3 conditions")
    expect(placed(page, "GCGCGC")).to_have_count(0)
    page.get_by_role("button", name="Continue where you were").click()
    expect(placed(page, "GCGCGC")).to_be_visible()
    expect(page).to_have_url(work)
    expect(page.locator(".resume")).to_be_hidden()


def test_the_menu_stands_within_a_small_screen(page, rbp):
    page.set_viewport_size({"width": 1366, "height": 768})
    open_bench(page, f"rbp={rbp}&c={KMER}@18")
    page.get_by_role("button", name="Share").click()
    box = page.locator(".share-list").bounding_box()
    assert box["y"] + box["height"] <= 768
    last = page.locator(".share-item").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=0.99, timeout=4000)
