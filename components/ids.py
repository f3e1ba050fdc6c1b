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


# long work (callbacks/long_work): the parts of each kind of it
def long_question(job: str) -> str:
    """dcc.Store: what can be asked now, plain JSON, or None."""
    return f"{job}-question"


def long_asked(job: str) -> str:
    """dcc.Store: {"question", "visitor", "nonce"}, what was asked last."""
    return f"{job}-asked"


def long_found(job: str) -> str:
    """dcc.Store: the sign of life of a job that works on the question already, or None."""
    return f"{job}-found"


def long_progress(job: str) -> str:
    """dcc.Store: {"done", "total", "seconds", "more"}, or None when nothing is under way."""
    return f"{job}-progress"


def long_arrived(job: str) -> str:
    """dcc.Store: as `long_answer`, of what was asked at any time, maybe by a page that was left."""
    return f"{job}-arrived"


def long_answer(job: str) -> str:
    """dcc.Store: {"question", "record"} or {"question", "problem"}, or None."""
    return f"{job}-answer"


def long_busy(job: str) -> str:
    """dcc.Store: whether this page waits for an answer."""
    return f"{job}-busy"


def long_stopped(job: str) -> str:
    """dcc.Store: the nonce of what was cancelled last."""
    return f"{job}-stopped"


def long_form(job: str) -> str:
    """html.Fieldset around the fields of the question, which are locked while this page waits for an answer."""
    return f"{job}-form"


def long_start(job: str) -> str:
    return f"{job}-start"


def long_cancel(job: str) -> str:
    return f"{job}-cancel"


def long_status(job: str) -> str:
    """Progress, or what became of the work, in words."""
    return f"{job}-status"


# Discover page
DISCOVER_DOCUMENT = "discover-document"
"""dcc.Store: {"path", "query"}, what stands in the fields; the address bar follows it."""
DISCOVER_ADDRESS = "discover-address"
DISCOVER_COST = "discover-cost"
DISCOVER_PROBLEM = "discover-problem"
DISCOVER_FINDINGS = "discover-findings"
DISCOVER_PAIR_COST = "discover-pair-cost"
DISCOVER_PAIR_PROBLEM = "discover-pair-problem"
DISCOVER_PAIRS = "discover-pairs"
DISCOVER_MAP = "discover-map"
"""dcc.Graph: interaction over gaps or over both positions; a click opens that pair on the bench."""


def discover_field(field: Any) -> dict:
    """The id of the input of one field of the Discover page."""
    return {"type": "discover-field", "field": field}
