"""Training schedules and the loop that follows them: arrays in, a trained Keras model out."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from core.errors import AppError, DataError
from core.models.networks.keras_backend import import_keras
from core.sequence import one_hot
from core.settings import settings
from core.statistics import pearson
from core.training.checkpoints import Keeper
from core.training.resume import arrays, keeping, shuffled


@dataclass(frozen=True)
class Schedule:
    """A training schedule; the epoch with the best validation Pearson is kept.

    revision : of the meaning of its name; models of another revision are different models.
    one_cycle : if true, Muon, whose rate rises to ``rate`` over the first twentieth of all steps, then falls to zero
        along a cosine; batch normalisation computes its means anew after every epoch, with the whole network (no
        dropout). If false, Adam, whose rate is multiplied by 0.3 after 7 epochs without a better validation Pearson,
        and training stops after 20 (Koo et al. 2021, Methods).
    """

    name: str
    epochs: int
    batch_size: int
    rate: float
    one_cycle: bool
    revision: int = 1

    def sized(self, n: int) -> "Schedule":
        """Adapt the schedule to n training probes: with one cycle, a small set gets smaller batches and more epochs.

        A few epochs of a few large batches would end before batch normalisation knows its means: on the 1,034 training
        probes of VTS1 (RNAcompete 2009) 24 epochs reach a test Pearson of 0.68, 8 reach 0.58.
        """
        if not self.one_cycle:
            return self
        batch_size = min(self.batch_size, max(SMALLEST_BATCH, n // STEPS_AN_EPOCH))
        enough = -(-FEWEST_STEPS // -(-n // batch_size))
        epochs = max(self.epochs, min(enough, MOST_SHORT_EPOCHS))
        return replace(self, batch_size=batch_size, epochs=epochs)


SMALLEST_BATCH, STEPS_AN_EPOCH = 16, 200
FEWEST_STEPS, MOST_SHORT_EPOCHS = 1600, 40
"""Targets of `Schedule.sized` for small sets; the sets of RNAcompete 2013 are far larger."""
RISE, WEIGHT_DECAY, SMALLEST_MATRIX = 0.05, 0.05, 32
"""For one cycle: the share of steps in which the rate rises, and Muon's weight decay and smallest kernel."""
SETTLING = 4096
"""Fewest probes (and half of the most) for the means of batch normalisation after an epoch, spread over the training
set because measurements come in groups."""

SCHEDULES = {
    "quick": Schedule("quick", epochs=8, batch_size=256, rate=8e-3, one_cycle=True, revision=3),
    "paper": Schedule("paper", epochs=300, batch_size=100, rate=1e-3, one_cycle=False, revision=2),
    "together": Schedule("together", epochs=10, batch_size=512, rate=1.6e-2, one_cycle=True),
}


class Epoch(NamedTuple):
    """One finished epoch: its number from 1, the most there can be, and the network's performance."""

    number: int
    total: int
    loss: float
    validation_pearson: float
    seconds: float


class Labelled(NamedTuple):
    """Letters (N, L) int8 with binding scores in the transformed space, (N,) or (N, E) with NaN where missing.

    structure : (N, L, C) float32, channels that a network reads in addition to the letters; None if it reads none.
    """

    letters: np.ndarray
    binding_scores: np.ndarray
    structure: np.ndarray | None = None

    @property
    def inputs(self) -> np.ndarray:
        """The input of the network: (N, L, 4 + C) float32."""
        letters = one_hot(self.letters)
        return letters if self.structure is None else np.concatenate([letters, self.structure], axis=-1)


def schedule(name: str) -> Schedule:
    """Return the schedule of that name; an AppError lists the schedules otherwise."""
    if name not in SCHEDULES:
        raise AppError(f"there is no schedule {name!r}; use one of: {', '.join(SCHEDULES)}.")
    return SCHEDULES[name]


def fit(
    model,
    plan: Schedule,
    training: Labelled,
    validation: Labelled,
    seed: int = 0,
    on_progress: Callable[[Epoch], None] | None = None,
    keeper: Keeper | None = None,
) -> list[Epoch]:
    """Train a Keras model in place and return its epochs; the weights of the best epoch are kept.

    The loss is the mean squared error for regression, cross-entropy for classification (sigmoid outputs); missing
    scores are ignored. The validation Pearson of several outputs is their mean.

    ``on_progress`` is called after every epoch; an exception it raises cancels the training. ``seed`` fixes the order
    of probes and the dropout; the initial weights are the model's own. ``keeper`` keeps the state after every epoch,
    before ``on_progress`` is called; if it holds a state, training resumes from it and ends as if it had never stopped.

    Raises
    ------
    DataError : the loss is no longer finite.
    """
    keras = import_keras()
    keras.utils.set_random_seed(seed)
    steps = plan.epochs * -(-len(training.letters) // plan.batch_size)
    inputs = training.inputs
    targets = training.binding_scores.reshape(len(inputs), -1)
    model.compile(_optimizer(keras, plan, steps), _loss(keras, model), jit_compile=has_xla(keras))
    kept = keeper.kept() if keeper else None
    before = [Epoch(*one) for one in kept.about["epochs"]] if kept else []
    if kept and before and (kept.about["is_over"] or len(before) == plan.epochs):
        model.set_weights(arrays(kept, "best"))
        return before
    watch, stopping = _watch(keras, plan.epochs, validation, before), _stopping(keras, plan)
    spread = inputs[:: max(1, len(inputs) // SETTLING)]
    settle = [_settling(keras, spread)] if plan.one_cycle else []
    last = keeping(keras, keeper, kept, watch, stopping, on_progress or (lambda epoch: None))
    batches = shuffled(keras, inputs, targets, plan.batch_size, seed, len(before))
    callbacks = [*settle, watch, *stopping, last]
    model.fit(batches, initial_epoch=len(before), epochs=plan.epochs, shuffle=False, callbacks=callbacks, verbose=0)
    return watch.epochs


def has_xla(keras) -> bool:
    """Say whether XLA compiles the steps of a training: with every backend but PyTorch."""
    return keras.backend.backend() != "torch"


def _optimizer(keras, plan: Schedule, steps: int):
    if not plan.one_cycle:
        return keras.optimizers.Adam(plan.rate)
    precision = settings().precision

    class Muon(keras.optimizers.Muon):
        """Muon for kernels of hidden layers, each position of a convolution as its own matrix; Adam for all else."""

        def _should_use_adamw(self, variable):
            return len(variable.shape) < 2 or min(variable.shape[-2:]) < SMALLEST_MATRIX

        def zeropower_via_newtonschulz5(self, x, steps):
            """Iterate in the precision of the training, as Muon's author does: float32 takes a third of a step."""
            found = super().zeropower_via_newtonschulz5(keras.ops.cast(x, precision), steps)
            return keras.ops.cast(found, "float32")

    rise = max(1, round(steps * RISE))
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, decay_steps=max(1, steps - rise), warmup_target=plan.rate, warmup_steps=rise
    )
    return Muon(rate, weight_decay=WEIGHT_DECAY, adam_weight_decay=None)


def _stopping(keras, plan: Schedule) -> list:
    monitored = {"monitor": "validation_pearson", "mode": "max"}
    patience = plan.epochs if plan.one_cycle else 20
    best = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True, **monitored)
    if plan.one_cycle:
        return [best]
    return [keras.callbacks.ReduceLROnPlateau(factor=0.3, patience=7, **monitored), best]


def _loss(keras, model):
    """Make the loss: squared error, or cross-entropy of sigmoid outputs, averaged over the known scores (not NaN)."""
    ops = keras.ops
    is_classifier = getattr(model.layers[-1], "activation", None) is keras.activations.sigmoid

    def loss(measured, predicted):
        is_known = ops.isfinite(measured)
        measured = ops.where(is_known, measured, 0)
        each = ops.binary_crossentropy(measured, predicted) if is_classifier else ops.square(measured - predicted)
        known = ops.cast(is_known, each.dtype)
        return ops.sum(each * known) / ops.maximum(ops.sum(known), 1)

    return loss


def _settling(keras, inputs: np.ndarray):
    """Make a Keras callback that recomputes the means of batch normalisation over ``inputs`` after each epoch.

    It does so without dropout. Means gathered during training belong to values that dropout has spread, and to older
    weights: in a short training they lower the validation Pearson by 0.01 to 0.03.
    """
    batches = [inputs[start : start + 1024] for start in range(0, len(inputs), 1024)]

    class Settling(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            norms, drops = (
                [layer for layer in self.model.layers if isinstance(layer, kind)]
                for kind in (keras.layers.BatchNormalization, keras.layers.Dropout)
            )
            kept = [layer.momentum for layer in norms], [layer.rate for layer in drops]
            _give(drops, "rate", [0] * len(drops))
            for number, batch in enumerate(batches if norms else ()):
                _give(norms, "momentum", [number / (number + 1)] * len(norms))  # the mean of all batches so far
                self.model(batch, training=True)
            _give(norms, "momentum", kept[0])
            _give(drops, "rate", kept[1])

    return Settling()


def _give(layers: list, name: str, values: list) -> None:
    for layer, value in zip(layers, values, strict=True):
        setattr(layer, name, value)


def _watch(keras, total: int, validation: Labelled, before: list[Epoch]):
    """Make a Keras callback that measures validation Pearson after each epoch, for the callbacks after it.

    before : the earlier epochs of a resumed training; ``epochs`` begins with them.
    """
    inputs = validation.inputs
    measured = validation.binding_scores.reshape(len(inputs), -1)

    class Watch(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            self.epochs = list(before)
            self.started = time.perf_counter() - (before[-1].seconds if before else 0)

        def on_epoch_end(self, epoch, logs=None):
            if not np.isfinite(logs["loss"]):
                raise DataError("training diverged: the loss is no longer a number; check the scores for outliers.")
            predicted = self.model.predict(inputs, batch_size=1024, verbose=0)
            each = [pearson(*pair) for pair in zip(measured.T, predicted.T, strict=True)]
            logs["validation_pearson"] = float(np.mean(each))
            seconds = time.perf_counter() - self.started
            self.epochs.append(Epoch(epoch + 1, total, float(logs["loss"]), logs["validation_pearson"], seconds))

    return Watch()
