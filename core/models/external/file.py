"""The content of a .keras file, examined before Keras opens it: nothing of it is run, unpacked or trusted here."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.errors import ModelError
from core.models.networks.layers import OURS

MOST_BYTES = 500_000_000
"""Most bytes of the file, and of everything packed in it."""
MOST_CONFIG = 20_000_000
MOST_DEPTH = 200
CONFIG, WEIGHTS, METADATA = "config.json", "model.weights.h5", "metadata.json"
RECIPE = 'save it with Keras 3: model.save("network.keras")'
CONVERT = 'keras.saving.load_model("network.h5", compile=False).save("network.keras")'
"""Code of Keras 3 that makes a .keras file of an HDF5 file."""
ASK = "ask it in Python with core.wrap_model"
FORMATS = {".onnx": "an ONNX file", ".safetensors": "a file of weights only", ".tflite": "a TensorFlow Lite file"}
"""Other formats of networks, by the end of the file's name."""
ROOMS = ("layers", "initializers", "regularizers", "constraints", "activations", "models", "dtype_policies")
"""Modules of Keras whose classes a network may name, in addition to its operations."""
INNER = (*(f"keras.{room}" for room in ROOMS), "keras.ops", *(f"keras.src.{room}" for room in ROOMS), "keras.src.ops")
REFUSED = {
    "Lambda": "runs Python code of its own",
    "TFSMLayer": "loads a TensorFlow program from another place",
    "TorchModuleWrapper": "holds a pickle",
    "JaxLayer": "holds a program",
    "FlaxLayer": "holds a program",
    "StringLookup": "reads text, not RNA",
    "IntegerLookup": "reads other files",
    "TextVectorization": "reads text, not RNA",
}
"""Layers of Keras that are never loaded, and why."""
PLAIN = ("__keras_tensor__", "__numpy__", "__tensor__", "__ellipsis__", "__slice__", "__tuple__")
ACTIVATIONS = {
    *(
        "celu",
        "elu",
        "exponential",
        "gelu",
        "glu",
        "hard_shrink",
        "hard_sigmoid",
        "hard_silu",
        "hard_swish",
        "hard_tanh",
    ),
    *("leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu"),
    *("soft_shrink", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "sparsemax", "squareplus"),
    *("swish", "tanh", "tanh_shrink", "threshold"),
}
"""Functions of Keras that a network may name."""


def check_file(path: Path) -> dict[str, Any]:
    """Check file, layers and weights of a .keras file, and return the content of its ``config.json``.

    Raises
    ------
    ModelError : a file that is not a .keras file, is too large or damaged, has code or layers of its own, or weights
        that point out of the file.
    """
    if path.is_dir():
        _refuse_folder(path)
    if not path.is_file():
        raise ModelError(f"there is no file {path}; name a .keras file.")
    if (size := path.stat().st_size) > MOST_BYTES:
        raise ModelError(
            f"the file {path.name} has {size / 1e6:,.0f} MB; a network may have {MOST_BYTES / 1e6:,.0f} MB. "
            "Save it without its optimizer, or bring a smaller one."
        )
    with path.open("rb") as file:
        start = file.read(8)
    if not start.startswith(b"PK"):
        _refuse_kind(path, start)
    try:
        with zipfile.ZipFile(path) as packed:
            _check_members(path, packed)
            config = _config(path, packed)
            network = {name: part for name, part in config.items() if name != "compile_config"}  # is never loaded
            for part in _objects(path, network):
                _check_object(path, part)
            _check_weights(path, packed)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise ModelError(f"the file {path.name} is damaged; {RECIPE}, and bring it again.") from error
    return config


def _refuse_folder(path: Path) -> None:
    what = "a TensorFlow SavedModel" if (path / "saved_model.pb").is_file() else "a folder, not a file"
    raise ModelError(f"the file {path.name} is {what}; open it where it was made, and {RECIPE}.")


def _refuse_kind(path: Path, start: bytes) -> None:
    suffix = path.suffix.lower()
    if start.startswith(b"\x89HDF"):
        if path.name.endswith(".weights.h5"):
            raise ModelError(
                f"the file {path.name} holds only weights; open the whole network where it was made, and {RECIPE}."
            )
        raise ModelError(
            f"the file {path.name} is in Keras' old HDF5 format, which can carry code, so the app does not open it. "
            f"If you trust it, run {CONVERT} where Keras 3 is installed, such as here; or where it was made, {RECIPE}."
        )
    if start.startswith(b"\x80") or suffix in (".pt", ".pth", ".pkl", ".pickle"):
        what = "a PyTorch file" if suffix in (".pt", ".pth") else "a pickle"
        raise ModelError(f"the file {path.name} is {what}, {_runs_code()}")
    if suffix in FORMATS:
        raise ModelError(f"the file {path.name} is {FORMATS[suffix]}, not a Keras file; {ASK}, or {RECIPE}.")
    raise ModelError(f"the file {path.name} is not a Keras file; {RECIPE}, or {ASK}.")


def _runs_code() -> str:
    cure = f"{ASK}, or rebuild it and {RECIPE}."
    return f"which runs code when it is opened, so the app does not open it. {cure[0].upper()}{cure[1:]}"


def _check_members(path: Path, packed: zipfile.ZipFile) -> None:
    members = packed.infolist()
    names = {member.filename for member in members}
    if any(name.endswith("data.pkl") for name in names):
        raise ModelError(f"the file {path.name} is a PyTorch file, {_runs_code()}")
    if any(name.endswith("saved_model.pb") for name in names):
        raise ModelError(f"the file {path.name} is a TensorFlow SavedModel; open it where it was made, and {RECIPE}.")
    if not {CONFIG, WEIGHTS} <= names:
        raise ModelError(
            f"the file {path.name} is a ZIP file, but no Keras file: it has no {CONFIG} and {WEIGHTS}; {RECIPE}."
        )
    if len(names) < len(members):
        raise ModelError(f"the file {path.name} holds two files of one name; {RECIPE}.")
    if (unpacked := sum(member.file_size for member in members)) > MOST_BYTES:
        raise ModelError(
            f"the file {path.name} would unpack to {unpacked / 1e6:,.0f} MB; a network may have "
            f"{MOST_BYTES / 1e6:,.0f} MB. Bring a smaller one."
        )
    if packed.getinfo(CONFIG).file_size > MOST_CONFIG:
        raise ModelError(f"{CONFIG} of {path.name} is too large for a network's description; {RECIPE}.")
    _check_version(path, packed, names)


def _check_version(path: Path, packed: zipfile.ZipFile, names: set[str]) -> None:
    """Refuse a file of Keras 2, whose layers Keras 3 reads differently; ``metadata.json`` names the version."""
    if METADATA not in names or packed.getinfo(METADATA).file_size > MOST_CONFIG:
        return
    try:
        version = str(json.loads(packed.read(METADATA))["keras_version"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    if version.split(".")[0] in ("1", "2"):
        raise ModelError(
            f"the file {path.name} is of Keras {version[:20]}, and Keras 3 does not read its .keras files. Where it "
            f'was made, run model.save("network.h5"), then where Keras 3 is, such as here, {CONVERT}; LSTM and GRU do '
            f"not come over, so build such a network anew in Keras 3, or {ASK}."
        )


def _config(path: Path, packed: zipfile.ZipFile) -> dict[str, Any]:
    try:
        config = json.loads(packed.read(CONFIG))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{CONFIG} of {path.name} is not JSON; {RECIPE}, and bring it again.") from error
    if not isinstance(config, dict) or "class_name" not in config:
        raise ModelError(f"{CONFIG} of {path.name} describes no network; {RECIPE}.")
    return config


def _objects(path: Path, part: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield every object that a description names, at any depth."""
    if depth > MOST_DEPTH:
        raise ModelError(f"the description in {path.name} is nested too deep for a network; {RECIPE}.")
    if isinstance(part, dict):
        if "class_name" in part:
            yield part
        for inner in part.values():
            yield from _objects(path, inner, depth + 1)
    elif isinstance(part, list):
        for inner in part:
            yield from _objects(path, inner, depth + 1)


def _check_object(path: Path, part: dict[str, Any]) -> None:
    """Refuse everything that is not part of Keras itself: any other class name means foreign code."""
    name, module, registered = str(part["class_name"]), str(part.get("module") or ""), part.get("registered_name")
    if name in REFUSED:
        raise ModelError(
            f"the file {path.name} has a {name} layer, which {REFUSED[name]}; build the network of Keras' other layers "
            "and operations (keras.ops), and save it again."
        )
    if registered in OURS:
        return
    if name == "function":
        name = str(part.get("config"))
        is_known = name in ACTIVATIONS
    else:
        is_known = name in PLAIN if name.startswith("__") else _is_of_keras(name, module)
    if not is_known or (registered and ">" in str(registered)):
        raise ModelError(
            f"the file {path.name} names {name[:60]!r}, which is not of Keras, so its code is not here; build the "
            "network of Keras' own layers, and save it again."
        )


def _is_of_keras(name: str, module: str) -> bool:
    if module == "keras":
        return name in ("DTypePolicy", "Functional", "Sequential", "Model", "Variable")
    return any(module == room or module.startswith(f"{room}.") for room in INNER)


def _check_weights(path: Path, packed: zipfile.ZipFile) -> None:
    """Refuse weights that point to other files, or that claim to be larger than their file could hold."""
    import h5py

    declared = 0
    with packed.open(WEIGHTS) as file, h5py.File(file, "r") as weights:
        for dataset in _datasets(path, weights):
            if dataset.external or dataset.is_virtual:
                raise ModelError(f"the weights of {path.name} point to other files; {RECIPE}.")
            declared += dataset.size * dataset.dtype.itemsize
            if declared > MOST_BYTES:
                raise ModelError(
                    f"the weights of {path.name} would take more than {MOST_BYTES / 1e6:,.0f} MB; bring a smaller one."
                )


def _datasets(path: Path, group, depth: int = 0) -> Iterator[Any]:
    import h5py

    for name in group:
        if not isinstance(group.get(name, getlink=True), h5py.HardLink) or depth > MOST_DEPTH:
            raise ModelError(f"the weights of {path.name} point to other places; {RECIPE}.")
        part = group[name]
        if isinstance(part, h5py.Dataset):
            yield part
        else:
            yield from _datasets(path, part, depth + 1)
