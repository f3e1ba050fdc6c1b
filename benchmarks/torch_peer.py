"""The same network in PyTorch, and what PyTorch's compiler makes of it. Needs ``requirements-bench.txt``."""

import numpy as np
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval, fuse_linear_bn_eval

from benchmarks.batched import Predict
from core.models.networks.residualbind import FIRST_WIDTH, POOL, RESIDUAL_WIDTH, VARIANTS
from core.sequence import ALPHABET, PROBE_LENGTH

EPSILON = 1e-3
"""Of batch normalisation in Keras; PyTorch's own is another."""


class TorchResidualBind(nn.Module):
    """ResidualBind of sequence alone and without heads, for predictions: one-hot (N, 4, L) to binding scores (N, 1)."""

    def __init__(self, variant: str = "paper"):
        super().__init__()
        form, residual = VARIANTS[variant], []
        filters, hidden = form.filters, form.hidden
        for dilation in form.dilations:
            residual += [_convolution(filters, filters, RESIDUAL_WIDTH, dilation), _normalisation(filters), nn.ReLU()]
        first = _convolution(len(ALPHABET), filters, FIRST_WIDTH)
        self.first = nn.Sequential(first, _normalisation(filters), nn.ReLU())
        self.residual = nn.Sequential(*residual[:-1])
        self.pool = nn.Sequential(nn.ReLU(), nn.AvgPool1d(POOL))
        pooled = PROBE_LENGTH // POOL * filters
        self.hidden = nn.Sequential(nn.Linear(pooled, hidden, bias=False), _normalisation(hidden), nn.ReLU())
        self.scores = nn.Linear(hidden, 1)

    def forward(self, one_hot: torch.Tensor) -> torch.Tensor:
        seen = self.first(one_hot)
        pooled = self.pool(seen + self.residual(seen))
        return self.scores(self.hidden(pooled.transpose(1, 2).flatten(1)))  # Keras has positions before filters


def torch_copy(model, variant: str = "paper") -> TorchResidualBind:
    """The network of a Keras model made by `core.models.networks.residualbind.build`, with its weights."""
    network = TorchResidualBind(variant).eval()
    tensors = [tensor for name, tensor in network.state_dict().items() if not name.endswith("num_batches_tracked")]
    for tensor, weights in zip(tensors, model.get_weights(), strict=True):
        tensor.copy_(torch.from_numpy(weights.T.copy()))
    return network


def folded(network: TorchResidualBind) -> TorchResidualBind:
    """Fold every batch normalisation of a copy into the layer before it, in place; the copy is returned."""
    for layers, fuse in (
        (network.first, fuse_conv_bn_eval),
        (network.residual, fuse_conv_bn_eval),
        (network.hidden, fuse_linear_bn_eval),
    ):
        for index, layer in enumerate(layers):
            if isinstance(layer, nn.BatchNorm1d):
                layers[index - 1] = fuse(layers[index - 1], layer)
                layers[index] = nn.Identity()
    return network


def compiled(model) -> Predict:
    """Return the network of a Keras model as ``torch.compile`` makes it, its batch normalisation folded."""
    network = torch.compile(folded(torch_copy(model)), dynamic=False)

    def predict(one_hot: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return network(torch.from_numpy(one_hot).transpose(1, 2).contiguous())[:, 0].numpy()

    return predict


def _convolution(channels: int, filters: int, width: int, dilation: int = 1) -> nn.Module:
    padding = (width - 1) // 2 * dilation  # "same", which ONNX Runtime does not take with a dilation
    return nn.Conv1d(channels, filters, width, padding=padding, dilation=dilation, bias=False)


def _normalisation(channels: int) -> nn.Module:
    return nn.BatchNorm1d(channels, eps=EPSILON)
