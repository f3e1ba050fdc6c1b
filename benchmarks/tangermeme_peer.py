"""tangermeme, asked the same on the CPU with the network of `benchmarks.torch_peer`."""

from collections.abc import Sequence

import numpy as np
import torch
from tangermeme.ersatz import substitute
from tangermeme.predict import predict
from tangermeme.saturation_mutagenesis import saturation_mutagenesis
from torch import nn

from core.gia import Condition


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


def _embedded(backgrounds: torch.Tensor, condition: Condition) -> torch.Tensor:
    for pattern, position in condition.placements:
        backgrounds = _written(backgrounds, pattern, position)
    return backgrounds


def _written(backgrounds: torch.Tensor, pattern: str, position: int) -> torch.Tensor:
    return substitute(backgrounds, pattern.replace("U", "T"), start=position)


def _predict(network: nn.Module, sequences: torch.Tensor, batch: int) -> np.ndarray:
    return predict(network, sequences, batch_size=batch, device="cpu").numpy()[:, 0]
