import re

import pytest
import toy_network
from bench_page import chip, drag, expect_means, field, importance, open_bench, placed, said, spot, unfold
from going import go
from playwright.sync_api import expect

import core
from components.bench import page as bench
from core.gia import Design, parse_condition

KMER = toy_network.KMER
RNA = "GGACUUAGCAUGCUAAGCAUUGG"


def global_importances(rbp, texts, **design):
    conditions = tuple(map(parse_condition, texts))
    return [one.global_importance for one in core.run_gia(Design(rbp, conditions, **design)).conditions]


def shown(value):
    return f"{value:.2f}".replace("-", "−")


def choose_background(page, name):
    unfold(page)
    page.locator(".bench-fields input").first.click()
    page.get_by_role("option", name=re.compile(f"^{name}")).click()


def backgrounds(page):
    return page.locator(".bench-fields input").first


def choose_protocol(page, title):
    page.get_by_role("button", name="The paper's protocols").click()
    page.get_by_role("menuitem", name=re.compile(f"^{title}")).click()


def test_a_background_is_chosen_and_scored(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    choose_background(tab, "Dinucleotide shuffle")
    expect(tab).to_have_url(re.compile("background=dinucleotide&"))
    expect(tab.locator(".bench-figure")).to_contain_text("N = 1,000 dinucleotide backgrounds, seed 0")
    expect_means(tab, global_importances(rbp, [f"{KMER}@4"], background="dinucleotide"))
    expect(tab.locator("#bench-note")).to_contain_text("exactly the same count of each dinucleotide")


def test_a_stem_is_drawn_and_its_stretches_are_edited(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@17")
    expect(tab.locator(".arcs")).to_have_count(0)
    choose_background(tab, "Stem-loop")
    expect(tab.get_by_role("img", name="Stem: positions 6 to 16 pair with 23 to 33")).to_be_visible()
    expect(tab.locator(".cell.stem")).to_have_count(22)
    tab.get_by_role("textbox", name="Stem, positions").fill("8-16")
    partner = tab.get_by_role("textbox", name="pairs with")
    partner.fill("24-31")
    partner.press("Enter")
    expect(tab.locator("#bench-fields-problem")).to_contain_text("cannot pair; give two of the same length")
    expect(partner).to_have_value("24-31")
    partner.fill("24-32")
    partner.press("Enter")
    expect(tab).to_have_url(re.compile("background=stem-loop:8-16,24-32&"))
    expect(tab.get_by_role("img", name="Stem: positions 8 to 16 pair with 24 to 32")).to_be_visible()
    expect_means(tab, global_importances(rbp, [f"{KMER}@17"], background="stem-loop:8-16,24-32"))


def test_own_sequences_are_pasted_and_n_follows(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c=A@4&n=300")
    choose_background(tab, "Own sequences")
    expect(tab.locator(".bench-notice")).to_have_text(bench.GIVE)
    own = tab.get_by_role("textbox", name="Own sequences")
    own.fill(f">mine\n{RNA}")
    tab.get_by_role("button", name="Use", exact=True).click()
    expect(tab).to_have_url(re.compile(f"background=sequences:{RNA}&n=300"))
    unfold(tab)
    expect(tab.get_by_role("textbox", name="N", exact=True)).to_have_value("1")
    expect(tab.get_by_role("textbox", name="N", exact=True)).to_be_disabled()
    expect(own).to_have_value(RNA)
    expect(tab.locator('.cell[data-position="1"]')).to_contain_text("G")
    expect(tab.locator(".condition.active .interval")).to_have_text("(–)")
    choose_background(tab, "Profile")
    expect(tab.get_by_role("textbox", name="N", exact=True)).to_have_value("300")
    expect(tab.locator(".condition.active .interval")).not_to_have_text("(–)")


def test_backgrounds_of_probes_that_are_not_here_cannot_be_chosen_and_say_why(tab, rbp, monkeypatch):
    here = core.find_experiment(rbp)
    monkeypatch.setattr(core, "find_experiment", lambda _: here._replace(has_probes=False))
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    unfold(tab)
    backgrounds(tab).click()
    lowest = tab.get_by_role("option", name=re.compile("^Quartile 1"))
    expect(lowest).to_contain_text("Needs the probes, which are not on this machine.")
    expect(lowest).to_have_attribute("data-combobox-disabled", "true")
    lowest.click(force=True)
    expect(backgrounds(tab)).to_have_value("Profile")
    tab.keyboard.press("Escape")
    cure = tab.locator(".bench-notes a")
    expect(cure).to_have_attribute("href", f"/data?rbp={rbp}&part=measurements")


def test_an_experiment_is_loaded_read_and_undone(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c=A@1&background=shuffle")
    choose_protocol(tab, "Several sites")
    texts = [f"{KMER}@4", f"{KMER}@4,{KMER}@11", f"{KMER}@4,{KMER}@11,{KMER}@18"]
    expect(tab.locator(".condition")).to_have_count(3)
    expect_means(tab, global_importances(rbp, texts))
    expect(tab.locator("#bench-finding")).to_contain_text("A straight line explains 100.0% (R²) of how sites add up")
    expect(tab.locator('[data-condition="2"]')).to_contain_text("2 sites")
    expect(backgrounds(tab)).to_have_value("Profile")
    expect(tab).to_have_url(re.compile("preset=multiple-sites"))
    address = tab.url
    tab.get_by_role("button", name="Undo").click()
    expect(tab).to_have_url(re.compile("c=A@1&active=1&background=shuffle&n=1000&seed=0$"))
    expect(tab.locator("#bench-finding")).to_be_empty()
    expect(backgrounds(tab)).to_have_value("Shuffled probes")
    open_bench(tab, address.partition("?")[2])
    expect(tab.locator("#bench-finding")).to_contain_text("A straight line explains")


def test_an_experiment_that_needs_something_asks_and_says_what_is_wrong(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c=A@1")
    choose_protocol(tab, "Measured affinities")
    given = tab.get_by_role("textbox", name="Patterns and their KD")
    given.fill("GACUAC=0.8\nGAGUAC")
    load = tab.get_by_role("button", name="Load", exact=True)
    load.click()
    expect(tab.locator("#bench-fields-problem")).to_contain_text("'GAGUAC' is not a pattern with a KD")
    expect(given).to_have_value("GACUAC=0.8\nGAGUAC")
    given.fill("GACUAC=0.8\nGAGUAC=4\nUUUUUU=90")
    load.click()
    expect(tab.locator(".condition")).to_have_count(3)
    expect(given).to_have_count(0)
    expect(tab.locator("#bench-finding")).to_contain_text("logarithm of KD")


def test_a_motif_at_a_random_position_stands_above_the_track_and_can_be_fixed(tab, rbp):
    open_bench(tab, f"rbp={rbp}&c={KMER}@*,A@2")
    loose = tab.locator(".anywhere")
    expect(loose).to_have_text(KMER)
    expect(field(tab)).to_have_value(f"A@2,{KMER}@*")
    drag(tab, loose, spot(tab, KMER, 20))
    expect(placed(tab, KMER, 20)).to_be_visible()
    expect(loose).to_have_count(0)
    tab.get_by_role("button", name=f"Put {KMER} at a random position").click()
    expect(loose).to_have_text(KMER)
    expect(tab).to_have_url(re.compile(re.escape(f"c=A@2,{KMER}@*&")))
    drag(tab, chip(tab, KMER), spot(tab, KMER, 30))
    expect(field(tab)).to_have_value(f"A@2,{KMER}@30,{KMER}@*")
    loose.focus()
    tab.keyboard.press("Delete")
    expect(said(tab)).to_have_text(f"{KMER} removed from a random position.")
    [expected] = global_importances(rbp, [f"A@2,{KMER}@30"])
    expect(importance(tab, 1)).to_have_text(shown(expected))


@pytest.mark.parametrize("path", ["bench", "explore"])
def test_another_model_is_picked_and_the_rest_of_the_address_stays(tab, rbp, path):
    keep = {"bench": f"c={KMER}@7&seed=3", "explore": f"sequence={RNA}"}[path]
    open_bench(tab, f"rbp={rbp}&c={KMER}@4")
    go(tab, f"/{path}?rbp={rbp}&{keep}")
    expect(tab).to_have_url(re.compile(re.escape(keep.partition("&")[0])))
    models = tab.locator(".model-picker input").first
    expect(models).to_have_value("residualbind, test r 0.500")
    models.click()
    tab.get_by_role("option", name="residualbind-seed1, test r 0.600").click()
    expect(tab).to_have_url(re.compile(f"rbp={rbp}:residualbind-seed1&"))
    expect(tab).to_have_url(re.compile(re.escape(keep.partition("&")[0])))
    expect(tab.locator(".model-picker input").first).to_have_value("residualbind-seed1, test r 0.600")
    other = tab.get_by_role("link", name="Explore" if path == "bench" else "GIA bench", exact=True)
    expect(other).to_have_attribute("href", re.compile(f"rbp={rbp}:residualbind-seed1$"))
    if path == "bench":
        expect(importance(tab, 1)).to_be_visible()
        assert "seed=3" in tab.url
