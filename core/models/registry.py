"""Trained models on disk: a weights file, and a JSON card for each experiment that it was trained on.

Only this module writes them. Shipped models are in ``cached_models/``, the user's own in the data folder. A model is
named ``EXPERIMENT:LABEL``, such as ``RNCMPT00168:residualbind-pu``. The experiment alone means the model of highest
`Card.rank`; among equals the one trained last on this machine, before a shipped one. An ensemble is a card without
weights of its own.
"""

import dataclasses
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import Any

from core.errors import ModelError
from core.models.again import make_again
from core.models.architectures import EXTERNAL, NETWORKS
from core.models.card import CARD_SUFFIX, MEMBERS, Card, card_text, ensemble_digest, spec_key, training_key
from core.models.card_files import Damaged, index, slug
from core.models.lookup import Library, arranged, is_meant
from core.models.weights import write
from core.settings import settings

MOST_LOADED = 32


def save(model, cards: Sequence[Card], folder: Path | None = None) -> list[Card]:
    """Write weights and the cards of all its experiments, each file whole or not at all; return the written cards.

    The weights are named by their content and the cards are replaced last, so a crash leaves the former model.
    """
    return _save(lambda draft: write(model, draft), ".weights.h5", cards, folder)


def save_file(path: Path, card: Card, folder: Path | None = None) -> Card:
    """Save an external model, whose weights are an unchanged copy of its file; otherwise as `save`.

    Raises
    ------
    ModelError : the file has changed since its card was made, or cannot be copied.
    """

    def copy(draft: Path) -> None:
        try:
            shutil.copyfile(path, draft)
        except OSError as error:
            raise ModelError(f"{path.name} cannot be kept ({error.strerror}); make room and bring it again.") from error
        if file_digest(draft) != card.spec[EXTERNAL]["sha256"]:
            raise ModelError(f"{path.name} changed while it was looked at; bring it again.")

    return _save(copy, ".keras", [card], folder)[0]


def _save(write: Callable[[Path], None], suffix: str, cards: Sequence[Card], folder: Path | None) -> list[Card]:
    folder = prepare(folder)
    experiment = "multitask" if cards[0].is_multitask else cards[0].experiment
    stem = f"{slug(experiment)}-{training_key(cards[0].spec)[:10]}"
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        draft = Path(temporary) / f"draft{suffix}"
        write(draft)
        digest = file_digest(draft)
        name = f"{stem}-{digest[:8]}{suffix}"
        about: dict[str, Any] = {"weights": name, "weights_sha256": digest, "weights_bytes": draft.stat().st_size}
        written = [dataclasses.replace(card, key=spec_key(card.spec), **about) for card in cards]
        drafts = _drafts(written, Path(temporary))
        for ready, kept in [(draft, name), *((card_draft, card_draft.name) for card_draft in drafts)]:
            ready.replace(folder / kept)
    for old in folder.glob(f"{stem}-*{suffix}"):
        if old.name != name:
            old.unlink()
    return written


def save_ensemble(cards: Sequence[Card]) -> list[Card]:
    """Write the cards of an ensemble for all its experiments, each whole or not at all; return the written cards.

    They replace cards of the same label and other seeds, which cost no training and can be made again.
    """
    folder = prepare()
    written = [dataclasses.replace(card, key=spec_key(card.spec)) for card in cards]
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        for draft in _drafts(written, Path(temporary)):
            draft.replace(folder / draft.name)
    keys = {card.name: card.key for card in written}
    found = [(path, card) for path, card in everything() if path.parent == folder and card.is_ensemble]
    forget([path for path, card in found if card.key != keys.get(card.name, card.key)], "")
    return written


def _drafts(cards: Sequence[Card], folder: Path) -> list[Path]:
    """Write cards into a folder, each under its name."""
    drafts = [folder / _file_name(card.experiment, card.key) for card in cards]
    for card, draft in zip(cards, drafts, strict=True):
        draft.write_text(card_text(card))
    return drafts


def prepare(folder: Path | None = None) -> Path:
    """Make the folder of models and check that it can be written, so that no training is in vain.

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


def models() -> dict[str, dict[str, Card]]:
    """Return every model by experiment and label, the model in use of each experiment first.

    Damaged cards are left out, and so is an intact model that a damaged card of its name may replace; `damaged` names
    these cards. Of a label that was trained twice, the later model counts.
    """
    return {experiment: dict(labelled) for experiment, labelled in library().models.items()}


def models_of(experiment: str) -> dict[str, Card]:
    """Return the models of one experiment as `models` has them, without reading the files of others."""
    return dict(library(experiment).models.get(experiment, {}))


def damaged() -> list[Damaged]:
    """List every card that cannot be used, the user's own first."""
    return list(library().damaged)


def problems(experiment: str = "") -> list[str]:
    """List what is wrong with models of this machine, of one experiment or of all: a sentence for each file.

    Besides damaged cards these are missing or damaged weights of the user's own models, and ensembles that need such a
    network.
    """
    here = library(experiment or None)
    found = {one.path.name: one.problem for one in (here.damaged_of(experiment) if experiment else here.damaged)}
    for path, card in here.ranked:
        name = card.name if card.is_ensemble else card.weights
        is_asked = experiment in ("", card.experiment) and path.parent == settings().models and name not in found
        if not is_asked:
            continue
        try:
            weights_path(card)
        except ModelError as error:
            found[name] = f"{card.name} cannot answer: {error}." if card.is_ensemble else f"{error}."
    return list(found.values())


def everything() -> list[tuple[Path, Card]]:
    """List the file and card of each readable card, best first, including cards that a newer one replaces."""
    return list(library().ranked)


def library(experiment: str | None = None) -> Library:
    """Return the cards of both folders, the same object until one changes; for an experiment, read only its files."""
    where, called = settings(), None if experiment is None else slug(experiment)
    return arranged(index(where.shipped).contents(called), index(where.models).contents(called))


def forget(paths: Sequence[Path], weights: str) -> None:
    """Delete cards in the user's own folder, then the weights, if any, that no card needs any more.

    Raises
    ------
    ModelError : a file cannot be deleted.
    """
    folder = settings().models
    try:
        for path in paths:
            (folder / path.name).unlink(missing_ok=True)
        if weights and not any(card.weights == weights for path, card in everything() if path.parent == folder):
            (folder / weights).unlink(missing_ok=True)
    except OSError as error:
        raise ModelError(
            f"{folder} cannot be written ({error.strerror}); nothing more was deleted: free the folder, and try again."
        ) from error


def cards() -> dict[str, Card]:
    """Return the card of the model in use of every experiment that has one."""
    return {experiment: next(iter(labelled.values())) for experiment, labelled in models().items()}


def split_name(model_name: str) -> tuple[str, str | None]:
    """Split a model's name into experiment and label, or None; an experiment's own id may hold a colon, too."""
    experiment, colon, label = model_name.rpartition(":")
    return (experiment, label) if colon and label.startswith((*NETWORKS, f"{EXTERNAL}-")) else (model_name, None)


def file_stem(model_name: str) -> str:
    """Convert a model's name to a part of a file's name, which may hold no colon on some systems."""
    return model_name.replace(":", "_")


def card(model_name: str) -> Card:
    """Return the card of a model: the one in use of an experiment, or the one of ``EXPERIMENT:LABEL``.

    Raises
    ------
    ModelError : no model is trained for it, none has that label, or its card is damaged; no other model replaces it.
    """
    experiment, label = split_name(model_name)
    here = library(experiment)
    labelled = here.models.get(experiment, {})
    found = labelled.get(label) if label else next(iter(labelled.values()), None)
    for one in here.damaged_of(experiment):
        own = settings().models
        is_own = found is not None and (own / _file_name(found.experiment, found.key)).is_file()
        if is_meant(one, label, found, own, is_own):
            raise ModelError(one.problem)
    if labelled and not found:
        raise ModelError(f"{experiment} has no model {label!r}; use one of: {', '.join(labelled)}.")
    if found is None:
        raise ModelError(f"there is no model for {experiment} yet; train one with: python -m core train {experiment}")
    return found


def kept(spec: dict, folder: Path | None = None) -> Card | None:
    """Find the card of the model with exactly that spec, if its weights are there, too; None otherwise.

    folder : where to look; by default the user's own folder and the shipped models.
    """
    key = spec_key(spec)
    for place in [folder] if folder else [settings().models, settings().shipped]:
        found = index(place).look(_file_name(spec["experiment"], key))
        if isinstance(found, Card) and found.key == key and (place / found.weights).is_file():
            return found
    return None


def of_key(experiment: str, key: str) -> Card | None:
    """Find the card with that key, the user's own before a shipped one; None if none can be read."""
    for folder in (settings().models, settings().shipped):
        found = index(folder).look(_file_name(experiment, key))
        if isinstance(found, Card) and found.key == key == spec_key(found.spec):
            return found
    return None


def networks_of(card: Card) -> list[Card]:
    """List the cards of an ensemble's networks, in the order of its seeds; for a single network its own card.

    Raises
    ------
    ModelError : a network is missing, or was trained again since the ensemble was measured.
    """
    if not card.is_ensemble:
        return [card]
    found = []
    cure = f"make the ensemble of those that are here with: python -m core ensemble {card.name}"
    for seed, key in zip(card.seeds, card.spec[MEMBERS], strict=True):
        one = of_key(card.experiment, key)
        if one is None:
            raise ModelError(f"{card.name} needs the network of seed {seed}, whose card is missing or damaged; {cure}")
        found.append(one)
    if ensemble_digest(found) != card.weights_sha256:
        raise ModelError(f"a network of {card.name} was trained again since it was measured; {cure}")
    return found


def predictor(model_name: str):
    """Open the network of a model by its name, ready to be called with letters.

    Raises
    ------
    ModelError : as `card`; weights that are missing, truncated or not those of the card (for an ensemble, of any of its
        networks); or a network that reads structure with other energies than this process.
    """
    found = card(model_name)
    network = loaded(networks_of(found))
    from core.models.inference.network import Predictor

    return Predictor(network, found.output)


def loaded(cards: Sequence[Card]):
    """Load the network of a card, with all its outputs; for several cards the mean of their networks.

    Networks are kept in memory by the content of their weights; the least recently used goes first. Errors as
    `predictor`.
    """
    from core.models.loading import load

    for one in cards:
        _check_energies(one)
    paths = [weights_path(one) for one in cards]
    with _loading:
        found = [_kept(_content(one), partial(load, path, one)) for one, path in zip(cards, paths, strict=True)]
        if len(found) == 1:
            return found[0]
        from core.models.inference.ensemble import MeanNetwork

        return _kept(ensemble_digest(cards), partial(MeanNetwork, found, cards[0].architecture.reads_structure))


def _check_energies(found: Card) -> None:
    needed = found.spec.get("energies", settings().energies)
    if needed != settings().energies:
        raise ModelError(
            f"{found.name} reads structures of the energies {needed}, but this process folds with "
            f"{settings().energies}; start it with GIA_ENERGIES={needed}, or train the model again."
        )


def weights_path(card: Card) -> Path:
    """Return the checked weights file of a card; for an ensemble all are checked, and the first is returned.

    Raises
    ------
    ModelError : it is missing, truncated, or another model's; as `networks_of`.
    """
    if card.is_ensemble:
        first, *_ = [weights_path(one) for one in networks_of(card)]
        return first
    cure = f"restore the file, or {make_again(card)}"
    folder = next((f for f in (settings().models, settings().shipped) if (f / card.weights).is_file()), None)
    if folder is None:
        raise ModelError(f"the weights {card.weights!r} of {card.name} are missing; {cure}")
    path = folder / card.weights
    if (size := path.stat().st_size) < card.weights_bytes:
        of = f"{size:,} of {card.weights_bytes:,} bytes"
        raise ModelError(f"the weights file {path.name} of {card.name} is truncated: {of}; {cure}")
    if _digest(path, size, path.stat().st_mtime_ns) != card.weights_sha256:
        raise ModelError(f"{path.name} is not the weights file that the card of {card.name} describes; {cure}")
    return path


@cache  # a short text for each weights file: more models than it holds would be read each time
def _digest(path: Path, size: int, changed: int) -> str:
    return file_digest(path)


def file_digest(path: Path) -> str:
    """Compute the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_loading = Lock()
_loaded: dict[str, object] = {}


def _kept(key: str, load: Callable):
    """Return the network with that key, loaded if it is not in memory; call it with `_loading` held."""
    network = _loaded.pop(key, None) or load()
    _loaded[key] = network
    while len(_loaded) > MOST_LOADED:
        del _loaded[next(iter(_loaded))]
    return network


def _content(card: Card) -> str:
    return f"{card.weights_sha256} {card.architecture} {card.spec.get(EXTERNAL)}"


def keras_model(card: Card):
    """Load the Keras model of a card that was trained here, all its outputs; errors as `weights_path`."""
    if card.is_ensemble:
        raise ModelError(f"{card.name} is the mean of {card.mean_of}, not a network itself; name one of them.")
    from core.models.loading import keras_model

    return keras_model(weights_path(card), card)


def _file_name(experiment: str, key: str) -> str:
    return f"{slug(experiment)}-{key[:10]}{CARD_SUFFIX}"
