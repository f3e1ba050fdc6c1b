"""The ids of all components that callbacks speak to, each once."""

from typing import Any

# shell
URL = "url"
PAGE = "page"
ALERT = "alert"
RBP = "rbp"
"""dcc.Store: id of the experiment last looked at; the navigation links carry it along."""
COLOR_SCHEME = "color-scheme"
"""dcc.Store: "light" or "dark"; figure callbacks take its data as an Input."""
COLOR_TOGGLE = "color-toggle"
NAV = "nav"
RBP_BADGE = "rbp-badge"
MODEL = "model"
"""dmc.Select: which model of an experiment Explore and the bench ask, where there are several."""
WARMTH = "warmth"
WARMTH_TICK = "warmth-tick"

# RBPs page
RBPS_TABLE = "rbps-table"
RBPS_SEARCH = "rbps-search"
RBPS_COUNT = "rbps-count"

# Explore page
EXPLORE_STATE = "explore-state"
"""dcc.Store: {"path": "/explore", "query": {"rbp": id, "sequence": RNA or None}}; the address bar follows it."""
EXPLORE_ADDRESS = "explore-address"
EXPLORE_SCATTER = "explore-scatter"
EXPLORE_SCATTER_NOTE = "explore-scatter-note"
EXPLORE_SURPRISE = "explore-surprise"
EXPLORE_EXAMPLE = "explore-example"
EXPLORE_INPUT = "explore-input"
EXPLORE_SHOW = "explore-show"
EXPLORE_PANEL = "explore-panel"
EXPLORE_FACTS = "explore-facts"
EXPLORE_MEASURED = "explore-measured"
EXPLORE_MEASURED_AT = "explore-measured-at"
"""dcc.Store: {"x": measured, "y": predicted}, where the chosen sequence lies in the scatter."""
EXPLORE_STACK = "explore-stack"
EXPLORE_LOGO = "explore-logo"
EXPLORE_DOWNLOAD = "explore-download"

# GIA bench
BENCH_DOCUMENT = "bench-document"
"""dcc.Store: the document of components/bench_document; the address bar follows it."""
BENCH_ACTIONS = "bench-actions"
"""dcc.Store: actions the document has not seen yet."""
BENCH_LINK = "bench-link"
"""dcc.Store: the link that the address bar shows (a callback without an output would not run when the page appears)."""
BENCH_TRACK = "bench-track"
BENCH_CONDITIONS = "bench-conditions"
BENCH_PROBLEM = "bench-problem"
BENCH_FIELDS_PROBLEM = "bench-fields-problem"
"""What was wrong with the last change of the list of conditions, and of background model, N or seed."""
BENCH_ASKED = "bench-asked"
"""dcc.Store: {"document", "dark"}, what a result was last asked for: the newest, when the one before has come."""
BENCH_ARRIVED = "bench-arrived"
"""dcc.Store: the numbers of the result that came last, which may be of an earlier document than one before it."""
BENCH_SUMMARIES = "bench-summaries"
"""dcc.Store: the numbers of the result of the latest document, by condition key."""
BENCH_FIGURE = "bench-figure"
BENCH_NOTICE = "bench-notice"
BENCH_NOTE = "bench-note"
"""What the chosen background model is, and which experiment is loaded."""
BENCH_FINDING = "bench-finding"
"""What the loaded experiment found, in one sentence."""


def bench_button(do: Any, key: Any) -> dict:
    """The id of a button that does something to the condition ``key`` (0: to none)."""
    return {"type": "bench-button", "do": do, "key": key}


def bench_field(field: Any) -> dict:
    """The id of the input of a design's field: background, n or seed."""
    return {"type": "bench-field", "field": field}


def bench_preset(name: Any) -> dict:
    """The id of the menu entry that loads an experiment."""
    return {"type": "bench-preset", "preset": name}


# Explore page, what came later
EXPLORE_COLOR = "explore-color"
EXPLORE_MOTIF = "explore-motif"
EXPLORE_SCORES = "explore-scores"
EXPLORE_CONTEXTS = "explore-contexts"
EXPLORE_CLEAR = "explore-clear"
"""Button that takes the selection in the scatter back."""
EXPLORE_TABLE = "explore-table"
EXPLORE_COUNT = "explore-count"
EXPLORE_TABLE_FILE = "explore-table-file"
EXPLORE_TABLE_CSV = "explore-table-csv"
EXPLORE_STEP = "explore-step"
"""dcc.Store: {"by": rows on, "from": RNA, "at": when}, where the table is to be stepped to."""
EXPLORE_PREVIOUS = "explore-previous"
EXPLORE_NEXT = "explore-next"
EXPLORE_PLACE = "explore-place"
EXPLORE_BEFORE = "explore-before"
"""The original of a mutated RNA."""
EXPLORE_UNDO = "explore-undo"
EXPLORE_REDO = "explore-redo"
EXPLORE_ORIGINAL = "explore-original"
EXPLORE_CHANGE = "explore-change"
EXPLORE_SAID = "explore-said"
"""What a click on a cell, or a typed change, came to where it changed nothing."""
EXPLORE_FIRST = "explore-first"
EXPLORE_LAST = "explore-last"
EXPLORE_STRETCH = "explore-stretch"
EXPLORE_STRUCTURE = "explore-structure"
EXPLORE_PROBLEM = "explore-problem"
"""What is wrong with the pasted text."""
EXPLORE_OWN = "explore-own"
"""dcc.Store on this browser: [{"name", "sequence"}], the RNAs a person pasted or kept."""
EXPLORE_OWN_TABLE = "explore-own-table"
EXPLORE_OWN_CARD = "explore-own-card"
EXPLORE_OWN_COUNT = "explore-own-count"
EXPLORE_OWN_FILE = "explore-own-file"
EXPLORE_OWN_CSV = "explore-own-csv"
EXPLORE_OWN_CLEAR = "explore-own-clear"
EXPLORE_KEEP = "explore-keep"
