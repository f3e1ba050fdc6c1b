"""What axe-core finds on a page that has come to rest."""

from axe_playwright_python.sync_playwright import Axe

TABLES = "[...document.querySelectorAll('.ag-header-row')].every(row => row.children.length)"
"""A table that is being drawn has for a moment a header without cells."""


def findings(page):
    """One line each: the rule, what it asks for, and where."""
    page.wait_for_function(TABLES)
    return [
        f"{one['id']}: {node['target']}: {node['failureSummary']}"
        for one in Axe().run(page).response["violations"]
        for node in one["nodes"]
    ]
