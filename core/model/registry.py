"""Trained models on disk: a Keras weights file beside a JSON card that says what it is.

Written only here. Shipped models stand in ``cached_models/``, a person's own in their data folder; of several models of
one experiment the one trained last on this machine is used, before a shipped one.
"""

import dataclasses
import hashlib
import json
import re
import tempfile
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from core.errors import ModelError
from core.settings import settings

CARD_SUFFIX = ".card.json"


@dataclass(frozen=True)
class Card:
    """What a trained model is, how it was made and how good it is.

    spec : experiment, architecture, transform, schedule, epochs, seed and the digest of the probes it was trained on.
    transform : parameters of the score transform, fitted on the training set.
    profile : 41 x 4, share of each letter at each position of the test probes; coverage : 41, the share of test probes
        that reach the position; density : histogram of measured against predicted score on set B.
    top_kmers : (6-mer, global importance) of the best ones, in the middle of profile backgrounds.
    history : loss and validation Pearson, epoch by epoch.
    """

    experiment: str
    gene: str
    spec: dict
    transform: dict
    validation_pearson: float
    test_pearson: float
    n_train: int
    n_validation: int
    n_test: int
    profile: list
    coverage: list
    density: dict
    top_kmers: list
    history: list
    seconds: float
    versions: dict
    trained: str
    key: str = ""
    weights: str = ""
    weights_sha256: str = ""
    weights_bytes: int = 0


def spec_key(spec: dict) -> str:
    """SHA-256 of the canonical JSON of a spec: two models of one key are the same training."""
    return hashlib.sha256(json.dumps(spec, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def save(model, card: Card, folder: Path | None = None) -> Card:
    """Write weights and card, each whole or not at all, and return the card as written.

    The weights are named by their content and the card is replaced last, so a crash leaves the model of before.
    """
    folder = prepare(folder)
    stem = f"{_slug(card.experiment)}-{spec_key(card.spec)[:10]}"
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        draft = Path(temporary) / "draft.weights.h5"
        _bare(model).save_weights(draft)
        content = draft.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        name = f"{stem}-{digest[:8]}.weights.h5"
        card = dataclasses.replace(
            card, key=spec_key(card.spec), weights=name, weights_sha256=digest, weights_bytes=len(content)
        )
        card_draft = Path(temporary) / "card.json"
        card_draft.write_text(_card_text(card))
        draft.replace(folder / name)
        card_draft.replace(folder / f"{stem}{CARD_SUFFIX}")
    for old in folder.glob(f"{stem}-*.weights.h5"):
        if old.name != name:
            old.unlink()
    return card


def prepare(folder: Path | None = None) -> Path:
    """The folder that models are kept in, made and found writable, so that no training is in vain.

    Raises
    ------
    ModelError : it cannot be written.
    """
    folder = folder or settings().models
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise ModelError(
            f"models cannot be kept in {folder} ({error.strerror}); set GIA_HOME to a folder that you can write."
        ) from error


def cards() -> dict[str, Card]:
    """The card of the model in use of every experiment that has one; damaged cards are left out, `card` names them."""
    found = {}
    for folder in (settings().shipped, settings().models):
        readable = [card for path in folder.glob(f"*{CARD_SUFFIX}") if (card := _read_or_none(path))]
        found.update({card.experiment: card for card in sorted(readable, key=lambda card: card.trained)})
    return found


def card(experiment: str) -> Card:
    """The card of the model in use of an experiment.

    Raises
    ------
    ModelError : no model is trained for it, or its card cannot be read.
    """
    found = cards().get(experiment)
    if found is None:
        for folder in (settings().models, settings().shipped):
            for path in folder.glob(f"{_slug(experiment)}-*{CARD_SUFFIX}"):
                _read(path)
        raise ModelError(f"there is no model for {experiment} yet; train one with: python -m core train {experiment}")
    if found.key != spec_key(found.spec):
        raise ModelError(
            f"the card of {experiment} says key {found.key[:10]}…, but its spec gives {spec_key(found.spec)[:10]}…; "
            f"it was changed by hand: restore it, or train again with: python -m core train {experiment}"
        )
    return found


def predictor(experiment: str):
    """The compiled network of an experiment, ready to be called with letters.

    Raises
    ------
    ModelError : as `card`, or weights that are missing, truncated or not the ones of the card.
    """
    found = card(experiment)
    return _predictor(weights_path(found), found)


def weights_path(card: Card) -> Path:
    """The weights file of a card, checked against it.

    Raises
    ------
    ModelError : it is missing, truncated, or another model's.
    """
    cure = f"restore the file, or train again with: python -m core train {card.experiment}"
    folder = next((f for f in (settings().models, settings().shipped) if (f / card.weights).is_file()), None)
    if folder is None:
        raise ModelError(f"the weights {card.weights!r} of {card.experiment} are missing; {cure}")
    path = folder / card.weights
    if (size := path.stat().st_size) < card.weights_bytes:
        raise ModelError(f"{path.name} is truncated: {size:,} of {card.weights_bytes:,} bytes; {cure}")
    if _digest(path, size, path.stat().st_mtime_ns) != card.weights_sha256:
        raise ModelError(f"{path.name} is not the weights file that the card of {card.experiment} describes; {cure}")
    return path


@lru_cache(maxsize=256)
def _digest(path: Path, size: int, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


_loading = Lock()
_loaded: dict[str, object] = {}
MOST_LOADED = 32


def _predictor(path: Path, card: Card):
    """Predictors by the content of their weights, the least recently used dropped first."""
    with _loading:
        loaded = _loaded.pop(card.weights_sha256, None) or _load(path, card)
        _loaded[card.weights_sha256] = loaded
        while len(_loaded) > MOST_LOADED:
            del _loaded[next(iter(_loaded))]
        return loaded


def _load(path: Path, card: Card):
    from core.model import residualbind
    from core.model.predictor import Predictor

    variant = card.spec["architecture"]["variant"]
    model = residualbind.build(variant)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # Keras warns, and goes on, where a layer finds no weights
            model.load_weights(path)
    except (OSError, KeyError, ValueError, UserWarning) as error:
        raise ModelError(
            f"{path.name} does not fit the {variant} ResidualBind that its card names; "
            f"train again with: python -m core train {card.experiment}"
        ) from error
    return Predictor(model, variant)


def _bare(model):
    """The model without its optimizer, whose state would triple the file."""
    bare = type(model).from_config(model.get_config())
    bare.set_weights(model.get_weights())
    return bare


def _slug(experiment: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]+", "_", experiment)[:40] or "_"


def _card_text(card: Card) -> str:
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in dataclasses.asdict(card).items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _read_or_none(path: Path) -> Card | None:
    try:
        return _read(path)
    except ModelError:
        return None


def _read(path: Path) -> Card:
    try:
        stat = path.stat()
        return _parse(path, stat.st_size, stat.st_mtime_ns)
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(f"the model card {path.name} cannot be read; delete it and train the model again.") from error


@lru_cache(maxsize=1024)
def _parse(path: Path, size: int, changed: int) -> Card:
    return Card(**json.loads(path.read_text()))
