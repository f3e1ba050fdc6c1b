"""The bench as tests handle it: states, what people do to them, and what comes back."""

from urllib.parse import parse_qs, urlencode

from components.bench import edits as bench_edits
from components.bench import history as bench_history
from components.bench import state as bench_state

KMER = "UGCAUG"
MODEL = {"kmer": KMER, "reads_structure": False, "task": "regression"}


def act(state, *actions, **action):
    """The state after actions, whatever could be undone."""
    return acts(state, bench_history.empty(), *(actions or [action]))[0]


def acts(state, history, *actions):
    """State and history after actions, numbered as the browser does."""
    first = state["revision"] + 1
    return bench_edits.apply(state, history, [{"number": n, **one} for n, one in enumerate(actions, first)])


def texts(state):
    return [item["text"] for item in state["conditions"]]


def names(state):
    return [item["name"] for item in state["conditions"]]


def restored(state, model=MODEL):
    """What the state's link opens, and what of it could not be read."""
    query = parse_qs(urlencode(state["link"]["query"], doseq=True))
    return bench_state.read_query(query, state["model_name"], model)


def row_text(row):
    """What a row of the list of conditions says, in reading order."""
    parts = [
        row["number"],
        row["name"],
        *(row["placements"] or ["Empty"]),
        row["label"],
        row["problem"] or row["waiting"],
    ]
    for result in row["results"]:
        parts += [result["title"], result["estimate"], f"({result['interval']})", result["difference"]]
    return " ".join(str(part) for part in parts if part)
