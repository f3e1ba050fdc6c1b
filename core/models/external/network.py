"""An external Keras network: opening it safely, how it reads RNA, and how it gives a score."""

import json
import warnings
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from core.errors import ModelError
from core.models.external.file import RECIPE, check_file
from core.models.networks import kmer_ridge
from core.models.networks.fast_layers import trained_fast
from core.models.networks.keras_backend import import_keras
from core.models.networks.layers import know_torch_layers
from core.sequence import ALPHABET, PROBE_LENGTH, to_rna

MOST_PARAMETERS = 50_000_000
MISSING = r"(?s).*(could not be loaded|freshly|not loaded|no matching)"
"""Keras' warnings about missing weights."""
FAULTS = (ValueError, TypeError, KeyError, IndexError, OSError, UserWarning)
"""Errors and warnings of Keras about a faulty file."""
LONGEST = 5000
"""Most positions of a network's input; those beyond the RNA are padding."""


@dataclass(frozen=True)
class Reading:
    """The way a network reads RNA: letters of its channels, and length of its input.

    alphabet : its four channels, in their order. length : positions of its input, None for any number; RNA is padded at
    the 3' end with rows of zeros. channels_first : whether input is (N, 4, L) and not (N, L, 4).
    """

    alphabet: str = ALPHABET
    length: int | None = PROBE_LENGTH
    channels_first: bool = False

    @property
    def columns(self) -> list[int]:
        """Index in `ALPHABET` of the letter of each channel."""
        return [ALPHABET.index(letter) for letter in self.alphabet]

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain JSON."""
        return asdict(self)


class Shapes(NamedTuple):
    """The parts of a network, as people read them."""

    input: str
    output: str
    parameters: int
    layers: str


def read_alphabet(text: str) -> str:
    """Read the order of channels as a permutation of ``ACGU``; T reads as U.

    Raises
    ------
    ModelError : anything but each of the four letters once.
    """
    letters = to_rna(text.strip())
    if sorted(letters) != sorted(ALPHABET):
        raise ModelError(f"the alphabet is {text.strip()[:20]!r}; write each of A, C, G and U once, such as ACGU.")
    return letters


def open_network(path: Path):
    """Open the Keras model of a file that `core.models.external.file.check_file` found harmless.

    Its size is computed before any memory is taken for it.

    Raises
    ------
    ModelError : as `check_file`; also a file that this Keras cannot open, or too many parameters.
    """
    config = check_file(path)
    keras = import_keras()
    know_ours()
    try:
        parameters = _count(keras, config)
        if parameters <= MOST_PARAMETERS:
            return load(path)
    except ModelError:
        raise
    except (*FAULTS, AttributeError, RuntimeError, ArithmeticError) as error:
        raise ModelError(
            f"Keras {keras.__version__} cannot open {path.name} ({_first_line(error)}); {RECIPE} of this version."
        ) from error
    raise ModelError(
        f"{path.name} has {parameters:,} parameters; a network may have {MOST_PARAMETERS:,}. Bring a smaller one."
    )


def load(path: Path):
    """Load the Keras model of a file that was checked before; a UserWarning is raised if weights are missing."""
    know_ours()
    with warnings.catch_warnings():
        warnings.filterwarnings("error", MISSING, UserWarning)  # Keras says so, and goes on with random ones
        return import_keras().saving.load_model(path, compile=False, safe_mode=True)


def know_ours() -> None:
    """Register the layers of this project in Keras (`core.models.networks.layers.OURS`)."""
    trained_fast()
    kmer_ridge.kmer_sum()
    know_torch_layers(import_keras())


def _count(keras, config: dict[str, Any]) -> int:
    """Count the parameters of a network with that description, without making any."""
    described = json.loads(json.dumps({**config, "compile_config": None}))
    with keras.StatelessScope(initialize_variables=False):
        model = keras.saving.deserialize_keras_object(described, safe_mode=True)
        _check_called(model)
        parameters = model.count_params()
    del model
    keras.utils.clear_session(free_memory=False)  # forgets the variables that were never made
    return parameters


def _check_called(model) -> None:
    if not getattr(model, "inputs", None):
        raise ModelError("the network has no input yet; call it once on an array (N, 41, 4), and save it again.")


def reading_of(model, alphabet: str) -> Reading:
    """Derive from the shape of its input how a network reads RNA.

    Raises
    ------
    ModelError : any input but one-hot RNA of at least 41 positions.
    """
    inputs = model.inputs
    if len(inputs) > 1:
        raise ModelError(f"the network has {len(inputs)} inputs; bring one that reads one-hot RNA alone.")
    shape = tuple(inputs[0].shape)
    wanted = f"bring one that reads (N, {PROBE_LENGTH}, 4) or (N, any, 4)"
    if len(shape) != 3:
        raise ModelError(f"the network reads {shape_text(shape)}, which is not one-hot RNA; {wanted}.")
    is_first = shape[2] != len(ALPHABET) and shape[1] == len(ALPHABET)
    if not is_first and shape[2] != len(ALPHABET):
        raise ModelError(f"the network reads {shape_text(shape)}, {_channels(shape[2])}; {wanted}.")
    length = shape[2] if is_first else shape[1]
    if length is not None and not PROBE_LENGTH <= length <= LONGEST:
        raise ModelError(
            f"the network reads {length} nt; the RNAs here have up to {PROBE_LENGTH}, so bring one that reads "
            f"{PROBE_LENGTH} to {LONGEST:,}, or any number."
        )
    return Reading(read_alphabet(alphabet), length, is_first)


def outputs_of(model) -> int:
    """Count the scores that a network gives each RNA.

    Raises
    ------
    ModelError : several outputs, or an output that is not a list of scores.
    """
    if len(model.outputs) > 1:
        raise ModelError(
            f"the network has {len(model.outputs)} outputs; join them with keras.layers.Concatenate, and save it again."
        )
    shape = tuple(model.outputs[0].shape)
    if len(shape) > 2 or (len(shape) == 2 and not shape[1]):
        raise ModelError(f"the network gives {shape_text(shape)}; bring one that gives a score for each RNA: (N, 1).")
    return shape[1] if len(shape) == 2 else 1


def check_output(output: int, outputs: int) -> None:
    """Raise a ModelError unless there is an output with that index."""
    if not 0 <= output < outputs:
        cure = "use 0" if outputs == 1 else f"use a number from 0 to {outputs - 1}"
        raise ModelError(f"there is no output {output}: the network has {outputs}; {cure}.")


def shapes_of(model) -> Shapes:
    """Describe the parts of a network."""
    counts = Counter(type(layer).__name__ for layer in model.layers if type(layer).__name__ != "InputLayer")
    layers = ", ".join(f"{name} x{n}" if n > 1 else name for name, n in counts.items())
    return Shapes(
        shape_text(tuple(model.inputs[0].shape)),
        shape_text(tuple(model.outputs[0].shape)),
        model.count_params(),
        layers,
    )


def shape_text(shape: tuple[int | None, ...]) -> str:
    """Write a shape as people do, N for the RNAs and "any" for any length."""
    return f"({', '.join(['N', *('any' if size is None else str(size) for size in shape[1:])])})"


def _channels(channels: int | None) -> str:
    if channels in (5, 6, 9):
        return (
            f"{channels} channels, perhaps letters and structure, and structure is not given to a network from outside"
        )
    return "any number of channels" if channels is None else f"{channels} channels"


def _first_line(error: Exception) -> str:
    line = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    return line if len(line) <= 120 else f"{line[:117]}..."
