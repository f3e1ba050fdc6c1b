"""The trained networks of other methods, computed by NumPy alone; equal to those of `core.models.networks` to 1e-5."""

from collections.abc import Callable, Sequence

import numpy as np

from core.models.architectures import Architecture
from core.models.inference.cores import on_all_cores, probabilities, rectify, slices
from core.models.inference.first_convolution import FirstConvolution
from core.models.networks import baselines
from core.models.networks.kmer_ridge import K, place_values
from core.models.weights import Shapes, Weights
from core.sequence import ALPHABET, PAD

PART = 64
"""RNAs that a core computes at once."""
LEAVES = -1e4
"""What a padding letter adds to the log affinity of a window, whose affinity becomes 0."""
Answer = Callable[[np.ndarray, np.ndarray | None], np.ndarray]
"""A function of letters (N, L), and structure (N, L, channels) if the network reads it, to predictions (N, outputs)."""


def _in_parts(answer: Answer, architecture: Architecture) -> Answer:
    """Give each core some RNAs at a time, and turn the scores of a classifier into probabilities."""

    def predict(letters: np.ndarray, structure: np.ndarray | None = None) -> np.ndarray:
        def of_rows(rows: slice) -> np.ndarray:
            return answer(letters[rows], None if structure is None else structure[rows])

        parts = on_all_cores(of_rows, slices(len(letters), PART))
        scores = np.concatenate([np.empty((0, architecture.outputs), np.float32), *parts])
        return probabilities(scores) if architecture.task == "classification" else scores

    return predict


def pwm_shapes(architecture: Architecture) -> Shapes:
    """Return the shapes of the arrays in the weights file of a PWM."""
    outputs = architecture.outputs
    kernel = (baselines.PWM_WIDTH, architecture.channels, outputs)
    return {"conv1d": (kernel,), "depthwise_conv1d": ((1, outputs, 1), (outputs,))}


def pwm(weights: Weights, architecture: Architecture) -> Answer:
    """Compute `core.models.networks.baselines.build_pwm`."""
    (log_pwm,), (scale, offset) = weights.values()
    log_affinity = FirstConvolution(log_pwm, same=False, padding=LEAVES)

    def answer(letters: np.ndarray, _structure: np.ndarray | None) -> np.ndarray:
        affinity = np.exp(log_affinity(letters)).reshape(-1, len(letters), architecture.outputs)
        return affinity.sum(axis=0) * scale[0, :, 0] + offset

    return _in_parts(answer, architecture)


def ridge_shapes(architecture: Architecture) -> Shapes:
    """Return the shapes of the arrays in the weights file of a k-mer ridge."""
    contexts, outputs = max(1, architecture.channels - len(ALPHABET)), architecture.outputs
    return {"kmer_sum": ((4 ** K[architecture.inputs], contexts, outputs), (outputs,))}


def ridge(weights: Weights, architecture: Architecture) -> Answer:
    """Compute `core.models.networks.kmer_ridge.build_kmer_ridge`."""
    ((coefficients, bias),) = weights.values()
    k = K[architecture.inputs]
    of_kmers = np.concatenate([coefficients, np.zeros_like(coefficients[:1])])  # the last row is for padding

    def answer(letters: np.ndarray, structure: np.ndarray | None) -> np.ndarray:
        windows = np.lib.stride_tricks.sliding_window_view(letters, k, axis=1)
        kmers = np.where((windows == PAD).any(axis=-1), len(coefficients), windows @ place_values(k))
        found = of_kmers[kmers]
        if structure is None:
            return found[:, :, 0].sum(axis=1) + bias
        means = np.lib.stride_tricks.sliding_window_view(structure, k, axis=1).mean(axis=-1)
        return np.einsum("nwc,nwce->ne", means, found) + bias

    return _in_parts(answer, architecture)


def deepbind_shapes(architecture: Architecture) -> Shapes:
    """Return the shapes of the arrays in the weights file of DeepBind's network."""
    detectors = (baselines.DETECTOR_WIDTH, architecture.channels, baselines.DETECTORS)
    return _two_dense([detectors], 2 * baselines.DETECTORS, baselines.DEEPBIND_HIDDEN, architecture.outputs)


def deepbind(weights: Weights, architecture: Architecture) -> Answer:
    """Compute `core.models.networks.baselines.build_deepbind`."""
    detectors, *dense = weights.values()
    detect = _detections(*detectors)

    def answer(letters: np.ndarray, structure: np.ndarray | None) -> np.ndarray:
        detected = detect(letters, structure)
        length = np.maximum((letters != PAD).sum(axis=1, keepdims=True), 1).astype(np.float32)
        return _of_two_dense(np.hstack([detected.max(axis=0), detected.sum(axis=0) / length]), dense)

    return _in_parts(answer, architecture)


def dlprb_shapes(architecture: Architecture) -> Shapes:
    """Return the shapes of the arrays in the weights file of DLPRB's network."""
    detectors = [(width, architecture.channels, baselines.DLPRB_FILTERS) for width in baselines.DLPRB_WIDTHS]
    inputs = len(detectors) * baselines.DLPRB_FILTERS
    return _two_dense(detectors, inputs, baselines.DLPRB_HIDDEN, architecture.outputs)


def dlprb(weights: Weights, architecture: Architecture) -> Answer:
    """Compute `core.models.networks.baselines.build_dlprb`."""
    *detectors, first, second = weights.values()
    kinds = [_detections(*one) for one in detectors]

    def answer(letters: np.ndarray, structure: np.ndarray | None) -> np.ndarray:
        strongest = [detect(letters, structure).max(axis=0) for detect in kinds]
        return _of_two_dense(np.hstack(strongest), [first, second])

    return _in_parts(answer, architecture)


def _detections(kernel: np.ndarray, bias: np.ndarray) -> Answer:
    """Make a function that gives the rectified sums (L, N, detectors) of a convolution, 0 at padding."""
    convolve = FirstConvolution(kernel, bias)

    def detect(letters: np.ndarray, structure: np.ndarray | None) -> np.ndarray:
        detected = rectify(convolve(letters, structure)).reshape(*letters.T.shape, -1)
        detected *= (letters.T != PAD)[..., None]
        return detected

    return detect


def _two_dense(detectors: Sequence[tuple[int, ...]], inputs: int, hidden: int, outputs: int) -> Shapes:
    convolutions = {
        f"conv1d_{number}" if number else "conv1d": (kernel, kernel[-1:]) for number, kernel in enumerate(detectors)
    }
    return {**convolutions, "dense": ((inputs, hidden), (hidden,)), "dense_1": ((hidden, outputs), (outputs,))}


def _of_two_dense(inputs: np.ndarray, dense: list[list[np.ndarray]]) -> np.ndarray:
    (weights, bias), (last_weights, last_bias) = dense
    return rectify(inputs @ weights + bias) @ last_weights + last_bias
