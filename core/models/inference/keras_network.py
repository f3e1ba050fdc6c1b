"""A network that Keras computes: an external one, or one with layers that `core.models.inference.network` lacks.

This is the only module that uses Keras' backend directly. One-hot is made inside the compiled function, batches are
padded to two fixed shapes, and the weights are arguments.
"""

import numpy as np

from core.models.architectures import Architecture
from core.models.external.network import Reading
from core.models.networks.keras_backend import import_keras
from core.sequence import ALPHABET, PAD
from core.structure import fold

LARGE, SMALL = 1024, 128
"""Sequences of a batch: GIA's usual 1,000 fit the large shape, the 124 variants of one ISM the small one."""


class KerasNetwork:
    """A trained Keras model with all its outputs, asked as a `core.models.inference.network.Network`."""

    def __init__(self, model, architecture: Architecture, reading: Reading | None = None):
        """Take a Keras model that ``architecture.build()`` made, or an external one with its way to read RNA."""
        self._architecture = architecture
        self._to_numpy = import_keras().ops.convert_to_numpy
        self._compiled = _compiled(model, reading or Reading(length=None))

    def outputs(self, letters: np.ndarray, contexts: np.ndarray | None = None) -> np.ndarray:
        """Return predictions (N, E) float32 for (N, L) letters; arguments as in `Network.outputs`."""
        inputs = [letters]
        if self._architecture.reads_structure:
            contexts = fold.fold_letters(letters) if contexts is None else contexts
            inputs.append(fold.channels(contexts, self._architecture.inputs))
        predictions = np.empty((len(letters), self._architecture.outputs), np.float32)
        for start, size in _batches(len(letters)):
            end = min(start + size, len(letters))
            batch = [_padded(array[start:end], size) for array in inputs]
            predictions[start:end] = self._to_numpy(self._compiled(*batch))[: end - start]
        return predictions

    def variants(self, letters: np.ndarray, *_shared: object) -> np.ndarray:
        """Return predictions (C, N, E) for C variants of each of N sequences; nothing is shared between variants."""
        return self.outputs(letters.reshape(-1, letters.shape[-1])).reshape(*letters.shape[:2], -1)


def _batches(n: int):
    """Yield (start, size) of fixed-shape batches that cover n rows: large ones, then small ones if they waste less."""
    start = 0
    while n - start > LARGE // 2:
        yield start, LARGE
        start += LARGE
    yield from ((row, SMALL) for row in range(start, n, SMALL))


def _padded(batch: np.ndarray, size: int) -> np.ndarray:
    padded = np.full((size, *batch.shape[1:]), PAD if batch.dtype == np.int8 else 0, batch.dtype)
    padded[: len(batch)] = batch
    return padded


def _compiled(model, reading: Reading):
    """Compile a function of a batch of letters, and contexts if any, to outputs; its layers need not suit XLA."""
    keras = import_keras()
    ops = keras.ops
    kinds = model.trainable_variables, model.non_trainable_variables
    weights = [[ops.convert_to_tensor(ops.convert_to_numpy(one).copy()) for one in kind] for kind in kinds]

    def predict(trainable, non_trainable, letters, *contexts):
        one_hot = ops.one_hot(ops.cast(letters, "int32"), len(ALPHABET) + 1)
        inputs = ops.concatenate([ops.take(one_hot, reading.columns, axis=-1), *contexts], axis=-1)
        if reading.length:
            inputs = ops.pad(inputs, ((0, 0), (0, reading.length - inputs.shape[1]), (0, 0)))
        if reading.channels_first:
            inputs = ops.transpose(inputs, (0, 2, 1))
        outputs, _ = model.stateless_call(trainable, non_trainable, inputs, training=False)
        (scores,) = keras.tree.flatten(outputs)
        return ops.cast(ops.reshape(scores, (len(letters), -1)), "float32")

    compiled = _COMPILERS[keras.backend.backend()](predict)
    return lambda *batch: compiled(*weights, *batch)


def _by_tensorflow(predict):
    import tensorflow as tf

    return tf.function(predict, jit_compile=False)


def _by_jax(predict):
    import jax

    return jax.jit(predict)


def _by_torch(predict):
    import torch

    return torch.no_grad()(predict)


_COMPILERS = {"tensorflow": _by_tensorflow, "jax": _by_jax, "torch": _by_torch}
"""How a prediction is compiled, by the backend that Keras runs on (``KERAS_BACKEND``; default TensorFlow)."""
