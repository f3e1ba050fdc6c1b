import re

import toy_network
from bench_page import field, importance
from playwright.sync_api import expect

import core

PIXEL = """() => {
    const plot = document.querySelector('#explore-scatter .js-plotly-plot'), full = plot._fullLayout;
    const trace = plot._fullData.find(one => one.type.startsWith('scatter') && one.customdata && one.customdata.length);
    let best = 0;
    for (let i = 0; i < trace.x.length; i++) if (trace.x[i] > trace.x[best]) best = i;
    const box = plot.getBoundingClientRect(), { xaxis: across, yaxis: up } = full;
    const x = box.left + across._offset + across.d2p(trace.x[best]);
    return { x, y: box.top + up._offset + up.d2p(trace.y[best]) };
}"""
"""Where on the screen the clickable probe of highest measured score lies."""

READY = """() => {
    const plot = document.querySelector('#explore-scatter .js-plotly-plot');
    return plot && plot._fullLayout && plot._fullData.some(one => one.customdata && one.customdata.length);
}"""


def hover(page, tries=100):
    """Move to the probe until the plot, which a busy machine may still be laying out, notices; where it is."""
    for _ in range(tries):
        probe = page.evaluate(PIXEL)
        page.mouse.move(probe["x"] - 3, probe["y"])
        page.mouse.move(probe["x"], probe["y"])
        page.wait_for_timeout(250)
        if page.locator("#explore-scatter .hovertext").count():
            break
    expect(page.locator("#explore-scatter .hovertext").first).to_be_visible()
    return probe


def test_an_rbp_is_found_in_the_table_and_picked(page, rbp):
    page.goto("/")
    gene = core.find_experiment(rbp).gene
    page.get_by_role("textbox", name="Search").fill(rbp)
    expect(page.locator(".ag-row")).to_have_count(1)
    page.get_by_role("link", name=f"Explore {gene}, {rbp}").click()
    expect(page).to_have_url(re.compile(rf"/explore\?rbp={rbp}"))
    expect(page.get_by_role("heading", name=gene)).to_be_visible()
    page.get_by_role("link", name="GIA bench").click()
    expect(field(page)).to_have_value(f"{toy_network.KMER}@4,{toy_network.KMER}@11,{toy_network.KMER}@18")
    expect(importance(page, 3)).to_be_visible()


def test_a_click_on_a_probe_shows_its_logo_and_a_reload_too(page, rbp):
    page.goto(f"/explore?rbp={rbp}")
    page.wait_for_function(READY)
    probe = hover(page)
    page.mouse.click(probe["x"], probe["y"])
    expect(page).to_have_url(re.compile("sequence=[ACGU]+$"))
    sequence = page.url.rpartition("=")[2]
    for _ in range(2):
        expect(page.get_by_role("img", name=sequence)).to_be_visible()
        expect(page.locator("#explore-stack .js-plotly-plot")).to_be_visible()
        page.wait_for_function(
            "n => document.querySelector('#explore-stack .js-plotly-plot').layout.shapes?.length >= n",
            arg=len(sequence),
        )
        page.reload()


def test_an_unknown_rbp_is_said_with_the_way_back(page, rbp):
    page.goto("/explore?rbp=NOPE")
    expect(page.get_by_role("alert")).to_contain_text("There is no experiment 'NOPE' here; use one of")
    page.get_by_role("link", name="Choose an RBP from the list").click()
    expect(page.locator(".ag-row").first).to_be_visible()


def test_a_page_that_does_not_exist_is_said(page, rbp):
    page.goto("/nowhere")
    expect(page.get_by_role("alert")).to_contain_text("There is no page '/nowhere'; the pages are")
