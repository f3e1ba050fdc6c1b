"""What of the bench stands on the screen at once, and what stays when model or RBP are switched."""

import re

import pytest
import toy_network
from bench_page import field, importance, open_bench, placed, unfold
from playwright.sync_api import expect

import core

KMER = toy_network.KMER
PARTS = (".header", ".motif-track .palette", ".motif-track .track", ".bench-figure", ".bench-figure .main-svg")
BOXES = """parts => parts.map(part => {
  const { left, top, right, bottom } = document.querySelector(part).getBoundingClientRect();
  return { part, seen: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight };
})"""
OUTSIDE = """() => {
  const view = document.querySelector(".bench-scroll").getBoundingClientRect();
  const said = document.querySelectorAll(".bench-figure .annotation, .bench-figure .xtick, .bench-figure .ytitle");
  const outside = [...said].filter(one => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const isLow = bottom > Math.min(view.bottom, innerHeight) + 1;
    return left < view.left - 1 || right > view.right + 1 || top < view.top - 1 || isLow;
  });
  return outside.map(one => one.textContent);
}"""
MEETING = """() => ["xtick", "annotation"].flatMap(kind => {
  const boxes = [...document.querySelectorAll(`.bench-figure .${kind}`)].map(one => one.getBoundingClientRect());
  const ordered = boxes.sort((a, b) => a.left - b.left);
  return ordered.slice(1).filter((box, index) => box.left < ordered[index].right - 0.5).map(() => kind);
})"""


def conditions(count):
    return [f"{KMER}@{1 + 2 * number},{KMER}@{30 + number % 6}" for number in range(count)]


@pytest.fixture(scope="module")
def screen(open_tab):
    """One tab for all sizes of a screen."""
    return open_tab()


@pytest.fixture
def laptop(screen):
    screen.set_viewport_size({"width": 1366, "height": 768})
    return screen


@pytest.mark.parametrize(("width", "height", "count"), [(1366, 768, 3), (1920, 1080, 10)])
def test_palette_track_and_the_whole_plot_stand_on_one_screen(screen, rbp, width, height, count):
    page = screen
    page.set_viewport_size({"width": width, "height": height})
    open_bench(page, f"rbp={rbp}&" + "&".join(f"c={text}" for text in conditions(count)))
    expect(page.locator(".bench-figure .annotation")).to_have_count(count)
    assert [one["part"] for one in page.evaluate(BOXES, list(PARTS)) if not one["seen"]] == []
    assert page.evaluate(OUTSIDE) == [] and page.evaluate(MEETING) == []
    assert page.evaluate("scrollY") == 0


DOUBT = (
    "QKI (RNCMPT00047): This model knows next to nothing: test Pearson 0.091 on 120,395 probes of set B; replicate "
    "spots correlate 0.03, so the measurements are mostly noise; take none of its answers for binding."
)


OWN = "&".join(
    f"p={one}" for one in ("UGCAUGU", "GCNNGC", "YGCYGC", "ACUAACAC", "UUUUUUUU", "GGACUUAGC", "CCCCCCCC", "UAUA")
)
SEQUENCES = ("GGACUUAGCAUGCUAAGCAUUGG", "GGACUUAGCCUGCUAAGCAUUGG")
STATES = {
    "affinities": "preset=spr",
    "one RNA": "preset=occlusion",
    "own patterns beside a link that is read in part": f"{OWN}&foo=1",
    "own sequences and ten own patterns": f"{OWN}&p=GGGGGGGG&p=ACACACAC&background=sequences:{','.join(SEQUENCES)}",
    "hairpin": "^Loop and stem",
    "GC": "^GC at the ends",
}


@pytest.mark.parametrize("state", STATES)
def test_in_every_state_the_whole_plot_stands_on_a_laptops_screen(laptop, rbp, monkeypatch, state):
    """Three conditions of a model in doubt, beside what can be asked, said or loaded."""
    monkeypatch.setattr(core, "doubtful", lambda names: [DOUBT])
    menu = STATES[state] if STATES[state].startswith("^") else None
    open_bench(
        laptop, f"rbp={rbp}&" + "&".join(f"c={text}" for text in conditions(3)) + f"&{'' if menu else STATES[state]}"
    )
    if menu:
        laptop.get_by_role("button", name="The paper's protocols").click()
        laptop.get_by_role("menuitem", name=re.compile(menu)).click()
        expect(laptop.locator(".bench-finding")).not_to_be_empty()
        laptop.locator(".bench-finding").evaluate("finding => { finding.textContent += ' and more'.repeat(60); }")
        expect(laptop.locator(".bench-finding")).to_be_in_viewport(ratio=1)
    else:
        expect(laptop.locator(".bench-figure .annotation")).to_have_count(3)
    laptop.wait_for_function(f"() => !({OUTSIDE})().length")
    assert [one["part"] for one in laptop.evaluate(BOXES, list(PARTS)) if not one["seen"]] == []
    assert laptop.evaluate("scrollY") == 0


@pytest.mark.parametrize("background", ["profile", "stem-loop", f"sequences:{','.join(SEQUENCES)}"])
def test_beside_a_doubt_and_a_form_the_plot_is_on_the_screen_and_the_open_setting_moves_nothing(
    laptop, rbp, monkeypatch, background
):
    monkeypatch.setattr(core, "doubtful", lambda names: [DOUBT])
    open_bench(laptop, f"rbp={rbp}&c={KMER}@17&c={KMER}@34&background={background}")
    expect(laptop.locator(".doubts")).to_be_visible()
    expect(laptop.locator(".bench-figure .annotation")).to_have_count(2)
    seen = laptop.evaluate(BOXES, list(PARTS))
    assert [one["part"] for one in seen if not one["seen"]] == []
    place = laptop.locator(".bench-figure").bounding_box()
    unfold(laptop)
    seed = laptop.get_by_role("textbox", name="Seed")
    expect(seed).to_be_in_viewport(ratio=1)
    assert laptop.locator(".bench-figure").bounding_box() == place
    seed.press("Escape")
    expect(seed).to_be_hidden()
    unfold(laptop)
    laptop.locator(".bench-plot").click()  # a press outside
    expect(seed).to_be_hidden()


SCROLLED_TO_THE_END = """() => {
    const plot = document.querySelector(".bench-scroll");
    plot.scrollLeft = plot.scrollWidth;
    return !document.querySelector(".bench-plot").dataset.more;
}"""
"""Again where the plot has been drawn anew, which may be while it is scrolled."""


def test_twelve_conditions_are_edited_beside_the_plot_and_what_is_hidden_is_said(laptop, rbp):
    open_bench(laptop, f"rbp={rbp}&" + "&".join(f"c={text}" for text in conditions(12)))
    expect(laptop.locator(".bench-figure .annotation")).to_have_count(12)
    assert laptop.evaluate(MEETING) == []
    expect(laptop.locator(".bench-plot")).not_to_have_attribute("data-more", re.compile("."))
    laptop.get_by_role("button", name="Duplicate condition 12").click()
    expect(laptop.locator('.condition.active[data-condition="13"]')).to_be_in_viewport()
    for part in (".motif-track .track", ".bench-figure"):
        expect(laptop.locator(part)).to_be_in_viewport(ratio=1)
    assert laptop.evaluate("scrollY") == 0
    laptop.set_viewport_size({"width": 1040, "height": 768})
    expect(laptop.locator(".bench-plot")).to_have_attribute("data-more", re.compile(r"^\d+ more →$"))
    laptop.wait_for_function(SCROLLED_TO_THE_END)


@pytest.mark.browser_context_args(has_touch=True, viewport={"width": 390, "height": 844})
def test_on_a_phone_the_tools_of_a_motif_stay_on_the_screen(page, rbp):
    open_bench(page, f"rbp={rbp}&c={KMER}@4")
    placed(page, KMER).tap()
    buttons = page.locator(".nudge button")
    expect(buttons).to_have_count(5)
    for button in buttons.all():
        box = button.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_switch_of_model_keeps_the_design_and_undo(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    placed(tab, KMER).focus()
    tab.keyboard.press("ArrowRight")
    tab.get_by_role("button", name="Add condition").click()
    expect(tab).to_have_url(re.compile(rf"c={KMER}@5&c=-&"))
    tab.get_by_role("textbox", name=re.compile("^Model of")).click()
    seed1 = tab.get_by_role("option", name=re.compile("residualbind-seed1"))
    expect(seed1).to_contain_text("seed 1")
    seed1.click()
    expect(tab).to_have_url(re.compile(rf"rbp={rbp}:residualbind-seed1&c={KMER}@5&c=-&"))
    expect(tab).to_have_title(re.compile("residualbind-seed1"))  # its page is drawn
    undo = tab.get_by_role("button", name="Undo")
    expect(undo).to_have_attribute("title", re.compile("^Add a condition"))
    undo.click()
    expect(tab.locator(".condition")).to_have_count(1)
    undo.click()
    expect(field(tab)).to_have_value(f"{KMER}@4")
    expect(undo).to_have_attribute("aria-disabled", "true")
    tab.get_by_role("button", name="Redo").click()
    expect(field(tab)).to_have_value(f"{KMER}@5")
    tab.get_by_role("button", name="Add condition").click()
    expect(tab.locator(".condition")).to_have_count(2)  # and not once more, as on the page before


def test_another_rbp_gets_the_same_design(tab, rbp, monkeypatch):
    here = core.find_experiment(rbp)
    other = next(one for one in core.list_experiments() if one.id != rbp)
    listed = [here, other._replace(has_model=True, gene="HuR", models=here.models)]
    monkeypatch.setattr(core, "list_experiments", lambda: listed)
    open_bench(tab, f"rbp={rbp}&c={KMER}@7&c={KMER}@7,A@30&name=2:with+A&n=64&seed=3&p=YGCY&plot=violin")
    rbps = tab.get_by_role("textbox", name="RBP; the design stays")
    expect(rbps).to_have_value(re.compile(f"{rbp}$"))
    rbps.click()
    rbps.fill("hur")
    expect(tab.get_by_role("option")).to_have_count(1)
    tab.get_by_role("option", name=re.compile(f"HuR, {other.id}")).click()
    kept = rf"rbp={other.id}&c={KMER}@7&c={KMER}@7,A@30&name=2:with\+A&active=1&background=profile&n=64&seed=3&p=YGCY"
    expect(tab).to_have_url(re.compile(f"{kept}&plot=violin$"))


def test_an_experiment_names_its_conditions_and_what_they_are_compared_with(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c=A@1")
    tab.get_by_role("button", name="The paper's protocols").click()
    tab.get_by_role("menuitem", name=re.compile("^GC at the ends")).click()
    expect(tab).to_have_url(re.compile(r"name=2:site&.*vs=2&.*preset=gc-bias"))
    expect(tab.locator(".bench-figure .xtick").nth(1)).to_contain_text("site")
    expect(tab.locator('[data-condition="1"] .difference')).to_contain_text("vs 2")
    expect(tab.locator('[data-condition="2"] .difference')).to_have_count(0)
    expect(importance(tab, 2)).to_be_visible()


def test_what_is_asked_for_beside_the_plot_comes_into_view(laptop, rbp):
    open_bench(laptop, f"rbp={rbp}&c={KMER}@4&show=null")
    expect(laptop.locator(".bench-beside")).to_contain_text("Predictions of the bare backgrounds")
    assert laptop.evaluate("scrollY") == 0  # of a link: the page stays where it is
    laptop.get_by_text("Over seeds", exact=True).click()
    seeds = laptop.get_by_role("region", name="Global importance over seeds")
    expect(seeds).to_be_in_viewport(ratio=0.9)
    laptop.get_by_text("Bare backgrounds", exact=True).click()
    expect(laptop.locator(".bench-beside")).not_to_contain_text("Predictions of the bare backgrounds")
    laptop.wait_for_function("() => { scrollTo(0, 0); return scrollY === 0; }")
    laptop.get_by_text("Bare backgrounds", exact=True).click()
    bare = laptop.get_by_role("heading", name="Predictions of the bare backgrounds")
    expect(bare).to_be_in_viewport()  # and not the last part, which stood there before
    laptop.get_by_text("Over seeds", exact=True).click()
    expect(seeds).to_have_count(0)
    laptop.wait_for_function("() => { scrollTo(0, 0); return scrollY === 0; }")
    laptop.get_by_role("textbox", name="Another model, on the same design").focus()  # somebody goes on: it stays
    laptop.get_by_label("Over seeds", exact=True).evaluate("box => box.click()")
    expect(seeds).to_have_count(1)
    laptop.wait_for_timeout(500)
    assert laptop.evaluate("scrollY") == 0
