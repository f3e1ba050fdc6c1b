"""The networks of other methods, in their style: a PWM regression, DeepBind, and the CNN of DLPRB.

They take letters (and structure) and give binding scores, like the ResidualBind. They read RNAs of any length, and
padding at the 3' end (all-zero rows) changes no answer. The k-mer ridge is in `core.models.networks.kmer_ridge`.
"""

from core.errors import ModelError
from core.models.networks.keras_backend import import_keras

PWM_WIDTH = 8
DETECTORS, DETECTOR_WIDTH, DEEPBIND_HIDDEN, DEEPBIND_DROPOUT = 16, 16, 32, 0.25
DLPRB_FILTERS, DLPRB_WIDTHS, DLPRB_HIDDEN = 128, (5, 11), 128


def build_pwm(architecture):
    """Build one position weight matrix: C + F * sum over windows i of prod over places j of w[j, letter i + j].

    w[j, letter] is the factor of a letter at place j of 8 in the affinity. Windows that reach into padding do not
    count. The network learns log w, F and C separately for each output; fit it with `core.training.fitters.fit_pwm`.
    (N, L, 4) in, for any L of at least 8; (N, outputs) out.

    Raises
    ------
    ModelError : an architecture that reads structure.

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
    if architecture.reads_structure:
        raise ModelError(f"a PWM reads letters alone; use the inputs sequence instead of {architecture.inputs}.")


def build_deepbind(architecture):
    """Build motif detectors over the RNA, the strongest and the mean detection of each, and one hidden layer.

    They are 16 convolutions of width 16, ReLU, maximum and mean over the RNA; dense 32, ReLU, dropout 0.25. (N, L,
    channels) in, (N, outputs) out.

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
    """Build two kinds of detectors over sequence and structure, the strongest detection of each, one hidden layer.

    They are 128 convolutions of width 5 and 128 of width 11, ReLU, maximum over the RNA; dense 128, ReLU. The network
    is meant for ``phime`` inputs, but takes all. (N, L, channels) in, (N, outputs) out.

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
    """Return the input (N, L, channels), and (N, L, 1) with 1 at nucleotides and 0 at padding."""
    inputs = keras.Input((None, architecture.channels), name="one_hot")
    return inputs, keras.ops.max(inputs, axis=-1, keepdims=True)


def _activation(architecture) -> str:
    return "sigmoid" if architecture.task == "classification" else "linear"


def _scores(layers, architecture):
    return layers.Dense(architecture.outputs, activation=_activation(architecture), name="binding_score")
