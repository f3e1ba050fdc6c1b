"""ResidualBind, the network of Koo et al. 2021, in Keras 3's own API so that any backend trains it."""

from core.model.keras_backend import import_keras
from core.sequence import ALPHABET, PROBE_LENGTH

DILATIONS = {"paper": (1, 2, 4)}
"""Dilation rates of the residual module; the paper's text has three convolutions."""
FILTERS, FIRST_WIDTH, RESIDUAL_WIDTH, POOL, HIDDEN = 96, 11, 3, 10, 256


def build(variant: str = "paper", length: int = PROBE_LENGTH, channels: int = len(ALPHABET), outputs: int = 1):
    """A fresh ResidualBind: one-hot (N, length, channels) in, binding scores (N, outputs) out.

    Convolution 96 x 11, batch normalisation, ReLU, dropout 0.1; a residual module of dilated convolutions of width 3
    with dropout 0.2; mean pool 10; dense 256, dropout 0.5; linear outputs. 188,289 parameters with the defaults,
    initialised by Glorot's rule from Keras' current random seed.

    Source: Koo et al. 2021, Methods.
    """
    keras = import_keras()
    layers = keras.layers

    def normalised(x, layer):
        return layers.BatchNormalization()(layer(x))

    one_hot = keras.Input((length, channels), name="one_hot")
    x = normalised(one_hot, layers.Conv1D(FILTERS, FIRST_WIDTH, padding="same", use_bias=False))
    x = layers.Dropout(0.1)(layers.Activation("relu")(x))

    residual = x
    for index, rate in enumerate(DILATIONS[variant]):
        if index:
            residual = layers.Dropout(0.2)(layers.Activation("relu")(residual))
        convolution = layers.Conv1D(FILTERS, RESIDUAL_WIDTH, padding="same", use_bias=False, dilation_rate=rate)
        residual = normalised(residual, convolution)
    x = layers.Activation("relu")(layers.Add()([x, residual]))
    x = layers.AveragePooling1D(POOL)(x)

    x = normalised(layers.Flatten()(x), layers.Dense(HIDDEN, use_bias=False))
    x = layers.Dropout(0.5)(layers.Activation("relu")(x))
    return keras.Model(one_hot, layers.Dense(outputs, name="binding_score")(x), name=f"residualbind_{variant}")
