"""Cards: what a trained model is, how it was made and how good it is, as JSON beside its weights."""

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.models.architectures import Architecture
from core.models.reliability import Reliability, reliability
from core.versions import folding_doubt, unusual_folding

CARD_SUFFIX = ".card.json"
SHARED = ("experiment", "output")
"""What the specs of the cards of one multi-task model differ in."""
TRANSFORMS = "transforms"
"""In a spec, where each experiment has an output for several transforms: the transform of each output."""
TAKEN_FROM = "taken_from"
"""In a spec: the key of the multi-task training that the network was an output of."""
TUNED = "fine_tuned"
"""In a spec: how the network was trained on, on its experiment alone, after it was taken out."""
TAUGHT_BY = "taught_by"
"""In a spec: the key of the training of its teacher, whose label is beside it."""
MEMBERS, SEEDS = "members", "seeds"
"""In the spec of an ensemble: the keys of the cards of its networks, and their seeds, in one order."""


@dataclass(frozen=True)
class Card:
    """What a trained model is, how it was made and how good it is at one experiment.

    spec : experiment, architecture, transform, schedule, epochs, seed and the digest of the probes it was trained on;
        of a model of several experiments also all of these, and the output that is this one's; of one that reads
        structure the energies of the folding.
    transform : parameters of the score transform, fitted on the training set.
    profile : 41 x 4, share of each letter at each position of the test probes; coverage : 41, the share of test probes
        that reach the position; density : histogram of measured against predicted score on set B.
    top_kmers : (6-mer, global importance) of the best ones, in the middle of profile backgrounds.
    history : loss and validation Pearson, epoch by epoch.
    metrics : of a classifier, ``auroc`` and ``aupr`` on set B.
    replicate_pearson : between the spots of probes of set B that were spotted twice, in the transformed space; None
        where there are too few.

    Of an ensemble (``is_ensemble``) the spec has the keys of its networks and their seeds instead of a seed. It has no
    weights of its own: ``weights_sha256`` is the digest of those of its networks. The transform and the numbers of
    probes are those of its lowest seed, ``seconds`` the sum; it has no validation Pearson, since what one of its
    networks was validated on another was trained on.

    Of an external model (``architecture.is_external``) the spec has ``own`` instead of a schedule: how it reads RNA,
    and what file it was. What cannot be known of it is None, 0 or empty: how it was trained always; without probes also
    transform, test Pearson and density, while the profile is uniform.
    """

    experiment: str
    gene: str
    spec: dict
    transform: dict
    validation_pearson: float | None
    test_pearson: float | None
    n_train: int
    n_validation: int
    n_test: int
    profile: list
    coverage: list
    density: dict
    top_kmers: list
    history: list
    seconds: float
    versions: dict
    trained: str
    key: str = ""
    weights: str = ""
    weights_sha256: str = ""
    weights_bytes: int = 0
    metrics: dict = field(default_factory=dict)
    replicate_pearson: float | None = None

    @property
    def architecture(self) -> Architecture:
        return Architecture.from_dict(self.spec.get("architecture", {}))

    @property
    def output(self) -> int:
        """Which output of the network is this experiment's."""
        return self.spec.get("output", 0)

    @property
    def answers_key(self) -> str:
        """What its answers are remembered by: two models of one key give the same ones."""
        return answers_key(self.weights_sha256, self.spec)

    @property
    def kind(self) -> str:
        """Name of the transform of the scores that predictions are compared with."""
        return self.transform.get("kind", "log")

    @property
    def label(self) -> str:
        """The name of the model among those of its experiment, made of what sets it apart from the usual one."""
        spec = self.spec
        parts = [
            self.architecture.label,
            "multitask" if self.is_multitask else "",
            "taught" if TAUGHT_BY in spec else "",
            "tuned" if TUNED in spec else "",
            "clip" if spec.get("transform") == "clip" else "",
            f"seed{spec['seed']}" if spec.get("seed") else "",
            "ensemble" if self.is_ensemble else "",
        ]
        return "-".join(part for part in parts if part)

    @property
    def is_ensemble(self) -> bool:
        """Whether it is the mean of networks that differ in their seed alone."""
        return MEMBERS in self.spec

    @property
    def seeds(self) -> list[int]:
        """The seed of each of its networks: one, unless it is an ensemble."""
        return self.spec.get(SEEDS) or [self.spec.get("seed", 0)]

    @property
    def mean_of(self) -> str:
        """What an ensemble is the mean of, such as ``5 networks, seeds 0 to 4``; "" of a single network."""
        return f"{len(self.seeds)} networks, seeds {seeds_text(self.seeds)}" if self.is_ensemble else ""

    @property
    def family(self) -> dict:
        """The spec without what networks differ in that were made alike from another seed: an ensemble's has the same.

        Where they were taken out of multi-task models, or taught by others, these differ in their seed, too, and so do
        their keys.
        """
        kept = {name: value for name, value in self.spec.items() if name not in ("seed", SEEDS, MEMBERS)}
        return {name: True if name in (TAKEN_FROM, TAUGHT_BY) else value for name, value in kept.items()}

    @property
    def is_multitask(self) -> bool:
        return "experiments" in self.spec

    @property
    def was_trained_together(self) -> bool:
        """Whether other experiments shaped it too: an output of a multi-task model, or one that was taken out."""
        return self.is_multitask or TAKEN_FROM in self.spec

    @property
    def name(self) -> str:
        """What the model is asked by."""
        return f"{self.experiment}:{self.label}"

    @property
    def reliability(self) -> Reliability:
        """How far its answers can be trusted, in the words of every page and export."""
        return reliability(self.test_pearson, self.n_test, self.replicate_pearson, self.architecture.task)

    @property
    def folding_doubt(self) -> str:
        """What is said of a network that reads structures, if it may get others here than it learned; else ""."""
        return folding_doubt(self.versions.get("viennarna", "")) if self.architecture.folds else ""

    @property
    def trust(self) -> str:
        """How far its answers can be trusted on this machine: its reliability, and a doubt about its structures."""
        return " ".join(filter(None, [self.reliability.text, self.folding_doubt]))

    @property
    def rank(self) -> int:
        """How well it stands for its experiment where no model is named.

        Best is a ResidualBind that tells binding scores of sequence alone, then one with structure or of another task,
        one of many experiments, then another method, and last an ensemble: it costs as much as all its networks.
        """
        if self.is_ensemble:
            return -1
        if self.architecture.name != "residualbind":
            return 0
        if self.is_multitask:
            return 1
        return 2 if self.architecture.folds or self.architecture.task != "regression" else 3


def seeds_text(seeds: list[int]) -> str:
    """Seeds in words: ``0 to 4``, or ``0, 2 and 5``."""
    if len(seeds) > 2 and seeds == list(range(seeds[0], seeds[-1] + 1)):
        return f"{seeds[0]} to {seeds[-1]}"
    return " and ".join(", ".join(map(str, part)) for part in (seeds[:-1], seeds[-1:]) if part)


def ensemble_digest(networks: Sequence[Card]) -> str:
    """What stands for the weights of an ensemble of these networks: the SHA-256 of their digests."""
    return hashlib.sha256("\n".join(card.weights_sha256 for card in networks).encode()).hexdigest()


def spec_key(spec: dict) -> str:
    """SHA-256 of the canonical JSON of a spec: two models of one key are the same training."""
    return hashlib.sha256(json.dumps(spec, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def answers_key(weights_sha256: str, spec: dict) -> str:
    """As `Card.answers_key`: by weights and output, of an external model also by how it reads RNA.

    Of one that reads structures also by the ViennaRNA that folds them here, unless that is known to fold as usual.
    """
    external, architecture = spec.get("own"), Architecture.from_dict(spec.get("architecture", {}))
    key = f"{weights_sha256}-{spec.get('output', 0)}" + (f"-{spec_key(external['reading'])[:10]}" if external else "")
    return key + (unusual_folding() if architecture.folds else "")


def training_key(spec: dict) -> str:
    """As `spec_key`, the same for all experiments of one multi-task model."""
    shared = (*SHARED, *(["transform"] if TRANSFORMS in spec else [])) if "experiments" in spec else ()
    return spec_key({name: value for name, value in spec.items() if name not in shared})


def card_text(card: Card) -> str:
    """The JSON text of a card, one field a line."""
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in dataclasses.asdict(card).items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"
