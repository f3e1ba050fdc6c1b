"""The ids of all components that callbacks use, each once."""

from typing import Any

from components.ids.data import *  # noqa: F403
from components.ids.scan import *  # noqa: F403

# shell
URL = "url"
PAGE = "page"
ALERT = "alert"
RBP = "rbp"
"""dcc.Store: id of the experiment last looked at; the navigation links carry it along."""
TITLE_OF = "title-of"
"""dcc.Store: the parts of the address that determine the tab's title, as `components.tab_title` takes them."""
TITLE = "title"
COLOR_SCHEME = "color-scheme"
"""dcc.Store: "light" or "dark"; figure callbacks take its data as an Input."""
COLOR_TOGGLE = "color-toggle"
NAV = "nav"
RBP_BADGE = "rbp-badge"
RBP_PICKER = "rbp-picker"
"""The choice of another RBP in the head of a page."""
MODEL = "model"
"""dmc.Select: which model of an experiment Explore and the bench ask, where there are several."""

# help
HELP = "help"
HELP_OPEN = "help-open"
HELP_KEYS = "help-keys"
LETTERS = "letters"
"""dcc.Store: "field" or "safe", the colours of the letters; figure callbacks take its data as an Input."""
LETTERS_SAFE = "letters-safe"
TOUR = "tour"
TOUR_START = "tour-start"

# RBPs page
RBPS_TABLE = "rbps-table"
RBPS_SEARCH = "rbps-search"
RBPS_COUNT = "rbps-count"
RBPS_CLEAR = "rbps-clear"
RBPS_ROWS = "rbps-rows"
"""dcc.Store: every row; the table shows those that search and filters leave."""
RBPS_SORT = "rbps-sort"
"""dcc.Store: "column:asc" or "column:desc", or nothing."""
RBPS_ABSENT = "rbps-absent"
"""dcc.Store: names of RBPs whose experiments are not here, and what is said of each."""
RBPS_ELSEWHERE = "rbps-elsewhere"
RBPS_STATE = "rbps-state"
"""dcc.Store: {"path": "/", "query": {"q", "family", …, "sort"}}; the address bar follows it."""
RBPS_ADDRESS = "rbps-address"

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

# GIA bench
BENCH_STATE = "bench-state"
"""dcc.Store: the state of components/bench/state; the address bar follows it."""
BENCH_ACTIONS = "bench-actions"
"""dcc.Store: actions the state has not seen yet."""
BENCH_LINK = "bench-link"
"""dcc.Store: the link that the address bar shows (a callback without an output would not run when the page appears)."""
BENCH_TRACK = "bench-track"
BENCH_CONDITIONS = "bench-conditions"
BENCH_PROBLEM = "bench-problem"
BENCH_FIELDS_PROBLEM = "bench-fields-problem"
BENCH_CHOICES_PROBLEM = "bench-choices-problem"
"""Problems of the last change: of the list of conditions, of background model, N or seed, and of the plot."""
BENCH_HISTORY = "bench-history"
"""dcc.Store: what can be undone and redone (components/bench_history)."""
BENCH_GESTURES = "bench-gestures"
"""dcc.Store: actions that no Dash component makes: those of the list, a key that undoes, a file that is opened."""
BENCH_LEGEND = "bench-legend"
BENCH_BESIDE = "bench-beside"
"""What is shown below the plot on demand: the line through copies, and the bare backgrounds."""
BENCH_WANTED = "bench-wanted"
"""Number of the newest question about the design."""
BENCH_ASKED = "bench-asked"
"""dcc.Store: {"state", "dark", "number"}, what a result was last asked for: the newest, when the one
before has come.
``number`` counts what this tab asked."""
BENCH_ARRIVED = "bench-arrived"
"""dcc.Store: the numbers of the result that came last, which may have been asked for before one that came earlier."""
BENCH_SUMMARIES = "bench-summaries"
"""dcc.Store: the numbers of the result of the latest state, by condition key."""
BENCH_FIGURE = "bench-figure"
BENCH_NOTICE = "bench-notice"
BENCH_NOTE = "bench-note"
BENCH_SETTING = "bench-setting"
"""The line that states the setting."""
"""The description of the chosen background model and of the loaded protocol."""
BENCH_FINDING = "bench-finding"
"""The finding of the loaded protocol, in one sentence."""


def rbps_filter(facet: Any) -> dict:
    """Return the id of a filter of the RBPs table: family, species, source or has."""
    return {"type": "rbps-filter", "facet": facet}


def bench_field(field: Any) -> dict:
    """Return the id of the input of a design's field: background, n or seed."""
    return {"type": "bench-field", "field": field}


def bench_choice(field: Any) -> dict:
    """Return the id of the input that says how results are shown: with, plot or show."""
    return {"type": "bench-choice", "field": field}


def bench_history(do: Any) -> dict:
    """Return the id of the button that undoes or redoes."""
    return {"type": "bench-history", "do": do}


def bench_preset(name: Any) -> dict:
    """Return the id of the menu entry that loads a protocol."""
    return {"type": "bench-preset", "preset": name}


# Share
SHARE_BUTTON = "share-button"
SHARE_ASKED = "share-asked"
"""dcc.Store: {"format", "path", "search", "href", "number"}, the file that was asked for, of which address."""
SHARE_DOWNLOAD = "share-download"
SHARE_SAID = "share-said"
"""The result of the last choice in the menu."""
SHARE_FIELD = "share-field"
SHARE_LINK = "share-link"
"""The field with a link that the browser refuses to copy."""
SHARE_CLOSE = "share-close"
RESUME = "resume"
RESUME_TEXT = "resume-text"
RESUME_GO = "resume-go"
RESUME_NOT = "resume-not"


def share_item(format: Any) -> dict:
    """Return the id of the menu entry that copies the link, or makes a file of that format."""
    return {"type": "share-item", "format": format}


# Explore page, what came later
EXPLORE_COLOR = "explore-color"
EXPLORE_MOTIF = "explore-motif"
EXPLORE_SCORES = "explore-scores"
EXPLORE_CONTEXTS = "explore-contexts"
EXPLORE_LOGO = "explore-logo"
EXPLORE_POINTS, EXPLORE_POINTS_OF = "explore-points", "explore-points-of"
EXPLORE_POINTS_BEGUN = "explore-points-begun"
EXPLORE_CLEAR = "explore-clear"
"""Button that clears the selection in the scatter."""
EXPLORE_TABLE = "explore-table"
EXPLORE_COUNT = "explore-count"
EXPLORE_TABLE_FILE = "explore-table-file"
EXPLORE_TABLE_CSV = "explore-table-csv"
EXPLORE_OFFERED = "explore-offered"
"""dcc.Store: a state as `components.explore.state.offer` makes it."""
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
"""Why a click on a cell, or a typed change, changed nothing."""
EXPLORE_FIRST = "explore-first"
EXPLORE_LAST = "explore-last"
EXPLORE_STRETCH = "explore-stretch"
EXPLORE_STRUCTURE = "explore-structure"
EXPLORE_PROBLEM = "explore-problem"
"""What is wrong with the pasted text."""
EXPLORE_OWN = "explore-own"
EXPLORE_PASTED = "explore-pasted"
"""dcc.Store on this browser: [{"name", "sequence"}], the RNAs a person pasted or kept."""
EXPLORE_OWN_TABLE = "explore-own-table"
EXPLORE_OWN_CARD = "explore-own-card"
EXPLORE_OWN_COUNT = "explore-own-count"
EXPLORE_OWN_FILE = "explore-own-file"
EXPLORE_OWN_CSV = "explore-own-csv"
EXPLORE_OWN_CLEAR = "explore-own-clear"
EXPLORE_KEEP = "explore-keep"


# long work (callbacks/long_work): the parts of each kind of it
def long_question(job: str) -> str:
    """dcc.Store: what can be asked now, plain JSON, or None."""
    return f"{job}-question"


def long_asked(job: str) -> str:
    """dcc.Store: the last question.

    {"question", "link", "visitor", "nonce", "at"}: the question, the address that restores it, who asked and when.
    """
    return f"{job}-asked"


def long_found(job: str) -> str:
    """dcc.Store: the sign of life of a job that works on the question already, or None."""
    return f"{job}-found"


def long_told(job: str) -> str:
    """dcc.Store: as `long_progress`, of whatever was asked last."""
    return f"{job}-told"


def long_progress(job: str) -> str:
    """dcc.Store: {"done", "total", "seconds", "more"} of the question in the fields, or None when none is under way."""
    return f"{job}-progress"


def long_came(job: str) -> str:
    """dcc.Store: as `long_arrived`, which follows it: while a job runs, Dash holds up all that depends on this one."""
    return f"{job}-came"


def long_arrived(job: str) -> str:
    """dcc.Store: the last answer to any question, which may come from a page that was left.

    {"question", "nonce", "link"}, with "problem" or "cancelled" if there is no answer.
    """
    return f"{job}-arrived"


def long_ended(job: str) -> str:
    """dcc.Store: the nonce of the last question that this page no longer waits for."""
    return f"{job}-ended"


def long_answer(job: str) -> str:
    """dcc.Store: the answer to the question in the fields, or None.

    {"question", "record"} or {"question", "problem"}; with "nonce" if it has just arrived.
    """
    return f"{job}-answer"


def long_busy(job: str) -> str:
    """dcc.Store: whether this page waits for an answer."""
    return f"{job}-busy"


def long_stopped(job: str) -> str:
    """dcc.Store: the nonce of the last question that was cancelled."""
    return f"{job}-stopped"


def long_left(job: str) -> str:
    """dcc.Store: earlier questions of this tab, with other fields, whose answers were not drawn.

    Each is as in `long_asked`, with its "state" as `callbacks.long_work.look_left` names it, or "unknown".
    """
    return f"{job}-left"


def long_left_states(job: str) -> str:
    """dcc.Store: the state of each of `long_left` by its nonce, as the server said last."""
    return f"{job}-left-states"


def long_left_look(job: str) -> str:
    """dcc.Store: when to look after `long_left` next; changes while an answer of it is waited for."""
    return f"{job}-left-look"


def long_form(job: str, part: Any = "") -> dict:
    """Return the id of a html.Fieldset around fields of the question, locked while this page waits for an answer."""
    return {"type": "long-form", "job": job, "part": part}


def long_start(job: str) -> str:
    """Return the id of the button that starts the work."""
    return f"{job}-start"


def long_cancel(job: str) -> str:
    """Return the id of the button that cancels the work."""
    return f"{job}-cancel"


def long_status(job: str) -> str:
    """Progress or outcome of the work, in words."""
    return f"{job}-status"


# Atlas
ATLAS_STATE = "atlas-state"
"""dcc.Store: {"path": "/atlas", "query": {"part", filters, settings}}; the address bar follows it."""
ATLAS_ADDRESS = "atlas-address"
ATLAS_PARTS = "atlas-parts"
"""The links to the parts of the page, which carry the filters along."""
ATLAS_COUNT = "atlas-count"
ATLAS_PROBLEM = "atlas-problem"
ATLAS_COST = "atlas-cost"
ATLAS_NOW = "atlas-now"
"""Which RBP is asked at this moment."""
ATLAS_FINDINGS = "atlas-findings"
ATLAS_TABLE = "atlas-table"
ATLAS_DRAWN = "atlas-drawn"
"""dcc.Store: what the findings were drawn of last: progress that brings nothing new draws nothing anew."""
ATLAS_CLICKED = "atlas-clicked"
"""dcc.Store: nothing; a click on a point opens its address."""
BENCH_ATLAS = "bench-atlas"
"""On the bench: the link to the same design on every RBP."""


def atlas_field(field: Any) -> dict:
    """Return the id of the input of one filter or setting of the Atlas."""
    return {"type": "atlas-field", "field": field}


def atlas_choice(field: Any) -> dict:
    """Return the id of a choice of the Atlas whose options follow the question: show."""
    return {"type": "atlas-choice", "field": field}


def atlas_graph(name: Any) -> dict:
    """Return the id of a figure of the Atlas whose points can be clicked."""
    return {"type": "atlas-graph", "name": name}


# Discover page
DISCOVER_STATE = "discover-state"
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
    """Return the id of the input of one field of the Discover page."""
    return {"type": "discover-field", "field": field}
