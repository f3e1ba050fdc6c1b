"""Fine-tuning: an output of a network trained on many experiments, trained further on its own experiment."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from core.data import store
from core.data.transform import BOTH
from core.errors import AppError, DataError
from core.library.experiments import find_experiment, full_name
from core.models import registry
from core.models.card import TRANSFORMS, TUNED, Card
from core.models.networks.residualbind import alone
from core.models.weights import round_kernels
from core.statistics import pearson
from core.training.evaluation import measured
from core.training.heads import taken_out
from core.training.loop import Epoch, Schedule, fit
from core.training.splits import Splits, of_output, prepare_splits, without_twins

SCHEDULE = Schedule("fine-tuning", epochs=2, batch_size=512, rate=4e-3, one_cycle=True)
MOST_EPOCHS = 100


def fine_tune(
    model_name: str,
    epochs: int | None = None,
    on_epoch: Callable[[Epoch], None] | None = None,
    folder: Path | None = None,
) -> Card:
    """Train one output of a multi-task network further, on its experiment alone, and keep it as a model of its own.

    All weights are trained by `SCHEDULE`. Split, transform and seed are those of the network, so that validation and
    set B stay unseen. The best of the epochs and of the original output is kept, judged on validation probes that do
    not also occur in the training set. A model that exists already is returned unchanged.

    Parameters
    ----------
    model_name : of an output of the network, such as ``RNCMPT00168:residualbind-joint-multitask``.
    epochs : in place of the schedule's number; strong motifs gain from more.
    on_epoch : called after each epoch; an exception it raises cancels the run, and nothing is kept.
    folder : where the model is kept; by default the user's own folder.

    Raises
    ------
    ModelError : another kind of network, or damaged weights.
    DataError : the probes that the network was trained on are not on this machine.
    AppError : a number of epochs out of range.
    """
    if found := tuned_card(model_name, epochs, folder):
        return found
    registry.prepare(folder)
    output = registry.card(full_name(model_name))
    splits = without_twins(of_output(_splits_of(output), output.output))
    architecture = taken_out(output).architecture
    model = architecture.fresh(output.seeds[0])
    model.set_weights(alone(registry.keras_model(output), output.output))
    before = model.get_weights(), _validation(model, splits)
    plan = _plan(epochs)
    plan = replace(plan, batch_size=plan.sized(len(splits.training.letters)).batch_size)
    history = fit(model, plan, splits.training, splits.validation, output.seeds[0], on_epoch)
    if before[1] > max(epoch.validation_pearson for epoch in history):
        model.set_weights(before[0])
    round_kernels(model)
    [card] = measured(model, architecture, history, splits, [_spec(output, epochs)], [output.gene])
    reached = [known for known in (before[1], card.validation_pearson) if known is not None]
    card = replace(card, validation_pearson=max(reached))
    return registry.save(model, [card], folder)[0]


def tuned_card(model_name: str, epochs: int | None = None, folder: Path | None = None) -> Card | None:
    """Return the card of the model that `fine_tune` would make, if it exists; errors as there."""
    find_experiment(model_name := full_name(model_name))
    return registry.kept(_spec(registry.card(model_name), epochs), folder)


def _spec(output: Card, epochs: int | None) -> dict:
    plan = _plan(epochs)
    return taken_out(output).spec | {TUNED: {"epochs": plan.epochs, "revision": plan.revision}}


def _plan(epochs: int | None) -> Schedule:
    if epochs is not None and not 1 <= epochs <= MOST_EPOCHS:
        raise AppError(f"the number of epochs is {epochs}; use a whole number from 1 to {MOST_EPOCHS}.")
    return replace(SCHEDULE, epochs=epochs or SCHEDULE.epochs)


def _validation(model, splits: Splits) -> float:
    predicted = model.predict(splits.validation.inputs, batch_size=1024, verbose=0)
    return pearson(splits.validation.binding_scores[:, 0], predicted[:, 0])


def _splits_of(card: Card) -> Splits:
    """Prepare the splits that a multi-task network was trained on; errors as `fine_tune`."""
    names = list(dict.fromkeys(card.spec["experiments"]))
    probes = [store.load(name) for name in names]
    if [one.digest for one in probes] != card.spec["data"][: len(names)]:
        raise DataError(
            f"the probes on this machine are not those that {card.name} was trained on, so it cannot be fine-tuned; "
            "import those again, or train anew."
        )
    kind = BOTH if TRANSFORMS in card.spec else card.spec["transform"]
    how = kind, card.architecture.inputs, card.architecture.task, card.seeds[0]
    return _prepared(tuple((store.locate(name), name) for name in names), how)


@lru_cache(maxsize=1)
def _prepared(places: tuple[tuple[Path, str], ...], how: tuple[str, str, str, int]) -> Splits:
    """Prepare splits, kept for the next output: 40 experiments take half a minute. File names follow file content."""
    return prepare_splits([store.load(name) for _, name in places], *how)
