"""Weights files that are not what a card promises: one sentence each, and no number."""

import dataclasses

import h5py
import numpy as np
import pytest

import core
from core.errors import ModelError
from core.models import registry
from core.models.again import make_again
from core.models.card import CARD_SUFFIX, card_text, spec_key
from core.models.inference.network import COMPUTED
from core.models.weights import UnfitWeights, read
from core.settings import settings

RBFOX1, RNA = "RNCMPT00168", ["GGAUCCGAUUAUGCAUGACUUUUUGCACGAUGAAGACCAUC", "UGCAUGAAA"]
PAPER = f"{RBFOX1}:residualbind"


def in_place(change):
    """A change of the arrays of a file, as a change of the file."""

    def changed(path):
        with h5py.File(path, "a") as file:
            change(file["layers"])

    return changed


def renamed(layers):
    layers.move("conv1d_2", "convolution_2")


def replaced(name, array):
    """A change that puts another array in the place of the one of that name."""

    def change(layers):
        new = array(layers[name][()])
        del layers[name]
        layers.create_dataset(name, data=new)

    return in_place(change)


def with_nan(array):
    array.flat[7] = np.nan
    return array


def halved(path):
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def of_another(path):
    path.write_bytes(registry.weights_path(core.card(f"{RBFOX1}:residualbind-joint-tuned")).read_bytes())


def with_one_more(layers):
    layers.create_dataset("conv1d_4/vars/0", data=np.zeros((3, 96, 96), np.float32))


def without_one(layers):
    del layers["batch_normalization_1/vars/3"]


FAULTS = {
    "of another architecture": (of_another, "it has no layer dense"),
    "a renamed layer": (in_place(renamed), "it has no layer conv1d_2"),
    "half its size": (halved, "it is not an HDF5 file, or it is damaged"),
    "no HDF5 file": (lambda path: path.write_text("weights"), "it is not an HDF5 file, or it is damaged"),
    "an HDF5 file of something else": (lambda path: h5py.File(path, "w").close(), "it has no layer conv1d"),
    "NaN": (replaced("conv1d_1/vars/0", with_nan), "its layer conv1d_1 holds NaN or infinity"),
    "too large for float32": (
        replaced("dense_1/vars/1", lambda array: array + np.float64(1e300)),
        "its layer dense_1 holds NaN or infinity",
    ),
    "whole numbers": (
        replaced("conv1d/vars/0", lambda array: array.astype(int)),
        "holds int64 instead of floating-point numbers",
    ),
    "another shape": (
        replaced("conv1d_3/vars/0", lambda array: array[:2]),
        "its layer conv1d_3 has the shapes 2 x 96 x 96 instead of 3 x 96 x 96",
    ),
    "an array too few": (in_place(without_one), "its layer batch_normalization_1 has the shapes 96, 96, 96 instead of"),
    "a layer too many": (in_place(with_one_more), "it has a layer conv1d_4, which the network lacks"),
}


@pytest.fixture
def kept(home):
    """Keep the shipped model of RBFOX1 once more, its file changed, the digest in the card that of the changed file."""

    def keep(change=lambda path: None, **architecture):
        card = core.card(PAPER)
        source, folder = registry.weights_path(card), registry.prepare()
        path = folder / f"changed{''.join(source.suffixes[-2:])}"
        path.write_bytes(source.read_bytes())
        change(path)
        spec = {**card.spec, "architecture": {**card.spec["architecture"], **architecture}}
        about = {
            "weights": path.name,
            "weights_bytes": path.stat().st_size,
            "weights_sha256": registry.file_digest(path),
        }
        card = dataclasses.replace(card, spec=spec, key=spec_key(spec), trained="2999-01-01", **about)
        (folder / f"{RBFOX1}-{card.key[:10]}{CARD_SUFFIX}").write_text(card_text(card))
        return card

    return keep


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_does_not_fit_is_one_sentence(kept, fault):
    change, why = FAULTS[fault]
    card = kept(change)
    for ask in (lambda: core.predict(card.name, RNA), lambda: registry.keras_model(card)):
        with pytest.raises(ModelError) as raised:
            ask()
        said = str(raised.value)
        assert said.startswith("changed.weights.h5 does not fit the residualbind that its card names (")
        assert why in said and said.endswith(f"); {make_again(card)}")


@pytest.mark.parametrize(
    ("promised", "why"),
    [
        ({"outputs": 2}, "its layer dense_1 has the shapes 256 x 1, 1 instead of 256 x 2, 2"),
        ({"inputs": "pu"}, "its layer conv1d has the shapes 11 x 4 x 96 instead of 11 x 6 x 96"),
        ({"variant": "code"}, "it has no layer conv1d_4"),
        ({"name": "dlprb"}, "its layer conv1d has the shapes 11 x 4 x 96 instead of 5 x 4 x 128, 128"),
    ],
)
def test_a_card_that_promises_another_network_is_one_sentence(kept, promised, why, refuses):
    """Also where the network of these weights is in memory already."""
    assert np.isfinite(core.predict(PAPER, RNA)).all()
    card = kept(**promised)
    with refuses(ModelError, why):
        core.predict(card.name, RNA)


@pytest.mark.parametrize("kind", [np.float64, np.float16])
def test_floating_numbers_of_any_precision_are_read_as_float32(kept, kind):
    def convert(layers):
        for name in ("conv1d", "conv1d_2", "dense"):
            array = layers[f"{name}/vars/0"][()].astype(np.float16).astype(kind)
            del layers[f"{name}/vars/0"]
            layers.create_dataset(f"{name}/vars/0", data=array)

    before = core.predict(PAPER, RNA)
    card = kept(in_place(convert))
    np.testing.assert_allclose(core.predict(card.name, RNA), before, atol=0.02)
    weights = read(settings().models / card.weights, COMPUTED["residualbind"].shapes(card.architecture))
    assert {array.dtype for arrays in weights.values() for array in arrays} == {np.dtype(np.float32)}


def test_a_reader_names_what_is_wrong_without_a_card(tmp_path):
    with pytest.raises(UnfitWeights, match="not an HDF5 file"):
        read(tmp_path / "missing", {})
