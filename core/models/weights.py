"""Weights files as Keras writes them, with kernels in half precision if they were rounded to it; read without Keras."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

Weights = dict[str, list[np.ndarray]]
"""The arrays of each layer that has any, float32, by the name of the layer in the file and in the order of Keras."""
Shapes = Mapping[str, tuple[tuple[int, ...], ...]]
"""The shape of each of these arrays."""


class UnfitWeights(ValueError):
    """The reason why a file does not hold the weights of a network: the part of a sentence in brackets."""


def read(path: Path, shapes: Shapes) -> Weights:
    """Read the weights of a network, and nothing else, from its file.

    Parameters
    ----------
    shapes : of the network's arrays; floating-point numbers of any precision are read as float32.

    Raises
    ------
    UnfitWeights : not an HDF5 file or a damaged one, other layers or shapes, other kinds of numbers, NaN or infinity.
    """
    import h5py

    try:
        with h5py.File(path) as file:
            layers = file.get("layers", {})
            found = {name: _arrays_of(layers[name]) for name in layers}
            _check_layers({name: arrays for name, arrays in found.items() if arrays}, shapes)
            return {name: [_numbers(name, array) for array in found[name]] for name in shapes}
    except (OSError, RuntimeError, KeyError, AttributeError) as error:  # what h5py raises, by what is damaged
        raise UnfitWeights("it is not an HDF5 file, or it is damaged") from error


def of_keras(model, shapes: Shapes) -> Weights:
    """Return the weights of a Keras model as `read` gives them for its file."""
    arrays = iter(model.get_weights())
    return {name: [next(arrays).reshape(shape) for shape in of_layer] for name, of_layer in shapes.items()}


def _arrays_of(layer) -> list[Any]:
    """Return the arrays of a layer, unread, in their order."""
    arrays = layer.get("vars", {})
    return [arrays[str(number)] for number in range(len(arrays))]


def _check_layers(found: Mapping[str, list[Any]], shapes: Shapes) -> None:
    for name, of_layer in shapes.items():
        if name not in found:
            raise UnfitWeights(f"it has no layer {name}")
        if (given := tuple(array.shape for array in found[name])) != of_layer:
            raise UnfitWeights(f"its layer {name} has the shapes {_text(given)} instead of {_text(of_layer)}")
    if other := sorted(found.keys() - shapes.keys()):
        raise UnfitWeights(f"it has a layer {other[0]}, which the network lacks")


def _text(shapes: tuple[tuple[int, ...], ...]) -> str:
    return ", ".join(" x ".join(map(str, shape)) for shape in shapes)


def _numbers(layer: str, array) -> np.ndarray:
    if array.dtype.kind != "f":
        raise UnfitWeights(f"its layer {layer} holds {array.dtype} instead of floating-point numbers")
    with np.errstate(over="ignore"):  # becomes infinity, which is refused
        numbers = array[()].astype(np.float32)
    if not np.isfinite(numbers).all():
        raise UnfitWeights(f"its layer {layer} holds NaN or infinity")
    return numbers


def round_kernels(model) -> None:
    """Round the kernels of a Keras model to half precision, in place, so that `write` halves its file.

    Call it before a model is measured, so that the kept model is the measured one. Eleven bits of a weight are far more
    than training determines; vectors (biases, means and variances) keep all their bits.
    """
    model.set_weights([_half(array) if array.ndim > 1 else array for array in model.get_weights()])


def write(model, path: Path) -> None:
    """Write the weights of a model without its optimizer, whose state would triple the file."""
    import h5py

    bare = type(model).from_config(model.get_config())
    bare.set_weights(model.get_weights())
    bare.save_weights(path)
    with h5py.File(path) as whole, h5py.File(draft := path.with_suffix(".half.h5"), "w", libver="v110") as packed:
        _pack(whole, packed)
    draft.replace(path)


def _pack(group, packed) -> None:
    """Copy a group: arrays that lose nothing in half precision, large arrays compressed."""
    packed.attrs.update(group.attrs)
    for name, item in group.items():
        if not hasattr(item, "shape"):
            _pack(item, packed.create_group(name))
            continue
        array = item[()]
        is_half = array.dtype == np.float32 and array.ndim > 1 and np.array_equal(array, _half(array))
        kept = array.astype(np.float16) if is_half else array
        how = {"compression": "gzip", "shuffle": True} if kept.size > 1024 else {}
        packed.create_dataset(name, data=kept, **how).attrs.update(item.attrs)


def _half(array: np.ndarray) -> np.ndarray:
    return array.astype(np.float16).astype(np.float32)
