"""The compiled network: int8 letters in, predictions out. The only module that speaks to Keras' backend itself.

One-hot is made inside the compiled function, batches are padded to two fixed shapes, and the weights are arguments, so
that each shape compiles once per architecture and a second RBP compiles nothing. Many variants of few sequences take
the way of `core.models.inference.shared`, where the architecture has it.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from core.models.architectures import Architecture
from core.models.external.network import Reading
from core.models.inference.shared import SharedNetwork
from core.models.networks.keras_backend import import_keras
from core.sequence import ALPHABET, PAD, PROBE_LENGTH
from core.structure import fold

LARGE, SMALL = 1024, 128
"""Sequences a batch: GIA's usual 1,000 fit the large shape, the 124 variants of one ISM the small one."""
RESIDUALBIND = Architecture()


class Network:
    """A trained network with all its outputs; safe to call from several threads."""

    def __init__(self, model, architecture: Architecture = RESIDUALBIND, reading: Reading | None = None):
        """Take the weights of a Keras model that ``architecture.build()`` made, or those of an external one."""
        ops = import_keras().ops
        self._to_numpy = ops.convert_to_numpy
        self._architecture = architecture
        self._shared = SharedNetwork(model) if architecture.shares else None
        self._compiled = _compile(architecture) if reading is None else _compile_external(model, reading)
        kinds = model.trainable_variables, model.non_trainable_variables
        copied = ([ops.convert_to_numpy(variable).copy() for variable in variables] for variables in kinds)
        self._weights = [[ops.convert_to_tensor(array) for array in arrays] for arrays in copied]

    def outputs(self, letters: np.ndarray, contexts: np.ndarray | None = None) -> np.ndarray:
        """Predictions (N, E) float32 of (N, L) letters, in standard deviations of the transformed score.

        A network that reads structure folds the RNAs itself, unless ``contexts`` are given, as of
        `core.structure.fold.fold_letters`. Of a classifier they are probabilities of being bound. Equal to
        ``model(inputs, training=False)`` to 1e-5, whatever N is.
        """
        inputs = [letters]
        if self._architecture.folds:
            contexts = fold.fold_letters(letters) if contexts is None else contexts
            inputs.append(fold.channels(contexts, self._architecture.inputs))
        predictions = np.empty((len(letters), self._architecture.outputs), np.float32)
        for start, size in _batches(len(letters)):
            end = min(start + size, len(letters))
            batch = [_padded(array[start:end], size) for array in inputs]
            predictions[start:end] = self._to_numpy(self._compiled(*self._weights, *batch))[: end - start]
        return predictions

    def variants(self, letters: np.ndarray, written: np.ndarray, slides: bool = False) -> np.ndarray:
        """Predictions (C, N, E) of C variants of each of N sequences; arguments: `scoring.predict_variants`."""
        if self._shared and len(letters) > 1 and letters.shape[1]:
            return self._shared(letters, written, slides)
        return self.outputs(letters.reshape(-1, letters.shape[-1])).reshape(*letters.shape[:2], -1)

    def warm_up(self) -> None:
        """Compile both batch shapes now instead of at the first question."""
        for size in (SMALL, LARGE):
            self.outputs(np.zeros((size, PROBE_LENGTH), np.int8))


@dataclass(frozen=True, eq=False)
class Predictor:
    """One output of a network as a plain function of letters (N, L): predictions (N,), as of `Network.outputs`."""

    network: Network
    output: int = 0

    def __call__(self, letters: np.ndarray) -> np.ndarray:
        return self.network.outputs(letters)[:, self.output]


def _batches(n: int):
    """(start, size) of fixed-shape batches that cover n rows: large ones, then small ones where they waste less."""
    start = 0
    while n - start > LARGE // 2:
        yield start, LARGE
        start += LARGE
    yield from ((row, SMALL) for row in range(start, n, SMALL))


def _padded(batch: np.ndarray, size: int) -> np.ndarray:
    padded = np.full((size, *batch.shape[1:]), PAD if batch.dtype == np.int8 else 0, batch.dtype)
    padded[: len(batch)] = batch
    return padded


def _compile_external(model, reading: Reading):
    """As `_compile`, of an external model: of any layers, also those that XLA does not know, so without it."""
    keras = import_keras()
    ops = keras.ops
    columns = reading.columns

    def predict(trainable, non_trainable, letters):
        one_hot = ops.one_hot(ops.cast(letters, "int32"), len(ALPHABET) + 1)
        inputs = ops.take(one_hot, columns, axis=-1)
        if reading.length:
            inputs = ops.pad(inputs, ((0, 0), (0, reading.length - inputs.shape[1]), (0, 0)))
        if reading.channels_first:
            inputs = ops.transpose(inputs, (0, 2, 1))
        outputs, _ = model.stateless_call(trainable, non_trainable, inputs, training=False)
        (scores,) = keras.tree.flatten(outputs)
        return ops.cast(ops.reshape(scores, (len(letters), -1)), "float32")

    if keras.backend.backend() == "tensorflow":
        return _by_tensorflow(predict, False)
    return _COMPILERS[keras.backend.backend()](predict)


@cache
def _compile(architecture: Architecture):
    """Weights and a batch of letters, and contexts if any, to outputs: by XLA where the backend has it."""
    keras = import_keras()
    ops = keras.ops
    model = architecture.build()

    def predict(trainable, non_trainable, letters, *contexts):
        one_hot = ops.one_hot(ops.cast(letters, "int32"), len(ALPHABET) + 1)[..., : len(ALPHABET)]  # padding: all zero
        inputs = ops.concatenate([one_hot, *contexts], axis=-1)
        outputs, _ = model.stateless_call(trainable, non_trainable, inputs, training=False)
        return outputs

    return _COMPILERS[keras.backend.backend()](predict)


def _by_tensorflow(predict, by_xla: bool = True):
    import tensorflow as tf

    return tf.function(predict, jit_compile=by_xla)


def _by_jax(predict):
    import jax

    return jax.jit(predict)


def _by_torch(predict):
    import torch

    return torch.no_grad()(predict)


_COMPILERS = {"tensorflow": _by_tensorflow, "jax": _by_jax, "torch": _by_torch}
"""What makes the prediction fast, by the backend that Keras runs on (``KERAS_BACKEND``; TensorFlow unless said)."""
