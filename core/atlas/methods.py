"""Ways to predict that are compared: models on this machine by the label of their models, and published methods."""

from typing import NamedTuple

OURS, CLIP = "residualbind", "residualbind-clip"
"""ResidualBind of sequence alone, one network an experiment: of log scores, and of clipped ones."""
RESIDUALBIND, RIDGE = "residualbind", "kmer-ridge"
PUBLISHED = ("ThermoNet", "DLPRB-CNN", "cDeepbind-CNN", "RCK")
BEST = "ThermoNet"
"""The best of the methods with published numbers of each experiment, which all others are measured by."""
PUBLISHED_TRANSFORM = "clip"
"""Of the scores that published correlations are with."""
REPLICATES = "replicates"
CEILING = "Replicate spots, a rough ceiling"
INPUTS = {"pu": " + PU", "phime": " + PHIME"}
SAID = {"multitask": "multi-task"}


class Method(NamedTuple):
    """Test Pearson by experiment of one way to predict.

    source : who measured it, "" for models on this machine. transform : of the scores that predictions are correlated
    with, "" where that differs. together : experiments whose network was trained on other experiments too.
    """

    key: str
    title: str
    source: str
    pearson: dict[str, float]
    transform: str = ""
    together: tuple[str, ...] = ()

    @property
    def is_published(self) -> bool:
        return bool(self.source)

    @property
    def words(self) -> tuple[str, ...]:
        """The parts of its label."""
        return tuple(self.key.split("-"))

    @property
    def is_residualbind(self) -> bool:
        """Whether it is a ResidualBind of this machine, of any kind."""
        return not self.is_published and self.words[0] == RESIDUALBIND

    @property
    def is_ensemble(self) -> bool:
        return self.is_residualbind and "ensemble" in self.words

    @property
    def is_together(self) -> bool:
        """Whether its networks were trained on many experiments, or taken out of such ones."""
        return self.is_residualbind and ("multitask" in self.words or bool(self.together))

    @property
    def reads_sequence(self) -> bool:
        """Whether it is a ResidualBind of sequence alone."""
        return self.is_residualbind and not set(INPUTS) & set(self.words)

    @property
    def is_ridge(self) -> bool:
        """Whether it is k-mer ridge, of any input."""
        return not self.is_published and (self.key == RIDGE or self.key.startswith(f"{RIDGE}-"))


def usual_title(label: str) -> str:
    """What people read for a published method, or for the label of a model here, put together of its parts."""
    if label in PUBLISHED:
        return label
    if label == REPLICATES:
        return CEILING
    for network, name in ((RESIDUALBIND, "ResidualBind"), (RIDGE, "6-mer ridge")):
        if label == network or label.startswith(f"{network}-"):
            words = [word for word in label.removeprefix(network).split("-") if word]
            inputs = "".join(INPUTS.get(word, "") for word in words)
            if network == RIDGE and inputs:
                name = "5-mer ridge"
            rest = [SAID.get(word, word) for word in words if word not in INPUTS]
            return ", ".join([f"{name}{inputs}", *rest])
    return f"{label}, here"
