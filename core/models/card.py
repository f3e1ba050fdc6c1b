"""Cards: what a trained model is, how it was made and how good it is, as JSON next to its weights."""

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
"""Entries of the spec in which the cards of one multi-task model differ."""
TRANSFORMS = "transforms"
"""In a spec with several transforms per experiment: the transform of each output."""
TAKEN_FROM = "taken_from"
"""In a spec: the key of the multi-task training that the network was an output of."""
TUNED = "fine_tuned"
"""In a spec: how the network was fine-tuned on its experiment alone after it was extracted."""
TAUGHT_BY = "taught_by"
"""In a spec: the key of the training of its teacher, next to the teacher's label."""
MEMBERS, SEEDS = "members", "seeds"
"""In the spec of an ensemble: the keys of the cards of its networks, and their seeds, in the same order."""


@dataclass(frozen=True)
class Card:
    """A trained model: how it was made and how good it is at one experiment.

    spec : experiment, architecture, transform, schedule, epochs, seed and the digest of the probes it was trained on;
        for a model of several experiments also the list of them, and the output of this one; for a model that reads
        structure also the energies of the folding.
    transform : parameters of the score transform, fitted on the training set.
    profile : 41 x 4, share of each letter at each position of the test probes; coverage : 41, the share of test probes
        that reach the position; density : histogram of measured against predicted score on set B.
    top_kmers : (6-mer, global importance) of the best 6-mers, in the middle of profile backgrounds.
    history : loss and validation Pearson, epoch by epoch.
    metrics : of a classifier, ``auroc`` and ``aupr`` on set B.
    replicate_pearson : between the two spots of set-B probes that were spotted twice, in the transformed space; None if
        there are too few.

    The spec of an ensemble (``is_ensemble``) has the keys of its networks and their seeds in place of a seed. It has no
    weights of its own: ``weights_sha256`` is the digest of its networks' digests. The transform and the numbers of
    probes are those of its lowest seed, ``seconds`` the sum; it has no validation Pearson, since the validation probes
    of one network trained another.

    The spec of an external model (``architecture.is_external``) has ``own`` in place of a schedule: how it reads RNA,
    and its file. Unknown fields are None, 0 or empty: always those of its training; without probes also transform, test
    Pearson and density, while the profile is uniform.
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
        """The network's architecture."""
        return Architecture.from_dict(self.spec.get("architecture", {}))

    @property
    def output(self) -> int:
        """Index of this experiment's output of the network."""
        return self.spec.get("output", 0)

    @property
    def answers_key(self) -> str:
        """The key of its remembered answers: two models with one key give the same answers."""
        return answers_key(self.weights_sha256, self.spec)

    @property
    def kind(self) -> str:
        """Name of the transform of the scores that predictions are compared with."""
        return self.transform.get("kind", "log")

    @property
    def label(self) -> str:
        """Its name among the models of its experiment, made of its differences from the usual one."""
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
        """Whether it is the mean of networks that differ only in their seed."""
        return MEMBERS in self.spec

    @property
    def seeds(self) -> list[int]:
        """The seed of each of its networks: one, unless it is an ensemble."""
        return self.spec.get(SEEDS) or [self.spec.get("seed", 0)]

    @property
    def mean_of(self) -> str:
        """The members of an ensemble, such as ``5 networks, seeds 0 to 4``; "" for a single network."""
        return f"{len(self.seeds)} networks, seeds {seeds_text(self.seeds)}" if self.is_ensemble else ""

    @property
    def family(self) -> dict:
        """The spec without the entries that depend on the seed; an ensemble and its members share it.

        Networks that were extracted or taught also have a multi-task model or a teacher of another seed, so the keys of
        these are left out, too.
        """
        kept = {name: value for name, value in self.spec.items() if name not in ("seed", SEEDS, MEMBERS)}
        return {name: True if name in (TAKEN_FROM, TAUGHT_BY) else value for name, value in kept.items()}

    @property
    def is_multitask(self) -> bool:
        """Whether its network has outputs for several experiments."""
        return "experiments" in self.spec

    @property
    def was_trained_together(self) -> bool:
        """Whether other experiments shaped it: an output of a multi-task model, or an extracted one."""
        return self.is_multitask or TAKEN_FROM in self.spec

    @property
    def name(self) -> str:
        """The name that the model is asked by."""
        return f"{self.experiment}:{self.label}"

    @property
    def reliability(self) -> Reliability:
        """How far its answers can be trusted, in the words of every page and export."""
        return reliability(self.test_pearson, self.n_test, self.replicate_pearson, self.architecture.task)

    @property
    def folding_doubt(self) -> str:
        """A warning if a network that reads structures may get different ones here than in training; otherwise ""."""
        return folding_doubt(self.versions.get("viennarna", "")) if self.architecture.reads_structure else ""

    @property
    def trust(self) -> str:
        """How far its answers can be trusted on this machine: its reliability, and any doubt about its structures."""
        return " ".join(filter(None, [self.reliability.text, self.folding_doubt]))

    @property
    def rank(self) -> int:
        """Priority of this model as the default of its experiment; higher wins.

        The order is: a ResidualBind that predicts binding scores from sequence alone, one with structure or another
        task, one of many experiments, another method, and last an ensemble, which costs as much as all its networks.
        """
        if self.is_ensemble:
            return -1
        if self.architecture.name != "residualbind":
            return 0
        if self.is_multitask:
            return 1
        return 2 if self.architecture.reads_structure or self.architecture.task != "regression" else 3


def seeds_text(seeds: list[int]) -> str:
    """Put seeds into words: ``0 to 4``, or ``0, 2 and 5``."""
    if len(seeds) > 2 and seeds == list(range(seeds[0], seeds[-1] + 1)):
        return f"{seeds[0]} to {seeds[-1]}"
    return " and ".join(", ".join(map(str, part)) for part in (seeds[:-1], seeds[-1:]) if part)


def ensemble_digest(networks: Sequence[Card]) -> str:
    """Compute the digest of an ensemble of these networks: the SHA-256 of their digests."""
    return hashlib.sha256("\n".join(card.weights_sha256 for card in networks).encode()).hexdigest()


def spec_key(spec: dict) -> str:
    """Compute the SHA-256 of the canonical JSON of a spec: two models with one key are the same training."""
    return hashlib.sha256(json.dumps(spec, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def answers_key(weights_sha256: str, spec: dict) -> str:
    """Build `Card.answers_key` from weights and output, for an external model also from how it reads RNA.

    For a model that reads structures it includes the installed ViennaRNA, unless that is known to fold as usual.
    """
    external, architecture = spec.get("own"), Architecture.from_dict(spec.get("architecture", {}))
    key = f"{weights_sha256}-{spec.get('output', 0)}" + (f"-{spec_key(external['reading'])[:10]}" if external else "")
    return key + (unusual_folding() if architecture.reads_structure else "")


def training_key(spec: dict) -> str:
    """Compute a `spec_key` that all experiments of one multi-task model share."""
    shared = (*SHARED, *(["transform"] if TRANSFORMS in spec else [])) if "experiments" in spec else ()
    return spec_key({name: value for name, value in spec.items() if name not in shared})


def card_text(card: Card) -> str:
    """Write the JSON text of a card, one field per line."""
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in dataclasses.asdict(card).items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"
