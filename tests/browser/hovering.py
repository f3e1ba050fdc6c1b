"""The mouse over a mark of a figure: where the mark lies on the screen, and what the label beside it says."""

from playwright.sync_api import Page

PLACE = """([selector, x, y, xaxis, yaxis]) => {
    const plot = document.querySelector(`${selector} .js-plotly-plot`) || document.querySelector(selector);
    const across = plot._fullLayout[xaxis], up = plot._fullLayout[yaxis], box = plot.getBoundingClientRect();
    return [box.left + across._offset + across.d2p(x), box.top + up._offset + up.d2p(y)];
}"""
LABEL = """selector => [...document.querySelectorAll(`${selector} .hoverlayer .hovertext .nums`)]
    .map(one => [one.textContent, ...one.querySelectorAll('tspan.line')].map(part => part.textContent || part)[0])"""
MOVES = 40
"""A busy machine may still be laying the figure out."""


def place(page: Page, selector: str, x, y, axes: tuple[str, str] = ("xaxis", "yaxis")) -> tuple[float, float]:
    """Pixels of a point of a figure; ``selector`` finds the figure or what is around it."""
    return tuple(page.evaluate(PLACE, [selector, x, y, *axes]))


def hover(page: Page, selector: str, x, y, axes: tuple[str, str] = ("xaxis", "yaxis")) -> str:
    """Move the mouse to a point of a figure; the label that shows then, or several in a row."""
    page.locator(selector).first.evaluate("element => element.scrollIntoViewIfNeeded()")
    for _ in range(MOVES):
        at = place(page, selector, x, y, axes)
        page.mouse.move(at[0] - 2, at[1])
        page.mouse.move(*at)
        page.wait_for_timeout(100)
        if label := page.evaluate(LABEL, selector):
            return " | ".join(label)
    raise AssertionError(f"nothing is said at {x}, {y} of {selector}")
