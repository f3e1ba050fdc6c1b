"""What a model is, in words, from the fields of its card: its group in a list, and a line on it."""

from core.formatting import capital
from core.models.architectures import NETWORKS
from core.models.card import TAUGHT_BY, TUNED, Card

PAPER, TOGETHER, TUNED_GROUP = "ResidualBind of the paper", "Learned together", "Learned together, then fine-tuned"
ENSEMBLES, STRUCTURE, METHODS, EXTERNAL = "Ensembles", "Reads structure too", "Other methods", "External"
VARIANTS = {
    "code": "the authors' code has one more layer",
    "wide": "twice the filters",
}
INPUTS = {"pu": "reads which letters are paired", "phime": "reads five structural contexts"}
SCORES = {"log": "model of log scores", "clip": "model of clipped scores"}
"""What people read for the transform of the scores that a model learned."""


def group_of(card: Card) -> str:
    """Return the group of a model among those of its experiment."""
    architecture = card.architecture
    if architecture.is_external:
        return EXTERNAL
    if card.is_ensemble:
        return ENSEMBLES
    if architecture.name != "residualbind":
        return METHODS
    if architecture.reads_structure:
        return STRUCTURE
    if card.was_trained_together:
        return TUNED_GROUP if TUNED in card.spec else TOGETHER
    return PAPER


def scores_of(card: Card) -> str:
    """Name the transform of the scores that a model learned; "" for an external one."""
    return "" if card.architecture.is_external else SCORES.get(card.kind, card.kind)


def words_of(card: Card) -> str:
    """One line on a model: its network, what it reads, how it learned, and on which scores."""
    architecture, spec = card.architecture, card.spec
    if architecture.is_external:
        return f"An external model, from the file {spec.get('own', {}).get('file', architecture.variant)}."
    network = NETWORKS[architecture.name].words
    others = len(set(spec.get("experiments", ()))) - 1
    seed = f"seed {spec['seed']}" if spec.get("seed") else ""
    parts = [
        f"Mean of {card.mean_of}: {network}" if card.is_ensemble else network,
        VARIANTS.get(architecture.variant, ""),
        INPUTS.get(architecture.inputs, ""),
        f"one output of a network of {others + 1} experiments" if others > 0 else "",
        "learned with other experiments" if card.was_trained_together and others < 1 else "",
        "then fine-tuned on this one" if TUNED in spec else "",
        "taught by an ensemble" if TAUGHT_BY in spec else "",
        "predicts bound or not" if architecture.task == "classification" else scores_of(card).removeprefix("model of "),
        seed,
    ]
    text = ", ".join(part for part in parts if part)
    return f"{capital(text)}."
