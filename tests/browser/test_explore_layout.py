"""What of Explore stands on the screen at once, and stays there."""

import pytest
import toy_network
from going import go
from hovering import place
from playwright.sync_api import expect

from core.models import registry

RNA = f"GGCC{toy_network.KMER}GGCCUUGGCCAAGGCCUUGGCCAAGGCCUUG"
REAL = "RNCMPT00168"
"""Its probes are not here: a density, and no table."""
DRAWN = "document.querySelector('#explore-stack .js-plotly-plot')?.giaHeard"
PREDICTED = "#explore-facts > :last-child"
HEATMAP = """() => {
    const plot = document.querySelector('#explore-stack .js-plotly-plot'), { yaxis3: up } = plot._fullLayout;
    const top = plot.getBoundingClientRect().top + up._offset;
    return [top, top + up._length].map(Math.round);
}"""
EVEN = """() => {
    const [left, right] = [...document.querySelectorAll('.explore-column')].map(column =>
        Math.max(...[...column.querySelectorAll('.card')].map(card => card.getBoundingClientRect().bottom)));
    return Math.abs(left - right) < 30;
}"""
WHOLE = """shown => {
    const rnas = [...document.querySelectorAll(shown)].map(cell => cell.querySelector('.rna')?.parentElement);
    return rnas.length && rnas.every(one => one && one.scrollWidth <= one.clientWidth);
}"""
REMEMBERED = "rbp => Object.values(sessionStorage).some(one => one.startsWith(`/explore?rbp=${rbp}`))"


@pytest.fixture(scope="module")
def shipped():
    """The models of a real experiment, read before any test puts others in their place."""
    return registry.models()[REAL]


@pytest.fixture
def models(shipped, rbp, monkeypatch):
    """The toy network in place of any model, and the card of a real experiment."""
    cards = {**registry.models(), REAL: shipped}
    toy_network.use_models(monkeypatch, lambda: cards)
    return {"simulated": rbp, "real": REAL}


@pytest.fixture(scope="module")
def laptop(open_tab):
    return open_tab(viewport={"width": 1366, "height": 768})


def ends(page, selector):
    box = page.locator(selector).first.bounding_box()
    return box["y"], box["y"] + box["height"]


def on_screen(page, *selectors):
    height = page.viewport_size["height"]
    header = ends(page, ".header")[1]
    return all(header <= top and bottom <= height for top, bottom in (ends(page, one) for one in selectors))


@pytest.mark.parametrize("which", ["simulated", "real"])
def test_scatter_prediction_and_figures_stand_on_a_laptop_at_once_and_stay(models, laptop, which):
    go(laptop, f"/explore?rbp={models[which]}&sequence={RNA}")
    laptop.wait_for_function(DRAWN)
    laptop.wait_for_function("document.querySelector('#explore-scatter .js-plotly-plot')?.data?.length")
    assert on_screen(laptop, "#explore-scatter", PREDICTED)
    before = laptop.evaluate(HEATMAP)
    assert before[1] < 768 and laptop.evaluate("scrollY") == 0
    laptop.mouse.click(*place(laptop, "#explore-stack", 6, "U", ("xaxis", "yaxis3")))
    expect(laptop.locator("#explore-facts")).to_contain_text("Δ")
    laptop.wait_for_function("document.querySelector('#explore-stack .js-plotly-plot')._fullLayout.yaxis5")
    assert on_screen(laptop, PREDICTED) and laptop.evaluate("scrollY") == 0
    assert laptop.evaluate(HEATMAP) == before


def test_the_table_fills_the_column_of_the_scatter_and_cuts_no_sequence(models, laptop):
    go(laptop, f"/explore?rbp={models['simulated']}&sequence={RNA}&from=A{RNA[1:]}")
    laptop.wait_for_function(DRAWN)
    expect(laptop.locator("#explore-structure h3")).to_have_count(2)
    laptop.wait_for_function(WHOLE, arg="#explore-table .ag-center-cols-container [col-id=sequence]")
    laptop.wait_for_function(EVEN)


def test_on_a_phone_the_prediction_stays_in_sight_of_the_heatmap(models, open_tab):
    phone = open_tab(viewport={"width": 390, "height": 844})
    phone.goto(f"/explore?rbp={models['simulated']}&sequence={RNA}")
    phone.wait_for_function(DRAWN)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.evaluate("""() => {
        const { top } = document.querySelector('#explore-stack').getBoundingClientRect();
        scrollBy({ top: top - 340, behavior: 'instant' });
    }""")
    phone.mouse.click(*place(phone, "#explore-stack", 6, "U", ("xaxis", "yaxis3")))
    expect(phone.locator("#explore-facts")).to_contain_text("Δ")
    assert on_screen(phone, PREDICTED)
    assert ends(phone, "#explore-panel")[0] < ends(phone, "#explore-table")[0]  # the RNA follows the scatter


def test_the_signed_logo_is_remembered_and_stands_in_the_link(models, laptop):
    rbp = models["simulated"]
    go(laptop, f"/explore?rbp={rbp}&sequence={RNA}")
    laptop.wait_for_function(DRAWN)
    laptop.locator("#explore-logo").get_by_text("Signed").click()
    title = "document.querySelector('#explore-stack .js-plotly-plot')?._fullLayout?.yaxis?.title?.text"
    laptop.wait_for_function(f"{title} === 'Contribution (SD)'")
    assert "logo=signed" in laptop.url
    laptop.goto(f"/explore?rbp={rbp}&sequence={RNA[::-1]}")
    laptop.wait_for_function(f"{title} === 'Contribution (SD)'")
    for named in ("sensitivity", "nonsense"):  # a link shows what it names, and changes nothing that was chosen
        go(laptop, f"/explore?rbp={rbp}&sequence={RNA}&logo={named}")
        laptop.wait_for_function(f"{title} === 'Sensitivity (SD)'")
        assert laptop.evaluate("localStorage.getItem('gia:logo')") == "signed"
    go(laptop, f"/explore?rbp={rbp}&sequence={RNA}")
    laptop.wait_for_function(f"{title} === 'Contribution (SD)'")
    laptop.locator("#explore-logo").get_by_text("Sensitivity").click()
    laptop.wait_for_function(f"{title} === 'Sensitivity (SD)'")
    assert "logo" not in laptop.url
    assert laptop.evaluate("localStorage.getItem('gia:logo')") is None


def test_the_tour_speaks_of_points_only_where_there_are_some(models, page):
    for rbp, said in ((models["simulated"], "Each point is an RNA"), (models["real"], "bring them on Data & models")):
        go(page, f"/explore?rbp={rbp}")
        page.wait_for_function(REMEMBERED, arg=rbp)  # the tour goes to the RBP that was looked at last
        page.get_by_role("button", name="Help").click()
        page.get_by_role("button", name="Take the three-step tour").click()
        page.get_by_role("button", name="Next").click()
        expect(page.locator(".tour-card")).to_contain_text(said)
        page.get_by_role("button", name="Skip").click()


def test_two_pastes_on_their_way_get_two_names(models, laptop):
    go(laptop, f"/explore?rbp={models['simulated']}")
    laptop.wait_for_selector("#explore-own-card", state="attached")
    for sequence, more in (("ACGUACGU", {"unnamed": True}), ("GGCCGGCC", {"unnamed": True}), ("UUUUAAAA", {})):
        laptop.evaluate(
            "pasted => dash_clientside.giaExplore.enlist([pasted])", {"name": "RNA 1", "sequence": sequence, **more}
        )
    kept = laptop.evaluate("dash_component_api.getLayout('explore-own').props.data")
    assert [one["name"] for one in kept] == ["RNA 1", "RNA 2", "RNA 1"]  # the last was typed so
    laptop.evaluate("dash_clientside.set_props('explore-own', { data: [] })")
