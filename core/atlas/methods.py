"""Prediction methods to compare: models on this machine, by their label, and published methods."""

from typing import NamedTuple

OURS, CLIP = "residualbind", "residualbind-clip"
"""ResidualBind that reads sequence only, one network per experiment: on log scores, and on clipped scores."""
RESIDUALBIND, RIDGE = "residualbind", "kmer-ridge"
PUBLISHED = ("ThermoNet", "DLPRB-CNN", "cDeepbind-CNN", "RCK")
BEST = "ThermoNet"
"""The best method with published numbers of each experiment; all others are compared with it."""
PUBLISHED_TRANSFORM = "clip"
"""Transform of the scores in published correlations."""
REPLICATES = "replicates"
CEILING = "Replicate spots, a rough ceiling"
INPUTS = {"pu": " + PU", "phime": " + PHIME"}
SAID = {"multitask": "multi-task"}


class Method(NamedTuple):
    """Test Pearson by experiment of one prediction method.

    source : who measured it, "" for models on this machine. transform : of the scores that predictions are correlated
    with, "" if it varies. together : experiments whose network was also trained on other experiments.
    """

    key: str
    title: str
    source: str
    pearson: dict[str, float]
    transform: str = ""
    together: tuple[str, ...] = ()

    @property
    def is_published(self) -> bool:
        """Whether its numbers are published ones."""
        return bool(self.source)

    @property
    def words(self) -> tuple[str, ...]:
        """The parts of its label."""
        return tuple(self.key.split("-"))

    @property
    def is_residualbind(self) -> bool:
        """Whether it is a ResidualBind on this machine, of any kind."""
        return not self.is_published and self.words[0] == RESIDUALBIND

    @property
    def is_ensemble(self) -> bool:
        """Whether it is an ensemble of ResidualBind networks."""
        return self.is_residualbind and "ensemble" in self.words

    @property
    def is_together(self) -> bool:
        """Whether its networks were trained on many experiments, or extracted from such networks."""
        return self.is_residualbind and ("multitask" in self.words or bool(self.together))

    @property
    def reads_sequence(self) -> bool:
        """Whether it is a ResidualBind that reads sequence only."""
        return self.is_residualbind and not set(INPUTS) & set(self.words)

    @property
    def is_ridge(self) -> bool:
        """Whether it is k-mer ridge, of any input."""
        return not self.is_published and (self.key == RIDGE or self.key.startswith(f"{RIDGE}-"))


def usual_title(label: str) -> str:
    """Compose the title of a published method, or of a model label, from its parts."""
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
