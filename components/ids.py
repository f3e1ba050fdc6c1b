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
BENCH_CHOICES_PROBLEM = "bench-choices-problem"
"""What was wrong with the last change of the list of conditions, of background model, N or seed, and of the plot."""
BENCH_HISTORY = "bench-history"
"""dcc.Store: what can be undone and redone (components/bench_history)."""
BENCH_GESTURES = "bench-gestures"
"""dcc.Store: actions that no Dash component makes: those of the list, a key that undoes, a file that is opened."""
BENCH_LEGEND = "bench-legend"
BENCH_BESIDE = "bench-beside"
"""What is shown below the plot on demand: the line through copies, and the bare backgrounds."""
BENCH_ASKED = "bench-asked"
"""dcc.Store: {"document", "dark", "number"}, what a result was last asked for: the newest, when the one
before has come.
``number`` counts what this tab asked."""
BENCH_ARRIVED = "bench-arrived"
"""dcc.Store: the numbers of the result that came last, which may have been asked for before one that came earlier."""
BENCH_SUMMARIES = "bench-summaries"
"""dcc.Store: the numbers of the result of the latest document, by condition key."""
BENCH_FIGURE = "bench-figure"
BENCH_NOTICE = "bench-notice"
BENCH_NOTE = "bench-note"
"""What the chosen background model is, and which experiment is loaded."""
BENCH_FINDING = "bench-finding"
"""What the loaded experiment found, in one sentence."""


def rbps_filter(facet: Any) -> dict:
    """The id of a filter of the RBPs table: family, species, source or has."""
    return {"type": "rbps-filter", "facet": facet}


def bench_field(field: Any) -> dict:
    """The id of the input of a design's field: background, n or seed."""
    return {"type": "bench-field", "field": field}


def bench_choice(field: Any) -> dict:
    """The id of the input that says how results are shown: with, plot or show."""
    return {"type": "bench-choice", "field": field}


def bench_history(do: Any) -> dict:
    """The id of the button that undoes or redoes."""
    return {"type": "bench-history", "do": do}


def bench_preset(name: Any) -> dict:
    """The id of the menu entry that loads an experiment."""
    return {"type": "bench-preset", "preset": name}


# Share
SHARE_BUTTON = "share-button"
SHARE_ASKED = "share-asked"
"""dcc.Store: {"format", "path", "search", "href", "number"}, the file that was asked for, of which address."""
SHARE_DOWNLOAD = "share-download"
SHARE_SAID = "share-said"
"""What became of the last thing that was asked of the menu."""
SHARE_FIELD = "share-field"
SHARE_LINK = "share-link"
"""Where a link stands that the browser does not let us copy."""
SHARE_CLOSE = "share-close"
RESUME = "resume"
RESUME_TEXT = "resume-text"
RESUME_GO = "resume-go"
RESUME_NOT = "resume-not"


def share_item(format: Any) -> dict:
    """The id of the menu entry that copies the link, or makes a file of that format."""
    return {"type": "share-item", "format": format}


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


# Atlas
ATLAS_DOCUMENT = "atlas-document"
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
"""dcc.Store: nothing; a click on a figure opens what stands in the point."""
BENCH_ATLAS = "bench-atlas"
"""On the bench: the way to the same design on every RBP."""


def atlas_field(field: Any) -> dict:
    """The id of the input of one filter or setting of the Atlas."""
    return {"type": "atlas-field", "field": field}


def atlas_choice(field: Any) -> dict:
    """The id of a choice of the Atlas whose options follow what is asked: show."""
    return {"type": "atlas-choice", "field": field}


def atlas_graph(name: Any) -> dict:
    """The id of a figure of the Atlas whose points can be clicked."""
    return {"type": "atlas-graph", "name": name}


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


# Data & models page, measurements
DATA_UPLOAD = "data-upload"
"""dcc.Store: {"upload", "name", "names", "bytes"}, what has just been uploaded."""
DATA_SOURCE = "data-source"
"""dcc.Store: {"path", "query"}, the address that the page was opened with."""
DATA_ADDRESS = "data-address"
"""dcc.Store: as `DATA_SOURCE`, with what was chosen since; the address bar follows it."""
DATA_GO = "data-go"
"""dcc.Store: the address to go to."""
DATA_READING = "data-reading"
DATA_LAYOUT = "data-layout"
DATA_PREVIEW = "data-preview"
DATA_EXPERIMENTS = "data-experiments"
"""dag.AgGrid: the experiments of a preview; those selected are kept."""
DATA_EXPERIMENT = "data-experiment"
"""dmc.Select: the experiment whose scores are drawn."""
DATA_SCORES = "data-scores"
DATA_KEEP = "data-keep"
DATA_KEEP_PROBLEM = "data-keep-problem"
DATA_KEPT = "data-kept"
"""dcc.Store: the address that says what was kept, to go to."""
DATA_BEGUN = "data-begun"
DATA_HERE = "data-here"
DATA_SAID = "data-said"
DATA_CONFIRM = "data-confirm"
DATA_CONFIRM_TEXT = "data-confirm-text"
DATA_REMOVE = "data-remove"
DATA_CHOSEN = "data-chosen"
"""dcc.Store: {"name", "at"}, the data set that is asked about, and which click asked; None when it is removed."""


def data_set_remove(name: Any) -> dict:
    """The id of the button that asks what depends on a data set."""
    return {"type": "data-set-remove", "name": name}


# Data & models page: the part Train
TRAIN_JOB = "data-train"
TRAIN_DOCUMENT = "train-document"
"""dcc.Store: {"path", "query"}, what stands in the fields; the address bar follows it."""
TRAIN_ADDRESS = "train-address"
TRAIN_COST = "train-cost"
TRAIN_KEPT = "train-kept"
"""What of this training is kept already, in words."""
TRAIN_ANEW = "train-anew"
TRAIN_DISCARDED = "train-discarded"
"""dcc.Store: the key of the training that was begun anew last, and when."""
TRAIN_CURVES = "train-curves"
TRAIN_NUMBERS = "train-numbers"
TRAIN_OUTCOME = "train-outcome"


def train_field(field: Any) -> dict:
    """The id of the input of one field of the part Train."""
    return {"type": "train-field", "field": field}


# Data & models page: the part Models
MODELS_TABLE = "models-table"
MODELS_SEARCH = "models-search"
MODELS_WITH = "models-with"
MODELS_DELETE = "models-delete"
MODELS_SURE = "models-sure"
"""dmc.Modal that names what goes with a model."""
MODELS_DELETE_SURE = "models-delete-sure"
MODELS_SURE_TEXT = "models-sure-text"
MODELS_PAIR_ASKED = "models-pair-asked"
"""dcc.Store: the question of the comparison on set B."""
MODELS_DELETED = "models-deleted"
MODELS_KEEP = "models-keep"
MODELS_JSON = "models-json"
MODELS_FILE = "models-file"
MODELS_STATE = "models-state"
"""dcc.Store: {"model", "with"} of the models that are shown."""
MODELS_CURVES = "models-curves"
MODELS_DENSITY = "models-density"
MODELS_PROFILE = "models-profile"
MODELS_LOGO = "models-logo"
MODELS_PAIR = "models-pair"
MODELS_PAIR_JOB = "data-compare"


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
