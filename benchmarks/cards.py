"""What opening a model costs among many cards."""

import dataclasses
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import core
from core.models.card import CARD_SUFFIX, Card, card_text, spec_key
from core.models.card_files import slug
from core.storage.index import SETTLED

SEEDS = 10
"""Models of one experiment: five seeds by two transforms."""


def opening(model_name: str, count: int) -> Callable[[], object]:
    """Open a shipped model, as a drag does, where a person has so many cards of their own besides."""
    home = tempfile.TemporaryDirectory()
    write(core.card(model_name), count, Path(home.name) / "models")
    time.sleep(SETTLED / 1e9)

    def ask() -> object:
        before = os.environ.get("GIA_HOME")
        os.environ["GIA_HOME"] = home.name
        try:
            return core.open_model(model_name)
        finally:
            if before is None:
                del os.environ["GIA_HOME"]
            else:
                os.environ["GIA_HOME"] = before

    ask()  # reads them all
    return ask


def write(card: Card, count: int, folder: Path) -> None:
    """Write cards like one of a real size, of made-up experiments."""
    folder.mkdir(parents=True)
    for number in range(count):
        experiment = f"MADE{number // SEEDS:05d}"
        spec = {**card.spec, "experiment": experiment, "seed": number % SEEDS}
        made = dataclasses.replace(card, experiment=experiment, spec=spec, key=spec_key(spec))
        (folder / f"{slug(experiment)}-{made.key[:10]}{CARD_SUFFIX}").write_text(card_text(made))
