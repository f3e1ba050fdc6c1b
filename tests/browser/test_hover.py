"""What a hover says, a click does, and table and export hold are one: a test for each kind of figure."""

import re

import pytest
import toy_network
from going import go
from hovering import hover, place
from playwright.sync_api import expect

import core
from components.figures.sequence import signed

RNA = f"GGCC{toy_network.KMER}GGCCUUGGCC"
DRAWN = "document.querySelector('#explore-stack .js-plotly-plot')?.giaHeard"
HEATMAP = "#explore-stack", ("xaxis", "yaxis3")


@pytest.mark.parametrize("cell", [(5, "A"), (6, "U"), (10, "G"), (1, "C")])
def test_a_cell_of_the_heatmap_says_what_its_click_makes(rbp, tab, cell):
    """The k-mer stands at 5 to 10: position 5 is G, to A it loses the site and wins an A."""
    position, letter = cell
    figure, axes = HEATMAP
    go(tab, f"/explore?rbp={rbp}&sequence={RNA}")
    tab.wait_for_function(DRAWN)
    mutant = RNA[: position - 1] + letter + RNA[position:]
    delta = core.ism(rbp, RNA).delta[position - 1, "ACGU".index(letter)]
    change = core.predict(rbp, [mutant])[0] - core.predict(rbp, [RNA])[0]
    assert delta == pytest.approx(change, abs=1e-6)
    said = hover(tab, figure, position, letter, axes)
    own = mutant == RNA
    assert said == (
        f"{letter}{position} wild type" if own else f"{RNA[position - 1]}{position}→{letter}: {signed(float(delta))}"
    )
    tab.mouse.click(*place(tab, figure, position, letter, axes))
    if own:
        expect(tab.locator("#explore-said")).to_contain_text(f"{letter}{position} is the letter that is there")
        return
    expect(tab).to_have_url(re.compile(f"sequence={mutant}&from={RNA}"))
    expect(tab.locator("#explore-facts")).to_contain_text(f"Δ {signed(float(change))}")
