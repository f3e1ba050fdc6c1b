"""Answer the first question of Discover for each shipped model: ``python -m callbacks.shipping FOLDER``.

The answers stand in the folder of shipped models, so that a first visit shows one; `make answers` writes them.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import core
from callbacks import asking
from callbacks.answering import key_of
from components.discover import state
from components.discover.page import SCAN
from core.models.card import Card
from core.settings import settings
from core.storage import shipped


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the answers that are not there yet, and remove those to other questions."""
    (folder,) = map(Path, sys.argv[1:] if arguments is None else arguments)
    questions = {key_of(SCAN, question): question for question in first_questions()}
    for number, (key, question) in enumerate(questions.items(), start=1):
        print(f"{number} of {len(questions)}: {question['rbp']}", flush=True)
        if shipped.recall(key) is None or folder != settings().shipped:
            shipped.write(folder, key, asking.find_kmers(question, lambda *_: None))
    written = {shipped.path_of(folder, key) for key in questions}
    for path in (folder / shipped.FOLDER).glob("*.json"):
        if path not in written:
            path.unlink()


def first_questions() -> list[dict]:
    """Return what Discover asks of each experiment with a shipped model, unless a field is changed."""
    found = []
    for experiment in core.list_experiments():
        if experiment.has_model:
            card = core.card(experiment.id)
            question = first_question(experiment.id, card)
            found += [question] if question else []
    return found


def first_question(model_name: str, card: Card) -> dict | None:
    """Return the question of Discover's fields as they are on a first visit."""
    values, problems = state.form(card).read({})
    return state.kmer_scan_question(model_name, card, values, problems)


if __name__ == "__main__":
    main()
