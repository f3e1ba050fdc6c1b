"""The GIA bench as a person handles it: where things are, and how to drag them."""

import re
from itertools import count

from going import go
from playwright.sync_api import Locator, Page, expect

_visits = count(1)


def open_bench(page: Page, query: str) -> None:
    """Open the bench, without loading the app anew where it is open already, and wait for its first result."""
    address = f"/bench?{query}&{'&' * next(_visits)}"  # empty parts, so that it is another address each time
    go(page, address)
    expect(page).not_to_have_url(re.compile("&&"))
    expect(page.locator(".condition.active .condition-result strong, .condition.active em").first).to_be_visible()


def unfold(page: Page) -> None:
    """Show the fields behind the line that says what is asked."""
    if not page.locator("details.setting[open]").count():
        page.locator("details.setting > summary").click()


def chip(page: Page, pattern: str) -> Locator:
    return page.locator(f'.motif-chip[data-pattern="{pattern}"]')


def placed(page: Page, pattern: str, position: int | None = None) -> Locator:
    at = "" if position is None else f'[data-position="{position}"]'
    return page.locator(f'.placed[data-pattern="{pattern}"]{at}')


def field(page: Page) -> Locator:
    """The text form of the condition on the track."""
    return page.get_by_role("textbox", name="as text")


def said(page: Page) -> Locator:
    return page.locator(".track-said")


def middle(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def show(target: Locator) -> None:
    """Scroll to something at once; Playwright's own way waits until it is still, and gives up if it is drawn anew."""
    target.evaluate("element => element.scrollIntoViewIfNeeded()")


def spot(page: Page, pattern: str, position: int) -> tuple[float, float]:
    """Where to let go of the middle of a pattern so that it starts at a position."""
    target = page.locator(f'.cell[data-position="{position}"]')
    show(target)
    cell = target.bounding_box()
    return cell["x"] + cell["width"] * len(pattern) / 2, cell["y"] + cell["height"] / 2


def lift(page: Page, target: Locator) -> None:
    """Take something up with the mouse."""
    show(target)
    page.mouse.move(*middle(target))
    page.mouse.down()


def drag(page: Page, target: Locator, to: tuple[float, float]) -> None:
    """Drag something with the mouse and let go."""
    lift(page, target)
    page.mouse.move(*to, steps=6)
    page.mouse.up()


def touch_drag(page: Page, target: Locator, to: tuple[float, float]) -> None:
    """Drag something with a finger, by real touch events."""
    show(target)
    finger = page.context.new_cdp_session(page)
    x, y = middle(target)
    _touch(finger, "touchStart", x, y)
    for step in range(1, 7):
        _touch(finger, "touchMove", x + (to[0] - x) * step / 6, y + (to[1] - y) * step / 6)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def _touch(finger, kind: str, x: float, y: float) -> None:
    finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})


def importance(page: Page, number: int) -> Locator:
    """The global importance in the row of a condition."""
    return page.locator(f'.condition[data-condition="{number}"] .estimate strong')


def expect_means(page: Page, means: list[float]) -> None:
    """Wait until the plot shows these means, one a condition."""
    page.wait_for_function(
        """means => {
            const shown = document.querySelector('.bench-figure .js-plotly-plot')?.data?.at(-1)?.y ?? [];
            return shown.length === means.length && means.every((mean, i) => Math.abs(mean - shown[i]) < 1e-9);
        }""",
        arg=means,
    )
