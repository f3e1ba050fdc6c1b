"""The networks: a record names a network and builds it afresh."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import NamedTuple

from core.errors import ModelError
from core.models.networks import baselines, kmer_ridge, residualbind
from core.models.networks.keras_backend import import_keras
from core.settings import settings

CHANNELS = {"sequence": 4, "pu": 6, "phime": 9}
"""Input channels by kind of input: four letters, plus paired and unpaired, or plus the five structural contexts."""
TASKS = ("regression", "classification")
EXTERNAL = "own"
"""The name of the network, and of the task, of an external Keras file, which has its own units."""


@dataclass(frozen=True)
class Architecture:
    """A network by its components; hashable, so that each is compiled once.

    name : one of `NETWORKS`, or `EXTERNAL`. variant : of the ResidualBind, such as ``paper`` or ``code``; of an
    external model its name. inputs : one of `CHANNELS`. task : ``regression`` (linear outputs), ``classification``
    (sigmoid) or `EXTERNAL`. outputs : one per experiment.

    Raises
    ------
    ModelError : an unknown name, variant, kind of input or task.
    """

    name: str = "residualbind"
    variant: str = "paper"
    inputs: str = "sequence"
    task: str = "regression"
    outputs: int = 1

    def __post_init__(self):
        _check("kind of input", self.inputs, CHANNELS)
        if self.is_external:
            return
        _check("network", self.name, NETWORKS)
        _check("variant of ResidualBind", self.variant, residualbind.VARIANTS)
        _check("task", self.task, TASKS)

    def check(self) -> None:
        """Raise a ModelError if network, inputs and task exist, but not together."""
        NETWORKS[self.name].check(self)
        if self.name != "residualbind" and self.variant != "paper":
            raise ModelError(f"the variant {self.variant} is one of ResidualBind; {self.name} has the variant paper.")

    @property
    def channels(self) -> int:
        """Number of input channels."""
        return CHANNELS[self.inputs]

    @property
    def reads_structure(self) -> bool:
        """Whether the network reads the structure of an RNA in addition to its letters."""
        return self.inputs != "sequence"

    @property
    def is_external(self) -> bool:
        """Whether it is an external Keras file."""
        return self.name == EXTERNAL

    @property
    def shares(self) -> bool:
        """Whether `core.models.inference.shared` computes many variants of few sequences."""
        return self.name == "residualbind" and not self.reads_structure

    @property
    def label(self) -> str:
        """Its name among others: ``residualbind``, ``residualbind-code-pu``."""
        if self.is_external:
            return f"{EXTERNAL}-{self.variant}"
        variant = self.variant if self.variant != "paper" else ""
        parts = [self.name, variant, self.inputs if self.reads_structure else ""]
        return "-".join([part for part in parts if part] + ["classification"] * (self.task == "classification"))

    def build(self):
        """Build a fresh Keras model, (N, 41, channels) in, (N, outputs) out, from Keras' current random seed."""
        return NETWORKS[self.name].build(self)

    def fresh(self, seed: int):
        """Build a model to be trained, its initial weights fixed by a seed, in the precision of the settings."""
        keras = import_keras()
        usual, precision = keras.config.dtype_policy(), settings().precision
        keras.config.set_dtype_policy(precision if precision == "float32" else f"mixed_{precision}")
        try:
            keras.utils.set_random_seed(seed)
            return self.build()
        finally:
            keras.config.set_dtype_policy(usual)

    @property
    def has_heads(self) -> bool:
        """Whether each output has a dense layer of its own, so that it can be extracted."""
        return self.name == "residualbind" and residualbind.VARIANTS[self.variant].has_heads

    def to_dict(self) -> dict:
        """Return the fields as plain JSON."""
        return asdict(self)

    def described(self) -> dict:
        """Return the fields as plain JSON without defaults, so that old and new specs agree."""
        usual, always = Architecture().to_dict(), ("name", "variant", "inputs")
        return {name: value for name, value in asdict(self).items() if name in always or value != usual[name]}

    @classmethod
    def from_dict(cls, fields: dict) -> "Architecture":
        """Make the architecture of a JSON form."""
        return cls(**fields)


def _residualbind(architecture: Architecture):
    return residualbind.build(
        architecture.variant, architecture.channels, architecture.outputs, architecture.task == "classification"
    )


def _any(architecture: Architecture) -> None:
    """Accept every kind of input and task."""


class Network(NamedTuple):
    """A network that can be trained here.

    title : its name in lists; words : its name in sentences. build : makes a fresh Keras model of an `Architecture`.
    check : raises a ModelError for an architecture with inputs or a task that it does not support.
    `core.training.fitters` has its fit if the common loop cannot fit it.
    """

    title: str
    words: str
    build: Callable
    check: Callable[[Architecture], None] = _any


NETWORKS = {
    "residualbind": Network("ResidualBind", "ResidualBind", _residualbind),
    "pwm": Network(
        "PWM (MatrixREDUCE style)",
        "one position weight matrix",
        baselines.build_pwm,
        baselines.check_pwm,
    ),
    "kmer-ridge": Network(
        "k-mer ridge (RCK style)",
        "ridge regression on counts of k-mers",
        kmer_ridge.build_kmer_ridge,
        kmer_ridge.check_ridge,
    ),
    "deepbind": Network("DeepBind style", "the network of DeepBind (Alipanahi et al. 2015)", baselines.build_deepbind),
    "dlprb": Network("DLPRB style", "the network of DLPRB (Ben-Bassat et al. 2018)", baselines.build_dlprb),
}
"""Networks by name: the paper's, and those in the style of the methods it compares with."""


def _check(what: str, given: str, allowed) -> None:
    if given not in allowed:
        raise ModelError(f"there is no {what} {given!r}; use one of: {', '.join(allowed)}.")
