"""The networks of other methods, in their style: a PWM regression, DeepBind, and the CNN of DLPRB.

Letters (and structure) in, binding scores out, like the ResidualBind. They read RNAs of any length, and padding at the
3' end (all-zero rows) changes no answer. The k-mer ridge is in `core.models.networks.kmer_ridge`.
"""

from collections.abc import Callable

import numpy as np

from core.errors import ModelError
from core.models.networks.keras_backend import import_keras
from core.models.networks.kmer_ridge import count_kmers
from core.sequence import ALPHABET, kmers, one_hot
from core.training.checkpoints import Keeper
from core.training.loop import Epoch, Labelled, Schedule, fit

PWM_WIDTH = 8
SEED_WIDTH, SEED_MISMATCH = 6, 0.1
"""Letters of the k-mer that a PWM starts from, and the affinity of a mismatch to it."""
DETECTORS, DETECTOR_WIDTH, DEEPBIND_HIDDEN, DEEPBIND_DROPOUT = 16, 16, 32, 0.25
DLPRB_FILTERS, DLPRB_WIDTHS, DLPRB_HIDDEN = 128, (5, 11), 128


def build_pwm(architecture):
    """One position weight matrix: the score is C + F * sum over windows i of prod over places j of w[j, letter i + j].

    w[j, letter] is what a letter at place j of 8 multiplies the affinity with. Windows that reach into padding do not
    count. The network learns log w, F and C, each output its own; train it with `fit_pwm`. (N, L, 4) in, for any L
    of at least 8; (N, outputs) out.

    Raises
    ------
    ModelError : asked to read structure.

    Source: MatrixREDUCE (Foat, Morozov, Bussemaker 2006), which also searches for the width.
    """
    check_pwm(architecture)
    keras = import_keras()
    layers, ops = keras.layers, keras.ops
    inputs, present = _inputs(keras, architecture)
    log_affinity = layers.Conv1D(architecture.outputs, PWM_WIDTH, use_bias=False, name="log_pwm")(inputs)
    leaves_the_rna = layers.MaxPooling1D(PWM_WIDTH, strides=1)(1 - present)
    occupancy = ops.sum(ops.exp(log_affinity - 1e4 * leaves_the_rna), axis=1, keepdims=True)
    occupancy = layers.Identity(name="occupancy")(occupancy)
    scores = layers.Reshape((architecture.outputs,))(layers.DepthwiseConv1D(1, name="scale")(occupancy))
    binding_scores = layers.Activation(_activation(architecture), name="binding_score")(scores)
    return keras.Model(inputs, binding_scores, name="pwm")


def check_pwm(architecture) -> None:
    """Raise a ModelError unless there is a PWM of that kind."""
    if architecture.folds:
        raise ModelError(f"a PWM reads letters alone; use the inputs sequence instead of {architecture.inputs}.")


def fit_pwm(
    model,
    plan: Schedule,
    training: Labelled,
    validation: Labelled,
    seed: int = 0,
    on_progress: Callable[[Epoch], None] | None = None,
    keeper: Keeper | None = None,
) -> list[Epoch]:
    """`core.training.loop.fit` of a network of `build_pwm`, from the start that `start_pwm` finds."""
    start_pwm(model, training.letters, training.binding_scores)
    return fit(model, plan, training, validation, seed, on_progress, keeper)


def start_pwm(model, letters: np.ndarray, binding_scores: np.ndarray) -> None:
    """Start a network of `build_pwm` where training finds the motif: at the k-mer that explains the scores best.

    That is the 6-mer whose count correlates most with them. A mismatch to it costs a factor of 10, the place on either
    side is free, and F and C are those of least squares.

    Parameters
    ----------
    letters : (N, L) int8. binding_scores : (N,) or (N, outputs), NaN where missing.
    """
    scores = binding_scores.reshape(len(letters), -1)
    counts = count_kmers(letters, None, SEED_WIDTH)
    log_pwm = np.zeros((PWM_WIDTH, len(ALPHABET), scores.shape[1]), np.float32)
    for output, column in enumerate(scores.T):
        known = ~np.isnan(column)
        seed = one_hot(kmers(SEED_WIDTH)[_best_column(counts[known], column[known])])
        log_pwm[1 : 1 + SEED_WIDTH, :, output] = (1 - seed) * np.log(SEED_MISMATCH)
    model.get_layer("log_pwm").set_weights([log_pwm])
    scale, offset = np.zeros(scores.shape[1]), np.zeros(scores.shape[1])
    for output, (column, occupancy) in enumerate(zip(scores.T, _occupancies(model, letters).T, strict=True)):
        known = ~np.isnan(column)
        varied = occupancy[known] - occupancy[known].mean()
        scale[output] = varied @ column[known] / max(varied @ varied, 1e-9)
        offset[output] = column[known].mean() - scale[output] * occupancy[known].mean()
    model.get_layer("scale").set_weights([scale[None, :, None], offset])


def build_deepbind(architecture):
    """Motif detectors over the RNA, the strongest and the mean detection of each, one hidden layer.

    16 convolutions of width 16, ReLU, maximum and mean over the RNA; dense 32, ReLU, dropout 0.25. (N, L, channels) in,
    (N, outputs) out.

    Source: DeepBind (Alipanahi et al. 2015, Supplementary Notes) has 16 detectors of length 16 and no or 32 hidden
    units for RNAcompete, and draws its dropout and training parameters at random; here they are fixed.
    """
    keras = import_keras()
    layers, ops = keras.layers, keras.ops
    inputs, present = _inputs(keras, architecture)
    detected = layers.Conv1D(DETECTORS, DETECTOR_WIDTH, padding="same", activation="relu")(inputs) * present
    mean = ops.sum(detected, axis=1) / ops.maximum(ops.sum(present, axis=1), 1)
    x = layers.Concatenate()([layers.GlobalMaxPooling1D()(detected), mean])
    x = layers.Dropout(DEEPBIND_DROPOUT)(layers.Dense(DEEPBIND_HIDDEN, activation="relu")(x))
    return keras.Model(inputs, _scores(layers, architecture)(x), name="deepbind")


def build_dlprb(architecture):
    """Two kinds of detectors over sequence and structure, the strongest detection of each, one hidden layer.

    128 convolutions of width 5 beside 128 of width 11, ReLU, maximum over the RNA; dense 128, ReLU. Meant for ``phime``
    inputs, builds for all. (N, L, channels) in, (N, outputs) out.

    Source: the CNN of DLPRB (Ben-Bassat, Chor, Orenstein 2018; widths and sizes are those of the authors' program). It
    reads letter and structure as pairs, here they are channels side by side, as in Koo et al. 2021.
    """
    keras = import_keras()
    layers = keras.layers
    inputs, present = _inputs(keras, architecture)
    strongest = []
    for width in DLPRB_WIDTHS:
        detected = layers.Conv1D(DLPRB_FILTERS, width, padding="same", activation="relu")(inputs) * present
        strongest.append(layers.GlobalMaxPooling1D()(detected))
    x = layers.Dense(DLPRB_HIDDEN, activation="relu")(layers.Concatenate()(strongest))
    return keras.Model(inputs, _scores(layers, architecture)(x), name="dlprb")


def _inputs(keras, architecture):
    """The input (N, L, channels), and (N, L, 1) with 1 where there is a nucleotide, 0 where there is padding."""
    inputs = keras.Input((None, architecture.channels), name="one_hot")
    return inputs, keras.ops.max(inputs, axis=-1, keepdims=True)


def _activation(architecture) -> str:
    return "sigmoid" if architecture.task == "classification" else "linear"


def _scores(layers, architecture):
    return layers.Dense(architecture.outputs, activation=_activation(architecture), name="binding_score")


def _best_column(counts, scores: np.ndarray) -> int:
    """The column of a sparse matrix (N, F) that correlates most with the scores (N,)."""
    spread = np.sqrt(counts.power(2).sum(axis=0) - counts.sum(axis=0) ** 2 / max(len(scores), 1))
    covariance = counts.T @ (scores - scores.mean())
    return int(np.argmax(np.divide(covariance, spread, out=np.zeros_like(covariance), where=spread > 0)))


def _occupancies(model, letters: np.ndarray) -> np.ndarray:
    """What a PWM adds up over each RNA before F and C: (N, outputs)."""
    keras = import_keras()
    summed = keras.Model(model.inputs, model.get_layer("occupancy").output)
    return summed.predict(one_hot(letters), batch_size=1024, verbose=0)[:, 0].astype(np.float64)
