"""Networks that Keras computes are asked in a process of their own, which may end without a wrong answer."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import external_networks as networks
import numpy as np
import pytest
from toy_models import A_GLANCE, count_u

import core
from core.errors import ModelError
from core.models import registry
from core.models.architectures import Architecture
from core.models.inference import apart
from core.models.inference.apart import ApartNetwork
from core.models.networks import residualbind
from core.sequence import encode, one_hot

pytestmark = pytest.mark.slow

LETTERS = encode(["GGACUUAGCAUGCUAAGCAUUGG", "UUUUU"])
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A data folder with a network that was brought, which counts U, and its card."""
    folder = tmp_path_factory.mktemp("brought")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIA_HOME", str(folder))
        patch.setattr("core.training.external.LOOK", A_GLANCE)
        return folder, core.import_network(networks.saved(networks.counts(), folder / "u.keras"), "MINE")


@pytest.fixture
def network(kept, monkeypatch):
    """That network, asked apart by Keras."""
    monkeypatch.setenv("GIA_HOME", str(kept[0]))
    return ApartNetwork(registry.weights_path(kept[1]), kept[1])


@pytest.fixture
def quick(kept, monkeypatch):
    """As `network`, in a process that starts at once: what counts U there is no Keras."""
    counts = "type('Network', (), {'outputs': lambda _, letters, __: (letters == 3).sum(axis=1, keepdims=True)})()"
    code = f"from core.models import loading; loading.open_by_keras = lambda *_: {counts}; {apart.CODE}"
    process = apart._Process()
    monkeypatch.setattr(apart, "CODE", code)
    monkeypatch.setattr(apart, "_process", process)
    yield ApartNetwork(Path("network.keras"), kept[1])
    process.end()


def same(network):
    np.testing.assert_array_equal(network.outputs(LETTERS)[:, 0], count_u(LETTERS))


def test_who_asks_a_network_that_was_brought_imports_no_keras(kept):
    code = """
import json, sys, core
found = core.predict("MINE", ["UUUAC", "ACG"]).tolist(), core.ism("MINE", "AUG").delta.sum().item()
print(json.dumps([*found, sorted({"keras", "tensorflow", "torch", "jax"} & set(sys.modules))]))
"""
    environment = {**os.environ, "GIA_HOME": str(kept[0]), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.stderr == ""
    assert json.loads(done.stdout) == [[3, 0], -1, []]


def test_a_process_that_ended_is_started_again(quick):
    same(quick)
    os.kill(apart._process._child.pid, signal.SIGKILL)
    apart._process._child.wait()
    same(quick)


class Ends:
    """What ends the process that reads it."""

    def __reduce__(self):
        return os._exit, (3,)


def test_a_process_that_ends_before_it_answers_is_one_sentence(quick, refuses):
    with refuses(ModelError):
        quick.outputs(Ends())
    same(quick)


def test_an_answer_that_nobody_waited_for_answers_no_later_question(quick, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(apart.pickle, "load", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            quick.outputs(LETTERS[:1])
    same(quick)


def test_variants_are_asked_as_rnas(network):
    variants = np.stack([LETTERS, LETTERS[::-1], LETTERS])
    found = network.variants(variants, np.zeros((3, 41), int))
    assert found.shape == (3, 2, 1)
    np.testing.assert_array_equal(found[..., 0], [count_u(part) for part in variants])


def test_a_file_that_cannot_be_opened_is_one_sentence_and_other_networks_answer_on(network, kept, tmp_path, refuses):
    path = tmp_path / "broken.keras"
    path.write_bytes(b"PK")
    with refuses(ModelError, "broken.keras"):
        ApartNetwork(path, kept[1])
    same(network)


def test_a_failure_inside_is_told_whole(network):
    with pytest.raises(RuntimeError, match="Error: "):
        network.outputs(np.zeros((1, 1), "S1"))
    same(network)


def test_a_network_of_other_layers_that_was_trained_here_is_asked_so_too(kept, tmp_path, monkeypatch, refuses):
    """Its weights are read by Keras: no layer is missing, and none is left over."""
    monkeypatch.setitem(residualbind.VARIANTS, "paper", residualbind.Variant(first_activation="exponential"))
    architecture = Architecture()
    model = architecture.fresh(0)
    model.save_weights(tmp_path / "exponential.weights.h5")
    from core.models.loading import open_by_keras

    card = replace(kept[1], spec={"experiment": "MINE", "architecture": architecture.to_dict()})
    found = open_by_keras(tmp_path / "exponential.weights.h5", card).outputs(LETTERS)
    np.testing.assert_allclose(found, np.asarray(model(one_hot(LETTERS), training=False)), atol=1e-5)
    Architecture("pwm").build().save_weights(tmp_path / "pwm.weights.h5")
    with refuses(ModelError, "pwm.weights.h5"):
        open_by_keras(tmp_path / "pwm.weights.h5", card)
