"""A server that is asleep or gone: the page says so, keeps what is done and goes on when it is back."""

import re
import signal

import pytest
import toy_network
from bench_page import expect_means, field
from own_server import free_port, serving
from playwright.sync_api import expect

import core
from core.gia import Design, parse_condition

KMER = toy_network.KMER
AWAY, SAID = "#server-away", "What you do is kept here, and goes on when it is back."


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def tab(browser, browser_context_args):
    context = browser.new_context(**browser_context_args)
    context.add_init_script("localStorage.setItem('gia:tour', 'done')")
    yield context.new_page()
    context.close()


def mean(rbp, text):
    return core.run_gia(Design(rbp, (parse_condition(text),))).conditions[0].global_importance


def write(page, text):
    field(page).fill(text)
    field(page).press("Enter")


def expect_away(page):
    expect(page.locator(AWAY)).to_have_text(re.compile(re.escape(SAID)))


def expect_back(page, texts):
    expect(page.locator(AWAY)).to_have_count(0)
    expect_means(page, texts)


def test_edits_outlive_a_server_that_sleeps_and_one_that_dies(tab, rbp, port):
    with serving("toy_server.py", port) as server:
        tab.goto(f"http://127.0.0.1:{port}/bench?rbp={rbp}&c={KMER}@4")
        expect_back(tab, [mean(rbp, f"{KMER}@4")])
        tab.evaluate("window.isSame = true")
        server.send_signal(signal.SIGSTOP)
        write(tab, f"{KMER}@9")
        expect_away(tab)
        write(tab, f"{KMER}@9,{KMER}@20")
        server.send_signal(signal.SIGCONT)
        expect_back(tab, [mean(rbp, f"{KMER}@9,{KMER}@20")])
    write(tab, f"{KMER}@12")
    expect_away(tab)
    write(tab, f"{KMER}@12,{KMER}@30")
    with serving("toy_server.py", port):
        expect_back(tab, [mean(rbp, f"{KMER}@12,{KMER}@30")])
        expect(tab).to_have_url(re.compile(f"c={KMER}@12,{KMER}@30"))
        assert tab.evaluate("window.isSame"), "the page was not loaded anew"


def test_what_a_proxy_says_of_a_server_that_is_gone_is_no_answer(tab, rbp, port):
    gone = [502, 503]
    with serving("toy_server.py", port):
        tab.goto(f"http://127.0.0.1:{port}/bench?rbp={rbp}&c={KMER}@4")
        expect_back(tab, [mean(rbp, f"{KMER}@4")])
        answer = lambda route: route.fulfill(status=gone.pop()) if gone else route.continue_()  # noqa: E731
        tab.route("**/_dash-update-component*", answer)
        write(tab, f"{KMER}@9")
        expect_back(tab, [mean(rbp, f"{KMER}@9")])
        assert not gone


def test_hard_work_is_not_taken_for_a_server_that_is_gone(tab, rbp, port):
    with serving("toy_server.py", port):
        tab.goto(f"http://127.0.0.1:{port}/bench?rbp={rbp}&c={KMER}@4")
        expect_back(tab, [mean(rbp, f"{KMER}@4")])
        tab.clock.install()
        held, is_hard = [], True
        tab.route("**/_dash-update-component*", lambda route: held.append(route) if is_hard else route.continue_())
        with tab.expect_request("**/_dash-update-component*"):
            write(tab, f"{KMER}@9")
        for _ in range(3):
            with tab.expect_response(re.compile("icon.svg")):
                tab.clock.fast_forward(5000)
        expect(tab.locator(AWAY)).to_have_count(0)
        is_hard = False
        for route in held:
            route.continue_()
        expect_means(tab, [mean(rbp, f"{KMER}@9")])
