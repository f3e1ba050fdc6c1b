"""The compiled network: int8 letters in, predictions out. The only module that speaks TensorFlow.

One-hot is made inside the compiled function, batches are padded to two fixed shapes, and the weights are arguments, so
that each shape compiles once per architecture and a second RBP compiles nothing.
"""

from functools import cache

import numpy as np

from core.model.keras_backend import import_keras
from core.sequence import ALPHABET, PAD, PROBE_LENGTH

LARGE, SMALL = 1024, 128
"""Sequences a batch: GIA's usual 1,000 fit the large shape, the 124 variants of one ISM the small one."""


class Predictor:
    """A trained network as a plain function of letters; safe to call from several threads."""

    def __init__(self, model, variant: str = "paper"):
        """Take the weights of a Keras model made by `residualbind.build(variant)`."""
        import_keras()
        import tensorflow as tf

        self._compiled = _compile(variant)
        self._weights = (
            [tf.constant(np.asarray(v)) for v in model.trainable_variables],
            [tf.constant(np.asarray(v)) for v in model.non_trainable_variables],
        )

    def __call__(self, letters: np.ndarray) -> np.ndarray:
        """Predictions of (N, L) letters: (N,) float32, in standard deviations of the transformed score.

        Equal to ``model(one_hot(letters), training=False)`` to 1e-5, whatever N is.
        """
        predictions = np.empty(len(letters), np.float32)
        for start, size in _batches(len(letters)):
            batch = letters[start : start + size]
            padded = np.full((size, letters.shape[1]), PAD, np.int8)
            padded[: len(batch)] = batch
            predictions[start : start + len(batch)] = self._compiled(*self._weights, padded).numpy()[: len(batch)]
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


@cache
def _compile(variant: str):
    import_keras()
    import tensorflow as tf

    from core.model import residualbind

    model = residualbind.build(variant)

    def predict(trainable, non_trainable, letters):
        one_hot = tf.one_hot(tf.cast(letters, tf.int32), len(ALPHABET))
        outputs, _ = model.stateless_call(trainable, non_trainable, one_hot, training=False)
        return outputs[:, 0]

    return tf.function(predict, jit_compile=True)
