"""Extracted heads: a network for each experiment, from one network trained on many."""

from dataclasses import replace
from pathlib import Path

from core.errors import ModelError
from core.library.experiments import find_experiment, full_name
from core.models import registry
from core.models.card import TAKEN_FROM, TRANSFORMS, Card, training_key
from core.models.networks.residualbind import alone
from core.progress import OnProgress


def take_out(model_name: str, folder: Path | None = None, on_progress: OnProgress | None = None) -> list[Card]:
    """Keep every output of a multi-task network as a model of its experiment alone, and return their cards.

    Each model predicts as its output does, with the same correlations, but is faster to ask, and is named by the
    experiment's id. An existing model is replaced.

    Parameters
    ----------
    model_name : of any output of the network, such as ``RNCMPT00168:residualbind-joint-multitask-clip``.
    folder : where the models are kept; by default the user's own folder.
    on_progress : called with (models kept, total); an exception it raises cancels the run between two models.

    Raises
    ------
    ModelError : another kind of network, or damaged weights.
    """
    find_experiment(model_name := full_name(model_name))
    found = registry.card(model_name)
    single = taken_out(found).architecture
    trained = registry.keras_model(found)
    model, kept = single.build(), []
    outputs = outputs_of(found)
    for card in outputs:
        model.set_weights(alone(trained, card.output))
        kept += registry.save(model, [taken_out(card)], folder)
        if on_progress:
            on_progress(len(kept), len(outputs))
    return kept


def outputs_of(found: Card) -> list[Card]:
    """List the cards of all outputs of a card's network, in their order."""
    cards = {card.key: card for _, card in registry.everything() if card.weights == found.weights}
    return sorted(cards.values(), key=lambda card: card.output)


def taken_out(card: Card) -> Card:
    """Derive, from the card of an output of a multi-task network, the card of the extracted model.

    Raises
    ------
    ModelError : another kind of network.
    """
    if not (card.is_multitask and card.architecture.has_heads):
        raise ModelError(
            f"{card.name} has no output that could be extracted; train several experiments together with: "
            "python -m core train ID ID --variant joint"
        )
    spec = {name: value for name, value in card.spec.items() if name not in ("experiments", "output", TRANSFORMS)}
    own = {
        "architecture": replace(card.architecture, outputs=1).described(),
        "data": card.spec["data"][card.output],
        TAKEN_FROM: training_key(card.spec),
    }
    return replace(card, spec={**spec, **own})
