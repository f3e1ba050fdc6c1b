"""Questions that every shipped model is asked, as command lines; the numbers that are picked from each answer."""

from tests.golden.table import pick, read_rows, run, written

FILE = "questions.csv"


def answer(row):
    """Ask one question: what is picked from the document, in one line."""
    document = run(row["command"])
    return " ".join(written(value) for path in row["picked"].split() for value in pick(document, path))


def answered():
    """All questions with their answers of today."""
    return [{**row, "answer": answer(row)} for row in read_rows(FILE)]
