"""From one network that was trained on many experiments to a network for each of them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from core.errors import ModelError
from core.model import registry
from core.model.architectures import Architecture
from core.model.cards import TAKEN_FROM, TRANSFORMS, Card, training_key
from core.model.residualbind import alone


def take_out(
    name: str, folder: Path | None = None, on_progress: Callable[[int, int], None] | None = None
) -> list[Card]:
    """Keep every output of a multi-task network as a model of its experiment alone, and give their cards.

    Each predicts what the output predicts, with the same correlations, but is asked faster, and answers to the
    experiment's id. One that is there already is kept anew.

    Parameters
    ----------
    name : of any output of the network, such as ``RNCMPT00168:residualbind-joint-multitask-clip``.
    folder : where the models are kept; the person's own folder unless said.
    on_progress : is told (models kept, all); what it raises ends the work between two of them.

    Raises
    ------
    ModelError : another kind of network, or one whose weights are damaged.
    """
    found = registry.card(name)
    architecture = found.architecture
    if not (found.is_multitask and architecture.has_heads):
        raise ModelError(
            f"{found.name} has no output that could be taken out; train several experiments together with: "
            "python -m core train ID ID --variant joint"
        )
    trained = registry.keras_model(found)
    single = replace(architecture, outputs=1)
    model, key, kept = single.build(), training_key(found.spec), []
    outputs = sorted(_outputs(found), key=lambda card: card.output)
    for card in outputs:
        model.set_weights(alone(trained, card.output))
        kept += registry.save(model, [_of_its_own(card, single, key)], folder)
        if on_progress:
            on_progress(len(kept), len(outputs))
    return kept


def _outputs(found: Card) -> list[Card]:
    """The cards of all outputs of a card's network."""
    return list({card.key: card for _, card in registry.everything() if card.weights == found.weights}.values())


def _of_its_own(card: Card, single: Architecture, key: str) -> Card:
    spec = {name: value for name, value in card.spec.items() if name not in ("experiments", "output", TRANSFORMS)}
    own = {"architecture": single.described(), "data": card.spec["data"][card.output], TAKEN_FROM: key}
    return replace(card, spec={**spec, **own})
