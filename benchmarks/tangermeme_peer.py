"""tangermeme, asked the same on the CPU with the same network in PyTorch. Needs ``requirements-bench.txt``."""

from collections.abc import Sequence

import numpy as np
import torch
from tangermeme.ersatz import substitute
from tangermeme.predict import predict
from tangermeme.saturation_mutagenesis import saturation_mutagenesis
from torch import nn

from core.gia import Condition
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


def channels_first(one_hot: np.ndarray) -> torch.Tensor:
    """One-hot (N, L, 4) as tangermeme takes it: (N, 4, L) int8."""
    return torch.from_numpy(one_hot.astype(np.int8)).transpose(1, 2).contiguous()


def gia(network: nn.Module, backgrounds: torch.Tensor, conditions: Sequence[Condition], batch: int) -> np.ndarray:
    """Local importance (C, N) of conditions on backgrounds (N, 4, L).

    By what ``marginalize`` is made of, which would predict the bare backgrounds again for each condition.
    """
    null = _predict(network, backgrounds, batch)
    return np.stack([_predict(network, _embedded(backgrounds, one), batch) - null for one in conditions])


def ism(network: nn.Module, probes: torch.Tensor, batch: int) -> np.ndarray:
    """Mutant minus wild type (N, L, 4) of probes (N, 4, L)."""
    null, mutants = saturation_mutagenesis(network, probes, batch_size=batch, device="cpu", raw_outputs=True)
    return (mutants[..., 0] - null[:, None]).numpy().transpose(0, 2, 1)


def score_kmers(
    network: nn.Module, backgrounds: torch.Tensor, kmers: Sequence[str], position: int, batch: int
) -> np.ndarray:
    """Predictions (K, N) of k-mers at a position, from 0, of backgrounds (N, 4, L)."""
    return np.stack([_predict(network, _written(backgrounds, kmer, position), batch) for kmer in kmers])


def _convolution(channels: int, filters: int, width: int, dilation: int = 1) -> nn.Module:
    return nn.Conv1d(channels, filters, width, padding="same", dilation=dilation, bias=False)


def _normalisation(channels: int) -> nn.Module:
    return nn.BatchNorm1d(channels, eps=EPSILON)


def _embedded(backgrounds: torch.Tensor, condition: Condition) -> torch.Tensor:
    for pattern, position in condition.placements:
        backgrounds = _written(backgrounds, pattern, position)
    return backgrounds


def _written(backgrounds: torch.Tensor, pattern: str, position: int) -> torch.Tensor:
    return substitute(backgrounds, pattern.replace("U", "T"), start=position)


def _predict(network: nn.Module, sequences: torch.Tensor, batch: int) -> np.ndarray:
    return predict(network, sequences, batch_size=batch, device="cpu").numpy()[:, 0]
