"""A real Chromium in front of the real app, served on 127.0.0.1 from a thread; the neural network is a toy."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
import toy_network
from playwright.sync_api import expect
from werkzeug.serving import make_server

from app import create_app

PATIENCE = 120_000
"""Milliseconds: a bound for machines that are busy; nothing waits longer than it must."""
expect.set_options(timeout=PATIENCE)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The Chromium that `chromium.py` finds, in a process of its own: Playwright does not nest."""
    finder = Path(__file__).with_name("chromium.py")
    found = subprocess.run([sys.executable, finder], capture_output=True, text=True)
    if found.returncode:
        pytest.fail(f"{found.stderr.strip()}; run: make browser")
    return {**browser_type_launch_args, "executable_path": found.stdout.strip(), "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": {"width": 1360, "height": 1000}}


NO_FIRST_VISIT = """try {
    if (!sessionStorage.getItem("first visit")) localStorage.setItem("gia:tour", "done");
} catch { /* a blank page keeps nothing */ }"""
"""The tour of a first visit shows in its own test alone."""


@pytest.fixture(scope="session")
def base_url():
    """The address of the running app; ``page.goto("/bench")`` starts from it."""
    server = make_server("127.0.0.1", 0, create_app().server, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def rbp(monkeypatch):
    """The id of the one experiment that has a model: the toy network."""
    return toy_network.install(monkeypatch)


@pytest.fixture(scope="session")
def problems():
    """What went wrong in any page: errors logged or raised, and requests to another machine."""
    return []


@pytest.fixture(scope="session")
def open_tab(browser, browser_context_args, base_url, problems):
    """A function that opens a tab in a context of its own, for a session or a module to share."""
    contexts = []

    def open_one(**more):
        contexts.append(browser.new_context(**{**browser_context_args, **more}))
        watch(contexts[-1], more.get("base_url", base_url), problems)
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def tab(open_tab):
    """One tab for all tests that need no fresh one: loading the app anew takes seconds."""
    return open_tab()


@pytest.fixture
def context(context, base_url, problems):
    """A context of a test's own, for what would stay in a shared one: a clock, a finger, a second tab."""
    watch(context, base_url, problems)
    return context


@pytest.fixture(scope="session")
def opener(open_tab):
    """A tab that opens others: Chromium compiles the app's scripts once for all of them, half of what a load costs."""
    opener = open_tab()
    opener.goto("/assets/icon.svg")
    return opener


@pytest.fixture
def page(request, opener):
    """A tab of a test's own with nothing stored; in a context of its own where the test asks for that, too."""
    if "context" in request.fixturenames or request.node.get_closest_marker("browser_context_args"):
        yield request.getfixturevalue("context").new_page()
        return
    opener.evaluate("localStorage.clear()")
    with opener.expect_popup() as opened:
        opener.evaluate("() => { window.open('about:blank'); }")
    yield opened.value
    opened.value.close()


@pytest.fixture(autouse=True)
def nothing_goes_wrong(problems):
    """No page may log an error, raise one, or ask any other machine for anything."""
    problems.clear()
    yield
    assert problems == []


def watch(context, base_url, problems):
    def note(request):
        if not request.url.startswith((f"{base_url}/", "data:", "blob:")):
            problems.append(f"request to {request.url}")

    def listen(page):
        page.on("pageerror", lambda error: problems.append(f"error: {error}"))
        page.on("console", lambda message: message.type == "error" and problems.append(f"console: {message.text}"))

    context.set_default_timeout(PATIENCE)
    context.add_init_script(NO_FIRST_VISIT)
    context.on("request", note)
    context.on("page", listen)
