"""ResidualBind, the network of Koo et al. 2021, in Keras 3's own API so that any backend trains it."""

from typing import NamedTuple

from core.model.fast_layers import trained_fast
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
    Conv1D, Dropout, BatchNormalization = trained_fast()

    def normalised(x, layer):
        return BatchNormalization()(layer(x))

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
