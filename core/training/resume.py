"""Resuming a training exactly where it stopped, with any backend of Keras.

Keras' own ``BackupAndRestore`` restores weights, optimizer and epoch only. It loses the state of the other callbacks
(best weights so far, epochs waited), of dropout and of the order of probes, as well as the history, and it overwrites
its file in place, so that a process killed while writing leaves none. Here the order of probes depends on seed and
epoch alone (`shuffled`).
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from core.training.checkpoints import Keeper, State

REMEMBERED = ("wait", "best", "best_epoch", "stopped_epoch", "cooldown_counter")
"""The state of Keras' callbacks apart from weights."""
PARTS = ("variable", "optimizer", "best")
"""Arrays of a state: the network's variables (weights, statistics, seeds of dropout), the optimizer's, and the weights
of the best epoch."""


def shuffled(keras, inputs: np.ndarray, targets: np.ndarray, batch_size: int, seed: int, first: int):
    """Batch (inputs, targets) as a Keras data set whose order is fixed by seed and epoch.

    first : number of the epoch that training begins with, from 0.
    """

    class Shuffled(keras.utils.PyDataset):
        def __init__(self):
            super().__init__()
            self._epoch, self._rows = first, np.arange(len(inputs))

        def __len__(self):
            return -(-len(inputs) // batch_size)

        def __getitem__(self, index):
            rows = self._rows[index * batch_size : (index + 1) * batch_size]
            return inputs[rows], targets[rows]

        def on_epoch_begin(self):
            self._rows = np.random.default_rng([seed, self._epoch]).permutation(len(inputs))
            self._epoch += 1

    return Shuffled()


def keeping(keras, keeper: Keeper | None, kept: State | None, watch, others: list, tell: Callable[[Any], None]):
    """Make the last Keras callback, which starts from ``kept``, keeps each epoch, and only then calls ``tell``.

    watch : the callback with the list ``epochs``. others : callbacks whose state is kept, too.
    """

    class Keeping(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            if kept:
                restore(self.model, kept, others)

        def on_epoch_end(self, epoch, logs=None):
            if keeper:
                keeper.keep(gather(self.model, watch.epochs, others))
            tell(watch.epochs[-1])

    return Keeping()


def gather(model, epochs: list, others: list) -> State:
    """Collect the state of a training between two epochs."""
    parts = zip(PARTS, (_variables(model), model.optimizer.variables, _best(others)), strict=True)
    arrays = {f"{part} {n}": np.asarray(_array(one)) for part, ones in parts for n, one in enumerate(ones)}
    known = [{name: vars(one)[name] for name in REMEMBERED if name in vars(one)} for one in others]
    about = {"epochs": [list(one) for one in epochs], "is_over": bool(model.stop_training), "callbacks": known}
    return State(about, arrays)


def restore(model, kept: State, others: list) -> None:
    """Restore model, optimizer and callbacks from a collected state."""
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)
    for part, variables in (("variable", _variables(model)), ("optimizer", model.optimizer.variables)):
        for variable, value in zip(variables, arrays(kept, part), strict=True):
            variable.assign(value)
    for one, known in zip(others, kept.about["callbacks"], strict=True):
        vars(one).update(known)
        if hasattr(one, "best_weights"):
            one.best_weights = arrays(kept, "best")


def arrays(kept: State, part: str) -> list[np.ndarray]:
    """Return the arrays of one of `PARTS`, in their order."""
    found = (kept.arrays.get(f"{part} {n}") for n in range(len(kept.arrays)))
    return [one for one in found if one is not None]


def _variables(model) -> list:
    return [*model.trainable_variables, *model.non_trainable_variables]


def _best(others: list) -> list:
    return next((one.best_weights for one in others if getattr(one, "best_weights", None)), [])


def _array(one) -> np.ndarray:
    return one if isinstance(one, np.ndarray) else one.numpy()
