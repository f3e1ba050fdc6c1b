"""The bench as tests handle it: documents, what people do to them, and what comes back."""

from urllib.parse import parse_qs, urlencode

from components.bench import document as bench_document
from components.bench import edits as bench_edits
from components.bench import history as bench_history

KMER = "UGCAUG"
MODEL = {"kmer": KMER, "folds": False, "task": "regression"}


def act(document, *actions, **action):
    """The document after actions, whatever could be undone."""
    return acts(document, bench_history.empty(), *(actions or [action]))[0]


def acts(document, history, *actions):
    """Document and history after actions, numbered as the browser does."""
    first = document["revision"] + 1
    return bench_edits.apply(document, history, [{"number": n, **one} for n, one in enumerate(actions, first)])


def texts(document):
    return [item["text"] for item in document["conditions"]]


def names(document):
    return [item["name"] for item in document["conditions"]]


def restored(document, model=MODEL):
    """What the document's link opens, and what of it could not be read."""
    query = parse_qs(urlencode(document["link"]["query"], doseq=True))
    return bench_document.read_query(query, document["model_name"], model)


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
