"""Files that are no network to be asked: each is refused with what to do, and nothing of it is run or kept."""

import io
import json
import pickle
import zipfile

import external_networks as networks
import h5py
import numpy as np
import pytest

import core
from core.errors import ModelError
from core.models.architectures import NETWORKS, Architecture
from core.models.external import file as external_file
from core.models.external import network, trial
from core.models.networks import residualbind
from core.models.networks.keras_backend import import_keras
from core.models.networks.layers import registered
from core.settings import settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return networks.saved(networks.counts(), tmp_path_factory.mktemp("own") / "net.keras")


def refused(path, cure, **more):
    """Import and inspection refuse a file with the same sentence; nothing is kept."""
    with pytest.raises(ModelError, match=cure) as error:
        core.import_network(path, "MINE", "net", **more)
    found = core.inspect_network(path, "MINE", **more)
    assert found.problem.lower() == str(error.value).lower()
    assert not found.checks[-1].is_fine and all(check.is_fine for check in found.checks[:-1])
    assert not settings().models.is_dir() or not list(settings().models.iterdir())


def a_file(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


def test_files_of_other_programs(tmp_path):
    refused(tmp_path / "nothing.keras", "there is no file")
    refused(a_file(tmp_path, "a.h5", b"\x89HDF\r\n\x1a\n123"), "HDF5 form.*model.save")
    refused(a_file(tmp_path, "a.weights.h5", b"\x89HDF\r\n\x1a\n123"), "only weights.*model.save")
    refused(a_file(tmp_path, "a.pkl", pickle.dumps({"a": 1})), "pickle.*model.save")
    refused(a_file(tmp_path, "a.keras", b"RNA"), "not a Keras file; save it with Keras 3")
    refused(a_file(tmp_path, "empty.keras", b""), "not a Keras file; save it with Keras 3")
    refused(a_file(tmp_path, "b.keras", b"PK\x03\x04 and then nothing"), "damaged; save it")
    saved_model = tmp_path / "saved"
    saved_model.mkdir()
    refused(saved_model, "a folder.*model.save")
    a_file(saved_model, "saved_model.pb", b"")
    refused(saved_model, "SavedModel.*model.save")


@pytest.mark.parametrize(
    ("member", "cure"),
    [("archive/data.pkl", "PyTorch"), ("saved_model.pb", "SavedModel"), ("readme.txt", "no config.json")],
)
def test_other_archives(tmp_path, member, cure):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(member, "")
    refused(path, cure)


def test_code_in_a_lambda_layer_is_never_run(tmp_path):
    keras = import_keras()
    inputs = keras.Input((41, 4))
    model = keras.Model(inputs, keras.layers.Lambda(lambda x: x[:, 0, :1], output_shape=(1,))(inputs))
    refused(networks.saved(model, tmp_path / "net.keras"), "Lambda layer, which runs Python code.*keras.ops")


def test_classes_and_functions_of_somebody_are_not_of_keras(tmp_path):
    keras = import_keras()

    @keras.saving.register_keras_serializable("theirs")
    class Double(keras.layers.Layer):
        def call(self, inputs):
            return 2 * inputs[:, 0, :1]

    @keras.saving.register_keras_serializable("theirs")
    def bent(x):
        return x

    inputs = keras.Input((41, 4))
    refused(networks.saved(keras.Model(inputs, Double()(inputs)), tmp_path / "a.keras"), "'Double'.*own layers")
    x = keras.layers.GlobalMaxPooling1D()(keras.layers.Conv1D(1, 3, activation=bent)(inputs))
    refused(networks.saved(keras.Model(inputs, x), tmp_path / "b.keras"), "bent'.*own layers")


@pytest.mark.parametrize(
    "part",
    [
        {"module": "os", "class_name": "system", "config": {}},
        {"module": "builtins", "class_name": "eval", "config": {}},
        {"module": "keras.utils", "class_name": "get_file", "config": {}},
        {"module": "keras.src.saving.saving_lib", "class_name": "load_model", "config": {}},
        {"module": "keras.layersx", "class_name": "Dense", "config": {}},
        {"class_name": "__lambda__", "config": {"value": "…"}},
        {"class_name": "__typespec__", "config": []},
        {"module": "keras.layers", "class_name": "Dense", "config": {}, "registered_name": "theirs>Dense"},
        {"module": "keras.layers", "class_name": "TorchModuleWrapper", "config": {}},
        {"module": "keras.layers", "class_name": "TFSMLayer", "config": {}},
    ],
    ids=lambda part: part["class_name"],
)
def test_a_description_that_points_elsewhere_is_refused_wherever_it_does(good, part):
    def change(config):
        config["config"]["layers"][1]["config"]["kernel_initializer"] = {"deep": [part]}
        return config

    refused(networks.edited(good, change), "build the network of Keras'")


def test_what_it_was_compiled_with_is_not_looked_at(tmp_path):
    model = networks.counts()

    def my_loss(truth, predicted):
        return truth - predicted

    model.compile("adam", my_loss)
    core.import_network(networks.saved(model, tmp_path / "net.keras"), "MINE")


@pytest.mark.parametrize("content", [b"{", b"[1]", b"{}", b"[" * 100_000], ids=["cut", "list", "empty", "deep"])
def test_a_description_of_nothing(good, content):
    refused(networks.edited(good, lambda _: content), "config.json .*save it with Keras 3")


def test_a_description_nested_without_end(good):
    def change(config):
        for _ in range(300):
            config = {"class_name": "Functional", "module": "keras", "config": config}
        return config

    refused(networks.edited(good, change), "too deep")


def test_large_files_are_refused_before_they_are_unpacked(good, monkeypatch):
    bomb = networks.edited(good, members=[("bomb", b"0" * 3_000_000)])
    assert bomb.stat().st_size < 100_000
    monkeypatch.setattr(external_file, "MOST_BYTES", 2_000_000)
    refused(bomb, "would unpack to 3 MB.*smaller")
    monkeypatch.setattr(external_file, "MOST_CONFIG", 100)
    refused(good, "too large for a network's description")
    monkeypatch.setattr(external_file, "MOST_BYTES", 1000)
    refused(good, "a network may have.*without its optimizer")


def test_two_files_of_one_name(good):
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = networks.edited(good, members=[("config.json", b"{}")])
    refused(twice, "two files of one name")


def weights_of(fill):
    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        fill(file)
    return memory.getvalue()


@pytest.mark.parametrize(
    ("fill", "cure"),
    [
        (lambda file: file.__setitem__("a", h5py.ExternalLink("/etc/passwd", "/")), "point to other places"),
        (lambda file: file.__setitem__("a", h5py.SoftLink("/b")), "point to other places"),
        (lambda file: file.create_dataset("a", (9,), "u1", external=[("/etc/hostname", 0, 9)]), "point to other files"),
        (lambda file: file.create_dataset("a", (10**6, 10**6), "f4", chunks=(10, 10)), "would take more than 500 MB"),
    ],
    ids=["external link", "soft link", "external storage", "huge"],
)
def test_weights_that_are_not_in_the_file(good, fill, cure):
    refused(networks.edited(good, weights=weights_of(fill)), cure)


def test_weights_that_do_not_fit_or_are_none(good):
    refused(networks.edited(good, weights=weights_of(lambda file: file.create_group("layers"))), "cannot open")
    refused(networks.edited(good, weights=b"nothing"), "damaged")


def test_size_is_worked_out_before_memory_is_taken(good):
    def change(config):
        return json.loads(json.dumps(config).replace('"filters": 1,', '"filters": 1000000000000,'))

    refused(networks.edited(good, change), "4,000,000,000,000 parameters.*smaller")


def test_inputs_that_are_no_rna(tmp_path):
    keras = import_keras()
    layers = keras.layers

    def of(shape, head):
        inputs = keras.Input(shape)
        return networks.saved(keras.Model(inputs, head(inputs)), tmp_path / "net.keras")

    def pooled(x):
        return layers.GlobalMaxPooling1D()(layers.Conv1D(1, 3)(x))

    refused(of((41, 5), pooled), r"\(N, 41, 5\), 5 channels.*bring one")
    refused(of((41, 20), pooled), r"\(N, 41, 20\), 20 channels; bring one")
    refused(of((41, 9), pooled), "letters and structure.*bring one")
    refused(of((30, 4), pooled), "reads 30 nt.*41 to 5,000")
    refused(of((6000, 4), pooled), "reads 6000 nt.*41 to 5,000")
    refused(of((164,), layers.Dense(1)), r"reads \(N, 164\), which is not one-hot RNA")
    refused(of((41, 4), layers.Conv1D(1, 3)), r"gives \(N, 39, 1\).*a score for each RNA")
    two = [keras.Input((41, 4)), keras.Input((41, 2))]
    model = keras.Model(two, layers.Add()([pooled(one) for one in two]))
    refused(networks.saved(model, tmp_path / "net.keras"), "2 inputs")
    one = keras.Input((41, 4))
    model = keras.Model(one, [pooled(one), pooled(one)])
    refused(networks.saved(model, tmp_path / "net.keras"), "2 outputs.*Concatenate")


def test_networks_that_do_not_answer(tmp_path, monkeypatch):
    refused(
        networks.saved(networks.counts([0, 0, 0, 0]), tmp_path / "net.keras"),
        "predicts 0 for every RNA",
    )
    refused(
        networks.saved(networks.counts([np.nan] * 4), tmp_path / "net.keras"),
        "no number for 128 of 128",
    )
    keras = import_keras()
    inputs = keras.Input((None, 4))
    x = keras.layers.GlobalMaxPooling1D()(keras.layers.Conv1D(1, 99)(inputs))
    refused(networks.saved(keras.Model(inputs, x), tmp_path / "net.keras"), "fails when it is asked")
    monkeypatch.setattr(trial, "SLOWEST", 0.0)
    refused(networks.saved(networks.counts(), tmp_path / "net.keras"), "bring a smaller one")


def test_a_network_that_was_never_called(tmp_path):
    keras = import_keras()
    model = keras.Sequential([keras.layers.Conv1D(1, 3), keras.layers.GlobalMaxPooling1D()])
    with pytest.warns(UserWarning, match="not yet been built"):
        path = networks.saved(model, tmp_path / "net.keras")
    refused(path, "call it once")


def test_this_projects_own_layers_are_known():
    network.know_ours()
    registered = import_keras().saving.get_custom_objects()
    assert set(external_file.OURS) <= set(registered)


TRAINED_HERE = [
    *(Architecture(variant=variant, outputs=n) for variant in residualbind.VARIANTS for n in (1, 3)),
    *(Architecture(inputs=inputs) for inputs in ("pu", "phime")),
    Architecture(task="classification"),
    *(Architecture(name) for name in NETWORKS if name != "dlprb"),
    Architecture("dlprb", inputs="phime"),
]


@pytest.mark.parametrize("made", TRAINED_HERE, ids=lambda one: f"{one.label}-{one.outputs}")
@pytest.mark.slow
def test_every_network_that_is_trained_here_may_come_back(made, tmp_path, refuses):
    model = made.build()
    path = networks.saved(model, tmp_path / "ours.keras")
    back = network.open_network(path)
    if not made.reads_structure:
        assert network.reading_of(back, "ACGU").columns == [0, 1, 2, 3]
        one_hot = np.eye(4, dtype="f4")[np.random.default_rng(0).integers(0, 4, (3, 41))]
        np.testing.assert_allclose(back(one_hot), model(one_hot), atol=1e-6)
    else:
        with refuses(ModelError):
            network.reading_of(back, "ACGU")


def test_a_network_that_was_trained_on_pytorch_comes_back_on_any_backend(tmp_path):
    path = networks.saved(Architecture(variant="joint").build(), tmp_path / "joint.keras")

    def by_torch(config):
        for layer in config["config"]["layers"]:
            if layer["class_name"] == "BatchNormalization":
                layer |= {"module": "core.models.networks.fast_layers", "registered_name": "gia>BatchNormalization"}
        return config

    edited = networks.edited(path, by_torch)
    letters = np.random.default_rng(0).integers(0, 2, (3, 41, 4)).astype("f4")
    expected = network.open_network(path)(letters)
    np.testing.assert_allclose(network.open_network(edited)(letters), expected, atol=1e-6)


def test_a_layer_that_the_guard_does_not_know_cannot_be_registered(refuses):
    keras = import_keras()
    with refuses(LookupError, "OURS"):
        registered(keras)(type("Other", (keras.layers.Layer,), {}))


def test_a_file_of_keras_2_says_so_and_how_to_bring_it(tmp_path):
    path = networks.saved(networks.counts(), tmp_path / "old.keras")
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(tmp_path / "two.keras", "w") as old:
        for name in packed.namelist():
            content = packed.read(name)
            old.writestr(name, json.dumps({"keras_version": "2.15.0"}) if name == "metadata.json" else content)
    refused(tmp_path / "two.keras", r"of Keras 2\.15\.0.*load_model.*compile=False.*LSTM and GRU.*core\.wrap_model")


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("net.pt", b"PK", "PyTorch"),
        ("net.pth", b"\x80\x02}", "PyTorch"),
        ("net.onnx", b"\x08\x07\x12", "ONNX"),
        ("net.safetensors", b"\x10\x00", "weights only"),
        ("net.pkl", b"\x80\x04", "a pickle"),
    ],
)
def test_other_networks_are_asked_by_wrap_model(tmp_path, name, content, said):
    path = tmp_path / name
    if content == b"PK":
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("archive/data.pkl", b"")
    else:
        path.write_bytes(content)
    refused(path, rf"{said}.*core\.wrap_model")


def test_an_hdf5_file_says_how_keras_3_makes_a_keras_file_of_it(tmp_path):
    (tmp_path / "net.h5").write_bytes(b"\x89HDF\r\n\x1a\n123")
    refused(tmp_path / "net.h5", r'load_model\("network.h5", compile=False\)\.save\("network.keras"\)')
