"""The mean of networks that were made alike, asked as one network: the network of an ensemble."""

from collections.abc import Iterable, Sequence

import numpy as np

from core.models.inference.network import Network
from core.structure import fold


class MeanNetwork:
    """The mean of networks of one architecture, output by output; it has the methods of each of them."""

    def __init__(self, networks: Sequence[Network], reads_structure: bool):
        """Take the networks.

        Parameters
        ----------
        reads_structure : whether they read structure, so that each RNA is folded once for all of them.
        """
        self._networks, self._reads_structure = tuple(networks), reads_structure

    def outputs(self, letters: np.ndarray, contexts: np.ndarray | None = None) -> np.ndarray:
        """Return mean predictions (N, E) float32; arguments as in `core.models.inference.network.Network.outputs`."""
        if self._reads_structure and contexts is None:
            contexts = fold.fold_letters(letters)
        return _mean(network.outputs(letters, contexts) for network in self._networks)

    def variants(
        self, letters: np.ndarray, written: np.ndarray, slides: bool = False, _backgrounds: np.ndarray | None = None
    ) -> np.ndarray:
        """Return mean predictions (C, N, E); arguments as in `core.models.scoring.predict_variants`.

        The answers of the networks on the backgrounds are not kept: together they would take too much memory.
        """
        if self._reads_structure:
            return self.outputs(letters.reshape(-1, letters.shape[-1])).reshape(*letters.shape[:2], -1)
        return _mean(network.variants(letters, written, slides) for network in self._networks)


def _mean(predictions: Iterable[np.ndarray]) -> np.ndarray:
    """Average predictions one by one: for many variants of few sequences, each array may be large."""
    total, n = np.zeros(()), 0
    for predicted in predictions:
        total, n = total + predicted, n + 1
    return (total / n).astype(np.float32)
