"""Weights files: what Keras writes, its kernels in half precision where they were rounded to it."""

from pathlib import Path

import numpy as np


def round_kernels(model) -> None:
    """Round the kernels of a Keras model to half precision, in place, so that `write` halves its file.

    To be done before a model is measured: what is kept is then what was measured. Eleven bits of a weight are far more
    than training fixes; vectors (biases, means and variances) keep all theirs.
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
    """Copy a group: arrays that lose nothing by it in half precision, those of many numbers compressed."""
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
