"""The plot of the bench while a motif is held over the track: it follows, and nothing else does until the drop."""

import re
import threading

import pytest
import toy_network
from bench_page import chip, drag, expect_means, field, importance, lift, open_bench, placed, spot
from playwright.sync_api import expect

import core
from core.formatting import number_text
from core.gia import Design, parse_condition

KMER, OTHER = toy_network.KMER, "GCGCGC"
HELD = ""


def means(rbp, *texts):
    design = Design(rbp, tuple(map(parse_condition, texts)))
    return [one.global_importance for one in core.run_gia(design).conditions]


@pytest.fixture
def bench(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4&c={KMER}@11")
    expect_means(tab, means(rbp, f"{KMER}@4", f"{KMER}@11"))
    return tab


def hold(page, pattern, position):
    page.mouse.move(*spot(page, pattern, position), steps=4)


def plot(page):
    return page.locator(".bench-plot")


def test_the_plot_follows_a_motif_that_is_held_and_the_drop_is_the_design(bench, rbp):
    address, number = bench.url, importance(bench, 1).text_content()
    undo = bench.get_by_role("button", name="Undo").get_attribute("title")
    lift(bench, placed(bench, KMER))
    for position in (20, 30):
        hold(bench, KMER, position)
        expect_means(bench, means(rbp, f"{KMER}@{position}", f"{KMER}@11"))
    expect(plot(bench)).to_have_attribute("data-held", HELD)
    assert bench.url == address and importance(bench, 1).text_content() == number
    assert bench.get_by_role("button", name="Undo").get_attribute("title") == undo
    bench.mouse.up()
    expect(field(bench)).to_have_value(f"{KMER}@30")
    expect(bench).to_have_url(re.compile(rf"c={KMER}@30&c={KMER}@11&"))
    expect(plot(bench)).not_to_have_attribute("data-held", HELD)
    expect_means(bench, means(rbp, f"{KMER}@30", f"{KMER}@11"))
    bench.get_by_role("button", name="Undo").click()
    expect(field(bench)).to_have_value(f"{KMER}@4")
    expect_means(bench, means(rbp, f"{KMER}@4", f"{KMER}@11"))


def test_what_is_let_go_without_a_change_leaves_the_plot_as_it_was(bench, rbp):
    before, address = means(rbp, f"{KMER}@4", f"{KMER}@11"), bench.url
    lift(bench, chip(bench, OTHER))
    hold(bench, OTHER, 25)
    expect_means(bench, means(rbp, f"{KMER}@4,{OTHER}@25", f"{KMER}@11"))
    hold(bench, OTHER, 5)  # where there is no room
    expect_means(bench, before)
    hold(bench, OTHER, 30)
    expect_means(bench, means(rbp, f"{KMER}@4,{OTHER}@30", f"{KMER}@11"))
    bench.keyboard.press("Escape")
    bench.mouse.up()
    expect_means(bench, before)
    expect(plot(bench)).not_to_have_attribute("data-held", HELD)
    assert bench.url == address


def test_off_the_track_the_plot_shows_the_condition_without_the_motif(bench, rbp):
    drag(bench, chip(bench, OTHER), spot(bench, OTHER, 25))
    expect(field(bench)).to_have_value(f"{KMER}@4,{OTHER}@25")
    lift(bench, placed(bench, OTHER))
    x, y = spot(bench, OTHER, 25)
    bench.mouse.move(x, y + 250, steps=4)
    expect_means(bench, means(rbp, f"{KMER}@4", f"{KMER}@11"))
    bench.mouse.up()
    expect(field(bench)).to_have_value(f"{KMER}@4")


def test_a_late_answer_of_a_place_that_was_left_is_never_drawn(bench, rbp, monkeypatch):
    """The answer for 20 comes after the motif was let go at 30."""
    here, late, answer = threading.Event(), threading.Event(), core.run_gia_together

    def slowly(names, design):
        if design.conditions[0].text == f"{KMER}@20":
            here.set()
            late.wait(60)
        return answer(names, design)

    monkeypatch.setattr(core, "run_gia_together", slowly)
    bench.evaluate("""() => {
      window.drawn = [];
      const plot = document.querySelector(".bench-figure .js-plotly-plot");
      plot.on("plotly_afterplot", () => window.drawn.push(plot.data.at(-1).y[0]));
    }""")
    lift(bench, placed(bench, KMER))
    hold(bench, KMER, 20)
    assert here.wait(60)
    hold(bench, KMER, 30)
    bench.mouse.up()
    at_20, at_30 = means(rbp, f"{KMER}@20", f"{KMER}@30")
    expect_means(bench, means(rbp, f"{KMER}@30", f"{KMER}@11"))
    late.set()
    bench.wait_for_timeout(500)
    drawn = bench.evaluate("window.drawn")
    assert any(abs(one - at_30) < 1e-9 for one in drawn) and not any(abs(one - at_20) < 1e-9 for one in drawn)
    expect_means(bench, means(rbp, f"{KMER}@30", f"{KMER}@11"))


def test_the_plot_of_a_drop_is_asked_for_with_it_and_once(page, rbp):
    """Before the server has applied the drop, which it is kept from here."""
    kept, questions = [], []

    def keep(route):
        output = route.request.post_data_json["output"]
        if "bench-state.data" in output:
            kept.append(route)
        else:
            questions.extend([output] if "bench-figure.figure" in output else [])
            route.continue_()

    open_bench(page, f"rbp={rbp}&c={KMER}@4")
    expect_means(page, means(rbp, f"{KMER}@4"))
    page.route(re.compile("_dash-update-component"), keep)
    drag(page, placed(page, KMER), spot(page, KMER, 30))
    expect_means(page, means(rbp, f"{KMER}@30"))
    expect(plot(page)).not_to_have_attribute("data-held", HELD)
    expect(page).to_have_url(re.compile(rf"c={KMER}@4&"))
    asked = len(questions)
    kept.pop(0).continue_()
    expect(page).to_have_url(re.compile(rf"c={KMER}@30&"))
    expect(importance(page, 1)).to_have_text(number_text(means(rbp, f"{KMER}@30")[0]))
    page.wait_for_load_state("networkidle")
    assert len(questions) == asked and not kept
    page.unroute_all(behavior="ignoreErrors")
