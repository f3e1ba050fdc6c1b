"""Long work that only asks models: functions of a question, as `callbacks.long_work` says. Imports no Dash."""

from collections.abc import Callable

import core
from components.atlas.asked import survey_of
from components.discover.asked import pair_arguments
from components.scan.asked import scan_of
from core import atlas
from core.discovery.kmer_scan import Progress
from core.formatting import plain

SHOWN_EARLY = 10
"""Ranks that are shown while a scan runs."""
SETTING = ("n", "background", "seed")
OF_A_PAIR = (
    *("label", "position", "other_position", "gap", "alone", "other_alone"),
    *("interaction", "interaction_low", "interaction_high", "p_adjusted"),
)
"""Columns of the protocol interaction that the page shows."""
STEPS = "predictions and folded letters"
"""The unit of the progress of a scan of RNAs."""


def find_kmers(question: dict, tell: Callable) -> dict:
    """Run a scan of k-mers; report its first ranks while it runs."""
    model_name = question["rbp"]
    asked = {name: value for name, value in question.items() if name not in ("model", "rbp")}

    def tell_page(now: Progress) -> None:
        best = [one._asdict() for one in now.best[:SHOWN_EARLY]]
        tell(now.done, now.total, {"question": question, "kmers": best, "seen": now.seen})

    found = core.discover(core.open_model(model_name), **asked, on_progress=tell_page)
    return found.to_dict(core.find_experiment(model_name).gene)


def interact(question: dict, tell: Callable) -> dict:
    """Compute the interaction of two patterns, over gaps or both positions."""
    setting = {name: question[name] for name in SETTING}
    ask = core.PROTOCOLS["interaction"].ask
    found = ask(core.open_model(question["rbp"]), **pair_arguments(question), **setting, on_progress=tell).to_dict()
    return {"rows": [{name: row[name] for name in OF_A_PAIR} for row in found["rows"]]}


def survey(question: dict, tell: Callable) -> dict:
    """Ask every model, report which RBP is being asked, and keep each answer as soon as it is complete."""

    def tell_page(now: atlas.Progress) -> None:
        tell(now.done, now.total, {"gene": now.gene, "known": now.known, "models": now.models})

    return {"rows": atlas.ask(survey_of(question), tell_page)}


def scan_rnas(question: dict, tell: Callable) -> dict:
    """Scan RNAs and keep the record for the page; only numbers of RNAs and peaks travel."""
    found = scan_of(question, lambda done, total: tell(done, total, {"counted": STEPS}))
    return {"rnas": len(found.tracks), "peaks": len(found.peaks)}


def predict_probes(question: dict, tell: Callable) -> dict:
    """Ask the model about all probes of set B."""
    return {"n": core.predict_test_probes(question["rbp"], lambda n, of: tell(n, of, {"counted": "probes"}))}


def compare(question: dict, tell: Callable) -> dict:
    """Compare both models on set B."""

    def on_progress(done: int, total: int) -> None:
        tell(done, total, {"counted": "resamples of the probes"})

    found = core.compare_models(question["first"], question["second"], on_progress=on_progress)
    return plain(found._asdict())
