"""Messages of working commands, on standard error."""

import sys
import time

import core
from core.models import registry

SECONDS_BETWEEN = 3


def say(text: str) -> None:
    """Write a line of progress to standard error."""
    print(text, file=sys.stderr, flush=True)


def say_doubts(names) -> None:
    """Warn how far models that are not good can be trusted."""
    for sentence in core.doubtful(names):
        say(sentence)


def say_damaged(experiment: str = "") -> None:
    """Name the models whose files are damaged, of one experiment or of all."""
    for sentence in registry.problems(experiment):
        say(sentence)


def say_epoch(epoch) -> None:
    """Report a finished epoch."""
    say(
        f"epoch {epoch.number} of at most {epoch.total}: loss {epoch.loss:.4f}, "
        f"validation Pearson {epoch.validation_pearson:.4f}, {epoch.seconds:.0f} s"
    )


def once(names: list[str]) -> list[str]:
    """Drop models that are named a second time, and say so."""
    kept: dict[str, str] = {}
    for name in names:
        model = core.card(name).name
        if model in kept:
            say(f"{model} is named twice ({kept[model]}, {name}); it is asked once.")
        kept.setdefault(model, name)
    return list(kept.values())


def predict_probes(model_name: str) -> None:
    """Predict the probes of set B with progress, unless the predictions are kept already."""
    if not core.has_test_scores(model_name):
        core.predict_test_probes(model_name, count(f"probes of set B predicted by {model_name}"))


def count(what: str):
    """Make an ``on_progress`` that reports every few seconds, once something is done."""
    said = [time.monotonic()]

    def on_progress(done: int, total: int) -> None:
        if done and time.monotonic() - said[0] > SECONDS_BETWEEN:
            said[0] = time.monotonic()
            say(f"{done:,} of {total:,} {what}")

    return on_progress


def count_ranked():
    """Make an ``on_progress`` for `core.scan_kmers`."""
    tell = count("sequences scored")

    def on_progress(progress) -> None:
        tell(progress.done, max(progress.done, progress.total))

    return on_progress


def say_megabytes(done: int, total: int | None) -> None:
    """Report the progress of a download."""
    of = f" of {total / 1e6:.0f}" if total else ""
    print(f"\r{done / 1e6:.0f}{of} MB", end="", file=sys.stderr, flush=True)
