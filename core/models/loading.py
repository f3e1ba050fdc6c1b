"""Networks from the weights of cards: computed by NumPy if it knows all their layers, else by Keras, apart."""

import warnings
from itertools import chain
from pathlib import Path

from core.errors import ModelError
from core.models import weights
from core.models.again import make_again
from core.models.architectures import EXTERNAL, Architecture
from core.models.card import Card
from core.models.inference.network import COMPUTED, Network, is_computed


def load(path: Path, card: Card):
    """Load the network of a card, ready to be asked, from its weights file.

    Raises
    ------
    ModelError : the file does not hold the network that the card names.
    """
    if is_computed(card.architecture):
        return Network(_weights(path, card), card.architecture)
    from core.models.inference.apart import ApartNetwork

    return ApartNetwork(path, card)


def open_by_keras(path: Path, card: Card):
    """Do as `load`, for a network that Keras computes, in this process."""
    from core.models.inference.keras_network import KerasNetwork

    if card.architecture.is_external:
        return _open_external(path, card)
    return KerasNetwork(keras_model(path, card), card.architecture)


def network_of(model, architecture: Architecture):
    """Return the network that asks a Keras model made by ``architecture.build()``."""
    if is_computed(architecture):
        return Network(weights.of_keras(model, COMPUTED[architecture.name].shapes(architecture)), architecture)
    from core.models.inference.keras_network import KerasNetwork

    return KerasNetwork(model, architecture)


def keras_model(path: Path, card: Card):
    """Load the Keras model of a card for further training; errors as in `load`."""
    if is_computed(card.architecture):
        arrays = list(chain(*_weights(path, card).values()))
        model = card.architecture.build()
        model.set_weights(arrays)
        return model
    model = card.architecture.build()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # Keras only warns if a layer finds no weights
            model.load_weights(path)
    except (OSError, KeyError, ValueError, UserWarning) as error:
        raise _unfit(path, card, "Keras finds other layers in it") from error
    return model


def _weights(path: Path, card: Card) -> weights.Weights:
    try:
        return weights.read(path, COMPUTED[card.architecture.name].shapes(card.architecture))
    except weights.UnfitWeights as error:
        raise _unfit(path, card, str(error)) from error


def _unfit(path: Path, card: Card, why: str) -> ModelError:
    return ModelError(
        f"{path.name} does not fit the {card.architecture.label} that its card names ({why}); {make_again(card)}"
    )


def _open_external(path: Path, card: Card):
    """Open an external model, from the file that was checked when it was brought."""
    from core.models.external.network import FAULTS, Reading, load
    from core.models.inference.keras_network import KerasNetwork

    try:
        model = load(path)
    except FAULTS as error:
        raise ModelError(
            f"this version of Keras cannot open {path.name} any more; save the network with it, and bring it again."
        ) from error
    return KerasNetwork(model, card.architecture, Reading(**card.spec[EXTERNAL]["reading"]))
