"""Answers that come when the fields ask something else: they are kept and said, never drawn under other fields."""

import random
import re

import pytest
from going import go
from playwright.sync_api import expect

import core

COLD = 180_000
"""Milliseconds that a busy machine may take to load a network in another process."""
SHIPPED = "SIM_ADDITIVE"
LOST = "ended without a result"
READY = "The earlier result, for the fields as they were then, is ready"
SET = "([id, value]) => window.dash_clientside.set_props(id, { value })"


@pytest.fixture(scope="module")
def texts():
    """Two RNAs of one name as FASTA: one with the best k-mer at 101, one without."""
    kmer = core.card(SHIPPED).top_kmers[0][0]
    letters = "".join(random.Random(0).choices("ACGU", k=300)).replace(kmer, "AAAAAA")
    return f">utr1\n{letters[:100]}{kmer}{letters[106:]}", f">utr1\n{letters}"


@pytest.fixture
def hold(page):
    """Keep back what jobs answer until it is told to let it through, however fast they are."""
    held = []

    def keep(route):
        if keep.is_open:
            route.continue_()
        else:
            held.append(route)

    def let_through():
        keep.is_open = True
        for route in held:
            route.continue_()
        held.clear()

    keep.is_open = False
    page.route(re.compile(r"_dash-update-component\?.*cacheKey="), keep)
    keep.let_through = let_through
    return keep


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_a_scan_of_one_rna_is_never_drawn_under_the_text_of_another(page, hold, texts):
    one, other = texts
    page.goto(f"/scan?rbp={SHIPPED}")
    text = page.get_by_label(re.compile("RNAs as FASTA"))
    text.fill(one)
    expect(page.get_by_text("Read: utr1 (300 nt).")).to_be_visible()
    button(page, "Scan").click()
    for field in (
        text,
        button(page, "Try an example"),
        page.get_by_label("Step (nt)"),
        page.get_by_label("Window (nt)", exact=True),
    ):
        expect(field).to_be_disabled()
    expect(page.get_by_label("Substitutions", exact=True)).to_be_enabled()
    address = page.url
    page.evaluate(SET, ["scan-text", other])  # as what was typed just before the click
    page.wait_for_function("address => window.location.href !== address", arg=address)
    expect(page.locator("#rna-scan-status")).to_contain_text("Working on the earlier question")
    hold.let_through()
    expect(page.locator("#rna-scan-status")).to_contain_text(READY, timeout=COLD)
    expect(text).to_be_enabled()
    expect(page.locator("#scan-results")).to_be_hidden()
    expect(page.locator("#scan-peaks .ag-row")).to_have_count(0)

    page.get_by_role("link", name="show it").click()
    expect(text).to_have_value(re.compile(one.split()[1][90:116]))
    peaks = page.locator("#scan-peaks .ag-row [col-id=site].ag-cell")
    expect(peaks.first).to_contain_text(" at 101")
    assert page.url == address

    text.fill(other)
    expect(page.locator("#scan-results")).to_be_hidden()
    expect(button(page, "Scan")).to_be_enabled()
    assert LOST not in page.locator("#rna-scan-status").inner_text()
    button(page, "Scan").click()
    expect(page.locator("#scan-results")).to_be_visible(timeout=COLD)
    assert not any(" at 101" in site for site in peaks.all_inner_texts())
    text.fill(one)
    expect(peaks.first).to_contain_text(" at 101")  # kept, so at once
    expect(page.locator("#rna-scan-status")).to_contain_text("Computed before")
    page.unroute_all(behavior="ignoreErrors")


def test_work_that_was_left_for_other_work_by_a_link_or_a_reload_is_announced(page, hold, texts):
    """Dash itself follows the last job of a page alone."""
    one, other = texts
    text, status = page.get_by_label(re.compile("RNAs as FASTA")), page.locator("#rna-scan-status")
    page.goto(f"/scan?rbp={SHIPPED}&step=2")
    links = []
    for rna in (other, one):
        before = page.url
        text.fill(rna)
        page.wait_for_function("before => window.location.href !== before", arg=before)
        expect(button(page, "Scan")).to_be_enabled()
        links.append(page.url)
    button(page, "Scan").click()
    expect(page.locator("#rna-scan-cancel")).to_be_visible()
    expect(status).to_contain_text("You may leave this page")
    go(page, links[0])
    expect(text).to_have_value(re.compile(other.split()[1][90:116]))
    expect(page.locator("#rna-scan-cancel")).to_be_hidden()
    button(page, "Scan").click()
    hold.let_through()
    expect(page.locator("#scan-results")).to_be_visible(timeout=COLD)
    expect(status).to_contain_text(READY, timeout=COLD)
    expect(status.get_by_role("link")).to_have_count(1)
    page.reload()
    expect(status).to_contain_text(READY, timeout=COLD)
    page.get_by_role("link", name="show it").click()
    expect(page.locator("#scan-peaks .ag-row [col-id=site].ag-cell").first).to_contain_text(" at 101")
    expect(status).not_to_contain_text(READY)
    page.go_back()
    expect(text).to_have_value(re.compile(other.split()[1][90:116]))
    expect(page.locator("#scan-results")).to_be_visible()
    expect(status).not_to_contain_text(READY)
    page.unroute_all(behavior="ignoreErrors")


def test_a_list_of_substitutions_cannot_lose_its_result(page, hold, texts):
    one, _ = texts
    page.goto(f"/scan?rbp={SHIPPED}")
    text, lines = page.get_by_label(re.compile("RNAs as FASTA")), page.get_by_label("Substitutions", exact=True)
    text.fill(one)
    reference = one.split()[1][109]
    first, second = (f"utr1 110 {reference} {letter}" for letter in sorted(set("ACGU") - {reference})[:2])
    lines.fill(first)
    expect(page.get_by_text("1 substitution fits the RNAs.")).to_be_visible()
    button(page, "Score mutations").click()
    for field in (text, lines, button(page, "Try an example"), page.get_by_label("Window (nt)", exact=True)):
        expect(field).to_be_disabled()
    page.evaluate(SET, [{"type": "scan-field", "field": "variants"}, second])
    expect(page).to_have_url(re.compile(second.replace(" ", r"(\+|%20)")))
    hold.let_through()
    status = page.locator("#rna-effects-status")
    expect(status).to_contain_text(READY, timeout=COLD)
    expect(page.locator("#scan-effects .ag-row")).to_have_count(0)
    page.get_by_role("link", name="show it").click()
    changed = page.locator("#scan-effects .ag-row [col-id=what]").first
    expect(changed).to_have_text(f"{reference}110{first[-1]}")
    expect(lines).to_have_value(first)
    lines.fill(second)
    expect(changed).to_be_hidden()
    expect(button(page, "Score mutations")).to_be_enabled()
    assert LOST not in status.inner_text()
    page.unroute_all(behavior="ignoreErrors")


def test_a_map_of_one_number_of_backgrounds_is_not_shown_for_another(page, hold):
    page.goto(f"/discover?rbp={SHIPPED}&n=16&a=UGCA&b=GCGC")
    map_it, status = button(page, "Map them"), page.locator("#pair-status")
    map_it.click()
    fields = [page.get_by_label(label, exact=True) for label in ("N", "Seed", "First pattern")]
    for field in fields:
        expect(field).to_be_disabled()
    expect(page.get_by_label("k", exact=True)).to_be_enabled()
    page.evaluate(SET, [{"type": "discover-field", "field": "n"}, "32"])
    expect(page).to_have_url(re.compile("n=32"))
    hold.let_through()
    expect(status).to_contain_text(READY, timeout=COLD)
    expect(page.locator("#discover-map")).to_have_count(0)
    page.get_by_role("link", name="show it").click()
    expect(page.locator(".bench-finding")).to_contain_text("corrected for 21 pairs")
    expect(fields[0]).to_have_value("16")
    fields[1].fill("3")
    fields[1].press("Enter")
    expect(page.locator("#discover-map")).to_have_count(0)
    expect(map_it).to_be_enabled()
    assert LOST not in status.inner_text()
    page.unroute_all(behavior="ignoreErrors")


def test_what_comes_late_does_not_replace_what_was_typed_meanwhile(page, texts):
    one, _ = texts
    page.goto(f"/scan?rbp={SHIPPED}")
    text = page.get_by_label(re.compile("RNAs as FASTA"))
    expect(text).to_be_visible()
    held, is_held = [], True
    page.route("**/_dash-update-component*", lambda route: held.append(route) if is_held else route.continue_())
    with page.expect_request("**/_dash-update-component*"):
        button(page, "Try an example").click()
    text.fill(one)
    is_held = False
    for route in held:
        route.continue_()
    expect(page.get_by_text("Read: utr1 (300 nt).")).to_be_visible()
    page.wait_for_function("window.dash_component_api.getLayout('scan-offered').props.data")
    expect(text).to_have_value(one)
    button(page, "Try an example").click()
    expect(page.get_by_text("Read: simulated_example (900 nt).")).to_be_visible()


def test_an_open_window_is_one_of_the_fields_as_they_stand(page, texts):
    page.goto(f"/scan?rbp={SHIPPED}")
    page.get_by_label(re.compile("RNAs as FASTA")).fill(texts[0])
    expect(page.get_by_text("Read: utr1 (300 nt).")).to_be_visible()
    page.evaluate("window.dash_clientside.set_props('scan-shown', { data: { rna: '1', open: '1:85', change: null } })")
    panel = page.locator("#scan-window")
    expect(panel).to_contain_text("85 to 125")
    page.get_by_label("Window (nt)", exact=True).fill("31")
    page.get_by_label("Window (nt)", exact=True).press("Enter")
    expect(panel).to_contain_text("85 to 115")
    page.get_by_label("Step (nt)").fill("2")
    page.get_by_label("Step (nt)").press("Enter")
    expect(page).to_have_url(re.compile("step=2"))
    expect(panel).to_contain_text("85 to 115")
    page.get_by_role("button", name=re.compile("Remove")).or_(
        page.locator(".scan-rbps .mantine-Pill-remove")
    ).first.click()
    expect(panel).to_be_empty()


def test_an_rna_that_was_asked_for_before_does_not_replace_the_one_chosen_since(page):
    first, second, newer = "ACGUACGUACGUACGUACGU", "GGAACCUUGGAACCUUGGAA", "CCCCAAAAGGGGUUUUCCCC"
    page.goto(f"/explore?rbp={SHIPPED}&sequence={first}")
    drawn = """sequence => (document.querySelector('#explore-stack .js-plotly-plot')?.data || [])
        .some(trace => trace.mode === 'text' && trace.text.join('') === sequence)"""
    page.wait_for_function(drawn, arg=first)
    box = page.locator("#explore-input")
    held, is_held = [], True
    page.route("**/_dash-update-component*", lambda route: held.append(route) if is_held else route.continue_())
    box.fill(second)
    with page.expect_request("**/_dash-update-component*"):
        page.locator("#explore-show").click()
    box.fill("a next one")
    page.evaluate(
        """sequence => {
            const { props: { data } } = window.dash_component_api.getLayout('explore-state');
            const query = { ...data.query, sequence };
            window.dash_clientside.set_props('explore-state', { data: { ...data, query } });
            document.querySelector('#explore-stack .js-plotly-plot').emit('plotly_click',
                { points: [{ x: 1, y: 'G', data: { type: 'heatmap' } }] });
        }""",
        newer,
    )
    expect(page.locator("#explore-said")).to_have_text(
        "The figure of this RNA is on its way; click again when it is there."
    )
    is_held = False
    for route in held:
        route.continue_()
    page.wait_for_function(drawn, arg=newer)
    page.wait_for_function("window.dash_component_api.getLayout('explore-offered').props.data")
    expect(page).to_have_url(re.compile(f"sequence={newer}"))
    expect(box).to_have_value("a next one")
    expect(page.locator("#explore-own-table")).to_contain_text(second)
