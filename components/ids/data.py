"""The ids of the Data & models page."""

from typing import Any

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
    """Return the id of the button that asks what depends on a data set."""
    return {"type": "data-set-remove", "name": name}


# Data & models page: the part Train
TRAIN_JOB = "data-train"
TRAIN_STATE = "train-state"
"""dcc.Store: {"path", "query"}, what stands in the fields; the address bar follows it."""
TRAIN_ADDRESS = "train-address"
TRAIN_COST = "train-cost"
TRAIN_KEPT = "train-kept"
"""The part of this training that is kept already, in words."""
TRAIN_ANEW = "train-anew"
TRAIN_DISCARDED = "train-discarded"
"""dcc.Store: the key of the training that was begun anew last, and when."""
TRAIN_CURVES = "train-curves"
TRAIN_NUMBERS = "train-numbers"
TRAIN_OUTCOME = "train-outcome"


def train_field(field: Any) -> dict:
    """Return the id of the input of one field of the part Train."""
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


# Data & models: external model
EXTERNAL_FILE = "external-file"
"""dcc.Store: {"upload", "name", …} of a file that has just arrived (components/upload)."""
EXTERNAL_UPLOAD = "external-upload"
"""dcc.Store: as `EXTERNAL_FILE`, of the file of the address; what arrives anew takes its place."""
EXTERNAL_EXPERIMENT = "external-experiment"
EXTERNAL_GENE = "external-gene"
EXTERNAL_NAME = "external-name"
EXTERNAL_ALPHABET = "external-alphabet"
EXTERNAL_OUTPUT = "external-output"
EXTERNAL_HERE = "external-here"
EXTERNAL_STATE = "external-state"
"""dcc.Store: {path, query} of the page, for the address bar."""
EXTERNAL_ADDRESS = "external-address"
EXTERNAL_SEEN = "external-seen"
EXTERNAL_KEEP = "external-keep-area"
EXTERNAL_KEPT = "external-kept"
