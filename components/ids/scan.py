"""The ids of the Scan page."""

from typing import Any

# Scan page
SCAN_FORM = "scan-form"
"""dcc.Store: {"path", "query"}, what stands in the fields."""
SCAN_SHOWN = "scan-shown"
"""dcc.Store: {"rna": number, "open": "MODEL:FIRST", "change": "MODEL:SUBSTITUTION"}, what is looked at; the address bar
follows this and the form."""
SCAN_ADDRESS = "scan-address"
SCAN_RNAS = "scan-rnas"
"""dcc.Store: the RNAs as `core.transcript.packed` writes them, or None."""
SCAN_TEXT = "scan-text"
SCAN_TEXT_PROBLEM = "scan-text-problem"
SCAN_READ = "scan-read"
"""What was read in the text."""
SCAN_FILE = "scan-file"
SCAN_EXAMPLE = "scan-example"
SCAN_PROBLEM = "scan-problem"
SCAN_COST = "scan-cost"
SCAN_BADGE = "scan-badge"
SCAN_RESULTS = "scan-results"
SCAN_SUMMARY = "scan-summary"
SCAN_RNA = "scan-rna"
"""dmc.Select: which of the RNAs is drawn, its number from 1."""
SCAN_FROM = "scan-from"
SCAN_TO = "scan-to"
SCAN_WHOLE = "scan-whole"
SCAN_FIGURE = "scan-figure"
SCAN_PEAKS = "scan-peaks"
SCAN_PEAKS_CSV = "scan-peaks-csv"
SCAN_PEAKS_FILE = "scan-peaks-file"
SCAN_WINDOW = "scan-window"
"""The window that is looked into, or what a substitution does to it."""
SCAN_VARIANTS_READ = "scan-variants-read"
SCAN_VARIANTS_PROBLEM = "scan-variants-problem"
SCAN_EFFECTS = "scan-effects"
SCAN_EFFECTS_CARD = "scan-effects-card"
SCAN_EFFECTS_CSV = "scan-effects-csv"
SCAN_EFFECTS_FILE = "scan-effects-file"


def scan_field(field: Any) -> dict:
    """The id of the input of one field of the Scan page."""
    return {"type": "scan-field", "field": field}
