"""Names, order, undo, design files, patterns that are kept, and how results are shown, in a browser."""

import json
import re

import pytest
import toy_network
from axe import findings
from bench_page import chip, expect_means, field, importance, middle, open_bench, placed, said, unfold
from playwright.sync_api import expect

import core
from core.gia import Design, parse_condition

KMER = toy_network.KMER


def texts(page):
    return page.locator(".condition .condition-text")


def name_field(page, number):
    return page.get_by_role("textbox", name=f"Name of condition {number}")


def test_conditions_are_named_and_reordered_by_keys_and_mouse_and_all_is_undone(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4&c=A@1&c=C@1&active=1")
    start = re.compile(rf"c={KMER}@4&c=A@1&c=C@1&active=1&")
    name_field(tab, 1).fill("One site")
    name_field(tab, 1).press("Enter")
    expect(tab).to_have_url(re.compile(r"&name=1:One\+site&"))
    down = tab.get_by_role("button", name="Move condition 1 down")
    down.focus()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(rf"c=A@1&c={KMER}@4&c=C@1&name=2:One\+site&active=2"))
    expect(tab.get_by_role("button", name="Move condition 2 down")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("button", name="Move condition 3 down")).to_be_focused()
    tab.keyboard.press("Enter")  # it cannot go further down
    tab.locator('[data-condition="1"] .condition-select').click()
    expect(tab.locator('[data-condition="3"] .condition-named')).to_have_text("One site")
    expect(tab.locator(".bench-figure .xtick").nth(2)).to_contain_text("One site")
    tab.mouse.move(*middle(tab.locator('[data-condition="3"] .condition-grip')))
    tab.mouse.down()
    x, y = middle(tab.locator('[data-condition="1"] .condition-grip'))
    tab.mouse.move(x, y - 20, steps=5)
    expect(tab.locator(".condition.drop-before")).to_have_attribute("data-condition", "1")
    tab.mouse.up()
    expect(tab).to_have_url(re.compile(rf"c={KMER}@4&c=A@1&c=C@1&name=1:One\+site&active=2"))
    undo = tab.get_by_role("button", name="Undo")
    expect(undo).to_have_attribute("title", re.compile("^Reorder conditions"))
    for _ in range(3):
        undo.click()
    tab.locator("h1").first.click()
    tab.keyboard.press("Control+z")
    expect(tab).to_have_url(start)
    expect(undo).to_have_attribute("aria-disabled", "true")
    tab.keyboard.press("Control+Shift+Z")
    expect(tab).to_have_url(re.compile(r"name=1:One\+site"))


def test_twenty_clicks_in_a_second_all_count(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c=A@1")
    click = "name => { for (let i = 0; i < 20; i++) document.querySelector(`[data-bench-do=${name}]`).click(); }"
    tab.evaluate(click, "add")
    expect(tab.locator(".condition")).to_have_count(21)
    tab.evaluate(click, "undo")
    expect(tab.locator(".condition")).to_have_count(1)


def test_a_name_that_is_being_typed_stays_while_numbers_arrive(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c=A@1")
    name_field(tab, 1).press_sequentially("One si")
    tab.evaluate("""() => {
        const { data } = dash_component_api.getLayout("bench-summaries").props;
        dash_clientside.set_props("bench-summaries", { data: { ...data, setting: [] } });
    }""")
    expect(tab.locator(".condition.active")).to_contain_text("scoring")
    expect(name_field(tab, 1)).to_be_focused()
    name_field(tab, 1).press_sequentially("te")
    expect(name_field(tab, 1)).to_have_value("One site")
    name_field(tab, 1).fill("x" * 61)
    name_field(tab, 1).press("Enter")
    expect(tab.locator("#bench-problem")).to_contain_text("has 61 letters; use at most 60")
    expect(name_field(tab, 1)).to_have_value("x" * 61)


def test_undo_brings_back_motifs_fields_and_results_and_leaves_typing_alone(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    placed(tab, KMER).focus()
    for _ in range(20):
        tab.keyboard.press("ArrowRight")
    expect(field(tab)).to_have_value(f"{KMER}@24")
    unfold(tab)
    seed = tab.get_by_role("textbox", name="Seed")
    seed.fill("5")
    seed.press("Enter")
    expect(tab).to_have_url(re.compile("seed=5"))
    own = tab.get_by_role("textbox", name="Own pattern")
    own.fill("GG")
    own.press("Control+z")
    expect(tab).to_have_url(re.compile("seed=5"))
    tab.locator("h1").first.click()
    for _ in range(21):
        tab.keyboard.press("Control+z")
    expect(field(tab)).to_have_value(f"{KMER}@4")
    unfold(tab)
    expect(seed).to_have_value("0")
    result = core.run_gia(Design(rbp, (parse_condition(f"{KMER}@4"),)))
    expect_means(tab, [result.conditions[0].global_importance])


def test_a_design_file_is_opened_and_a_bad_one_is_said_in_place(tab, rbp, tmp_path):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    path = tmp_path / "design.json"
    for content, then in [
        ({"conditons": ["A@1"]}, "The design file has the key 'conditons'"),
        (Design(rbp, (parse_condition("YGCY@9"),), n=50, names=("mine",)).to_dict(), None),
    ]:
        path.write_text(json.dumps(content))
        with tab.expect_file_chooser() as chooser:
            tab.get_by_role("button", name="Open a design file").click()
        chooser.value.set_files(path)
        if then:
            expect(tab.locator("#bench-fields-problem")).to_contain_text(then)
            expect(placed(tab, KMER, 4)).to_be_visible()
    expect(tab.locator("#bench-fields-problem")).to_be_empty()
    expect(tab).to_have_url(re.compile(r"c=YGCY@9&name=1:mine&active=1&background=profile&n=50&seed=0$"))
    expect(placed(tab, "YGCY", 9).locator(".drawn")).to_have_count(2)
    expect(importance(tab, 1)).to_be_visible()


def test_a_pattern_is_kept_for_every_rbp_and_after_a_reload(page, rbp):
    open_bench(page, f"rbp={rbp}&c=-&p=YGCY")
    page.get_by_role("button", name="Keep YGCY for every RBP").click()
    expect(said(page)).to_contain_text("YGCY is kept in this browser")
    page.goto(f"/bench?rbp={rbp}:residualbind-seed1&c=-")
    kept = page.get_by_role("group", name="Kept for every RBP")
    expect(kept.locator(".motif-chip")).to_have_text("YGCY")
    page.get_by_role("textbox", name="Own pattern").fill("YGCY")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page).to_have_url(re.compile("p=YGCY"))
    expect(chip(page, "YGCY")).to_have_count(1)  # once in the palette, whatever it is twice
    page.get_by_role("button", name="Take YGCY out of the palette").click()
    expect(page).not_to_have_url(re.compile("p=YGCY"))
    page.get_by_role("button", name="Keep YGCY no longer").click()
    expect(chip(page, "YGCY")).to_have_count(0)
    page.evaluate("localStorage.setItem('gia:patterns', '[1, \"A<b>\", \"GG\"')")
    page.reload()
    expect(chip(page, KMER)).to_be_visible()
    expect(kept).to_have_count(0)


def test_results_are_shown_as_violin_beside_another_model_with_line_and_backgrounds(tab, rbp):
    open_bench(tab, f"rbp={rbp}")
    tab.get_by_text("Violin", exact=True).click()
    tab.get_by_text("Line through copies").click()
    tab.get_by_text("Bare backgrounds").click()
    other = tab.get_by_role("textbox", name="Another model, on the same design")
    other.click()
    other.fill("seed1")
    tab.get_by_role("option", name=re.compile("seed1")).click()
    expect(tab).to_have_url(re.compile(f"with={rbp}:residualbind-seed1&plot=violin&show=fit&show=null$"))
    beside = tab.locator("#bench-beside")
    expect(beside.get_by_text("each copy adds 2.0")).to_have_count(2)
    expect(beside.get_by_text("Without a pattern the model predicts")).to_have_count(2)
    expect(tab.locator(".condition.active .model-result")).to_have_count(2)
    expect(tab.locator(".bench-figure .annotation")).to_have_count(2 + 2 * 3)  # names, and the numbers of each
    box = tab.locator(".bench-figure .js-plotly-plot").bounding_box()
    assert box["height"] > 240
    tab.reload()
    expect(tab.locator(".condition.active .model-result")).to_have_count(2)
    expect(tab.get_by_role("radio", name="Violin")).to_be_checked()
    expect(other).to_have_value(re.compile("seed1"))


def test_a_link_of_a_newer_version_is_shown_and_says_what_it_does_not_know(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@7&zoom=3&name=1:{'x' * 61}")
    alert = tab.get_by_role("alert").filter(has_text="Not all of this link could be read")
    expect(alert).to_contain_text("This version of the app does not know 'zoom'; it was left out.")
    expect(alert).to_contain_text("61 letters; use at most 60")
    expect(importance(tab, 1)).to_be_visible()


def test_a_link_to_an_rbp_that_is_not_here_keeps_its_design(page, rbp):
    page.goto(f"/bench?rbp=NOPE&c={KMER}@7&n=64")
    expect(page.locator(".invite")).to_contain_text("There is no experiment 'NOPE' here; use one of")
    page.get_by_role("link", name="See this design with").click()
    expect(placed(page, KMER, 7)).to_be_visible()
    expect(page).to_have_url(re.compile(f"rbp={rbp}&c={KMER}@7&active=1&background=profile&n=64"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_bench_has_no_accessibility_findings(browser, browser_context_args, base_url, rbp, scheme):
    context = browser.new_context(**browser_context_args, color_scheme=scheme)
    page = context.new_page()
    open_bench(page, f"rbp={rbp}&p=YGCY&show=fit&show=null&plot=strip&with={rbp}:residualbind-seed1&name=1:one")
    expect(page.locator("#bench-beside .main-svg").first).to_be_visible()
    found = findings(page)
    context.close()
    assert found == []
