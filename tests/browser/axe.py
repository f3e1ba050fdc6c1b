"""What axe-core finds on a page that has come to rest."""

from axe_playwright_python.sync_playwright import Axe

TABLES = "[...document.querySelectorAll('.ag-header-row')].every(row => row.children.length)"
"""A table that is being drawn has for a moment a header without cells."""
WHOLE = ".ag-center-cols-viewport { overflow: visible !important; }"
"""With rows in a box that scrolls sideways, axe-core 4 gives the contrast of the whole page up, and says so only among
what is incomplete."""


def findings(page):
    """One line each: the rule, what it asks for, and where; a rule that could not be tried is one, too."""
    page.wait_for_function(TABLES)
    style = page.add_style_tag(content=WHOLE)
    found = Axe().run(page).response
    style.evaluate("style => style.remove()")
    failed = [
        f"{one['id']}: {node['target']}: {none['message']}"
        for one in found["incomplete"]
        for node in one["nodes"]
        for none in node["none"]
        if none["id"] == "error-occurred"
    ]
    return failed + [
        f"{one['id']}: {node['target']}: {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
