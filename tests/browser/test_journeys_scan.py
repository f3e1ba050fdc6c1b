"""The Scan page with a shipped model and real job processes: a biologist with an RNA, and a friend with the link."""

import re

import pytest
from going import go
from playwright.sync_api import expect

import core
from core.rna_scan.example import SITES

COLD = 180_000
"""Milliseconds that a busy machine may take to load TensorFlow in another process."""
SHIPPED = "SIM_ADDITIVE"


@pytest.fixture(scope="module")
def kmer():
    return core.card(SHIPPED).top_kmers[0][0]


def test_an_rna_is_scanned_a_peak_opened_and_mutations_scored(page, browser, browser_context_args, kmer):
    page.goto(f"/scan?rbp={SHIPPED}")
    expect(page.get_by_role("heading", name="RNAs and RBPs")).to_be_visible()
    text = page.get_by_label(re.compile("RNAs as FASTA"))
    text.fill(">protein\nMKVLAAGELLQPS")
    expect(page.get_by_text("looks like a protein; give the RNA or DNA that codes it")).to_be_visible()
    expect(page.get_by_role("button", name="Scan", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Try an example").click()
    expect(page.get_by_text("Read: simulated_example (900 nt).")).to_be_visible()
    expect(page.locator("#scan-badge")).to_have_text("Simulated")
    page.get_by_role("button", name="Scan", exact=True).click()
    expect(page.locator("#scan-peaks .ag-row").first).to_be_visible(timeout=COLD)
    expect(page.locator("#scan-summary")).to_contain_text(f"site {kmer}")
    sites = page.locator("#scan-peaks [col-id=site].ag-cell").all_inner_texts()
    assert any(site in (f"{kmer} at {at}" for at in SITES) for site in sites[:2])

    cell = page.locator("#scan-peaks .ag-row [col-id=site]").first
    cell.click()
    heading = page.locator("#scan-window h2")
    expect(heading).to_contain_text("on simulated_example")
    expect(page).to_have_url(re.compile(r"open=1:\d+"))
    first = heading.inner_text()
    cell.press("ArrowDown")  # the second site of the same window
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(heading).not_to_have_text(first)

    axis = page.locator("#scan-window .js-plotly-plot .ytitle").first
    usual = axis.text_content()
    page.locator("#scan-window").get_by_text("Signed", exact=True).click()
    expect(axis).not_to_have_text(usual)
    assert page.evaluate("localStorage.getItem('gia:logo')") == "signed"  # which Explore reads, too
    signed = axis.text_content()
    page.reload()
    expect(axis).to_have_text(signed)
    page.locator("#scan-window").get_by_text("Sensitivity", exact=True).click()
    expect(axis).to_have_text(usual)

    page.get_by_label("From").fill("481")
    page.get_by_label("To", exact=True).fill("540")
    letters = (
        "document.querySelector('#scan-figure .js-plotly-plot').data.find(one => one.name === 'letters').text.join('')"
    )
    page.wait_for_function(f"{letters}.length === 60")
    assert kmer in page.evaluate(letters)
    page.get_by_role("button", name="Whole RNA").click()
    page.wait_for_function(f"{letters}.length === 0")

    lines = page.get_by_label("Substitutions", exact=True)
    lines.fill(f"{lines.input_value()}simulated_example 1 X A\nsimulated_example 1234 A G")
    expect(page.get_by_text("position 1,234 is outside simulated_example, which has 900 nt")).to_be_visible()
    expect(page.get_by_text("3 substitutions fit the RNAs. 2 lines are left out.")).to_be_visible()
    page.get_by_role("button", name="Score mutations").click()
    row = page.locator("#scan-effects .ag-row [col-id=what]").first
    expect(row).to_be_visible(timeout=COLD)
    row.click()
    expect(page.locator("#scan-window .bench-finding")).to_contain_text("takes the best window from")
    expect(page.get_by_text("Most likely structure, original")).to_be_visible()

    for tab in (page, (friend := browser.new_context(**browser_context_args)).new_page()):
        tab.goto(page.url)
        expect(tab.locator("#scan-window .bench-finding")).to_contain_text("takes the best window from")
        expect(tab.locator("#scan-peaks .ag-row").first).to_be_visible()
        expect(tab.locator("#scan-effects .ag-row").first).to_be_visible()
        assert "simulated_example 1234 A G" in tab.get_by_label("Substitutions", exact=True).input_value()
    friend.close()

    page.get_by_role("link", name="Open it on Explore").click()
    expect(page).to_have_url(re.compile(r"/explore\?rbp=SIM_ADDITIVE&sequence=[ACGU]{41}&from=[ACGU]{41}"))


def test_a_file_that_is_too_large_is_refused_at_the_door(tab, rbp, tmp_path):
    large, small = tmp_path / "large.fa", tmp_path / "small.fa"
    large.write_text(">a\n" + "ACGU" * 300_000)
    small.write_text(">mine\nACGUACGU")
    go(tab, f"/scan?rbp={rbp}")
    for file, said in ((large, "give at most 1,000,000"), (small, "Read: mine (8 nt).")):
        with tab.expect_file_chooser() as chooser:
            tab.get_by_role("button", name="Choose a file").click()
        chooser.value.set_files(file)
        expect(tab.get_by_text(said)).to_be_visible()
    expect(tab.get_by_label(re.compile("RNAs as FASTA"))).to_have_value(">mine\nACGUACGU")
