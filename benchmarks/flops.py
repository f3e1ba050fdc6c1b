"""How much arithmetic a network is."""

from math import prod


def flops(model) -> int:
    """Floating-point operations of a Keras model's convolutions and dense layers for one sequence.

    A multiplication and an addition for each weight at each position, padded ones too; what comes between them (batch
    normalisation, activations, pooling) is under 1% and does not count.
    """
    weighing = [layer for layer in model.layers if hasattr(layer, "kernel")]
    return sum(2 * prod(layer.kernel.shape) * prod(layer.output.shape[1:-1]) for layer in weighing)
