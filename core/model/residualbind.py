"""ResidualBind, the network of Koo et al. 2021, in Keras 3's own API so that any backend trains it.

Two of its layers are Keras' own, computed in another way while they are trained: what XLA makes of a convolution's
gradients, and of random numbers, takes most of a training step on a CPU.
"""

import math
from functools import cache
from typing import NamedTuple

import numpy as np

from core.model.keras_backend import import_keras
from core.sequence import ALPHABET, PROBE_LENGTH


class Variant(NamedTuple):
    """What the paper's text and the authors' program do differently: dilation rates of the residual module's
    convolutions, dropout between them, and dropout after pooling."""

    dilations: tuple[int, ...]
    residual_dropout: float
    pooled_dropout: float


VARIANTS = {"paper": Variant((1, 2, 4), 0.2, 0.0), "code": Variant((1, 2, 4, 8), 0.1, 0.2)}
FILTERS, FIRST_WIDTH, RESIDUAL_WIDTH, POOL, HIDDEN = 96, 11, 3, 10, 256


def build(variant: str = "paper", channels: int = len(ALPHABET), outputs: int = 1, sigmoid: bool = False):
    """A fresh ResidualBind: one-hot, and structure if any (N, 41, channels) in, binding scores (N, outputs) out.

    Convolution 96 x 11, batch normalisation, ReLU, dropout 0.1; a residual module of dilated convolutions of width 3
    with dropout 0.2; mean pool 10; dense 256, dropout 0.5; linear outputs, or probabilities of being bound with
    ``sigmoid``. 188,289 parameters with the defaults, 216,321 in the ``code`` variant, initialised by Glorot's rule
    from Keras' current random seed.

    Source: Koo et al. 2021, Methods. The ``code`` variant follows the authors' program where it departs from the text:
    four residual convolutions with a dropout of 0.1 between them, and a dropout of 0.2 after pooling.
    """
    dilations, residual_dropout, pooled_dropout = VARIANTS[variant]
    keras = import_keras()
    layers = keras.layers
    Conv1D, Dropout = trained_fast()

    def normalised(x, layer):
        return layers.BatchNormalization()(layer(x))

    one_hot = keras.Input((PROBE_LENGTH, channels), name="one_hot")
    x = normalised(one_hot, Conv1D(FILTERS, FIRST_WIDTH, padding="same", use_bias=False))
    x = Dropout(0.1)(layers.Activation("relu")(x))

    residual = x
    for index, rate in enumerate(dilations):
        if index:
            residual = Dropout(residual_dropout)(layers.Activation("relu")(residual))
        convolution = Conv1D(FILTERS, RESIDUAL_WIDTH, padding="same", use_bias=False, dilation_rate=rate)
        residual = normalised(residual, convolution)
    x = layers.Activation("relu")(layers.Add()([x, residual]))
    x = layers.AveragePooling1D(POOL)(x)
    x = Dropout(pooled_dropout)(x) if pooled_dropout else x

    x = normalised(layers.Flatten()(x), layers.Dense(HIDDEN, use_bias=False))
    x = Dropout(0.5)(layers.Activation("relu")(x))
    scores = layers.Dense(outputs, activation="sigmoid" if sigmoid else None, name="binding_score")(x)
    return keras.Model(one_hot, scores, name=f"residualbind_{variant}")


@cache
def trained_fast():
    """Keras' (Conv1D, Dropout), that XLA trains twice as fast on a CPU; the same functions.

    They bear the names of Keras' own, since weights are stored under them. PyTorch, which has no XLA and no arithmetic
    of unsigned numbers, takes Keras' own.
    """
    keras = import_keras()
    layers, ops = keras.layers, keras.ops
    if keras.backend.backend() == "torch":
        return layers.Conv1D, layers.Dropout

    @keras.saving.register_keras_serializable("gia")
    class Conv1D(layers.Conv1D):
        """With padding ``same`` and without a bias: in training one product with the windows of each position."""

        def call(self, inputs, training=False):
            if not training:
                return super().call(inputs)
            (width,), (dilation,) = self.kernel_size, self.dilation_rate
            length, reach = inputs.shape[1], dilation * (width - 1)
            padded = ops.pad(inputs, [[0, 0], [reach // 2, reach - reach // 2], [0, 0]])
            taps = [padded[:, start : start + length] for start in range(0, reach + 1, dilation)]
            return ops.matmul(ops.concatenate(taps, axis=-1), ops.reshape(self.kernel, (-1, self.filters)))

    @keras.saving.register_keras_serializable("gia")
    class Dropout(layers.Dropout):
        """Its random bits are a hash of the place in the batch and of a seed that each call advances."""

        def call(self, inputs, training=False):
            if not (training and self.rate):
                return inputs
            key, step = ops.unstack(ops.cast(self.seed_generator.next(), "uint32"), 2)
            shape = ops.shape(inputs)
            place = ops.cast(ops.reshape(ops.arange(math.prod(shape)), shape), "uint32")
            bits = _hashed(ops, place + _hashed(ops, step + _hashed(ops, key)))
            return ops.where(bits >= np.uint32(self.rate * 2**32), inputs / (1 - self.rate), 0)

    return Conv1D, Dropout


def _hashed(ops, bits):
    """The bits of uint32 numbers mixed: a bijection of which each output bit depends on every input bit.

    Source: lowbias32 of C. Wellons' hash-prospector (public domain).
    """
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        bits = ops.bitwise_xor(bits, ops.bitwise_right_shift(bits, np.uint32(shift))) * np.uint32(factor)
    return ops.bitwise_xor(bits, ops.bitwise_right_shift(bits, np.uint32(16)))
