"""The compiled network: int8 letters in, predictions out. The only module that speaks TensorFlow.

One-hot is made inside the compiled function, batches are padded to two fixed shapes, and the weights are arguments, so
that each shape compiles once per architecture and a second RBP compiles nothing.
"""

from functools import cache

import numpy as np

from core import structure
from core.model.architectures import Architecture
from core.model.keras_backend import import_keras
from core.sequence import ALPHABET, PAD, PROBE_LENGTH

LARGE, SMALL = 1024, 128
"""Sequences a batch: GIA's usual 1,000 fit the large shape, the 124 variants of one ISM the small one."""
RESIDUALBIND = Architecture()


class Predictor:
    """A trained network as a plain function of letters; safe to call from several threads."""

    def __init__(self, model, architecture: Architecture = RESIDUALBIND, output: int = 0):
        """Take the weights of a Keras model made by ``architecture.build()``; ``output`` is the one that is asked."""
        import_keras()
        import tensorflow as tf

        self._architecture, self._output = architecture, output
        self._compiled = _compile(architecture)
        self._weights = (
            [tf.constant(np.asarray(v)) for v in model.trainable_variables],
            [tf.constant(np.asarray(v)) for v in model.non_trainable_variables],
        )

    def __call__(self, letters: np.ndarray) -> np.ndarray:
        """Predictions of (N, L) letters: (N,) float32, in standard deviations of the transformed score.

        A network that reads structure folds the RNAs itself. Of a classifier they are probabilities of being bound.
        Equal to ``model(inputs, training=False)`` to 1e-5, whatever N is.
        """
        return self.outputs(letters)[:, self._output]

    def outputs(self, letters: np.ndarray, contexts: np.ndarray | None = None) -> np.ndarray:
        """Every output (N, E) float32; ``contexts`` as of `core.structure.fold_letters`, where they are known."""
        inputs = [letters]
        if self._architecture.folds:
            contexts = structure.fold_letters(letters) if contexts is None else contexts
            inputs.append(structure.channels(contexts, self._architecture.inputs))
        predictions = np.empty((len(letters), self._architecture.outputs), np.float32)
        for start, size in _batches(len(letters)):
            end = min(start + size, len(letters))
            batch = [_padded(array[start:end], size) for array in inputs]
            predictions[start:end] = self._compiled(*self._weights, *batch).numpy()[: end - start]
        return predictions

    def warm_up(self) -> None:
        """Compile both batch shapes now instead of at the first question."""
        for size in (SMALL, LARGE):
            self(np.zeros((size, PROBE_LENGTH), np.int8))


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


@cache
def _compile(architecture: Architecture):
    import_keras()
    import tensorflow as tf

    model = architecture.build()

    def predict(trainable, non_trainable, letters, *contexts):
        one_hot = tf.one_hot(tf.cast(letters, tf.int32), len(ALPHABET))
        inputs = tf.concat([one_hot, *contexts], axis=-1)
        outputs, _ = model.stateless_call(trainable, non_trainable, inputs, training=False)
        return outputs

    return tf.function(predict, jit_compile=True)
