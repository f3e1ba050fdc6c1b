"""A network trained here, computed by NumPy: letters in, predictions out, without Keras.

Many variants of few sequences go through `core.models.inference.shared` if the architecture allows it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from core.models.architectures import Architecture
from core.models.inference import baselines
from core.models.inference.residualbind import ResidualBind, residualbind_shapes
from core.models.inference.shared import SharedNetwork
from core.models.networks.residualbind import VARIANTS
from core.models.weights import Shapes, Weights
from core.structure import fold


class Computed(NamedTuple):
    """How NumPy computes a network.

    shapes : of the arrays in the weights file of an `Architecture`. answer : makes a function of letters (N, L), and
    structure (N, L, channels) or None, to predictions (N, outputs), from weights and architecture.
    """

    shapes: Callable[[Architecture], Shapes]
    answer: Callable[[Weights, Architecture], Any]


COMPUTED = {
    "residualbind": Computed(residualbind_shapes, ResidualBind),
    "pwm": Computed(baselines.pwm_shapes, baselines.pwm),
    "kmer-ridge": Computed(baselines.ridge_shapes, baselines.ridge),
    "deepbind": Computed(baselines.deepbind_shapes, baselines.deepbind),
    "dlprb": Computed(baselines.dlprb_shapes, baselines.dlprb),
}
"""By the name of an architecture; all others are asked through `core.models.inference.keras_network`."""


def is_computed(architecture: Architecture) -> bool:
    """Say whether NumPy computes every layer of a network."""
    return architecture.name in COMPUTED and VARIANTS[architecture.variant].first_activation == "relu"


class Network:
    """A trained network with all its outputs; safe to call from several threads."""

    def __init__(self, weights: Weights, architecture: Architecture):
        """Take the weights of an architecture that `is_computed`, as `core.models.weights.read` gives them."""
        self._architecture = architecture
        self._answer = COMPUTED[architecture.name].answer(weights, architecture)
        self._shared = SharedNetwork(self._answer.layers) if architecture.shares else None

    def outputs(self, letters: np.ndarray, contexts: np.ndarray | None = None) -> np.ndarray:
        """Return predictions (N, E) float32 for (N, L) letters, in standard deviations of the transformed score.

        A network that reads structure folds the RNAs itself, unless ``contexts`` are given, as by
        `core.structure.fold.fold_letters`. A classifier gives probabilities of being bound. The numbers equal
        ``model(inputs, training=False)`` of the Keras model to 1e-5, for any N.
        """
        if not self._architecture.reads_structure:
            return self._answer(letters, None)
        contexts = fold.fold_letters(letters) if contexts is None else contexts
        return self._answer(letters, fold.channels(contexts, self._architecture.inputs))

    def variants(
        self, letters: np.ndarray, written: np.ndarray, slides: bool = False, backgrounds: np.ndarray | None = None
    ) -> np.ndarray:
        """Return predictions (C, N, E) for C variants of each of N sequences; arguments: `scoring.predict_variants`."""
        if self._shared and letters.shape[1] and (len(letters) > 1 or backgrounds is not None):
            return self._shared(letters, written, slides, backgrounds)
        return self.outputs(letters.reshape(-1, letters.shape[-1])).reshape(*letters.shape[:2], -1)


@dataclass(frozen=True, eq=False)
class Predictor:
    """One output of a network as a plain function of letters (N, L) to predictions (N,), as in `Network.outputs`."""

    network: Any
    output: int = 0

    def __call__(self, letters: np.ndarray) -> np.ndarray:
        """Return predictions (N,) for letters (N, L)."""
        return self.network.outputs(letters)[:, self.output]
