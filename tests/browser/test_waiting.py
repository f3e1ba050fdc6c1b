"""What a page does while it waits: for its scripts, and for a model that is slower than a person."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

ASSETS = Path(__file__).parents[2] / "assets"
DASH = """() => {
    window.asked = [];
    window.dash_component_api = { getLayout: id => window.here && { props: {} } };
    window.dash_clientside = { no_update: "no update", callback_context: { triggered: ["an edit"] } };
    window.dash_clientside.set_props = (id, { data }) => window.asked.push(data.state.revision);
    window.here = true;
}"""
EDIT = "revision => window.dash_clientside.bench.ask({ revision }, 'light')"
ARRIVE = "revision => window.dash_clientside.bench.latest({ revision }, null)"
LATEST = "([arrived, shown]) => window.dash_clientside.bench.latest(arrived, shown)"


def test_name_and_pages_are_there_before_the_scripts_and_give_way_to_the_app(page, rbp):
    held = []
    page.route("**/dash_renderer*", lambda route: held.append(route))
    page.goto("/", wait_until="commit")
    skeleton = page.locator(".skeleton")
    expect(skeleton).to_be_visible()
    expect(skeleton).to_contain_text("GIA Explorer")
    expect(skeleton.get_by_role("link", name="GIA bench")).to_be_visible()
    expect(page.get_by_text("Loading...")).to_be_hidden()
    for route in held:
        route.continue_()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(skeleton).to_be_hidden()


@pytest.fixture
def bench(page, context):
    """A blank page with the bench's script, and a Dash that notes which revisions a result is asked for."""
    page.clock.install()
    page.goto("about:blank")
    page.evaluate(DASH)
    for script in ("_internals.js", "bench.js"):
        page.add_script_tag(path=ASSETS / script)
    return page


def edit(bench, *revisions):
    for revision in revisions:
        bench.evaluate(EDIT, revision)
    return bench.evaluate("window.asked")


def test_one_edit_overtakes_a_result_on_its_way_and_of_later_ones_only_the_newest_is_asked_for(bench):
    assert edit(bench, 1, 2, 3, 4) == [1, 2]
    bench.evaluate(ARRIVE, 2)
    assert bench.evaluate("window.asked") == [1, 2, 4]
    bench.evaluate(ARRIVE, 4)
    assert bench.evaluate("window.asked") == [1, 2, 4]
    assert edit(bench, 5) == [1, 2, 4, 5]


def test_a_result_that_takes_long_is_not_waited_for(bench):
    assert edit(bench, 1, 2, 3) == [1, 2]
    bench.clock.fast_forward(2000)
    assert bench.evaluate("window.asked") == [1, 2, 3]
    bench.clock.fast_forward(2000)
    assert bench.evaluate("window.asked") == [1, 2, 3]
    assert edit(bench, 4) == [1, 2, 3, 4]


def test_a_new_page_waits_for_no_result_of_the_one_before_and_a_page_that_was_left_asks_nothing(bench):
    assert edit(bench, 1, 2, 3) == [1, 2]
    bench.evaluate("window.dash_clientside.callback_context.triggered = []")
    assert edit(bench, 0) == [1, 2, 0]
    bench.evaluate("window.here = false")
    bench.evaluate(ARRIVE, 0)
    assert edit(bench, 7) == [1, 2, 0]


def test_numbers_of_a_page_that_was_left_give_way_to_those_of_the_page_that_is_there(bench):
    edit(bench, 5)
    bench.evaluate("window.dash_clientside.callback_context.triggered = []")
    edit(bench, 0)
    of_the_one_before, of_this = {"number": 1, "of": "revision 5"}, {"number": 2, "of": "revision 0"}
    assert bench.evaluate(LATEST, [of_this, of_the_one_before]) == of_this
    assert bench.evaluate(LATEST, [of_the_one_before, of_this]) == "no update"


def test_a_click_that_comes_with_what_was_found_meanwhile_is_not_lost(page):
    page.goto("about:blank")
    page.evaluate(DASH)
    page.evaluate("Object.defineProperty(window, 'sessionStorage', { value: { getItem: () => 'me', setItem() {} } })")
    page.add_script_tag(path=ASSETS / "long_work.js")
    found, start = {"prop_id": "scan-found.data", "value": None}, {"prop_id": "scan-start.n_clicks", "value": 1}
    ask = """([triggered, question, busy]) => {
        window.dash_clientside.callback_context.triggered = triggered;
        return window.dash_clientside.work.ask(1, null, question, busy);
    }"""
    assert page.evaluate(ask, [[found], {"k": 3}, False]) == "no update"
    assert page.evaluate(ask, [[start], None, False]) == "no update"
    assert page.evaluate(ask, [[start], {"k": 3}, True]) == "no update"
    asked = page.evaluate(ask, [[found, start], {"k": 3}, False])
    assert (asked["question"], asked["visitor"]) == ({"k": 3}, "me")
    assert page.evaluate(ask, [[start], {"k": 3}, False]) == "no update", "a second click at once"


def test_work_that_a_server_took_with_it_is_begun_again_but_not_what_was_cancelled(page, context):
    page.clock.install()
    page.goto("about:blank")
    page.evaluate(DASH)
    page.evaluate("Object.defineProperty(window, 'sessionStorage', { value: { getItem: () => 'me', setItem() {} } })")
    page.evaluate("""() => {
        window.gia_server = { wasAwaySince: at => at < 5 };
        window.dash_clientside.set_props = (id, { data }) => window.asked.push([id, data]);
        window.dash_clientside.callback_context.triggered = [{ prop_id: "scan-busy.data" }];
    }""")
    page.add_script_tag(path=ASSETS / "long_work.js")
    ended = "([busy, asked]) => window.dash_clientside.work.ended(busy, asked)"
    before, after = ({"question": {"k": 3}, "nonce": f"asked at {at}", "at": at} for at in (1, 9))
    assert page.evaluate(ended, [True, before]) == "no update"
    assert page.evaluate(ended, [False, None]) is None
    page.evaluate("document.body.innerHTML = '<button id=scan-start></button><button id=scan-cancel></button>'")
    assert page.evaluate(ended, [False, after]) == "no update"
    page.clock.run_for(2_000)
    assert page.evaluate("window.asked") == [], "its answer may still be on its way"
    page.clock.run_for(2_000)
    assert page.evaluate("window.asked.splice(0)") == [["scan-ended", "asked at 9"]]
    assert page.evaluate(ended, [False, before]) == "no update"
    [[store, asked]] = page.evaluate("window.asked.splice(0)")
    assert store == "scan-asked" and asked["question"] == {"k": 3} and asked["nonce"] != "asked at 1"
    page.locator("#scan-cancel").click()
    assert page.evaluate(ended, [False, before]) == "no update"
    page.clock.run_for(4_000)
    assert page.evaluate("window.asked") == [["scan-ended", "asked at 1"]]
