"""Networks computed by NumPy: equal to Keras, for every architecture, kind of input, task and number of outputs."""

import itertools

import numpy as np
import pytest

from core.errors import ModelError
from core.models.architectures import CHANNELS, NETWORKS, Architecture
from core.models.inference.network import COMPUTED, is_computed
from core.models.loading import network_of
from core.models.networks import residualbind
from core.models.weights import read, write
from core.sequence import PAD, one_hot
from core.structure.fold import channels

pytestmark = pytest.mark.slow
KINDS = (("regression", 1), ("regression", 3), ("classification", 2))
rng = np.random.default_rng(7)


def every_architecture():
    """All that can be trained; those that predict scores with one and with three outputs, classifiers with two."""
    for name, inputs, (task, outputs) in itertools.product(NETWORKS, CHANNELS, KINDS):
        for variant in residualbind.VARIANTS if name == "residualbind" else ("paper",):
            architecture = Architecture(name, variant, inputs, task, outputs)
            try:
                architecture.check()
            except ModelError:
                continue
            yield architecture


def named(architecture):
    return f"{architecture.label}-{architecture.outputs}"


def trained_like(architecture):
    """A network with weights as a training leaves them: normalisation is not that of a fresh one."""
    model = architecture.fresh(1)
    model.set_weights(
        [
            rng.uniform(0.5, 1.5, array.shape)
            if array.ndim == 1
            else rng.normal(0, 0.6, array.shape) / np.sqrt(max(array.shape[0], array.size / array.shape[-1]))
            for array in model.get_weights()
        ]
    )
    return model


def letters_of(n):
    """RNAs of 1 to 41 letters."""
    letters = rng.integers(0, 4, (n, 41)).astype(np.int8)
    letters[np.arange(41) >= rng.integers(1, 42, n)[:, None]] = PAD
    return letters


def contexts_of(letters):
    """Probabilities of five contexts that add up to 1, 0 where there is padding."""
    return rng.dirichlet(np.ones(5), letters.shape).astype(np.float32) * (letters != PAD)[..., None]


@pytest.mark.parametrize("architecture", every_architecture(), ids=named)
def test_answers_are_those_of_keras(architecture, tmp_path):
    model, letters = trained_like(architecture), letters_of(40)
    contexts = contexts_of(letters)
    inputs = [one_hot(letters)] + [channels(contexts, architecture.inputs)] * architecture.reads_structure
    expected = np.asarray(model(np.concatenate(inputs, axis=-1), training=False))
    assert np.ptp(expected, axis=0).min() > 1e-3
    found = network_of(model, architecture).outputs(letters, contexts)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)
    write(model, tmp_path / "kept.weights.h5")
    kept = read(tmp_path / "kept.weights.h5", COMPUTED[architecture.name].shapes(architecture))
    for one, other in zip(itertools.chain(*kept.values()), model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_no_rna_has_no_answer():
    for architecture in (Architecture(outputs=2), Architecture("dlprb", inputs="pu", outputs=2)):
        network = network_of(architecture.build(), architecture)
        assert network.outputs(np.empty((0, 41), np.int8), np.empty((0, 41, 5), np.float32)).shape == (0, 2)


def test_a_network_with_another_layer_is_asked_by_keras(monkeypatch):
    other = residualbind.Variant(first_activation="exponential")
    monkeypatch.setitem(residualbind.VARIANTS, "other", other)
    architecture, letters = Architecture(variant="other"), letters_of(9)
    assert not is_computed(architecture)
    model = architecture.fresh(0)
    network = network_of(model, architecture)
    expected = np.asarray(model(one_hot(letters), training=False))
    np.testing.assert_allclose(network.outputs(letters), expected, atol=1e-5)
    variants = np.stack([letters, letters[::-1]])
    found = network.variants(variants, np.arange(2)[:, None] + np.zeros((1, 41), int))
    np.testing.assert_allclose(found, [expected, expected[::-1]], atol=1e-5)
