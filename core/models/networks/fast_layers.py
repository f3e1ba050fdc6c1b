"""Faster versions of Keras' own layers for training, with the same functions, weights and names.

On a CPU, most of a training step goes into XLA's gradients of convolutions and random numbers, or into PyTorch's
version of these and of the moments of a batch. This module speaks to the backend directly.
"""

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from core.models.networks.keras_backend import import_keras
from core.models.networks.layers import registered


class Layers(NamedTuple):
    """Classes to be used in place of Keras' classes with the same names."""

    Conv1D: type[Any]
    Dropout: type[Any]
    BatchNormalization: type[Any]
    Heads: type[Any]


@cache
def trained_fast() -> Layers:
    """Return the layers that train fast on the backend in use.

    They keep the names of Keras' layers, since weights are stored under these names.
    """
    keras = import_keras()
    by_torch = keras.backend.backend() == "torch"
    dropout, normalization = _of_torch(keras) if by_torch else (_hashing(keras), keras.layers.BatchNormalization)
    return Layers(_unfolding(keras), dropout, normalization, _heads(keras))


def _unfolding(keras) -> type:
    ops = keras.ops

    @registered(keras)
    class Conv1D(keras.layers.Conv1D):
        """A convolution (padding ``same``, no bias) that trains as one product with the windows of each position."""

        def call(self, inputs, training=False):
            if not training:
                return super().call(inputs)
            (width,), (dilation,) = self.kernel_size, self.dilation_rate
            length, reach = inputs.shape[1], dilation * (width - 1)
            padded = ops.pad(inputs, [[0, 0], [reach // 2, reach - reach // 2], [0, 0]])
            taps = [padded[:, start : start + length] for start in range(0, reach + 1, dilation)]
            return ops.matmul(ops.concatenate(taps, axis=-1), ops.reshape(self.kernel, (-1, self.filters)))

    return Conv1D


def _heads(keras) -> type:
    ops = keras.ops

    @registered(keras)
    class Heads(keras.layers.Layer):
        """A dense layer without bias for each of several heads: (N, inputs) in, (N, heads * units) out.

        Its kernel is (heads, inputs, units), a matrix per head, so that Muon treats each separately; as one matrix it
        would cost more than the rest of a training step. It is initialised by Glorot's rule for one head.
        """

        def __init__(self, heads: int, units: int, **keywords):
            super().__init__(**keywords)
            self.heads, self.units = heads, units

        def build(self, input_shape):
            inputs = input_shape[-1]
            limit = math.sqrt(6 / (inputs + self.units))
            start = keras.initializers.RandomUniform(-limit, limit)
            self.kernel = self.add_weight(shape=(self.heads, inputs, self.units), initializer=start, name="kernel")

        def call(self, inputs):
            kernel = ops.transpose(self.kernel, (1, 0, 2))
            return ops.matmul(inputs, ops.reshape(kernel, (-1, self.heads * self.units)))

        def compute_output_shape(self, input_shape):
            return (*input_shape[:-1], self.heads * self.units)

        def get_config(self):
            return {**super().get_config(), "heads": self.heads, "units": self.units}

    return Heads


def _hashing(keras) -> type:
    ops = keras.ops

    @registered(keras)
    class Dropout(keras.layers.Dropout):
        """Dropout whose random bits hash the place in the batch and a seed that each call advances."""

        def call(self, inputs, training=False):
            if not (training and self.rate):
                return inputs
            key, step = ops.unstack(ops.cast(self.seed_generator.next(), "uint32"), 2)
            shape = ops.shape(inputs)
            place = ops.cast(ops.reshape(ops.arange(math.prod(shape)), shape), "uint32")
            bits = _hashed(ops, place + _hashed(ops, step + _hashed(ops, key)))
            return ops.where(bits >= np.uint32(self.rate * 2**32), inputs / (1 - self.rate), 0)

    return Dropout


def _hashed(ops, bits):
    """Mix the bits of uint32 numbers: a bijection in which each output bit depends on every input bit.

    Source: lowbias32 of C. Wellons' hash-prospector (public domain).
    """
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        bits = ops.bitwise_xor(bits, ops.bitwise_right_shift(bits, np.uint32(shift))) * np.uint32(factor)
    return ops.bitwise_xor(bits, ops.bitwise_right_shift(bits, np.uint32(16)))


def _of_torch(keras) -> tuple[type, type]:
    import torch

    @registered(keras)
    class Dropout(keras.layers.Dropout):
        """Dropout in which eight places share one draw of 64 bits, so that the rate is rounded to a 256th."""

        def call(self, inputs, training=False):
            if not (training and self.rate):
                return inputs
            key, step = self.seed_generator.next().tolist()
            drawn = torch.Generator(inputs.device).manual_seed(key << 32 ^ step)
            words, lowest, highest = -(-inputs.numel() // 8), -(2**63), 2**63 - 1
            bits = torch.randint(lowest, highest, (words,), generator=drawn, device=inputs.device)
            threshold = round(self.rate * 256)
            is_kept = bits.view(torch.uint8)[: inputs.numel()].view(inputs.shape) >= threshold
            return inputs * (is_kept.to(inputs.dtype) * (256 / (256 - threshold)))

    @registered(keras)
    class BatchNormalization(keras.layers.BatchNormalization):
        """Normalisation over the last axis by PyTorch's kernel, which reads a batch once; statistics are float32."""

        def call(self, inputs, training=None, mask=None):
            if not training:
                return super().call(inputs, training=False)
            means = (self.moving_mean, self.moving_variance, self.gamma, self.beta)
            rows = inputs.reshape(-1, inputs.shape[-1])
            values = (variable._value for variable in means)
            normalised = torch.nn.functional.batch_norm(rows, *values, True, 1 - self.momentum, self.epsilon)
            return normalised.view(inputs.shape)

    return Dropout, BatchNormalization
