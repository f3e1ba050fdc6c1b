"""One RNA on Explore: mutate it by clicks, choose a stretch, paste own ones, step through the table."""

import csv
import re
import threading

import toy_network
from going import go
from playwright.sync_api import expect

import core
from components.explore import own as explore_own

RNA = f"GGCC{toy_network.KMER}GGCCUUGGCC"
MUTATE = """letters => {
    const plot = document.querySelector('#explore-stack .js-plotly-plot');
    letters.forEach(([x, y]) => plot.emit('plotly_click', { points: [{ x, y, data: { type: 'heatmap' } }] }));
}"""
"""Clicks on cells of the heatmap, all at once: quicker than a mouse can."""
HEARD = "() => document.querySelector('#explore-stack .js-plotly-plot')?.giaHeard"
PASTE = """text => {
    const data = new DataTransfer();
    data.setData('text/plain', text.repeat(1e7 / text.length));
    const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    return document.getElementById('explore-input').dispatchEvent(paste);
}"""


def address(**query):
    return re.compile(".*" + ".*".join(f"{key}={re.escape(value)}(&|$)" for key, value in query.items()))


def drawn(page, sequence):
    """The figure, and not only the address, is of this sequence."""
    script = """letters => {
        const plot = document.querySelector('#explore-stack .js-plotly-plot');
        return plot && plot.data && plot.data.some(one => one.mode === 'text' && one.text.join('') === letters);
    }"""
    page.wait_for_function(script, arg=sequence)


def test_clicks_on_the_heatmap_pile_up_and_are_undone(rbp, tab):
    go(tab, f"/explore?rbp={rbp}&sequence={RNA}")
    drawn(tab, RNA)
    tab.wait_for_function(HEARD)
    tab.evaluate(MUTATE, [[position, "A"] for position in range(1, 21)])  # twenty clicks in a moment
    expect(tab).to_have_url(address(sequence="A" * 20, **{"from": RNA}))
    drawn(tab, "A" * 20)
    score = core.predict(rbp, [RNA, "A" * 20])
    expect(tab.locator("#explore-facts")).to_contain_text(f"+{score[0]:.2f} → +{score[1]:.2f} SD")
    expect(tab.locator("#explore-structure h3")).to_have_count(2)
    tab.evaluate(MUTATE, [[3, "A"]])
    expect(tab.get_by_text("A3 is the letter that is there; click another one in its column.")).to_be_visible()
    tab.get_by_role("button", name="Undo").click()
    expect(tab).to_have_url(address(sequence="A" * 19 + RNA[19], **{"from": RNA}))
    tab.keyboard.press("Control+Shift+z")
    expect(tab).to_have_url(address(sequence="A" * 20))
    typed = tab.get_by_role("textbox", name="Change a letter")
    for text, sentence in (
        ("A99C", "A99C is at position 99; the RNA has positions 1 to 20."),
        ("A1C G2C", "G2C expects G at 2, but A is there."),
        ("2", "2 is no change; write the letter that is there, its position and the new one: G21A."),
    ):
        typed.fill(text)
        typed.press("Enter")
        expect(tab.get_by_text(sentence)).to_be_visible()
    typed.fill("a1c")
    typed.press("Enter")
    expect(typed).to_have_value("")
    expect(tab).to_have_url(address(sequence="C" + "A" * 19))
    tab.reload()
    expect(tab.get_by_title("Take G2A back")).to_be_visible()
    tab.get_by_role("button", name="Back to the original").click()
    expect(tab).to_have_url(address(rbp=rbp, sequence=RNA))
    expect(tab.get_by_role("button", name="Back to the original")).to_be_disabled()


def test_a_stretch_is_chosen_by_drag_or_by_numbers_and_goes_to_the_bench(rbp, tab):
    go(tab, f"/explore?rbp={rbp}&sequence={RNA}")
    drawn(tab, RNA)
    expect(tab.locator("#explore-stretch")).to_contain_text("the most sensitive stretch")
    tab.locator("#explore-stack").evaluate("element => element.scrollIntoViewIfNeeded()")
    ends = tab.evaluate("""() => {
        const plot = document.querySelector('#explore-stack .js-plotly-plot'), { xaxis, yaxis } = plot._fullLayout;
        const { left, top } = plot.getBoundingClientRect();
        return [5.6, 9.4].map(at => [left + xaxis._offset + xaxis.d2p(at), top + yaxis._offset + 60]);
    }""")
    tab.mouse.move(*ends[0])
    tab.mouse.down()
    tab.mouse.move(*ends[1], steps=4)
    tab.mouse.up()
    expect(tab).to_have_url(address(stretch="6-9"))
    tab.get_by_role("textbox", name="First position").fill("5")
    tab.get_by_role("textbox", name="Last position").fill("10")
    expect(tab).to_have_url(address(stretch="5-10"))
    expect(tab.locator("#explore-stretch")).to_contain_text("your stretch")
    link = tab.locator("#explore-stretch").get_by_role("link", name="Test it on the bench")
    expect(link).to_have_attribute("href", re.compile(rf"c={toy_network.KMER}@5"))  # not that of the stretch before
    link.click()
    expect(tab).to_have_url(re.compile(rf"/bench\?rbp={rbp}&c={toy_network.KMER}@5"))


def test_pasted_rnas_are_checked_listed_predicted_and_kept(rbp, page):
    page.goto(f"/explore?rbp={rbp}")
    box = page.get_by_role("textbox", name="Your own RNA")
    expect(box).to_be_visible()
    assert page.evaluate(PASTE, "ACGU ") is False  # refused before it reaches the box
    expect(page.locator("#explore-problem")).to_contain_text("a text of 10,000,000 characters; paste at most 100,000")
    box.fill("ACGU1")
    box.press("Enter")
    expect(page.locator("#explore-problem")).to_contain_text("has '1' in 'ACGU1', which is not a nucleotide")
    expect(box).to_have_value("ACGU1")
    box.fill(f">first\n{RNA}\n>second\nACGUAAA")
    box.press("Enter")
    expect(page).to_have_url(address(sequence=RNA))
    expect(page.locator("#explore-problem")).to_be_empty()
    page.reload()
    rows = page.locator("#explore-own-table .ag-row")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(f"{core.predict(rbp, [RNA])[0]:+.2f}")
    rows.nth(1).click()
    expect(page).to_have_url(address(sequence="ACGUAAA"))
    with page.expect_download() as file:
        page.locator("#explore-own-csv").click()
    saved = csv.DictReader(file.value.path().read_text().splitlines())
    assert [row["name"] for row in saved] == ["first", "second"]
    page.get_by_role("button", name="Remove first").click()
    expect(rows).to_have_count(1)


def test_a_selection_fills_the_table_which_can_be_stepped_through_and_downloaded(rbp, tab):
    go(tab, f"/explore?rbp={rbp}&region=-1:-99,99:99")
    probes = core.list_probes(rbp)
    chosen = sorted(
        (row for row in range(len(probes.measured)) if probes.measured[row] >= -1),
        key=lambda row: -probes.measured[row],
    )
    count = f"{len(chosen):,} of {len(probes.measured):,} probes, selected in the scatter."
    expect(tab.locator("#explore-count")).to_have_text(count)
    rows = tab.locator("#explore-table .ag-row")
    rows.first.click()
    expect(tab).to_have_url(address(sequence=probes.sequences[chosen[0]]))
    expect(tab.locator("#explore-place")).to_have_text(f"1 of {len(chosen):,}")
    tab.get_by_role("button", name="Next").click()
    expect(tab).to_have_url(address(sequence=probes.sequences[chosen[1]]))
    tab.keyboard.press("ArrowRight")
    expect(tab).to_have_url(address(sequence=probes.sequences[chosen[2]]))
    with tab.expect_download() as file:
        tab.locator("#explore-table-csv").click()
    saved = list(csv.DictReader(file.value.path().read_text().splitlines()))
    assert len(saved) == len(chosen) and saved[2]["sequence"] == probes.sequences[chosen[2]]
    assert abs(float(saved[2]["predicted"]) - probes.predicted[chosen[2]]) < 1e-4
    tab.get_by_role("button", name="Clear the selection").click()
    expect(tab.locator("#explore-count")).to_contain_text(f"{len(probes.measured):,} probes. Click a row")


def test_a_paste_that_arrives_late_joins_the_list_as_it_is_by_then(rbp, page, monkeypatch):
    page.goto(f"/explore?rbp={rbp}&sequence={RNA}")
    drawn(page, RNA)
    box, rows = (
        page.get_by_role("textbox", name="Your own RNA"),
        page.locator("#explore-own-table .ag-center-cols-container"),
    )
    box.fill(">first\nACGUACGU\n>second\nGGGGCCCC")
    box.press("Enter")
    expect(rows).to_contain_text("GGGGCCCC")
    paste, asked, late = explore_own.paste, threading.Event(), threading.Event()

    def slowly(*given):
        asked.set()
        late.wait(60)
        return paste(*given)

    monkeypatch.setattr(explore_own, "paste", slowly)
    box.fill(">third\nUUUUAAAA")
    box.press("Enter")
    assert asked.wait(60)
    page.get_by_role("button", name="Remove first").click()
    expect(rows).not_to_contain_text("ACGUACGU")
    late.set()
    expect(rows).to_contain_text("UUUUAAAA")
    expect(rows).to_contain_text("GGGGCCCC")
    expect(rows).not_to_contain_text("ACGUACGU")
