import re
import threading

import pytest
import toy_network
from bench_page import (
    chip,
    drag,
    expect_means,
    field,
    importance,
    lift,
    middle,
    open_bench,
    placed,
    said,
    spot,
    touch_drag,
    unfold,
)
from going import go
from playwright.sync_api import expect

import core
from components.bench import edits as bench_edits
from components.bench import page as bench
from components.figures import theme
from core.gia import Design, parse_condition

KMER, CLAMP = toy_network.KMER, "GCGCGC"


def global_importance(rbp, text, **design):
    result = core.run_gia(Design(rbp, (parse_condition(text),), **design))
    return result.conditions[0].global_importance


def shown(value):
    return f"{value:.2f}".replace("-", "−")


def test_a_fresh_visit_shows_a_live_result(tab, rbp):
    open_bench(tab, f"rbp={rbp}")
    texts = [f"{KMER}@4", f"{KMER}@4,{KMER}@11", f"{KMER}@4,{KMER}@11,{KMER}@18"]
    expected = [global_importance(rbp, text) for text in texts]
    for number, value in enumerate(expected, start=1):
        expect(importance(tab, number)).to_have_text(shown(value))
    expect_means(tab, expected)
    expect(tab.locator(".condition.active .difference")).to_contain_text("vs 1, p < 1e-300")
    expect(tab).to_have_url(re.compile(rf"c={KMER}@4,{KMER}@11,{KMER}@18&active=3&background=profile&n=1000&seed=0$"))


def test_a_motif_is_dragged_to_the_track_and_scored(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    drag(tab, chip(tab, CLAMP), spot(tab, CLAMP, 30))
    expect(placed(tab, CLAMP, 30)).to_be_visible()
    expect(said(tab)).to_have_text("GCGCGC placed at positions 30 to 35.")
    expect(field(tab)).to_have_value(f"{KMER}@4,GCGCGC@30")
    expect(importance(tab, 1)).to_have_text(shown(global_importance(rbp, f"{KMER}@4,GCGCGC@30")))
    expect(tab).to_have_url(re.compile(rf"c={KMER}@4,GCGCGC@30&"))
    expect_means(tab, [global_importance(rbp, f"{KMER}@4,GCGCGC@30")])


def test_a_placed_motif_snaps_to_nucleotides_and_stays_on_the_probe(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    x, y = spot(tab, KMER, 20)
    drag(tab, placed(tab, KMER), (x + 9, y))
    expect(placed(tab, KMER, 20)).to_be_visible()
    x, y = spot(tab, KMER, 41)
    drag(tab, placed(tab, KMER), (x - 60, y))
    expect(placed(tab, KMER, 36)).to_be_visible()


def test_overlap_is_refused_visibly_and_changes_nothing(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4,{CLAMP}@20")
    expect(tab).to_have_url(re.compile(CLAMP))
    before = tab.url
    lift(tab, placed(tab, CLAMP))
    tab.mouse.move(*spot(tab, CLAMP, 7), steps=6)
    expect(tab.locator('[data-preview="blocked"]')).to_have_text("7–12")
    tab.mouse.up()
    expect(said(tab)).to_contain_text(f"{CLAMP} at positions 7 to 12 would overlap {KMER} at positions 4 to 9")
    expect(placed(tab, CLAMP, 20)).to_be_visible()
    expect(tab.locator('[data-preview="blocked"]')).to_have_count(0)
    assert tab.url == before


def test_a_motif_dragged_off_the_track_is_removed(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4,{CLAMP}@20")
    x, y = middle(placed(tab, CLAMP))
    lift(tab, placed(tab, CLAMP))
    tab.mouse.move(x, y + 200, steps=6)
    expect(tab.locator(".ghost")).to_contain_text("let go to remove")
    tab.mouse.up()
    expect(placed(tab, CLAMP)).to_have_count(0)
    expect(tab).to_have_url(re.compile(rf"c={KMER}@4&active"))
    drag(tab, placed(tab, KMER), (x, y + 200))
    expect(tab.locator(".condition.active")).to_contain_text("Empty: drag a motif here")
    expect(tab.locator(".track-hint")).to_have_text("drag a motif here")
    expect(tab.locator(".bench-notice")).to_have_text(bench.EMPTY)


def test_escape_ends_a_drag_without_a_change(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    lift(tab, placed(tab, KMER))
    tab.mouse.move(*spot(tab, KMER, 20), steps=6)
    tab.keyboard.press("Escape")
    tab.mouse.up()
    expect(tab.locator(".ghost")).to_have_count(0)
    expect(placed(tab, KMER, 4)).to_be_visible()


def test_the_keyboard_alone_places_moves_and_removes(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@18")
    chip(tab, CLAMP).focus()
    tab.keyboard.press("Enter")
    for key, start in [
        ("", 24),
        ("ArrowRight", 25),
        ("Shift+ArrowRight", 30),
        ("ArrowLeft", 29),
        ("Home", 1),
        ("End", 36),
    ]:
        if key:
            tab.keyboard.press(key)
        expect(placed(tab, CLAMP, start)).to_be_focused()
    expect(said(tab)).to_have_text("GCGCGC moved to positions 36 to 41.")
    tab.keyboard.press("ArrowRight")
    expect(said(tab)).to_have_text("GCGCGC is at the end of the probe, at positions 36 to 41.")
    tab.keyboard.press("Delete")
    expect(placed(tab, KMER, 18)).to_be_focused()
    tab.keyboard.press("Backspace")
    expect(tab.locator(".placed")).to_have_count(0)
    expect(tab.locator(".motif-chip").first).to_be_focused()
    expect(tab).to_have_url(re.compile("c=-&"))


def test_the_keyboard_too_is_refused_an_overlap(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4,{CLAMP}@10")
    placed(tab, CLAMP).focus()
    tab.keyboard.press("ArrowLeft")
    expect(tab.locator('[data-preview="blocked"]')).to_have_text("no room")
    expect(said(tab)).to_contain_text("Nothing was changed.")
    expect(placed(tab, CLAMP, 10)).to_be_focused()


def test_a_click_places_a_motif_and_buttons_move_it(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c=-")
    chip(tab, KMER).click()
    expect(placed(tab, KMER, 18)).to_be_visible()
    tab.get_by_role("button", name=f"Move {KMER} one position right").click()
    expect(placed(tab, KMER, 19)).to_be_visible()
    tab.get_by_role("button", name=f"Remove {KMER} from the track").click()
    expect(tab.locator(".placed")).to_have_count(0)


@pytest.mark.browser_context_args(has_touch=True, viewport={"width": 390, "height": 844})
def test_a_finger_drags_on_a_phone(page, rbp):
    open_bench(page, f"rbp={rbp}&c={KMER}@4")
    touch_drag(page, chip(page, CLAMP), spot(page, CLAMP, 25))
    expect(placed(page, CLAMP, 25)).to_be_visible()
    touch_drag(page, placed(page, CLAMP), spot(page, CLAMP, 33))
    expect(placed(page, CLAMP, 33)).to_be_visible()
    x, y = middle(placed(page, CLAMP))
    touch_drag(page, placed(page, CLAMP), (x, y + 160))
    expect(placed(page, CLAMP)).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reload_and_a_new_tab_restore_the_design(page, context, rbp):
    open_bench(page, f"rbp={rbp}&c={KMER}@4&c={KMER}@4,{KMER}@20")
    page.get_by_role("textbox", name="Own pattern").fill("gcnntc")
    page.get_by_role("button", name="Add", exact=True).click()
    drag(page, chip(page, "GCNNUC"), spot(page, "GCNNUC", 11))
    unfold(page)
    page.get_by_role("textbox", name="Seed").fill("5")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add condition").click()
    expect(page).to_have_url(re.compile("c=-&active=3&background=profile&n=1000&seed=5&p=GCNNUC$"))
    page.locator('[data-condition="1"] .condition-select').click()
    expect(page).to_have_url(re.compile("active=1&"))
    page.reload()
    other = context.new_page()
    other.goto(page.url)
    for tab in (page, other):
        expect(field(tab)).to_have_value(f"{KMER}@4,GCNNUC@11")
        expect(importance(tab, 1)).to_have_text(shown(global_importance(rbp, f"{KMER}@4,GCNNUC@11", seed=5)))
        expect(tab.locator(".condition")).to_have_count(3)
        expect(tab.locator('[data-condition="3"]')).to_contain_text("Empty")
        expect(chip(tab, "GCNNUC")).to_be_visible()
        expect(tab.locator("#bench-setting")).to_contain_text("seed 5")


def test_letters_n_are_holes(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c=GCNNGC@10")
    expect(placed(tab, "GCNNGC").locator(".hole")).to_have_count(2)


def test_the_text_form_is_applied_and_its_errors_are_said_at_the_field(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    field(tab).fill("gacuac@30, tttttt@2")
    field(tab).press("Enter")
    expect(placed(tab, KMER, 30)).to_be_visible()
    expect(field(tab)).to_have_value(f"UUUUUU@2,{KMER}@30")
    field(tab).fill("GACUAC@30,UUU@33")
    field(tab).press("Enter")
    expect(tab.locator("#bench-track-condition-problem")).to_contain_text(
        "overlap; move UUU@33 to position 36 or later"
    )
    expect(field(tab)).to_have_value("GACUAC@30,UUU@33")
    expect(placed(tab, "UUUUUU", 2)).to_be_visible()
    field(tab).press("Escape")
    expect(field(tab)).to_have_value(f"UUUUUU@2,{KMER}@30")
    expect(tab.locator("#bench-track-condition-problem")).to_be_empty()


def test_bad_letters_of_an_own_pattern_are_said_at_the_field(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    own = tab.get_by_role("textbox", name="Own pattern")
    own.fill("GAXC")
    own.press("Enter")
    expect(tab.locator("#bench-track-pattern-problem")).to_contain_text("'GAXC' has the letter 'X'; use A, C, G, U")
    own.fill("GANC")
    own.press("Enter")
    expect(chip(tab, "GANC")).to_be_visible()
    expect(own).to_have_value("")
    tab.get_by_role("button", name="Take GANC out of the palette").click()
    expect(chip(tab, "GANC")).to_have_count(0)


def test_conditions_are_added_duplicated_selected_and_removed(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    rows = tab.locator(".condition")
    tab.get_by_role("button", name="Duplicate condition 1").click()
    expect(rows).to_have_count(2)
    expect(rows.nth(1)).to_have_class("condition active")
    drag(tab, placed(tab, KMER), spot(tab, KMER, 30))
    expect(rows.nth(0)).to_contain_text(f"{KMER}@4")
    expect(rows.nth(1)).to_contain_text(f"{KMER}@30")
    tab.get_by_role("button", name="Add condition").click()
    expect(rows).to_have_count(3)
    expect(rows.nth(2)).to_contain_text("not scored")
    rows.nth(0).locator(".condition-select").click()
    expect(field(tab)).to_have_value(f"{KMER}@4")
    tab.get_by_role("button", name="Remove condition 1").dblclick()
    expect(rows).to_have_count(2)
    expect(field(tab)).to_have_value(f"{KMER}@30")


def test_bad_numbers_are_said_and_the_last_good_ones_stay(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    unfold(tab)
    n = tab.get_by_role("textbox", name="N", exact=True)
    n.fill("1")
    n.press("Enter")
    expect(tab.locator("#bench-fields-problem")).to_have_text(
        "The number of backgrounds is '1'; give a whole number from 2 to 10,000."
    )
    n.fill("64")
    n.press("Enter")
    expect(tab.locator("#bench-fields-problem")).to_be_empty()
    expect(tab.locator(".bench-figure")).to_contain_text("N = 64 profile backgrounds, seed 0")
    expect(importance(tab, 1)).to_have_text(shown(global_importance(rbp, f"{KMER}@4", n=64)))


def test_a_slow_server_loses_no_drag_and_undoes_none(tab, rbp, monkeypatch):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    apply, asked, answer = bench_edits.apply, threading.Event(), threading.Event()

    def slow_at_first(document, history, actions):
        if not asked.is_set():
            asked.set()
            answer.wait(30)
        return apply(document, history, actions)

    monkeypatch.setattr(bench_edits, "apply", slow_at_first)
    drag(tab, chip(tab, CLAMP), spot(tab, CLAMP, 30))
    assert asked.wait(30)
    placed(tab, KMER).focus()
    tab.keyboard.press("ArrowRight")
    expect(tab).to_have_url(re.compile(rf"c={KMER}@5,{CLAMP}@30&"))
    answer.set()
    tab.get_by_role("button", name="Duplicate condition 1").click()
    expect(tab).to_have_url(re.compile(rf"c={KMER}@5,{CLAMP}@30&c={KMER}@5,{CLAMP}@30&active=2"))
    expect(field(tab)).to_have_value(f"{KMER}@5,{CLAMP}@30")


def test_what_of_a_link_cannot_be_read_is_said_and_the_rest_works(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@99&c={KMER}@7&n=-4")
    alert = tab.get_by_role("alert").filter(has_text="Not all of this link could be read")
    expect(alert).to_contain_text("use a position from 1 to 36")
    expect(alert).to_contain_text("whole number from 2 to 10,000")
    expect(placed(tab, KMER, 7)).to_be_visible()
    expect(importance(tab, 1)).to_have_text(shown(global_importance(rbp, f"{KMER}@7")))


def test_an_experiment_without_a_model_says_the_cure(tab, rbp):
    other = next(experiment.id for experiment in core.list_experiments() if not experiment.has_model)
    go(tab, f"/bench?rbp={other}")
    invite = tab.locator(".invite")
    expect(invite.get_by_role("link", name="Train a model of it")).to_have_attribute(
        "href", re.compile(rf"^/data\?.*{other}.*part=train|^/data\?part=train.*{other}")
    )
    expect(invite).not_to_contain_text("python -m core")


def test_a_model_that_takes_long_says_so_and_then_shows_its_result_by_itself(page, rbp, monkeypatch):
    opened = threading.Event()
    network = toy_network.ToyNetwork()
    monkeypatch.setattr("core.models.registry.predictor", lambda _: opened.wait(120) and network)
    page.goto(f"/bench?rbp={rbp}&c={KMER}@4&seed=11")
    expect(page.locator(".bench-notice")).to_contain_text(bench.SCORING)
    expect(page.locator(".condition.active")).to_contain_text("scoring")
    opened.set()
    expect(importance(page, 1)).to_have_text(shown(global_importance(rbp, f"{KMER}@4", seed=11)))
    expect(page.locator(".bench-notice")).to_be_empty()


def test_a_result_that_is_overtaken_does_not_take_the_place_of_the_later_one(page, rbp, monkeypatch):
    """The first result waits in the model until the second, of the moved motif, is on the page."""
    network, held, arrived = toy_network.ToyNetwork(), threading.Event(), threading.Event()

    class Held:
        def __call__(self, letters):
            if not held.is_set():
                held.set()
                arrived.wait(120)
            return network(letters)

    monkeypatch.setattr("core.models.registry.predictor", lambda _: Held())
    page.goto(f"/bench?rbp={rbp}&c={KMER}@4&seed=12")
    expect(placed(page, KMER)).to_be_visible()
    assert held.wait(60)
    placed(page, KMER).focus()
    page.keyboard.press("ArrowRight")
    expect(importance(page, 1)).to_have_text(shown(global_importance(rbp, f"{KMER}@5", seed=12)))
    with page.expect_response(lambda answer: "bench-figure" in (answer.request.post_data or "")):
        arrived.set()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")  # it is drawn
    expect(importance(page, 1)).to_have_text(shown(global_importance(rbp, f"{KMER}@5", seed=12)))


def test_a_failing_model_is_said_and_no_result_stands(tab, rbp, monkeypatch):
    def broken(_):
        raise core.ModelError("the weights are damaged; train again.")

    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    monkeypatch.setattr("core.models.registry.predictor", broken)
    placed(tab, KMER).focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.get_by_role("alert").filter(has_text="The weights are damaged; train again.")).to_be_visible()
    expect(tab.locator(".bench-notice")).to_contain_text(bench.FAILED)


INK = "document.querySelector('.bench-figure .js-plotly-plot')?.layout.font.color"


def test_the_plot_follows_the_switch_to_dark(page, rbp):
    open_bench(page, f"rbp={rbp}&c={KMER}@4")
    page.wait_for_function(f"{INK} === '{theme.INK[False]}'")
    page.get_by_role("button", name="Switch between light and dark").click()
    page.wait_for_function(f"{INK} === '{theme.INK[True]}'")


@pytest.mark.browser_context_args(color_scheme="dark")
def test_where_the_machine_is_dark_the_plot_is_and_can_be_switched(page, rbp):
    open_bench(page, f"rbp={rbp}&c={KMER}@4")
    page.wait_for_function(f"{INK} === '{theme.INK[True]}'")
    page.get_by_role("button", name="Switch between light and dark").click()
    page.wait_for_function(f"{INK} === '{theme.INK[False]}'")
