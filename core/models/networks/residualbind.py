"""ResidualBind, the network of Koo et al. 2021, in Keras 3's own API so that any backend trains it."""

from typing import NamedTuple

import numpy as np

from core.models.networks.fast_layers import trained_fast
from core.models.networks.keras_backend import import_keras
from core.sequence import ALPHABET, PROBE_LENGTH


class Variant(NamedTuple):
    """The choices in which kinds of ResidualBind differ.

    dilations : rates of the residual module's convolutions. residual_dropout, pooled_dropout : between these, and after
    pooling. filters : of every convolution. hidden : units of the dense layer. has_heads : each output has a dense
    layer of its own, ``hidden`` units and what follows, while all share the convolutions. first_dropout,
    hidden_dropout : after the first convolution, and after the dense layer. first_activation : of that convolution.
    """

    dilations: tuple[int, ...] = (1, 2, 4)
    residual_dropout: float = 0.2
    pooled_dropout: float = 0.0
    filters: int = 96
    hidden: int = 256
    has_heads: bool = False
    first_dropout: float = 0.1
    hidden_dropout: float = 0.5
    first_activation: str = "relu"


VARIANTS = {
    "paper": Variant(),
    "code": Variant((1, 2, 4, 8), 0.1, 0.2),
    "joint": Variant(residual_dropout=0.1, hidden=64, has_heads=True, first_dropout=0.05, hidden_dropout=0.25),
    "wide": Variant(filters=192, hidden=64, has_heads=True, hidden_dropout=0.4),
}
FIRST_WIDTH, RESIDUAL_WIDTH, POOL = 11, 3, 10


def build(variant: str = "paper", channels: int = len(ALPHABET), outputs: int = 1, sigmoid: bool = False):
    """Build a fresh ResidualBind: (N, 41, channels) one-hot, and structure if any, in; (N, outputs) out.

    Its layers: convolution 96 x 11, batch normalisation, ReLU, dropout 0.1; a residual module of dilated convolutions
    of width 3 with dropout 0.2; mean pool 10; dense 256, dropout 0.5; linear outputs, or probabilities of being bound
    with ``sigmoid``. 188,289 parameters with the defaults, 216,321 in the ``code`` variant, initialised by Glorot's
    rule from Keras' current random seed.

    Source: Koo et al. 2021, Methods. The ``code`` variant follows the authors' program where it departs from the text:
    four residual convolutions with a dropout of 0.1 between them, and a dropout of 0.2 after pooling. ``joint`` and
    ``wide``, with twice the filters, are for many experiments; their outputs can be extracted (`alone`).
    """
    form = VARIANTS[variant]
    keras = import_keras()
    layers = keras.layers
    Conv1D, Dropout, BatchNormalization, Heads = trained_fast()

    def normalised(x, layer):
        return BatchNormalization()(layer(x))

    one_hot = keras.Input((PROBE_LENGTH, channels), name="one_hot")
    x = normalised(one_hot, Conv1D(form.filters, FIRST_WIDTH, padding="same", use_bias=False))
    x = Dropout(form.first_dropout)(layers.Activation(form.first_activation)(x))

    residual = x
    for index, rate in enumerate(form.dilations):
        if index:
            residual = Dropout(form.residual_dropout)(layers.Activation("relu")(residual))
        convolution = Conv1D(form.filters, RESIDUAL_WIDTH, padding="same", use_bias=False, dilation_rate=rate)
        residual = normalised(residual, convolution)
    x = layers.Activation("relu")(layers.Add()([x, residual]))
    x = layers.AveragePooling1D(POOL)(x)
    x = Dropout(form.pooled_dropout)(x) if form.pooled_dropout else x

    dense = Heads(outputs, form.hidden) if form.has_heads else layers.Dense(form.hidden, use_bias=False)
    x = normalised(layers.Flatten()(x), dense)
    x = Dropout(form.hidden_dropout)(layers.Activation("relu")(x))
    last = {"activation": "sigmoid" if sigmoid else None, "name": "binding_score", "dtype": "float32"}
    if form.has_heads:
        x = layers.Reshape((outputs, form.hidden))(x)
        scores = layers.EinsumDense("noh,oh->no", output_shape=(outputs,), bias_axes="o", **last)(x)
    else:
        scores = layers.Dense(outputs, **last)(x)
    return keras.Model(one_hot, scores, name=f"residualbind_{variant}")


def alone(model, output: int) -> list[np.ndarray]:
    """Extract the weights of a network of one output from one output of a network with heads.

    Parameters
    ----------
    model : made by `build` with a variant that has heads. output : index, from 0.

    Returns
    -------
    In the order of `keras.Model.get_weights` of a network of the same variant with one output.
    """
    *shared, dense, gamma, beta, mean, variance, kernel, bias = model.get_weights()
    one, units = slice(output, output + 1), dense.shape[-1]
    normalisation = (array[output * units : (output + 1) * units] for array in (gamma, beta, mean, variance))
    return [*shared, dense[one], *normalisation, kernel[one], bias[one]]
