"""The layers of this project by the names that Keras saves them under, and their registration."""

from collections.abc import Callable

OURS = ("gia>BatchNormalization", "gia>Conv1D", "gia>Dropout", "gia>Heads", "gia_explorer>KmerSum")
"""All layers, on any backend: a network trained here and saved as a .keras file can be brought back."""


def registered(keras, package: str = "gia") -> Callable[[type], type]:
    """Register a layer in Keras; a decorator of its class.

    Raises
    ------
    LookupError : a layer that `OURS` does not list, so that its networks could not be brought back.
    """

    def register(layer: type) -> type:
        if (name := f"{package}>{layer.__name__}") not in OURS:
            raise LookupError(f"{name} is not in OURS; add it there")
        return keras.saving.register_keras_serializable(package)(layer)

    return register


def know_torch_layers(keras) -> None:
    """Let any backend read networks that were trained on PyTorch: their normalisation is Keras' own elsewhere."""
    keras.saving.get_custom_objects().setdefault("gia>BatchNormalization", keras.layers.BatchNormalization)
