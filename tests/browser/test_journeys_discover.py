"""The Discover page with a shipped model and real job processes."""

import re
import time
from contextlib import suppress

import psutil
import pytest
from playwright.sync_api import expect

import core
from callbacks.job_process import CODE
from core.formatting import number_text

COLD = 180_000
"""Milliseconds that a busy machine may take to start another process and to answer."""


@pytest.fixture(scope="module")
def shipped():
    return next(one.id for one in core.list_experiments() if one.has_model and one.source == "simulated")


def jobs():
    """The processes of jobs, children of this process."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):  # it has just ended
            found += [child] if CODE in child.cmdline() else []
    return found


def wait_for(is_so, seconds=COLD / 1000):
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def ranks(page):
    return [text.replace("\n", "") for text in page.locator(".ranks tbody th").all_inner_texts()]


def test_scan_cancel_scan_again_and_share(page, browser, browser_context_args, shipped):
    page.goto(f"/discover?rbp={shipped}&k=8&n=10000&top=5")
    start, cancel = page.get_by_role("button", name="Scan"), page.get_by_role("button", name="Cancel").first
    expect(page.get_by_text("which k-mers raise the prediction most")).to_be_visible()
    expect(page.get_by_text("predictions,").first).to_be_visible()
    start.evaluate("button => { for (let i = 0; i < 20; i++) button.click(); }")
    expect(page.get_by_text(re.compile("of about"))).to_be_visible(timeout=COLD)
    assert len(jobs()) == 1
    [first] = jobs()
    page.reload()
    expect(page.get_by_text(re.compile("of about"))).to_be_visible(timeout=COLD)
    cancel.click()
    expect(page.get_by_text("nothing runs any more")).to_be_visible()
    wait_for(lambda: not jobs() and not first.is_running())

    page.get_by_label("k", exact=True).fill("3")
    page.get_by_label("N", exact=True).fill("32")
    page.get_by_label("N", exact=True).press("Enter")
    expect(page).to_have_url(re.compile(r"k=3&position=18&n=32"))
    start.click()
    expect(page.locator(".mutants")).to_be_visible(timeout=COLD)
    best = core.scan_kmers(core.open_model(shipped), 3, n=32, top=5).kmers
    assert ranks(page) == [one.kmer for one in best]
    shown = page.locator(".ranks td.strong").all_inner_texts()
    assert shown == [number_text(one.global_importance) for one in best]
    wait_for(lambda: not jobs())

    other = browser.new_context(**browser_context_args)
    friend = other.new_page()
    friend.goto(page.url)
    expect(friend.locator(".mutants")).to_be_visible()
    assert ranks(friend) == ranks(page)
    assert not jobs()
    other.close()

    page.get_by_role("link", name="To the bench").first.click()
    expect(page.locator(f'.placed[data-pattern="{best[0].kmer}"][data-position="18"]')).to_be_visible(timeout=COLD)


def test_two_motifs_are_mapped_and_opened_on_the_bench(page, shipped):
    page.goto(f"/discover?rbp={shipped}&n=16&a=UG1&b=GCGC")
    button = page.get_by_role("button", name="Map them")
    expect(page.get_by_text("has the letter '1'")).to_be_visible()
    expect(button).to_be_disabled()
    page.get_by_label("First pattern").fill("UGCA")
    page.get_by_label("First pattern").press("Enter")
    expect(page.get_by_text("has the letter '1'")).to_have_count(0)
    button.click()
    expect(page.locator(".bench-finding")).to_contain_text("corrected for 21 pairs", timeout=COLD)
    page.get_by_text("The numbers").click()
    page.get_by_role("link", name="To the bench").first.press("Enter")
    expect(page).to_have_url(re.compile(r"/bench\?.*UGCA@\d+,GCGC@\d+.*active=3"))
